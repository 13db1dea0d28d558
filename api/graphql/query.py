"""The root: every question one can ask."""

from __future__ import annotations

import strawberry

from api.graphql.change import ChangeQueries
from api.graphql.concept import ConceptQueries
from api.graphql.concept_map import ConceptMapQueries
from api.graphql.map_change import MapChangeQueries
from api.graphql.profile import ProfileQueries
from api.graphql.release import ReleaseQueries
from api.graphql.resolution import ResolutionQueries
from api.graphql.rule import RuleQueries
from api.graphql.scheme import SchemeQueries
from api.graphql.search import SearchQueries
from api.graphql.validation import ValidationQueries
from api.graphql.value_set import ValueSetQueries
from api.graphql.withdrawal import WithdrawalQueries


@strawberry.type(description="Every question one can ask. Example: `{ schemes { name } }`")
class Query(
    SchemeQueries,
    ReleaseQueries,
    ConceptQueries,
    SearchQueries,
    ValueSetQueries,
    ConceptMapQueries,
    ResolutionQueries,
    ChangeQueries,
    MapChangeQueries,
    ValidationQueries,
    ProfileQueries,
    RuleQueries,
    WithdrawalQueries,
):
    """Every question one can ask."""
