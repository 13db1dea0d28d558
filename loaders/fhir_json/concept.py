"""CodeSystem.concept to concepts: nested and flat hierarchies, designations, properties."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from classification import Concept, Place, Validity
from classification.concept import (
    LIFE,
    Kind,
    Label,
    LabelKind,
    Notation,
    NotationRole,
    Note,
    NoteKind,
    Status,
)
from classification.record import field, mutable
from classification.sentence import both
from classification.uri import default_rule, is_uri, made_uri
from classification.validity import ALWAYS
from loaders.fhir_json import terms
from loaders.fhir_json.element import Element
from loaders.partial_date import first_day
from loaders.reading.notes import known
from loaders.reading.repair import on_one_line, without_controls
from loaders.reading.typed_object import is_number

MAX_DEPTH: Final = 200
KEPT: Final = frozenset(("code", "display", "definition", "designation", "property", "concept", "extension"))
KINDS: Final = {str(kind): kind for kind in Kind}
NOTE_KINDS: Final = {str(kind): kind for kind in NoteKind}
ACTIVE: Final = frozenset(("active", "draft", "experimental"))
GONE: Final = frozenset(("deprecated", "retired", "withdrawn", "inactive"))


@mutable
class Concepts:
    """What the concepts of a code system say, in document order."""

    concepts: list[Concept] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    not_kept: dict[str, int] = field(default_factory=dict)

    def languages(self, first: str) -> tuple[str, ...]:
        """`first` and the other languages of the labels."""
        return tuple(dict.fromkeys([first, *(label.language for c in self.concepts for label in c.labels)]))


def read_concepts(root: Element, language: str) -> Concepts:
    """The concepts of a CodeSystem; labels without a language get `language`.

    Findings: SPF13 a code twice (with both paths), SPF04 nested too deep, SPF14 a label repeated, SPF15 text that is
    not in Unicode form NFC, SPF17 a property value outside its list, SPF27 line breaks or control characters,
    SPF05, SPF07 and SPF24 as `Element`.
    """
    found = Concepts()
    meanings = _meanings(root)
    builders: dict[str, _Builder] = {}
    children: list[tuple[str, str]] = []
    pending = [(part, "", 1) for part in reversed(root.parts("concept"))]
    while pending:
        element, parent, depth = pending.pop()
        code = element.text("code", required=True)
        if code in builders:
            _report_double(code, builders[code].element, element)
        elif code:
            builder = builders[code] = _Builder(element, code, language)
            builder.read(parent, meanings)
            children += ((code, child) for child in builder.children)
            for name in (*element.not_kept(KEPT), *_reduced(element)):
                found.not_kept[name] = found.not_kept.get(name, 0) + 1
        if depth < MAX_DEPTH:
            pending += ((part, code or parent, depth + 1) for part in reversed(element.parts("concept")))
        elif "concept" in element.record:
            message = both(
                f"begreber er indlejret dybere end {MAX_DEPTH} niveauer; de dybere læses ikke",
                f"concepts are nested deeper than {MAX_DEPTH} levels; those below are not read",
            )
            element.notes.error(
                "SPF04", message, element.place("concept"), both("ret indlejringen", "correct the nesting")
            )
    for code, child in children:
        _add_parent(builders, code, child)
    rule = default_rule(root.text("url"))
    for code, builder in builders.items():
        builder.keep_references(builders, rule)
        found.concepts.append(builder.concept())
        found.places[code] = builder.element.place()
        for notation in builder.notations:
            found.places.setdefault(notation.code, builder.element.place())
    return found


_USES: Final = frozenset((*terms.PREFERRED_USES, terms.SYNONYM_USE, terms.HIDDEN_USE))


def _reduced(element: Element) -> Iterator[str]:
    """What is kept of a property or designation in less than it says: the system of a Coding, a use of its own."""
    for coding in _inner(element, "property", "valueCoding"):
        if coding.get("system"):
            yield "property.valueCoding.system"
    for use in _inner(element, "designation", "use"):
        if (use.get("system"), use.get("code")) not in _USES:
            yield "designation.use"


def _inner(element: Element, key: str, inner: str) -> Iterator[dict[str, Any]]:
    """Objects in a list of objects; what is of another type is told where it is read."""
    parts = element.record.get(key)
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, dict) and isinstance(part.get(inner), dict):
            yield part[inner]


def _report_double(code: str, first: Element, second: Element) -> None:
    message = both(
        f"koden {code!r} står to gange, her og ved {first.path}",
        f"code {code!r} stands twice, here and at {first.path}",
    )
    second.notes.error(
        "SPF13",
        message,
        second.place("code"),
        both("giv hvert begreb sin egen kode", "give each concept its own code"),
    )


def _add_parent(builders: Mapping[str, _Builder], code: str, child: str) -> None:
    if child in builders:
        builders[child].add_broader(code)
    else:
        place = builders[code].element.place("property")
        message = both(
            f"{code!r} nævner {child!r} som underbegreb, men det findes ikke",
            f"{code!r} names {child!r} as its child, which is not there",
        )
        builders[code].element.notes.error("SPF17", message, place, both("ret koden", "correct the code"))


def _meanings(root: Element) -> dict[str, str]:
    """Property code → what it means here: a key of `_HANDLERS`, or `free-` and the name of a free property."""
    meanings = {name: name for name in _STANDARD}
    for part in root.parts("property"):
        code, uri = part.text("code", required=True), part.text("uri")
        own = uri.removeprefix(terms.OURS)
        standard = uri.removeprefix(terms.STANDARD)
        if own != uri and (own in _HANDLERS or own.startswith((terms.FREE, terms.NOTE))):
            meanings[code] = own
        elif standard != uri and standard in _STANDARD:
            meanings[code] = standard
        elif uri:
            meanings[code] = terms.FREE + code
    return meanings


class _Builder:
    """One concept in the making."""

    __slots__ = (
        "broader", "children", "code", "element", "gone", "kind", "labels", "language", "last", "not_selectable",
        "notations", "notes", "ordinal", "properties", "reason", "replaced_by", "start", "uri",
    )  # fmt: skip

    def __init__(self, element: Element, code: str, language: str) -> None:
        self.element, self.code, self.language = element, code, language
        self.notations = [Notation(code)]
        self.labels: list[Label] = []
        self.notes: list[Note] = []
        self.broader: list[str] = []
        self.children: list[str] = []
        self.replaced_by: list[str] = []
        self.properties: list[tuple[str, str]] = []
        self.kind = Kind.OTHER
        self.gone = self.not_selectable = False
        self.reason = ""
        self.ordinal: float | None = None
        self.start = self.last = self.uri = ""

    def concept(self) -> Concept:
        selectable = Status.GROUPING if self.not_selectable else Status.ACTIVE
        if self.gone and self.not_selectable:  # a heading stays one when it retires
            self.properties.append((f"{LIFE}notSelectable", "true"))
        return Concept(
            notations=tuple(self.notations),
            labels=tuple(self.labels),
            kind=self.kind,
            status=Status.DEPRECATED if self.gone else selectable,
            broader=tuple(self.broader),
            notes=tuple(self.notes),
            ordinal=self.ordinal,
            replaced_by=tuple(self.replaced_by),
            reason=self.reason,
            validity=self.element.spanned(Validity(first_day(self.start), first_day(self.last)))
            if self.start or self.last
            else ALWAYS,
            properties=tuple(self.properties),
            uri=self.uri,
        )

    def read(self, parent: str, meanings: Mapping[str, str]) -> None:
        element, record = self.element, self.element.record
        if parent:
            self.broader.append(parent)
        display = self._normal(self._on_one_line(element.text("display"), "display", element), "display")
        if display:
            self.labels.append(Label(display, self.language))
        definition = self._normal(element.text("definition"), "definition")
        if definition:
            self.notes.append(Note(definition, self.language))
        if "designation" in record:
            for part in element.parts("designation"):
                self._designation(part)
        if "property" in record:
            for part in element.parts("property"):
                self._property(part, meanings)
        if "extension" in record:
            self._extensions()

    def keep_references(self, codes: Collection[str], rule: str) -> None:
        """SPF28: what refers to codes that are not here stays as a property, by its URI."""
        for key, referred in (("broader", self.broader), ("replaced-by", self.replaced_by)):
            outside = [code for code in referred if code not in codes]
            for code in outside:
                referred.remove(code)
                self.properties.append((key, made_uri(rule, code)))
                message = both(
                    f"{self.code!r} henviser med {key!r} til {code!r}, som ikke er her; den er bevaret med sin URI",
                    f"{self.code!r} refers by {key!r} to {code!r}, which is not here; the reference is kept by its URI",
                )
                remedy = both("ret koden, hvis den er forkert", "correct the code if it is wrong")
                self.element.notes.warning("SPF28", message, self.element.place(), remedy)

    def add_broader(self, code: str) -> None:
        if code not in self.broader:
            self.broader.append(code)

    def _on_one_line(self, text: str, key: str, element: Element) -> str:
        return self._mended(text, on_one_line(text), key, element)

    def _mended(self, text: str, plain: str, key: str, element: Element) -> str:
        """A text without layout or control characters, which is told."""
        if plain != text:
            message = both(
                f"{text!r} har linjeskift eller styretegn; teksten er bevaret som {plain!r}",
                f"{text!r} holds line breaks or control characters; it is kept as {plain!r}",
            )
            self.element.notes.warning(
                "SPF27",
                message,
                element.place(key),
                both("skriv teksten uden dem", "write the text without them"),
            )
        return plain

    def _normal(self, text: str, key: str, element: Element | None = None) -> str:
        text = self._mended(text, without_controls(text), key, element or self.element)
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        where = (element or self.element).place(key)
        message = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        self.element.notes.warning(
            "SPF15", message, where, both("skriv bogstaver som ét tegn", "write letters as one character")
        )
        return unicodedata.normalize("NFC", text)

    def _designation(self, part: Element) -> None:
        text = self._normal(
            self._on_one_line(part.text("value", required=True), "value", part), "value", part
        )
        language = part.text("language") or self.language
        if not text:
            return
        kind = self._label_kind(part, language)
        if any(label.text == text and label.language == language for label in self.labels):
            message = both(
                f"{self.code!r}: {text!r}@{language} gentager en term og er udeladt",
                f"{self.code!r}: {text!r}@{language} repeats a label and was left out",
            )
            self.element.notes.information("SPF14", message, part.place("value"))
            return
        self.labels.append(Label(text, language, kind))

    def _label_kind(self, part: Element, language: str) -> LabelKind:
        use = part.part("use")
        coded = (use.text("system"), use.text("code")) if use else ("", "")
        if coded == terms.HIDDEN_USE:
            return LabelKind.HIDDEN
        may_be_preferred = coded in terms.PREFERRED_USES or (use is None and language != self.language)
        taken = any(x.kind is LabelKind.PREFERRED and x.language == language for x in self.labels)
        return LabelKind.PREFERRED if may_be_preferred and not taken else LabelKind.ALTERNATIVE

    def _property(self, part: Element, meanings: Mapping[str, str]) -> None:
        code = part.text("code", required=True)
        value = _value(part)
        if not code or value is None:
            if value is None:
                message = both(
                    f"egenskaben {code!r} har ingen brugbar værdi", f"property {code!r} has no usable value"
                )
                self.element.notes.error(
                    "SPF07", message, part.place(), both("skriv én value[x]", "give one value[x]")
                )
            return
        meaning = meanings.get(code, terms.FREE + code)
        if meaning.startswith(terms.FREE):
            self.properties.append(
                (meaning.removeprefix(terms.FREE), self._normal(value, "valueString", part))
            )
        elif meaning.startswith(terms.NOTE):
            self._note(meaning.removeprefix(terms.NOTE), value, part)
        elif _HANDLERS[meaning](self, value):
            if meaning in _STANDARD and code != meaning:  # its own name for it stays, since filters use it
                self.properties.append((code, value))
        else:
            message = both(
                f"{self.code!r}: egenskaben {code!r} kan ikke være {value!r}",
                f"{self.code!r}: property {code!r} cannot be {value!r}",
            )
            self.element.notes.error("SPF17", message, part.place(), _EXPECTED.get(meaning, _TRUTHS))

    def _note(self, meaning: str, value: str, part: Element) -> None:
        kind, _, language = meaning.partition("@")
        text = self._normal(value, "valueString", part)
        self.notes.append(Note(text, language or self.language, NOTE_KINDS.get(kind, NoteKind.NOTE)))

    def _extensions(self) -> None:
        if ordinal := self.element.extension(*terms.ORDINALS):
            self.ordinal = (
                ordinal.number("valueDecimal")
                if "valueDecimal" in ordinal.record
                else ordinal.number("valueInteger")
            )
        if comment := self.element.extension(terms.COMMENT):
            self._note(str(NoteKind.NOTE), comment.text("valueString"), comment)

    # what a property does; false when its value is none it can have

    def set_kind(self, value: str) -> bool:
        self.kind = KINDS.get(value, self.kind)
        return value in KINDS

    def set_status(self, value: str) -> bool:
        self.gone = self.gone or value in GONE
        if value not in {"active", "deprecated"}:
            self.properties.append((f"{LIFE}status", value))
        return True

    def set_gone(self, value: str) -> bool:
        self.gone = self.gone or value == "true"
        return value in {"true", "false"}

    def set_inactive(self, value: str) -> bool:
        self.properties.append((f"{LIFE}inactive", value))
        return self.set_gone(value)

    def set_deprecated(self, value: str) -> bool:
        if value in {"true", "false"}:
            return self.set_gone(value)
        self.properties.append((f"{LIFE}deprecationDate", value))
        return first_day(value) is not None

    def set_retired(self, value: str) -> bool:
        self.properties.append((f"{LIFE}retirementDate", value))
        return first_day(value) is not None

    def set_uri(self, value: str) -> bool:
        self.uri = value
        return is_uri(value)

    def set_not_selectable(self, value: str) -> bool:
        self.not_selectable = value == "true"
        return value in {"true", "false"}

    def set_ordinal(self, value: str) -> bool:
        try:
            number = float(value)
        except ValueError:
            return False
        if abs(number) < float("inf"):
            self.ordinal = number
            return True
        return False

    def set_start(self, value: str) -> bool:
        self.start = value
        return first_day(value) is not None

    def set_end(self, value: str) -> bool:
        self.last = value
        return first_day(value) is not None

    def add_child(self, value: str) -> bool:
        self.children.append(value)
        return True

    def add_parent(self, value: str) -> bool:
        self.add_broader(value)
        return True

    def add_legacy(self, value: str) -> bool:
        self.notations.append(Notation(value, NotationRole.LEGACY))
        return True

    def add_notation(self, value: str) -> bool:
        self.notations.append(Notation(value))
        return True

    def add_successor(self, value: str) -> bool:
        self.replaced_by.append(value)
        return True

    def set_reason(self, value: str) -> bool:
        self.reason = value
        return True

    def add_comment(self, value: str) -> bool:
        self.notes.append(Note(value, self.language, NoteKind.NOTE))
        return True


Handler = Callable[[_Builder, str], bool]

_STANDARD: Final[dict[str, Handler]] = {
    "parent": _Builder.add_parent,
    "subsumedBy": _Builder.add_parent,
    "child": _Builder.add_child,
    "inactive": _Builder.set_inactive,
    "status": _Builder.set_status,
    "deprecated": _Builder.set_deprecated,
    "deprecationDate": _Builder.set_deprecated,
    "retirementDate": _Builder.set_retired,
    "notSelectable": _Builder.set_not_selectable,
    "replacedBy": _Builder.add_successor,
    "comment": _Builder.add_comment,
    **dict.fromkeys(terms.ORDINAL_PROPERTIES, _Builder.set_ordinal),
}
_HANDLERS: Final[dict[str, Handler]] = {
    **_STANDARD,
    terms.NOTATION_LEGACY: _Builder.add_legacy,
    terms.NOTATION_CURRENT: _Builder.add_notation,
    terms.KIND: _Builder.set_kind,
    terms.REPLACED_BY: _Builder.add_successor,
    terms.REASON: _Builder.set_reason,
    terms.URI: _Builder.set_uri,
    terms.VALID_FROM: _Builder.set_start,
    terms.VALID_TO: _Builder.set_end,
}
_DATE: Final = both("kendte: en dato som 2025-06-01", "known: a date such as 2025-06-01")
_TRUTHS: Final = known(("true", "false"))
_EXPECTED: Final = {
    terms.KIND: known(KINDS),
    terms.VALID_FROM: _DATE,
    terms.VALID_TO: _DATE,
    **dict.fromkeys(terms.ORDINAL_PROPERTIES, both("kendte: et tal", "known: a number")),
}


def _value(part: Element) -> str | None:
    """The value[x] of a property as text; a Coding gives its code."""
    key = next((name for name in part.record if name.startswith("value")), "")
    value: Any = part.record.get(key)
    if isinstance(value, dict):
        coded = value.get("code")
        return coded if isinstance(coded, str) and coded else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_number(value):
        return str(value)
    return value if isinstance(value, str) and value else None
