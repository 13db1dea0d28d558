"""`samsprog lock`: name and digest of everything that a check rests on."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.cli.command import Stated
from api.cli.language import Speech
from classification.sentence import Sentence, both

if TYPE_CHECKING:
    from classification.check import Checker

DESCRIPTION = """\
Write what a check rests on into a lockfile: name, release and digest of every classification and value set that the
profiles can ask about, and of the profiles. `samsprog check --locked` refuses to go on where anything differs."""
EXAMPLES = (
    "samsprog lock",
    "samsprog lock --profile gateway --profile rehab --output gateway.lock",
    "samsprog lock --check",
)
FORMATS = ()


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    needs_arguments(parser)
    parser.add_argument(
        "--output", "-o", action=Stated, metavar="FILE", help="the lockfile (samsprog.lock)", default=""
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; 1 when the file is not as it would be written"
    )


def needs_arguments(parser: ArgumentParser) -> None:
    """What `lock` and `bundle` share: for which profiles, and from where."""
    parser.add_argument(
        "--profile",
        action="append",
        default=[],
        metavar="NAME",
        help="what this profile or channel needs (everything); may be repeated",
    )
    parser.add_argument("--profiles", metavar="FOLDER", action="append", help="own profiles; may be repeated")
    parser.add_argument("--bundle", metavar="FILE", help="what this bundle holds")


def run(args: Namespace) -> int:
    """Write the lock, or compare with it."""
    from pathlib import Path

    from api.check.lock import FILE, lock_of, lock_text
    from api.service.files import write_whole

    path = Path(args.output or FILE)
    lock = lock_of(checker_of(args), args.profile)
    if not args.check:
        write_whole(path, lock_text(lock).encode())
        counts = counted(*(len(lock[part]) for part in ("releases", "valueSets", "profiles")))
        sys.stdout.write(f"{path}: {args.speech(counts)}\n")
        return 0
    return _compared(path, lock_text(lock), args.speech)


def counted(releases: int, value_sets: int, profiles: int) -> Sentence:
    """How many there are of what a check rests on."""
    return both(
        f"{releases} udgaver, {value_sets} værdisæt, {profiles} profiler",
        f"{releases} releases, {value_sets} value sets, {profiles} profiles",
    )


def checker_of(args: Namespace) -> Checker:
    """The check that the arguments, or the configuration, ask for."""
    from pathlib import Path

    from api.check.config import find_config
    from api.cli.checking import Said, make_checks, origin_of

    args.lock = args.locked = None
    said = Said(args, find_config(str(Path.cwd()), args.config or ""), without=("locked", "lock"))
    return make_checks(args, origin_of(args, said), {})


def _compared(path: object, text: str, speech: Speech) -> int:
    import json

    from api.check.lock import differences, read_lock

    found = differences(read_lock(str(path)), json.loads(text))
    for line in found:
        sys.stdout.write(f"{speech(line)}\n")
    said = both("opdateret", "up to date")
    if found:
        said = both(
            f"{len(found)} forskelle; samsprog lock skriver den på ny",
            f"{len(found)} differences; samsprog lock writes it anew",
        )
    sys.stdout.write(f"{path}: {speech(said)}\n")
    return 1 if found else 0
