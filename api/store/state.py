"""The state of the store: how often it was published to, and which bundled vocabularies it holds."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Connection, select, update

from api.store.damage import decoded, text_value
from api.store.errors import StoreDamaged
from api.store.tables import StateRow
from classification.record import frozen
from classification.sentence import both


@frozen
class StoreState:
    """The generation, counted up with every publication; `token` tells apart what a restored database counts anew.

    `bundled` is the signature of the bundled vocabularies that were loaded last, empty before the first time.
    """

    generation: int
    token: str
    bundled: str

    @property
    def tag(self) -> str:
        """Generation and token as one word, fit for a file name."""
        return f"{self.generation}-{self.token}" if self.token else str(self.generation)


def read_state(connection: Connection, *, lock: bool = False) -> StoreState:
    """The state as committed last; with `lock` others who ask so wait until the transaction ends."""
    query = select(StateRow.generation, StateRow.token, StateRow.bundled)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return decoded(both("lagerets tilstand", "the state of the store"), _state, row)


def _state(row: Any) -> StoreState:
    if row is None:
        raise StoreDamaged(both("dens række er væk", "its row is gone"))
    return StoreState(int(row.generation), text_value(row.token), text_value(row.bundled))


def advance(connection: Connection) -> StoreState:
    """Count one generation up, in the transaction that publishes."""
    values = {"generation": StateRow.generation + 1, "token": secrets.token_hex(8)}
    connection.execute(update(StateRow).values(values))
    return read_state(connection)


def note_bundled(connection: Connection, signature: str) -> None:
    """Remember which bundled vocabularies the store now holds."""
    connection.execute(update(StateRow).values(bundled=signature))
