"""Withdrawing a label and taking it back into use; renaming a thing. Each is one transaction, and rewrites nothing.

What is decided is added to a ledger beside what it is about (docs/decisions/0027). A running service sees it as it sees
an import: the generation of the store is counted up in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime

from api.archive.archive import Archive
from api.archive.thing import Thing, answering, must_have, thing_named, things_named, withdrawal_of
from api.importing.names import short_name_faults
from api.store.ledger import RenamingEntry, WithdrawalEntry, write_renaming, write_withdrawal
from api.store.state import advance, read_state
from classification import Terminology, When
from classification.errors import InvalidRequest
from classification.record import frozen
from classification.sentence import Sentence, both


@frozen
class Author:
    """Who decides, and when."""

    recorded: datetime
    who: str = ""


@frozen
class Withdrawn:
    """What came of a withdrawal: the thing, its label, and which label answers from now on (empty: none)."""

    thing: Thing
    version: str
    answers: str


def withdraw(archive: Archive, name: str, version: str, reason: str, author: Author) -> Withdrawn:
    """Let a label answer no more.

    Raises:
        UnknownScheme, UnknownRelease, AmbiguousName: nothing, or more than one thing, has the name or label.
        InvalidRequest: it is withdrawn already, or no reason is given.
        StoreReadOnly: the store may not be written.
    """
    if not reason.strip():
        raise InvalidRequest(
            both(
                f"hvorfor trækkes {name}@{version} tilbage? skriv det med --reason",
                f"why is {name}@{version} withdrawn? say so with --reason",
            )
        )
    return _decide(archive, (name, version), reason, author, withdrawn=True)


def take_back(archive: Archive, name: str, version: str, reason: str, author: Author) -> Withdrawn:
    """Let a withdrawn label answer again (errors as `withdraw`; InvalidRequest: it is not withdrawn)."""
    return _decide(archive, (name, version), reason, author, withdrawn=False)


def _decide(
    archive: Archive, label: tuple[str, str], reason: str, author: Author, *, withdrawn: bool
) -> Withdrawn:
    name, version = label
    archive.database.must_be_writable(both("intet kan trækkes tilbage", "nothing can be withdrawn"))
    with archive.database.writing() as connection:
        read_state(connection, lock=True)
        terminology = archive.seen_by(connection)
        thing = thing_named(terminology, name)
        must_have(terminology, thing, version)
        now = withdrawal_of(terminology, thing, version, When(date.min))
        if (now is not None) is withdrawn:
            raise InvalidRequest(_already(thing, version, withdrawn=withdrawn))
        entry = WithdrawalEntry(
            thing.labelled(version), withdrawn, author.recorded, reason.strip(), author.who
        )
        write_withdrawal(connection, entry)
        advance(connection)
    after = archive.terminology()
    return Withdrawn(thing, version, answering(after, thing, When(author.recorded.date())))


def _already(thing: Thing, version: str, *, withdrawn: bool) -> Sentence:
    label = f"{thing.name}@{version}"
    if withdrawn:
        return both(
            f"{label} er allerede trukket tilbage; samsprog withdraw {label} --undo tager den i brug igen",
            f"{label} is withdrawn already; samsprog withdraw {label} --undo takes it back into use",
        )
    return both(f"{label} er ikke trukket tilbage", f"{label} is not withdrawn")


# names


def rename(archive: Archive, name: str, new: str, author: Author) -> Thing:
    """Give a thing another short name; the former one leads to it from now on. Gives the thing with its new name.

    Raises:
        UnknownScheme, AmbiguousName: nothing, or more than one thing, has the name.
        InvalidRequest: the new name cannot be asked for, is its name already, or belongs to another.
        StoreReadOnly: the store may not be written.
    """
    archive.database.must_be_writable(both("intet kan omdøbes", "nothing can be renamed"))
    with archive.database.writing() as connection:
        read_state(connection, lock=True)
        terminology = archive.seen_by(connection)
        thing = thing_named(terminology, name)
        _must_be_free(terminology, thing, new)
        write_renaming(
            connection, RenamingEntry(thing.kind, thing.uri, thing.name, new, author.recorded, author.who)
        )
        advance(connection)
    archive.terminology()
    return Thing(thing.kind, thing.uri, new)


def _must_be_free(terminology: Terminology, thing: Thing, new: str) -> None:
    for fault in short_name_faults(both("det nye navn", "the new name"), new):
        raise InvalidRequest(fault)
    if new == thing.name:
        raise InvalidRequest(thing.named + both(" hedder det allerede", " has that name already"))
    for other in things_named(terminology, new):
        if (other.kind, other.uri) != (thing.kind, thing.uri):
            raise InvalidRequest(
                both(
                    f"navnet {new!r} hører til {other.named.da} ({other.uri}); vælg et andet",
                    f"the name {new!r} belongs to the {other.named.en} ({other.uri}); choose another",
                )
            )
