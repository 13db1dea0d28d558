"""SP1xx: an object against the tree of its profile's fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from classification.check_issue import Issue, both
from classification.check_path import escaped
from classification.check_shape import Shape
from classification.check_type import DAYS
from classification.text import quoted

Report = Callable[[str, Issue], None]
_DEEPEST: Final = 250
_SHOWN: Final = 60
_SORTS: Final = (
    (bool, "en sandhedsværdi", "a boolean"),
    (str, "en tekst", "a string"),
    (int, "et tal", "a number"),
    (float, "et tal", "a number"),
    (dict, "et objekt", "an object"),
    (list, "en liste", "an array"),
)


def check_structure(shape: Shape, obj: Any, at: str, report: Report) -> None:
    """Report everything in which `obj` does not have the shape; `at` is its pointer."""
    _value(shape, obj, at, report, 0)


def _value(shape: Shape, value: Any, at: str, report: Report, depth: int) -> None:
    if value is None or value == "" or (value == {} and shape.name) or value == []:
        report(at, _empty(shape.name))
    elif depth > _DEEPEST:
        return  # the reader reports such depth (SP194)
    elif shape.simple is not None:
        _simple(shape, value, at, report)
    elif shape.type == "any":
        return
    elif shape.children or shape.type:
        if isinstance(value, dict):
            _object(shape, value, at, report, depth)
        else:
            report(at, _wrong_type(shape.name, "et objekt", "an object", value))


def _simple(shape: Shape, value: Any, at: str, report: Report) -> None:
    assert shape.simple is not None
    if not shape.simple(value) and not _is_code_in_blanks(shape, value):
        text = isinstance(value, str)
        report(at, _bad_time(shape, value) if text and shape.type in DAYS else _bad_simple(shape, value))
        return
    field = shape.field
    if field.values and value not in field.values:
        report(at, _not_among(shape.name, value, field.values))
    elif field.pattern and isinstance(value, str) and not _compiled(field.pattern).fullmatch(value[:10_000]):
        report(at, _not_matching(shape.name, value, field.pattern))


def _is_code_in_blanks(shape: Shape, value: Any) -> bool:
    """A code with blanks around it, of which the check of codes says more."""
    return (
        shape.name == "code"
        and isinstance(value, str)
        and value != value.strip()
        and shape.simple is not None
        and shape.simple(value.strip())
    )


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _object(shape: Shape, obj: dict[str, Any], at: str, report: Report, depth: int) -> None:
    children = shape.children
    for child in shape.required:
        if child.name not in obj:
            report(at, _missing(child))
    for name, value in obj.items():
        child_shape = children.get(name)
        if child_shape is not None:
            _member(child_shape, value, f"{at}/{escaped(name)}", report, depth)
        elif shape.closed and name not in shape.known and not (name[:1] == "_" and name[1:] in children):
            report(f"{at}/{escaped(name)}", _unknown(name, children))


def _member(shape: Shape, value: Any, at: str, report: Report, depth: int) -> None:
    if shape.max == 0:
        report(at, _forbidden(shape.name))
        return
    if not isinstance(value, list):
        if shape.array:
            report(at, _wrong_type(shape.name, "en liste", "an array", value))
        else:
            _value(shape, value, at, report, depth + 1)
        return
    if shape.array is False:
        report(at, _wrong_type(shape.name, "én værdi", "one value", value))
        return
    if not value:
        report(at, _empty(shape.name))
        return
    if len(value) < shape.min:
        report(at, _too_few(shape, len(value)))
    if shape.max is not None and len(value) > shape.max:
        report(at, _too_many(shape, len(value)))
    for number, each in enumerate(value):
        _value(shape, each, f"{at}/{number}", report, depth + 1)
    if shape.slices:
        _slices(shape, value, at, report, depth)


def _slices(shape: Shape, values: list[Any], at: str, report: Report, depth: int) -> None:
    claimed: set[int] = set()
    for slice_, part in shape.slices:
        mine = [number for number, value in enumerate(values) if slice_.takes(value)]
        claimed.update(mine)
        named = f"{shape.name}[{slice_.path}={slice_.value}]"
        if len(mine) < part.min:
            report(at, _missing_slice(part, named))
        if part.max == 0 and mine:
            report(f"{at}/{mine[0]}", _forbidden(named))
        elif part.max is not None and len(mine) > part.max:
            report(at, _too_many(part, len(mine), named))
        for number in mine:
            if isinstance(values[number], dict):
                _object(part, values[number], f"{at}/{number}", report, depth + 1)
    if shape.field.closed:
        for number in sorted(set(range(len(values))) - claimed):
            report(f"{at}/{number}", _no_slice(shape))


# ---------------------------------------------------------------- in words


def _sort(value: Any) -> tuple[str, str]:
    for sort, da, en in _SORTS:
        if isinstance(value, sort):
            return da, en
    return "null", "null"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value if len(value) <= _SHOWN else f"{value[: _SHOWN - 3]}…")
    text = quoted(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}…"


def _missing(child: Shape) -> Issue:
    return Issue(
        child.field.rule or "SP102",
        both(f"Feltet {quoted(child.name)} mangler", f"The field {quoted(child.name)} is missing"),
        evidence=(("field", child.field.path or child.name),),
    )


def _missing_slice(part: Shape, named: str) -> Issue:
    return Issue(
        part.field.rule or "SP102",
        both(f"{named} mangler", f"{named} is missing"),
        evidence=(("field", part.field.path or named),),
    )


def _too_few(shape: Shape, count: int) -> Issue:
    return Issue(
        "SP102",
        both(
            f"{quoted(shape.name)} har {count} værdier; der skal være mindst {shape.min}",
            f"{quoted(shape.name)} has {count} values; there must be at least {shape.min}",
        ),
    )


def _too_many(shape: Shape, count: int, named: str = "") -> Issue:
    name = named or quoted(shape.name)
    return Issue(
        "SP103",
        both(
            f"{name} har {count} værdier; der må højst være {shape.max}",
            f"{name} has {count} values; there may be at most {shape.max}",
        ),
    )


def _unknown(name: str, children: dict[str, Shape]) -> Issue:
    from difflib import get_close_matches

    near = get_close_matches(name[:60], list(children), n=1, cutoff=0.7)
    remedy = (
        both(f"Mente du {quoted(near[0])}?", f"Did you mean {quoted(near[0])}?") if near else both("", "")
    )
    shown = _shown(name)
    message = both(f"Profilen kender ikke feltet {shown}", f"The profile does not know the field {shown}")
    return Issue("SP104", message, remedy) if near else Issue("SP104", message)


def _wrong_type(name: str, da: str, en: str, value: Any) -> Issue:
    got_da, got_en = _sort(value)
    what_da, what_en = (quoted(name), quoted(name)) if name else ("Objektet", "The object")
    return Issue(
        "SP105",
        both(
            f"{what_da} skal være {da}, ikke {got_da}",
            f"{what_en} must be {en}, not {got_en}",
        ),
    )


def _bad_simple(shape: Shape, value: Any) -> Issue:
    shown = _shown(value)
    return Issue(
        "SP105",
        both(
            f"{quoted(shape.name)} skal være af typen {shape.type}; {shown} er det ikke",
            f"{quoted(shape.name)} must be of type {shape.type}; {shown} is not",
        ),
    )


def _bad_time(shape: Shape, value: Any) -> Issue:
    shown = _shown(value)
    return Issue(
        "SP106",
        both(
            f"{quoted(shape.name)} er {shown}, som ikke er en gyldig {shape.type}",
            f"{quoted(shape.name)} is {shown}, which is no valid {shape.type}",
        ),
    )


def _not_among(name: str, value: Any, values: tuple[str, ...]) -> Issue:
    listed, shown = ", ".join(values), _shown(value)
    return Issue(
        "SP107",
        both(
            f"{quoted(name)} er {shown}; det skal være en af: {listed}",
            f"{quoted(name)} is {shown}; it must be one of: {listed}",
        ),
    )


def _not_matching(name: str, value: str, pattern: str) -> Issue:
    shown = _shown(value)
    return Issue(
        "SP107",
        both(
            f"{quoted(name)} er {shown}; det skal have formen {pattern}",
            f"{quoted(name)} is {shown}; it must have the form {pattern}",
        ),
    )


def _forbidden(name: str) -> Issue:
    return Issue("SP108", both(f"{quoted(name)} må ikke stå her", f"{quoted(name)} may not stand here"))


def _no_slice(shape: Shape) -> Issue:
    listed = ", ".join(f"{slice_.path} = {slice_.value}" for slice_, _ in shape.slices)
    return Issue(
        "SP109",
        both(
            f"Værdien hører ikke til nogen af de tilladte dele af {quoted(shape.name)}: {listed}",
            f"The value belongs to none of the parts of {quoted(shape.name)} that are allowed: {listed}",
        ),
    )


def _empty(name: str) -> Issue:
    shown = name or "JSON"
    return Issue("SP110", both(f"{quoted(shown)} er tom", f"{quoted(shown)} is empty"))
