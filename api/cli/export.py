"""`samsprog export`: a release, a value set or a map in a standard format."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.cli.source import clock_of, edition

if TYPE_CHECKING:
    from pathlib import Path

    from classification.terminology import Terminology, When
    from loaders import Content, Format

DESCRIPTION = """\
Write a release of a classification, a value set or a concept map in a standard format.
What the format does not carry is told on stderr."""
EXAMPLES = (
    "samsprog export fsiii@2.3.0 --to fhir-json -o fsiii.json",
    "samsprog export KLSeverities@2.3.0",
    "samsprog export domus-ffb",
)
FORMATS = ()


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    from api.cli.command import Stated, day

    parser.add_argument("name", metavar="NAME[@RELEASE]", help="a classification, value set or concept map")
    parser.add_argument("--to", default="fhir-json", metavar="FORMAT", help="fhir-json")
    parser.add_argument(
        "-o",
        "--output",
        action=Stated,
        default="-",
        metavar="PATH",
        help="file, or folder that is there; - is stdout (-)",
    )
    parser.add_argument("--as-of", metavar="DAY", type=day, help="the release valid on that day")
    parser.add_argument("--known-at", action=Stated, metavar="TIME", help="as known then")


def run(args: Namespace) -> int:
    """Write it."""
    from pathlib import Path

    from api.cli.local import open_terminology

    form = _format(args.to)
    name, release = edition(args.name)
    content = _content(open_terminology(args), name, clock_of(args).of(release))
    if args.output == "-":
        sys.stdout.write(_as_one_text(form, content))
    elif Path(args.output).is_dir():
        assert form.write is not None
        for written in form.write(content, Path(args.output)):
            sys.stderr.write(f"{written}\n")
    else:
        Path(args.output).write_text(_as_one_text(form, content), encoding="utf-8", newline="\n")
    for finding in form.losses(content) if form.losses else ():
        sys.stderr.write(f"samsprog: {finding}\n")
    return 0


def _format(name: str) -> Format:
    from classification.errors import InvalidRequest
    from loaders import FORMATS as LOADERS

    form = LOADERS.get(name)
    if form is None or form.write is None:
        known = ", ".join(found.name for found in LOADERS.values() if found.write)
        raise InvalidRequest(f"no format {name!r} to export to; known: {known}")
    return form


def _content(terminology: Terminology, name: str, when: When) -> Content:
    from classification.errors import UnknownMap, UnknownScheme, UnknownValueSet
    from loaders import Content, Draft

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


def _as_one_text(form: Format, content: Content) -> str:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    assert form.write is not None
    with TemporaryDirectory() as folder:
        return _only(form.write(content, Path(folder))).read_text(encoding="utf-8")


def _only(paths: tuple[Path, ...]) -> Path:
    from classification.errors import InvalidRequest

    if len(paths) != 1:
        raise InvalidRequest(f"{len(paths)} files cannot go into one; name a folder with -o")
    return paths[0]
