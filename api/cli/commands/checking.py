"""What `check` and `fix` are asked: their arguments laid over the configuration file."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from api.payload.config import find_config
from api.payload.documents import STDIN, STDIN_NAME, find_files
from api.payload.options import AUTO, EVERY, NEVER, Config, Options, Question, rule_selection
from classification.errors import InvalidRequest
from classification.record import field, frozen, replace
from classification.sentence import both, same

if TYPE_CHECKING:
    from api.payload.run import MakeChecks
    from classification import Checker


@frozen
class Origin:
    """What a check is made from: folders of own profiles, a bundle, a lock that it is held to (empty: none)."""

    folders: tuple[str, ...] = ()
    bundle: str = ""
    lock: str = ""


@frozen
class CheckArguments:
    """A run as it is asked for.

    `days` are two when days are compared. `own` are the files that the run itself reads or writes (a baseline, a
    report): in a folder of payloads they are none. `unread` are those that are meant and cannot be read, with why.
    `config` is the configuration file. `passed_over` are those of `own` that stand among the payloads.
    """

    options: Options
    make_checks: MakeChecks
    format: str = ""
    baseline: str = ""
    days: tuple[Any, ...] = ()
    own: frozenset[str] = frozenset()
    unread: dict[str, str] = field(default_factory=dict)
    origin: Origin = field(default_factory=Origin)
    config: str = ""
    passed_over: set[str] = field(default_factory=set)

    def questions(self, file: str) -> Sequence[Question]:
        """The questions about a file; none when it is left out."""
        question = self.options.question_for(file)
        if question is None:
            return ()
        return tuple(replace(question, as_of=day) for day in self.days) or (question,)

    def files(self, paths: Iterable[str]) -> list[str]:
        """The files that paths mean (errors as `find_files`) and that are not left out.

        Raises:
            InvalidRequest: there is none.
        """
        files = []
        for file in find_files(paths, self.unread):
            if not self.questions(STDIN_NAME if file == STDIN else file):
                continue
            if self.own and (real := os.path.realpath(file)) in self.own:
                self.passed_over.add(real)
            else:
                files.append(file)
        if not files:
            raise InvalidRequest(
                both(
                    "ingen JSON-fil at kontrollere; nævn filer, eller mapper med .json eller .ndjson",
                    "no JSON file to check; name files, or folders that hold .json or .ndjson",
                )
            )
        return files


def asked(args: Namespace) -> CheckArguments:
    """What the arguments ask, else the configuration, else the defaults.

    Raises:
        InvalidSettings: the configuration cannot be used.
        InvalidRequest: arguments that are out of range or do not go together.
    """
    config = find_config(os.getcwd(), args.config or "")  # noqa: PTH109
    source = OptionSource(args, config)
    days = tuple(getattr(args, "compare_dates", None) or ())
    options = Options(
        question=_question(source),
        exceptions=config.exceptions,
        base=config.base,
        fail_on=source("fail_on", "error"),
        language=source(
            "lang", args.speech.language if source("format", "text") == "text" else args.speech.stated
        ),
        jobs=source("jobs", 1),
    )
    if days and days[0] >= days[1]:
        raise InvalidRequest(
            both(
                f"--compare-dates {days[0]} {days[1]}: den tidligste dag står først",
                f"--compare-dates {days[0]} {days[1]}: the earlier day comes first",
            )
        )
    if days and getattr(args, "as_of", None):
        raise InvalidRequest(
            both(
                "--compare-dates nævner selv sine dage: det går ikke sammen med --as-of",
                "--compare-dates names its own days: it does not go with --as-of",
            )
        )
    if days and (options.question.profile == EVERY or options.fail_on == NEVER):
        raise InvalidRequest(
            both(
                "--compare-dates går hverken sammen med --profile all eller --fail-on never",
                "--compare-dates goes neither with --profile all nor with --fail-on never",
            )
        )
    origin = origin_of(args, source)
    return CheckArguments(
        options=options,
        make_checks=partial(make_checks, args, origin, _named(options, args, config)),
        format=source("format", ""),
        baseline=source.file("baseline"),
        days=days,
        own=_own(args, source.file("baseline")),
        origin=origin,
        config=config.path,
    )


def origin_of(args: Namespace, source: OptionSource) -> Origin:
    """What the arguments, else the configuration, say of it; a lock without a name is looked for upward.

    Raises:
        InvalidRequest: a lock is asked for and there is none.
    """
    folders = [os.path.abspath(folder) for folder in args.profiles or source.folders("profiles")]  # noqa: PTH100
    lock = source.file("lock") if source("locked", False) or getattr(args, "lock", None) else ""
    if source("locked", False) and not lock:
        from api.payload.lock import find_lock

        lock = find_lock(source.base)
    return Origin(tuple(folders), source.file("bundle"), lock)


def must_not_overwrite_read(args: Namespace, ask: CheckArguments, files: Iterable[str]) -> None:
    """Refuse a report, or a baseline, in the place of what is read (errors as `must_not_overwrite`)."""
    written = {"--output": args.output, "--write-baseline": args.write_baseline}
    if not any(written.values()):
        return
    from api.cli.overwriting import must_be_report, must_not_overwrite

    read = (*files, *read_of(args, ask.origin, ask.config))
    must_not_overwrite(written, read)
    must_not_overwrite({"--output": args.output}, [ask.baseline])  # --write-baseline may make it anew
    for option, file in written.items():
        if file and os.path.realpath(file) in ask.passed_over:
            must_be_report(option, file)


def read_of(args: Namespace, origin: Origin, config: str) -> Iterator[str]:
    """The files that a check is made from."""
    from api.cli.overwriting import profile_files, store_files

    yield from filter(None, (config, origin.bundle, origin.lock))
    yield from profile_files(origin.folders)
    if not origin.bundle:
        yield from store_files(args)


def make_checks(args: Namespace, origin: Origin, profiles: Mapping[str, str]) -> Checker:
    """The check over a bundle, or the store, or the bundled vocabularies.

    Raises:
        UnknownProfile: one of `profiles` is neither a profile nor a channel.
        InvalidRequest: so is one that a file names (the place is its value); the bundle cannot be used; what is here
            is not what was locked.
    """
    checker = _opened(args, origin)
    if origin.lock:
        from api.payload.lock import hold_to

        checker = hold_to(origin.lock, whole := checker)
        for name in sorted(profiles.keys() & {*whole.profiles, *whole.channels}):
            if name not in checker.profiles and name not in checker.channels:
                raise InvalidRequest(
                    both(
                        f"{origin.lock} låser ikke {name!r}: det gør `samsprog lock --profile {name}`",
                        f"{origin.lock} does not lock {name!r}: `samsprog lock --profile {name}` does",
                    )
                )
    if profiles:
        known = {*checker.profiles, *checker.channels}
        for name in sorted(profiles.keys() - known):
            from classification.check.checker import UnknownProfile

            unknown = UnknownProfile(name, sorted(known))
            if profiles[name]:
                raise InvalidRequest(same(f"{profiles[name]}: ") + unknown.message)
            raise unknown
    return checker


def _opened(args: Namespace, origin: Origin) -> Checker:
    if origin.bundle:
        from api.payload.bundle import open_bundle

        if args.data_dir:
            raise InvalidRequest(
                both(
                    "en bundle svarer alene: --bundle går ikke sammen med --data-dir",
                    "a bundle answers alone: --bundle does not go with --data-dir",
                )
            )
        own: Iterable[Any] = ()
        if origin.folders:
            from api.payload.opening import read_folders

            own = read_folders(origin.folders)
        checker = open_bundle(origin.bundle, own)
        if own:
            from api.payload.opening import must_know

            must_know(checker, origin.folders)
        return checker
    from api.cli.answering.former import tell_former_names_in, tell_withdrawn_in
    from api.cli.answering.local import open_terminology
    from api.payload.opening import open_checker

    checker = open_checker(open_terminology(args), _cache_dir(args), origin.folders)
    tell_former_names_in(args, checker)
    tell_withdrawn_in(args, checker)
    return checker


def _named(options: Options, args: Namespace, config: Config) -> dict[str, str]:
    """The profiles and channels that are named, each with the place in the configuration."""
    place = f"{config.path}: check"
    names = {
        one.profile: f"{place}.paths.{one.pattern!r}.profile" for one in options.exceptions if one.profile
    }
    names[options.question.profile] = f"{place}.profile" if getattr(args, "profile", None) is None else ""
    return {name: where for name, where in names.items() if name not in {AUTO, EVERY}}


def _own(args: Namespace, baseline: str) -> frozenset[str]:
    files = {baseline, *(getattr(args, name, None) or "" for name in ("write_baseline", "output"))} - {""}
    if not files:
        return frozenset()
    named = {os.path.realpath(path) for path in args.paths}
    return frozenset({os.path.realpath(file) for file in files} - named)


def _cache_dir(args: Namespace) -> str:
    from api.cli.settings import default_folders, nothing_is_set, settings_of

    if nothing_is_set(args, os.environ):
        return default_folders(os.environ)[1]
    return str(settings_of(args).cache_dir)


def _question(source: OptionSource) -> Question:
    from datetime import datetime

    ignore = source("ignore", ())
    select = source("select", ())
    return Question(
        today=datetime.now().astimezone().date(),
        as_of=source("as_of", None),
        known_at=_known_at(source),
        profile=source("profile", AUTO),
        select=rule_selection(select, "--select") or ("SP",),
        ignore=rule_selection(ignore, "--ignore"),
    )


def _known_at(source: OptionSource) -> Any:
    text = source("known_at", "")
    if not text:
        return None
    from api.cli.answering.source import clock_of

    return clock_of(Namespace(as_of=None, known_at=text)).known_at


class OptionSource:
    """What an argument says, else the configuration."""

    def __init__(self, args: Namespace, config: Config, without: Sequence[str] = ()) -> None:
        self._args, self._config, self._without = args, config, without
        self.base = config.base or os.getcwd()  # noqa: PTH109

    def __call__(self, key: str, default: Any) -> Any:
        """The value under a key."""
        value = getattr(self._args, key, None)
        return self._configured(key, default) if value is None else value

    def _configured(self, key: str, default: Any) -> Any:
        return default if key in self._without else self._config.values.get(key, default)

    def file(self, key: str) -> str:
        """A file: of the configuration beside it, of an argument from the working folder."""
        value = getattr(self._args, key, None)
        if value is not None:
            return str(value)
        path = self._configured(key, "")
        return os.path.join(self._config.base, path) if path else ""  # noqa: PTH118

    def folders(self, key: str) -> list[str]:
        """Folders that the configuration names."""
        return [os.path.join(self._config.base, one) for one in self._config.values.get(key, ())]  # noqa: PTH118
