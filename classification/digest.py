"""Content digests: the same content has the same digest, whatever its label, order or day of import.

SHA-256 over canonical JSON (RFC 8785 for the value types used here: strings, integers, arrays, objects).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from classification.concept import Concept
from classification.validity import ALWAYS, Validity

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""One for all: `json.dumps` makes another for each value."""


def canonical_json(value: Any) -> bytes:
    """The one byte form of a JSON value: sorted keys, no blanks, UTF-8."""
    return _ENCODER.encode(value).encode()


def sha256(value: Any) -> str:
    """`sha256:` and the hexadecimal digest of a JSON value's canonical form."""
    return "sha256:" + hashlib.sha256(canonical_json(value)).hexdigest()


def structure_digest(concepts: Iterable[Concept]) -> str:
    """Digest over codes, terms and hierarchy: what a terms-only edition and the publisher's files share."""
    return sha256(sorted(_structure(concept) for concept in concepts))


def full_digest(
    concepts: Iterable[Concept], lineage: Iterable[tuple[str, Iterable[str], Iterable[str]]] = ()
) -> str:
    """Digest over everything the concepts say, and the lineage that came with them."""
    steps = sorted([kind, sorted(sources), sorted(targets)] for kind, sources, targets in lineage)
    # As `sha256([sorted(…, key=canonical_json), steps])`, each concept being written once only.
    written = sorted(canonical_json(_everything(concept)) for concept in concepts)
    whole = b"[[" + b",".join(written) + b"]," + canonical_json(steps) + b"]"
    return "sha256:" + hashlib.sha256(whole).hexdigest()


def _structure(concept: Concept) -> list[Any]:
    return [
        concept.code,
        sorted([[n.code, str(n.role)] for n in concept.notations]),
        sorted([[str(label.kind), label.language, label.text] for label in concept.labels]),
        sorted(concept.broader),
    ]


def _everything(concept: Concept) -> list[Any]:
    return [
        *_structure(concept),
        str(concept.kind),
        str(concept.status),
        sorted([[str(note.kind), note.language, note.text] for note in concept.notes]),
        "" if concept.ordinal is None else format(concept.ordinal, "g"),
        sorted(concept.replaced_by),
        concept.reason,
        _days(concept.validity),
        sorted([[n.code, *_days(n.validity)] for n in concept.notations]),
        sorted(map(list, concept.properties)),
        *([concept.uri] if concept.uri else ()),  # what has none keeps the digest it always had
    ]


def _days(validity: Validity) -> list[str]:
    if validity is ALWAYS:
        return ["", ""]
    return [day.isoformat() if day else "" for day in (validity.start, validity.end)]
