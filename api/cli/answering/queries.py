"""The GraphQL that `--server` asks: what is asked for of each answer is what its shape says."""

from __future__ import annotations

from api.asking.shapes import (
    COMPATIBILITY,
    CONCEPT,
    EXPANSION,
    HIT,
    MAP,
    MAPPING,
    MEMBER,
    RELEASE,
    RESOLUTION,
    SCHEME,
    VALUE_SET,
    paged,
)

_PROBLEM = "... on Problem { problem: code message }"
_CLOCK = "$asOf: Date, $knownAt: DateTime"
_WHEN = "asOf: $asOf, knownAt: $knownAt"
_SWITCHED = f"{_CLOCK}, $supplements: [String!]"
_WHEN_SWITCHED = f"{_WHEN}, supplements: $supplements"

SCHEMES = f"""query ({_CLOCK}) {{
  schemes {{
    {SCHEME.selection}
    current: release({_WHEN}) {{ ... on Release {{ version size }} }}
  }}
}}"""

RELEASES = f"""query ($scheme: String!, {_CLOCK}) {{
  releases(scheme: $scheme, knownAt: $knownAt) {{ {_PROBLEM} ... on Releases {{ releases {{ {RELEASE.selection} }} }} }}
  release(scheme: $scheme, {_WHEN}) {{ ... on Release {{ version }} }}
}}"""

SHOW = f"""query ($scheme: String!, $code: String!, $release: String, $after: String, {_SWITCHED}) {{
  concept(scheme: $scheme, code: $code, release: $release, {_WHEN_SWITCHED}) {{
    {_PROBLEM}
    ... on Concept {{
      {CONCEPT.selection}
    }}
  }}
}}"""

SEARCH = f"""query (
  $text: String!, $scheme: String, $kind: ConceptKind, $valueSet: String, $first: Int, $after: String,
  $release: String, {_SWITCHED}
) {{
  search(
    text: $text, scheme: $scheme, kind: $kind, valueSet: $valueSet, first: $first, after: $after,
    release: $release, {_WHEN_SWITCHED}
  ) {{
    {_PROBLEM}
    ... on SearchHitConnection {{
      {paged(HIT)}
    }}
  }}
}}"""

VALUE_SETS = f"""query ($after: String, {_CLOCK}) {{
  valueSets(first: 200, after: $after, {_WHEN}) {{
    {paged(VALUE_SET)}
  }}
}}"""

EXPAND = f"""query (
  $name: String!, $release: String, $text: String!, $activeOnly: Boolean!, $kind: ConceptKind, $first: Int,
  $after: String, {_SWITCHED}
) {{
  valueSet(name: $name, release: $release, {_WHEN_SWITCHED}) {{
    {_PROBLEM}
    ... on ValueSet {{
      {EXPANSION.selection}
      members(text: $text, activeOnly: $activeOnly, kind: $kind, first: $first, after: $after) {{
        {paged(MEMBER)}
      }}
    }}
  }}
}}"""

_RESOLUTIONS = f"""{{
    {_PROBLEM}
    ... on Resolutions {{
      answers {{
        {RESOLUTION.selection}
      }}
    }}
  }}"""

RESOLVE = f"""query (
  $inputs: [String!]!, $source: String!, $target: String!, $kind: ConceptKind, $input: InputKind!,
  $release: String, {_CLOCK}
) {{
  resolve(
    inputs: $inputs, system: $source, to: $target, kind: $kind, input: $input, release: $release, {_WHEN}
  ) {_RESOLUTIONS}
}}"""

MAPS = f"""query ($after: String, {_CLOCK}) {{
  maps(first: 100, after: $after, {_WHEN}) {{
    {paged(MAP)}
  }}
}}"""

MAPPINGS = f"""query ($name: String!, $release: String, $after: String, {_CLOCK}) {{
  map(name: $name, release: $release, {_WHEN}) {{
    {_PROBLEM}
    ... on ConceptMap {{
      name version
      mappings(first: 500, after: $after) {{
        {paged(MAPPING)}
      }}
    }}
  }}
}}"""

NOTATIONS = f"""query ($scheme: String!, $code: String!, {_CLOCK}) {{
  concept(scheme: $scheme, code: $code, {_WHEN}) {{ ... on Concept {{ notations {{ code }} }} }}
}}"""

DIFF = f"""query ($scheme: String!, $from: String!, $to: String, {_CLOCK}) {{
  diff(scheme: $scheme, from: $from, to: $to, {_WHEN}) {{ {_PROBLEM} ... on Diff {{ document }} }}
}}"""

DIFF_TEXT = f"""query ($scheme: String!, $from: String!, $to: String, $limit: Int!, {_CLOCK}) {{
  diff(scheme: $scheme, from: $from, to: $to, {_WHEN}) {{
    {_PROBLEM}
    ... on Diff {{
      compatibility {{ {COMPATIBILITY.selection} }} text(limit: $limit) markdown: releaseNotes
    }}
  }}
}}"""

_MAPS_COMPARED = "map: $from, from: $fromVersion, toMap: $to, to: $toVersion"

MAP_DIFF = f"""query ($from: String!, $fromVersion: String, $to: String, $toVersion: String, {_CLOCK}) {{
  mapDiff({_MAPS_COMPARED}, {_WHEN}) {{ {_PROBLEM} ... on MapDiff {{ document }} }}
}}"""

MAP_DIFF_TEXT = f"""query (
  $from: String!, $fromVersion: String, $to: String, $toVersion: String, $limit: Int!, {_CLOCK}
) {{
  mapDiff({_MAPS_COMPARED}, {_WHEN}) {{ {_PROBLEM} ... on MapDiff {{ text(limit: $limit) }} }}
}}"""
