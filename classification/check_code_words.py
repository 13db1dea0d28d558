"""What is said of a code: the sentences of SP2xx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from classification.check_issue import Evidence, Issue, both
from classification.finding import Severity
from classification.index import Index
from classification.near import near_names
from classification.record import replace
from classification.terminology import Held, When
from classification.text import quoted

if TYPE_CHECKING:
    from classification.check_code import Coded


def begins(held: Held) -> str:
    """The first day of a release, as text that sorts."""
    return held.validity.start.isoformat() if held.validity.start else ""


def nearest(text: str, known: Iterable[str]) -> str:
    """The known text that resembles this one most; empty where none does."""
    return next(iter(near_names(text, known, most=1, close=0.8)), "")


def old_system(old: str, new: str, name: str) -> Issue:
    """SP202: the URI of the system is a former one."""
    return Issue(
        "SP202",
        both(f"{old} er en tidligere adresse for {name}", f"{old} is a former URI of {name}"),
        both(f"Skriv {new}", f"Write {new}"),
        (("system", new),),
        "system",
        new,
    )


def blanks(code: str, trimmed: str) -> Issue:
    """SP213: the code has blanks around it."""
    return Issue(
        "SP213",
        both(
            f"Koden {quoted(code)} har blanktegn omkring sig", f"The code {quoted(code)} has blanks around it"
        ),
        both(f"Skriv {trimmed}", f"Write {trimmed}"),
        slot="code",
        new=trimmed,
    )


def unknown(code: str, held: Held) -> Issue:
    """SP203: no release has the code."""
    index = held.index
    near = next(iter(index.near_codes(code, most=1, close=0.8)), "")
    remedy = both(f"Mente du {near}?", f"Did you mean {near}?") if near else both("", "")
    shown = code if len(code) <= 80 else f"{code[:77]}…"
    issue = Issue(
        "SP203",
        both(
            f"{held.scheme.name} har ingen kode {quoted(shown)}",
            f"{held.scheme.name} has no code {quoted(shown)}",
        ),
        evidence=(("release", held.name), *((("near", near),) if near else ())),
        slot="code",
    )
    return replace(issue, remedy=remedy) if near else issue


def not_yet(code: str, held: Held, first: Held, when: When, *, known: bool) -> Issue:
    """A code of later; `known` says that its concept is one of the day, or that no release covers the day at all."""
    number = first.index.find(code)
    assert number is not None
    term, start = first.index.terms[number], first.validity.start
    return Issue(
        "SP204",
        both(
            f"Koden {code} {quoted(term)} gælder først fra {start} ({first.name}), ikke den {when.day}",
            f"The code {code} {quoted(term)} is valid from {start} ({first.name}), not yet on {when.day}",
        ),
        evidence=(("release", held.name), ("first", first.name)),
        slot="code",
        severity=Severity.INFORMATION if known else None,
    )


def other_release(coded: Coded, named: Held, having: list[Held]) -> Issue:
    """SP206: the release that is named has no such code."""
    where = ", ".join(other.version for other in having)
    return Issue(
        "SP206",
        both(
            f"Koden {coded.code} står ikke i {named.name}, som version angiver, men i {where}",
            f"The code {coded.code} does not stand in {named.name}, which version names, but in {where}",
        ),
        evidence=(("named", named.name), ("releases", where)),
        slot="version",
    )


def other_system(code: str, held: Held, elsewhere: list[str], uri: str) -> Issue:
    """SP207: another system has the code."""
    names = ", ".join(elsewhere)
    return Issue(
        "SP207",
        both(
            f"Koden {code} hører til {names}, ikke til {held.scheme.name}",
            f"The code {code} belongs to {names}, not to {held.scheme.name}",
        ),
        both(
            f"Skriv systemet {uri}, hvis det er den kode, der menes",
            f"Write the system {uri} if that code is meant",
        ),
        (("release", held.name), ("system", uri)),
        "code",
    )


def deprecated(index: Index, number: int, code: str, evidence: Evidence) -> Issue:
    """SP209: the code is deprecated; its successors."""
    concept = index.concept(number)
    successors = []
    for successor in concept.replaced_by:
        found = index.find(successor)
        successors.append(f"{successor} {quoted(index.terms[found])}" if found is not None else successor)
    named = ", ".join(successors)
    why = f" ({concept.reason})" if concept.reason else ""
    return Issue(
        "SP209",
        both(
            f"{code} {quoted(index.terms[number])} er udgået{why}",
            f"{code} {quoted(index.terms[number])} is deprecated{why}",
        ),
        both(f"Brug {named}", f"Use {named}") if named else both("Vælg en anden kode", "Choose another code"),
        (*evidence, ("successor", named)),
        "code",
    )
