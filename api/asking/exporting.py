"""Exporting a release, a value set or a map: the use case of `samsprog export` and of the download route."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from classification import Finding, Severity, ValueSet, expand
from classification.errors import InvalidRequest, UnknownMap, UnknownScheme, UnknownValueSet
from classification.record import replace
from classification.sentence import both
from classification.terminology import canonical
from classification.value_set import Include
from loaders import FORMATS, Content, Draft

if TYPE_CHECKING:
    from classification import Terminology, When
    from classification.withdrawal import Withdrawal
    from loaders import Format

T = TypeVar("T")

DEFAULT = "fhir-json"


def writable(content: Content | None = None) -> tuple[Format, ...]:
    """The formats that are written; of those that have a place for the content, where it is given."""
    return tuple(
        form
        for form in FORMATS.values()
        if form.write is not None and (content is None or holds(form, content))
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
        names = ", ".join(found.name for found in writable())
        raise InvalidRequest(
            both(
                f"intet format {name!r} at eksportere til; kendte: {names}",
                f"no format {name!r} to export to; known: {names}",
            )
        )
    return form


def content_of(terminology: Terminology, name: str, when: When, form: Format | None = None) -> Content:
    """The release of a classification, the value set or the concept map of that name.

    For a format that cannot hold how a value set is defined, its members stand in the place of the definition; SPV31
    says so.

    Raises:
        UnknownScheme: nothing bears the name.
        UnknownRelease, NoReleaseOnDay: as `Terminology.release`.
    """
    if terminology.has_scheme(name):
        return Content(releases=(Draft(terminology.index(name, when).release()),))
    try:
        url, when = canonical(name, when)
        value_set = terminology.value_set(url, when)
        if form is not None and not form.definitions and _is_defined(value_set):
            return _listed(terminology, value_set, when)
        return Content(value_sets=(value_set,))
    except UnknownValueSet:
        pass
    try:
        return Content(maps=(terminology.map(name, when),))
    except UnknownMap as error:
        names = (*(s.name for s in terminology.schemes), *terminology.value_set_names, *error.known)
        raise UnknownScheme(name, names) from None


def withdrawal_in(terminology: Terminology, content: Content, when: When) -> Withdrawal | None:
    """Why what `content_of` gave answers no more; None where it does."""
    for draft in content.releases:
        release = draft.release
        return terminology.editions(release.scheme.uri).withdrawal(release.version, when)
    for value_set in content.value_sets:
        return terminology.value_set_versions(value_set.uri).withdrawal(value_set.version, when)
    for concept_map in content.maps:
        return terminology.map_versions(concept_map.uri).withdrawal(concept_map.version, when)
    return None


def _is_defined(value_set: ValueSet) -> bool:
    """Whether more is said than lists of codes."""
    parts = (*value_set.include, *value_set.exclude)
    return bool(value_set.exclude) or any(part.filters or part.value_sets or not part.codes for part in parts)


def _listed(terminology: Terminology, value_set: ValueSet, when: When) -> Content:
    """The value set as the list of its members on the day; asked for by name, those of its edition."""
    expansion = expand(terminology, value_set, replace(when, withdrawn=False))
    members: dict[str, list[str]] = {}
    for member in expansion.members:
        members.setdefault(member.system, []).append(member.code)
    include = tuple(Include(system, codes=tuple(codes)) for system, codes in members.items())
    name = f"{value_set.name} {value_set.version}"
    message = both(
        f"{name}: dens definition: ikke skrevet, men de {expansion.total} medlemmer, den har",
        f"{name}: its definition: not written, but the {expansion.total} members that it has",
    )
    findings = (Finding("SPV31", Severity.INFORMATION, message), *expansion.unresolved)
    return Content(value_sets=(replace(value_set, include=include, exclude=()),), findings=findings)


def write_into(folder: Path, form: Format, content: Content) -> tuple[Path, ...]:
    """The files that content makes in a format, written into a folder.

    Raises:
        InvalidRequest: the format has no place for it.
        MissingExtra: what writes the format is not installed.
        OSError: naming the folder, where nothing has changed.
    """
    assert form.write is not None
    if not holds(form, content):
        what = (
            both("værdisæt", "value sets")
            if content.value_sets
            else both("kortlægninger", "maps")
            if content.maps
            else both("klassifikationer", "classifications")
        )
        able = ", ".join(found.name for found in writable(content))
        raise InvalidRequest(
            both(
                f"{form.name} indeholder ingen {what.da}; det gør disse formater: {able}",
                f"{form.name} holds no {what.en}; these formats do: {able}",
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        prefix=".samsprog-", dir=folder
    ) as aside:  # what is there stays until all is written
        written = with_extra(form.write, content, Path(aside))
        places = tuple(folder / path.relative_to(aside) for path in written)
        for path, place in zip(written, places, strict=True):
            place.parent.mkdir(parents=True, exist_ok=True)
            path.replace(place)
    return places


def with_extra(write: Callable[..., T], *args: Any) -> T:
    """What a writer of a format gives.

    Raises:
        MissingExtra: what writes the format is not installed.
    """
    try:
        return write(*args)
    except ModuleNotFoundError as error:
        from api.extras import missing_extra

        if (missing := missing_extra(error)) is None:
            raise
        raise missing from error


def as_one_file(form: Format, content: Content) -> tuple[str, bytes]:
    """Name and bytes of the one file that content makes in a format.

    Raises:
        InvalidRequest: the format has no place for it, or it makes several files.
    """
    with TemporaryDirectory() as folder:
        paths = write_into(Path(folder), form, content)
        if len(paths) != 1:
            raise InvalidRequest(
                both(
                    f"{len(paths)} filer kan ikke være i én; angiv en mappe med -o",
                    f"{len(paths)} files cannot go into one; name a folder with -o",
                )
            )
        return paths[0].name, paths[0].read_bytes()
