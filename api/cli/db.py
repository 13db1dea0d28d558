"""`samsprog db`: the store brought up to date, checked, copied and restored."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.check import guard
from api.cli.command import Stated
from api.cli.output import tell

if TYPE_CHECKING:
    from collections import Counter

    from api.settings import Settings
    from api.store.database import Database

DESCRIPTION = """\
Look after the store (SQLite in the data folder, or the database of the setting database_url).
  upgrade        bring its tables up to this version of the program
  check          read every row, and what was compiled of it, and compare it with the digests it was put in with;
                 names each row that is damaged; 1 when anything differs
  backup FILE    copy everything into one file, also while the service runs
  restore FILE   put such a copy into an empty store: all of it, or nothing; any database reads any copy"""
EXAMPLES = (
    "samsprog db check --data-dir ./data",
    "samsprog db backup store.backup --data-dir ./data",
    "samsprog db restore store.backup --data-dir ./other",
)
FORMATS = ()
NO_SERVER = (
    "a store is looked after where it lies, with its --data-dir or --config, also while a service "
    "answers from it"
)
EXTRAS = ("store",)
_ACTIONS = ("upgrade", "check", "backup", "restore")


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("action", choices=_ACTIONS, help="what to do")
    parser.add_argument("file", nargs="?", action=Stated, metavar="FILE", help="the copy")
    parser.add_argument("--replace", action="store_true", help="restore: what the store holds goes")


def run(args: Namespace) -> int:
    """Do it; 1 when a check finds something."""
    from api.cli.settings import settings_of
    from api.store.database import Database
    from classification.errors import InvalidRequest

    if (args.action in {"backup", "restore"}) != bool(args.file):
        needed = "needs a FILE" if not args.file else "takes no FILE"
        raise InvalidRequest(f"samsprog db {args.action} {needed}")
    if args.replace and args.action != "restore":
        raise InvalidRequest(f"--replace goes with restore, not {args.action}")
    settings = settings_of(args)
    if args.action == "restore":
        _must_be_sound(args.file)
    path = settings.sqlite_path
    if args.action != "restore" and path is not None:
        _must_be_there(str(path), str(settings.data_dir))
    database = Database(settings.database, busy_seconds=settings.busy_seconds)
    try:
        return _done(args, database, settings)
    finally:
        database.close()


def _must_be_sound(file: str) -> None:
    """A copy is read before a store is made for it."""
    from pathlib import Path

    from api.store.copying import verified

    verified(Path(file))


def _must_be_there(database: str, data_dir: str) -> None:
    from api.service.opening import store_is_there
    from api.store.errors import StoreUnusable

    if not store_is_there(database, data_dir):
        raise StoreUnusable(f"there is no store at {database}; samsprog serve and samsprog import make one")


def _done(args: Namespace, database: Database, settings: Settings) -> int:
    from pathlib import Path

    from api.cli.progress import shown_progress
    from api.service.upkeep import backup, check_store, held, read_copy

    if args.action == "upgrade":
        if database.step_before == database.step:
            _say(f"{database.shown} is up to date (step {database.step})")
        else:
            _say(
                f"{database.shown} was brought from step {database.step_before or 'none'} to {database.step}"
            )
    elif args.action == "backup":
        _say(f"{args.file}: {_counted(backup(database, Path(args.file)))}")
    elif args.action == "restore":
        _say(f"restored {_counted(read_copy(database, Path(args.file), replace=args.replace))}")
    else:
        found = list(check_store(database, shown_progress()))
        found += [] if found else _altered_parts(settings)
        for said in found:
            tell(said)
        releases, value_sets, maps = held(database)
        looked = f"{releases} releases, {value_sets} value sets, {maps} maps"
        _say(f"{database.shown}: {f'{len(found)} problems in' if found else 'as they were put in:'} {looked}")
        return 1 if found else 0
    return 0


def _altered_parts(settings: Settings) -> list[str]:
    """Asked of a sound store only: what its parts are compared with must be right."""
    from api.service.archive import Archive

    with Archive(settings) as archive:
        return list(archive.altered_parts())


def _counted(rows: Counter[str]) -> str:
    names = {"release": "releases", "concept": "concepts", "value_set": "value sets", "concept_map": "maps"}
    return ", ".join(f"{rows[table]} {name}" for table, name in names.items())


def _say(text: str) -> None:
    sys.stdout.write(f"{guard.line(text)}\n")
