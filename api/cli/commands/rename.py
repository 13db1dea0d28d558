"""`samsprog rename`: another short name for a classification, value set or map."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.author import author_arguments, author_of
from api.cli.command import Stated
from api.cli.output import print_json, print_line
from classification.sentence import both

DESCRIPTION = """\
Give a classification, value set or map another short name. What identifies it is its URI, which stays. The former name
leads to it from now on, and no other gets it; later files under the former name are known by their URI."""
EXAMPLES = ("samsprog rename liste-2 kommunens-ydelser --data-dir ./data",)
FORMATS = ("text", "json")
NO_SERVER = (
    "names are changed where the store of the service is, with its --data-dir or --config: a running service "
    "uses the new name within a second or two"
)
EXTRAS = ("store",)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("name", action=Stated, metavar="OLD", help="its name, or its URI")
    parser.add_argument("new", action=Stated, metavar="NEW", help="its new name")
    author_arguments(parser)


def run(args: Namespace) -> int:
    """Rename it."""
    from api.archive.archive import Archive
    from api.archive.deciding import rename
    from api.archive.thing import thing_named
    from api.cli.settings import settings_of

    author = author_of(args)
    with Archive(settings_of(args)) as archive:
        archive.load_bundled(author.recorded)
        former = thing_named(archive.terminology(), args.name).name
        thing = rename(archive, args.name, args.new, author)
    if args.format == "json":
        print_json({"kind": thing.kind, "uri": thing.uri, "name": thing.name, "former": former})
        return 0
    said = both(
        f"{former} hedder nu {thing.name} ({thing.uri}); det tidligere navn fører til den",
        f"{former} is named {thing.name} now ({thing.uri}); the former name leads to it",
    )
    print_line(args.speech(said))
    return 0
