"""What an error means to who typed the command: an exit code and a line, or one for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.cli import NOT_ANSWERED, NOT_AS_HOPED
from api.cli.language import Speech
from api.cli.system_words import system_words
from classification import Finding
from classification.errors import InvalidContent, SamsprogError
from classification.sentence import both

_NOT_AS_HOPED = frozenset({"UNKNOWN_CODE", "NO_RELEASE_ON_DAY", "INVALID_CONTENT", "RELEASE_CONFLICT"})
_LISTED = 50


def failure(error: Exception, speech: Speech) -> tuple[int, str]:
    """The exit code and the words for an error."""
    if isinstance(error, InvalidContent) and error.findings:
        return _code(error), "\n".join((f"{speech(error.said)}:", *_listed(error.findings, speech)))
    if isinstance(error, SamsprogError):
        return _code(error), speech(error.message)
    if isinstance(error, OSError) and error.filename is not None:
        name = error.filename or "''"  # the empty name is shown as one types it
        return NOT_ANSWERED, f"{name}: {system_words(error.strerror or str(error), speech)}"
    if isinstance(error, OSError) and error.errno:
        failed = speech.pick("læsning eller skrivning mislykkedes", "reading or writing failed")
        return NOT_ANSWERED, f"{failed}: {system_words(error.strerror or str(error), speech)}"
    message = f"{type(error).__name__}: {error}".rstrip(": ")
    fault = both(
        f"fejl i programmet: {message}; --debug viser hvor",
        f"fault in the program: {message}; --debug shows where",
    )
    return NOT_ANSWERED, speech(fault)


def _code(error: SamsprogError) -> int:
    return NOT_AS_HOPED if error.code in _NOT_AS_HOPED else NOT_ANSWERED


def _listed(findings: Sequence[Finding], speech: Speech) -> Iterator[str]:
    yield from (finding.in_language(speech.language) for finding in findings[:_LISTED])
    if len(findings) > _LISTED:
        rest = len(findings) - _LISTED
        yield speech(both(f"og {rest} mere", f"and {rest} more"))
