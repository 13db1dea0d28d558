"""Telling how far a long task has come."""

from __future__ import annotations

from collections.abc import Callable

from classification.sentence import Sentence

Progress = Callable[[int, int, Sentence], None]
"""Called with what is done, the total, and what is being done; `done == total` comes last."""


def silent(done: int, total: int, what: Sentence) -> None:
    """Tell nobody."""
    del done, total, what
