"""Who decides something about the store, as far as known: --by, else the user of this machine."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.cli.command import Stated

if TYPE_CHECKING:
    from api.archive.deciding import Author


def author_arguments(parser: ArgumentParser) -> None:
    """The argument that names who decides."""
    parser.add_argument(
        "--by", action=Stated, metavar="WHO", help="who decides it (the user of this machine)"
    )


def author_of(args: Namespace) -> Author:
    """Who decides, now."""
    from datetime import UTC, datetime

    from api.archive.deciding import Author

    return Author(datetime.now(UTC), args.by or _user())


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError, ImportError):  # a user without a name, as containers have them
        return ""
