"""What one filter of a value set selects.

The rule behind all filters: each notation is a code by itself, as in the publisher's own files. A filter that names a
place in the hierarchy by a legacy key selects the legacy keys there, by a current code the current ones; a filter on a
code selects that code; every other filter selects all codes of a concept. `is-not-a` and `not-in` select exactly the
codes that `is-a` and `in` do not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from classification.compiled.index import Index
from classification.concept import LIFE, Status
from classification.errors import InvalidPattern
from classification.expansion.selection import BIT, EVERY, NONE, Admission
from classification.record import frozen
from classification.sentence import NOTHING, Sentence, both
from classification.value_set import Filter, FilterOperator

CODE_PROPERTIES: Final = frozenset({"concept", "code"})
HIERARCHY: Final = frozenset(
    {
        FilterOperator.IS_A,
        FilterOperator.DESCENDENT_OF,
        FilterOperator.CHILD_OF,
        FilterOperator.IS_NOT_A,
    }
)


class Unanswerable(Exception):
    """Why a filter cannot be answered in this release; turned into a finding where the filter stands."""

    def __init__(self, rule: str, message: Sentence, remedy: Sentence = NOTHING) -> None:
        self.rule, self.message, self.remedy = rule, message, remedy
        super().__init__(message.en)


@frozen
class FilterCondition:
    """A filter made ready for one release.

    `admission` says which notations of a concept meet it; `candidates`, where it is cheap, lists all concepts that may.
    With `role` set, all candidates do, by their notations of that role.
    """

    admission: Callable[[int], Admission]
    candidates: Callable[[], Iterable[int]] | None = None
    role: int = NONE


def condition(index: Index, given: Filter) -> FilterCondition:
    """The filter, ready for the release.

    Raises:
        Unanswerable: an unknown code, an unknown property, or an operator that the property does not have.
    """
    if given.operator in HIERARCHY:
        if given.property not in CODE_PROPERTIES:
            raise _unsupported(given)
        return _HIERARCHICAL[given.operator](index, given.value.strip())
    if given.property in CODE_PROPERTIES:
        return _on_codes(index, given)
    if given.property in _LINKS:
        return _on_links(index, given)
    return _on_values(index, given)


def enumerated(index: Index, codes: Sequence[str]) -> FilterCondition:
    """Exactly these codes; candidates come in the order given."""
    wanted: dict[int, frozenset[str]] = {}
    for code in codes:
        i = index.find(code)
        if i is not None:
            wanted[i] = wanted.get(i, frozenset()) | {index.written(code)}
    return FilterCondition(lambda i: wanted.get(i, NONE), lambda: wanted)


def _unsupported(given: Filter) -> Unanswerable:
    return Unanswerable(
        "SPV05",
        both(
            f"egenskaben {given.property!r} har intet filter {str(given.operator)!r}",
            f"property {given.property!r} has no filter {str(given.operator)!r}",
        ),
        both(
            "hierarkifiltre tager egenskaben concept; andre egenskaber tager =, in, not-in, exists og regex",
            "hierarchy filters take the property concept; other properties take =, in, not-in, exists and regex",
        ),
    )


# ---------------------------------------------------------------- the place in the hierarchy


def _anchor(index: Index, code: str) -> tuple[int, int]:
    """The concept that a hierarchy filter names, and the role of the code it is named by."""
    found = index.notation(code)
    if found is None:
        raise Unanswerable(
            "SPV04",
            both(f"koden {code!r} findes ikke i {index.name}", f"code {code!r} is not in {index.name}"),
            both("ret koden, eller fastlås en anden udgave", "correct the code or pin another release"),
        )
    return found[0], BIT[found[1]]


def _is_a(index: Index, code: str) -> FilterCondition:
    anchor, role = _anchor(index, code)
    return FilterCondition(
        lambda i: role if index.subsumes(anchor, i) else NONE,
        lambda: sorted([anchor, *index.descendants(anchor)]),
        role,
    )


def _descendent_of(index: Index, code: str) -> FilterCondition:
    anchor, role = _anchor(index, code)
    return FilterCondition(
        lambda i: role if i != anchor and index.subsumes(anchor, i) else NONE,
        lambda: sorted(index.descendants(anchor)),
        role,
    )


def _child_of(index: Index, code: str) -> FilterCondition:
    anchor, role = _anchor(index, code)
    children = frozenset(index.children(anchor))
    return FilterCondition(lambda i: role if i in children else NONE, lambda: sorted(children), role)


def _is_not_a(index: Index, code: str) -> FilterCondition:
    anchor, role = _anchor(index, code)
    return FilterCondition(lambda i: EVERY & ~role if index.subsumes(anchor, i) else EVERY)


_HIERARCHICAL: Final[dict[FilterOperator, Callable[[Index, str], FilterCondition]]] = {
    FilterOperator.IS_A: _is_a,
    FilterOperator.DESCENDENT_OF: _descendent_of,
    FilterOperator.CHILD_OF: _child_of,
    FilterOperator.IS_NOT_A: _is_not_a,
}


# ---------------------------------------------------------------- values


def _split(value: str) -> tuple[str, ...]:
    return tuple(part for part in (each.strip() for each in value.split(",")) if part)


def _wanted(index: Index, given: Filter) -> Callable[[str], bool]:
    """The test of one value for `=`, `in`, `not-in` (as `in`: the caller takes the opposite) and `regex`."""
    # Of the publisher's own numbers and words none has another form here.
    normal = _PROPERTIES[given.property].normal if given.property in _PROPERTIES else _as_is
    if given.property in CODE_PROPERTIES or given.property in _LINKS:
        normal = index.written
    if given.operator is FilterOperator.REGEX:
        try:
            from classification.expansion.pattern import pattern  # few value sets ask for one

            return pattern(given.value).matches
        except InvalidPattern as error:
            raise Unanswerable(
                "SPV06",
                error.message,
                both(
                    "skriv mønsteret inden for den understøttede grammatik",
                    "write the pattern within the supported grammar",
                ),
            ) from error
    values = (given.value,) if given.operator is FilterOperator.EQUALS else _split(given.value)
    return frozenset(map(normal, values)).__contains__


def _truth(given: Filter) -> bool:
    said = given.value.strip().lower()
    if said not in ("true", "false"):
        raise Unanswerable(
            "SPV05",
            both(
                f"filteret 'exists' på {given.property!r} har værdien {given.value!r}",
                f"filter 'exists' on {given.property!r} has the value {given.value!r}",
            ),
            both("skriv true eller false", "write true or false"),
        )
    return said == "true"


def _on_codes(index: Index, given: Filter) -> FilterCondition:
    if given.operator is FilterOperator.EXISTS:
        answer = EVERY if _truth(given) else NONE
        return FilterCondition(lambda _: answer)
    if given.operator in (FilterOperator.EQUALS, FilterOperator.IN):
        codes = (given.value.strip(),) if given.operator is FilterOperator.EQUALS else _split(given.value)
        found = enumerated(index, codes)
        return FilterCondition(
            found.admission, lambda: sorted(found.candidates() if found.candidates else ())
        )
    wanted = _wanted(index, given)
    opposite = given.operator is FilterOperator.NOT_IN
    return FilterCondition(
        lambda i: frozenset(code for code, _ in index.notations(i) if wanted(code) is not opposite)
    )


_LINKS: Final[dict[str, Callable[[Index, int], Sequence[int]]]] = {
    "parent": Index.parents,
    "child": Index.children,
}


def _on_links(index: Index, given: Filter) -> FilterCondition:
    """Direct broader (`parent`) or narrower (`child`) concepts, by the codes they bear."""
    links = _LINKS[given.property]
    if given.operator is FilterOperator.EXISTS:
        truth = _truth(given)
        return FilterCondition(lambda i: EVERY if bool(len(links(index, i))) is truth else NONE)
    wanted = _wanted(index, given)

    def linked(i: int) -> int:
        roles = NONE
        for other in links(index, i):
            for code, role in index.notations(other):
                roles |= BIT[role] if wanted(code) else NONE
        return roles

    if given.operator is FilterOperator.NOT_IN:
        return FilterCondition(lambda i: EVERY & ~linked(i))
    if given.operator is FilterOperator.REGEX:
        return FilterCondition(linked)
    codes = (given.value,) if given.operator is FilterOperator.EQUALS else _split(given.value)
    anchors = [_anchor(index, code)[0] for code in codes]
    back = Index.children if given.property == "parent" else Index.parents
    return FilterCondition(linked, lambda: sorted({i for anchor in anchors for i in back(index, anchor)}))


def _on_values(index: Index, given: Filter) -> FilterCondition:
    if given.property in _PROPERTIES:
        stated = _stated(index, given.property)
        values = stated or _PROPERTIES[given.property].values
    else:
        _known_property(index, given)
        values = _free(given.property)
    if given.operator is FilterOperator.EXISTS:
        truth = _truth(given)
        return FilterCondition(lambda i: EVERY if bool(values(index, i)) is truth else NONE)
    wanted = _wanted(index, given)
    opposite = given.operator is FilterOperator.NOT_IN
    return FilterCondition(lambda i: EVERY if any(map(wanted, values(index, i))) is not opposite else NONE)


def _known_property(index: Index, given: Filter) -> None:
    if not index.mentions(given.property):
        known = ", ".join(sorted({*CODE_PROPERTIES, *_LINKS, *_PROPERTIES}))
        raise Unanswerable(
            "SPV05",
            both(
                f"intet begreb i {index.name} har en egenskab {given.property!r}",
                f"no concept of {index.name} has a property {given.property!r}",
            ),
            both(f"alle udgaver har {known}", f"every release has {known}"),
        )


# ---------------------------------------------------------------- properties that every release has


def _as_is(value: str) -> str:
    return value


def _number(value: str) -> str:
    """A number as it is written shortest: 0 and 0.0 are one value."""
    try:
        return repr(float(value)).removesuffix(".0")
    except ValueError:
        return value


def _truth_value(value: bool) -> tuple[str]:
    return ("true" if value else "false",)


def _ordinal(index: Index, i: int) -> tuple[str, ...]:
    ordinal = index.concept(i).ordinal
    return () if ordinal is None else (_number(str(ordinal)),)


def _free(name: str) -> Callable[[Index, int], tuple[str, ...]]:
    return lambda index, i: tuple(value for key, value in index.properties(i) if key == name)


def _stated(index: Index, name: str) -> Callable[[Index, int], tuple[str, ...]] | None:
    """What the publisher says under that name, of a life in FHIR's words or by a property of its own.

    None where no concept says anything: then the property is ours.
    """
    names = [each for each in (name, f"{LIFE}{name}") if each != "display" and index.mentions(each)]
    if not names and not (name in _OF_LIFE and any(index.mentions(f"{LIFE}{each}") for each in _OF_LIFE)):
        return None

    def values(of: Index, i: int) -> tuple[str, ...]:
        said = tuple(value for key, value in of.properties(i) if key in names)
        if said or name not in _IMPLIED:
            return said
        return _IMPLIED[name](of, i)

    return values


def _implied_status(index: Index, i: int) -> tuple[str, ...]:
    """That it is deprecated, where nothing else made it so."""
    lives = index.lives(i) and any(key.startswith(LIFE) for key, _ in index.properties(i))
    return ("deprecated",) if index.status(i) is Status.DEPRECATED and not lives else ()


def _implied_heading(index: Index, i: int) -> tuple[str, ...]:
    return ("true",) if index.status(i) is Status.GROUPING else ()


_OF_LIFE: Final = ("status", "inactive", "deprecationDate", "notSelectable")
_IMPLIED: Final[dict[str, Callable[[Index, int], tuple[str, ...]]]] = {
    "status": _implied_status,
    "notSelectable": _implied_heading,
}


@frozen
class _Property:
    values: Callable[[Index, int], tuple[str, ...]]
    normal: Callable[[str], str] = _as_is


_PROPERTIES: Final = {
    "display": _Property(lambda index, i: (index.terms[i],)),
    "kind": _Property(lambda index, i: (str(index.kind(i)),)),
    "status": _Property(lambda index, i: (str(index.status(i)),)),
    "inactive": _Property(lambda index, i: _truth_value(index.status(i) is Status.DEPRECATED)),
    "notSelectable": _Property(lambda index, i: _truth_value(index.status(i) is Status.GROUPING)),
    "ordinal": _Property(_ordinal, _number),
}
