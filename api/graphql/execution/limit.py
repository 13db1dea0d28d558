"""How much a query may ask: nesting, aliases, and a cost counted before anything is answered.

The cost of a query is the number of objects its answer may have, and the work for them: each field that gives objects
counts its objects and what is asked of each of them. Lists count by `first` (the default page when absent), batches by
their inputs, other lists by a usual length (`SIZES`); fields that work count what they do at worst (`WEIGHTS` and the
tables after it). Plain values are free; under another name they count one, since one value may be asked for so often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)
from graphql.execution.execute import get_field_def

from api.graphql.mistake import Mistake
from api.payload.options import EVERY
from api.settings import Settings
from classification.record import frozen
from classification.searching.search import LONGEST_TEXT

Variables = Mapping[str, Any]

USUAL_SIZE: Final = 5
SIZES: Final[Mapping[str, int]] = {
    "Resolutions.releases": 5,
    "Resolution.targets": 1,
    "Resolution.path": 2,
    "Resolution.releases": 2,
    "Resolution.suggestions": 1,
    "RowSuggestions.concepts": 3,
    "Target.path": 1,
    "Concept.broader": 1,
    "Concept.notations": 2,
    "Concept.labels": 2,
    "Concept.replacedBy": 1,
    "Occurrence.concepts": 1,
    "Query.schemes": 15,
    "__Schema.types": 80,
    "__Schema.directives": 5,
    "__Type.fields": 8,
    "__Type.inputFields": 1,
    "__Type.interfaces": 1,
    "__Type.possibleTypes": 3,
    "__Type.enumValues": 3,
    "__Field.args": 2,
    "__Directive.args": 1,
}
WEIGHTS: Final[Mapping[str, int]] = {
    "Concept.lineage": 20,
    "Concept.mapsOut": 10,
    "Concept.mapsIn": 10,
    "Concept.valueSets": 450,
    "ValueSet.members": 50,
    "ValueSet.difference": 500,
    "ValueSet.contains": 10,
    "Query.search": 500,
    "Query.typeahead": 500,
    "SearchHitConnection.totalCount": 1000,
    "Query.resolve": 20,
    "Query.translate": 20,
    "Query.resolveColumns": 20,
    "Query.translateColumns": 20,
    "Query.diff": 4000,
    "Query.mapDiff": 4000,
    "Query.validate": 2500,
    "Query.lint": 7500,
    "Query.profiles": 2500,
    "Diff.document": 4000,
    "Diff.releaseNotes": 4000,
    "Diff.text": 4000,
    "MapDiff.document": 4000,
    "MapDiff.text": 4000,
}
"""Further points of fields that work: about one for each hundred function calls at worst (a test counts them)."""
PER_LETTER: Final[Mapping[str, tuple[str, int]]] = {
    "Query.search": ("text", 300),
    "Query.typeahead": ("prefix", 300),
}
"""Points for each letter of an argument: near words are looked for letter by letter."""
PER_SUPPLEMENT: Final[Mapping[str, int]] = {
    "Query.concept": 25_000,
    "Query.search": 25_000,
    "Query.valueSet": 25_000,
}
"""Points for each supplement: the releases of what it adds to are compiled once more, all of them at worst."""
PER_INPUT: Final[Mapping[str, int]] = {
    "Query.resolve": 5,
    "Query.translate": 5,
    "Query.resolveColumns": 5,
    "Query.translateColumns": 5,
    "Columns.messages": 3,
    "Columns.suggestions": 3,
    "Columns.releases": 3,
}
"""Points for each input, known or not."""
PER_KILOBYTE: Final[Mapping[str, int]] = {"Query.validate": 30}
"""Points for each thousand bytes of the whole request; `MORE_FOR_ALL` times as much more where `profile` is `all`."""
MORE_FOR_ALL: Final = 9
ROOT: Final = 4
"""Points of every question at the root."""


@frozen
class Size:
    """How long a list or a text will be: fixed, or read from a variable; `most` is the most that is answered.

    With `only` it is 1 where the variable is that text, else 0.
    """

    fixed: int
    variable: str = ""
    most: int = 2**31
    only: str = ""

    def of(self, variables: Variables) -> int:
        """The length with these variables."""
        if not self.variable:
            return min(self.fixed, self.most)
        value = variables.get(self.variable)
        if self.only:
            return int(value == self.only)
        if isinstance(value, list | str):
            return min(len(value), self.most)
        return min(max(value, 0), self.most) if isinstance(value, int) else self.fixed


@frozen(eq=False, slots=False)
class Cost:
    """A cost: a fixed part, and parts that depend on variables; parts may be shared, so they are counted once each."""

    fixed: int = 0
    parts: tuple[tuple[Size, Cost], ...] = ()

    def of(self, variables: Variables, sent: int = 0) -> int:
        """The cost with these variables, in a request of so many bytes."""
        if not self.parts:
            return self.fixed
        if self._is_flat and not self._asks_size:
            return self.fixed + sum([size.of(variables) * each.fixed for size, each in self.parts])
        return self._counted({**variables, KILOBYTES.variable: sent // 1000}, {})

    @cached_property
    def _is_flat(self) -> bool:
        return not any(each.parts for _, each in self.parts)

    @cached_property
    def _asks_size(self) -> bool:
        return any(size.variable == KILOBYTES.variable for size, _ in self.parts)

    def _counted(self, variables: Variables, counted: dict[Cost, int]) -> int:
        total = counted.get(self)
        if total is None:
            total = self.fixed
            for size, each in self.parts:
                total += size.of(variables) * (
                    each._counted(variables, counted) if each.parts else each.fixed
                )
            counted[self] = total
        return total

    def folded(self) -> Cost:
        """The same cost with what depends on no variable worked out, and few parts in place of many."""
        return self._folded({})

    def _folded(self, done: dict[Cost, Cost]) -> Cost:
        if self in done:
            return done[self]
        fixed = self.fixed
        parts: list[tuple[Size, Cost]] = []
        for size, each in self.parts:
            inner = each._folded(done)
            if not inner.parts and not size.variable:
                fixed += size.of({}) * inner.fixed
            elif size is ONCE and len(inner.parts) + len(parts) <= _FEW_PARTS:
                fixed += inner.fixed
                parts += inner.parts
            else:
                parts.append((size, inner))
        done[self] = folded = Cost(fixed, tuple(parts))
        return folded

    def plus(self, other: Cost) -> Cost:
        """Both together."""
        if not other.parts:
            return Cost(self.fixed + other.fixed, self.parts) if other.fixed else self
        return Cost(self.fixed, (*self.parts, (ONCE, other)))

    def times(self, size: Size) -> Cost:
        """So many times as much."""
        if size.variable or self.parts:
            return Cost(0, ((size, self),))
        return Cost(self.fixed * size.of({}))


ONCE: Final = Size(1)
_FEW_PARTS: Final = 8
"""So many parts are laid together; more stay where they are, since parts that are shared are counted once."""
KILOBYTES: Final = Size(0, "1000 bytes")
"""The length of the request; no variable has such a name."""
_BATCHES: Final = frozenset({"inputs", "objects"})
"""Arguments that bring a batch."""
_COLUMNS: Final = frozenset({"StringColumn", "FloatColumn", "IntColumn"})


MOST_REPEATS: Final = 250
"""How often one field may stand in a query: whether repeated fields agree is looked at pair by pair."""


def check_shape(document: DocumentNode, settings: Settings) -> None:
    """Refuse a query nested too deeply, with too many aliases or repeats (before it is validated).

    Raises:
        Mistake: naming the limit.
    """
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    depths: dict[str, int] = {}
    names: Counter[str] = Counter()
    counted: dict[str, int] = {}
    aliases = 0
    for definition in document.definitions:
        selection_set = getattr(definition, "selection_set", None)
        if selection_set is None:
            continue
        depth = _depth(selection_set, fragments, depths)
        if depth > settings.max_depth:
            message = f"the query is nested {depth} fields deep; {settings.max_depth} is the limit"
            raise Mistake("TOO_DEEP", message, limit=settings.max_depth)
        _name(selection_set, names)
        if not isinstance(definition, FragmentDefinitionNode):
            aliases += _aliases(selection_set, fragments, counted)
    if aliases > settings.max_aliases:
        many = f"{aliases}" if aliases < _MANY else f"more than {_MANY}"
        message = (
            f"the query has {many} aliases, those of a fragment counted wherever it is spread; "
            f"{settings.max_aliases} is the limit; send many inputs in one field"
        )
        raise Mistake("TOO_MANY_ALIASES", message, limit=settings.max_aliases)
    for name, times in names.most_common(1):
        if times > MOST_REPEATS:
            message = f"the field {name} stands {times} times in the query; {MOST_REPEATS} is the limit"
            raise Mistake("TOO_MANY_REPEATS", message, limit=MOST_REPEATS)


_MANY: Final = 1_000_000


def _name(selection_set: SelectionSetNode, names: Counter[str]) -> None:
    """Count the names under which fields are answered."""
    for node in selection_set.selections:
        if isinstance(node, FieldNode):
            names[node.alias.value if node.alias else node.name.value] += 1
        below = getattr(node, "selection_set", None)
        if below is not None:
            _name(below, names)


def _aliases(
    selection_set: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], counted: dict[str, int]
) -> int:
    """How many aliases are answered; `counted` holds those of fragments."""
    aliases = 0
    for node in selection_set.selections:
        aliases += isinstance(node, FieldNode) and node.alias is not None
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name not in counted:
                counted[name] = 0  # a circle is refused by validation
                if name in fragments:
                    counted[name] = _aliases(fragments[name].selection_set, fragments, counted)
            aliases += counted[name]
        elif isinstance(node, FieldNode | InlineFragmentNode) and node.selection_set is not None:
            aliases += _aliases(node.selection_set, fragments, counted)
    return aliases


def _depth(
    selection_set: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    depths: dict[str, int],
) -> int:
    deepest = 0
    for node in selection_set.selections:
        if isinstance(node, FieldNode):
            below = _depth(node.selection_set, fragments, depths) if node.selection_set else 0
            deepest = max(deepest, 1 + below)
        elif isinstance(node, InlineFragmentNode):
            deepest = max(deepest, _depth(node.selection_set, fragments, depths))
        elif isinstance(node, FragmentSpreadNode):
            deepest = max(deepest, _fragment_depth(node.name.value, fragments, depths))
    return deepest


def _fragment_depth(
    name: str, fragments: Mapping[str, FragmentDefinitionNode], depths: dict[str, int]
) -> int:
    if name not in depths:
        depths[name] = 0  # a circle is refused by validation
        if name in fragments:
            depths[name] = _depth(fragments[name].selection_set, fragments, depths)
    return depths[name]


def cost_of(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, settings: Settings
) -> Cost:
    """The cost of a valid operation, as a function of its variables."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    counted = _Counting(schema, fragments, settings)
    assert schema.query_type is not None
    return counted.selections(schema.query_type, operation.selection_set, None)


