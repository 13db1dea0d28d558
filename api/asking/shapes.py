"""The shapes of answers: which values they have, and where GraphQL has each of them.

An answer is the same whoever gives it (docs/json.md). In this process `api.asking.answers` makes it of values of the
core; a service elsewhere is asked over GraphQL, whose fields have other names here and there and whose names of
enumerations are written large. A shape says both once: `selection` is what is asked for, `plain` makes the answer of
what came, and a test holds the local answers and the schema to it. A new value is a line here and one in `answers`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

Answer = dict[str, Any]
Tree = dict[str, "Tree"]
_NAME: Final = re.compile(r"\w+")


class AnswerField:
    """One value of a shape: `"notation: key"` is the value `notation`, which GraphQL has as `key`.

    Args:
        text: the name, and behind a colon the path in GraphQL where it is another one; a step may have arguments.
        read: makes the value of what GraphQL has there.
        below: what is asked for of what is there.
    """

    __slots__ = ("below", "key", "path", "read")

    def __init__(self, text: str, read: Callable[[Any], Any] | None = None, below: str = "") -> None:
        self.key, _, path = text.partition(": ")
        self.path = tuple(re.split(r"\.(?![^(]*\))", path or self.key))
        self.read, self.below = read, below

    def under(self, step: str) -> AnswerField:
        """The same one step further down in GraphQL."""
        field = AnswerField(self.key, self.read, self.below)
        field.path = (step, *self.path)
        return field

    def of(self, answer: Answer) -> Any:
        """The value, out of what GraphQL gave."""
        value: Any = answer
        for step in self.path:
            value = value[_NAME.match(step)[0]]  # type: ignore[index]
        return self.read(value) if self.read else value


class AnswerShape:
    """The values of an answer, in order."""

    __slots__ = ("fields",)

    def __init__(self, *fields: str | AnswerField) -> None:
        self.fields = tuple(
            field if isinstance(field, AnswerField) else AnswerField(field) for field in fields
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the values."""
        return tuple(field.key for field in self.fields)

    @property
    def selection(self) -> str:
        """What is asked for in GraphQL, without the braces around it."""
        tree: Tree = {}
        for field in self.fields:
            level = tree
            for step in field.path[:-1]:
                level = level.setdefault(step, {})
            level[f"{field.path[-1]} {field.below}".rstrip()] = {}
        return _written(tree)

    def under(self, step: str) -> Iterator[AnswerField]:
        """The same values one step further down in GraphQL."""
        return (field.under(step) for field in self.fields)

    def plain(self, answer: Answer) -> Answer:
        """The answer, out of what GraphQL gave."""
        return {field.key: field.of(answer) for field in self.fields}

    def each(self, answers: Iterable[Answer]) -> list[Answer]:
        """The answers, out of a list of them."""
        return [self.plain(one) for one in answers]


def _written(tree: Tree) -> str:
    return " ".join(f"{step} {{ {_written(below)} }}" if below else step for step, below in tree.items())


def word(text: str) -> AnswerField:
    """A name of an enumeration: `TARGET_GROUP` in GraphQL, `target-group` here."""
    return AnswerField(text, lambda name: name and name.lower().replace("_", "-"))


def maybe(text: str) -> AnswerField:
    """A text that is empty in GraphQL and null here where there is none."""
    return AnswerField(text, lambda value: value or None)


def part(text: str, shape: AnswerShape) -> AnswerField:
    """An answer of its own, or null."""
    return AnswerField(text, lambda found: found and shape.plain(found), f"{{ {shape.selection} }}")


def parts(text: str, shape: AnswerShape) -> AnswerField:
    """A list of answers."""
    return AnswerField(text, shape.each, f"{{ {shape.selection} }}")


def page(text: str, shape: AnswerShape) -> AnswerField:
    """A list of answers that GraphQL gives page by page."""
    return AnswerField(text, lambda found: shape.each(found["nodes"]), f"{{ {paged(shape)} }}")


def paged(shape: AnswerShape) -> str:
    """What is asked for of a page of answers."""
    return f"pageInfo {{ hasNextPage endCursor }} totalCount nodes {{ {shape.selection} }}"


DAYS: Final = AnswerShape("from", "to")
BRIEF: Final = AnswerShape("code", "notation: key", "term", word("kind"), word("status"))
_PLACE: Final = ("scheme: scheme.name", "system: scheme.uri", "release: release.version")

