"""`samsprog import`: FHIR files or a vocabulary folder into the store."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from api.cli.command import Stated, StatedEach, day, list_formats
from api.cli.finding_groups import group_lines
from api.cli.language import Speech
from api.cli.output import Paint, cell, heads, print_json, print_table, print_values
from api.payload import guard
from classification.sentence import NOTHING, Sentence, both, joined, same
from classification.words import ROW_STATUSES, SEVERITIES, THINGS, named

if TYPE_CHECKING:
    from api.settings import Settings

DESCRIPTION = """\
Bring classifications, value sets and concept maps into the store: everything, or, when anything is wrong, nothing.
All that is wrong is told, with its place. A file is known by its name and by what it holds (docs/formats/). The store
is made when it is not there; it then begins with the bundled vocabularies."""
EXAMPLES = (
    "samsprog import vocabularies/law --dry-run",
    "samsprog import vocabularies/law --dry-run --format json",
)
FORMATS = ("text", "json", "csv", "tsv")
NO_SERVER = (
    "an import goes into a store, not over the network; run it where the store of the service is, "
    "with its --data-dir or --config: a running service answers from what is imported within a second "
    "or two"
)
EXTRAS = ("store",)
_ROWS = ("file", "line", "path", "status", "rule", "message")
_LINTED = 20_000
_LOOKED_AT = 20


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    from loaders import FORMATS

    path = parser.add_argument(
        "path", action=Stated, nargs="+", metavar="PATH", help="files, or folders of files: %(formats)s"
    )
    list_formats(path, FORMATS.values())
    parser.add_argument(
        "--release",
        action=Stated,
        default="",
        metavar="LABEL",
        help="label of the release, in place of its own",
    )
    parser.add_argument("--valid-from", type=day, metavar="DAY", help="first day of a release that is new")
    parser.add_argument("--language", default="", metavar="TAG", help="language of labels that state none")
    parser.add_argument(
        "--replace",
        action=StatedEach,
        default=[],
        metavar="NAME",
        help="this classification is meant to lose what the file does not have, or to come from another publisher",
    )
    parser.add_argument(
        "--skip-broken", action="store_true", help="import the files that are sound, and leave out the others"
    )
    parser.add_argument("--strict", action="store_true", help="refuse what can be read only by repairing it")
    parser.add_argument("--scheme", default="", metavar="NAME", help="short name of a table's classification")
    parser.add_argument(
        "--uri", action=Stated, default="", metavar="URI", help="URI of a table's classification"
    )
    parser.add_argument(
        "--title", action=Stated, default="", metavar="TEXT", help="title of a table's classification"
    )
    parser.add_argument(
        "--encoding",
        type=encoding,
        metavar="NAME",
        help="encoding of a table (UTF-8, else recognised)",
    )
    parser.add_argument(
        "--dates",
        choices=("dmy", "mdy"),
        default="",
        help="order of day and month in a table (what its days show)",
    )
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")


def encoding(text: str) -> str:
    """An encoding of texts, by the name that Python has for it."""
    from loaders.concept_table.encoding import encoding_named

    found = encoding_named(text)
    if not found:
        raise ArgumentTypeError(
            f"{text!r} is no encoding; known: utf-8, utf-16, windows-1252, iso-8859-1, cp850"
        )
    return found


def run(args: Namespace) -> int:
    """Import and print the report; 1 when nothing was imported because something is wrong."""
    from datetime import UTC, datetime
    from pathlib import Path

    from api.cli.progress import shown_progress
    from api.cli.settings import settings_of
    from loaders import Reading, read_all

    settings = settings_of(args)
    reading = Reading(
        release=args.release,
        language=args.language,
        scheme=args.scheme,
        uri=args.uri,
        title=args.title,
        encoding=args.encoding or "",
        dates=args.dates,
        base_uri=settings.scheme_base_uri,
    )
    # Read first: where the format's libraries are missing, they are named together with those of the store.
    content = read_all([Path(path) for path in args.path], reading)
    from api.archive.importing import import_content
    from api.importing.request import Request

    request = Request(
        datetime.now(UTC),
        " ".join(args.path),
        args.release,
        args.valid_from,
        replace=tuple(args.replace),
        line=_line(args.words),
        strict=args.strict,
        skip_broken=args.skip_broken,
    )
    outcome = import_content(
        settings, content, request, dry_run=args.dry_run, progress=shown_progress(args.speech)
    )
    if args.format == "json":
        print_json(outcome.to_json())
    elif args.format == "text":
        _print_text(outcome, Paint(), args.speech)
        if outcome.published:
            sys.stdout.writelines(
                f"{guard.line(args.speech(message))}\n" for message in _noticed(settings, outcome)
            )
    else:
        print_values(
            args.format, _ROWS, ([cell(row.to_json().get(key)) for key in _ROWS] for row in outcome.rows)
        )
    return 1 if outcome.errors else 0


def _line(words: Iterable[str]) -> str:
    """The command as it was typed; an import that was tried is meant to be done."""
    import shlex

    return shlex.join(["samsprog", "import", *(word for word in words if word != "--dry-run")])


def _noticed(settings: Settings, outcome: Any) -> Iterator[Sentence]:
    """What the lint has to say of releases that are new: a line for each."""
    from collections import Counter

    from api.archive.opening import open_terminology
    from classification import When, lint_release

    new = [t for t in outcome.things if t.what == "release" and t.status in {"new", "changed"}]
    if (
        len(new) > _LOOKED_AT
    ):  # each is compared with all others, so that many take the square of their number
        first = f"{new[0].name}@{new[0].version}"
        yield both(
            f"{len(new)} udgaver er mange at se på; samsprog lint {first} gennemgår den første",
            f"{len(new)} releases are many to look at; samsprog lint {first} looks through the first",
        )
        return
    terminology = open_terminology(settings) if new else None
    for thing in new:
        assert terminology is not None
        release = terminology.release(thing.name, When(date.max, release=thing.version))
        if release.size > _LINTED:
            yield both(
                f"{release.name} er stor; samsprog lint {release.name} gennemgår den",
                f"{release.name} is large; samsprog lint {release.name} looks through it",
            )
            continue
        counts = Counter(str(one.severity) for one in lint_release(terminology, release))
        if counts:
            yield _seen(counts, release.name)


def _seen(counts: Mapping[str, int], name: str) -> Sentence:
    message = joined(
        (
            same(f"{counts[key]} × ") + SEVERITIES[key]
            for key in ("error", "warning", "information")
            if counts[key]
        ),
        ", ",
    )
    return both(
        f"et blik på dens termer finder {message.da}; samsprog lint {name} opregner dem",
        f"a look at its terms finds {message.en}; samsprog lint {name} lists them",
    )


def _print_text(outcome: Any, paint: Paint, speech: Speech) -> None:
    language = speech.language
    if outcome.things:
        things = [_thing(thing, language) for thing in outcome.things]
        print_table(heads(("what", "name", "version", "status", "digest"), language), things, paint)
    sys.stdout.writelines(f"{line}\n" for line in group_lines(outcome.findings, paint, language))
    sys.stdout.write(f"{speech(_verdict(outcome))}; {speech(_counted(outcome.summary()))}\n")


def _thing(thing: Any, language: str) -> tuple[str, ...]:
    what, status = named(THINGS, thing.what, language), ROW_STATUSES[thing.status].in_language(language)
    return what, thing.name, thing.version, status, thing.digest[:19]


def _counted(counts: Mapping[str, Any]) -> Sentence:
    rows = joined(
        (
            same(f"{counts[key]} ") + ROW_STATUSES[key]
            for key in ("new", "changed", "same", "left-out", "refused")
            if counts[key]
        ),
        ", ",
    )
    removed = counts["removed"]
    gone = both(f"; begreber fjernet: {removed}", f"; concepts removed: {removed}") if removed else NOTHING
    repaired = counts["repaired"]
    mended = both(f"; rettet: {repaired}", f"; repaired: {repaired}") if repaired else NOTHING
    return both("rækker: ", "rows: ") + (rows or both("ingen", "none")) + gone + mended


def _verdict(outcome: Any) -> Sentence:
    if outcome.errors:
        if outcome.dry_run:
            return both("Intet ville blive importeret", "Nothing would be imported")
        return both("Intet blev importeret", "Nothing was imported")
    if outcome.dry_run:
        return both(
            "Intet er forkert; intet er skrevet (--dry-run)",
            "Nothing is wrong; nothing was written (--dry-run)",
        )
    if outcome.published:
        return both("Importeret", "Imported")
    return both("Alt var der i forvejen", "Everything was there already")
