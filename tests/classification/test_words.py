"""The words for people are complete, in both languages, and differ where the languages do."""

from __future__ import annotations

from enum import StrEnum
from itertools import chain

import pytest

from api.importing.outcome import RowStatus
from classification.changes.change import ChangeKind
from classification.changes.compatibility import Level, Mode
from classification.check.profile import Strength
from classification.concept import Kind, LabelKind, NotationRole, NoteKind, Status
from classification.concept_map import Relation
from classification.finding import Severity
from classification.lineage import LineageChange
from classification.release import LineageKind
from classification.resolving.resolution import Form, Outcome
from classification.rules.family import Family
from classification.rules.policy import Policy
from classification.searching.search import Match
from classification.words import EVIDENCE, PATH_STEPS, TABLES, named, word

ENUMERATIONS: tuple[type[StrEnum], ...] = (
    *(Kind, Status, NotationRole, LabelKind, NoteKind, Severity, Relation, Outcome, Form, Match),
    *(ChangeKind, LineageChange, LineageKind, Level, Mode, RowStatus, Policy, Family, Strength),
)
_ALIKE = {"definition", "note", "term", "system", "digest", "version", "binding"}
"""Words that Danish and English share."""


@pytest.mark.parametrize("enumeration", ENUMERATIONS, ids=lambda one: one.__name__)
def test_every_value_has_words(enumeration: type[StrEnum]) -> None:
    assert [value for value in enumeration if not (word(value).da and word(value).en)] == []


def test_every_table_belongs_to_an_enumeration() -> None:
    assert set(TABLES) == {one.__name__ for one in ENUMERATIONS}


def test_words_differ_unless_the_languages_share_them() -> None:
    tables = [*TABLES.values(), EVIDENCE, PATH_STEPS]
    alike = {
        words.en for words in chain.from_iterable(table.values() for table in tables) if words.da == words.en
    }

    assert alike <= _ALIKE


def test_two_values_of_one_enumeration_have_two_words() -> None:
    for table in TABLES.values():
        assert len({words.da for words in table.values()}) == len(table)


def test_a_value_that_is_not_known_stays() -> None:
    assert named(TABLES["Kind"], "state", "da") == "tilstand"
    assert named(TABLES["Kind"], "of-tomorrow", "da") == "of-tomorrow"
