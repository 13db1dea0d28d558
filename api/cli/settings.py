"""Settings as the command's arguments, the environment and the configuration file say them."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import TYPE_CHECKING

from api.cli.language import LANGUAGES, VARIABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.settings import Settings


def settings_of(args: Namespace, **options: object) -> Settings:
    """The settings in force for a command; `options` are further arguments under the names of settings."""
    from pathlib import Path

    from api.settings import load_settings

    return load_settings(
        os.environ,
        Path.cwd(),
        config=Path(args.config) if args.config else None,
        options={"data_dir": args.data_dir, **options},
    )


def nothing_is_set(args: Namespace, environ: Mapping[str, str]) -> bool:
    """Whether all settings have their defaults, told without loading them."""
    named = any(
        name.startswith("SAMSPROG_")
        and not name.startswith("SAMSPROG_TEST_")
        and not (name == VARIABLE and value in LANGUAGES)  # a language moves no folder
        for name, value in environ.items()
    )
    return not (args.data_dir or args.config or named or os.path.exists("samsprog.toml"))  # noqa: PTH110


def default_folders(environ: Mapping[str, str]) -> tuple[str, str]:
    """The data and the cache folder when nothing is set (as `api.settings` has them; a test compares)."""
    return _home(environ, "XDG_DATA_HOME", ".local/share"), _home(environ, "XDG_CACHE_HOME", ".cache")


def _home(environ: Mapping[str, str], variable: str, usual: str) -> str:
    base = environ.get(variable, "")
    home = base if os.path.isabs(base) else f"{os.path.expanduser('~')}/{usual}"  # noqa: PTH111, PTH117
    return f"{home}/samsprog"
