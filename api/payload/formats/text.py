"""For people: the line, the place, what is wrong and what to do; at the end what came of it all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from api.payload import guard
from api.payload.formats import Look, empty_line, nothing_checked, unrecognised_line
from api.payload.located import Located
from api.payload.tally import Tally
from classification import Severity

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFORMATION: "bold"}
SHOWN: Final = 3
_WORDS: Final = {
    "en": {
        "remedy": "remedy",
        "evidence": "evidence",
        "fix": "samsprog fix makes it",
        "error": ("error", "errors"),
        "warning": ("warning", "warnings"),
        "information": ("note", "notes"),
        "object": ("object", "objects"),
        "file": ("file", "files"),
        "concept": ("concept", "concepts"),
        "release": ("release", "releases"),
        "row": ("row", "rows"),
        "map": ("map", "maps"),
        "concept or row": ("concept or row", "concepts and rows"),
        "release or map": ("release or map", "releases and maps"),
        "clean": "nothing to report",
        "more": "more",
        "all": "all with --format json",
        "of": "of",
        "fail": ("fails", "fail"),
        "fixable": "can be mended with samsprog fix",
        "hidden": "known from the baseline",
        "channel": "channel",
        "passes": "pass",
    },
    "da": {
        "remedy": "gør",
        "evidence": "grundlag",
        "fix": "samsprog fix skriver",
        "error": ("fejl", "fejl"),
        "warning": ("advarsel", "advarsler"),
        "information": ("bemærkning", "bemærkninger"),
        "object": ("objekt", "objekter"),
        "file": ("fil", "filer"),
        "concept": ("begreb", "begreber"),
        "release": ("udgave", "udgaver"),
        "row": ("række", "rækker"),
        "map": ("kortlægning", "kortlægninger"),
        "concept or row": ("begreb eller række", "begreber og rækker"),
        "release or map": ("udgave eller kortlægning", "udgaver og kortlægninger"),
        "clean": "intet at bemærke",
        "more": "mere",
        "all": "alle med --format json",
        "of": "af",
        "fail": ("består ikke", "består ikke"),
        "fixable": "kan rettes med samsprog fix",
        "hidden": "kendt fra baseline",
        "channel": "kanal",
        "passes": "består",
    },
}


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the report."""
    words = _Words(look.language)
    for outcome in tally:
        if not look.statistics:
            shown, rest = _first_of_each(outcome.reported, look.collapsed)
            out.writelines("\n".join(_lines(one, look, words)) + "\n\n" for one in shown)
            out.writelines(f"{_more(rule, found, look, words)}\n\n" for rule, found in rest.items())
    if look.statistics:
        out.writelines(_statistics(tally, look))
    out.writelines(f"{line}\n" for line in summary_lines(tally, look))


def _first_of_each(
    findings: Iterable[Located], collapsed: tuple[str, ...]
) -> tuple[list[Located], dict[str, list[Located]]]:
    """The findings that are shown, and those of each rule that are only counted."""
    shown: list[Located] = []
    by_rule: dict[str, list[Located]] = {}
    for one in findings:
        rule = one.finding.rule
        alike = by_rule.setdefault(rule, []) if rule.startswith(collapsed) else []
        alike.append(one)
        if len(alike) <= SHOWN:
            shown.append(one)
    return shown, {rule: alike[SHOWN:] for rule, alike in by_rule.items() if len(alike) > SHOWN}


def _more(rule: str, findings: list[Located], look: Look, words: _Words) -> str:
    """How many more findings a rule has, and where the first of them are."""
    places = ", ".join(guard.line(one.finding.place.path or "/") for one in findings[:SHOWN])
    dots = " …" if len(findings) > SHOWN else ""
    place = look.paint(guard.line(findings[0].place), "bold")
    return f"{place}: {rule} {len(findings)} {words('more')}: {places}{dots} ({words('all')})"


