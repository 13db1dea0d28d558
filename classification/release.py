"""A frozen edition of a classification, and the conditions it must meet."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from classification.concept import Concept, Label, LabelKind, Status
from classification.deadline import looking
from classification.digest import full_digest, structure_digest
from classification.errors import InvalidContent
from classification.finding import Finding, Place, Severity
from classification.hierarchy import find_cycle
from classification.record import field, frozen
from classification.scheme import ConceptScheme
from classification.sentence import Sentence, both
from classification.text import is_language_tag, trimmed
from classification.validity import ALWAYS, Validity

_CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)  # Unicode category Cc, the separators of lines and paragraphs, and no letters
UNRECORDED = datetime(1, 1, 1, tzinfo=UTC)


class LineageKind(StrEnum):
    """What happened to concepts between two releases that no shared code tells."""

    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"


@frozen
class Lineage:
    """Codes of the release before (`sources`) became codes of this release (`targets`)."""

    kind: LineageKind
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    note: str = ""


@frozen(slots=False)
class Release:
    """A classification as published once: frozen content, two clocks, two digests.

    `validity` is when it holds (valid time); an open end lasts until a later release begins. `recorded` is when this
    service learned it. `publisher_versions` are other version strings under which the same content travels.
    """

    scheme: ConceptScheme
    version: str
    concepts: tuple[Concept, ...]
    validity: Validity = ALWAYS
    recorded: datetime = UNRECORDED
    lineage: tuple[Lineage, ...] = ()
    publisher_versions: tuple[str, ...] = field(default=())

    @cached_property
    def structure_digest(self) -> str:
        """SHA-256 over codes, terms and hierarchy."""
        return structure_digest(self.concepts)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything the concepts and the lineage say."""
        return full_digest(self.concepts, ((str(x.kind), x.sources, x.targets) for x in self.lineage))

    @cached_property
    def by_code(self) -> Mapping[str, Concept]:
        """Every concept under each of its codes."""
        return {code: concept for concept in self.concepts for code in concept.codes}

    def checked(self) -> Release:
        """This release, when it meets every condition.

        Raises:
            InvalidContent: with all findings, when one of them is an error.
        """
        findings = [finding for finding in check_release(self) if finding.severity is Severity.ERROR]
        if findings:
            raise InvalidContent(
                both(
                    f"{self.scheme.name} {self.version} kan ikke udgives",
                    f"{self.scheme.name} {self.version} cannot be released",
                ),
                findings,
            )
        return self


def check_release(release: Release, places: Mapping[str, Place] | None = None) -> tuple[Finding, ...]:
    """Everything wrong or odd in the content of a release, in the order of its concepts.

    `places` tells where each code stood in the input.
    """
    findings = check_concepts(release.concepts, places)
    if release.scheme.supplements:  # it need not say all that a concept must have
        findings = tuple(finding for finding in findings if finding.rule not in _SAID_ELSEWHERE)
    if release.scheme.case_sensitive is False:
        findings += tuple(_case_faults(release, places or {}))
    return findings


_SAID_ELSEWHERE: Final = frozenset(("SPC04", "SPC15"))


def _case_faults(release: Release, where: Mapping[str, Place]) -> Iterator[Finding]:
    """Codes that differ in their capitals alone, in a classification of which it is said that these do not matter."""
    first: dict[str, str] = {}
    for concept in release.concepts:
        for code in concept.codes:
            other = first.setdefault(code.casefold(), code)
            if other != code and other not in concept.codes:
                yield Finding(
                    "SPC18",
                    Severity.WARNING,
                    both(
                        f"{code!r} og {other!r} er én kode, når store og små bogstaver er lige, men her er det to "
                        "begreber; en kode skal skrives præcis som et af dem",
                        f"{code!r} and {other!r} are one code where capitals do not matter, but two concepts here; "
                        "a code must be written exactly as one of them",
                    ),
                    where.get(code, Place(path=code)),
                    both(
                        "sig, at store og små bogstaver er forskellige (caseSensitive), eller ret koderne",
                        "say that capitals matter (caseSensitive), or correct the codes",
                    ),
                )


