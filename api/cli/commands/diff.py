"""`samsprog diff`: what changed between two releases, or two versions of a concept map."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.cli.answering.source import Answer, AnswerSource, Edition, clock_of, edition, open_source
from api.cli.command import Stated, clock_arguments, count
from api.cli.output import cell, print_json, print_values
from api.payload import guard
from classification.sentence import both

if TYPE_CHECKING:
    from classification import When

DESCRIPTION = """\
Compare two releases of a classification: what came, went, was recoded, renamed, moved …, and what that breaks.
The modes: backward, who has the new release reads data written with the old one; forward, the other way round;
full, both (docs/compatibility.md). NEW left out is the release that holds today or on the day asked for; OLD without
a release is the release before NEW. Versions of a concept map, or two maps, are compared row by row
(docs/maps.md)."""
EXAMPLES = (
    "samsprog diff fsiii@1.1.0 fsiii@2.0.0",
    "samsprog diff fsiii@2.2.0",
    "samsprog diff fsiii",
    "samsprog diff fsiii@1.1.0 fsiii@2.0.0 --format json",
    "samsprog diff ffb@1.0.0 ffb@1.1.0 --format markdown",
    "samsprog diff ffb@1.0.0 ffb@1.1.0 --format xkos",
    "samsprog diff fsiii@1.1.0 fsiii@2.3.0 --mode backward --fail-on breaking",
    "samsprog diff fasit-ffb-2023 fasit-ffb --format json",
)
FORMATS = ("text", "json", "csv", "tsv", "markdown", "xkos")
_OF_MAPS = ("text", "json", "csv", "tsv")
_MAP_COLUMNS = (
    "change", "row", "source_system", "source_code", "source_term", "relation",
    "target_system", "target_code", "target_term", "field", "from", "to",
)  # fmt: skip
_COLUMNS = ("change", "code", "key", "term", "language", "label", "from", "to", "backward", "forward")
_GRAVITY = ("compatible", "warning", "breaking")


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("old", metavar="OLD[@RELEASE]", help="the release one comes from")
    parser.add_argument(
        "new", nargs="?", action=Stated, metavar="NEW[@RELEASE]", help="the release one goes to"
    )
    parser.add_argument(
        "--mode", choices=("backward", "forward", "full"), default="full", help="see above (full)"
    )
    parser.add_argument(
        "--fail-on",
        choices=_GRAVITY[1:],
        help="exit with 1 when the changes are that grave in the mode, or graver",
    )
    parser.add_argument(
        "--limit",
        type=count,
        default=20,
        metavar="N",
        help="lines per kind of change in text; 0 for all (20)",
    )
    clock_arguments(parser, release=False)


def run(args: Namespace) -> int:
    """Print the difference; 1 when it is as grave as --fail-on says."""
    older = edition(args.old)
    newer = edition(args.new) if args.new else (older[0], "")
    source = open_source(args)
    if source.has_map(older[0]):
        return _compare_maps(args, source, older, newer)
    if not older[1]:
        older = (older[0], _before(source, newer, clock_of(args)))
    if args.format in {"text", "markdown"}:
        text, levels = source.diff_text(older, newer, args.format, args.limit)
        sys.stdout.write(guard.lines(text))
    elif args.format == "xkos":
        sys.stdout.write(source.correspondence(older, newer))
        levels = source.diff(older, newer)["compatibility"]
    else:
        difference = source.diff(older, newer)
        levels = difference["compatibility"]
        _print(difference, args.format)
    grave = _GRAVITY.index(levels[args.mode])
    return 1 if args.fail_on and grave >= _GRAVITY.index(args.fail_on) else 0


def _compare_maps(args: Namespace, source: AnswerSource, older: Edition, newer: Edition) -> int:
    """Print the difference between two maps.

    Raises:
        InvalidRequest: what is asked for is for releases alone.
    """
    from classification.errors import InvalidRequest

    if args.fail_on or args.mode != "full" or args.format not in _OF_MAPS:
        only_releases = f"--format {args.format}" if args.format not in _OF_MAPS else "--mode, --fail-on"
        raise InvalidRequest(
            both(
                f"{only_releases} er til udgaver; kortlægninger sammenlignes som {', '.join(_OF_MAPS)}",
                f"{only_releases} is for releases; maps are compared as {', '.join(_OF_MAPS)}",
            )
        )
    if args.format == "text":
        sys.stdout.write(guard.lines(source.map_diff_text(older, newer, args.limit)))
        return 0
    difference = source.map_diff(older, newer)
    if args.format == "json":
        print_json(difference)
    else:
        print_values(args.format, _MAP_COLUMNS, map(_cells, _lines_of(difference)))
    return 0


def _lines_of(difference: Answer) -> Iterator[Answer]:
    """A line for each row that came or went, and one for each column of a row that is another."""
    for row in difference["rows"]:
        sides = {
            f"{side}_{part}": row[side][part]
            for side in ("source", "target")
            for part in ("system", "code", "term")
        }
        line = {**row, **sides, "row": row["row"]["to"] or row["row"]["from"]}
        yield from ({**line, **field} for field in row["fields"] or [{"field": "", "from": "", "to": ""}])


def _cells(line: Answer) -> list[str]:
    return [cell(line[name]) for name in _MAP_COLUMNS]


def _before(source: AnswerSource, newer: Edition, when: When) -> str:
    """The label of the release before the newer one; any where that is not held, which the comparison then tells.

    Raises:
        InvalidRequest: it is the first.
        NoReleaseOnDay: none was known then.
    """
    name, label = newer
    releases = source.releases(name)
    place = next((place for place, found in enumerate(releases) if _is(found, label)), None)
    if place == 0:
        from classification.errors import InvalidRequest

        first = f"{releases[0]['scheme']}@{releases[0]['release']}"
        message = both(
            f"{first} er den første udgave; der er ingen før den",
            f"{first} is the first release; there is none before it",
        )
        raise InvalidRequest(message)
    if not releases:
        from classification.errors import NoReleaseOnDay

        raise NoReleaseOnDay(
            name, when.day, None, known_at=when.known_at.isoformat() if when.known_at else ""
        )
    before: str = releases[place - 1 if place else 0]["release"]
    return before


def _is(release: Answer, label: str) -> bool:
    if not label:
        return bool(release["current"])
    return label == release["release"] or (
        label.startswith("sha256:") and release["digest"].startswith(label)
    )


def _print(difference: Answer, form: str) -> None:
    if form == "json":
        print_json(difference)
        return
    rows = ({**change, **change["level"]} for change in difference["changes"])
    print_values(form, _COLUMNS, [[_shown(row.get(key)) for key in _COLUMNS] for row in rows])


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(map(_shown, value))
    if isinstance(value, dict):
        return cell(
            value.get("code") or value.get("text") or " ".join(_shown(v) for v in value.values() if v)
        )
    return cell(value)