class _Counting:
    """Counts one operation; a fragment is counted once per size of the list it stands in."""

    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], settings: Settings
    ) -> None:
        self._schema, self._fragments, self._settings = schema, fragments, settings
        self._counted: dict[tuple[str, Size | None], Cost] = {}

    def selections(self, parent: Any, selection_set: SelectionSetNode, page: Size | None) -> Cost:
        total = Cost()
        for node in selection_set.selections:
            if isinstance(node, FieldNode):
                total = total.plus(self._field(parent, node, page))
            elif isinstance(node, InlineFragmentNode):
                condition: NamedTypeNode | None = node.type_condition
                of = parent if condition is None else self._type(condition.name.value)
                total = total.plus(self.selections(of, node.selection_set, page))
            elif isinstance(node, FragmentSpreadNode):
                total = total.plus(self._fragment(node.name.value, page))
        return total

    def _type(self, name: str) -> Any:
        return self._schema.type_map[name]

    def _fragment(self, name: str, page: Size | None) -> Cost:
        if (name, page) not in self._counted:
            fragment = self._fragments[name]
            of = self._type(fragment.type_condition.name.value)
            self._counted[name, page] = self.selections(of, fragment.selection_set, page)
        return self._counted[name, page]

    def _field(self, parent: Any, node: FieldNode, page: Size | None) -> Cost:
        name = node.name.value
        if name == "__typename":
            return Cost()
        field = get_field_def(self._schema, parent, node)
        assert field is not None
        place = f"{parent.name}.{name}"
        named = get_named_type(field.type)
        own = self._batch(field, node)
        weight = self._weight(place, node, own or page)
        if parent is self._schema.query_type:
            weight = weight.plus(Cost(ROOT))
        if is_leaf_type(named) or node.selection_set is None:
            again = Cost() if node.alias is None else Cost(1)
            return weight.plus(again.times(page) if page is not None and named.name in _COLUMNS else again)
        each = Cost(1).plus(self.selections(named, node.selection_set, own))
        of_field: Any = field.type
        if is_list_type(get_nullable_type(of_field)):
            each = each.times(Size(SIZES[place]) if place in SIZES else page or Size(USUAL_SIZE))
        if own is not None and not _BATCHES.isdisjoint(field.args):
            weight = weight.plus(Cost(1).times(own))
        return each.plus(weight)

    def _weight(self, place: str, node: FieldNode, batch: Size | None) -> Cost:
        weight = Cost(WEIGHTS.get(place, 0))
        if place in PER_LETTER:
            name, points = PER_LETTER[place]
            value = next((a.value for a in node.arguments if a.name.value == name), None)
            weight = weight.plus(Cost(points).times(_length(value)))
        if place in PER_SUPPLEMENT:
            weight = weight.plus(Cost(PER_SUPPLEMENT[place]).times(_supplements(node)))
        if batch is not None and place in PER_INPUT:
            weight = weight.plus(Cost(PER_INPUT[place]).times(batch))
        if place in PER_KILOBYTE:
            each = Cost(PER_KILOBYTE[place])
            if "profile" in {argument.name.value for argument in node.arguments}:
                each = each.plus(each.times(Size(MORE_FOR_ALL)).times(_is_all(node)))
            weight = weight.plus(each.times(KILOBYTES))
        return weight

    def _batch(self, field: GraphQLField, node: FieldNode) -> Size | None:
        """The length of the page or batch that the field asks for."""
        name = next((batch for batch in sorted(_BATCHES) if batch in field.args), "first")
        if name not in field.args:
            return None
        value = next((a.value for a in node.arguments if a.name.value == name), None)
        cap = self._settings.batch_cap if name in _BATCHES else self._settings.page_cap
        return _size(value, self._settings.page_default, cap)


