"""Whether the service can answer, and from what: the state that `/health` tells, kept fresh by a watch.

`/health` never waits for the database: the watch looks every `refresh_seconds`, swaps in what another process has
published, and notes whether the store could be reached. While it cannot, the service answers from memory.
"""

from __future__ import annotations

import asyncio
import logging
import time
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

from api.archive.opened import Opened
from classification import Terminology
from classification.record import mutable

LOG: Final = logging.getLogger("samsprog.health")

OK: Final = "ok"
DEGRADED: Final = "degraded"
UNAVAILABLE: Final = "unavailable"


@mutable
class Watch:
    """What is open, since when, and how the last look at the store went."""

    opened: Opened
    began: float
    reachable: bool = True

    async def run(self, seconds: float) -> None:
        """Look every so many seconds, until cancelled."""
        while True:
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.look)

    def look(self) -> None:
        """Swap in what was published since; note whether the store could be reached."""
        try:
            if self.opened.refresh():
                LOG.info("generation %s is open", self.opened.state.generation)
        except Exception as error:
            if self.reachable:
                LOG.warning("the store cannot be reached, answers come from memory: %s", error)
            self.reachable = False
        else:
            if not self.reachable:
                LOG.info("the store can be reached again")
            self.reachable = True

    def health(self) -> tuple[int, dict[str, Any]]:
        """The HTTP status and what `/health` says."""
        open_now = self.opened.current()
        status = _status(open_now, self.reachable)
        state = {
            "status": status,
            "version": program_version(),
            "uptimeSeconds": round(time.monotonic() - self.began, 1),
            "schemes": len(open_now.schemes),
            "releases": len(open_now.all_releases),
            "valueSets": len(open_now.value_set_names),
            "maps": len(open_now.map_uris),
            "store": {"reachable": self.reachable, "generation": self.opened.state.generation},
        }
        return (503 if status == UNAVAILABLE else 200), state


def _status(terminology: Terminology, reachable: bool) -> str:
    if not terminology.schemes:
        return UNAVAILABLE
    return OK if reachable else DEGRADED


@cache
def program_version() -> str:
    """The version of the program as installed."""
    try:
        return version("samsprog")
    except PackageNotFoundError:
        return "(not installed)"
