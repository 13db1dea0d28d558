"""Pieces through the check, by one process or several, in order.

With several processes each takes a few pieces at a time; at most a few of them are under way, so memory stays bounded,
and outcomes come in the order of the input.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import IO

from api.archive.progress import Progress, silent
from api.payload.documents import PIECE_BYTES, STDIN, STDIN_NAME, Piece, Unreadable, pieces
from api.payload.judge import Checks, FileOutcome, PayloadJudge
from api.payload.options import Question
from classification.record import replace
from classification.sentence import both, same

MakeChecks = Callable[[], Checks]
Ask = Callable[[str], Sequence[Question]]
_Task = tuple[Piece, tuple[Question, ...]]
_BATCH_PIECES = 64


def run_check(
    files: Sequence[str],
    ask: Ask,
    make_checks: MakeChecks,
    *,
    jobs: int = 1,
    stdin: IO[bytes] | None = None,
    progress: Progress = silent,
    unread: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[FileOutcome]:
    """What comes of each piece of each file, in order; lines and objects are counted from the file's beginning.

    Args:
        files: as `find_files` gives them.
        ask: the questions about a file; none leaves it out. All files have equally many.
        make_checks: makes the check; called in each process (a function that `pickle` can name, where processes
            cannot be forked).
        jobs: number of processes; more than `most_jobs` are not started.
        stdin: what `-` reads.
        progress: gets the bytes done and their total.
        unread: files that are not opened, with why (`find_files`).
    """
    tasks = _tasks(files, ask, stdin, unread)
    jobs = min(jobs, most_jobs())
    outcomes = _here(tasks, make_checks) if jobs == 1 else _in_processes(tasks, make_checks, jobs)
    total = sum(os.path.getsize(file) for file in files if os.path.isfile(file))  # noqa: PTH113, PTH202
    return _with_progress(_continued(outcomes), total, progress)


def most_jobs() -> int:
    """Four processes a core: more of them gain nothing, and each takes memory."""
    return 4 * (os.cpu_count() or 1)


def _tasks(
    files: Iterable[str], ask: Ask, stdin: IO[bytes] | None, unread: Mapping[str, str]
) -> Iterator[_Task | FileOutcome]:
    for file in files:
        name = STDIN_NAME if file == STDIN else file
        questions = tuple(ask(name))
        if not questions:
            continue
        if file in unread:
            yield FileOutcome(name, trouble=unread[file])
            continue
        piece = None
        try:
            for piece in pieces(file, stdin):
                yield piece, questions
            if piece is None:  # a file of lines that has none is a file that was read
                yield FileOutcome(name, findings=((),) * len(questions))
        except Unreadable as trouble:
            yield FileOutcome(name, trouble=str(trouble))


def _here(tasks: Iterable[_Task | FileOutcome], make_checks: MakeChecks) -> Iterator[FileOutcome]:
    judge = PayloadJudge(make_checks())
    for task in tasks:
        yield task if isinstance(task, FileOutcome) else judge.judge(*task)


def _in_processes(
    tasks: Iterable[_Task | FileOutcome], make_checks: MakeChecks, jobs: int
) -> Iterator[FileOutcome]:
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_all_start_methods, get_context

    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    _begin(
        make_checks
    )  # here first: mistakes in the arguments are reported once, and a fork shares what is made
    begin = (None, ()) if method == "fork" else (_begin, (make_checks,))
    with ProcessPoolExecutor(jobs, get_context(method), *begin) as pool:
        under_way: deque[Future[list[FileOutcome]]] = deque()
        for batch in _batches(tasks):
            under_way.append(pool.submit(_judge_all, batch))
            if len(under_way) > 2 * jobs:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


_judge: PayloadJudge | None = None


def _begin(checks: MakeChecks) -> None:
    global _judge  # noqa: PLW0603 - the one thing that a process keeps between its tasks
    _judge = PayloadJudge(checks())


def _judge_all(batch: list[_Task | FileOutcome]) -> list[FileOutcome]:
    assert _judge is not None
    return [task if isinstance(task, FileOutcome) else _judge.judge(*task) for task in batch]


def _batches(tasks: Iterable[_Task | FileOutcome]) -> Iterator[list[_Task | FileOutcome]]:
    """Several small files together, a large piece alone."""
    batch: list[_Task | FileOutcome] = []
    size = 0
    for task in tasks:
        batch.append(task)
        size += 0 if isinstance(task, FileOutcome) else task[0].weight
        if size >= PIECE_BYTES // 4 or len(batch) >= _BATCH_PIECES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _continued(outcomes: Iterable[FileOutcome]) -> Iterator[FileOutcome]:
    """Lines and documents of a file's later pieces counted on from the earlier ones."""
    file, lines, documents = "", 0, 0
    for outcome in outcomes:
        if outcome.file != file:
            file, lines, documents = outcome.file, 0, 0
        yield _moved(outcome, lines, documents) if lines or documents else outcome
        lines, documents = lines + outcome.lines, documents + outcome.objects


def _moved(outcome: FileOutcome, lines: int, documents: int) -> FileOutcome:
    findings = tuple(
        tuple(one.moved(lines, documents) for one in of_question) for of_question in outcome.findings
    )
    asked = tuple({number + documents: names for number, names in by.items()} for by in outcome.asked)
    return replace(outcome, findings=findings, asked=asked)


def _with_progress(outcomes: Iterable[FileOutcome], total: int, progress: Progress) -> Iterator[FileOutcome]:
    done = 0
    for outcome in outcomes:
        done += outcome.size
        if total:
            progress(min(done, total - 1), total, same(outcome.file))
        yield outcome
    progress(total, total, both("kontrolleret", "checked"))
