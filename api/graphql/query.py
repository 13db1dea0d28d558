"""The root: every question one can ask."""

from __future__ import annotations

import strawberry

from api.graphql.concept import ConceptQueries
from api.graphql.concept_map import ConceptMapQueries
from api.graphql.release import ReleaseQueries
from api.graphql.resolution import ResolutionQueries
from api.graphql.scheme import SchemeQueries


@strawberry.type(description="Every question one can ask. Example: `{ schemes { name } }`")
class Query(SchemeQueries, ReleaseQueries, ConceptQueries, ResolutionQueries, ConceptMapQueries):
    """Every question one can ask."""
