"""`samsprog db`: the store brought up to date, checked, copied and restored."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.cli.command import Stated
from api.cli.output import tell
from api.payload import guard
from classification.sentence import Sentence, both, joined, same

if TYPE_CHECKING:
    from collections import Counter

    from api.cli.language import Speech
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
        needed = (
            both("tager ingen FIL", "takes no FILE") if args.file else both("kræver en FIL", "needs a FILE")
        )
        raise InvalidRequest(same(f"samsprog db {args.action} ") + needed)
    if args.replace and args.action != "restore":
        raise InvalidRequest(
            both(
                f"--replace hører til restore, ikke {args.action}",
                f"--replace goes with restore, not {args.action}",
            )
        )
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
    from api.archive.place import store_is_there
    from api.store.errors import StoreUnusable

    if not store_is_there(database, data_dir):
        raise StoreUnusable(
            both(
                f"der er intet lager i {database}; samsprog serve og samsprog import laver et",
                f"there is no store at {database}; samsprog serve and samsprog import make one",
            )
        )


def _done(args: Namespace, database: Database, settings: Settings) -> int:
    from pathlib import Path

    from api.archive.upkeep import backup, check_store, held, read_copy
    from api.cli.progress import shown_progress

    say: Speech = args.speech
    if args.action == "upgrade":
        _say(say(_upgraded(database)))
    elif args.action == "backup":
        _say(f"{args.file}: {say(_counted(backup(database, Path(args.file))))}")
    elif args.action == "restore":
        rows = _counted(read_copy(database, Path(args.file), replace=args.replace))
        _say(say(both("genskabt: ", "restored ") + rows))
    else:
        problems = list(check_store(database, shown_progress(say)))
        problems += [] if problems else _altered_parts(settings)
        for message in problems:
            tell(say(message))
        looked = _looked(*held(database))
        state = both("som det blev lagt ind: ", "as they were put in: ")
        if problems:
            state = both(f"{len(problems)} problemer i ", f"{len(problems)} problems in ")
        _say(f"{database.shown}: {say(state + looked)}")
        return 1 if problems else 0
    return 0


def _altered_parts(settings: Settings) -> list[Sentence]:
    """Asked of a sound store only: what its parts are compared with must be right."""
    from api.archive.archive import Archive

    with Archive(settings) as archive:
        return list(archive.altered_parts())


def _upgraded(database: Database) -> Sentence:
    where, step, before = database.shown, database.step, database.step_before
    if before == step:
        return both(f"{where} er opdateret (trin {step})", f"{where} is up to date (step {step})")
    return both(
        f"{where} er bragt fra trin {before or 'ingen'} til {step}",
        f"{where} was brought from step {before or 'none'} to {step}",
    )


def _looked(releases: int, value_sets: int, maps: int) -> Sentence:
    return both(
        f"{releases} udgaver, {value_sets} værdisæt, {maps} kortlægninger",
        f"{releases} releases, {value_sets} value sets, {maps} maps",
    )


def _counted(rows: Counter[str]) -> Sentence:
    names = {
        "release": both("udgaver", "releases"),
        "concept": both("begreber", "concepts"),
        "value_set": both("værdisæt", "value sets"),
        "concept_map": both("kortlægninger", "maps"),
    }
    return joined((same(f"{rows[table]} ") + name for table, name in names.items()), ", ")


def _say(text: str) -> None:
    sys.stdout.write(f"{guard.line(text)}\n")
