"""What an import is asked to do, and what it meets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from classification import Terminology
from classification.recipe import Recipe
from classification.record import field, frozen


@frozen
class Request:
    """What is asked for: when (the recorded time), from where, and what the caller adds to the input.

    `label` is the label of the release in place of the publisher's version, `valid_from` the first day of validity of
    a label that is not held yet. `bundled` content comes with the program: it keeps its own recorded times, and where
    it differs from what came with an earlier program it is a correction. `replace` names the classifications whose
    replacement is meant (see `api.importing.replacement`), `line` is the command as it was typed. `strict`
    refuses what would be repaired, `skip_broken` leaves out the parts that are refused.
    """

    recorded: datetime
    origin: str = ""
    label: str = ""
    valid_from: date | None = None
    bundled: bool = False
    replace: tuple[str, ...] = ()
    line: str = ""
    strict: bool = False
    skip_broken: bool = False


@frozen(slots=False)
class Holdings:
    """What is held: the terminology, recipes by system URI, which labels (URI, version) were imported by a user.

    `renamed` are the URIs of classifications that a user gave another name: it counts, whatever a file says.
    """

    terminology: Terminology = field(default_factory=Terminology)
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    imported: frozenset[tuple[str, str]] = frozenset()
    renamed: frozenset[str] = frozenset()
