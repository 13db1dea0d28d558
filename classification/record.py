"""Records: frozen classes with slots, as `dataclasses` makes them, but quick to make.

A command that answers in a tenth of a second spends half of it on making classes if `dataclasses` makes them: that
module compiles four or more methods per class as Python source, used or not. Here comparing, hashing and showing are
functions over the values, and the constructor is compiled when it has been called a few times (decision 0009).
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final, TypeVar, dataclass_transform, overload

T = TypeVar("T")
C = TypeVar("C", bound=type[Any])
_set_value: Final = object.__setattr__
_FIELDS: Final = "__record_fields__"
_UNCOMPILED: Final = 8
"""So many records of a class are made before it pays to compile its constructor."""


class Missing:
    """What stands where a field has no default."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


class FrozenRecordError(AttributeError):
    """A value of a record cannot be changed; `replace` makes a changed copy."""


class RecordField:
    """One value of a record: name, type as written, default or what makes one, and what else is said of it."""

    __slots__ = ("default", "factory", "metadata", "name", "type")

    def __init__(
        self, default: Any = MISSING, factory: Callable[[], Any] | None = None, metadata: Any = None
    ) -> None:
        self.name = self.type = ""
        self.default = default
        self.factory = factory
        self.metadata = metadata or {}


def field(
    *, default: Any = MISSING, default_factory: Callable[[], Any] | None = None, metadata: Any = None
) -> Any:
    """A field of which more is said than its type and default; a factory gives each record a list of its own."""
    return RecordField(default, default_factory, metadata)


@overload
def frozen(cls: C, /) -> C: ...


@overload
def frozen(*, slots: bool = True, eq: bool = True, order: bool = False) -> Callable[[C], C]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(
    cls: C | None = None, /, *, slots: bool = True, eq: bool = True, order: bool = False
) -> C | Callable[[C], C]:
    """Make a class of the annotated names of its body, whose values cannot be changed.

    Args:
        cls: the class.
        slots: no other attribute can be set; off where the class has cached properties.
        eq: records of one class are equal, and hash alike, when their values do.
        order: they are ordered by their values too.

    >>> @frozen
    ... class Pair:
    ...     left: int
    ...     right: int = 0
    >>> Pair(1), Pair(1) == Pair(1, right=0), replace(Pair(1), right=2)
    (Pair(left=1, right=0), True, Pair(left=1, right=2))
    """

    def make(made: C) -> C:
        return _made(made, changes=False, slots=slots, eq=eq, order=order)

    return make if cls is None else make(cls)


@dataclass_transform(field_specifiers=(field,))
def mutable(cls: C, /) -> C:
    """Make a class of the annotated names of its body, whose values can be changed and which cannot be hashed."""
    return _made(cls, changes=True, slots=True, eq=True, order=False)


def replace(one: T, /, **changes: Any) -> T:
    """A record with some other values; TypeError names one that it does not have."""
    sort: Any = type(one)
    every = getattr(sort, _FIELDS)
    if not changes.keys() <= every.keys():
        unknown = ", ".join(sorted(changes.keys() - every.keys()))
        raise TypeError(f"{sort.__name__} has no {unknown}")
    made: T = sort.__new__(sort)
    for name in every:
        _set_value(made, name, changes[name] if name in changes else getattr(one, name))
    return made


def fields(one: object) -> tuple[RecordField, ...]:
    """The fields of a record, or of a class of records."""
    return tuple(getattr(one, _FIELDS).values())


def is_record(one: object) -> bool:
    """Whether this is a record or a class of records."""
    return hasattr(one, _FIELDS)


# ---------------------------------------------------------------- making a class


def _made(cls: C, *, changes: bool, slots: bool, eq: bool, order: bool) -> C:
    body = dict(cls.__dict__)
    own = _own_fields(body, slots=slots)
    every: dict[str, RecordField] = {}
    for base in cls.__mro__[-1:0:-1]:
        every |= base.__dict__.get(_FIELDS, {})
    every |= own
    names = tuple(every)
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    if slots:
        body["__slots__"] = tuple(own)
    body |= {_FIELDS: every, "__match_args__": names}
    body.setdefault("__repr__", _shown(names))
    body |= _comparing(names, body, changes=changes, eq=eq, order=order)
    body |= {} if changes else _unchanging(names, slots=slots)

    calls = 0

    def __init__(self: Any, *args: Any, **values: Any) -> None:  # noqa: N807 - stands for the constructor
        nonlocal calls
        calls += 1
        if calls > _UNCOMPILED or not _filled(self, every, args, values):
            type.__setattr__(made, "__init__", _constructor(every, made))
            made.__init__(self, *args, **values)

    body["__init__"] = __init__
    sort: Any = type(cls)
    made: Any = sort(cls.__name__, cls.__bases__, body)
    made.__qualname__ = cls.__qualname__
    found: C = made
    return found


