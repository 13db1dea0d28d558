"""A rule of what is read and imported: its stable code, its words, a small input that gives its finding."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from classification.finding import Severity
from classification.record import frozen
from classification.rules.family import Family, family_of
from classification.sentence import Sentence

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING
INFORMATION: Final = Severity.INFORMATION


class Way(StrEnum):
    """What is done with an input so that its finding arises."""

    READ = "read"
    """The files are read: what loaders.read says."""
    IMPORT = "import"
    """They are imported, after those of `before`."""
    EXPAND = "expand"
    """They are imported, and the members of their value sets are asked for."""
    PROFILE = "profile"
    """They are read as profiles, and beside the shipped classifications."""
    EXPORT = "export"
    """They are read, and written in another format: `format`."""


@frozen
class Input:
    r"""Small files that give a finding: texts by name.

    A name may have folders in it (`colours/about.toml`). A single file is read itself, several are read as the folder
    they are in. Bytes that are no UTF-8 are written as surrogate escapes (`"\udcff"` is the byte FF).

    `label` is what a caller gives with --release, `before` are files that were imported before, `strict` and
    `skip_broken` are the options of that name.
    """

    files: Mapping[str, str]
    way: Way = Way.READ
    label: str = ""
    before: Mapping[str, str] | None = None
    format: str = ""
    strict: bool = False
    skip_broken: bool = False


@frozen
class ImportRule:
    """One rule.

    `severity` is the usual one; `also` has those that it takes where the explanation says so. `example` is an input
    that gives the finding, run by a test; where no small text does, a sentence that says what does.
    """

    code: str
    severity: Severity
    title: Sentence
    explanation: Sentence
    remedy: Sentence
    example: Input | Sentence
    also: tuple[Severity, ...] = ()

    @property
    def family(self) -> Family:
        """Where the finding arises."""
        return family_of(self.code)
