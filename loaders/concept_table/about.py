"""What a table says of its classification, and what the caller says in its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from classification import ConceptScheme, Place, Validity
from classification.record import replace
from classification.sentence import both
from classification.uri import PLACE, is_uri
from classification.validity import ALWAYS
from loaders.concept_table.cells import parted
from loaders.concept_table.columns import METADATA, metadata_of
from loaders.concept_table.days import DAY_FIRST, Days
from loaders.concept_table.sheet import Sheet
from loaders.content import Reading
from loaders.name import slug
from loaders.reading.notes import Notes, known

_YES: Final = frozenset(("true", "ja", "yes", "1"))
_SEVERAL: Final = frozenset(("former-uri", "publisher-version"))
_DAYS: Final = ("valid-from", "valid-to")


class About:
    """The facts of the classification: lines above the header (or a sheet of their own), and the caller's words.

    Findings: SPB12 no system URI, SPB13 no version, SPB16 a line that says nothing, SPB19 one that says another thing
    again, SPB22 no short name, SPB29 a URI that was made; SPB11 and SPB27 of its days.
    """

    def __init__(self, sheet: Sheet, reading: Reading, notes: Notes, days: Iterable[str]) -> None:
        self.sheet, self.reading, self.notes = sheet, reading, notes
        self._said_of: dict[str, list[tuple[str, str, Place]]] = {}
        self._gather()
        own = (self.said(key) for key in _DAYS)
        self.days = Days((*days, *filter(None, own)), reading.dates)
        self._doubts = 0
        self.languages = parted(self.said("language"))
        self.language = (self.languages or [reading.usual_language])[0]

    def _gather(self) -> None:
        for cell, value, place in self.sheet.metadata:
            key, language = metadata_of(cell)
            if key and value:
                self._said_of.setdefault(key, []).append((value, language, place))
            else:
                said = both(
                    f"{cell.strip()!r} siger intet om klassifikationen",
                    f"{cell.strip()!r} says nothing about the classification",
                )
                remedy = known(header for headers in METADATA.values() for header in headers)
                self.notes.information("SPB16", said, place, remedy)

    def said(self, key: str) -> str:
        """What is said under a key; empty where nothing is."""
        return next((value for value, _, _ in self._said_of.get(key, ())), "").strip()

    def check_said_once(self) -> None:
        """SPB19 for facts that are said twice, and not alike."""
        for key, said in self._said_of.items():
            first: dict[str, str] = {}
            for text, language, place in said if key not in _SEVERAL else ():
                before = first.setdefault(language if key == "title" else "", text)
                if before != text:
                    header = " / ".join(dict.fromkeys(METADATA[key]))
                    told = both(
                        f"{header} er sagt to gange: {before!r} og {text!r}",
                        f"{header} is said twice: {before!r} and {text!r}",
                    )
                    remedy = both("behold den linje, der er rigtig", "keep the line that is right")
                    self.notes.error("SPB19", told, place, remedy)

    # ---------------------------------------------------------------- what it is

    def scheme(self, path: Path, rule: str) -> ConceptScheme | None:
        """The classification, `rule` being the one by which its URIs are made; None where no URI or name is known."""
        name = self.reading.scheme or self.said("name") or slug(path.stem)
        uri = self.reading.uri or self.said("uri") or self._made_uri(name)
        if not uri:
            self._miss_uri()
            return None
        if not name:
            self._miss_name()
            return None
        title = {language or self.language: text for text, language, _ in self._said_of.get("title", ())}
        if self.reading.title:
            title[self.language] = self.reading.title
        scheme = ConceptScheme(
            name=name,
            uri=uri,
            title=tuple(title.items()),
            aliases=tuple(text for text, _, _ in self._said_of.get("former-uri", ())),
            publisher=self.said("publisher"),
            licence=self.said("licence"),
            source=self.said("source"),
            hierarchy=self.said("hierarchy") or "is-a",
            example=self.said("example").casefold() in _YES,
            scheme_uri=self.said("scheme-uri"),
            namespace=self.said("namespace"),
        )
        return scheme if rule == scheme.uri_rule else replace(scheme, concept_uri=rule)

    def system(self, path: Path) -> str:
        """The URI of the classification, as far as it is known."""
        name = self.reading.scheme or self.said("name") or slug(path.stem)
        return (
            self.reading.uri
            or self.said("uri")
            or (self.reading.base_uri and f"{self.reading.base_uri}{slug(name)}")
        )

    def _made_uri(self, name: str) -> str:
        """SPB29: the URI made of the name where the caller says what such URIs begin with."""
        ending = slug(name)
        if not self.reading.base_uri or not ending:
            return ""
        uri = f"{self.reading.base_uri}{ending}"
        said = both(
            f"siger ikke, hvilken klassifikation den er; dens URI er lavet: {uri}",
            f"does not say which classification it is; its URI was made: {uri}",
        )
        remedy = both(
            "giv en anden med --uri; den begynder, som indstillingen scheme_base_uri siger",
            "give another one with --uri; it begins as the setting scheme_base_uri says",
        )
        self.notes.information("SPB29", said, Place(self.sheet.file, 1), remedy)
        return uri

    def _miss_uri(self) -> None:
        said = both(
            "siger ikke, hvilken klassifikation den indeholder",
            "does not say which classification it holds",
        )
        remedy = both(
            "giv en URI med --uri, eller i en linje over overskriften: # URI,urn:example:min-liste (i en projektmappe: "
            "på sit eget ark)",
            "give a URI with --uri, or in a line above the header: # URI,urn:example:my-list (in a workbook: on a "
            "sheet of its own)",
        )
        self.notes.error("SPB12", said, Place(self.sheet.file, 1), remedy)

    def _miss_name(self) -> None:
        said = both(
            "har intet kort navn, og filnavnet giver intet", "has no short name, and its file name gives none"
        )
        remedy = both(
            "giv et navn med --scheme, eller i en linje over overskriften: # Navn,min-liste",
            "give a name with --scheme, or in a line above the header: # Name,my-list",
        )
        self.notes.error("SPB22", said, Place(self.sheet.file, 1), remedy)

    def rule(self) -> str:
        """The rule of concept URIs that the table states; empty where it states none."""
        rule = self.said("concept-uri")
        if rule and (rule.count(PLACE) != 1 or not is_uri(rule.replace(PLACE, "x"))):
            said = both(f"{rule!r} er ikke en regel for URI'er", f"{rule!r} is no rule for URIs")
            remedy = both(
                f"skriv {PLACE}, hvor koden står: https://example.org/id/{PLACE}",
                f"write {PLACE} where the code stands: https://example.org/id/{PLACE}",
            )
            self.notes.error("SPB11", said, self._said_of["concept-uri"][0][2], remedy)
            return ""
        return rule

    def version(self) -> str:
        """The label of the release; empty where none is given (SPB13)."""
        version = self.reading.release or self.said("version")
        if not version:
            remedy = both(
                "giv et navn med --release NAVN, eller en linje over overskriften: # Version,2025-1",
                "give a label with --release LABEL, or a line above the header: # Version,2025-1",
            )
            said = both("angiver ingen version", "states no version")
            self.notes.error("SPB13", said, Place(self.sheet.file, 1), remedy)
        return version

    @property
    def publisher_versions(self) -> tuple[str, ...]:
        """Other labels under which the release travels."""
        return tuple(text for text, _, _ in self._said_of.get("publisher-version", ()))

    def validity(self) -> Validity:
        """When the release holds."""
        days, place = [], Place()
        for key in _DAYS:
            text, _, place = self._said_of.get(key, [("", "", place)])[0]
            days.append(self.day(text.strip(), place))
        return self.between(days[0], days[1], place)

    # ---------------------------------------------------------------- days

    def between(self, start: date | None, end: date | None, place: Place) -> Validity:
        """The days from the first to before the last; SPB11 where that is none."""
        if start is None and end is None:
            return ALWAYS
        validity = Validity(start, end)
        if validity.is_empty:
            remedy = both(
                "Gyldig til er den første dag derefter", "Gyldig til (Valid to) is the first day after"
            )
            said = both(f"ingen dag ligger i {validity}", f"no day lies in {validity}")
            self.notes.error("SPB11", said, place, remedy)
        return validity

    def day(self, text: str, place: Place) -> date | None:
        """The day that a text says; SPB11 where it says none, or where two are possible (told once)."""
        found = self.days.read(text) if text else None
        if found is None and text:
            if self.days.doubtful(text):
                self._doubt(text, place)
            else:
                said = both(f"{text!r} er ikke en dag", f"{text!r} is no day")
                self.notes.error(
                    "SPB11", said, place, both("skriv den som 2025-06-01", "write it as 2025-06-01")
                )
        return found

    def _doubt(self, text: str, place: Place) -> None:
        self._doubts += 1
        if self._doubts > 1:
            return
        why = (
            both("tabellens dage er skrevet på to måder", "the days of the table are written in two ways")
            if self.days.contradictory
            else both("ingen dag i tabellen afgør det", "no day of the table settles it")
        )
        said = both(
            f"{text!r} kan være to dage: dag eller måned først, og {why.da}",
            f"{text!r} may be two days: day or month first, and {why.en}",
        )
        remedy = both(
            "sig rækkefølgen med --dates dmy (dag først) eller --dates mdy, eller skriv dem som 2025-06-01",
            "say the order with --dates dmy (day first) or --dates mdy, or write them as 2025-06-01",
        )
        self.notes.error("SPB11", said, place, remedy)

    def tell_days(self) -> None:
        """SPB27: in which order the days were read, where they themselves say it."""
        if self.days.derived:
            first = self.days.order == DAY_FIRST
            said = both(
                f"dage er læst med {'dagen' if first else 'måneden'} først, som tabellens dage selv viser",
                f"days were read with the {'day' if first else 'month'} first, as the days of the table show",
            )
            remedy = both("sig en anden rækkefølge med --dates", "say another order with --dates")
            self.notes.information("SPB27", said, self.sheet.place(self.sheet.header_line), remedy)
