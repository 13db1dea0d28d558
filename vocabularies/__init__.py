"""What we ship: one vocabulary folder per vocabulary, data without logic."""

from pathlib import Path
from typing import Final

PROFILES: Final = Path(__file__).parent / "profiles"
"""The folder of the shipped profiles (see loaders.profile_toml.reading)."""


def folders() -> tuple[Path, ...]:
    """The shipped vocabulary folders, by name."""
    return tuple(sorted(about.parent for about in Path(__file__).parent.glob("*/about.toml")))