def _is_all(node: FieldNode) -> Size:
    profile = next(argument.value for argument in node.arguments if argument.name.value == "profile")
    if isinstance(profile, VariableNode):
        return Size(0, profile.name.value, only=EVERY)
    return Size(int(isinstance(profile, StringValueNode) and profile.value == EVERY))


def _supplements(node: FieldNode) -> Size:
    value = next((a.value for a in node.arguments if a.name.value == "supplements"), None)
    if isinstance(value, StringValueNode):
        return Size(1)  # a list of one
    return _size(value, 0, _MANY)


def _length(value: ValueNode | None) -> Size:
    """How many letters of a text are looked at."""
    if isinstance(value, VariableNode):
        return Size(0, value.name.value, LONGEST_TEXT)
    return Size(len(value.value) if isinstance(value, StringValueNode) else 0, most=LONGEST_TEXT)


def _size(value: ValueNode | None, default: int, cap: int) -> Size:
    read: Callable[[Any, int, int], Size] | None = _READ.get(type(value)) if value is not None else None
    return read(value, default, cap) if read is not None else Size(default)


_READ: Final[Mapping[type, Callable[[Any, int, int], Size]]] = {
    IntValueNode: lambda node, _, cap: Size(max(0, int(node.value)), most=cap),
    ListValueNode: lambda node, _, cap: Size(len(node.values), most=cap),
    VariableNode: lambda node, default, cap: Size(default, node.name.value, cap),
}
