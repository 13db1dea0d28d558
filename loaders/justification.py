"""How a mapping came about: the terms of semapv (https://w3id.org/semapv/vocab/) that SSSOM 1.1 names."""

from __future__ import annotations

from typing import Final

SEMAPV: Final = "https://w3id.org/semapv/vocab/"
JUSTIFICATIONS: Final = frozenset(
    (
        "UnspecifiedMatching",
        "ManualMappingCuration",
        "MappingReview",
        "LogicalReasoning",
        "LexicalMatching",
        "CompositeMatching",
        "SemanticSimilarityThresholdMatching",
        "LexicalSimilarityThresholdMatching",
        "MappingChaining",
        "MappingInversion",
        "StructuralMatching",
        "InstanceBasedMatching",
        "BackgroundKnowledgeBasedMatching",
    )
)
