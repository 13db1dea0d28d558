"""Plans: an operation compiled once into plain closures, answered without the engine.

A plan covers what questions are usually made of: fields, arguments, fragments, unions, lists, leaves. Whatever else
comes (introspection, directives that hang on variables, a value that the schema does not allow, any error) it leaves to
the engine: `compile_plan` gives None, or `QueryPlan.answer` raises `Uncovered` and the question is asked anew. So a
plan needs no rules for errors, and where it answers it answers what the engine does (tests compare the two).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from operator import attrgetter
from typing import Any, Final, NamedTuple, cast

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    Undefined,
    ValueNode,
    VariableNode,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    value_from_ast,
)
from graphql.execution.collect_fields import collect_fields, collect_sub_fields
from strawberry.types.field import StrawberryField

from api.graphql.context import Context
from classification.deadline import look
from classification.record import frozen

MOST_STEPS: Final = 2_000
_DEFINITION: Final = "strawberry-definition"
_BETWEEN_LOOKS: Final = 64


class Uncovered(Exception):
    """The plan does not answer this; the engine does."""


class PlanRun(NamedTuple):
    """One answering of a plan."""

    context: Context
    variables: Mapping[str, Any]


Step = Callable[[Any, PlanRun], Any]
"""From a source object to the finished value of one of its fields; or from a value to its finished form."""
Leaf = Callable[[Any], Any]


@frozen
class QueryPlan:
    """A compiled operation."""

    root: Step

    def answer(self, context: Context, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of the answer.

        Raises:
            Uncovered: the engine has to answer.
            OutOfTime: the time is over (`classification.deadline`).
        """
        try:
            return cast("dict[str, Any]", self.root(None, PlanRun(context, variables)))
        except Uncovered:
            raise
        except Exception as error:
            raise Uncovered from error


def compile_plan(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: Mapping[str, FragmentDefinitionNode],
) -> QueryPlan | None:
    """The plan of a valid operation, or None where the engine has to answer."""
    root = schema.query_type
    if root is None:
        return None
    compiler = _Compiler(schema, dict(fragments))
    try:
        groups = collect_fields(schema, compiler.fragments, {}, root, operation.selection_set)
        return QueryPlan(compiler.object(root, groups))
    except (Uncovered, GraphQLError, RecursionError):
        return None


Groups = Mapping[str, list[FieldNode]]


