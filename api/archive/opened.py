"""What the running service answers from: one reference, swapped when something was published.

Readers take `current()` once per question and keep it: a release published meanwhile does not change an answer half
way. `refresh` looks whether this process or another has published; the service calls it every few seconds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from api.archive.archive import Archive
from api.archive.progress import Progress, silent
from api.importing.outcome import ImportOutcome
from api.importing.request import Request
from api.settings import Settings
from api.store.state import StoreState
from classification import Terminology
from classification.sentence import both
from loaders.content import Content

LOG: Final = logging.getLogger("samsprog.store")


class Opened:
    """The archive of a running service and the terminology it answers from.

    Opening brings the bundled vocabularies into the store when it does not have them as they are. A store that may not
    be written is answered from as it is; the log says so. Every release is opened at once: from then on answers need
    neither the database nor a file that another process could remove.

    Args:
        settings: which store.
        now: the clock, aware.
        progress: told how far the first start has come.

    Raises:
        StoreError: see `api.store.errors`.
        InvalidContent: a bundled vocabulary is broken.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime], progress: Progress = silent) -> None:
        self._now = now
        self._swapping = threading.Lock()
        self.archive = Archive(settings)
        try:
            self.bundled = self._load_bundled(progress)
            self._state = self.archive.state()
            self._terminology = self._opened(progress)
        except BaseException:
            self.archive.close()
            raise

    def _load_bundled(self, progress: Progress) -> ImportOutcome | None:
        database = self.archive.database
        if not database.read_only:
            return self.archive.load_bundled(self._now(), progress)
        if not self.archive.state().generation:
            database.must_be_writable(
                both(
                    "de ordforråd, der følger med programmet, kan ikke hentes ind; den er tom",
                    "the vocabularies that come with the program cannot be brought in; it is empty",
                )
            )
        LOG.warning(
            "%s may not be written (%s): nothing can be imported into it, and %s",
            database.shown,
            database.read_only.en,
            "it holds the vocabularies of this program as they are"
            if self.archive.has_bundled()
            else "it holds other editions of the vocabularies that come with this program, or none",
        )
        return None

    def _opened(self, progress: Progress) -> Terminology:
        terminology = self.archive.terminology(progress)
        for held in terminology.all_releases:
            _ = held.index
        return terminology

    def current(self) -> Terminology:
        """The terminology as of the last refresh; immutable."""
        return self._terminology

    @property
    def state(self) -> StoreState:
        """The state of the store that `current` shows."""
        return self._state

    def refresh(self, progress: Progress = silent) -> bool:
        """Open what was published since, by whatever process; whether there was anything."""
        with self._swapping:
            state = self.archive.state()
            if (state.generation, state.token) == (self._state.generation, self._state.token):
                return False
            self._terminology, self._state = self._opened(progress), state
            return True

    def publish(
        self, content: Content, *, origin: str, label: str = "", progress: Progress = silent
    ) -> ImportOutcome:
        """Import content now and answer from it; see `Archive.publish`."""
        outcome = self.archive.publish(content, Request(self._now(), origin, label), progress)
        self.refresh(progress)
        return outcome

    def close(self) -> None:
        """Give the connections back; `current` stays usable."""
        self.archive.close()
