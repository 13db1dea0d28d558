"""A check of five colours: what the tests of files, forms and fixes hold objects against."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from api.payload.judge import FileOutcome
from api.payload.options import Question
from api.payload.run import run_check
from classification.finding import Finding, Fix, Place, Sentence, Severity

TODAY = date(2026, 6, 1)
CUT_OVER = date(2027, 1, 1)
_OLD = {"roed": "rød", "blaa": "blå"}
_COLOURS = {"rød", "blå", "grøn", "gul", "sort"}


class Colours:
    """Knows five colours; an old spelling is a warning until the cut-over and an error after it."""

    channels: Sequence[str] = ("paint", "print")

    def check(
        self,
        obj: Any,
        *,
        as_of: date | None,
        known_at: datetime | None,
        profile: str,
        today: date,
        wants: Callable[[str], bool] | None,
    ) -> list[Finding]:
        if profile == "print" and "paint" in obj:
            return [_seen("SP101", Severity.WARNING, "", "ukendt objekt", "unknown object")]
        return [*self._coding(obj, "", as_of or today, profile)]

    def _coding(self, value: Any, at: str, day: date, profile: str) -> list[Finding]:
        found = []
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            here = f"{at}/{str(step).replace('~', '~0').replace('/', '~1')}"
            if isinstance(inner, dict | list):
                found += self._coding(inner, here, day, profile)
            elif step == "colour" and inner in _OLD:
                gone = day >= CUT_OVER
                found.append(
                    _seen(
                        "SP301",
                        Severity.ERROR if gone else Severity.WARNING,
                        here,
                        f"{inner} er gammel stavning",
                        f"{inner} is an old spelling",
                        Fix(here, inner, _OLD[inner]),
                    )
                )
            elif step == "colour" and inner not in _COLOURS:
                found.append(
                    _seen(
                        "SP201", Severity.ERROR, here, f"{inner!r} er ingen farve", f"{inner!r} is no colour"
                    )
                )
            elif step == "colour" and profile == "print" and inner == "gul":
                found.append(
                    _seen("SP401", Severity.ERROR, here, "gul trykkes ikke", "yellow is not printed")
                )
        return found


def _seen(rule: str, severity: Severity, pointer: str, da: str, en: str, fix: Fix | None = None) -> Finding:
    remedy = Sentence("vælg en anden", "choose another")
    return Finding(rule, severity, Sentence(da, en), Place(path=pointer), remedy, (("colours", "5"),), fix)


@cache
def colours() -> Colours:
    return Colours()


def outcomes(*files: Path | str, jobs: int = 1, stdin: bytes = b"", **asked: Any) -> list[FileOutcome]:
    """What comes of files."""
    question = Question(TODAY, **asked)
    return list(
        run_check(
            [str(file) for file in files],
            lambda file: (question,),
            Colours,
            jobs=jobs,
            stdin=io.BytesIO(stdin),
        )
    )


def places(found: list[FileOutcome]) -> list[tuple[str, int, int, int]]:
    """Rule, document, line and column of each finding."""
    seen = [one.finding for outcome in found for one in outcome.reported]
    return [(one.rule, one.place.document, one.place.line, one.place.column) for one in seen]
