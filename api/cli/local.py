"""Answers from a terminology in this process."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.service import answers
from classification.errors import InvalidRequest
from classification.terminology import Terminology, When

Answer = dict[str, Any]


@dataclass(frozen=True)
class LocalSource:
    """Answers by the terminology and the clock it was made with."""

    terminology: Terminology
    when: When

    def schemes(self) -> list[Answer]:
        """All classifications."""
        return [
            answers.scheme_answer(self.terminology, scheme, self.when) for scheme in self.terminology.schemes
        ]

    def releases(self, scheme: str) -> list[Answer]:
        """The releases of a classification, or of all when none is named."""
        names = [scheme] if scheme else [found.uri for found in self.terminology.schemes]
        return [
            answers.release_answer(self.terminology, held, self.when)
            for name in names
            for held in self.terminology.releases(name, self.when)
        ]

    def show(self, scheme: str, code: str, release: str) -> Answer:
        """One concept with its history."""
        index = self.terminology.index(scheme, self.when.of(release))
        number = index.find(index.lookup(code).code)
        assert number is not None
        history = answers.history_answer(self.terminology, index, number, self.when)
        return answers.concept_answer(index, number) | {"history": history}

    def resolve(self, texts: Iterable[str], wanted: Answer) -> Iterator[Answer]:
        """What codes or terms mean in another classification."""
        from classification.resolve import Resolver

        resolver = Resolver(
            self.terminology,
            wanted["source"],
            wanted["target"],
            self.when.of(wanted["release"]),
            kind=_kind(wanted["kind"]),
            terms=wanted["terms"],
        )
        return (answers.resolution_answer(resolver.resolve(text)) for text in texts)


def _kind(name: str) -> Any:
    from classification.concept import Kind

    if not name:
        return None
    try:
        return Kind(name)
    except ValueError:
        known = ", ".join(Kind)
        raise InvalidRequest(f"unknown kind {name!r}; known: {known}") from None


def open_terminology(args: Namespace) -> Terminology:
    """The store's terminology when it holds anything, else the bundled one."""
    return _bundled(default_folders(os.environ)[1])


def default_folders(environ: Mapping[str, str]) -> tuple[str, str]:
    """The data and the cache folder when nothing is set (as api.settings says, without importing it)."""
    home = os.path.expanduser("~")  # noqa: PTH111 - pathlib costs more than the whole command
    data = environ.get("XDG_DATA_HOME", "")
    cache = environ.get("XDG_CACHE_HOME", "")
    return (
        os.path.join(data if os.path.isabs(data) else f"{home}/.local/share", "samsprog"),  # noqa: PTH117, PTH118
        os.path.join(cache if os.path.isabs(cache) else f"{home}/.cache", "samsprog"),  # noqa: PTH117, PTH118
    )


def _bundled(cache_dir: str) -> Terminology:
    from api.cli.shipped import open_shipped

    return open_shipped()
