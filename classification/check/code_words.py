"""The sentences of SP2xx: what is wrong with a code, and what to write instead."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from classification.check.coding import WrittenCoding
from classification.check.fault import Evidence, Fault, both
from classification.compiled.index import Index
from classification.finding import Sentence, Severity
from classification.record import replace
from classification.terminology import HeldRelease, When
from classification.text import quoted, shown, trimmed


def begins(release: HeldRelease) -> str:
    """The first day of a release, as text that sorts."""
    return release.validity.start.isoformat() if release.validity.start else ""


def near_code(code: str, index: Index) -> str:
    """The code of a release that resembles this one most; empty where none does."""
    return next(iter(index.near_codes(code, most=1, close=0.8)), "")


def named(index: Index, numbers: Collection[int]) -> str:
    """Concepts by code and term: all of them, for of a list cut short nobody knows what is missing."""
    return ", ".join(
        f"{index.codes[i]} {quoted(trimmed(index.terms[i]))}{below(index, i) if len(numbers) > 1 else ''}"
        for i in numbers
    )


def below(index: Index, number: int) -> str:
    """The branch of a concept, which is what tells two equal words apart."""
    path = index.path(number)
    return f" ({trimmed(index.terms[path[0]])})" if len(path) > 1 else ""


def old_system(old: str, new: str, name: str) -> Fault:
    """SP202: the URI of the system is a former one."""
    message = both(f"{old} er en tidligere adresse for {name}", f"{old} is a former URI of {name}")
    return _right_system("SP202", message, new)


def whitespace(code: str, trimmed: str) -> Fault:
    """SP213: the code has whitespace around it."""
    return Fault(
        "SP213",
        both(
            f"Koden {quoted(code)} har blanktegn omkring sig", f"The code {quoted(code)} has blanks around it"
        ),
        both(f"Skriv {trimmed}", f"Write {trimmed}"),
        slot="code",
        new=trimmed,
    )


def misspelled_system(written: str, right: str, name: str) -> Fault:
    """SP218: the URI of the system differs from the right one in form alone, or is its name."""
    message = both(
        f"Kodesystemet {quoted(shown(written))} er ikke skrevet, som adressen for {name} er",
        f"The code system {quoted(shown(written))} is not written as the URI of {name} is",
    )
    return _right_system("SP218", message, right)


def lost_character(written: str, right: str, code: str, name: str) -> Fault:
    """SP218: the URI resembles the right one, and that system has the code."""
    message = both(
        f"Kodesystemet {quoted(shown(written))} ligner adressen for {name}, som har koden {shown(code)}",
        f"The code system {quoted(shown(written))} resembles the URI of {name}, which has the code {shown(code)}",
    )
    return _right_system("SP218", message, right)


def _right_system(rule: str, message: Sentence, uri: str) -> Fault:
    """A system that is written wrong, and how it is written right."""
    return Fault(rule, message, both(f"Skriv {uri}", f"Write {uri}"), (("system", uri),), "system", uri)


def without_system(code: str, having: tuple[str, ...]) -> Fault:
    """SP217: a code without its system; `having` are the systems that have such a code."""
    listed = ", ".join(having)
    fault = Fault(
        "SP217",
        both(
            f"Koden {shown(code)} står uden kodesystem",
            f"The code {shown(code)} stands without a code system",
        ),
        evidence=(("system", listed),) if listed else (),
    )
    if not listed:
        return fault
    remedy = both(f"Koden hører til {listed}; skriv det", f"The code belongs to {listed}; write it")
    return replace(fault, remedy=remedy)


def unknown_system(coding: WrittenCoding, meant: tuple[str, ...], *, by_code: bool) -> Fault:
    """SP201: nobody knows the system; `meant` are those that have the code (`by_code`) or whose URI is near."""
    system, code, each = shown(coding.system), shown(coding.code.strip()), ", ".join(meant)
    fault = Fault(
        "SP201",
        both(f"Kodesystemet {system} er ukendt", f"The code system {system} is unknown"),
        slot="system",
        evidence=(("near", each),) if meant else (),
    )
    if not meant:
        return fault
    if by_code:
        return replace(
            fault,
            remedy=both(
                f"Koden {code} hører til {each}; skriv det, hvis det er den, der menes",
                f"The code {code} belongs to {each}; write that if it is meant",
            ),
        )
    return replace(fault, remedy=both(f"Mente du {each}?", f"Did you mean {each}?"))


def no_code(display: str, listed: str) -> Fault:
    """SP219: a coding without a code; `listed` are the codes of its display."""
    fault = Fault(
        "SP219",
        both(
            f"Koden mangler ved {quoted(shown(display))}" if display else "Koden mangler",
            f"The code is missing beside {quoted(shown(display))}" if display else "The code is missing",
        ),
        evidence=(("codes", listed),) if listed else (),
    )
    return replace(fault, remedy=same_word(listed)) if listed else fault


def same_word(listed: str) -> Sentence:
    """What to do where a word tells which codes may be meant."""
    return both(f"Samme ord har her koden {listed}", f"The same word has the code {listed} here")


def misspelled_code(code: str, alike: tuple[str, ...], numbers: tuple[int, ...], index: Index) -> Fault:
    """SP215: the code differs from another, or from those of several concepts, in form alone."""
    listed = ", ".join(alike)
    new = index.codes[numbers[0]] if len(numbers) == 1 else ""
    one_of = named(index, numbers)
    return Fault(
        "SP215",
        both(
            f"Koden {quoted(shown(code))} afviger kun i skrivemåde fra {listed}",
            f"The code {quoted(shown(code))} differs in spelling alone from {listed}",
        ),
        both(
            f"Skriv {new or 'den, der menes: ' + one_of}",
            f"Write {new or 'the one that is meant: ' + one_of}",
        ),
        (("release", index.name), ("code", listed)),
        "code",
        new,
    )


def term_for_code(text: str, index: Index, numbers: tuple[int, ...], *, safe: bool, place: str = "") -> Fault:
    """SP216: a term stands where the code belongs; `numbers` are the concepts that may be meant, all of them."""
    listed = named(index, numbers)
    inside_da, inside_en = (f" i {place}", f" in {place}") if place else ("", "")
    if safe and len(numbers) == 1:
        remedy = both(f"Skriv {index.codes[numbers[0]]}", f"Write {index.codes[numbers[0]]}")
    else:
        remedy = both(
            f"Skriv koden for det, der menes: {listed}", f"Write the code of what is meant: {listed}"
        )
    return Fault(
        "SP216",
        both(
            f"{quoted(shown(text))} er en term, ikke en kode: {listed}{inside_da}",
            f"{quoted(shown(text))} is a term, not a code: {listed}{inside_en}",
        ),
        remedy,
        (("release", index.name), *((("value set", place),) if place else ())),
        "code",
        index.codes[numbers[0]] if safe and len(numbers) == 1 else "",
    )


def unknown_code(
    code: str, release: HeldRelease, near: str, by_display: tuple[int, ...], display: str
) -> Fault:
    """SP203: no release has the code; what resembles it, and what the display says instead."""
    index = release.index
    number = index.find(near) if near else None
    fault = Fault(
        "SP203",
        both(
            f"{release.scheme.name} har ingen kode {quoted(shown(code))}",
            f"{release.scheme.name} has no code {quoted(shown(code))}",
        ),
        evidence=(("release", release.name), *((("near", near),) if near else ())),
        slot="code",
    )
    if number is not None and number in by_display:
        right = index.codes[number]
        return replace(
            fault,
            remedy=both(
                f"Skriv {right}, som ligner og hedder {quoted(display)}",
                f"Write {right}, which resembles it and is called {quoted(display)}",
            ),
            new=right,
        )
    if by_display:
        listed = named(index, by_display)
        return replace(
            fault,
            remedy=both(
                f"Teksten {quoted(shown(display))} har koden {listed}",
                f"The display {quoted(shown(display))} has the code {listed}",
            ),
        )
    return replace(fault, remedy=both(f"Mente du {near}?", f"Did you mean {near}?")) if near else fault


def outside_part(code: str, release: HeldRelease, near: str) -> Fault:
    """SP203, as information: only a part of the system is here, and the code is not in it."""
    name, content = release.scheme.name, release.scheme.content
    fault = Fault(
        "SP203",
        both(
            f"Koden {quoted(shown(code))} er ikke i den del af {name}, der er her ({content}); den kan være rigtig",
            f"The code {quoted(shown(code))} is not in the part of {name} that is here ({content}); it may be right",
        ),
        both("Slå koden op hos udgiveren", "Look the code up at the publisher's"),
        (("release", release.name), *((("near", near),) if near else ())),
        "code",
        severity=Severity.INFORMATION,
    )
    return replace(fault, remedy=both(f"Mente du {near}?", f"Did you mean {near}?")) if near else fault


def not_yet(code: str, release: HeldRelease, first: HeldRelease, when: When, *, harmless: bool) -> Fault:
    """SP204: a code of later; `harmless` where its concept is one of the day, or no release covers the day at all."""
    number = first.index.find(code)
    assert number is not None
    term, start = first.index.terms[number], first.validity.start
    return Fault(
        "SP204",
        both(
            f"Koden {code} {quoted(term)} gælder først fra {start} ({first.name}), ikke den {when.day}",
            f"The code {code} {quoted(term)} is valid from {start} ({first.name}), not yet on {when.day}",
        ),
        evidence=(("release", release.name), ("first", first.name)),
        slot="code",
        severity=Severity.INFORMATION if harmless else None,
    )


def other_release(coding: WrittenCoding, labelled: HeldRelease, having: list[HeldRelease]) -> Fault:
    """SP206: the release that is named has no such code."""
    where = ", ".join(other.version for other in having)
    return Fault(
        "SP206",
        both(
            f"Koden {coding.code} står ikke i {labelled.name}, som version angiver, men i {where}",
            f"The code {coding.code} does not stand in {labelled.name}, which version names, but in {where}",
        ),
        evidence=(("named", labelled.name), ("releases", where)),
        slot="version",
    )


def other_system(code: str, here: str, names: tuple[str, ...], uris: tuple[str, ...], *, safe: bool) -> Fault:
    """SP207: another system, or several, has the code; `here` is what stands beside it."""
    listed, each = ", ".join(names), ", ".join(uris)
    if_da, if_en = ("", "") if safe else (", hvis det er den kode, der menes", " if that code is meant")
    return Fault(
        "SP207",
        both(
            f"Koden {shown(code)} hører til {listed}, ikke til {here}",
            f"The code {shown(code)} belongs to {listed}, not to {here}",
        ),
        both(f"Skriv systemet {each}{if_da}", f"Write the system {each}{if_en}"),
        (("system", each),),
        "system",
        uris[0] if safe and len(uris) == 1 else "",
    )


def deprecated(index: Index, number: int, code: str, evidence: Evidence) -> Fault:
    """SP209: the code is deprecated; its successors."""
    concept = index.concept(number)
    successors = []
    for code_after in concept.replaced_by:
        number_after = index.find(code_after)
        term = "" if number_after is None else f" {quoted(index.terms[number_after])}"
        successors.append(f"{code_after}{term}")
    listed = ", ".join(successors)
    why = f" ({concept.reason})" if concept.reason else ""
    return Fault(
        "SP209",
        both(
            f"{code} {quoted(index.terms[number])} er udgået{why}",
            f"{code} {quoted(index.terms[number])} is deprecated{why}",
        ),
        both(f"Brug {listed}", f"Use {listed}")
        if listed
        else both("Vælg en anden kode", "Choose another code"),
        (*evidence, ("successor", listed)),
        "code",
    )


def legacy_key(code: str, current: str, term: str, evidence: Evidence) -> Fault:
    """SP208: the code is a former notation of its concept."""
    return Fault(
        "SP208",
        both(
            f"{code} er en gammel nøgle; koden for {quoted(term)} er {current}",
            f"{code} is a legacy key; the code of {quoted(term)} is {current}",
        ),
        both(f"Skriv {current}", f"Write {current}"),
        evidence,
        "code",
        current,
    )


def not_valid(index: Index, number: int, code: str, day: date, evidence: Evidence) -> Fault:
    """SP204, SP205: the release has the code, but it is not valid on the day: not yet, or no longer."""
    term, validity = index.terms[number], index.concept(number).validity
    return Fault(
        "SP205" if validity.end is not None and validity.end <= day else "SP204",
        both(
            f"{code} {quoted(term)} gælder {validity}, ikke den {day}",
            f"{code} {quoted(term)} is valid {validity}, not on {day}",
        ),
        evidence=evidence,
        slot="code",
    )


def unknown_version(version: str, release: HeldRelease, releases: Iterable[HeldRelease]) -> Fault:
    """SP212: no release of the system is labelled so."""
    labels = ", ".join(other.version for other in releases)
    return Fault(
        "SP212",
        both(
            f"{release.scheme.name} har ingen udgave {quoted(version)}",
            f"{release.scheme.name} has no release {quoted(version)}",
        ),
        both(f"Kendte udgaver: {labels}", f"Known releases: {labels}"),
        slot="version",
    )
