"""The sentences of a bound place: why a code may not stand there, and what may."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from classification.check.coding import Verdict
from classification.check.fault import Evidence, Fault, both
from classification.check.value_sets import NamedSet
from classification.compiled.index import Index
from classification.concept import Kind
from classification.expansion.expansion import Member
from classification.sentence import joined
from classification.text import quoted, shown, trimmed
from classification.value_set import ValueSet
from classification.words import word

_SHOWN: Final = 80


def system_not_taken(verdict: Verdict, value_set: str, taking: tuple[str, ...]) -> Fault:
    """SP401: the value set has no codes of that system."""
    listed, system = ", ".join(taking), shown(verdict.coding.system)
    return Fault(
        "SP401",
        both(f"{value_set} har ingen koder fra {system}", f"{value_set} takes no codes of {system}"),
        both(
            f"Vælg en kode fra værdisættet; det har koder fra {listed}",
            f"Choose a code of the value set; it holds codes of {listed}",
        ),
        (*_evidence(verdict), ("value set", value_set), ("systems", listed)),
        "system",
    )


def not_in(verdict: Verdict, value_set: str) -> Fault:
    """SP401: the value set does not have the code."""
    return Fault(
        "SP401",
        both(f"{_named(verdict)} er ikke i {value_set}", f"{_named(verdict)} is not in {value_set}"),
        evidence=(*_evidence(verdict), ("value set", value_set)),
        slot="code",
    )


def in_no_set(verdict: Verdict, value_set: str) -> Fault:
    """SP402: no value set at all has the code."""
    return Fault(
        "SP402",
        both(
            f"{_named(verdict)} er i intet værdisæt, og derfor heller ikke i {value_set}",
            f"{_named(verdict)} is in no value set, so neither in {value_set}",
        ),
        evidence=(*_evidence(verdict), ("value set", value_set)),
        slot="code",
    )


def in_another_version(verdict: Verdict, here: NamedSet, other: ValueSet) -> Fault:
    """SP403: the value set has the code in another version, an earlier or a later one."""
    own_start, other_start = here.value_set.validity.start, other.validity.start
    later = (other_start or own_start) != own_start and str(other_start) > str(own_start)
    when_da, when_en = ("er først med i", "is only in") if later else ("var med i", "was in")
    return Fault(
        "SP403",
        both(
            f"{_named(verdict)} er ikke i {here.name}; koden {when_da} version {other.version}",
            f"{_named(verdict)} is not in {here.name}; the code {when_en} version {other.version}",
        ),
        evidence=(*_evidence(verdict), ("value set", here.name), ("member in", other.version)),
        slot="code",
    )


def under_other_code(verdict: Verdict, value_set: str, code: str) -> Fault:
    """SP404: the value set has the concept, but only under another of its codes."""
    return Fault(
        "SP404",
        both(
            f"{value_set} har begrebet {_named(verdict)}, men kun med koden {code}",
            f"{value_set} has the concept of {_named(verdict)}, but only under the code {code}",
        ),
        both(f"Skriv {code}", f"Write {code}"),
        (*_evidence(verdict), ("value set", value_set)),
        "code",
        code,
    )


def heading(verdict: Verdict, value_set: str, index: Index, number: int) -> Fault:
    """SP210: a heading, of which codes below it are meant for recording."""
    below = ", ".join(f"{index.keys[i]} {quoted(index.terms[i])}" for i in index.children(number)[:3])
    return Fault(
        "SP210",
        both(
            f"{_named(verdict)} er en overskrift, ikke en kode til registrering",
            f"{_named(verdict)} is a heading, not a code for recording",
        ),
        both(f"Vælg en kode under den, fx {below}", f"Choose a code below it, such as {below}")
        if below
        else both(f"Vælg en kode fra {value_set}", f"Choose a code of {value_set}"),
        (*_evidence(verdict), ("value set", value_set)),
        "code",
    )


def other_branch(
    verdict: Verdict, value_set: str, branch: str, members: tuple[Member, ...], listed: str
) -> Fault:
    """SP304: the code is that of another branch; `members` of the value set are called the same."""
    codes = ", ".join(member.admitted[0] for member in members)
    systems = ", ".join(dict.fromkeys(member.system for member in members))
    return Fault(
        "SP304",
        both(
            f"{_named(verdict)} står under {quoted(branch)}; samme ord i {value_set} har koden {codes}",
            f"{_named(verdict)} stands below {quoted(branch)}; "
            f"the same word in {value_set} has the code {codes}",
        ),
        both(f"Skriv {listed}, hvis det er det, der menes", f"Write {listed} if that is what is meant"),
        (*_evidence(verdict), ("value set", value_set), ("system", systems), ("code", codes)),
        "code",
    )


def wrong_kind(verdict: Verdict, kind: Kind, kinds: Collection[Kind]) -> Fault:
    """SP305: the concept is of another kind than the place takes."""
    expected = joined(map(word, kinds), ", ")
    return Fault(
        "SP305",
        both(
            f"{_named(verdict)} er af arten {word(kind).da}; her skal stå {expected.da}",
            f"{_named(verdict)} is of kind {word(kind).en}; here belongs {expected.en}",
        ),
        evidence=(*_evidence(verdict), ("kind", str(kind)), ("expected", ", ".join(map(str, kinds)))),
        slot="code",
    )


def _named(verdict: Verdict) -> str:
    if verdict.index is None or verdict.number is None:
        return shown(verdict.code, _SHOWN)
    return f"{shown(verdict.code, _SHOWN)} {quoted(trimmed(verdict.index.terms[verdict.number]))}"


def _evidence(verdict: Verdict) -> Evidence:
    if verdict.index is None or verdict.number is None:
        return ()
    return (
        ("release", verdict.index.name),
        ("concept", verdict.index.codes[verdict.number]),
        ("term", verdict.index.terms[verdict.number]),
    )
