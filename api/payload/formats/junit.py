"""JUnit XML: a suite per file; a finding is a failed test, a file without any is one that passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from api.payload import guard
from api.payload.formats import Look
from api.payload.judge import FileOutcome
from api.payload.located import Located
from api.payload.tally import Tally

_IN_MEMORY = 1 << 20


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the report; findings less grave than `--fail-on` are told in the output of a test that passed."""
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="samsprog">\n')
    for file, outcomes in groupby(tally, key=lambda outcome: outcome.file):
        _write_suite(file, outcomes, tally, out, look)
    out.write("</testsuites>\n")


def _write_suite(file: str, outcomes: Iterable[FileOutcome], tally: Tally, out: TextIO, look: Look) -> None:
    tests = failures = errors = objects = unrecognised = 0
    with SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+", encoding="utf-8", newline="") as body:
        for outcome in outcomes:
            objects, unrecognised = objects + outcome.objects, unrecognised + outcome.unrecognised
            if outcome.trouble:
                tests, errors = tests + 1, errors + 1
                body.write(_case(file, "readable", f"<error message={_attribute(outcome.trouble)}/>"))
            for one in outcome.reported:
                grave = tally.is_grave(one)
                tests, failures = tests + 1, failures + grave
                body.write(_finding(one, look.language, grave=grave))
        if not tests:
            tests = 1
            body.write(_case(file, "no findings", ""))
        numbers = f'tests="{tests}" failures="{failures}" errors="{errors}" skipped="0"'
        out.write(f"<testsuite name={_attribute(file)} {numbers}>\n")
        out.write(_properties({"objects": objects, "unrecognised": unrecognised}))
        body.seek(0)
        copyfileobj(body, out)
    out.write("</testsuite>\n")


def _properties(numbers: Mapping[str, int]) -> str:
    rows = "".join(f'<property name="{name}" value="{number}"/>' for name, number in numbers.items())
    return f"<properties>{rows}</properties>\n"


def _finding(one: Located, language: str, *, grave: bool) -> str:
    seen = one.finding
    message = seen.sentence(language)
    lines = (one.place, message, seen.remedy.in_language(language))
    text = escape("\n".join(map(guard.line, filter(None, lines))))
    kind = f"{seen.rule} {seen.severity}"
    inside = (
        f"<failure type={_attribute(kind)} message={_attribute(message)}>{text}</failure>"
        if grave
        else f"<system-out>{escape(kind)}\n{text}</system-out>"
    )
    name = " ".join(filter(None, (seen.rule, seen.place.path or "/", seen.profile)))
    return _case(seen.place.file, f"{name} line {seen.place.line}" if seen.place.line else name, inside)


def _case(file: str, name: str, inside: str) -> str:
    return f"<testcase classname={_attribute(file)} name={_attribute(name)}>{inside}</testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(guard.line(text))
