"""SP1xx: the tree of a profile's fields, compiled into functions that walk through an object once.

Each place of the tree becomes one function, made when an object first has something there, since types may hold
themselves. On its way it notes what is wrong with the shape, and every coding and list that it passes; what no place
of the tree describes is handed to the plain walk (`classification.check.walk`), so nothing is passed over.

Why functions that make functions: what a place asks (a type, a length, named parts) is decided once for a profile and
not for each object, so a look makes only the tests that its place needs. They hold nothing of an object: what they see
goes into `Seen`. `notes` is off where another walk has noted the codings before (a Bundle, a named part of a list):
noted twice, a coding would be reported twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from classification.check.fault import Fault, both
from classification.check.field_type import DAYS, SURE
from classification.check.path import Slice
from classification.check.shape import Shape
from classification.check.walk import Seen, note, note_reference, walk_on
from classification.deadline import look
from classification.expansion.pattern import pattern
from classification.text import escaped, quoted

Look = Callable[[Any, str, Seen, int], None]
"""Looks at a value: the value, a pointer, where to note what is seen, how deep the value stands."""

_DEEPEST: Final = 250
_SHOWN: Final = 60
_TYPE_WORDS: Final = (
    (bool, "en sandhedsværdi", "a boolean"),
    (str, "en tekst", "a string"),
    (int, "et tal", "a number"),
    (float, "et tal", "a number"),
    (dict, "et objekt", "an object"),
    (list, "en liste", "an array"),
)


def structure(shape: Shape, *, notes: bool) -> Look:
    """The function that looks at one value, whose pointer it is given.

    Args:
        shape: what the profile says of the place.
        notes: whether codings and lists are noted; else they have been before.
    """
    if shape.simple is not None:
        return _simple(shape, notes=notes)
    if shape.type != "any" and (shape.children or shape.type):
        return _object(shape, notes=notes)
    return _anything(shape, notes=notes)


def _is_empty(value: Any, shape: Shape) -> bool:
    """Whether nothing stands here; of an empty object at the root it is said what it lacks."""
    return value is None or value == "" or value == [] or (value == {} and bool(shape.name))


def _unlooked(value: Any, at: str, seen: Seen, depth: int) -> None:
    """Walk through what the profile does not describe, or what is not as it describes it."""
    if value.__class__ is dict or value.__class__ is list:
        walk_on(value, at, seen, depth)


def _anything(shape: Shape, *, notes: bool) -> Look:
    def look(value: Any, at: str, seen: Seen, depth: int) -> None:
        if _is_empty(value, shape):
            seen.faults.append((at, _empty(shape.name)))
        elif notes:
            _unlooked(value, at, seen, depth)

    return look


def _simple(shape: Shape, *, notes: bool) -> Look:
    is_of, allowed, written = shape.simple, shape.field.values, shape.field.pattern
    assert is_of is not None

    def trouble(value: Any) -> Fault | None:
        if _is_empty(value, shape):
            return _empty(shape.name)
        if not is_of(value):
            return None if _is_code_in_blanks(shape, value) else _bad_simple(shape, value)
        if allowed and value not in allowed:
            return _not_among(shape.name, value, allowed)
        if written and value.__class__ is str and not pattern(written).matches(value):
            return _not_matching(shape.name, value, written)
        return None

    def look(value: Any, at: str, seen: Seen, depth: int) -> None:
        fault = trouble(value)
        if fault is not None:
            seen.faults.append((at, fault))
            if notes:
                _unlooked(value, at, seen, depth)

    return look


def _is_code_in_blanks(shape: Shape, value: Any) -> bool:
    """A code with blanks around it, of which the check of codes says more."""
    return (
        shape.name == "code"
        and isinstance(value, str)
        and value != value.strip()
        and shape.simple is not None
        and shape.simple(value.strip())
    )


def _object(shape: Shape, *, notes: bool) -> Look:
    """Looks at an object, whose pointer it is given, and at its members."""
    required = frozenset(child.name for child in shape.required)
    choices, members = shape.choices, _Members(shape, notes=notes)
    texts, looks = members.texts, members.looks

    def look(obj: Any, at: str, seen: Seen, depth: int) -> None:
        if (obj.__class__ is not dict or not obj) and not _is_object(obj, shape, at, seen):
            if notes:
                _unlooked(obj, at, seen, depth)
            return
        if depth > _DEEPEST:
            return  # the reader reports such depth (SP194)
        if notes:
            if "code" in obj:
                note(obj, at, seen, depth)
            if "reference" in obj:
                note_reference(obj, at, seen)
        if required and not obj.keys() >= required:
            seen.faults += [(at, _missing(child)) for child in shape.required if child.name not in obj]
        if choices:
            seen.faults += _chosen_twice(obj, choices, at)
        for name, value in obj.items():
            if value.__class__ is str and (is_right := texts.get(name)) is not None and is_right(value):
                continue
            look_at = looks.get(name) or members.make_look(name)
            look_at(value, at, seen, depth + 1)

    return look


def _is_object(value: Any, shape: Shape, at: str, seen: Seen) -> bool:
    """Whether a value is an object that may be looked at; notes what is wrong where it is not."""
    if _is_empty(value, shape):
        seen.faults.append((at, _empty(shape.name)))
        return False
    if value.__class__ is not dict:
        seen.faults.append((at, _wrong_type(shape.name, "et objekt", "an object", value)))
        return False
    return True


class _Members:
    """The functions for the members of an object, each made when its name is first met.

    `texts` are fields of which nothing is asked but a type of text: most of them are seen at once to be right.
    """

    __slots__ = ("_notes", "_shape", "looks", "texts")

    def __init__(self, shape: Shape, *, notes: bool) -> None:
        self._shape, self._notes = shape, notes
        self.looks: dict[str, Look] = {}
        self.texts: dict[str, Callable[[str], object]] = {}

    def make_look(self, name: str) -> Look:
        """The function for a name that has none yet; those of names that the profile does not know are not kept."""
        child = self._shape.children.get(name)
        if child is not None:
            look = _member(child, notes=self._notes)
            if _is_mere_text(child):
                self.texts[name] = SURE[child.type]
        else:
            look = _undescribed(self._shape, name, notes=self._notes)
        if child is not None or name in self._shape.tolerated:
            self.looks[name] = look
        return look


def _is_mere_text(shape: Shape) -> bool:
    """Whether a single text of its type is all that is asked of a place."""
    one = shape.array is False and shape.max != 0
    return one and shape.type in SURE and not (shape.field.values or shape.field.pattern)


def _undescribed(shape: Shape, name: str, *, notes: bool) -> Look:
    """Looks at what stands under a name that the profile does not describe."""
    companion = name[:1] == "_" and name[1:] in shape.children  # a simple value's id and extensions, in FHIR
    unknown = shape.closed and name not in shape.tolerated and not companion

    def look(value: Any, at: str, seen: Seen, depth: int) -> None:
        at = f"{at}/{escaped(name)}"
        if unknown:
            seen.faults.append((at, _unknown(name, shape.children)))
        if notes:
            _unlooked(value, at, seen, depth)

    return look


def _member(shape: Shape, *, notes: bool) -> Look:
    """Looks at what stands under the name of a field; the pointer is that of the object around it."""
    suffix = f"/{escaped(shape.name)}"
    one, check_list = structure(shape, notes=notes), _list(shape)
    forbidden = shape.max == 0
    may_be_one, may_be_several = not shape.array and not forbidden, shape.array is not False and not forbidden

    def look(value: Any, at: str, seen: Seen, depth: int) -> None:
        at += suffix
        if value.__class__ is list:
            if may_be_several and value:
                if notes and len(value) > 1:
                    seen.lists.append((at, value))
                for number, each in enumerate(value):
                    one(each, f"{at}/{number}", seen, depth)
                if check_list is not None:
                    check_list(value, at, seen, depth)
                return
        elif may_be_one:
            one(value, at, seen, depth)
            return
        seen.faults.append((at, _misplaced(shape, value)))
        if notes:
            _unlooked(value, at, seen, depth)

    return look


def _misplaced(shape: Shape, value: Any) -> Fault:
    """What is wrong with a value as a whole, so that it is not held against the profile."""
    if shape.max == 0:
        return _forbidden(shape.name)
    if not isinstance(value, list):
        return _wrong_type(shape.name, "en liste", "an array", value)
    if shape.array is False:
        return _wrong_type(shape.name, "én værdi", "one value", value)
    return _empty(shape.name)


def _list(shape: Shape) -> Look | None:
    """Looks at a list as a whole: how many values it has, and its named parts; None where nothing is asked."""
    slices, least = _slices(shape), shape.min
    most = float("inf") if shape.max is None else shape.max
    if not slices and least <= 1 and shape.max is None:
        return None

    def look(values: Any, at: str, seen: Seen, depth: int) -> None:
        count = len(values)
        if not least <= count <= most:
            seen.faults.append((at, _too_few(shape, count) if count < least else _too_many(shape, count)))
        for look_at in slices:
            look_at(values, at, seen, depth)

    return look


def _slices(shape: Shape) -> tuple[Look, ...]:
    """Looks at a list by its named parts; the codings in it have been noted."""
    looks = tuple(_part(shape, slice_, part) for slice_, part in shape.slices)
    return (*looks, _closed(shape)) if shape.field.closed and looks else looks


def _part(shape: Shape, slice_: Slice, part: Shape) -> Look:
    """Looks at the values of a list that belong to one of its named parts."""
    named = f"{shape.name}[{slice_.path}={slice_.value}]"
    look_inside, least, most = _object(part, notes=False), part.min, part.max
    unlimited = float("inf") if most is None else most
    asks_inside = bool(part.children)

    def look(values: Any, at: str, seen: Seen, depth: int) -> None:
        if not asks_inside and not least and len(values) <= unlimited:
            return  # however many of them belong to the part, they may
        mine = [number for number, value in enumerate(values) if slice_.takes(value)]
        if len(mine) < least:
            seen.faults.append((at, _missing_slice(part, named)))
        if most == 0 and mine:
            seen.faults.append((f"{at}/{mine[0]}", _forbidden(named)))
        elif most is not None and len(mine) > most:
            seen.faults.append((at, _too_many(part, len(mine), named)))
        for number in mine:
            if values[number].__class__ is dict:
                look_inside(values[number], f"{at}/{number}", seen, depth)

    return look


def _closed(shape: Shape) -> Look:
    """Notes the values of a list that belong to none of its named parts."""
    parts = [slice_ for slice_, _ in shape.slices]

    def look(values: Any, at: str, seen: Seen, _depth: int) -> None:
        seen.faults += [
            (f"{at}/{number}", _no_slice(shape))
            for number, value in enumerate(values)
            if not any(slice_.takes(value) for slice_ in parts)
        ]

    return look


# ---------------------------------------------------------------- in words


def _type_words(value: Any) -> tuple[str, str]:
    for type_, da, en in _TYPE_WORDS:
        if isinstance(value, type_):
            return da, en
    return "null", "null"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value if len(value) <= _SHOWN else f"{value[: _SHOWN - 3]}…")
    text = quoted(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}…"


def _missing(child: Shape) -> Fault:
    return Fault(
        child.field.rule or "SP102",
        both(f"Feltet {quoted(child.name)} mangler", f"The field {quoted(child.name)} is missing"),
        evidence=(("field", child.field.path or child.name),),
    )


def _chosen_twice(
    obj: Mapping[str, Any], choices: tuple[frozenset[str], ...], at: str
) -> list[tuple[str, Fault]]:
    """Values under more than one of the names of which FHIR allows one."""
    faults = []
    for names in choices:
        if len(obj.keys() & names) > 1:
            there = [name for name in obj if name in names]
            listed = ", ".join(there)
            message = both(f"Kun én af {listed} kan stå her", f"Only one of {listed} may stand here")
            faults.append((f"{at}/{there[1]}", Fault("SP103", message)))
    return faults


def _missing_slice(part: Shape, named: str) -> Fault:
    return Fault(
        part.field.rule or "SP102",
        both(f"{named} mangler", f"{named} is missing"),
        evidence=(("field", part.field.path or named),),
    )


def _too_few(shape: Shape, count: int) -> Fault:
    return Fault(
        "SP102",
        both(
            f"{quoted(shape.name)} har {count} værdier; der skal være mindst {shape.min}",
            f"{quoted(shape.name)} has {count} values; there must be at least {shape.min}",
        ),
    )


def _too_many(shape: Shape, count: int, named: str = "") -> Fault:
    name = named or quoted(shape.name)
    return Fault(
        "SP103",
        both(
            f"{name} har {count} værdier; der må højst være {shape.max}",
            f"{name} has {count} values; there may be at most {shape.max}",
        ),
    )


def _unknown(name: str, children: dict[str, Shape]) -> Fault:
    look()
    from classification.near import near_names  # a run without unknown names does without

    near = near_names(name, tuple(children), most=1, close=0.7)
    remedy = (
        both(f"Mente du {quoted(near[0])}?", f"Did you mean {quoted(near[0])}?") if near else both("", "")
    )
    shown = _shown(name)
    message = both(f"Profilen kender ikke feltet {shown}", f"The profile does not know the field {shown}")
    return Fault("SP104", message, remedy) if near else Fault("SP104", message)


def _wrong_type(name: str, da: str, en: str, value: Any) -> Fault:
    got_da, got_en = _type_words(value)
    what_da, what_en = (quoted(name), quoted(name)) if name else ("Objektet", "The object")
    return Fault(
        "SP105",
        both(
            f"{what_da} skal være {da}, ikke {got_da}",
            f"{what_en} must be {en}, not {got_en}",
        ),
    )


def _bad_simple(shape: Shape, value: Any) -> Fault:
    if isinstance(value, str) and shape.type in DAYS:
        return _bad_time(shape, value)
    shown = _shown(value)
    return Fault(
        "SP105",
        both(
            f"{quoted(shape.name)} skal være af typen {shape.type}; {shown} er det ikke",
            f"{quoted(shape.name)} must be of type {shape.type}; {shown} is not",
        ),
    )


def _bad_time(shape: Shape, value: Any) -> Fault:
    shown = _shown(value)
    return Fault(
        "SP106",
        both(
            f"{quoted(shape.name)} er {shown}, som ikke er en gyldig {shape.type}",
            f"{quoted(shape.name)} is {shown}, which is no valid {shape.type}",
        ),
        _TIMES[shape.type],
    )


_TIMES: Final = {
    "date": both("Skriv en dag, der findes, som 2025-08-20", "Write a day that exists, as 2025-08-20"),
    "dateTime": both(
        "Skriv en dag, der findes, som 2025-08-20, eller en tid som 2025-08-20T10:00:00+02:00",
        "Write a day that exists, as 2025-08-20, or a time as 2025-08-20T10:00:00+02:00",
    ),
    "instant": both(
        "Skriv en tid med sekunder og tidszone, som 2025-08-20T10:00:00+02:00",
        "Write a time with seconds and offset, as 2025-08-20T10:00:00+02:00",
    ),
}


def _not_among(name: str, value: Any, values: tuple[str, ...]) -> Fault:
    listed, shown = ", ".join(values), _shown(value)
    return Fault(
        "SP107",
        both(
            f"{quoted(name)} er {shown}; det skal være en af: {listed}",
            f"{quoted(name)} is {shown}; it must be one of: {listed}",
        ),
    )


def _not_matching(name: str, value: str, pattern: str) -> Fault:
    shown = _shown(value)
    return Fault(
        "SP107",
        both(
            f"{quoted(name)} er {shown}; det skal have formen {pattern}",
            f"{quoted(name)} is {shown}; it must have the form {pattern}",
        ),
    )


def _forbidden(name: str) -> Fault:
    return Fault("SP108", both(f"{quoted(name)} må ikke stå her", f"{quoted(name)} may not stand here"))


def _no_slice(shape: Shape) -> Fault:
    listed = ", ".join(f"{slice_.path} = {slice_.value}" for slice_, _ in shape.slices)
    return Fault(
        "SP109",
        both(
            f"Værdien hører ikke til nogen af de tilladte dele af {quoted(shape.name)}: {listed}",
            f"The value belongs to none of the parts of {quoted(shape.name)} that are allowed: {listed}",
        ),
    )


def _empty(name: str) -> Fault:
    shown = name or "JSON"
    return Fault("SP110", both(f"{quoted(shown)} er tom", f"{quoted(shown)} is empty"))