def check_concepts(
    concepts: Iterable[Concept], places: Mapping[str, Place] | None = None
) -> tuple[Finding, ...]:
    """The conditions of a release over its concepts; `places` tells where each code stood in the input."""
    listed = tuple(concepts)
    where = places or {}
    findings: list[Finding] = []
    for concept in looking(listed):
        place = where.get(concept.code, Place(path=concept.code))
        findings += (
            Finding(fault.rule, fault.severity, fault.message, place, fault.remedy)
            for fault in _faults(concept)
        )
    findings += _reference_faults(listed, where)
    cycle = find_cycle({concept.code: concept.broader for concept in listed})
    if cycle:
        findings.append(
            Finding(
                "SPC03",
                Severity.ERROR,
                both(
                    f"hierarkiet går i ring: {' → '.join(cycle)}",
                    f"the hierarchy runs in a circle: {' → '.join(cycle)}",
                ),
                where.get(cycle[0], Place(path=cycle[0])),
                both("fjern et af disse led opad", "remove one of these broader links"),
            )
        )
    return tuple(findings)


@frozen
class Fault:
    """What is wrong with a concept, wherever it stood."""

    rule: str
    severity: Severity
    message: Sentence
    remedy: Sentence


def _faults(concept: Concept) -> Iterator[Fault]:
    for notation in concept.notations:
        yield from _code_faults(notation.code)
    yield from _preferred_faults(concept)
    for label in concept.labels:
        yield from _label_faults(concept.code, label)
    yield from _kind_faults(concept)
    if concept.code in concept.replaced_by:
        yield Fault(
            "SPC16",
            Severity.WARNING,
            both(f"{concept.code!r} er erstattet af sig selv", f"{concept.code!r} is replaced by itself"),
            both("nævn afløseren", "name its successor"),
        )
    if concept.status is Status.DEPRECATED and not concept.replaced_by and not concept.reason:
        text = both(
            f"{concept.code!r} er udgået uden afløser eller begrundelse",
            f"{concept.code!r} is deprecated without successor or reason",
        )
        yield Fault("SPC15", Severity.WARNING, text, both("nævn en af delene", "name one of them"))


def _code_faults(code: str) -> Iterator[Fault]:
    if not code or code != code.strip():
        yield Fault(
            "SPC07",
            Severity.ERROR,
            both(
                f"koden {code!r} er tom eller har blanktegn omkring sig",
                f"code {code!r} is empty or has blanks around it",
            ),
            both("skriv koden uden blanktegn", "give a clean code"),
        )
    elif _control(code):
        yield Fault(
            "SPC09",
            Severity.ERROR,
            both(f"koden {code!r} indeholder et styretegn", f"code {code!r} holds a control character"),
            both("fjern det", "remove it"),
        )


def _preferred_faults(concept: Concept) -> Iterator[Fault]:
    preferred = Counter(label.language for label in concept.labels if label.kind is LabelKind.PREFERRED)
    if not preferred:
        yield Fault(
            "SPC04",
            Severity.WARNING,
            both(f"{concept.code!r} har ingen foretrukken term", f"{concept.code!r} has no preferred label"),
            both("giv begrebet en term", "give it a term"),
        )
    for language, times in preferred.items():
        if times > 1:
            text = both(
                f"{concept.code!r} har {times} foretrukne termer på {language!r} (SKOS S14)",
                f"{concept.code!r} has {times} preferred labels in {language!r} (SKOS S14)",
            )
            yield Fault(
                "SPC05",
                Severity.ERROR,
                text,
                both("behold én, og gør de andre alternative", "keep one and make the others alternative"),
            )


