"""What was decided about things that are held: withdrawn, renamed, undone. Written once and never altered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Integer, Text, insert, select, type_coerce

from api.store.damage import decoded, flag_value, instant_value, text_value
from api.store.tables import RenamingRow, UndoingRow, WithdrawalRow
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.withdrawal import Withdrawal

RELEASE: Final = "release"
VALUE_SET: Final = "value set"
MAP: Final = "map"
KINDS: Final = (RELEASE, VALUE_SET, MAP)
"""What can be withdrawn and renamed; a renamed classification stands under RELEASE."""


@frozen
class Labelled:
    """One label of one thing: the kind, the URI, the version."""

    kind: str
    uri: str
    version: str


@frozen
class WithdrawalEntry:
    """A label that was withdrawn, or taken back into use."""

    of: Labelled
    withdrawn: bool
    recorded: datetime
    reason: str
    who: str


@frozen
class RenamingEntry:
    """A name that gave way to another."""

    kind: str
    uri: str
    former: str
    name: str
    recorded: datetime
    who: str


def write_withdrawal(connection: Connection, entry: WithdrawalEntry) -> None:
    """Note that a label was withdrawn, or taken back into use."""
    connection.execute(
        insert(WithdrawalRow).values(
            kind=entry.of.kind,
            uri=entry.of.uri,
            version=entry.of.version,
            withdrawn=entry.withdrawn,
            recorded=entry.recorded,
            reason=entry.reason,
            who=entry.who,
        )
    )


def write_renaming(connection: Connection, entry: RenamingEntry) -> None:
    """Note that a name gave way to another."""
    connection.execute(
        insert(RenamingRow).values(
            kind=entry.kind,
            uri=entry.uri,
            former=entry.former,
            name=entry.name,
            recorded=entry.recorded,
            who=entry.who,
        )
    )


def write_undoing(
    connection: Connection, publication: int, recorded: datetime, who: str, removed: Mapping[str, Any]
) -> None:
    """Note that an import was taken back."""
    values = {"publication_id": publication, "recorded": recorded, "who": who, "removed": dict(removed)}
    connection.execute(insert(UndoingRow).values(values))


def withdrawals_by_row(connection: Connection) -> Iterator[tuple[Sentence, partial[WithdrawalEntry]]]:
    """What was withdrawn and taken back, row by row."""
    recorded = type_coerce(WithdrawalRow.recorded, Text).label("recorded")
    withdrawn = type_coerce(WithdrawalRow.withdrawn, Integer).label("withdrawn")
    facts = (WithdrawalRow.kind, WithdrawalRow.uri, WithdrawalRow.version)
    said = (WithdrawalRow.reason, WithdrawalRow.who)
    query = select(WithdrawalRow.id, *facts, withdrawn, recorded, *said)
    for row in connection.execute(query.order_by(WithdrawalRow.id)):
        yield both(f"tilbagetrækningen {row.id}", f"withdrawal {row.id}"), partial(_withdrawal, row)


def _withdrawal(row: Any) -> WithdrawalEntry:
    of = Labelled(*map(text_value, (row.kind, row.uri, row.version)))
    reason, who = text_value(row.reason), text_value(row.who)
    return WithdrawalEntry(of, flag_value(row.withdrawn), instant_value(row.recorded), reason, who)


def renamings_by_row(connection: Connection) -> Iterator[tuple[Sentence, partial[RenamingEntry]]]:
    """What was renamed, row by row."""
    recorded = type_coerce(RenamingRow.recorded, Text).label("recorded")
    facts = (RenamingRow.kind, RenamingRow.uri, RenamingRow.former, RenamingRow.name, RenamingRow.who)
    for row in connection.execute(select(RenamingRow.id, *facts, recorded).order_by(RenamingRow.id)):
        yield both(f"omdøbningen {row.id}", f"renaming {row.id}"), partial(_renaming, row)


def _renaming(row: Any) -> RenamingEntry:
    kind, uri, former, name, who = map(text_value, (row.kind, row.uri, row.former, row.name, row.who))
    return RenamingEntry(kind, uri, former, name, instant_value(row.recorded), who)


@frozen(slots=False)
class Ledger:
    """Everything decided: withdrawals of each label, the names of each renamed thing with the present one last."""

    withdrawals: Mapping[Labelled, tuple[Withdrawal, ...]]
    names: Mapping[tuple[str, str], tuple[str, ...]]

    def name(self, kind: str, uri: str) -> str | None:
        """The name that a thing was given; None where it has its own."""
        names = self.names.get((kind, uri))
        return names[-1] if names else None


def read_ledger(connection: Connection) -> Ledger:
    """Everything decided, as far as the connection sees."""
    withdrawals: dict[Labelled, list[Withdrawal]] = {}
    for name, look in withdrawals_by_row(connection):
        _apply(withdrawals, decoded(name, look))
    return Ledger({of: tuple(found) for of, found in withdrawals.items()}, read_names(connection))


def _apply(withdrawals: dict[Labelled, list[Withdrawal]], entry: WithdrawalEntry) -> None:
    found = withdrawals.setdefault(entry.of, [])
    if entry.withdrawn:
        found.append(Withdrawal(entry.recorded, entry.reason, entry.who))
    elif found:
        last = found[-1]
        found[-1] = Withdrawal(last.since, last.reason, last.who, entry.recorded)


def read_names(connection: Connection) -> dict[tuple[str, str], tuple[str, ...]]:
    """Kind and URI of each renamed thing with the names that it had, the present one last."""
    names: dict[tuple[str, str], tuple[str, ...]] = {}
    for name, look in renamings_by_row(connection):
        entry = decoded(name, look)
        borne = (*names.get((entry.kind, entry.uri), ()), entry.former)
        kept = tuple(one for one in dict.fromkeys(borne) if one != entry.name)
        names[entry.kind, entry.uri] = (*kept, entry.name)
    return names


def read_undone(connection: Connection) -> frozenset[int]:
    """The numbers of the imports that were taken back."""
    return frozenset(connection.execute(select(UndoingRow.publication_id)).scalars())
