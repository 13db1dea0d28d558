"""What an import comes to, worked out against what is held; nothing is written.

For each release in the input, in this order: the classification is recognised (by its URI or a former one), a recipe
is applied to a publisher's files, the label is settled, the content is compared with the editions held under it.

    same digest                          same: nothing to do; recorded again where a later edition answers
    same codes, terms and hierarchy      a further edition of that release: the one recorded last answers
    other codes, terms or hierarchy      refused (SPI02, SPI03); what comes with the program corrects itself instead
    label not held                       new

Findings: SPI01 no label · SPI02 label held with other content · SPI03 a difference · SPI04 further edition · SPI05
where the first day of validity was taken from · SPI06 a publisher's version that stands for several releases · SPI07
name, URI or alias taken · SPI08 one label for several releases · SPI09 a correction that gives way to what was imported
· SPI12 another name for a known classification · SPI13 what is held of concepts is replaced · SPI14 an edition answers
again · SPI15 a label, name or URI that cannot be kept · SPI16 two releases that begin on one day · SPI17 a release
that holds on no day · SPI18 a text that formats cannot carry · SPI19 a name that another has · SPI20 whether
capitals matter in codes · SPI21 to SPI24 what is removed or has to be confirmed · SPI29 a withdrawn one · SPI25 a
supplement of what is not here · SPI26 its codes that are not there · SPI41 repairs that --strict refuses · SPI42
which parts are sound · SPI43 a part that is left out · SPV… what of a value set cannot be answered. They are explained
in docs/import.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count

from api.importing.difference import replaced_finding, structure_findings
from api.importing.editions import plan_maps, plan_value_sets
from api.importing.maps import noticed_in_maps, touched_maps
from api.importing.names import name_findings
from api.importing.outcome import ImportOutcome, RowStatus
from api.importing.parts import sorted_parts, sound_finding, without_broken
from api.importing.replacement import (
    removed_in,
    replacement_findings,
    replacements,
    withdrawn_findings,
)
from api.importing.request import Holdings, Request
from api.importing.row_report import PlannedRelease, report_rows
from api.importing.strictness import strict_findings
from api.importing.supplement import supplement_findings
from api.importing.texts import text_findings
from api.importing.value_sets import unanswerable
from classification import (
    Concept,
    ConceptMap,
    ConceptScheme,
    Finding,
    Place,
    Release,
    Severity,
    Validity,
    ValueSet,
)
from classification.errors import (
    AmbiguousName,
    InvalidContent,
    NoReleaseOnDay,
    UnknownRelease,
    UnknownValueSet,
)
from classification.recipe import Recipe, apply_recipe
from classification.record import field, frozen, replace
from classification.sentence import NOTHING, Sentence, both
from classification.terminology import HeldRelease, When
from classification.uri import made_uri
from loaders.content import Content, Draft
from loaders.fhir_json.scope import scoped
from loaders.name import slug


@frozen(slots=False)
class ImportPlan:
    """What has to be written, and the report; `again` are editions held that are recorded once more."""

    outcome: ImportOutcome
    schemes: tuple[ConceptScheme, ...] = ()
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    releases: tuple[PlannedRelease, ...] = ()
    again: tuple[Release, ...] = ()
    value_sets: tuple[ValueSet, ...] = ()
    maps: tuple[ConceptMap, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return not self.outcome.errors and bool(
            self.schemes or self.recipes or self.releases or self.again or self.value_sets or self.maps
        )


def plan_import(content: Content, request: Request, holdings: Holdings) -> ImportPlan:
    """The plan of an import; refused content has errors in its outcome and must not be written.

    Of several parts the broken ones are left out where that is asked for; else the sound ones are named.
    """
    plan = _plan(content, request, holdings)
    if not plan.outcome.errors or len(content.parts) < 2 or request.bundled:
        return plan
    parts = sorted_parts(
        content, plan.outcome, lambda one: _plan(one, request, holdings, of_part=True).outcome
    )
    if not (parts.sound and parts.broken):
        return plan
    if request.skip_broken:
        rest = _plan(parts.content, request, holdings)
        if not rest.outcome.errors:
            return replace(rest, outcome=without_broken(rest.outcome, parts.broken))
    findings = (*plan.outcome.findings, sound_finding(parts))
    return replace(plan, outcome=replace(plan.outcome, findings=findings))


def _plan(content: Content, request: Request, holdings: Holdings, *, of_part: bool = False) -> ImportPlan:
    """The plan of everything; what value sets could not answer is not looked for in a part."""
    content, unsettled = scoped(content, lambda name: _held_value_set(name, request, holdings))
    planner = _Planner(content, request, holdings)
    for draft in content.releases:
        planner.add(draft)
    value_sets, value_set_findings = plan_value_sets(
        content.value_sets, request, holdings, planner.validity_of, planner.labels
    )
    maps, map_findings = plan_maps(content.maps, request, holdings)
    texts = () if request.bundled else text_findings(content)
    names = name_findings(content, request.label)
    replaced = replacements(planner.planned, request, holdings.terminology)
    replacing = (
        *replacement_findings(replaced, request, planner.names),
        *withdrawn_findings(planner.planned, request, holdings.terminology),
    )
    supplements = supplement_findings(planner.planned, holdings.terminology)
    of_things = (*unsettled, *planner.findings, *supplements, *value_set_findings, *map_findings, *replacing)
    findings = (*content.findings, *names, *texts, *of_things)
    findings += tuple(strict_findings(findings)) if request.strict else ()
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    if refused:
        told = set(map(id, planner.told))
        findings = tuple(finding for finding in findings if id(finding) not in told)
    elif not (request.bundled or of_part):
        new = [planned.thing for planned in value_sets if planned.written]
        day, coming = request.recorded.date(), planner.editions_planned()
        findings += tuple(unanswerable(new, holdings.terminology, coming, day))
        new_maps = [planned.thing for planned in maps if planned.written]
        findings += tuple(noticed_in_maps(new_maps, holdings.terminology, coming, day, content.rows))
        findings += tuple(touched_maps(holdings.terminology, coming, day, beside=new_maps))
    things = [
        *(
            replace(planned.report(), removed=removed_in(replaced, planned.release))
            for planned in planner.planned
        ),
        *(planned.report for planned in value_sets),
        *(planned.report for planned in maps),
    ]
    if refused:
        things = [thing.refused() for thing in things]
    rows = report_rows(content, planner.planned, things, maps, findings, refused=refused)
    return ImportPlan(
        outcome=ImportOutcome(tuple(things), rows, findings),
        schemes=planner.changed_schemes(),
        recipes=planner.changed_recipes(),
        releases=tuple(p for p in planner.planned if p.written and not p.again),
        again=tuple(p.release for p in planner.planned if p.written and p.again),
        value_sets=tuple(planned.thing for planned in value_sets if planned.written),
        maps=tuple(planned.thing for planned in maps if planned.written),
    )


def _held_value_set(name: str, request: Request, holdings: Holdings) -> ValueSet | None:
    """The value set of a canonical on the day of the import."""
    try:
        return holdings.terminology.value_set(name, When(request.recorded.date()))
    except (UnknownValueSet, UnknownRelease, NoReleaseOnDay, AmbiguousName):
        return None


class _Planner:
    """Releases planned so far; each sees those before it as held."""

    def __init__(self, content: Content, request: Request, holdings: Holdings) -> None:
        self.request = request
        self.holdings = holdings
        self.planned: list[PlannedRelease] = []
        self.findings: list[Finding] = []
        self.told: list[Finding] = []
        self._schemes: dict[str, ConceptScheme] = {s.uri: s for s in holdings.terminology.schemes}
        uris = {draft.release.scheme.name: draft.release.scheme.uri for draft in content.releases}
        self._recipes = {uris.get(recipe.scheme, recipe.scheme): recipe for recipe in content.recipes}
        self._together = list(dict.fromkeys(draft.release.scheme.uri for draft in content.releases))
        self._labels: dict[str, set[str]] = {}
        for draft in content.releases:
            self._labels.setdefault(draft.release.scheme.uri, set()).add(draft.release.version)

    def add(self, draft: Draft) -> None:
        """Plan one release."""
        noted = len(self.findings)
        scheme = self._described(self._scheme(draft.release.scheme), draft)
        release = replace(draft.release, scheme=scheme, concepts=_addressed(draft.release, scheme))
        if draft.raw:
            release = self._by_recipe(release, draft.places)
        release = self._labelled(release)
        self._note(Draft(release, places=draft.places).check())
        if any(finding.severity is Severity.ERROR for finding in self.findings[noted:]):
            self._refuse(release, draft)
        else:
            self._compare(release, draft)

    def validity_of(self, label: str, uris: Iterable[str]) -> Validity | None:
        """When the release with that label of one of these classifications holds, planned ones first."""
        wanted = set(uris)
        found = [p.release for p in self.planned if p.release.version == label]
        for release in found:
            if release.scheme.uri in wanted:
                return release.validity
        for uri in wanted & {scheme.uri for scheme in self.holdings.terminology.schemes}:
            for edition in self.holdings.terminology.editions(uri).all:
                if edition.version == label:
                    return edition.validity
        return found[0].validity if found else None

    @property
    def labels(self) -> Iterator[tuple[str, str]]:
        """Each URI of a classification of this import, former ones too, with each label that it comes under."""
        for planned in self.planned:
            scheme = planned.release.scheme
            yield from ((uri, planned.release.version) for uri in (scheme.uri, *scheme.aliases))

    @property
    def names(self) -> Iterator[str]:
        """Names and URIs of the classifications of this import."""
        for planned in self.planned:
            scheme = planned.release.scheme
            yield from (scheme.name, scheme.uri, *scheme.aliases)

    def editions_planned(self) -> tuple[HeldRelease, ...]:
        """The editions that will be written."""
        return tuple(planned.edition for planned in self.planned if planned.written)

    def changed_schemes(self) -> tuple[ConceptScheme, ...]:
        """Descriptions that are new or differ from those held."""
        held_now = {scheme.uri: scheme for scheme in self.holdings.terminology.schemes}
        return tuple(scheme for uri, scheme in self._schemes.items() if held_now.get(uri) != scheme)

    def changed_recipes(self) -> dict[str, Recipe]:
        """Recipes that are new or differ from those held."""
        return {
            u: r for u, r in self._recipes.items() if self.holdings.recipes.get(u) != r and u in self._schemes
        }

    # the classification

    def _scheme(self, offered: ConceptScheme) -> ConceptScheme:
        """The classification as it is known: by its URI or a former one, never by what a file says of others."""
        known = self._known(offered.uri)
        if known is None and not self.request.bundled:
            offered = self._with_free_name(offered)
        bears = known or offered
        for name in (offered.name, offered.uri, *offered.aliases):
            owner = self._owner(name)
            if owner is not None and owner.uri != bears.uri:
                said = both(
                    f"{name!r} for {offered.uri} hører til en anden klassifikation, {owner.name} ({owner.uri})",
                    f"{name!r} of {offered.uri} belongs to another classification, {owner.name} ({owner.uri})",
                )
                self._error(
                    "SPI07",
                    said,
                    both(
                        f"fjern det, eller angiv {owner.uri} som filens URI, hvis det er den, der menes",
                        f"remove it, or give {owner.uri} as the file's URI where that is meant",
                    ),
                )
        if known is None:
            return self._schemes.setdefault(offered.uri, offered)
        if known.uri in self.holdings.renamed and offered.uri == known.uri:
            offered = replace(offered, name=known.name)
        if self.request.bundled and known != offered:
            self._schemes[offered.uri] = offered
            return offered
        if offered.name != known.name:
            said = both(
                f"{offered.uri} kendes som {known.name!r}; navnet {offered.name!r} er forbigået",
                f"{offered.uri} is known as {known.name!r}; the name {offered.name!r} was passed over",
            )
            self._warn(
                "SPI12",
                said,
                both(
                    f"kald den {known.name!r}, eller angiv en anden URI, hvis det er noget andet",
                    f"name it {known.name!r}, or give another URI if it is something else",
                ),
            )
        return known

    def _described(self, known: ConceptScheme, draft: Draft) -> ConceptScheme:
        """The classification with what the newest file states: whether capitals matter in codes, and its content."""
        offered = draft.release.scheme
        stated = offered.case_sensitive if offered.case_sensitive is not None else known.case_sensitive
        if not draft.describing or (stated, offered.content) == (known.case_sensitive, known.content):
            return known
        if stated is not known.case_sensitive:
            da, en = ("", "") if stated else ("ikke ", "no longer ")
            said = both(
                f"{known.name}: store og små bogstaver i koder er {da}forskellige efter denne fil",
                f"{known.name}: after this file capitals {en}matter in its codes",
            )
            self._tell(
                "SPI20", said, both("se efter, om udgiveren mener det", "see whether the publisher means it")
            )
        self._schemes[known.uri] = replace(known, case_sensitive=stated, content=offered.content)
        return self._schemes[known.uri]

    def _with_free_name(self, offered: ConceptScheme) -> ConceptScheme:
        """A new classification under a name that no other has: what identifies one is its URI, never its name."""
        owner = self._owner(offered.name)
        if owner is None:
            return offered
        end = slug(offered.uri.rstrip("/#:").replace("#", "/").replace(":", "/").rpartition("/")[2])
        names = chain([end], (f"{offered.name}-{number}" for number in count(2)))
        free = next(name for name in names if name[:1].isalpha() and self._owner(name) is None)
        said = both(
            f"navnet {offered.name!r} har {owner.uri} allerede; {offered.uri} får navnet {free!r}",
            f"{owner.uri} has the name {offered.name!r} already; {offered.uri} gets the name {free!r}",
        )
        self._warn(
            "SPI19",
            said,
            both("spørg efter den med navnet eller URI'en", "ask for it by that name or by its URI"),
        )
        return replace(offered, name=free)

    def _known(self, uri: str) -> ConceptScheme | None:
        return next((s for s in self._schemes.values() if uri == s.uri or uri in s.aliases), None)

    def _owner(self, name: str) -> ConceptScheme | None:
        former = self.holdings.terminology.former_names
        return next(
            (s for s in self._schemes.values() if name in (s.name, s.uri, *s.aliases, *former(s.uri))), None
        )

    def _by_recipe(self, release: Release, places: Mapping[str, Place]) -> Release:
        recipe = self._recipes.get(release.scheme.uri) or self.holdings.recipes.get(release.scheme.uri)
        if recipe is None:
            return release
        try:
            return replace(release, concepts=apply_recipe(recipe, release.concepts))
        except InvalidContent as refused:
            self._note(replace(f, place=places.get(f.place.path, f.place)) for f in refused.findings)
            return release

    # the label

    def _labelled(self, release: Release) -> Release:
        label, name = self.request.label, release.scheme.name
        if label and len(self._labels.get(release.scheme.uri, ())) > 1:
            said = both(
                f"ét navn, {label!r}, til flere udgaver af {name}",
                f"one label, {label!r}, for several releases of {name}",
            )
            self._error(
                "SPI08",
                said,
                both(
                    "importér dem én for én, eller uden et navn", "import them one by one, or without a label"
                ),
            )
        if not label:
            label = self._label_of_publisher(release)
        if not label:
            self._error(
                "SPI01",
                both(f"udgaven af {name} har ingen version", f"the release of {name} has no version"),
                both("giv den et navn med --release NAVN", "give it a label with --release LABEL"),
            )
        if label == release.version or not release.version:
            return replace(release, version=label)
        versions = tuple(dict.fromkeys((*release.publisher_versions, release.version)))
        return replace(release, version=label, publisher_versions=versions)

    def _label_of_publisher(self, release: Release) -> str:
        """The label under which the publisher's version is held, where it is held under another."""
        version, editions = release.version, self._editions(release.scheme.uri)
        stands_for = [e for e in editions if version in e.publisher_versions and version != e.version]
        if not stands_for or any(e.version == version for e in editions):
            return version
        equal = dict.fromkeys(e.version for e in stands_for if e.structure_digest == release.structure_digest)
        if len(equal) == 1:
            return next(iter(equal))
        labels = ", ".join(dict.fromkeys(e.version for e in stands_for))
        which = (
            both(f"dette er indholdet af {', '.join(equal)}", f"this is the content of {', '.join(equal)}")
            if equal
            else both("ingen af dem har dette indhold", "none of them has this content")
        )
        said = both(
            f"{release.scheme.name}: udgiverens version {version!r} står for {labels}; {which.da}",
            f"{release.scheme.name}: the publisher's version {version!r} stands for {labels}; {which.en}",
        )
        self._error(
            "SPI06",
            said,
            both(
                "sig, hvilken udgave dette er, med --release NAVN",
                "say which release this is with --release LABEL",
            ),
        )
        return version

    # the content

    def _editions(self, uri: str) -> list[HeldRelease]:
        """The editions of a classification: those held, then those planned."""
        terminology = self.holdings.terminology
        found = list(terminology.editions(uri).all) if terminology.has_scheme(uri) else []
        return found + [p.edition for p in self.planned if p.release.scheme.uri == uri and p.written]

    def _refuse(self, release: Release, draft: Draft, held: str = "") -> None:
        self._plan(release, draft, RowStatus.REFUSED, held)

    def _plan(
        self, release: Release, draft: Draft, status: RowStatus, held: str = "", *, again: bool = False
    ) -> None:
        editions = self._editions(release.scheme.uri)
        labelled = [edition for edition in editions if edition.version == release.version]
        before = max(labelled or editions, key=_begins, default=None)
        self.planned.append(PlannedRelease(release, draft, status, before, held, again))

    def _compare(self, release: Release, draft: Draft) -> None:
        editions = [e for e in self._editions(release.scheme.uri) if e.version == release.version]
        if not editions:
            self._plan(self._begun(release), draft, RowStatus.NEW)
            return
        newest = max(editions, key=lambda edition: edition.recorded)
        release = _continued(release, newest, self.request.recorded)
        same = any(edition.digest == release.digest for edition in editions)
        equal = any(edition.structure_digest == release.structure_digest for edition in editions)
        if newest.digest == release.digest:
            self._plan(release, draft, RowStatus.SAME, newest.digest)
        elif self.request.bundled and (release.scheme.uri, release.version) in self.holdings.imported:
            if not same:
                said = both(
                    f"{newest.name}: rettet, siden filerne blev importeret; det importerede bliver stående",
                    f"{newest.name}: corrected since the files were imported; what was imported stays",
                )
                self._tell(
                    "SPI09",
                    said,
                    both(
                        "importér filerne igen for at få rettelsen",
                        "import the files again to have the correction",
                    ),
                )
            self._plan(release, draft, RowStatus.SAME, newest.digest)
        elif equal or self.request.bundled:
            self._further(release, draft, newest, again=same)
        else:
            self._conflict(release, draft, newest)

    def _further(self, release: Release, draft: Draft, newest: HeldRelease, *, again: bool) -> None:
        if again:
            said = both(
                f"{newest.name}: dette oplag, {release.digest}, findes allerede og svarer igen",
                f"{newest.name}: this edition, {release.digest}, is held already and answers again",
            )
            self._tell(
                "SPI14",
                both(f"{said.da}, i stedet for {newest.digest}", f"{said.en}, in place of {newest.digest}"),
            )
        else:
            said = both(
                f"{newest.name} findes som {newest.digest}; dette nye oplag af den er {release.digest}",
                f"{newest.name} is held as {newest.digest}; this further edition of it is {release.digest}",
            )
            self._tell("SPI04", said)
        if not self.request.bundled:
            held = newest.index.concepts()
            self._note(replaced_finding(held, release.concepts, draft.places, newest.name))
        self._plan(release, draft, RowStatus.CHANGED, newest.digest, again=again)

    def _conflict(self, release: Release, draft: Draft, held: HeldRelease) -> None:
        said = both(
            f"{held.name} findes allerede med andre koder, termer eller et andet hierarki "
            f"(her {held.structure_digest}, tilbudt {release.structure_digest})",
            f"{held.name} is already held with other codes, terms or hierarchy "
            f"(held {held.structure_digest}, offered {release.structure_digest})",
        )
        self._error(
            "SPI02",
            said,
            both(
                "importér den under et andet navn med --release NAVN",
                "import it under another label with --release LABEL",
            ),
        )
        self._note(
            structure_findings(tuple(held.index.concepts()), release.concepts, draft.places, held.name)
        )
        self._refuse(release, draft, held.digest)

    def _begun(self, release: Release) -> Release:
        """A release that is new here: its first day and its recorded time settled."""
        if self.request.bundled:
            return replace(release, recorded=release.recorded.astimezone(UTC))
        start = self.request.valid_from
        if start is None:
            start, source = self._first_day(release)
            said = both(
                f"{release.scheme.name} {release.version} gælder fra {start.isoformat()}, {source.da}",
                f"{release.scheme.name} {release.version} is valid from {start.isoformat()}, {source.en}",
            )
            self._tell(
                "SPI05",
                said,
                both("angiv en anden dag med --valid-from", "say another day with --valid-from"),
            )
        validity = Validity(start, release.validity.end)
        if validity.is_empty:
            said = both(
                f"{release.scheme.name} {release.version} begynder {start} og slutter {validity.end}",
                f"{release.scheme.name} {release.version} begins on {start} and ends on {validity.end}",
            )
            self._error(
                "SPI17",
                both(f"{said.da}: den gælder ingen dag", f"{said.en}: it holds on no day"),
                both(
                    "angiv dens første dag med --valid-from, eller ret slutningen i filen",
                    "say its first day with --valid-from, or correct the end in the file",
                ),
            )
        for edition in {e.version: e for e in self._editions(release.scheme.uri)}.values():
            if edition.validity.start == start:
                said = both(
                    f"{release.scheme.name} {release.version} begynder {start}, ligesom {edition.name}",
                    f"{release.scheme.name} {release.version} begins on {start}, as {edition.name} does",
                )
                self._warn(
                    "SPI16",
                    both(
                        f"{said.da}; den, der er registreret sidst, svarer",
                        f"{said.en}; the one recorded last answers",
                    ),
                    both("angiv en anden dag med --valid-from", "say another day with --valid-from"),
                )
        return replace(release, validity=validity, recorded=self.request.recorded.astimezone(UTC))

    def _first_day(self, release: Release) -> tuple[date, Sentence]:
        if release.validity.start is not None:
            return release.validity.start, both("filens dato", "the date of the file")
        for scheme in self._together:
            for edition in self._editions(scheme):
                if edition.version == release.version and edition.validity.start is not None:
                    return edition.validity.start, both(
                        f"som {edition.name}, der fulgte med", f"as {edition.name}, which came with it"
                    )
        return self.request.recorded.date(), both("dagen for importen", "the day of the import")

    # findings

    def _note(self, findings: Iterable[Finding]) -> None:
        self.findings += findings

    def _error(self, rule: str, said: Sentence, remedy: Sentence) -> None:
        self.findings.append(Finding(rule, Severity.ERROR, said, remedy=remedy))

    def _warn(self, rule: str, said: Sentence, remedy: Sentence) -> None:
        self.findings.append(Finding(rule, Severity.WARNING, said, remedy=remedy))

    def _tell(self, rule: str, said: Sentence, remedy: Sentence = NOTHING) -> None:
        """Say what will be; `told` is left out where nothing is imported."""
        self.told.append(Finding(rule, Severity.INFORMATION, said, remedy=remedy))
        self.findings.append(self.told[-1])


def _begins(edition: HeldRelease) -> tuple[date, datetime]:
    return edition.validity.start or date.min, edition.recorded


def _continued(release: Release, edition: HeldRelease, recorded: datetime) -> Release:
    """A further edition, recorded later, has validity, lineage and publisher's versions of the one before."""
    versions = dict.fromkeys((*edition.publisher_versions, *release.publisher_versions))
    return replace(
        release,
        validity=edition.validity,
        lineage=release.lineage or edition.index.lineage,
        publisher_versions=tuple(versions),
        recorded=max(recorded, edition.recorded + timedelta.resolution).astimezone(UTC),
    )


def _addressed(release: Release, scheme: ConceptScheme) -> tuple[Concept, ...]:
    """The concepts with the URIs they came with, under the rule by which the classification is known here.

    Where a file states no rule, its concepts have the URIs that the known one makes.
    """
    rule = scheme.uri_rule
    if not release.scheme.concept_uri or rule == release.scheme.uri_rule:
        return release.concepts
    uris = ((concept, release.scheme.uri_of(concept)) for concept in release.concepts)
    return tuple(
        replace(concept, uri="" if uri == made_uri(rule, concept.code) else uri) for concept, uri in uris
    )
