"""What an error means to who typed the command: an exit code and one line."""

from __future__ import annotations

from api.cli import NOT_ANSWERED, NOT_AS_HOPED
from classification.errors import SamsprogError

_NOT_AS_HOPED = frozenset({"UNKNOWN_CODE", "NO_RELEASE_ON_DAY", "INVALID_CONTENT", "RELEASE_CONFLICT"})


def failure(error: Exception) -> tuple[int, str]:
    """The exit code and the line for an error."""
    if isinstance(error, SamsprogError):
        return NOT_AS_HOPED if error.code in _NOT_AS_HOPED else NOT_ANSWERED, str(error)
    if isinstance(error, OSError) and error.filename:
        return NOT_ANSWERED, f"{error.filename}: {error.strerror or error}"
    if isinstance(error, OSError) and error.errno:
        return NOT_ANSWERED, f"reading or writing failed: {error.strerror or error}"
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return NOT_ANSWERED, f"fault in the program: {said}; --debug shows where"
