"""What an error means to who typed the command: an exit code and a line, or one for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.cli import NOT_ANSWERED, NOT_AS_HOPED
from classification.errors import InvalidContent, SamsprogError
from classification.finding import Finding

_NOT_AS_HOPED = frozenset({"UNKNOWN_CODE", "NO_RELEASE_ON_DAY", "INVALID_CONTENT", "RELEASE_CONFLICT"})
_LISTED = 50


def failure(error: Exception) -> tuple[int, str]:
    """The exit code and the words for an error."""
    if isinstance(error, InvalidContent) and error.findings:
        return _code(error), "\n".join((f"{error.said}:", *_listed(error.findings)))
    if isinstance(error, SamsprogError):
        return _code(error), str(error)
    if isinstance(error, OSError) and error.filename:
        return NOT_ANSWERED, f"{error.filename}: {error.strerror or error}"
    if isinstance(error, OSError) and error.errno:
        return NOT_ANSWERED, f"reading or writing failed: {error.strerror or error}"
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return NOT_ANSWERED, f"fault in the program: {said}; --debug shows where"


def _code(error: SamsprogError) -> int:
    return NOT_AS_HOPED if error.code in _NOT_AS_HOPED else NOT_ANSWERED


def _listed(findings: Sequence[Finding]) -> Iterator[str]:
    yield from map(str, findings[:_LISTED])
    if len(findings) > _LISTED:
        yield f"and {len(findings) - _LISTED} more"
