"""The question surface over GraphQL: one noun per file, the type beside its resolvers.

`view.graphql_routes` is the door. A request goes view → documents (parsed, validated, weighed; kept) → plan (compiled
closures) or engine (graphql-core) → noun files → classification. Look-ups are synchronous and in memory.
"""
