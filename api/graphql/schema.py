"""The schema, as objects and as text.

`python -m api.graphql.schema` writes schema.graphql, which is checked in.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName
from api.graphql.query import Query
from api.graphql.scalar import SCALARS

FILE: Final = Path(__file__).with_name("schema.graphql")


@cache
def strawberry_schema() -> strawberry.Schema:
    """The schema as strawberry knows it."""
    return strawberry.Schema(
        query=Query,
        types=[UnknownName, NoReleaseOnDay, AmbiguousName],
        config=StrawberryConfig(scalar_map=dict(SCALARS)),
    )


@cache
def graphql_schema() -> GraphQLSchema:
    """The schema as the engine knows it."""
    schema: GraphQLSchema = strawberry_schema()._schema
    return schema


@cache
def schema_text() -> str:
    """The schema in the schema definition language."""
    return strawberry_schema().as_str() + "\n"


if __name__ == "__main__":
    FILE.write_text(schema_text(), encoding="utf-8")
