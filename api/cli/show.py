"""`samsprog show`: one concept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from api.check import guard
from api.cli.command import as_text, clock_arguments
from api.cli.output import Paint, cell, days, print_json, print_values
from api.cli.source import Answer, edition, open_source

DESCRIPTION = """\
Show one concept: its codes and terms, its place, what it was called in other releases.
A code is any notation of the concept: the current code or a legacy key."""
EXAMPLES = (
    "samsprog show fsiii J1.1",
    "samsprog show fsiii@1.1.0 J1.1",
    "samsprog show fsiii B1 --as-of 2023-08-01",
    "samsprog show urn:oid:1.2.208.176.2.21 J1.1 --format json",
)
FORMATS = ("text", "json", "csv", "tsv")
_COLUMNS = (
    "scheme", "release", "code", "notation", "term", "kind", "status", "ordinal", "definition",
)  # fmt: skip


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("scheme", metavar="SCHEME[@RELEASE]", help="short name, system URI or alias")
    parser.add_argument("code", type=as_text, metavar="CODE", help="current code or legacy key")
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print the concept."""
    scheme, release = edition(args.scheme, args.release)
    concept = open_source(args).show(scheme, args.code, release)
    if args.format == "json":
        print_json(concept)
    elif args.format == "text":
        sys.stdout.write("\n".join(_lines(guard.value(concept), Paint())) + "\n")
    else:
        print_values(args.format, _COLUMNS, [[cell(concept[key]) for key in _COLUMNS]])
    return 0


def _lines(concept: Answer, paint: Paint) -> Iterator[str]:
    name = f"{concept['scheme']}@{concept['release']}"
    yield f"{paint(concept['notation'], 'bold')}  {paint(concept['term'], 'bold')}  ({name})"
    for title, text in _facts(concept):
        if text:
            yield f"  {paint(title.ljust(10), 'dim')} {text}"
    if concept["narrower"]:
        yield f"  {paint('narrower'.ljust(10), 'dim')}"
        yield from (f"    {below['notation']}  {below['term']}" for below in concept["narrower"])
    if len(concept["history"]) > 1:
        yield f"  {paint('history'.ljust(10), 'dim')}"
        yield from (f"    {line}" for line in _history(concept["history"]))


def _facts(concept: Answer) -> Iterator[tuple[str, str]]:
    for notation in concept["notations"]:
        when = "" if days(notation["validity"]) == "always" else f", {days(notation['validity'])}"
        yield "code", f"{notation['code']}  ({notation['role']}{when})"
    yield "kind", concept["kind"]
    yield "status", "" if concept["status"] == "active" else concept["status"]
    yield "value", cell(concept["ordinal"])
    for label in concept["labels"]:
        if label["text"] != concept["term"]:
            yield "term", f"{label['text']}  ({label['kind']}, {label['language']})"
    yield "place", " > ".join(above["term"].strip() for above in concept["path"])
    yield "definition", concept["definition"] or ""
    yield "valid", "" if days(concept["validity"]) == "always" else days(concept["validity"])
    yield "replaced by", ", ".join(f"{new['notation']}  {new['term']}" for new in concept["replacedBy"])
    yield "reason", concept["reason"] or ""
    for given in concept["properties"]:
        yield given["name"], given["value"]


def _history(entries: list[Answer]) -> Iterator[str]:
    """Each release with what happened since the one before it."""
    order = [entry["release"] for entry in entries]
    changes: dict[str, dict[str, None]] = {}
    for entry in entries:
        for step in entry["steps"]:
            later = max(step["from"], step["to"], key=order.index)
            changes.setdefault(later, {})[step["change"]] = None
    for entry in entries:
        happened = ", ".join(changes.get(entry["release"], ()))
        names = " | ".join(f"{found['notation']}  {found['term'].strip()}" for found in entry["concepts"])
        yield f"{entry['release']}  {names or '–'}" + (f"  ({happened})" if happened else "")
