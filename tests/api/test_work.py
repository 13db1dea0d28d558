"""Where work is done: little on the event loop, the rest in lanes, all of it until its time is over."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from time import sleep
from typing import Final

import pytest

from api.work import Busy, CallerLeft, Deadline, Lane, Load, Workshop
from classification.deadline import OutOfTime, look

LONG: Final = 60.0
"""Longer than any of this takes: what comes before it comes because somebody looked."""


class Work:
    """Work that goes on until it is released, or its time is over."""

    def __init__(self) -> None:
        self.begun, self.released, self.stopped = threading.Event(), threading.Event(), threading.Event()
        self.threads: list[int] = []

    def __call__(self) -> str:
        self.threads.append(threading.get_ident())
        self.begun.set()
        try:
            while not self.released.is_set():
                look()
                sleep(0.001)
        except OutOfTime:
            self.stopped.set()
            raise
        return "done"


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not happened():
            await asyncio.sleep(0.001)


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest.mark.parametrize("load", [Load.LIGHT, Load.UNSURE])
def test_work_that_takes_longer_than_thought_leaves_the_loop(workshop: Workshop, load: Load) -> None:
    """What was thought light was answered on the event loop, were it for fifteen seconds."""
    work = Work()

    async def scene() -> str:
        answer = asyncio.ensure_future(workshop.run(work, load, Deadline.after(LONG)))
        await until(lambda: len(work.threads) == 2)
        work.released.set()
        return await answer

    assert asyncio.run(scene()) == "done"
    assert work.threads[0] == threading.get_ident() != work.threads[1]


def test_work_that_is_ready_at_once_stays_on_the_loop(workshop: Workshop) -> None:
    threads = asyncio.run(workshop.run(threading.get_ident, Load.LIGHT, Deadline.after(LONG)))

    assert threads == threading.get_ident()


@pytest.mark.parametrize("load", [Load.MIDDLING, Load.HEAVY])
def test_the_loop_goes_on_while_others_work(workshop: Workshop, load: Load) -> None:
    work = Work()

    async def scene() -> str:
        answer = asyncio.ensure_future(workshop.run(work, load, Deadline.after(LONG)))
        await until(work.begun.is_set)
        work.released.set()  # by the loop, while the work goes on
        return await answer

    assert asyncio.run(scene()) == "done"
    assert threading.get_ident() not in work.threads


def test_heavy_work_does_not_hold_up_middling_work(workshop: Workshop) -> None:
    """Two heavy questions locked every other one out, for as long as they liked."""
    heavy = [Work() for _ in range(10)]

    async def scene() -> str:
        answers = [
            asyncio.ensure_future(workshop.run(one, Load.HEAVY, Deadline.after(LONG))) for one in heavy
        ]
        await until(lambda: any(one.begun.is_set() for one in heavy))
        said = await workshop.run(lambda: "answered", Load.MIDDLING, Deadline.after(LONG))
        for one in heavy:
            one.released.set()
        await asyncio.gather(*answers)
        return said

    assert asyncio.run(scene()) == "answered"


def test_work_stops_when_its_caller_leaves() -> None:
    """`validate` of 5 MB went on for minutes after its caller had left, and kept the place."""
    lane, work = Lane("test", 1, 1), Work()

    async def leaving() -> None:
        await until(work.begun.is_set)

    async def scene() -> str:
        with pytest.raises(CallerLeft):
            await lane.run(work, Deadline.after(LONG), leaving)
        await until(work.stopped.is_set)
        return await lane.run(lambda: "the place is free", Deadline.after(LONG))

    assert asyncio.run(scene()) == "the place is free"


def test_who_leaves_the_line_is_not_worked_for() -> None:
    lane, first, second = Lane("test", 1, 1), Work(), Work()

    async def leaving() -> None:
        pass

    async def scene() -> None:
        answer = asyncio.ensure_future(lane.run(first, Deadline.after(LONG)))
        await until(first.begun.is_set)
        with pytest.raises(CallerLeft):
            await lane.run(second, Deadline.after(LONG), leaving)
        first.released.set()
        await answer
        await lane.run(lambda: None, Deadline.after(LONG))

    asyncio.run(scene())
    assert not second.begun.is_set()


def test_work_stops_at_its_deadline_and_in_the_line_too() -> None:
    lane, first, second = Lane("test", 1, 1), Work(), Work()

    async def scene() -> None:
        both = [lane.run(one, Deadline.after(0.05)) for one in (first, second)]
        said = await asyncio.gather(*both, return_exceptions=True)
        assert [type(one) for one in said] == [OutOfTime, OutOfTime]
        await until(lambda: lane.is_idle)

    asyncio.run(scene())
    assert not second.begun.is_set()


def test_nobody_waits_for_work_that_does_not_look() -> None:
    """The answer came when the thread was done, 167 seconds after the time was over."""
    lane, released = Lane("test", 1, 0), threading.Event()

    async def scene() -> None:
        with pytest.raises(OutOfTime):
            await lane.run(lambda: released.wait(LONG), Deadline.after(0.01))
        assert not lane.is_idle, "the place is taken as long as the thread works"
        with pytest.raises(Busy):
            await lane.run(lambda: None, Deadline.after(LONG))
        released.set()
        await until(lambda: lane.is_idle)

    asyncio.run(scene())


def test_a_line_that_is_full_takes_nobody() -> None:
    lane, works = Lane("test", 1, 1), [Work(), Work()]

    async def scene() -> None:
        answers = [asyncio.ensure_future(lane.run(one, Deadline.after(LONG))) for one in works]
        await until(works[0].begun.is_set)
        with pytest.raises(Busy):
            await lane.run(lambda: None, Deadline.after(LONG))
        for one in works:
            one.released.set()
        await asyncio.gather(*answers)

    asyncio.run(scene())


def test_what_goes_on_ends_with_the_service() -> None:
    lane, work = Lane("test", 1, 1), Work()

    async def scene() -> None:
        answer = asyncio.ensure_future(lane.run(work, Deadline.after(LONG)))
        await until(work.begun.is_set)
        lane.close()
        with pytest.raises(OutOfTime):
            await answer

    asyncio.run(scene())


def test_an_error_of_the_work_is_the_callers() -> None:
    def broken() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(Lane("test", 1, 0).run(broken, Deadline.after(LONG)))
