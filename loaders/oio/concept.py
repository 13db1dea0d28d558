"""A klasse, as it is in one piece of the time line, as a concept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from classification import Concept
from classification.concept import Label, LabelKind, Notation, Note, NoteKind, Status
from classification.record import frozen
from classification.sentence import both
from classification.text import shown
from classification.uri import object_uri
from loaders.oio.record import Attributes, Keyword
from loaders.oio.timeline import History, Snapshot
from loaders.reading.notes import Notes
from loaders.reading.repair import on_one_line

NOTES: Final = {
    "beskrivelse": NoteKind.DEFINITION,
    "omfang": NoteKind.SCOPE,
    "eksempel": NoteKind.EXAMPLE,
    "aendringsnotat": NoteKind.CHANGE,
}
RELATED: Final = ("sideordnede", "tilfoejelser", "lovligekombinationer")
_HIDDEN_WORDS: Final = ("skjult", "hidden", "stavefejl", "fejlstav", "misspel")


@frozen
class Surroundings:
    """What a concept says of others: the codes of its parent, of what replaces it, and of those that it names."""

    broader: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()


def code_of(history: History, snapshot: Snapshot) -> str:
    """The brugervendtnoegle, or the UUID where there is none."""
    own = snapshot.attributes.value("brugervendtnoegle").strip() if snapshot.attributes else ""
    return own or history.object.identifier


def related(snapshot: Snapshot, codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The relations that are kept as properties; the target by its code, else as it is named."""
    for name in RELATED:
        yield from sorted({(name, codes.get(each.target, each.target)) for each in snapshot.targets(name)})


def _label(text: str, attributes: Attributes, notes: Notes) -> str:
    plain = on_one_line(text)
    if plain != text:
        message = both(
            f"termen {text!r} har linjeskift eller styretegn; den er bevaret som {plain!r}",
            f"the label {text!r} holds line breaks or control characters; it is kept as {plain!r}",
        )
        notes.warning(
            "SPO27", message, attributes.place, both("skriv den på én linje", "write it on one line")
        )
    return plain


def concept_of(
    history: History, snapshot: Snapshot, around: Surroundings, language: str, notes: Notes
) -> Concept:
    """The concept; SPO17 a klasse without brugervendtnoegle, SPO18 a soegeord that repeats a label."""
    attributes = snapshot.attributes or Attributes(snapshot.validity, ())
    code, identifier = code_of(history, snapshot), history.object.identifier
    if code == identifier and not attributes.value("brugervendtnoegle").strip():
        message = both(
            f"klassen {identifier} har ingen brugervendtnoegle; dens UUID træder i stedet",
            f"klasse {identifier} has no brugervendtnoegle; its UUID takes the place",
        )
        notes.error(
            "SPO17",
            message,
            history.object.place,
            both(
                "giv den en for hele den tid, den er publiceret",
                "give it one for the whole time it is published",
            ),
        )
    title = _label(attributes.value("titel"), attributes, notes)
    labels = {title: LabelKind.PREFERRED} if title else {}
    properties = [("retskilde", attributes.value("retskilde"))] if attributes.value("retskilde") else []
    for keyword in attributes.keywords:
        text = _label(keyword.text, attributes, notes)
        if text in labels:
            message = both(
                f"{code!r}: soegeord {shown(text)!r} gentager en term og er udeladt",
                f"{code!r}: soegeord {shown(text)!r} repeats a label and was left out",
            )
            notes.information("SPO18", message, attributes.place)
        elif text:
            labels[text] = _kind(keyword)
        properties += _described(keyword)
    return Concept(
        notations=tuple(Notation(each) for each in dict.fromkeys((code, identifier))),
        labels=tuple(Label(text, language, kind) for text, kind in labels.items()),
        status=Status.DEPRECATED if around.replaced_by else Status.ACTIVE,
        broader=around.broader,
        notes=tuple(
            Note(attributes.value(name), language, kind)
            for name, kind in NOTES.items()
            if attributes.value(name)
        ),
        replaced_by=around.replaced_by,
        properties=(*properties, *around.related),
        uri=object_uri(identifier),
    )


def _kind(keyword: Keyword) -> LabelKind:
    category = keyword.category.casefold()
    hidden = any(word in category for word in _HIDDEN_WORDS)
    return LabelKind.HIDDEN if hidden else LabelKind.ALTERNATIVE


def _described(keyword: Keyword) -> list[tuple[str, str]]:
    description = "; ".join(part for part in (keyword.description, keyword.category) if part)
    return [("soegeord", f"{keyword.text}: {description}")] if description else []