def summary_lines(tally: Tally, look: Look) -> Iterator[str]:
    """What came of it all, in a line or a few."""
    words = _Words(look.language)
    for name, asked in sorted(tally.asked.items()):
        passed = tally.passed[name]
        objects = words.counted(asked, "object")
        yield f"{words('channel')} {guard.line(name)}: {passed} {words('of')} {objects} {words('passes')}"
    thing, holder = look.things
    place = f"{words.counted(tally.objects, thing)}, {words.counted(tally.files, holder)}"
    nothing = not tally.objects and thing == "object"
    if nothing and not tally.total:
        summary = look.paint(nothing_checked(look.language), "yellow")
    elif not tally.total:
        summary = look.paint(words("clean"), "green")
    else:
        summary = ", ".join(
            look.paint(words.counted(tally.severities[severity], severity.value), _COLOURS[severity])
            for severity in Severity
            if tally.severities[severity]
        )
        if tally.failed:
            verb = words.form(tally.failed, "fail")
            place += f"; {tally.failed} {words('of')} {tally.objects} {verb}"
    yield f"{summary} ({place})"
    if tally.empty and not nothing and thing == "object":
        yield look.paint(empty_line(tally.empty, tally.files, look.language), "yellow")
    if tally.unrecognised:
        yield look.paint(unrecognised_line(tally.unrecognised, tally.objects, look.language), "yellow")
    if tally.fixable:
        yield f"{tally.fixable} {words('fixable')}"
    if tally.hidden:
        yield f"{tally.hidden} {words('hidden')}"


def _lines(one: Located, look: Look, words: _Words) -> Iterator[str]:
    seen, quote, paint = one.finding, one.quote, look.paint
    colour = _COLOURS[seen.severity]
    head = f"{paint(seen.rule, colour)} {paint(guard.line(seen.message.in_language(look.language)), 'bold')}"
    yield f"{paint(guard.line(one.place), 'bold')}: {paint(words.form(1, seen.severity.value), colour)} {head}"
    number = str(seen.place.line) if seen.place.line else ""
    bar = paint("|", "dim")
    margin = " " * len(number)
    if quote.text.strip():
        yield f"  {paint(number, 'dim')} {bar} {guard.same_width(quote.text)}"
        yield f"  {margin} {bar} {' ' * quote.column}{paint('^' * quote.length, colour)}"
    about = f"{seen.place.path or '/'}" + (f" ({seen.profile})" if seen.profile else "")
    about += f", {seen.resource}" if seen.resource else ""
    yield f"  {margin} {paint('=', 'dim')} {guard.line(about)}"
    remedy = seen.remedy.in_language(look.language)
    if remedy:
        yield f"  {margin} {paint('=', 'dim')} {words('remedy')}: {guard.line(remedy)}"
    if seen.fix is not None:
        yield f"  {margin} {paint('=', 'dim')} {words('fix')}: {paint(guard.line(seen.fix.new), 'green')}"
    if seen.evidence:
        facts = "; ".join(_fact(name, value, look.language) for name, value in seen.evidence)
        yield f"  {margin} {paint('=', 'dim')} {words('evidence')}: {guard.line(facts)}"


def _fact(name: str, value: str, language: str) -> str:
    """One piece of evidence; what is a kind is told by its word."""
    from classification.words import EVIDENCE, named

    if name in {"kind", "kinds", "expected"}:
        value = ", ".join(_kind(one, language) for one in value.split(", "))
    return f"{named(EVIDENCE, name, language)} {value}"


def _kind(text: str, language: str) -> str:
    """A kind, or the one that was (`was state`)."""
    from classification.words import KINDS, named

    _, before, kind = text.rpartition("was ")
    was = {"en": "was ", "da": "før "}[language] if before else ""
    return was + named(KINDS, kind, language)


def _statistics(tally: Tally, look: Look) -> Iterator[str]:
    from classification.rules.registry import find_rule

    rows = sorted(tally.rules.items(), key=lambda row: (-row[1], row[0]))
    width = len(str(rows[0][1])) if rows else 0
    for rule, count in rows:
        row = find_rule(rule)
        title = row.title.in_language(look.language) if row is not None else ""
        yield f"{count:>{width}}  {look.paint(rule, 'bold')}  {title}\n"


class _Words:
    """The report's own words in a language."""

    def __init__(self, language: str) -> None:
        self._words = _WORDS[language]

    def __call__(self, key: str) -> str:
        word = self._words[key]
        assert isinstance(word, str)
        return word

    def form(self, number: int, key: str) -> str:
        """One or several."""
        return self._words[key][number != 1]

    def counted(self, number: int, key: str) -> str:
        """A number and its noun."""
        return f"{number} {self.form(number, key)}"
