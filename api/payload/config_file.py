"""The table of a configuration file, checked: all problems at once, with the nearest names."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from api.payload.formats import FORMATS
from api.payload.options import FAIL_ON, LANGUAGES, Config, PathException, rule_selection
from api.settings import CHECK_TABLE, CONFIG_FILE, InvalidSettings, unknown_keys
from classification.errors import InvalidRequest
from classification.sentence import Sentence, both

_OURS: Final = ("tool", "samsprog")


def read_config(path: str, keys: tuple[str, ...]) -> Config | None:
    """The configuration that a file holds under keys; None when it has no such table.

    Raises:
        InvalidSettings: with every problem and its place.
    """
    try:
        value: Any = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidSettings(
            [both(f"{path}: kan ikke læses: {error}", f"{path}: cannot be read: {error}")]
        ) from None
    except RecursionError:
        raise InvalidSettings(
            [both(f"{path}: er indlejret for dybt", f"{path}: is nested too deep")]
        ) from None
    if problems := unknown_keys(path, value) if keys == (CHECK_TABLE,) else []:
        raise InvalidSettings(problems)
    for depth, key in enumerate(keys, start=1):
        value = value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            place = ".".join(keys[:depth])
            raise InvalidSettings(
                [both(f"{path}: {place} er ikke en tabel", f"{path}: {place} is not a table")]
            )
        if problems := _strangers(path, value) if keys[:depth] == _OURS else []:
            raise InvalidSettings(problems)
    return _checked(path, value, keys)


def _strangers(path: str, table: Mapping[str, Any]) -> list[Sentence]:
    """What stands in our table of a `pyproject.toml` and is not the check's: nothing would read it."""
    place = f"{path}: {'.'.join(_OURS)}"
    problems = []
    for key in table:
        if key == CHECK_TABLE:
            continue
        if get_close_matches(key, [CHECK_TABLE], cutoff=0.6):
            hint = both(f"mente du {CHECK_TABLE}?", f"did you mean {CHECK_TABLE}?")
        elif key in _KEYS:
            hint = both(f"den hører til i {CHECK_TABLE}", f"it belongs in {CHECK_TABLE}")
        else:
            hint = both(
                f"her står kun {CHECK_TABLE}; tjenestens indstillinger står i {CONFIG_FILE}",
                f"only {CHECK_TABLE} stands here; settings of the service stand in {CONFIG_FILE}",
            )
        problems.append(
            both(f"{place}: ukendt nøgle {key!r}; {hint.da}", f"{place}: unknown key {key!r}; {hint.en}")
        )
    return problems


def _checked(path: str, table: dict[str, Any], keys: tuple[str, ...]) -> Config:
    problems: list[Sentence] = []
    where = f"{path}: {'.'.join(keys)}"
    values = _values(table, _KEYS, where, problems)
    exceptions = _exceptions(values.pop("paths", {}), where, problems)
    exclude = tuple(PathException(pattern, skip=True) for pattern in values.pop("exclude", ()))
    if problems:
        raise InvalidSettings(problems)
    return Config(path, values, exclude + exceptions)


def _exceptions(paths: dict[str, Any], where: str, problems: list[Sentence]) -> tuple[PathException, ...]:
    exceptions = []
    for pattern, table in paths.items():
        place = f"{where}.paths.{pattern!r}"
        if not isinstance(table, dict):
            problems.append(both(f"{place}: er ikke en tabel", f"{place}: is not a table"))
            continue
        exceptions.append(PathException(pattern, **_values(table, _PATH_KEYS, place, problems)))
    return tuple(exceptions)


_Read = Callable[[Any, str], Any]


def _values(
    table: Mapping[str, Any], keys: Mapping[str, _Read], where: str, problems: list[Sentence]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in keys:
            near = get_close_matches(key.replace("-", "_"), keys, n=2, cutoff=0.6)
            hint = (
                both(f"mente du {' eller '.join(near)}?", f"did you mean {' or '.join(near)}?")
                if near
                else both(f"kendte: {', '.join(keys)}", f"known: {', '.join(keys)}")
            )
            problems.append(
                both(f"{where}: ukendt nøgle {key!r}; {hint.da}", f"{where}: unknown key {key!r}; {hint.en}")
            )
            continue
        try:
            values[key] = keys[key](value, f"{where}.{key}")
        except InvalidRequest as problem:
            problems.append(problem.message)
    return values


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidRequest(both(f"{place}: {value!r} er ikke tekst", f"{place}: {value!r} is not text"))
    return value


def _texts(value: Any, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise InvalidRequest(
            both(
                f"{place}: {value!r} er ikke en liste af tekster",
                f"{place}: {value!r} is not a list of texts",
            )
        )
    return tuple(value)


def _rules(value: Any, place: str) -> tuple[str, ...]:
    return rule_selection(_texts(value, place), place)


def _one_of(allowed: tuple[str, ...]) -> _Read:
    def read(value: Any, place: str) -> str:
        if value not in allowed:
            raise InvalidRequest(
                both(
                    f"{place}: {value!r} er ikke en af {', '.join(allowed)}",
                    f"{place}: {value!r} is none of {', '.join(allowed)}",
                )
            )
        return str(value)

    return read


def _day(value: Any, place: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        raise InvalidRequest(
            both(
                f"{place}: {value!r} er ikke en dag; skriv den som 2024-03-01",
                f"{place}: {value!r} is not a day; write it as 2024-03-01",
            )
        ) from None


def _count(value: Any, place: str) -> int:
    if type(value) is not int or value < 0:
        raise InvalidRequest(
            both(
                f"{place}: {value!r} er ikke et helt tal fra 0",
                f"{place}: {value!r} is not a whole number from 0",
            )
        )
    return value


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidRequest(
            both(
                f"{place}: {value!r} er hverken true eller false",
                f"{place}: {value!r} is neither true nor false",
            )
        )
    return value


def _members(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidRequest(both(f"{place}: er ikke en tabel", f"{place}: is not a table"))
    return value


_KEYS: Final[Mapping[str, _Read]] = {
    "format": _one_of(tuple(FORMATS)),
    "fail_on": _one_of(tuple(map(str, FAIL_ON))),
    "lang": _one_of(LANGUAGES),
    "profile": _text,
    "as_of": _day,
    "known_at": _text,
    "select": _rules,
    "ignore": _rules,
    "exclude": _texts,
    "profiles": _texts,
    "baseline": _text,
    "bundle": _text,
    "lock": _text,
    "locked": _flag,
    "jobs": _count,
    "paths": _members,
}
_PATH_KEYS: Final[Mapping[str, _Read]] = {
    "profile": _text,
    "as_of": _day,
    "ignore": _rules,
}
