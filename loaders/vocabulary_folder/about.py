"""about.toml: schemes, releases, lineage, recipes and maps of a vocabulary folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Final, TypeVar

from classification import ConceptMap, ConceptScheme, Place, Validity
from classification.concept import Kind
from classification.recipe import PairingRule, Recipe
from classification.record import field, frozen
from classification.release import UNRECORDED, Lineage, LineageKind
from classification.sentence import NOTHING, both
from classification.text import is_language_tag
from classification.uri import PLACE
from classification.words import word
from loaders.reading.notes import Notes, known
from loaders.reading.toml_table import Lines, Table, parse

FILE: Final = "about.toml"

T = TypeVar("T", ConceptScheme, ConceptMap)


class Hierarchy(StrEnum):
    """What the broader links of a classification mean (FHIR hierarchyMeaning)."""

    IS_A = "is-a"
    GROUPED_BY = "grouped-by"
    PART_OF = "part-of"
    CLASSIFIED_WITH = "classified-with"


class Groupings(StrEnum):
    """Which concepts a recipe takes for headings by their place alone."""

    INNER = "inner"
    NONE = "none"


@frozen
class Edition:
    """One [[release]] table: a label, its two clocks and the schemes it is a release of."""

    version: str
    schemes: tuple[str, ...]
    validity: Validity
    recorded: datetime
    publisher_versions: tuple[str, ...]
    digests: tuple[tuple[str, str], ...]
    place: Place


@frozen
class About:
    """What about.toml says. Of each map only the description, its rows stand in mappings.csv."""

    schemes: tuple[ConceptScheme, ...] = ()
    editions: tuple[Edition, ...] = ()
    lineage: Mapping[tuple[str, str], tuple[Lineage, ...]] = field(default_factory=dict)
    recipes: tuple[Recipe, ...] = ()
    maps: tuple[ConceptMap, ...] = ()

    def editions_of(self, scheme: str) -> tuple[Edition, ...]:
        """The releases of one scheme, oldest first."""
        return tuple(edition for edition in self.editions if scheme in edition.schemes)

    def labels(self) -> tuple[str, ...]:
        """Every release label of the folder once, oldest first."""
        return tuple(dict.fromkeys(edition.version for edition in self.editions))


def read_about(text: str, notes: Notes) -> About | None:
    """The content of about.toml, or None when it is no TOML."""
    document = parse(text, FILE, notes)
    if document is None:
        return None
    root = Table(document, (), Lines(text, FILE), notes)
    schemes = _unique(((_scheme(table, notes), table) for table in root.parts("scheme")), notes)
    names = tuple(scheme.name for scheme in schemes)
    editions = tuple(_edition(table, names, notes) for table in root.parts("release"))
    _check_order(editions, names, notes)
    uris = {scheme.name: scheme.uri for scheme in schemes}
    about = About(
        schemes=schemes,
        editions=editions,
        lineage=_lineage(root.parts("lineage"), editions, names, notes),
        recipes=tuple(_recipe(table, names, notes) for table in root.parts("recipe")),
        maps=_unique(((_map(table, uris, notes), table) for table in root.parts("map")), notes),
    )
    root.done()
    return about


def _scheme(table: Table, notes: Notes) -> ConceptScheme:
    languages = table.texts("languages") or ("da",)
    for language in languages:
        if not is_language_tag(language):
            notes.error(
                "SPT05",
                both(f"{language!r} er ikke et sprogmærke", f"{language!r} is no language tag"),
                table.place("languages"),
                both("brug BCP 47, for eksempel da", "use BCP 47, such as da"),
            )
    scheme = ConceptScheme(
        name=table.text("name", required=True),
        uri=table.text("uri", required=True),
        title=table.pairs("title"),
        aliases=table.texts("aliases"),
        publisher=table.text("publisher"),
        licence=table.text("licence"),
        source=table.text("source"),
        languages=languages,
        hierarchy=table.choice("hierarchy", Hierarchy, Hierarchy.IS_A) or Hierarchy.IS_A,
        example=table.flag("example"),
        concept_uri=table.text("concept_uri"),
        scheme_uri=table.text("scheme_uri"),
        namespace=table.text("namespace"),
    )
    if scheme.concept_uri and scheme.concept_uri.count(PLACE) != 1:
        notes.error(
            "SPT05",
            both(
                f"{scheme.concept_uri!r} er ikke en regel for URI'er",
                f"{scheme.concept_uri!r} is no rule for URIs",
            ),
            table.place("concept_uri"),
            both(f"skriv {PLACE}, hvor koden står", f"write {PLACE} where the code stands"),
        )
    if scheme.name and scheme.name != "-".join(scheme.name.lower().split()):
        message = both(
            f"klassifikationens navn {scheme.name!r} indeholder store bogstaver eller blanktegn",
            f"scheme name {scheme.name!r} holds capitals or blanks",
        )
        notes.error(
            "SPT05",
            message,
            table.place("name"),
            both("brug små bogstaver, cifre og bindestreger", "use lower case letters, digits and hyphens"),
        )
    table.done()
    return scheme


def _unique(things: Iterable[tuple[T, Table]], notes: Notes) -> tuple[T, ...]:
    """The things whose name and URI nothing before them bears."""
    kept: list[T] = []
    seen: set[str] = set()
    for thing, table in things:
        for key, name in (("name", thing.name), ("uri", thing.uri)):
            if name and name in seen:
                notes.error(
                    "SPT06",
                    both(f"{key} {name!r} står to gange", f"{key} {name!r} stands twice"),
                    table.place(key),
                    both("giv hver sin egen", "give each its own"),
                )
                break
        else:
            kept.append(thing)
        seen |= {thing.name, thing.uri}
    return tuple(kept)


def _edition(table: Table, names: tuple[str, ...], notes: Notes) -> Edition:
    schemes = table.texts("schemes")
    for scheme in schemes:
        _check_scheme(scheme, names, table.place("schemes"), notes)
    digests = table.pairs("structure_digest")
    for scheme, _ in digests:
        _check_scheme(scheme, schemes or names, table.place("structure_digest"), notes)
    edition = Edition(
        version=table.text("version", required=True),
        schemes=tuple(scheme for scheme in schemes if scheme in names) or (() if schemes else names),
        validity=_validity(table, notes, required=True),
        recorded=_midnight(table.day("published", required=True)),
        publisher_versions=table.texts("publisher_versions"),
        digests=digests,
        place=table.place(),
    )
    table.done()
    return edition


def _check_scheme(scheme: str, names: Iterable[str], place: Place, notes: Notes) -> None:
    held = tuple(names)
    if scheme not in held:
        notes.error(
            "SPT07",
            both(f"ukendt klassifikation {scheme!r}", f"unknown scheme {scheme!r}"),
            place,
            known(held, scheme),
        )


def _check_order(editions: tuple[Edition, ...], names: tuple[str, ...], notes: Notes) -> None:
    for scheme in names or ("",):
        before: Edition | None = None
        labels: set[str] = set()
        for edition in editions:
            if names and scheme not in edition.schemes:
                continue
            of = both(f" af {scheme}", f" of {scheme}") if scheme else NOTHING
            if edition.version in labels:
                notes.error(
                    "SPT06",
                    both(
                        f"udgaven {edition.version!r}{of.da} står to gange",
                        f"release {edition.version!r}{of.en} stands twice",
                    ),
                    edition.place,
                    both("behold en af dem", "keep one of them"),
                )
            elif before and _began(edition) < _began(before):
                message = both(
                    f"udgaven {edition.version!r}{of.da} begynder før {before.version!r}, som står over den",
                    f"release {edition.version!r}{of.en} begins before {before.version!r}, which stands above it",
                )
                notes.error(
                    "SPT08",
                    message,
                    edition.place,
                    both(
                        "sæt udgaverne i orden efter valid_from",
                        "put the releases in the order of valid_from",
                    ),
                )
            labels.add(edition.version)
            before = edition


def _began(edition: Edition) -> date:
    return edition.validity.start or date.min


def _validity(table: Table, notes: Notes, *, required: bool = False) -> Validity:
    validity = Validity(table.day("valid_from", required=required), table.day("valid_to"))
    if validity.is_empty:
        notes.error(
            "SPT09",
            both(f"ingen dag ligger i {validity}", f"no day lies in {validity}"),
            table.place("valid_to"),
            both("valid_to er den første dag derefter", "valid_to is the first day after"),
        )
    return validity


def _midnight(day: date | None) -> datetime:
    return datetime.combine(day, time(), UTC) if day else UNRECORDED


def _lineage(
    tables: Iterable[Table], editions: tuple[Edition, ...], names: tuple[str, ...], notes: Notes
) -> dict[tuple[str, str], tuple[Lineage, ...]]:
    steps: dict[tuple[str, str], tuple[Lineage, ...]] = {}
    for table in tables:
        scheme, version = _scheme_of(table, names, notes), table.text("release", required=True)
        kind = table.choice("kind", LineageKind)
        sources, targets = table.texts("sources", required=True), table.texts("targets", required=True)
        step = Lineage(kind or LineageKind.REPLACED, sources, targets, table.text("note"))
        labels = [edition.version for edition in editions if scheme in edition.schemes]
        if scheme and version and version not in labels:
            message = both(
                f"ukendt udgave {version!r} af {scheme}", f"unknown release {version!r} of {scheme}"
            )
            notes.error("SPT10", message, table.place("release"), known(labels, version))
        steps[scheme, version] = (*steps.get((scheme, version), ()), step)
        table.done()
    return steps


def _scheme_of(table: Table, names: tuple[str, ...], notes: Notes) -> str:
    if not table.has("scheme") and len(names) == 1:
        table.text("scheme")
        return names[0]
    scheme = table.text("scheme", required=True)
    if scheme:
        _check_scheme(scheme, names, table.place("scheme"), notes)
    return scheme


def _recipe(table: Table, names: tuple[str, ...], notes: Notes) -> Recipe:
    recipe = Recipe(
        scheme=_scheme_of(table, names, notes),
        language=table.text("language") or "da",
        pairing=table.choice("pairing", PairingRule, PairingRule.NONE) or PairingRule.NONE,
        kind=table.choice("kind", Kind, Kind.OTHER) or Kind.OTHER,
        kinds=_kinds(table.parts("kinds"), notes),
        inner_groupings=table.choice("groupings", Groupings, Groupings.NONE) is Groupings.INNER,
        groupings=frozenset(table.texts("grouping_codes")),
        selectable=frozenset(table.texts("selectable")),
        ordinals=table.numbers("ordinals"),
    )
    for code in sorted(recipe.groupings & recipe.selectable):
        message = both(
            f"koden {code!r} er både en overskrift og til at vælge",
            f"code {code!r} is both a grouping and selectable",
        )
        notes.error("SPT06", message, table.place("selectable"), both("behold en af dem", "keep one of them"))
    table.done()
    return recipe


def _kinds(rules: Iterable[Table], notes: Notes) -> tuple[tuple[str, Kind], ...]:
    kinds: dict[str, Kind] = {}
    for rule in rules:
        kind = rule.choice("kind", Kind)
        for code in rule.texts("codes", required=True):
            if kind and kinds.setdefault(code, kind) is not kind:
                message = both(
                    f"koden {code!r} har fået to arter, {word(kinds[code]).da} og {word(kind).da}",
                    f"code {code!r} is given two kinds, {kinds[code]} and {kind}",
                )
                notes.error(
                    "SPT06", message, rule.place("codes"), both("behold en af dem", "keep one of them")
                )
        rule.done()
    return tuple(kinds.items())


def _map(table: Table, uris: Mapping[str, str], notes: Notes) -> ConceptMap:
    concept_map = ConceptMap(
        name=table.text("name", required=True),
        uri=table.text("uri", required=True),
        version=table.text("version", required=True),
        mappings=(),
        title=table.pairs("title"),
        validity=_validity(table, notes),
        recorded=_midnight(table.day("published", required=True)),
        source_releases=_by_uri(table.pairs("source_release"), uris),
        target_releases=_by_uri(table.pairs("target_release"), uris),
        licence=table.text("licence"),
        author=table.text("author"),
        example=table.flag("example"),
    )
    table.done()
    return concept_map


def _by_uri(releases: tuple[tuple[str, str], ...], uris: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((uris.get(name, name), label) for name, label in releases)
