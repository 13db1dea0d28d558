"""`samsprog show`: one concept."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from api.cli.answering.source import Answer, edition, open_source
from api.cli.command import as_text, clock_arguments, supplement_argument
from api.cli.output import Paint, cell, days, print_json, print_values
from api.payload import guard
from classification.words import COLUMNS, KINDS, LABEL_KINDS, LINEAGE_CHANGES, NOTATION_ROLES, STATUSES, named

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
_WIDTH = {"en": 10, "da": 13}
_COLUMNS = (
    "scheme", "release", "code", "notation", "term", "kind", "status", "ordinal", "definition",
)  # fmt: skip


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("scheme", metavar="SCHEME[@RELEASE]", help="short name, system URI or alias")
    parser.add_argument("code", type=as_text, metavar="CODE", help="current code or legacy key")
    supplement_argument(parser)
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print the concept."""
    scheme, release = edition(args.scheme, args.release)
    concept = open_source(args).show(scheme, args.code, release)
    if args.format == "json":
        print_json(concept)
    elif args.format == "text":
        lines = _lines(guard.value(concept), Paint(), args.speech.language)
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        print_values(args.format, _COLUMNS, [[cell(concept[key]) for key in _COLUMNS]])
    return 0


def _lines(concept: Answer, paint: Paint, language: str) -> Iterator[str]:
    def head(name: str) -> str:
        return paint(COLUMNS[name].in_language(language).ljust(_WIDTH[language]), "dim")

    name = f"{concept['scheme']}@{concept['release']}"
    yield f"{paint(concept['notation'], 'bold')}  {paint(concept['term'], 'bold')}  ({name})"
    for title, text in _facts(concept, language):
        if text:
            yield f"  {head(title)} {text}"
    for given in concept["properties"]:
        if given["value"]:
            yield f"  {paint(given['name'].ljust(_WIDTH[language]), 'dim')} {given['value']}"
    if concept["narrower"]:
        yield f"  {head('narrower')}"
        yield from (f"    {below['notation']}  {below['term']}" for below in concept["narrower"])
    if len(concept["history"]) > 1:
        yield f"  {head('history')}"
        yield from (f"    {line}" for line in _history(concept["history"], language))


def _facts(concept: Answer, language: str) -> Iterator[tuple[str, str]]:
    for notation in concept["notations"]:
        when = "" if _always(notation) else f", {days(notation['validity'])}"
        yield "code", f"{notation['code']}  ({named(NOTATION_ROLES, notation['role'], language)}{when})"
    yield "kind", named(KINDS, concept["kind"], language)
    yield "status", "" if concept["status"] == "active" else named(STATUSES, concept["status"], language)
    yield "value", cell(concept["ordinal"])
    for label in concept["labels"]:
        if label["text"] != concept["term"]:
            kind = named(LABEL_KINDS, label["kind"], language)
            yield "term", f"{label['text']}  ({kind}, {label['language']})"
    yield "place", " > ".join(above["term"].strip() for above in concept["path"])
    yield "definition", concept["definition"] or ""
    yield "valid", "" if _always(concept) else days(concept["validity"])
    yield "replaced by", ", ".join(f"{new['notation']}  {new['term']}" for new in concept["replacedBy"])
    yield "reason", concept["reason"] or ""


def _always(thing: Answer) -> bool:
    return not (thing["validity"]["from"] or thing["validity"]["to"])


def _history(entries: list[Answer], language: str) -> Iterator[str]:
    """Each release with what happened since the one before it."""
    order = [entry["release"] for entry in entries]
    changes: dict[str, dict[str, None]] = {}
    for entry in entries:
        for step in entry["steps"]:
            later = max(step["from"], step["to"], key=order.index)
            changes.setdefault(later, {})[named(LINEAGE_CHANGES, step["change"], language)] = None
    for entry in entries:
        happened = ", ".join(changes.get(entry["release"], ()))
        names = " | ".join(f"{found['notation']}  {found['term'].strip()}" for found in entry["concepts"])
        yield f"{entry['release']}  {names or '–'}" + (f"  ({happened})" if happened else "")