def _own_fields(body: dict[str, Any], *, slots: bool) -> dict[str, RecordField]:
    """The annotated names of a class body; their defaults leave it where slots take their place."""
    own: dict[str, RecordField] = {}
    for name, sort in body.get("__annotations__", {}).items():
        if str(sort).startswith("ClassVar"):
            continue
        default = body.get(name, MISSING)
        own[name] = default if isinstance(default, RecordField) else RecordField(default)
        own[name].name, own[name].type = name, str(sort)
        if slots or isinstance(default, RecordField):
            body.pop(name, None)
    return own


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _shown(names: tuple[str, ...]) -> Callable[[Any], str]:
    def __repr__(self: Any) -> str:  # noqa: N807
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({values})"

    return __repr__


def _comparing(
    names: tuple[str, ...], body: dict[str, Any], *, changes: bool, eq: bool, order: bool
) -> dict[str, Any]:
    values = _values(names)
    methods: dict[str, Any] = {}

    def __eq__(self: Any, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: Any) -> int:  # noqa: N807
        return hash(values(self))

    def __lt__(self: Any, other: object) -> Any:  # noqa: N807
        return values(self) < values(other) if other.__class__ is self.__class__ else NotImplemented

    if eq and "__eq__" not in body:
        methods["__eq__"] = __eq__
        if body.get("__hash__") is None:
            methods["__hash__"] = None if changes else __hash__
    if order:
        methods["__lt__"] = __lt__
    return methods


def _refuse(self: Any, name: str, *_: object) -> None:
    raise FrozenRecordError(f"{name} of a {type(self).__name__} cannot be changed")


def _unchanging(names: tuple[str, ...], *, slots: bool) -> dict[str, Any]:
    methods: dict[str, Any] = {"__setattr__": _refuse, "__delattr__": _refuse}
    if slots:  # without them `copy` and `pickle` would set the values one by one
        values_of = _values(names)

        def __getstate__(self: Any) -> tuple[Any, ...]:  # noqa: N807
            return values_of(self)

        def __setstate__(self: Any, values: tuple[Any, ...]) -> None:  # noqa: N807
            for name, value in zip(names, values, strict=True):
                _set_value(self, name, value)

        methods |= {"__getstate__": __getstate__, "__setstate__": __setstate__}
    return methods


def _filled(one: Any, every: dict[str, RecordField], args: tuple[Any, ...], given: dict[str, Any]) -> bool:
    """Set the values of a new record one by one; not where the arguments do not fit."""
    values = dict(zip(every, args, strict=False))
    if len(values) < len(args) or not values.keys().isdisjoint(given):
        return False
    values |= given
    if len(values) < len(every):
        for name, left in every.items():
            if name not in values:
                if left.factory is not None:
                    values[name] = left.factory()
                elif left.default is not MISSING:
                    values[name] = left.default
                else:
                    return False
    if len(values) > len(every):
        return False
    for name, value in values.items():
        _set_value(one, name, value)
    return True


def _constructor(every: dict[str, RecordField], made: type[Any]) -> Callable[..., None]:
    """`__init__`, written and compiled."""
    known: dict[str, Any] = {"missing": MISSING, "_set_value": _set_value}
    arguments, body = [], []
    refuses = made.__setattr__ is _refuse
    for name, one in every.items():
        value = name
        if one.factory is not None:
            known[f"make_{name}"] = one.factory
            arguments.append(f"{name}=missing")
            value = f"make_{name}() if {name} is missing else {name}"
        elif one.default is not MISSING:
            known[f"default_{name}"] = one.default
            arguments.append(f"{name}=default_{name}")
        else:
            arguments.append(name)
        body.append(f" _set_value(self, {name!r}, {value})" if refuses else f" self.{name} = {value}")
    source = "\n".join((f"def __init__({', '.join(('self', *arguments))}):", *(body or [" pass"])))
    exec(source, known)
    constructor: Callable[..., None] = known["__init__"]
    constructor.__qualname__ = f"{made.__qualname__}.__init__"
    return constructor
