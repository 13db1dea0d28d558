"""`samsprog lock`: name and digest of everything that a check rests on."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.cli.command import Stated, StatedEach
from api.payload import guard
from classification.sentence import Sentence, both, same

if TYPE_CHECKING:
    from pathlib import Path

    from classification import Checker

DESCRIPTION = """\
Write what a check rests on into a lockfile: name, release and digest of every classification and value set that the
profiles can ask about, and of the profiles. `samsprog check --locked` refuses to go on where anything differs."""
EXAMPLES = (
    "samsprog lock",
    "samsprog lock --profile gateway --profile rehab --output gateway.lock",
    "samsprog lock --check",
)
FORMATS = ()
NO_SERVER = "the lock is made from the store or the bundled vocabularies, which the check then runs on"


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    needs_arguments(parser)
    parser.add_argument(
        "--output",
        "-o",
        action=Stated,
        metavar="FILE",
        help="the lockfile (the configured one, else samsprog.lock)",
        default="",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; 1 when the file is not as it would be written, for what it is for",
    )


def needs_arguments(parser: ArgumentParser) -> None:
    """What `lock` and `bundle` share: for which profiles, and from where."""
    parser.add_argument(
        "--profile",
        action=StatedEach,
        default=[],
        metavar="NAME",
        help="what this profile or channel asks about (all of them); may be repeated",
    )
    parser.add_argument(
        "--profiles", metavar="FOLDER", action=StatedEach, help="own profiles; may be repeated"
    )
    parser.add_argument("--bundle", action=Stated, metavar="FILE", help="what this bundle holds")


def run(args: Namespace) -> int:
    """Write the lock, or compare with it."""
    from pathlib import Path

    from api.archive.files import write_whole
    from api.cli.commands.checking import OptionSource
    from api.payload.config import find_config
    from api.payload.lock import FILE, lock_of, lock_text

    configured = OptionSource(Namespace(), find_config(str(Path.cwd()), args.config or "")).file("lock")
    path = Path(args.output or configured or FILE)
    if args.check:
        return _compared(path, args)
    lock = lock_of(checker_of(args, str(path)), args.profile)
    write_whole(path, lock_text(lock).encode())
    counts = counted(*(len(lock[part]) for part in ("releases", "valueSets", "profiles")))
    sys.stdout.write(f"{guard.line(str(path))}: {args.speech(counts)}\n")
    return 0


def counted(releases: int, value_sets: int, profiles: int) -> Sentence:
    """How many there are of what a check rests on."""
    return both(
        f"{releases} udgaver, {value_sets} værdisæt, {profiles} profiler",
        f"{releases} releases, {value_sets} value sets, {profiles} profiles",
    )


def checker_of(args: Namespace, output: str = "") -> Checker:
    """The check that the arguments, or the configuration, ask for.

    Raises:
        InvalidRequest: `output`, the file to write, is one that is read.
    """
    from pathlib import Path

    from api.cli.commands.checking import OptionSource, make_checks, origin_of, read_of
    from api.cli.overwriting import must_not_overwrite
    from api.payload.config import find_config

    args.lock = args.locked = None
    config = find_config(str(Path.cwd()), args.config or "")
    origin = origin_of(args, OptionSource(args, config, without=("locked", "lock")))
    if output:
        must_not_overwrite({"--output": output}, read_of(args, origin, config.path))
    return make_checks(args, origin, {})


def _compared(path: Path, args: Namespace) -> int:
    """Hold the lockfile against what is here, for the profiles that it is for."""
    import json

    from api.payload.lock import differences, lock_of, lock_text, read_lock
    from classification.check.checker import UnknownProfile

    lock = read_lock(str(path))
    wanted = sorted(set(args.profile)) or lock["for"]
    sentences: list[Sentence] = []
    if wanted != lock["for"]:
        locked, named = _named(lock["for"]), _named(wanted)
        sentences.append(
            both(
                f"låsen er for {locked.da}, ikke for {named.da}",
                f"the lock is for {locked.en}, not for {named.en}",
            )
        )
    try:
        sentences += differences(lock, json.loads(lock_text(lock_of(checker_of(args), wanted))))
    except UnknownProfile as error:
        if args.profile:
            raise
        sentences.append(error.message)
    for line in sentences:
        sys.stdout.write(f"{guard.line(args.speech(line))}\n")
    message = both("opdateret", "up to date")
    if sentences:
        message = both(
            f"{len(sentences)} forskelle; samsprog lock skriver den på ny",
            f"{len(sentences)} differences; samsprog lock writes it anew",
        )
    sys.stdout.write(f"{guard.line(str(path))}: {args.speech(message)}\n")
    return 1 if sentences else 0


def _named(profiles: list[str]) -> Sentence:
    return same(", ".join(profiles)) or both("alle profiler", "all profiles")
