"""What an import did, or would do: releases, value sets, maps, and every row of the input.

The JSON form is read by programs: `{"summary": …, "rows": [{"file", "line" | "path", "status", "rule", "message"}]}`.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Any

from classification import Finding, Place, Severity
from classification.errors import InvalidContent, ReleaseConflict
from classification.record import frozen, replace
from classification.rules.policy import Policy
from classification.sentence import both


class RowStatus(StrEnum):
    """What becomes of a thing, or a row; NOTED is a finding that is about no row."""

    REFUSED = "refused"
    LEFT_OUT = "left-out"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    NOTED = "noted"


@frozen
class RowReport:
    """One row of the input and what becomes of it, or one finding.

    A row with several findings has several reports, all of one `number`, which is 0 for findings that are about no row.
    `policy` is what is done with what the finding tells of (`classification.rules.policy`), empty where there is none.
    """

    place: Place
    status: RowStatus
    rule: str = ""
    message: str = ""
    policy: str = ""
    number: int = 0

    def to_json(self) -> dict[str, Any]:
        """As a JSON object; `line` where the input has lines, else `path`."""
        spot: dict[str, Any] = {"line": self.place.line} if self.place.line else {"path": self.place.path}
        return {
            "file": self.place.file,
            **spot,
            "status": str(self.status),
            "rule": self.rule,
            "message": self.message,
            "policy": self.policy,
        }


@frozen
class ThingReport:
    """What becomes of a release, a value set or a map. `held` is the digest that is already kept under the label.

    `edition` is true where the same release is held in another, thinner or fuller, form. `removed` are code and term of
    each concept that was in use in the release before and is gone.
    """

    what: str
    name: str
    version: str
    status: RowStatus
    digest: str
    structure_digest: str = ""
    held: str = ""
    edition: bool = False
    removed: tuple[tuple[str, str], ...] = ()

    def refused(self) -> ThingReport:
        """The same in an import that is refused: nothing becomes of what would have been written."""
        written = self.status in {RowStatus.NEW, RowStatus.CHANGED}
        return replace(self, status=RowStatus.REFUSED) if written else self

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "what": self.what,
            "name": self.name,
            "version": self.version,
            "status": str(self.status),
            "edition": self.edition,
            "digest": self.digest,
            "structureDigest": self.structure_digest,
            "held": self.held,
            "removed": [{"code": code, "term": term} for code, term in self.removed],
        }


@frozen
class ImportOutcome:
    """The outcome of an import. `published` says that something was written; `dry_run` that nothing was meant to be."""

    things: tuple[ThingReport, ...] = ()
    rows: tuple[RowReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    dry_run: bool = False
    published: bool = False

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that forbid the import."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def summary(self) -> dict[str, Any]:
        """The counts of rows, of those repaired among them, and what becomes of each release, value set and map."""
        rows = Counter({row.number: row.status for row in self.rows if row.number}.values())
        elsewhere = [row for row in self.rows if not row.number]
        # what is said of the whole file or of no place (the label is held, the file is not there) is no row
        places = {row.place for row in elsewhere if row.status is RowStatus.REFUSED}
        rows[RowStatus.REFUSED] += sum(bool(place.file and (place.line or place.path)) for place in places)
        rows[RowStatus.NOTED] = sum(row.status is RowStatus.NOTED for row in elsewhere)
        repaired = {(row.number, row.place) for row in self.rows if row.policy == Policy.REPAIRED}
        severities = Counter(finding.severity for finding in self.findings)
        return {
            "dryRun": self.dry_run,
            "published": self.published,
            **{str(status): rows[status] for status in RowStatus},
            "removed": sum(len(thing.removed) for thing in self.things),
            "repaired": len(repaired),
            "errors": severities[Severity.ERROR],
            "warnings": severities[Severity.WARNING],
            "things": [thing.to_json() for thing in self.things],
        }

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"summary": self.summary(), "rows": [row.to_json() for row in self.rows]}

    def checked(self) -> ImportOutcome:
        """This outcome, when the import was not refused.

        Raises:
            ReleaseConflict: a label is held with other content.
            InvalidContent: anything else forbids the import.
        """
        if not self.errors:
            return self
        for thing in self.things:
            refused = thing.status is RowStatus.REFUSED and not thing.edition
            if thing.what == "release" and refused and thing.held:
                raise ReleaseConflict(thing.name, thing.version, thing.held, thing.digest, self.errors)
        raise InvalidContent(both("intet blev importeret", "nothing was imported"), self.errors)
