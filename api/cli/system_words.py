"""What the system, or a reader of files, says of a file, in Danish.

An `OSError` has one text, in English; here stands the Danish for those that files and folders meet. Another one,
which a system may well have, stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

from api.cli.language import Speech

_DANISH: Final = {
    "No such file or directory": "der er ingen sådan fil eller mappe",
    "Permission denied": "adgang nægtet",
    "Is a directory": "det er en mappe",
    "Not a directory": "det er ikke en mappe",
    "File exists": "filen findes allerede",
    "No space left on device": "der er ikke mere plads",
    "Read-only file system": "filsystemet er skrivebeskyttet",
    "Too many open files": "for mange åbne filer",
    "File name too long": "filnavnet er for langt",
    "Input/output error": "fejl ved læsning eller skrivning",
    "the link leads to no file": "linket fører ikke til en fil",
    "the link leads back to itself": "linket fører tilbage til sig selv",
    "this is a pipe, a socket or a device; to have a pipe read, name it itself": (
        "dette er en pipe, en socket eller en enhed; nævn selve pipen for at få den læst"
    ),
    "Too many levels of symbolic links": "linket fører tilbage til sig selv",
    "no file matches": "ingen fil passer",
    "no such file or folder": "der er ingen sådan fil eller mappe",
    "no such folder of profiles": "der er ingen sådan mappe med profiler",
    "there is no such folder": "der er ingen sådan mappe",
    "this is a folder; name a file": "dette er en mappe; nævn en fil",
    "this is a file; name the folder of profiles it lies in": (
        "dette er en fil; nævn den mappe med profiler, den ligger i"
    ),
    "the file is read-only": "filen er skrivebeskyttet",
    "a packed file is not changed; unpack it first": "en pakket fil bliver ikke ændret; pak den ud først",
    "the file is packed twice; unpack it once (gunzip)": "filen er pakket to gange; pak den ud én gang (gunzip)",
    "the compressed file ends too early; copy or pack it anew": (
        "den pakkede fil slutter for tidligt; kopiér eller pak den igen"
    ),
}
_PATTERNS: Final = (
    (r"one object is larger than (\d+) MB", r"ét objekt er større end \1 MB"),
    (
        r"the compressed file is broken \((.*)\); pack it anew",
        r"den pakkede fil er i stykker (\1); pak den igen",
    ),
)


def system_words(message: str, speech: Speech) -> str:
    """The text in the language of who reads it, where we have it."""
    if speech.language != "da":
        return message
    if message in _DANISH:
        return _DANISH[message]
    for english, danish in _PATTERNS:
        if re.fullmatch(english, message):
            return re.sub(english, danish, message)
    return message
