"""Recipes as JSON values."""

from __future__ import annotations

from typing import Any

from classification.concept import Kind
from classification.recipe import PairingRule, Recipe


def recipe_to_json(recipe: Recipe) -> dict[str, Any]:
    """A recipe as a JSON object; equal recipes give equal objects."""
    return {
        "scheme": recipe.scheme,
        "language": recipe.language,
        "pairing": str(recipe.pairing),
        "kind": str(recipe.kind),
        "kinds": [[code, str(kind)] for code, kind in recipe.kinds],
        "inner_groupings": recipe.inner_groupings,
        "groupings": sorted(recipe.groupings),
        "selectable": sorted(recipe.selectable),
        "ordinals": [[code, value] for code, value in recipe.ordinals],
    }


def recipe_from_json(record: dict[str, Any]) -> Recipe:
    """The recipe that `recipe_to_json` wrote."""
    return Recipe(
        scheme=record["scheme"],
        language=record["language"],
        pairing=PairingRule(record["pairing"]),
        kind=Kind(record["kind"]),
        kinds=tuple((code, Kind(kind)) for code, kind in record["kinds"]),
        inner_groupings=record["inner_groupings"],
        groupings=frozenset(record["groupings"]),
        selectable=frozenset(record["selectable"]),
        ordinals=tuple((code, float(value)) for code, value in record["ordinals"]),
    )