def _label_faults(code: str, label: Label) -> Iterator[Fault]:
    label_da, label_en = f"{code!r}: termen {label.text!r}", f"{code!r}: label {label.text!r}"
    if not trimmed(label.text):
        yield Fault(
            "SPC07",
            Severity.ERROR,
            both(f"{code!r} har en tom term", f"{code!r} has an empty label"),
            both("skriv teksten, eller udelad termen", "give the text or leave the label out"),
        )
    elif trimmed(label.text) != label.text:
        yield Fault(
            "SPC08",
            Severity.WARNING,
            both(f"{label_da} har blanktegn omkring sig", f"{label_en} has blanks around it"),
            both("fjern blanktegnene", "trim it"),
        )
    if _control(label.text):
        yield Fault(
            "SPC09",
            Severity.ERROR,
            both(f"{label_da} indeholder et styretegn", f"{label_en} holds a control character"),
            both("fjern det", "remove it"),
        )
    if not unicodedata.is_normalized("NFC", label.text):
        yield Fault(
            "SPC14",
            Severity.WARNING,
            both(f"{label_da} er ikke på Unicode-formen NFC", f"{label_en} is not in Unicode form NFC"),
            both("normalisér den", "normalise it"),
        )
    if label.language and not is_language_tag(label.language):  # a label may bear no tag (SKOS S14)
        yield Fault(
            "SPC10",
            Severity.ERROR,
            both(
                f"{code!r}: {label.language!r} er ikke et sprogmærke",
                f"{code!r}: {label.language!r} is no language tag",
            ),
            both("brug BCP 47, for eksempel da", "use BCP 47, for instance da"),
        )


def _kind_faults(concept: Concept) -> Iterator[Fault]:
    kinds: dict[tuple[str, str], set[LabelKind]] = defaultdict(set)
    for label in concept.labels:
        kinds[(label.text, label.language)].add(label.kind)
    for (text, language), found in kinds.items():
        if len(found) > 1:
            said = both(
                f"{concept.code!r}: {text!r}@{language} er en term af to slags (SKOS S13)",
                f"{concept.code!r}: {text!r}@{language} is a label of two kinds (SKOS S13)",
            )
            yield Fault("SPC06", Severity.ERROR, said, both("behold den stærkeste", "keep the stronger one"))


def _reference_faults(concepts: tuple[Concept, ...], where: Mapping[str, Place]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for concept in concepts:
        for code in concept.codes:
            if code in seen:
                text = both(f"koden {code!r} står to gange", f"code {code!r} stands twice")
                if seen[code] != code:
                    text += both(f" (også på {seen[code]!r})", f" (on {seen[code]!r} too)")
                yield Finding(
                    "SPC01",
                    Severity.ERROR,
                    text,
                    where.get(code, Place(path=code)),
                    both("giv hvert begreb sin egen kode", "give each concept its own code"),
                )
            seen[code] = concept.code
    uris: dict[str, str] = {}
    for concept in concepts:
        if concept.uri and uris.setdefault(concept.uri, concept.code) != concept.code:
            yield Finding(
                "SPC17",
                Severity.ERROR,
                both(
                    f"{concept.code!r} har URI'en {concept.uri}, og det har {uris[concept.uri]!r} også",
                    f"{concept.code!r} has the URI {concept.uri}, and so has {uris[concept.uri]!r}",
                ),
                where.get(concept.code, Place(path=concept.code)),
                both("giv hvert begreb sin egen URI", "give each concept a URI of its own"),
            )
    codes = {concept.code for concept in concepts}
    for concept in concepts:
        place = where.get(concept.code, Place(path=concept.code))
        for parent in concept.broader:
            if parent not in codes:
                yield Finding(
                    "SPC02",
                    Severity.ERROR,
                    both(
                        f"{concept.code!r} ligger under {parent!r}, som ikke findes",
                        f"{concept.code!r} is under {parent!r}, which is not there",
                    ),
                    place,
                    both("tilføj det, eller ret koden", "add it or correct the code"),
                )
        for successor in concept.replaced_by:
            if successor not in seen:
                yield Finding(
                    "SPC11",
                    Severity.ERROR,
                    both(
                        f"{concept.code!r} er erstattet af {successor!r}, som ikke findes",
                        f"{concept.code!r} is replaced by {successor!r}, which is not there",
                    ),
                    place,
                    both("ret koden", "correct the code"),
                )


def _control(text: str) -> bool:
    return _CONTROL.search(text) is not None
