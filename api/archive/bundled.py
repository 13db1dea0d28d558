"""The bundled vocabularies, open in milliseconds.

Everything under vocabularies/ is compiled once into one file in the cache folder, named after the state of the
vocabularies and of the code that compiles them; later starts map that file and import no reader of any format. A
cache folder that cannot be written costs time at every start and nothing else.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import classification
from api.archive.files import map_sealed, one_at_a_time, stamps, trusted_owners, write_sealed
from api.archive.progress import Progress, silent
from classification import Terminology, open_snapshot, pack_snapshot
from classification.sentence import both

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.content import Content

# Plain strings: pathlib would cost the command a twentieth of its time to start.
_CORE: Final = os.path.dirname(classification.__file__)  # noqa: PTH120
_VOCABULARIES: Final = f"{os.path.dirname(_CORE)}/vocabularies"  # noqa: PTH120
_LOADERS: Final = f"{os.path.dirname(_CORE)}/loaders"  # noqa: PTH120
_KEPT: Final = 3


def open_bundled(
    cache_dir: Path | str, progress: Progress = silent, *, vocabularies: Path | str = _VOCABULARIES
) -> Terminology:
    """The terminology of all bundled vocabularies; compiled at the first call, told to `progress`.

    Raises:
        InvalidContent: a vocabulary is broken; with all findings.
    """
    path = f"{cache_dir}/bundled-{bundled_signature(vocabularies)}.snapshot"
    return _opened(path) or _made(path, progress, vocabularies)


def bundled_signature(vocabularies: Path | str = _VOCABULARIES) -> str:
    """A word that changes when a vocabulary changes, or the code that reads and compiles them."""
    return stamps((_CORE, _LOADERS, vocabularies), (".py", ".csv", ".toml"))


def code_signature() -> str:
    """A word that changes when the code that compiles releases changes."""
    return stamps((_CORE,), (".py",))


def read_bundled(vocabularies: Path | str = _VOCABULARIES, progress: Progress = silent) -> Content:
    """The content of all bundled vocabularies, read from their tables.

    Raises:
        InvalidContent: a vocabulary is broken; with all findings.
    """
    from pathlib import Path

    from classification.errors import InvalidContent
    from classification.record import replace
    from classification.value_set import published_together
    from loaders import vocabulary_folder
    from loaders.content import joined

    folders = [
        path for path in sorted(Path(vocabularies).iterdir()) if vocabulary_folder.is_vocabulary_folder(path)
    ]
    contents = []
    for done, folder in enumerate(folders):
        progress(done, len(folders), both(f"læser {folder.name}", f"reading {folder.name}"))
        contents.append(vocabulary_folder.read(folder))
    progress(len(folders), len(folders), both("læst", "read"))
    content = joined(contents)
    if content.errors:
        raise InvalidContent(
            both("de medfølgende ordforråd er i stykker", "the bundled vocabularies are broken"),
            content.errors,
        )
    return replace(content, value_sets=published_together(content.value_sets, content.labels)).with_systems(
        {draft.release.scheme.name: draft.release.scheme.uri for draft in content.releases}
    )


def _opened(path: Path | str) -> Terminology | None:
    try:
        return open_snapshot(map_sealed(path, trusted_owners()))
    except (OSError, ValueError):
        return None


def _made(file: str, progress: Progress, vocabularies: Path | str) -> Terminology:
    from pathlib import Path

    path = Path(file)
    content = b""
    try:
        with one_at_a_time(path.with_name("bundled.lock")):
            found = _opened(path)
            if found is not None:
                return found
            content = _compiled(progress, vocabularies)
            write_sealed(path, content)
            _clear_old(path.parent)
    except OSError:
        content = content or _compiled(progress, vocabularies)
    return open_snapshot(content)


def _compiled(progress: Progress, vocabularies: Path | str) -> bytes:
    from classification import Index, compile_release
    from classification.terminology import held_release

    content = read_bundled(vocabularies, progress)
    releases = []
    for done, draft in enumerate(content.releases):
        name = f"{draft.release.scheme.name} {draft.release.version}"
        progress(done, len(content.releases), both(f"kompilerer {name}", f"compiling {name}"))
        buffer = compile_release(draft.release)
        releases.append((held_release(Index(buffer)), buffer))
    progress(len(releases), len(releases), both("kompileret", "compiled"))
    return pack_snapshot(releases, content.value_sets, content.maps)


def _clear_old(folder: Path) -> None:
    """Keep the newest few: two versions of the program may share the folder."""
    made = sorted(folder.glob("bundled-*.snapshot"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in made[_KEPT:]:
        path.unlink(missing_ok=True)
