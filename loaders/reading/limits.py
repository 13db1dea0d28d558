"""How much of an input is read at all: sizes, and what an archive may unfold to.

Whoever sends a file decides what is in it; these bounds hold whatever was sent. They are generous: the largest release
of the national terminology is 2 MB of FHIR JSON.
"""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from stat import S_ISDIR, S_ISREG
from typing import Final

from classification import Place
from classification.sentence import NOTHING, Sentence, both
from loaders.reading.notes import Notes

MEBIBYTE: Final = 1 << 20
LARGEST_FILE: Final = 512 * MEBIBYTE
LARGEST_UNFOLDED: Final = 512 * MEBIBYTE
MOST_MEMBERS: Final = 10_000
LARGEST_RATIO: Final = 200
DEEPEST: Final = 200


def fits(path: Path, notes: Notes, *, name: str = "", largest: int = LARGEST_FILE) -> bool:
    """Whether a file is small enough to be read; SPR05 says that it is not.

    A file that is not there, or cannot be asked, fits: who opens it says so.
    """
    try:
        found = path.stat()
    except OSError:
        return True
    if not (S_ISREG(found.st_mode) or S_ISDIR(found.st_mode)):
        message = both(
            "er et rør eller en enhed, og det kan ikke ses, hvor meget der er",
            "is a pipe or a device, and how much there is of it cannot be told",
        )
        notes.error(
            "SPR05",
            message,
            Place(name or path.name),
            both("skriv det til en fil, og importér den", "write it to a file, and import that"),
        )
        return False
    size = found.st_size
    if size <= largest:
        return True
    message = both(
        f"er {size / MEBIBYTE:.0f} MiB, og filer over {largest / MEBIBYTE:.0f} MiB læses ikke",
        f"is {size / MEBIBYTE:.0f} MiB, and files over {largest / MEBIBYTE:.0f} MiB are not read",
    )
    notes.error(
        "SPR05",
        message,
        Place(name or path.name),
        both(
            "del den med én klassifikation eller en del af en kortlægning i hver fil",
            "split it, one classification or part of a map per file",
        ),
    )
    return False


def member_fault(name: str) -> Sentence:
    r"""What is wrong with the path of an archive's member; empty when nothing is.

    >>> [member_fault(name).en for name in ("package/CodeSystem-a.json", "../etc/passwd", "C:\\x")]
    ['', 'leads out of the archive', 'is no relative path']
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or name[1:2] == ":" or "\0" in name:
        return both("er ikke en relativ sti", "is no relative path")
    return both("fører ud af arkivet", "leads out of the archive") if ".." in path.parts else NOTHING


def unfolded_fault(members: int, size: int, unfolded: int) -> Sentence:
    """What is too much about an archive of `size` bytes that unfolds to `unfolded`; empty when nothing is.

    >>> unfolded_fault(3, 1_000, 2_000_000_000).en
    'unfolds to 1907 MiB, and more than 512 MiB is not read'
    """
    if members > MOST_MEMBERS:
        return both(
            f"indeholder {members} medlemmer, og mere end {MOST_MEMBERS} læses ikke",
            f"holds {members} members, and more than {MOST_MEMBERS} are not read",
        )
    if unfolded > LARGEST_UNFOLDED:
        message, most = unfolded / MEBIBYTE, LARGEST_UNFOLDED / MEBIBYTE
        return both(
            f"folder ud til {message:.0f} MiB, og mere end {most:.0f} MiB læses ikke",
            f"unfolds to {message:.0f} MiB, and more than {most:.0f} MiB is not read",
        )
    if unfolded > MEBIBYTE and unfolded > LARGEST_RATIO * size:
        times = unfolded // max(size, 1)
        return both(
            f"folder ud til {times} gange sin størrelse, og mere end {LARGEST_RATIO} gange læses ikke",
            f"unfolds to {times} times its size, and more than {LARGEST_RATIO} times is not read",
        )
    return NOTHING


def zip_fits(path: Path, notes: Notes, *, name: str = "") -> bool:
    """Whether a ZIP archive may be opened, by its own directory: SPR06 it is none or damaged, SPR07 it is not safe.

    The sizes are those the archive states; a reader of a member still reads no more than that (`zipfile` checks).
    """
    file = name or path.name
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as problem:
        notes.error(
            "SPR06",
            both(
                f"er ikke et ZIP-arkiv, eller et beskadiget: {problem}",
                f"is no ZIP archive, or a damaged one: {problem}",
            ),
            Place(file),
            both("send filen igen", "send the file again"),
        )
        return False
    faults = [
        both(f"dets medlem {member.filename!r} {message.da}", f"its member {member.filename!r} {message.en}")
        for member in members
        if (message := member_fault(member.filename))
    ]
    if any(member.flag_bits & 1 for member in members):
        faults.append(both("er krypteret", "is encrypted"))
    size, unfolded = path.stat().st_size, sum(member.file_size for member in members)
    faults.append(unfolded_fault(len(members), size, unfolded))
    for message in filter(None, faults):
        notes.error(
            "SPR07",
            message,
            Place(file),
            both("undersøg, hvor filen kommer fra", "look at where the file comes from"),
        )
        return False
    return True
