"""The GraphQL that `--server` asks; field names are those of docs/json.md wherever the schema has other ones."""

from __future__ import annotations

_PROBLEM = "... on Problem { problem: code message }"
_DAYS = "{ from to }"
_BRIEF = "code notation: key term kind status"
_CLOCK = "$asOf: Date, $knownAt: DateTime"
_WHEN = "asOf: $asOf, knownAt: $knownAt"
_RELEASE = f"""
  scheme {{ name uri }} release: version validity: period {_DAYS} recorded concepts: size digest structureDigest
  publisherVersions"""
_PAGE = "pageInfo { hasNextPage endCursor } totalCount"

SCHEMES = f"""query ({_CLOCK}) {{
  schemes {{
    name system: uri title aliases publisher licence source languages example
    current: release({_WHEN}) {{ ... on Release {{ version size }} }}
  }}
}}"""

RELEASES = f"""query ($scheme: String!, {_CLOCK}) {{
  releases(scheme: $scheme, knownAt: $knownAt) {{ {_PROBLEM} ... on Releases {{ releases {{ {_RELEASE} }} }} }}
  release(scheme: $scheme, {_WHEN}) {{ ... on Release {{ version }} }}
}}"""

SHOW = f"""query ($scheme: String!, $code: String!, $release: String, $after: String, {_CLOCK}) {{
  concept(scheme: $scheme, code: $code, release: $release, {_WHEN}) {{
    {_PROBLEM}
    ... on Concept {{
      scheme {{ name uri }} release {{ version }}
      {_BRIEF} uri ordinal definition
      notations {{ code role validity {_DAYS} }}
      labels {{ text language kind }}
      notes {{ text language kind }}
      path {{ {_BRIEF} }}
      broader {{ {_BRIEF} }}
      narrower(first: 200, after: $after) {{ {_PAGE} nodes {{ {_BRIEF} }} }}
      replacedBy {{ {_BRIEF} }}
      reason
      validity {_DAYS}
      properties {{ name value }}
      history: lineage {{
        release {{ version }} safe concepts {{ {_BRIEF} }}
        steps {{ change from: origin to: release before after }}
      }}
    }}
  }}
}}"""

SEARCH = f"""query (
  $text: String!, $scheme: String, $kind: ConceptKind, $valueSet: String, $first: Int, $after: String,
  $release: String, {_CLOCK}
) {{
  search(
    text: $text, scheme: $scheme, kind: $kind, valueSet: $valueSet, first: $first, after: $after,
    release: $release, {_WHEN}
  ) {{
    {_PROBLEM}
    ... on SearchHitConnection {{
      {_PAGE}
      nodes {{
        concept {{ scheme {{ name uri }} release {{ version }} {_BRIEF} }} match label labelKind score
        formerRelease near
      }}
    }}
  }}
}}"""

VALUE_SETS = f"""query ($after: String, {_CLOCK}) {{
  valueSets(first: 200, after: $after, {_WHEN}) {{
    {_PAGE} nodes {{ valueSet: name uri release: version title edition validity: period {_DAYS} }}
  }}
}}"""

EXPAND = f"""query (
  $name: String!, $release: String, $text: String!, $activeOnly: Boolean!, $kind: ConceptKind, $first: Int,
  $after: String, {_CLOCK}
) {{
  valueSet(name: $name, release: $release, {_WHEN}) {{
    {_PROBLEM}
    ... on ValueSet {{
      valueSet: name uri release: version title edition validity: period {_DAYS}
      releases {{ name version }}
      unresolved {{ rule message remedy }}
      members(text: $text, activeOnly: $activeOnly, kind: $kind, first: $first, after: $after) {{
        {_PAGE} nodes {{ system release code notations admitted term kind status }}
      }}
    }}
  }}
}}"""

_RESOLUTIONS = f"""{{
    {_PROBLEM}
    ... on Resolutions {{
      answers {{
        input outcome
        targets {{ scheme system code notation term relation confidence kind status }}
        path {{ kind text map version row relation note }}
        releases {{ name version }}
        message form source {{ system code term }} review
        suggestions {{ scheme system code notation term kind }}
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
    {_PAGE}
    nodes {{
      name uri version title sources {{ system release }} targets {{ system release }} validity {_DAYS}
      mappings(first: 1) {{ totalCount }} licence author example
    }}
  }}
}}"""

MAPPINGS = f"""query ($name: String!, $release: String, $after: String, {_CLOCK}) {{
  map(name: $name, release: $release, {_WHEN}) {{
    {_PROBLEM}
    ... on ConceptMap {{
      name version
      mappings(first: 500, after: $after) {{
        {_PAGE}
        nodes {{
          row: number source {{ system code term }} relation target {{ system code term }} confidence
          justification author reviewer validity {_DAYS} note
        }}
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
    {_PROBLEM} ... on Diff {{ compatibility {{ backward forward full }} text(limit: $limit) markdown: releaseNotes }}
  }}
}}"""
