"""`samsprog check`: are the meanings in these data objects right?"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from api.cli.command import Stated, StatedEach, count, day
from api.cli.language import Speech
from api.cli.output import Paint, tell
from api.cli.progress import shown_progress
from api.cli.system_words import system_words
from api.payload import guard
from api.payload.documents import STDIN
from api.payload.formats import FORMATS as FORMS
from api.payload.formats import Look, empty_line, nothing_checked, unrecognised_line, writer
from api.payload.options import FAIL_ON, UNRECOGNISED
from api.payload.run import run_check
from api.payload.tally import Tally
from classification.sentence import both

if TYPE_CHECKING:
    from api.cli.commands.checking import CheckArguments
    from api.payload.baseline import Baseline
    from api.payload.judge import FileOutcome

DESCRIPTION = """\
Check data objects: is every code known, valid on the day, shown with its own words, allowed where it stands?
Reads JSON, NDJSON and FHIR Bundles, packed with gzip or not; asks no network. docs/check.md tells the forms of the
report and what [check] in samsprog.toml or [tool.samsprog.check] in pyproject.toml may say. Exits with 1 when an
object fails, 2 when a file cannot be read."""
EXAMPLES = (
    "samsprog check payloads/",
    "samsprog check 'out/**/*.json' --profile all",
    "samsprog check payloads.ndjson.gz --as-of 2027-01-01 --format sarif --output check.sarif",
    "samsprog check payloads/ --compare-dates 2026-06-01 2027-01-01",
    "samsprog check - --statistics --lang da",
)
NO_SERVER = (
    "the check asks no service: it runs here, from the store, a bundle or the bundled vocabularies; "
    "over GraphQL ask `validate`"
)
FORMATS = ()
_SILENT = frozenset({"csv", "gitlab", "junit", "sarif"})
"""Forms of the report for programs alone: a person who reads the log of a run would not see whom nobody recognised."""


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    question_arguments(parser)
    report = parser.add_argument_group("the report")
    report.add_argument("--format", choices=tuple(FORMS), help="its form (text; github in GitHub Actions)")
    report.add_argument("--output", action=Stated, metavar="FILE", help="write it to a file")
    report.add_argument(
        "--statistics", action="store_true", help="how many findings of each rule, not the findings"
    )
    report.add_argument(
        "--fail-on",
        choices=tuple(map(str, FAIL_ON)),
        help="how grave a finding makes an object fail (error); unrecognised: errors, and objects without a profile",
    )
    report.add_argument(
        "--compare-dates",
        nargs=2,
        type=day,
        metavar=("A", "B"),
        help="what passes on A and fails on B, and why",
    )
    report.add_argument(
        "--baseline", action=Stated, metavar="FILE", help="do not report the findings that this file knows"
    )
    report.add_argument(
        "--write-baseline", action=Stated, metavar="FILE", help="write all findings there as known"
    )
    report.add_argument("--jobs", type=count, metavar="N", help="processes; 0 for one per core (1)")


def question_arguments(parser: ArgumentParser) -> None:
    """What `check` and `fix` share: what is asked of which files."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", default=["."], help="files, folders, patterns; - is stdin (.)"
    )
    question = parser.add_argument_group("what is asked")
    question.add_argument(
        "--as-of", metavar="DAY", type=day, help="as on that day (the day that the object bears, else today)"
    )
    question.add_argument(
        "--known-at", action=Stated, metavar="TIME", help="as known then: a day, or 2024-03-01T12:00:00+01:00"
    )
    question.add_argument(
        "--profile",
        action=Stated,
        metavar="NAME",
        help="a profile or channel; auto recognises it; all tries every channel (auto)",
    )
    question.add_argument(
        "--profiles", metavar="FOLDER", action=StatedEach, help="own profiles; may be repeated"
    )
    question.add_argument(
        "--bundle",
        action=Stated,
        metavar="FILE",
        help="this file answers (samsprog bundle), and nothing else",
    )
    question.add_argument(
        "--locked",
        action="store_const",
        const=True,
        help="refuse where what answers is not what samsprog.lock says",
    )
    question.add_argument(
        "--lock", action=Stated, metavar="FILE", help="refuse where it is not what this lock says"
    )
    question.add_argument("--select", metavar="RULES", help="only these rules, for instance SP2,SP301")
    question.add_argument("--ignore", metavar="RULES", help="not these rules")


def run(args: Namespace) -> int:
    """Check and report; 1 when an object fails, 2 when a file cannot be read."""
    from api.cli.commands.checking import asked, must_not_overwrite_read

    ask = asked(args)
    files = ask.files(args.paths)
    must_not_overwrite_read(args, ask, files)
    if args.compare_dates:
        return _compare(args, ask, files)
    form = _form(args, ask)
    baseline = _baseline(args, ask)
    tally = Tally(_outcomes(ask, files), fail_on=ask.options.fail_on, baseline=baseline)
    with report_file(args.output) as out:
        look = Look(ask.options.language, Paint(out), args.statistics)
        if args.write_baseline:
            _write_baseline(args.write_baseline, tally, args.speech)
        else:
            writer(form)(tally, out, look)
    _tell_troubles(tally.troubles, args.speech)
    if args.output:
        _tell_summary(tally, look)
    elif form in _SILENT and not args.write_baseline:
        _tell_unseen(tally, look.language)
    if tally.troubles:
        return 2
    return 1 if tally.fails and not args.write_baseline else 0


