"""A coding as it stands in an object, and what it is worth on a day: values that every part of the check hands on."""

from __future__ import annotations

from typing import Any

from classification.check.fault import Fault
from classification.compiled.index import Index
from classification.record import frozen


@frozen
class WrittenCoding:
    """A coding as it stands in an object; what is missing is empty."""

    system: str
    code: str
    display: str = ""
    version: str = ""


@frozen
class Verdict:
    """What a coding is worth on the day.

    `uri` is the canonical URI of the system that is meant and `index` the release it was judged by (None: no release
    is at hand), `number` the concept there that is meant, `code` its code: as it stands but for whitespace, or what
    should stand there. `candidates` are codes that may be meant where they are several. `settled` says that the code
    itself is so wrong that membership need not be asked.
    """

    coding: WrittenCoding
    uri: str
    index: Index | None = None
    number: int | None = None
    code: str = ""
    candidates: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    settled: bool = False

    @property
    def is_outside_part(self) -> bool:
        """Whether only a part of its system is published and the code is not in it: nobody knows whether it is one."""
        return (
            self.index is not None
            and bool(self.index.scheme.content)
            and self.number is None
            and self.settled
        )

    @property
    def ordinal(self) -> float | None:
        """The place of the concept on its scale."""
        if self.index is None or self.number is None:
            return None
        return self.index.concept(self.number).ordinal


def coding_of(value: Any) -> WrittenCoding | None:
    """A JSON value as a coding; None when it is none."""
    if not isinstance(value, dict) or not isinstance(code := value.get("code"), str):
        return None
    system, display, version = value.get("system"), value.get("display"), value.get("version")
    return WrittenCoding(
        system if isinstance(system, str) else "",
        code,
        display if isinstance(display, str) else "",
        version if isinstance(version, str) else "",
    )
