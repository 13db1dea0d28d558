"""Where the work for an answer is done: little of it on the event loop, the rest in a few threads, all of it in time.

What looks light is tried on the loop for some milliseconds. What does not get ready there, and what is known to be
heavy, goes to a `Lane`: a few threads with a short line before them. Whoever works looks at a `Deadline`
(`classification.deadline.look`); it is over when the time is, and when the caller has left. So a thread is free again
soon after, and no answer waits for work that nobody can stop.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from enum import IntEnum
from time import monotonic, thread_time
from typing import Any, Final, TypeVar

from classification.deadline import OutOfTime, watch

T = TypeVar("T")

SLICE_SECONDS: Final = 0.004
"""So much of the processor's time may one piece of work take on the event loop."""
REST_SECONDS: Final = 20 * SLICE_SECONDS
"""After a slice that was in vain the loop takes none of the same sort for so long."""
GRACE_SECONDS: Final = 0.5
"""A caller waits so much longer than its time for a thread that does not look."""
SWITCH_SECONDS: Final = 0.001
COLLECTED_AFTER: Final = (2_000, 5, 1_000_000)
TIDY_SECONDS: Final = 30.0
TIDY_AT_LAST: Final = 20


class Busy(Exception):
    """The line before a lane is full."""


class CallerLeft(Exception):
    """Nobody waits for the answer any more."""


class Deadline:
    """Until when an answer may be worked on."""

    __slots__ = ("ended", "until")

    def __init__(self, until: float) -> None:
        self.until = until
        self.ended = False

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """So many seconds from now."""
        return cls(monotonic() + seconds)

    @property
    def left(self) -> float:
        """The seconds left; 0 when it is over."""
        return 0.0 if self.ended else max(0.0, self.until - monotonic())

    def end(self) -> None:
        """It is over now."""
        self.ended = True

    def check(self) -> None:
        """Look at the clock.

        Raises:
            OutOfTime: it is over.
        """
        if self.ended or monotonic() > self.until:
            raise OutOfTime


async def caller_left(receive: Callable[[], Awaitable[Mapping[str, Any]]]) -> None:
    """Wait until the caller has left; `receive` is the one of ASGI, after the whole request has been taken."""
    while (await receive())["type"] != "http.disconnect":
        pass


class _Slice:
    """A little of the processor's time: what others on the machine take does not count."""

    __slots__ = ("_deadline", "_earliest", "_until")

    def __init__(self, deadline: Deadline) -> None:
        self._deadline, self._until = deadline, thread_time() + SLICE_SECONDS
        self._earliest = monotonic() + SLICE_SECONDS

    def check(self) -> None:
        """Look at the clocks.

        Raises:
            OutOfTime: it is over, or the deadline is.
        """
        if monotonic() > self._earliest and thread_time() > self._until:  # the cheaper clock first
            raise OutOfTime
        self._deadline.check()


Leaving = Callable[[], Awaitable[object]]
"""Waits until the caller has left."""


class Lane:
    """Threads that work, and a line before them.

    Args:
        name: what the threads are called.
        threads: how many work at once.
        line: how many may wait.
    """

    def __init__(self, name: str, threads: int, line: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._most = threads + line
        self._deadlines: set[Deadline] = set()

    async def run(self, work: Callable[[], T], deadline: Deadline, leaving: Leaving | None = None) -> T:
        """What the work gives, done in a thread that looks at the deadline.

        Raises:
            OutOfTime: the deadline passed, before the work began or while it went on.
            CallerLeft: nobody waits any more.
            Busy: too many wait.
        """
        if len(self._deadlines) >= self._most:
            raise Busy
        self._deadlines.add(deadline)
        future = self._executor.submit(worked, work, deadline)
        future.add_done_callback(lambda _: self._deadlines.discard(deadline))
        done = asyncio.wrap_future(future)
        left = asyncio.ensure_future(leaving()) if leaving is not None else None
        try:
            waiting: set[asyncio.Future[Any]] = {done} if left is None else {done, left}
            await asyncio.wait(
                waiting, timeout=deadline.left + GRACE_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if done.done():
                return await done
            raise CallerLeft if left is not None and left.done() else OutOfTime
        finally:
            if left is not None:
                left.cancel()
            if not done.done():
                deadline.end()
                done.cancel()
                done.add_done_callback(_heeded)

    @property
    def is_idle(self) -> bool:
        """Whether nothing goes on and nothing waits."""
        return not self._deadlines

    def close(self) -> None:
        """End what goes on; nothing further is taken."""
        for deadline in tuple(self._deadlines):
            deadline.end()
        self._executor.shutdown(wait=False, cancel_futures=True)


def _heeded(future: asyncio.Future[Any]) -> None:
    """What came of work that nobody waited for is of no interest."""
    if not future.cancelled():
        future.exception()


def worked(work: Callable[[], T], deadline: Deadline) -> T:
    """What the work gives; it looks at the deadline."""
    deadline.check()
    return watch(deadline.check, work)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nothing stop the event loop for long while the block runs; for a process that does nothing but serve.

    A thread gives the interpreter up after a millisecond: with Python's own five, a question on the loop waits for each
    thread that works, several times. And while garbage is collected nobody else runs. What is held by now stays out of
    that; young objects are looked through in small lots; the whole, which takes a tenth of a second for each million
    objects that a request brings along, only by `Workshop.tidy`.
    """
    switching, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()
        sys.setswitchinterval(switching)


class Load(IntEnum):
    """How much work something is, as far as can be told before."""

    LIGHT = 0
    """Done on the loop, unless it takes longer than thought."""
    UNSURE = 1
    """Tried on the loop, unless such a try was in vain a moment ago."""
    MIDDLING = 2
    """Up to a second or so."""
    HEAVY = 3


class Workshop:
    """The event loop and the two lanes beside it.

    Heavy work has a lane of its own, so that middling work never stands behind it.
    """

    def __init__(self) -> None:
        self._middling = Lane("middling", threads=2, line=64)
        self._heavy = Lane("heavy", threads=2, line=32)
        self._rests_until = 0.0

    async def run(
        self, work: Callable[[], T], load: Load, deadline: Deadline, leaving: Leaving | None = None
    ) -> T:
        """What the work gives; what is not surely too much for the loop must do no harm when it is done twice.

        Raises:
            OutOfTime, CallerLeft, Busy: as `Lane.run`.
        """
        if load is Load.LIGHT or (load is Load.UNSURE and monotonic() >= self._rests_until):
            try:
                return watch(_Slice(deadline).check, work)
            except OutOfTime:
                deadline.check()
            self._rests_until = monotonic() + REST_SECONDS
        lane = self._heavy if load is Load.HEAVY else self._middling
        return await lane.run(work, deadline, leaving)

    @property
    def is_idle(self) -> bool:
        """Whether nothing goes on in the lanes."""
        return self._middling.is_idle and self._heavy.is_idle

    async def tidy(self) -> None:
        """Collect garbage now and then, when nothing goes on; after ten minutes in any case. Never ends."""
        missed = 0
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            missed = 0 if self.is_idle else missed + 1
            if missed % TIDY_AT_LAST == 0:
                gc.collect()

    def close(self) -> None:
        """End what goes on in the lanes."""
        self._middling.close()
        self._heavy.close()
