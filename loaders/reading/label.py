"""Labels of others, mended where there is one harmless reading; what was done is told by who reads them."""

from __future__ import annotations

from collections.abc import Iterable

from classification.concept import Label
from classification.record import frozen, replace
from classification.sentence import Sentence, both
from classification.words import LABEL_KINDS
from loaders.reading.repair import on_one_line


@frozen
class MendedLabels:
    """Labels as they are kept: on one line (`broken` says of which), each text in one kind (`doubled`)."""

    labels: tuple[Label, ...]
    broken: tuple[Sentence, ...] = ()
    doubled: tuple[Sentence, ...] = ()


def mended(labels: Iterable[Label]) -> MendedLabels:
    """Each label on one line, and once: of two kinds the stronger, which stands first (SKOS S13)."""
    kept: dict[tuple[str, str], Label] = {}
    broken, doubled = [], []
    for label in labels:
        text = on_one_line(label.text)
        if text != label.text:
            broken.append(
                both(
                    f"termen {label.text!r} har linjeskift eller styretegn; den er bevaret som {text!r}",
                    f"the label {label.text!r} holds line breaks or control characters; it is kept as {text!r}",
                )
            )
        first = kept.setdefault((text, label.language), replace(label, text=text))
        if first.kind is not label.kind:
            doubled.append(
                both(
                    f"har {text!r} både som {LABEL_KINDS[first.kind].da} og som {LABEL_KINDS[label.kind].da} term; "
                    "den første er bevaret (SKOS S13)",
                    f"has {text!r} as {first.kind} and as {label.kind} label; the former is kept (SKOS S13)",
                )
            )
    return MendedLabels(tuple(kept.values()), tuple(broken), tuple(doubled))