SCHEME: Final = AnswerShape(
    "name", "system: uri", "title", "aliases", "publisher", "licence", "source", "languages", "example"
)
"""Without the release of the day and the names of all releases, which GraphQL has elsewhere."""
RELEASE: Final = AnswerShape(
    "scheme: scheme.name",
    "system: scheme.uri",
    "release: version",
    part("validity: period", DAYS),
    "recorded",
    "concepts: size",
    "digest",
    "structureDigest",
    "publisherVersions",
    part("withdrawn", AnswerShape("since", "reason", "who")),
)
"""Without whether it is the current one."""
OCCURRENCE: Final = AnswerShape(
    "release: release.version",
    "safe",
    parts("concepts", BRIEF),
    parts("steps", AnswerShape(word("change"), "from: origin", "to: release", "before", "after")),
)
CONCEPT: Final = AnswerShape(
    *_PLACE,
    *BRIEF.fields,
    "uri",
    "ordinal",
    maybe("definition"),
    parts("notations", AnswerShape("code", word("role"), part("validity", DAYS))),
    parts("labels", AnswerShape("text", "language", word("kind"))),
    parts("notes", AnswerShape("text", "language", word("kind"))),
    parts("path", BRIEF),
    parts("broader", BRIEF),
    page("narrower: narrower(first: 200, after: $after)", BRIEF),
    parts("replacedBy", BRIEF),
    maybe("reason"),
    part("validity", DAYS),
    parts("properties", AnswerShape("name", "value")),
    parts("history: lineage", OCCURRENCE),
)
"""The last concept of `path` is in GraphQL the concept itself."""
HIT: Final = AnswerShape(
    *AnswerShape(*_PLACE, *BRIEF.fields).under("concept"),
    word("match"),
    "label",
    word("labelKind"),
    "score",
    "formerRelease",
    "near",
)
VALUE_SET: Final = AnswerShape(
    "valueSet: name", "uri", "release: version", "title", "edition", part("validity: period", DAYS)
)
MEMBER: Final = AnswerShape(
    "system", maybe("release"), "code", "notations", "admitted", "term", word("kind"), word("status")
)
UNRESOLVED: Final = AnswerShape("rule", "message", "remedy")
_USED: Final = AnswerField(
    "releases",
    lambda used: {release["name"]: release["version"] for release in used},
    "{ name version }",
)
EXPANSION: Final = AnswerShape(*VALUE_SET.fields, _USED, parts("unresolved", UNRESOLVED))
"""Without its members."""

CODING: Final = AnswerShape("system", "code", "term")
TARGET: Final = AnswerShape(
    "scheme",
    "system",
    "code",
    "notation",
    "term",
    word("relation"),
    "confidence",
    word("kind"),
    word("status"),
)
STEP: Final = AnswerShape("kind", "text")
ROW_STEP: Final = AnswerShape(*STEP.fields, "map", "version", "row", word("relation"), "note")
"""A step over a row of a map; in GraphQL every step has these values."""
RESOLUTION: Final = AnswerShape(
    "input",
    word("outcome"),
    parts("targets", TARGET),
    AnswerField(
        "path",
        lambda steps: [(ROW_STEP if step["map"] else STEP).plain(step) for step in steps],
        f"{{ {ROW_STEP.selection} }}",
    ),
    _USED,
    "message",
    word("form"),
    part("source", CODING),
    "review",
    parts("suggestions", AnswerShape("scheme", "system", "code", "notation", "term", word("kind"))),
)
MAP_END: Final = AnswerShape("system", maybe("release"))
MAP: Final = AnswerShape(
    "name",
    "uri",
    "version",
    "title",
    parts("sources", MAP_END),
    parts("targets", MAP_END),
    part("validity", DAYS),
    "rows: mappings(first: 1).totalCount",
    "licence",
    "author",
    "example",
)
MAPPING: Final = AnswerShape(
    "row: number",
    part("source", CODING),
    word("relation"),
    AnswerField(
        "target", lambda coding: CODING.plain(coding) if coding["code"] else None, f"{{ {CODING.selection} }}"
    ),
    "confidence",
    "justification",
    "author",
    "reviewer",
    part("validity", DAYS),
    "note",
)
"""Without the name and version of its map."""
COMPATIBILITY: Final = AnswerShape(word("backward"), word("forward"), word("full"))
