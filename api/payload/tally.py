"""Outcomes on their way to the report, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from api.payload.judge import FileOutcome
from api.payload.located import Located, rank
from api.payload.options import NEVER, UNRECOGNISED
from classification import Finding, Severity
from classification.record import replace

if TYPE_CHECKING:
    from api.payload.baseline import Baseline


_NO_PROFILE: Final = "SP101"


def gravity(fail_on: str) -> Callable[[Finding], bool]:
    """Whether a finding makes its object fail, by the word of `--fail-on`."""
    if fail_on == NEVER:
        return lambda _: False
    if fail_on == UNRECOGNISED:
        return lambda seen: seen.severity is Severity.ERROR or seen.rule == _NO_PROFILE
    bound = rank(Severity(fail_on))
    return lambda seen: rank(seen.severity) >= bound


class Tally:
    """The outcomes of a run, one question each, and their numbers once they have gone by.

    An object fails when a finding about it is as grave as `fail_on`; held against every channel, when it passes for
    none. With `unrecognised` it fails by errors, and when no profile recognises it. `empty` counts the files that hold
    no object.
    """

    def __init__(
        self, outcomes: Iterable[FileOutcome], *, fail_on: str, baseline: Baseline | None = None
    ) -> None:
        self._outcomes = outcomes
        self._baseline = baseline
        self._fail_on = fail_on
        self._is_grave = gravity(fail_on)
        self._last_file = ""
        self._is_empty = False
        self.files = self.empty = self.objects = self.failed = self.fixable = self.unrecognised = 0
        self.severities: Counter[Severity] = Counter()
        self.rules: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.passed: Counter[str] = Counter()
        self.troubles: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[FileOutcome]:
        for outcome in self._outcomes:
            findings = outcome.reported
            if self._baseline is not None and findings:
                findings = self._baseline.new(findings)
                outcome = replace(outcome, findings=(findings, *outcome.findings[1:]))  # noqa: PLW2901
            self._count(outcome, findings)
            yield outcome

    def findings(self) -> Iterator[Located]:
        """The findings alone."""
        for outcome in self:
            yield from outcome.reported

    def is_grave(self, one: Located) -> bool:
        """Whether a finding makes its object fail."""
        return self._is_grave(one.finding)

    @property
    def fails(self) -> bool:
        """Whether the run does: an object fails, or there is none where all must be recognised."""
        return self.failed > 0 or (self._fail_on == UNRECOGNISED and not self.objects)

    @property
    def hidden(self) -> int:
        """How many findings the baseline knew."""
        return self._baseline.hidden if self._baseline else 0

    @property
    def total(self) -> int:
        """How many findings there were."""
        return sum(self.severities.values())

    def _count(self, outcome: FileOutcome, findings: tuple[Located, ...]) -> None:
        if outcome.file != self._last_file:
            self.files += 1
            self._last_file, self._is_empty = outcome.file, True
            self.empty += 1
        if self._is_empty and (outcome.objects or outcome.trouble):
            self._is_empty = False
            self.empty -= 1
        if outcome.trouble:
            self.troubles.append((outcome.file, outcome.trouble))
        self.objects += outcome.objects
        self.unrecognised += outcome.unrecognised
        for one in findings:
            self.severities[one.finding.severity] += 1
            self.rules[one.finding.rule] += 1
            self.fixable += one.finding.fix is not None
        grave = [one.finding for one in findings if self.is_grave(one)]
        asked = outcome.asked[0] if outcome.asked else {}
        if not asked:
            self.failed += len({seen.place.document for seen in grave})
            return
        failing = {(seen.place.document, seen.profile) for seen in grave}
        for document, names in asked.items():
            passing = [name for name in names if (document, name) not in failing]
            self.asked.update(names)
            self.passed.update(passing)
            self.failed += not passing
        self.failed += len({document for document, _ in failing} - asked.keys())
