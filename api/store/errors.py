"""What a store cannot do, in words; to be had where no database is installed.

StoreError
├── StoreTooNew     written by a later version of the program
├── StoreLocked     another process is writing
├── StoreReadOnly   it may not be written; what it holds can be read
├── StoreFull       no room on the disk
├── StoreAway       the server cannot be reached
├── StoreDamaged    a row is not as it was put in; it is named
└── StoreUnusable   anything else: no database, damaged

The messages are made where the trouble is met: `api.store.database`, `api.archive.opening`.
"""

from __future__ import annotations

from classification.errors import SamsprogError
from classification.sentence import Sentence, both


class StoreError(SamsprogError):
    """The database cannot do what was asked."""

    code = "STORE_UNUSABLE"


class StoreTooNew(StoreError):
    """The database was written by a later version of the program."""

    code = "STORE_TOO_NEW"


class StoreLocked(StoreError):
    """Another process is writing."""

    code = "STORE_LOCKED"


class StoreReadOnly(StoreError):
    """The file of the database or its folder may not be written."""

    code = "STORE_READ_ONLY"


class StoreFull(StoreError):
    """There is no room left."""

    code = "STORE_FULL"


class StoreAway(StoreError):
    """The server cannot be reached, or does not let us in."""

    code = "STORE_AWAY"


class StoreUnusable(StoreError):
    """No database there, no connection, or a damaged file."""


class StoreDamaged(StoreError):
    """Something in the store is not as it was put in."""

    code = "STORE_DAMAGED"

    def __init__(self, said: Sentence) -> None:
        self.said = both(_as_utf8(said.da), _as_utf8(said.en))
        super().__init__(
            self.said
            + both(
                "; `samsprog db check` nævner alle skader; genskab lageret fra en kopi",
                "; `samsprog db check` names all damage; restore the store from a copy",
            )
        )


def _as_utf8(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
