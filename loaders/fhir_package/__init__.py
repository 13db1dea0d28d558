"""FHIR packages: NPM-style archives (`.tgz`) whose JSON files are read as FHIR JSON.

HL7 *FHIR NPM Packages*: resources lie in `package/`, beside `package.json` and `.index.json`. Other folders (examples,
tests) are passed over. Nothing is unpacked to disk, and an archive that would unfold to more than is read, or whose
members lead out of it, is refused as a whole.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from classification import Place
from classification.record import replace
from classification.sentence import Sentence, both
from loaders import fhir_json
from loaders.content import Content, Reading, joined, part
from loaders.reading.limits import fits, member_fault, unfolded_fault
from loaders.reading.notes import Notes

UNSAID: Final = Reading()
_FOLDER: Final = "package/"
_NOT_READ: Final = frozenset(("package/package.json", "package/.index.json", "package/ig-r4.json"))


def read(path: Path, reading: Reading = UNSAID) -> Content:
    """Everything that the resources of a package hold.

    Findings besides those of FHIR JSON: SPR06 no gzip-compressed tar archive or a damaged one, SPR07 an archive that is
    not safe, SPR04 nothing to read in it.
    """
    notes = Notes()
    contents: list[Content] = []
    if not path.is_file():
        notes.error(
            "SPR01",
            both("der er ingen sådan fil", "there is no such file"),
            Place(str(path)),
            both("ret stien", "correct the path"),
        )
    elif fits(path, notes):
        try:
            for name, raw in _members(path):
                content = _without_passing(fhir_json.read_bytes(raw, f"{path.name}/{name}", reading))
                contents.append(part(f"{path.name}/{name}", content))
        except _Unsafe as problem:
            notes.error(
                "SPR07",
                problem.message,
                Place(path.name),
                both("undersøg, hvor filen kommer fra", "look at where the file comes from"),
            )
            contents = []
        except (tarfile.TarError, OSError, EOFError, zlib.error) as problem:
            message = both(
                f"er ikke en pakke, eller en beskadiget: {problem}",
                f"is no package, or a damaged one: {problem}",
            )
            notes.error("SPR06", message, Place(path.name), both("send filen igen", "send the file again"))
            contents = []
    content = joined(contents)
    found = content.releases or content.value_sets or content.maps or content.errors or notes.findings
    if not found:
        message = both(
            "indeholder ingen CodeSystem, ValueSet eller ConceptMap i package/",
            "holds no CodeSystem, ValueSet or ConceptMap in package/",
        )
        notes.error(
            "SPR04",
            message,
            Place(path.name),
            both("angiv en pakke med terminologi", "name a package with terminology"),
        )
    twice = tuple(fhir_json.twice(content))
    return content + Content(findings=(*notes.findings, *twice))


class _Unsafe(Exception):
    """An archive that is not read; says why."""

    def __init__(self, message: Sentence) -> None:
        super().__init__(message.en)
        self.message = message


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    size = path.stat().st_size
    unfolded = 0
    with tarfile.open(path, "r:gz") as archive:
        for number, member in enumerate(archive, 1):
            fault = member_fault(member.name)
            if not fault and not (member.isfile() or member.isdir()):
                fault = both("er et link eller en enhed", "is a link or a device")
            if fault:
                raise _Unsafe(
                    both(f"dens medlem {member.name!r} {fault.da}", f"its member {member.name!r} {fault.en}")
                )
            unfolded += member.size
            if message := unfolded_fault(number, size, unfolded):
                raise _Unsafe(message)
            name = member.name.removeprefix("./")
            inside = name.removeprefix(_FOLDER)
            if name != inside and "/" not in inside and name.endswith(".json") and name not in _NOT_READ:
                file = archive.extractfile(member)
                assert file is not None
                yield name, file.read()


def _without_passing(content: Content) -> Content:
    """A package holds many resources of other sorts: they are not named one by one."""
    return replace(content, findings=tuple(found for found in content.findings if found.rule != "SPF08"))