def _outcomes(ask: CheckArguments, files: list[str]) -> Iterator[FileOutcome]:
    stdin: Any = sys.stdin.buffer if STDIN in files else None
    return run_check(
        files,
        ask.questions,
        ask.make_checks,
        jobs=ask.options.jobs or os.cpu_count() or 1,
        stdin=stdin,
        progress=shown_progress(Speech(ask.options.language)),
        unread=ask.unread,
    )


def _form(args: Namespace, ask: CheckArguments) -> str:
    from classification.errors import InvalidRequest

    form: str = args.format or ask.format
    if not form:
        actions = os.environ.get("GITHUB_ACTIONS") == "true" and not args.output
        form = "github" if actions and not args.statistics else "text"
    if args.statistics and form not in {"text", "json"}:
        raise InvalidRequest(
            both(
                f"--statistics hører til --format text eller json, ikke {form}",
                f"--statistics goes with --format text or json, not {form}",
            )
        )
    return form


def _baseline(args: Namespace, ask: CheckArguments) -> Baseline | None:
    if not ask.baseline or args.write_baseline:
        return None
    from pathlib import Path

    from api.payload.baseline import read_baseline

    return read_baseline(Path(ask.baseline))


def _write_baseline(file: str, tally: Tally, speech: Speech) -> None:
    from collections import Counter
    from pathlib import Path

    from api.payload.baseline import baseline_text, mark_of

    path = Path(file)
    marks = Counter(mark_of(one, str(path.parent)) for one in tally.findings())
    unread = marks.pop("", 0)
    path.write_text(baseline_text(marks), encoding="utf-8")
    name, number = guard.line(file), marks.total()
    sentence = both(f"{number} fund er nu kendte", f"{number} findings are known now")
    sys.stdout.write(f"{name}: {speech(sentence)}\n")
    if unread:
        others = both(
            f"{unread} er det ikke: de siger, at en tekst ikke kan læses",
            f"{unread} are not: they say that a text cannot be read",
        )
        sys.stdout.write(f"{name}: {speech(others)}\n")


def _compare(args: Namespace, ask: CheckArguments, files: list[str]) -> int:
    from api.payload.comparing import compare, comparison_lines, comparison_value
    from classification.errors import InvalidRequest

    form = args.format or "text"
    if form not in {"text", "json"}:
        raise InvalidRequest(
            both(
                f"--compare-dates hører til --format text eller json, ikke {form}",
                f"--compare-dates goes with --format text or json, not {form}",
            )
        )
    first, second = args.compare_dates
    comparison = compare(_outcomes(ask, files), first, second, ask.options.fail_on)
    with report_file(args.output) as out:
        if form == "json":
            import json

            out.write(
                guard.json_text(
                    json.dumps(
                        comparison_value(comparison, ask.options.language), ensure_ascii=False, indent=2
                    )
                )
                + "\n"
            )
        else:
            look = Look(ask.options.language, Paint(out))
            out.writelines(f"{line}\n" for line in comparison_lines(comparison, look))
    _tell_troubles(comparison.troubles, args.speech)
    if comparison.troubles:
        return 2
    nothing = not comparison.objects and ask.options.fail_on == UNRECOGNISED
    return 1 if comparison.failed[1] or nothing else 0


@contextmanager
def report_file(file: str | None) -> Iterator[TextIO]:
    """Where a report goes: a file that then has all of it or stays as it was, else stdout."""
    if not file:
        yield sys.stdout
        return
    aside = file
    if os.path.isfile(file) or not os.path.exists(file):  # noqa: PTH110, PTH113 - a device is written as it is
        file = os.path.realpath(file)
        aside = f"{file}.{os.getpid()}.part"
    try:
        with _named(file), open(aside, "w", encoding="utf-8", newline="\n") as out:  # noqa: PTH123
            yield out
        if aside != file:
            os.replace(aside, file)  # noqa: PTH105
    finally:
        if aside != file:
            with suppress(OSError):
                os.unlink(aside)  # noqa: PTH108


@contextmanager
def _named(file: str) -> Iterator[None]:
    """What the system says of the file beside is said of the file itself."""
    try:
        yield
    except IsADirectoryError:
        raise IsADirectoryError(21, "this is a folder; name a file", file) from None
    except OSError as error:
        if error.filename and str(error.filename).startswith(file):
            raise OSError(error.errno, error.strerror, file) from None
        raise


def _tell_troubles(troubles: list[tuple[str, str]], speech: Speech) -> None:
    sys.stdout.flush()
    for file, text in troubles:
        tell(f"{file}: {system_words(text, speech)}")


def _tell_unseen(tally: Tally, language: str) -> None:
    """What a report for programs alone leaves out: what nobody looked at."""
    if not tally.objects:
        tell(nothing_checked(language))
    elif tally.empty:
        tell(empty_line(tally.empty, tally.files, language))
    if tally.unrecognised:
        tell(unrecognised_line(tally.unrecognised, tally.objects, language))


def _tell_summary(tally: Tally, look: Look) -> None:
    from api.payload.formats.text import summary_lines

    lines = summary_lines(tally, Look(look.language, Paint(sys.stderr)))
    sys.stderr.writelines(f"{line}\n" for line in lines)