class _Compiler:
    """Compiles one operation."""

    def __init__(self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self.schema, self.fragments = schema, fragments
        self._steps = 0

    def object(self, of: GraphQLObjectType, groups: Groups) -> Step:
        """From an object to its fields."""
        steps = [(key, self._field(of, nodes)) for key, nodes in groups.items()]

        def complete(source: Any, run: PlanRun) -> Any:
            return {key: step(source, run) for key, step in steps}

        return complete

    def _field(self, parent: GraphQLObjectType, nodes: list[FieldNode]) -> Step:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Uncovered
        name = nodes[0].name.value
        if name == "__typename":
            return _constant(parent.name)
        field = parent.fields.get(name)
        if field is None:
            raise Uncovered
        definition = field.extensions.get(_DEFINITION)
        if not isinstance(definition, StrawberryField) or definition.extensions:
            raise Uncovered
        if definition.base_resolver is None:
            return self._attribute(field, definition, nodes)
        call = _call(field, definition, nodes[0])
        complete = self._complete(field.type, nodes)
        return lambda source, run: complete(call(source, run), run)

    def _attribute(self, field: GraphQLField, definition: StrawberryField, nodes: list[FieldNode]) -> Step:
        get = attrgetter(definition.python_name)
        of: Any = field.type
        if is_non_null_type(of) and is_leaf_type(of.of_type):
            return _leaf_of(of.of_type, get)
        complete = self._complete(of, nodes)
        return lambda source, run: complete(get(source), run)

    # values

    def _complete(self, of: Any, nodes: list[FieldNode]) -> Step:
        """From a value of a type to its finished form."""
        if is_non_null_type(of):
            return self._present(of.of_type, nodes)
        present = self._present(of, nodes)
        return lambda value, run: None if value is None else present(value, run)

    def _present(self, of: Any, nodes: list[FieldNode]) -> Step:
        """From a value that must not be null."""
        if is_leaf_type(of):
            leaf = _leaf(of)
            return lambda value, _: leaf(value)
        if is_list_type(of):
            return self._list(of.of_type, nodes)
        if isinstance(of, GraphQLUnionType):
            return self._union(of, nodes)
        if isinstance(of, GraphQLObjectType):
            return _checked(self._below(of, nodes))
        raise Uncovered

    def _below(self, of: GraphQLObjectType, nodes: list[FieldNode]) -> Step:
        return self.object(of, collect_sub_fields(self.schema, self.fragments, {}, of, nodes))

    def _union(self, of: GraphQLUnionType, nodes: list[FieldNode]) -> Step:
        by_class: dict[type, Step] = {}
        for member in of.types:
            definition = member.extensions[_DEFINITION]
            by_class[definition.origin] = self._below(member, nodes)

        def complete(value: Any, run: PlanRun) -> Any:
            of_class = by_class.get(type(value))
            if of_class is None:
                raise Uncovered
            return of_class(value, run)

        return complete

    def _list(self, of: Any, nodes: list[FieldNode]) -> Step:
        if is_non_null_type(of) and is_leaf_type(of.of_type):
            leaf = _leaf(of.of_type)
            return lambda values, _: [leaf(value) for value in _listed(values)]
        complete = self._complete(of, nodes)

        def each(values: Any, run: PlanRun) -> Any:
            look()
            if len(_listed(values)) <= _BETWEEN_LOOKS:
                return [complete(value, run) for value in values]
            done: list[Any] = []
            for start in range(0, len(values), _BETWEEN_LOOKS):
                look()
                done += [complete(value, run) for value in values[start : start + _BETWEEN_LOOKS]]
            return done

        return each


def _constant(value: str) -> Step:
    return lambda source, run: value  # noqa: ARG005


def _checked(complete: Step) -> Step:
    def present(value: Any, run: PlanRun) -> Any:
        if value is None:
            raise Uncovered
        return complete(value, run)

    return present


def _listed(values: Any) -> Sequence[Any]:
    if type(values) is list or type(values) is tuple:
        return values
    raise Uncovered


# ---------------------------------------------------------------- calling resolvers

Arguments = Callable[[PlanRun], dict[str, Any]]


def _call(field: GraphQLField, definition: StrawberryField, node: FieldNode) -> Step:
    """From a source object to what the field's resolver gives."""
    resolver = definition.base_resolver
    assert resolver is not None
    function = resolver.wrapped_func
    if not callable(function) or resolver.is_async or resolver.root_parameter is not None:
        raise Uncovered
    arguments = _arguments(field, definition, node)
    parent, info = resolver.parent_parameter, resolver.info_parameter
    if parent is None and info is None and arguments is None:
        return lambda source, _: function(source)

    def call(source: Any, run: PlanRun) -> Any:
        values = {} if arguments is None else arguments(run)
        if info is not None:
            values[info.name] = run
        if parent is not None:
            values[parent.name] = source
            return function(**values)
        return function(source, **values)

    return call


def _arguments(field: GraphQLField, definition: StrawberryField, node: FieldNode) -> Arguments | None:
    """What makes the resolver's arguments; None where none is given (the resolver has the schema's defaults)."""
    names = dict(zip(field.args, (argument.python_name for argument in definition.arguments), strict=True))
    constant: dict[str, Any] = {}
    variable: list[tuple[str, str, bool]] = []
    for argument in node.arguments:
        name, value = argument.name.value, argument.value
        of = field.args[name].type
        if isinstance(value, VariableNode):
            variable.append((names[name], value.name.value, is_non_null_type(of)))
        else:
            constant[names[name]] = _fixed(value, of)
    return _filled(constant, variable) if node.arguments else None


def _fixed(value: ValueNode, of: Any) -> Any:
    if isinstance(value, ObjectValueNode) or (
        isinstance(value, ListValueNode)
        and any(isinstance(item, VariableNode | ListValueNode | ObjectValueNode) for item in value.values)
    ):
        raise Uncovered
    constant = value_from_ast(value, of)
    if constant is Undefined:
        raise Uncovered
    return constant


def _filled(constant: dict[str, Any], variable: list[tuple[str, str, bool]]) -> Arguments:
    if not variable:
        return lambda run: constant.copy()  # noqa: ARG005

    def fill(run: PlanRun) -> dict[str, Any]:
        given = constant.copy()
        values = run.variables
        for name, of, required in variable:
            if of in values:
                given[name] = values[of]
            if required and given.get(name) is None:
                raise Uncovered
        return given

    return fill


# ---------------------------------------------------------------- leaves


def _leaf(of: Any) -> Leaf:
    """From a value, which must not be null, to what is sent."""
    if isinstance(of, GraphQLEnumType):
        return _enum_leaf(of)
    assert isinstance(of, GraphQLScalarType)
    quick = _QUICK.get(of.name)
    serialize = of.serialize
    if quick is None:
        return _scalar_leaf(serialize)

    def leaf(value: Any) -> Any:
        if quick(value):
            return value
        return _present_leaf(serialize(value))

    return leaf if of.name != "String" else _text_leaf(serialize)


def _leaf_of(of: Any, get: Callable[[Any], Any]) -> Step:
    """From an object to one of its values as it is sent; the usual ones without a further call."""
    leaf = _leaf(of)
    if isinstance(of, GraphQLEnumType):
        return _enum_of(_names(of), get)
    if of.name != "String":
        return lambda source, _: leaf(get(source))

    def text(source: Any, _: PlanRun) -> Any:
        value = get(source)
        return value if type(value) is str else leaf(value)

    return text


def _enum_of(names: Mapping[Any, str], get: Callable[[Any], Any]) -> Step:
    def name(source: Any, _: PlanRun) -> str:
        try:
            return names[get(source)]
        except (KeyError, TypeError):
            raise Uncovered from None

    return name


def _text_leaf(serialize: Leaf) -> Leaf:
    def text(value: Any) -> Any:
        if type(value) is str:
            return value
        return _sent(value, serialize)

    return text


def _scalar_leaf(serialize: Leaf) -> Leaf:
    return lambda value: _sent(value, serialize)


def _sent(value: Any, serialize: Leaf) -> Any:
    if value is None:
        raise Uncovered
    return _present_leaf(serialize(value))


def _present_leaf(value: Any) -> Any:
    if value is None:
        raise Uncovered
    return value


def _enum_leaf(of: GraphQLEnumType) -> Leaf:
    names = _names(of)

    def leaf(value: Any) -> Any:
        try:
            return names[value]
        except (KeyError, TypeError):
            raise Uncovered from None

    return leaf


def _names(of: GraphQLEnumType) -> dict[Any, str]:
    return {of.parse_value(name): name for name in of.values}


_QUICK: Final[Mapping[str, Callable[[Any], bool]]] = {
    "String": lambda value: type(value) is str,
    "ID": lambda value: type(value) is str,
    "Boolean": lambda value: value is True or value is False,
    "Int": lambda value: type(value) is int and -(2**31) <= value < 2**31,
    "Float": lambda value: type(value) is float and isfinite(value),
}
