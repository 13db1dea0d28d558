"""Withdrawn: a release, value set or map that answers no more, for a reason that is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from classification.record import field, frozen


@frozen
class Withdrawal:
    """From `since` on (recorded time) a label does not answer, until it was taken back into use, if it was."""

    since: datetime
    reason: str
    who: str = ""
    until: datetime | None = None

    def holds(self, known_at: datetime | None) -> bool:
        """Whether it was in force, as far as known then (None: now)."""
        if known_at is None:
            return self.until is None
        return self.since <= known_at and (self.until is None or known_at < self.until)


Labels = Mapping[str, Sequence[Withdrawal]]
"""The withdrawals of each label of one thing, oldest first."""


@frozen(slots=False)
class Decisions:
    """What was decided about things after they came: labels withdrawn, names given, each by the URI of the thing.

    `former` are the names that a thing had before, the present one is among the facts of the thing itself.
    """

    releases: Mapping[str, Labels] = field(default_factory=dict)
    value_sets: Mapping[str, Labels] = field(default_factory=dict)
    maps: Mapping[str, Labels] = field(default_factory=dict)
    former: Mapping[str, Sequence[str]] = field(default_factory=dict)


def in_force(withdrawals: Iterable[Withdrawal], known_at: datetime | None) -> Withdrawal | None:
    """The withdrawal that was in force, as far as known then."""
    return next((one for one in withdrawals if one.holds(known_at)), None)
