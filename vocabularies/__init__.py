"""What we ship: one vocabulary folder per vocabulary, data without logic."""

from pathlib import Path


def folders() -> tuple[Path, ...]:
    """The shipped vocabulary folders, by name."""
    return tuple(sorted(about.parent for about in Path(__file__).parent.glob("*/about.toml")))
