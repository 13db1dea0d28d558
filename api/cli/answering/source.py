"""Who answers: a running server, the store of a data directory, or the bundled vocabularies.

`--server` asks a server. Otherwise the store answers when it holds anything, and the bundled vocabularies when it does
not; a store named by `--data-dir` or the settings must exist.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from classification.sentence import both

Answer = dict[str, Any]
Edition = tuple[str, str]


class AnswerSource(Protocol):
    """Everything the commands ask; answers are shaped as docs/json.md says."""

    def schemes(self) -> list[Answer]:
        """All classifications."""

    def releases(self, scheme: str) -> list[Answer]:
        """The releases of a classification, or of all when none is named."""

    def show(self, scheme: str, code: str, release: str) -> Answer:
        """One concept with its history, its value sets and its mappings."""

    def search(self, text: str, wanted: Answer) -> list[Answer]:
        """Concepts found, best first."""

    def expand(self, value_set: str, release: str, wanted: Answer) -> Answer:
        """The members of a value set."""

    def resolve(self, texts: Iterable[str], wanted: Answer) -> Iterator[Answer]:
        """What codes or terms mean in another classification, one answer per input, in order."""

    def value_sets(self) -> list[Answer]:
        """All value sets."""

    def diff(self, older: Edition, newer: Edition) -> Answer:
        """What changed between two releases."""

    def diff_text(self, older: Edition, newer: Edition, form: str, limit: int) -> tuple[str, dict[str, str]]:
        """The difference as text or markdown, and its level in each mode."""

    def has_map(self, name: str) -> bool:
        """Whether a concept map, and no classification, has that name."""

    def map_diff(self, older: Edition, newer: Edition) -> Answer:
        """What changed between two versions of a concept map, or between two maps."""

    def map_diff_text(self, older: Edition, newer: Edition, limit: int) -> str:
        """The same for people."""

    def correspondence(self, older: Edition, newer: Edition) -> str:
        """What became of each concept, as XKOS in Turtle."""

    def maps(self) -> list[Answer]:
        """All concept maps."""

    def map_rows(self, name: str, version: str, code: str) -> list[Answer]:
        """The rows of a concept map (of all when none is named), or those about one code."""


def open_source(args: Namespace) -> AnswerSource:
    """The source that the arguments ask for."""
    clock = clock_of(args)
    if args.server and args.data_dir:
        from classification.errors import InvalidRequest

        raise InvalidRequest(
            both(
                "--server og --data-dir nævner to, der skal svare; udelad den ene",
                "--server and --data-dir name two who should answer; leave one out",
            )
        )
    if args.server:
        from api.cli.answering.remote import RemoteSource

        return RemoteSource(args.server, clock)
    from api.cli.answering.local import LocalSource, open_terminology

    # what a form for programs holds does not change with the language
    people = getattr(args, "format", "text") in {"text", "markdown"}
    return LocalSource(open_terminology(args), clock, args.speech.language if people else "en")


def clock_of(args: Namespace) -> Any:
    """The `When` that the arguments ask for; today, and all that is known, where they do not say."""
    from datetime import datetime

    from classification import When

    day = args.as_of or datetime.now().astimezone().date()
    known_at = _instant(args.known_at) if args.known_at else None
    supplements = tuple(getattr(args, "supplement", ()))
    return When(day, known_at, getattr(args, "release", ""), supplements=supplements)


def _instant(text: str) -> Any:
    from datetime import UTC, datetime, time

    from classification.errors import InvalidRequest

    try:
        instant = datetime.fromisoformat(text)
        if instant.date().isoformat() != text[:10] or text[10:11] not in {"", "T", " "}:
            raise ValueError(text)  # a form of ISO 8601 that is easily mistaken: 20240301, 2024-W09-5
    except ValueError:
        message = both(
            f"--known-at {text!r} er ikke en tid; skriv en dag (2024-03-01) eller 2024-03-01T12:00:00+01:00",
            f"--known-at {text!r} is no time; write a day (2024-03-01) or 2024-03-01T12:00:00+01:00",
        )
        raise InvalidRequest(message) from None
    if len(text) == 10:
        return datetime.combine(instant.date(), time.max, UTC)
    if instant.tzinfo is None:
        raise InvalidRequest(
            both(
                f"--known-at {text} har ingen tidszone; skriv {text}Z eller {text}+01:00",
                f"--known-at {text} has no offset; write {text}Z, or {text}+01:00",
            )
        )
    return instant


def edition(text: str, release: str = "") -> tuple[str, str]:
    """A name and the release behind its last `@`; `--release` may say the same.

    >>> edition("fsiii@2.3.0"), edition("fsiii", "2.0.0"), edition("fsiii")
    (('fsiii', '2.3.0'), ('fsiii', '2.0.0'), ('fsiii', ''))
    """
    name, at, version = text.rpartition("@")
    if not at or not name:
        return text, release
    if not version:
        from classification.errors import InvalidRequest

        raise InvalidRequest(
            both(
                f"{text}: udgaven efter @ mangler; udelad @ for den, der gælder i dag",
                f"{text}: the release behind @ is missing; leave out @ for the one that holds today",
            )
        )
    if release and release != version:
        from classification.errors import InvalidRequest

        raise InvalidRequest(
            both(
                f"{text} og --release {release} nævner to udgaver; udelad den ene",
                f"{text} and --release {release} name two releases; leave one out",
            )
        )
    return name, version
