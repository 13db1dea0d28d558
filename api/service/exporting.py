"""Exporting a release, a value set or a map: the use case of `samsprog export` and of the download route."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from classification.errors import InvalidRequest, UnknownMap, UnknownScheme, UnknownValueSet
from loaders import FORMATS, Content, Draft

if TYPE_CHECKING:
    from classification.terminology import Terminology, When
    from loaders import Format

DEFAULT = "fhir-json"


def writable(content: Content | None = None) -> tuple[Format, ...]:
    """The formats that are written; of those that have a place for the content, where it is given."""
    return tuple(
        found
        for found in FORMATS.values()
        if found.write is not None and (content is None or holds(found, content))
    )


def holds(form: Format, content: Content) -> bool:
    """Whether files of the format have a place for everything in the content."""
    return all(
        part in form.holds or not getattr(content, part) for part in ("releases", "value_sets", "maps")
    )


def format_named(name: str) -> Format:
    """The format with that name.

    Raises:
        InvalidRequest: there is none, or it is only read.
    """
    form = FORMATS.get(name)
    if form is None or form.write is None:
        known = ", ".join(found.name for found in writable())
        raise InvalidRequest(f"no format {name!r} to export to; known: {known}")
    return form


def content_of(terminology: Terminology, name: str, when: When) -> Content:
    """The release of a classification, the value set or the concept map of that name.

    Raises:
        UnknownScheme: nothing bears the name.
        UnknownRelease, NoReleaseOnDay: as `Terminology.held`.
    """
    if terminology.has_scheme(name):
        return Content(releases=(Draft(terminology.index(name, when).release()),))
    try:
        return Content(value_sets=(terminology.value_set(name, when),))
    except UnknownValueSet:
        pass
    try:
        return Content(maps=(terminology.map(name, when),))
    except UnknownMap as error:
        known = (*(s.name for s in terminology.schemes), *terminology.value_set_names, *error.known)
        raise UnknownScheme(name, known) from None


def write_into(folder: Path, form: Format, content: Content) -> tuple[Path, ...]:
    """The files that content makes in a format, written into a folder.

    Raises:
        InvalidRequest: the format has no place for it.
    """
    assert form.write is not None
    if not holds(form, content):
        what = "value sets" if content.value_sets else "maps" if content.maps else "classifications"
        able = ", ".join(found.name for found in writable(content))
        raise InvalidRequest(f"{form.name} holds no {what}; these formats do: {able}")
    return form.write(content, folder)


def as_one_file(form: Format, content: Content) -> tuple[str, bytes]:
    """Name and bytes of the one file that content makes in a format.

    Raises:
        InvalidRequest: the format has no place for it, or it makes several files.
    """
    with TemporaryDirectory() as folder:
        paths = write_into(Path(folder), form, content)
        if len(paths) != 1:
            raise InvalidRequest(f"{len(paths)} files cannot go into one; name a folder with -o")
        return paths[0].name, paths[0].read_bytes()
