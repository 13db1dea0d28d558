"""Concept tables: headers in two languages, every way to get a table wrong, and that what is written reads back."""

from __future__ import annotations

import csv as python_csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.archive.bundled import read_bundled
from classification.concept import (
    Concept,
    Kind,
    Label,
    LabelKind,
    Notation,
    NotationRole,
    Note,
    NoteKind,
    Status,
)
from classification.finding import Severity
from classification.record import replace
from classification.release import Lineage, LineageKind, Release
from classification.scheme import ConceptScheme
from classification.uri import made_uri
from classification.validity import Validity
from classification.value_set import Include, ValueSet
from loaders import FORMATS, Content, Draft, Reading, read
from loaders.concept_table.cells import guarded, guarded_for_excel, joined, parted, unguarded
from loaders.concept_table.columns import (
    COLUMNS,
    EVERY_HEADER,
    METADATA,
    WRITTEN,
    header_of,
    misspelt,
    property_header,
)
from loaders.concept_table.levels import Branch
from loaders.concept_table.workbook_part import look_through
from loaders.format import FOR_EXCEL
from loaders.reading.notes import Notes
from loaders.reading.repair import on_one_line
from tests.cases import cases
from tests.loaders.generated import releases

HEAD = "# URI,urn:c\n# Version,1\n"
FORMS = ("concept-csv", "concept-xlsx")


@pytest.fixture
def csv(tmp_path: Path) -> Callable[..., Content]:
    def made(text: str, *, head: str = HEAD, name: str = "x.csv", reading: Reading | None = None) -> Content:
        (tmp_path / name).write_text(head + text, encoding="utf-8", newline="")
        return read(tmp_path / name, reading)

    return made


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Content]:
    def made(*sheets: Sequence[Sequence[Any]]) -> Content:
        book = openpyxl.Workbook()
        del book["Sheet"]
        for number, rows in enumerate(sheets):
            sheet = book.create_sheet(f"Ark{number + 1}")
            for row in rows:
                sheet.append(list(row))
        book.save(tmp_path / "x.xlsx")
        return read(tmp_path / "x.xlsx")

    return made


def concepts(content: Content) -> list[Concept]:
    assert content.errors == ()
    (draft,) = content.releases
    return list(draft.release.concepts)


# ---------------------------------------------------------------- what is read


def test_a_concept_list_of_the_public_sector(csv: Callable[..., Content]) -> None:
    (vask, bad) = concepts(
        csv(
            "Foretrukken term;Accepteret term;Frarådet term;Definition;Eksempel;Kommentar;Anvendelsesnote;"
            "Juridisk kilde;Tilhører emneområde;Identifikator\n"
            'Vask;"Afvaskning;Soignering";Vasken;"At vaske; sig";Hænder;Nej;Kun her;SEL § 83;Pleje;urn:x/vask\n'
            "Bad;;;;;;;;;urn:x#bad\n"
        )
    )

    assert (vask.code, bad.code) == ("vask", "bad")
    assert vask.labels == (
        Label("Vask"),
        Label("Afvaskning", kind=LabelKind.ALTERNATIVE),
        Label("Soignering", kind=LabelKind.ALTERNATIVE),
        Label("Vasken", kind=LabelKind.HIDDEN),
    )
    assert vask.notes == (
        Note("At vaske; sig"),
        Note("Hænder", kind=NoteKind.EXAMPLE),
        Note("Nej", kind=NoteKind.NOTE),
        Note("Kun her", kind=NoteKind.SCOPE),
    )
    assert vask.properties == (("legal-source", "SEL § 83"), ("subject-area", "Pleje"))


def test_a_classification_with_english_headers(csv: Callable[..., Content]) -> None:
    first, second = concepts(
        csv(
            "Code\tLegacy code\tPreferred term (da)\tPreferred term (en)\tBroader code\tKind\tStatus\tReplaced by\t"
            "Reason\tOrdinal\tValid from\tValid to\n"
            "01\tA; B\tVask\tWash\t\tstate\tgrouping\t\t\t2,5\t2024-01-01\t\n"
            "1.10\t\tBad\tBath\t01\tintervention\tdeprecated\t01\tMerged.\t-1\t\t2025-01-01\n",
            name="x.tsv",
        )
    )

    assert first == Concept(
        (Notation("01"), Notation("A", NotationRole.LEGACY), Notation("B", NotationRole.LEGACY)),
        (Label("Vask"), Label("Wash", "en")),
        Kind.STATE,
        Status.GROUPING,
        ordinal=2.5,
        validity=Validity(date(2024, 1, 1)),
    )
    assert (second.code, second.broader, second.replaced_by, second.reason) == (
        "1.10",
        ("01",),
        ("01",),
        "Merged.",
    )
    assert (second.status, second.ordinal, second.validity) == (
        Status.DEPRECATED,
        -1,
        Validity(None, date(2025, 1, 1)),
    )


@pytest.mark.parametrize(
    "header",
    dict.fromkeys(
        [*(c.danish for c in COLUMNS), *(c.english.upper() for c in COLUMNS), "  kode : ", "Definition*"]
    ),
)
def test_a_header_is_known_in_any_case_and_with_marks(header: str) -> None:
    assert header_of(header).column is not None


def test_every_column_is_written_somewhere() -> None:
    """But for the level, which says in another way what the broader codes say."""
    assert sorted([*WRITTEN, "level"]) == sorted(column.key for column in COLUMNS)


def test_lines_above_the_header_describe_the_classification(csv: Callable[..., Content]) -> None:
    head = (
        "# URI: urn:c\n# Navn,farver\n# Titel (da),Farver\n# Title (en),Colours\n# Version,7\n# Gyldig fra,2024-01-01\n"
        "# Sprog,sv; da\n# Udgiver,Malerne\n# Licens,CC0\n# Hierarki,part-of\n# Tidligere URI,urn:b\n"
    )
    (draft,) = csv("Kode,Term\nR,Röd\n", head=head).releases

    assert draft.release.scheme == ConceptScheme(
        "farver",
        "urn:c",
        (("da", "Farver"), ("en", "Colours")),
        ("urn:b",),
        "Malerne",
        "CC0",
        languages=("sv", "da"),
        hierarchy="part-of",
    )
    assert (draft.release.version, draft.release.validity) == ("7", Validity(date(2024, 1, 1)))
    assert draft.release.concepts[0].labels == (Label("Röd", "sv"),)
    assert draft.raw, "no kind is stated, so a recipe may be applied"


def test_an_unknown_column_is_a_free_property_and_said_to_be(csv: Callable[..., Content]) -> None:
    content = csv("Kode,Term,Prefered term\nR,Rød,x\n")

    assert concepts(content)[0].properties == (("Prefered term", "x"),)
    (told,) = content.findings
    assert (told.rule, told.severity) == ("SPB14", Severity.INFORMATION)
    assert "Preferred term" in told.remedy.en


def test_lines_count_as_the_file_has_them(csv: Callable[..., Content]) -> None:
    content = csv('Kode,Definition\nR,"Rød\nsom\nblod"\nG,Grøn\nR,Rød\n')

    assert [(f.rule, f.place.line) for f in content.errors] == [("SPB07", 8)]
    assert "line 4" in content.errors[0].text


def test_a_workbook_with_the_classification_on_a_sheet_of_its_own(xlsx: Callable[..., Content]) -> None:
    content = xlsx(
        [["URI", "urn:c"], ["Version", "1"]],
        [
            ["Vejledning til arket"],
            [],
            ["Kode", "Foretrukken term", "Gyldig fra"],
            ["01", "Rød", date(2024, 1, 1)],
        ],
    )

    (red,) = concepts(content)
    assert (red.code, red.validity) == ("01", Validity(date(2024, 1, 1)))
    assert content.releases[0].places["01"].path == "sheet Ark2"
    assert content.releases[0].places["01"].line == 4


# ---------------------------------------------------------------- lists as people keep them


def test_a_list_in_the_words_of_a_municipality(csv: Callable[..., Content]) -> None:
    content = csv("kode;navn;beskrivelse;gyldig fra\n01;Vask;At vaske sig;31-12-2026\n02;Bad;;01-02-2026\n")

    wash, bath = concepts(content)
    assert (wash.code, wash.labels, wash.notes) == ("01", (Label("Vask"),), (Note("At vaske sig"),))
    assert (wash.validity.start, bath.validity.start) == (date(2026, 12, 31), date(2026, 2, 1))
    assert [(f.rule, f.severity) for f in content.findings] == [("SPB27", Severity.INFORMATION)]


HEADERS = {
    "prefLabel": "preferred", "skos:prefLabel": "preferred", "preferred_label": "preferred", "altLabel": "accepted",
    "hiddenLabel": "rejected", "notation": "code", "scopeNote": "scope", "broader": "broader", "level": "level",
    "display": "preferred", "gyldig_fra": "valid-from", "validFrom": "valid-from", "KLE-nr.": "code", "EmneNr": "code",
    "EmneTitel": "preferred", "Beskrivelse": "definition", "URI": "uri", "Overordnet": "broader", "Nøgle": "code",
}  # fmt: skip


@pytest.mark.parametrize(("header", "key"), HEADERS.items(), ids=HEADERS)
def test_headers_that_people_use_are_known(header: str, key: str) -> None:
    column = header_of(header).column

    assert column is not None
    assert column.key == key


@pytest.mark.parametrize(
    "header", ["prefLabel@en", "prefLabel_en", "Term (en)", "altLabel-en", "Definition engelsk"]
)
def test_a_header_names_a_language(header: str) -> None:
    header = header.replace("engelsk", "- engelsk")

    assert header_of(header).language == "en"


def test_a_loose_word_gives_way_to_a_firm_one(csv: Callable[..., Content]) -> None:
    (red,) = concepts(csv("Kode,Term,Definition,Id,Titel,Beskrivelse\nR,Rød,Farve,7,Rødt,Som blod\n"))

    assert (red.code, red.labels, red.notes) == ("R", (Label("Rød"),), (Note("Farve"),))
    assert red.properties == (("Id", "7"), ("Titel", "Rødt"), ("Beskrivelse", "Som blod"))


def test_two_loose_words_for_one_column_are_refused(csv: Callable[..., Content]) -> None:
    (found,) = csv("Id,Nr,Term\n7,1,Rød\n").errors

    assert found.rule == "SPB02"


@pytest.mark.parametrize("header", ["Tone", "Kolonne1", "Term for alt", "Kilden til", "Kortnavn", "Afsnit"])
def test_a_hint_is_given_only_where_a_header_is_misspelt(csv: Callable[..., Content], header: str) -> None:
    """Every column had its near headers, and who follows such a hint moves all its texts."""
    told = next(f for f in csv(f"Kode,Term,{header}\nR,Rød,x\n").findings if f.rule == "SPB14")

    assert f"Property: {header}" in told.remedy.en
    assert "meant, call it that" not in told.remedy.en


@given(st.sampled_from([w for w in EVERY_HEADER if len(w) >= 10]), st.data())
def test_a_header_with_one_letter_wrong_is_a_misspelling_of_it(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    wrong = word[:place] + "x" + word[place + 1 :]

    assert header_of(wrong).column is not None or misspelt(wrong)


def test_a_level_gives_the_hierarchy(csv: Callable[..., Content]) -> None:
    content = csv("level,notation,prefLabel\n0,A,a\n1,A1,a1\n2,A11,a11\n1,A2,a2\n0,B,b\n1,B1,b1\n")

    assert [c.broader for c in concepts(content)] == [(), ("A",), ("A1",), ("A",), (), ("B",)]
    assert [f.rule for f in content.findings] == ["SPB24"]
    assert "4 of 6" in content.findings[0].text


@pytest.mark.parametrize("levels", [(0, 2), (1, 0), (0, 1, 3)])
def test_a_level_that_leaps_is_refused(csv: Callable[..., Content], levels: tuple[int, ...]) -> None:
    rows = "".join(f"{level},C{row}\n" for row, level in enumerate(levels))
    (found,) = csv(f"Niveau,Kode\n{rows}").errors

    assert (found.rule, found.place.line) == ("SPB23", 3 + len(levels))


@pytest.mark.parametrize("text", ["Niveau,Kode\nlet,A\nsvær,B\n", "Niveau,Kode,Overordnet\n1,A,\n1,B,A\n"])
def test_a_level_that_is_no_hierarchy_stays_a_property(csv: Callable[..., Content], text: str) -> None:
    content = csv(text)

    assert all(dict(c.properties)["Niveau"] for c in concepts(content))
    assert [f.rule for f in content.findings] == ["SPB14"]


@given(st.recursive(st.just([]), lambda below: st.lists(below, max_size=3), max_leaves=20))
def test_depths_say_the_same_as_broader_codes(tree: list[Any]) -> None:
    """A tree written by depth, and the same written by broader codes."""
    rows: list[tuple[int, str, str]] = []

    def walk(below: list[Any], depth: int, above: str) -> None:
        for branch in below:
            rows.append((depth, f"N{len(rows)}", above))
            walk(branch, depth + 1, rows[-1][1])

    walk([tree], 0, "")
    branch = Branch()

    assert [branch.parent(depth, code) for depth, code, _ in rows] == [above for _, _, above in rows]


DAYS = {
    "day above 12": (("31-12-2026", "01-02-2026"), date(2026, 2, 1)),
    "dots": (("31.12.2026", "1.2.2026"), date(2026, 2, 1)),
    "month first": (("12/31/2026", "1/2/2026"), date(2026, 1, 2)),
    "the same either way": (("01-01-2026", "05-05-2026"), date(2026, 5, 5)),
    "with a time": (("2026-02-01 00:00:00", "2026-02-01T00:00:00"), date(2026, 2, 1)),
}


@pytest.mark.parametrize(("texts", "day"), DAYS.values(), ids=DAYS)
def test_days_are_read_where_the_table_leaves_no_doubt(
    csv: Callable[..., Content], texts: tuple[str, str], day: date
) -> None:
    rows = "".join(f"C{row},{text}\n" for row, text in enumerate(texts))

    assert concepts(csv(f"Kode,Gyldig fra\n{rows}"))[-1].validity.start == day


@pytest.mark.parametrize("texts", [("01-02-2026", "03-04-2026"), ("31-12-2026", "12-31-2026", "01-02-2026")])
def test_days_that_may_be_two_are_refused_once_with_the_remedy(
    csv: Callable[..., Content], texts: tuple[str, ...]
) -> None:
    rows = "".join(f"C{row},{text}\n" for row, text in enumerate(texts))
    found = csv(f"Kode,Gyldig fra\n{rows}").errors

    assert [f.rule for f in found] == ["SPB11"]
    assert "--dates dmy" in found[0].remedy.en
    if len(texts) == 2:
        content = csv(f"Kode,Gyldig fra\n{rows}", reading=Reading(dates="mdy"))
        assert concepts(content)[0].validity.start == date(2026, 1, 2)


def test_the_caller_says_what_the_lines_above_would(csv: Callable[..., Content]) -> None:
    reading = Reading(release="7", scheme="mine", uri="urn:mine", title="Mine farver")
    (draft,) = csv("Kode,Term\nR,Rød\n", head="", reading=reading).releases

    assert (draft.release.scheme.name, draft.release.scheme.uri, draft.release.version) == (
        "mine",
        "urn:mine",
        "7",
    )
    assert draft.release.scheme.title == (("da", "Mine farver"),)


def test_a_uri_is_made_where_the_caller_says_how_they_begin(csv: Callable[..., Content]) -> None:
    content = csv(
        "Kode,Term\nR,Rød\n",
        head="",
        name="Mine Farver.csv",
        reading=Reading(release="1", base_uri="https://kommune.example/kodeliste/"),
    )

    assert content.releases[0].release.scheme.uri == "https://kommune.example/kodeliste/mine-farver"
    assert [f.rule for f in content.findings] == ["SPB29"]


def test_options_for_tables_are_refused_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("")

    found = read(tmp_path / "x.ttl", Reading(uri="urn:x", release="1")).errors

    assert "SPR09" in [f.rule for f in found]


def test_what_a_spreadsheet_leaves_out_and_adds_is_mended_and_told(csv: Callable[..., Content]) -> None:
    content = csv('Kode;Term;Overordnet;;\nR ;Rød;;;\nG;Grøn\n;;;;\nB;"Mørke\nblå";R;;;;\n')

    assert [(c.code, c.term(), c.broader) for c in concepts(content)] == [
        ("R", "Rød", ()), ("G", "Grøn", ()), ("B", "Mørke blå", ("R",)),
    ]  # fmt: skip
    assert [(f.rule, f.severity, f.place.line) for f in content.findings] == [
        ("SPB26", Severity.WARNING, 5),
        ("SPB32", Severity.INFORMATION, 6),
        ("SPB26", Severity.WARNING, 4),
        ("SPB26", Severity.WARNING, 7),
    ]


def test_a_column_without_a_header_is_left_out_and_told(csv: Callable[..., Content]) -> None:
    """It was left out in silence; some programs write the numbers of the rows so."""
    content = csv(",Kode,Term\n0,R,Rød\n1,G,Grøn\n")

    assert [c.code for c in concepts(content)] == ["R", "G"]
    assert [(f.rule, f.severity) for f in content.findings] == [("SPB30", Severity.WARNING)]


def test_a_first_line_names_the_delimiter(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("sep=;\n# URI;urn:c\n# Version;1\nKode;Term\n;Rød\n")

    assert [(f.rule, f.place.line) for f in read(tmp_path / "x.csv").errors] == [("SPB10", 5)]


SPOILT = {
    "a power of ten": (("1,2E+05", "J2"), Severity.ERROR),
    "a day": (("01-feb", "1-12", "1-13"), Severity.ERROR),
    "zeros lost": (("0801", "1203", "905", "4410"), Severity.WARNING),
    "decimals": (("27.12", "27.3", "27.36", "32.18"), Severity.WARNING),
}


@pytest.mark.parametrize(("codes", "severity"), SPOILT.values(), ids=SPOILT)
def test_codes_that_a_spreadsheet_changed_are_found(
    csv: Callable[..., Content], codes: tuple[str, ...], severity: Severity
) -> None:
    content = csv("Kode;Term\n" + "".join(f"{code};x\n" for code in codes))

    assert [(f.rule, f.severity) for f in content.findings] == [("SPB28", severity)]


@pytest.mark.parametrize(
    "codes",
    [("1", "2", "3", "10", "11"), ("jan-24", "feb-24", "mar-24"), ("1E5", "J1"), ("1", "1.1", "1.10", "2")],
)
def test_codes_that_are_short_by_nature_are_not_called_spoilt(
    csv: Callable[..., Content], codes: tuple[str, ...]
) -> None:
    assert csv("Kode;Term\n" + "".join(f"{code};x\n" for code in codes)).findings == ()


def test_the_uri_of_a_concept_is_its_own(csv: Callable[..., Content]) -> None:
    content = csv(
        "Kode,Term,URI\nR,Rød,https://v.example/id/R\nG,Grøn,https://v.example/id/G\nB,Blå,urn:x:b\n"
    )
    (draft,) = content.releases
    scheme = draft.release.scheme

    assert scheme.concept_uri == "https://v.example/id/{code}"
    assert [scheme.uri_of(c) for c in concepts(content)] == [
        "https://v.example/id/R", "https://v.example/id/G", "urn:x:b",
    ]  # fmt: skip
    assert [c.uri for c in concepts(content)] == ["", "", "urn:x:b"]


def test_codes_made_of_uris_never_collide(csv: Callable[..., Content]) -> None:
    content = csv("URI,Term\nhttps://v.example/a#1,x\nhttps://v.example/b#1,y\n")

    assert [c.code for c in concepts(content)] == ["a#1", "b#1"]


def test_a_uri_that_is_none_is_refused(csv: Callable[..., Content]) -> None:
    (found,) = csv("Kode,Term,URI\nR,Rød,12\n").errors

    assert (found.rule, found.place.path) == ("SPB11", "column URI")


# ---------------------------------------------------------------- what is wrong

WRONG = {
    "no header": ("a,b\n1,2\n", "SPB01", 0, "header"),
    "nothing": ("", "SPB01", 0, "header"),
    "a header twice": ("Kode,Term,Foretrukken term\nR,,\n", "SPB02", 3, "'Foretrukken term'"),
    "two codes": ("Kode,Kode 2,Term\nR,S,Rød\n", "SPB02", 3, "'Kode 2'"),
    "a status in two languages": ("Kode,Status (da),Status (en)\nR,active,active\n", "SPB02", 3, "twice"),
    "no day in it": ("Kode,Gyldig fra,Gyldig til\nR,2025-01-01,2024-01-01\n", "SPB11", 4, "no day lies"),
    "a row too long": ("Kode,Term\nR,Rød,mere\nG,Grøn\n", "SPB03", 4, "'mere'"),
    "too many columns": ("Kode" + ",x" * 5_000 + "\n", "SPB04", 3, "5001 cells"),
    "a quote left open": ('Kode,Term\nR,"Rød\n', "SPB05", 4, "table"),
    "a NUL": ("Kode,Term\nG,Grøn\nR,R\0d\n", "SPB05", 5, "NUL"),
    "text after a quote": ('Kode,Term\nR,"Rø"d\n', "SPB05", 4, "table"),
    "an endless cell": ("Kode,Term\nR," + "x" * 200_000 + "\n", "SPB05", 4, "table"),
    "a code twice": ("Kode,Term\nR,Rød\nR,Rødt\n", "SPB07", 5, "line 4"),
    "no code": ("Kode,Term\n,Rød\n", "SPB10", 4, "no code"),
    "a kind that is none": ("Kode,Type\nR,farve\n", "SPB11", 4, "'farve'"),
    "a status that is none": ("Kode,Status\nR,sov\n", "SPB11", 4, "'sov'"),
    "a day that is none": ("Kode,Gyldig fra\nR,1.2.2024\n", "SPB11", 4, "'1.2.2024'"),
    "a number that is none": ("Kode,Værdi\nR,nan\n", "SPB11", 4, "'nan'"),
    "no rows": ("Kode,Term\n", "SPR04", 0, "no rows"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "line", "said"), WRONG.values(), ids=WRONG)
def test_a_fault_is_found_with_its_line(
    csv: Callable[..., Content], text: str, rule: str, line: int, said: str
) -> None:
    (found,) = csv(text).errors

    assert (found.rule, found.place.file, found.place.line) == (rule, "x.csv", line)
    assert said in found.text
    assert found.remedy.en


@pytest.mark.parametrize(("head", "rule"), [("# Version,1\n", "SPB12"), ("# URI,urn:c\n", "SPB13")])
def test_a_table_says_which_classification_and_release_it_is(
    csv: Callable[..., Content], head: str, rule: str
) -> None:
    (found,) = csv("Kode,Term\nR,Rød\n", head=head).errors

    assert found.rule == rule
    assert "# " in found.remedy.en


def test_the_caller_may_give_the_label(csv: Callable[..., Content]) -> None:
    content = csv("Kode,Term\nR,Rød\n", head="# URI,urn:c\n", reading=Reading(release="7"))

    assert content.releases[0].release.version == "7"


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-32", "UTF-32")]
)
def test_what_a_spreadsheet_writes_is_recognised_and_said(tmp_path: Path, encoding: str, name: str) -> None:
    (tmp_path / "x.csv").write_bytes(
        "# URI;urn:c\n# Version;1\nKode;Term\nR;Blå rødgrød – 5 §\n".encode(encoding)
    )

    content = read(tmp_path / "x.csv")

    assert concepts(content)[0].labels == (Label("Blå rødgrød – 5 §"),)
    (told,) = content.findings
    assert (told.rule, told.severity) == ("SPB25", Severity.WARNING)
    assert name in told.text


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_an_encoding_that_is_not_plain_is_refused_until_it_is_named(tmp_path: Path, encoding: str) -> None:
    """æ, ø and å would be guessed."""
    (tmp_path / "x.csv").write_bytes("# URI;urn:c\n# Version;1\nKode;Term\nR;Blå rødgrød\n".encode(encoding))

    (found,) = read(tmp_path / "x.csv").errors

    assert (found.rule, found.place.line) == ("SPR02", 4)
    assert "--encoding" in found.remedy.en
    content = read(tmp_path / "x.csv", Reading(encoding=encoding))
    assert [label.text for label in concepts(content)[0].labels] == ["Blå rødgrød"]


def test_a_damaged_utf_8_file_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes((HEAD + "Kode,Term\nR,Rød\nB,Bl").encode() + b"\xe5\n")

    assert [f.rule for f in read(tmp_path / "x.csv").errors] == ["SPR02"]


def test_an_encoding_that_does_not_fit_is_told_with_the_byte(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes((HEAD + "Kode,Term\nR,Rød\n").encode())

    (found,) = read(tmp_path / "x.csv", Reading(encoding="ascii")).errors

    assert (found.rule, found.place.line) == ("SPR02", 4)
    assert "0xC3" in found.text


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xef\xbb\xbf" + (HEAD + "Kode,Term\nR,Rød\n").encode())

    assert read(tmp_path / "x.csv").findings == ()


def test_a_missing_parent_and_a_circle_have_their_lines(csv: Callable[..., Content]) -> None:
    (draft,) = csv("Kode,Term,Overordnet\nA,a,B\nB,b,A\nC,c,X\n").releases

    assert {(f.rule, f.place.line) for f in draft.check() if f.severity is Severity.ERROR} == {
        ("SPC03", 4),
        ("SPC02", 6),
    }


def test_a_code_that_is_a_number_is_refused(xlsx: Callable[..., Content]) -> None:
    content = xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], [1.1, "Rød"]])

    (found,) = content.errors
    assert (found.rule, found.place.line, found.place.path) == ("SPB08", 4, "sheet Ark1 column Kode")


def test_a_formula_is_refused_with_its_cell(xlsx: Callable[..., Content]) -> None:
    content = xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], ["A", '="Rø"&"d"']])

    (found,) = content.errors
    assert (found.rule, found.place.line, found.place.path) == ("SPB09", 4, "sheet Ark1")
    assert "B4" in found.text


def repacked(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


SHEET = "xl/worksheets/sheet1.xml"


def unnamed_cells(parts: dict[str, bytes]) -> None:
    parts[SHEET] = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", parts[SHEET])


def single_quotes(parts: dict[str, bytes]) -> None:
    parts[SHEET] = re.sub(rb'<c r="([A-Z]+\d+)"', rb"<c r='\1'", parts[SHEET])


def another_path(parts: dict[str, bytes]) -> None:
    parts["xl/elsewhere/s.bin"] = parts.pop(SHEET)
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"worksheets/sheet1.xml", b"elsewhere/s.bin")


@pytest.mark.parametrize("change", [unnamed_cells, single_quotes, another_path])
def test_a_formula_is_found_however_the_workbook_is_written(
    tmp_path: Path, xlsx: Callable[..., Content], change: Callable[[dict[str, bytes]], None]
) -> None:
    """Patterns over the bytes of `xl/worksheets` missed all three, and the label was lost without a word."""
    xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], ["A", '="Rø"&"d"']])
    repacked(tmp_path / "x.xlsx", change)

    (found,) = read(tmp_path / "x.xlsx").errors

    assert (found.rule, found.place.line, found.place.path) == ("SPB09", 4, "sheet Ark1")


def test_formulas_on_a_sheet_that_is_not_read_do_no_harm(xlsx: Callable[..., Content]) -> None:
    content = xlsx(
        [["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], ["A", "a"]], [["I alt"], ["=1+1"]]
    )

    assert [(f.rule, f.severity) for f in content.findings] == [("SPB20", Severity.INFORMATION)]
    assert "'Ark2'" in content.findings[0].text


@pytest.mark.parametrize("value", [date(2024, 2, 1), True, 1])
def test_a_code_that_the_spreadsheet_made_something_else_of_is_refused(
    xlsx: Callable[..., Content], value: object
) -> None:
    """`1-2` becomes a day of February where it is typed."""
    content = xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], [value, "Rød"]])

    assert [(f.rule, f.place.line) for f in content.errors] == [("SPB08", 4)]


@pytest.mark.parametrize(
    "sheets", [[[["# URI", "urn:c"], ["# Version", 1.1]]], [[], [["URI", "urn:c"], ["Version", 1.1]]]]
)
def test_a_version_that_is_a_number_is_refused(
    xlsx: Callable[..., Content], sheets: list[list[list[object]]]
) -> None:
    head, *further = sheets
    content = xlsx([*head, ["Kode", "Term"], ["A", "a"]], *further)

    (found,) = content.errors
    assert found.rule == "SPB08"
    assert "version" in found.text


def test_an_error_value_is_found_with_its_cell(xlsx: Callable[..., Content]) -> None:
    content = xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], ["A", "#N/A"], ["B", "b"]])

    (found,) = content.errors
    assert (found.rule, found.place.line) == ("SPB17", 4)
    assert "B4" in found.text


def merged(tmp_path: Path, cells: str) -> Content:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    rows = (["# URI", "urn:c"], ["# Version", "1"], ["Min liste", ""], ["Kode", "Overordnet"])
    for row in (*rows, ["A", ""], ["B", "A"], ["C", ""]):
        sheet.append(list(row))
    sheet.merge_cells(cells)
    book.save(tmp_path / "x.xlsx")
    return read(tmp_path / "x.xlsx")


def test_merged_cells_below_the_header_are_found(tmp_path: Path) -> None:
    """The parent of C would be lost."""
    (found,) = merged(tmp_path, "B6:B7").errors

    assert (found.rule, found.place.line) == ("SPB18", 6)
    assert "B6:B7" in found.text


def test_a_merged_title_above_the_header_does_no_harm(tmp_path: Path) -> None:
    assert merged(tmp_path, "A3:B3").findings == ()


def test_a_hidden_sheet_is_passed_over_and_said_to_be(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden, shown = book.worksheets[0], book.create_sheet("Vist")
    hidden.title, hidden.sheet_state = "Gammel", "hidden"
    for sheet, code in ((hidden, "GAMMEL"), (shown, "NY")):
        for row in (["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], [code, "a"]):
            sheet.append(row)
    book.save(tmp_path / "x.xlsx")

    content = read(tmp_path / "x.xlsx")

    assert [c.code for c in concepts(content)] == ["NY"]
    assert [(f.rule, f.severity, f.place.path) for f in content.findings] == [
        ("SPB20", Severity.INFORMATION, "sheet Gammel")
    ]


def test_a_second_table_in_a_workbook_is_not_passed_over_in_silence(xlsx: Callable[..., Content]) -> None:
    head = [["# URI", "urn:c"], ["# Version", "1"]]
    content = xlsx([*head, ["Kode", "Term"], ["A", "a"]], [["Kode", "Term"], ["B", "b"]])

    assert [c.code for c in concepts(content)] == ["A"]
    assert [(f.rule, f.place.path) for f in content.findings] == [("SPB20", "sheet Ark2")]


def test_the_sheet_about_the_classification_may_come_first(tmp_path: Path) -> None:
    """`Navn` is a header of terms too, and the sheet was taken for the table."""
    book = openpyxl.Workbook()
    about, table = book.worksheets[0], book.create_sheet("Begreber")
    about.title = "Klassifikation"
    for row in (["Navn", "farver"], ["URI", "urn:c"], ["Version", "1"]):
        about.append(row)
    for row in (["Kode", "Term"], ["R", "Rød"]):
        table.append(row)
    book.save(tmp_path / "x.xlsx")

    content = read(tmp_path / "x.xlsx")

    assert [c.code for c in concepts(content)] == ["R"]
    assert content.releases[0].release.scheme.name == "farver"


@pytest.mark.parametrize(("line", "said"), [("# URI,urn:d", "urn:d"), ("# Version,2", "'2'")])
def test_a_fact_that_is_said_twice_is_found(csv: Callable[..., Content], line: str, said: str) -> None:
    (found,) = csv("Kode,Term\nR,Rød\n", head=f"{HEAD}{line}\n").errors

    assert (found.rule, found.place.line) == ("SPB19", 3)
    assert said in found.text


def test_a_label_twice_in_a_row_is_kept_once_and_found(csv: Callable[..., Content]) -> None:
    content = csv("Kode,Term,Accepteret term\nR,Rød,Purpur; Purpur\n")

    assert [label.text for label in concepts(content)[0].labels] == ["Rød", "Purpur"]
    assert [(f.rule, f.severity, f.place.line) for f in content.findings] == [("SPB21", Severity.WARNING, 4)]


def test_a_label_of_two_kinds_is_left_for_the_check_to_find(csv: Callable[..., Content]) -> None:
    (draft,) = csv("Kode,Term,Accepteret term\nR,Rød,Rød\n").releases

    assert [(f.rule, f.place.line) for f in draft.check()] == [("SPC06", 4)]


def test_a_file_whose_name_gives_no_short_name_is_told_how_to_give_one(csv: Callable[..., Content]) -> None:
    (found,) = csv("Kode,Term\nR,Rød\n", name="日本.csv").errors

    assert found.rule == "SPB22"
    assert "# Name," in found.remedy.en


def test_letters_in_two_characters_are_put_together(csv: Callable[..., Content]) -> None:
    content = csv("Kode,Term\nR,A\u030aben\n")

    assert concepts(content)[0].labels == (Label("Åben"),)
    assert [(f.rule, f.severity, f.place.line) for f in content.findings] == [("SPB15", Severity.WARNING, 4)]


def test_many_sheets_may_not_reach_far_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.worksheets[0], *(book.create_sheet() for _ in range(5))):
        sheet["A1000000"] = "x"
    book.save(tmp_path / "x.xlsx")

    assert [f.rule for f in read(tmp_path / "x.xlsx").errors] == ["SPB04"]


def shared_strings(*rows: tuple[bytes, bytes], texts: Sequence[str]) -> Callable[[dict[str, bytes]], None]:
    """Further rows that name texts which stand elsewhere, as spreadsheet programs write them."""
    relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    sort = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    names = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    part = f'<sst xmlns="{names}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'.encode()
    cell = b'<c t="s"><v>%s</v></c>'

    def change(parts: dict[str, bytes]) -> None:
        added = b"".join(b"<row>" + b"".join(cell % number for number in row) + b"</row>" for row in rows)
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", added + b"</sheetData>")
        parts["xl/sharedStrings.xml"] = part
        for name, end, stated in (
            (
                "xl/_rels/workbook.xml.rels",
                b"</Relationships>",
                b'<Relationship Id="rS" Type="%s" Target="sharedStrings.xml"/>' % relation,
            ),
            (
                "[Content_Types].xml",
                b"</Types>",
                b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/>' % sort,
            ),
        ):
            if b"haredStrings.xml" not in parts[name]:
                parts[name] = parts[name].replace(end, stated + end)

    return change


HEADED = [["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"]]


def test_texts_that_stand_apart_from_their_cells_are_read(
    tmp_path: Path, xlsx: Callable[..., Content]
) -> None:
    xlsx(HEADED)
    repacked(tmp_path / "x.xlsx", shared_strings((b"1", b"0"), (b"2", b"0"), texts=("Rød", "01", "1.10")))

    found = concepts(read(tmp_path / "x.xlsx"))

    assert [(c.code, c.labels) for c in found] == [("01", (Label("Rød"),)), ("1.10", (Label("Rød"),))]


def test_one_long_text_named_many_times_is_refused(tmp_path: Path, xlsx: Callable[..., Content]) -> None:
    """Every cell that names a shared text becomes a text of its own."""
    xlsx(HEADED)
    rows = [(b"0", b"1")] * 20_000
    repacked(tmp_path / "x.xlsx", shared_strings(*rows, texts=("A", "x" * 32_000)))

    (found,) = read(tmp_path / "x.xlsx").errors

    assert found.rule == "SPB04"
    assert "MiB of text" in found.text


def declared(parts: dict[str, bytes]) -> None:
    parts[SHEET] = b'<!DOCTYPE a [<!ENTITY b "c">]>' + parts[SHEET]


def cut_off(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET][:-20]


@pytest.mark.parametrize("change", [declared, cut_off])
def test_xml_that_is_unsafe_or_unsound_is_refused(
    tmp_path: Path, xlsx: Callable[..., Content], change: Callable[[dict[str, bytes]], None]
) -> None:
    xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], ["A", "a"]])
    repacked(tmp_path / "x.xlsx", change)

    assert [f.rule for f in read(tmp_path / "x.xlsx").errors] == ["SPB06"]


def test_what_is_looked_at_is_what_is_read(tmp_path: Path, xlsx: Callable[..., Content]) -> None:
    """An archive may hold two members of one name, and readers differ in which they take."""
    xlsx([["# URI", "urn:c"], ["# Version", "1"], ["Kode", "Term"], ["A", '="Rø"&"d"']])
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a") as archive:
        harmless = re.sub(rb"<f>.*?</f>", b"", archive.read(SHEET))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr(SHEET, harmless)

    package = look_through(tmp_path / "x.xlsx", Notes())

    assert package is not None
    with zipfile.ZipFile(io.BytesIO(package.copy)) as copy:
        assert copy.namelist().count(SHEET) == 1
        assert copy.read(SHEET) == harmless
    assert package.part("Ark1").formulas == []


def test_a_cell_at_the_end_of_the_world_is_refused_before_it_is_made(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["XFD1048576"] = "x"
    book.save(tmp_path / "x.xlsx")

    (found,) = read(tmp_path / "x.xlsx").errors

    assert found.rule == "SPB04"
    assert "1048576 rows and 16384 columns" in found.text


def test_archives_that_are_none_or_not_safe_are_refused(tmp_path: Path) -> None:
    def errors(name: str) -> list[str]:
        return [f.rule for f in read(tmp_path / name).errors]

    (tmp_path / "text.xlsx").write_text("Kode,Term")
    (tmp_path / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(64 << 20))
    with zipfile.ZipFile(tmp_path / "path.xlsx", "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no workbook")

    found = {name: errors(f"{name}.xlsx") for name in ("text", "old", "bomb", "path", "other", "nowhere")}
    assert found == {
        "text": ["SPR06"],
        "old": ["SPB06"],
        "bomb": ["SPR07"],
        "path": ["SPR07"],
        "other": ["SPB06"],
        "nowhere": ["SPR01"],
    }


# ---------------------------------------------------------------- there and back

cells = st.text(st.sampled_from("a;\\ \n'=+-@\t\r#\"é"), max_size=12)


@given(st.lists(cells.filter(lambda text: text != ""), max_size=5))
def test_several_values_in_a_cell_come_apart_again(values: list[str]) -> None:
    assert parted(joined(values)) == values


@given(cells)
def test_a_guarded_text_is_no_formula_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == unguarded(guarded_for_excel(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text(max_size=8) | st.from_regex(r"\w* \d{1,3}( \d{1,3})?", fullmatch=True), st.integers(1, 40))
def test_the_header_of_a_property_names_it(name: str, number: int) -> None:
    for english in (False, True):
        header = header_of(property_header(name, number, english))
        assert (header.column, header.name, header.number) == (None, name, number)


def there_and_back(content: Content, form: str) -> Content:
    with TemporaryDirectory() as folder:
        (path,) = FORMATS[form].write(content, Path(folder))  # type: ignore[misc]
        return read(path)


def carried(release: Release) -> Release:
    """The release as far as a table carries it."""
    made = [
        replace(
            concept,
            notations=(replace(concept.notations[0], role=NotationRole.CURRENT), *concept.notations[1:]),
            labels=tuple(
                replace(label, text=text) for label in concept.labels if (text := on_one_line(label.text))
            ),
            properties=tuple(pair for pair in concept.properties if pair[1]),
        )
        for concept in release.concepts
    ]
    scheme = release.scheme
    trimmed = replace(scheme, publisher=scheme.publisher.strip(), licence=scheme.licence.strip())
    return replace(release, concepts=tuple(made), scheme=trimmed)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=cases(40))
@given(release=releases())
def test_a_release_that_is_written_reads_back_the_same(form: str, release: Release) -> None:
    back = there_and_back(Content(releases=(Draft(release),)), form)

    assert back.errors == ()
    (draft,) = back.releases
    found = draft.release
    assert found.digest == carried(release).digest
    assert [c.code for c in found.concepts] == [c.code for c in release.concepts]
    assert replace(found.scheme, languages=()) == replace(carried(release).scheme, languages=())
    assert set(found.scheme.languages) == set(release.scheme.languages)
    assert (found.version, found.validity) == (release.version, release.validity)


addresses = st.from_regex(r"(https://v\.example/[a-z0-9/#%]{1,8}|urn:x:[a-z0-9]{1,6})", fullmatch=True)


@st.composite
def addressed(draw: st.DrawFn) -> Release:
    """Concepts with URIs of their own, by the rule of the scheme, or by none that is stated."""
    codes = draw(
        st.lists(
            st.from_regex(r"[A-Za-z0-9.§æ/ ]{0,3}[A-Z]", fullmatch=True), min_size=1, max_size=6, unique=True
        )
    )
    codes = list(dict.fromkeys(code.strip() for code in codes))
    rule = draw(st.sampled_from(["", "https://v.example/id/{code}", "urn:x:{code}:y"]))
    scheme = ConceptScheme(
        "x", "urn:example:x", languages=("da",), concept_uri=rule, scheme_uri=draw(st.just("") | addresses),
        namespace=draw(st.just("") | addresses),
    )  # fmt: skip
    made = {made_uri(scheme.uri_rule, code) for code in codes}
    own = draw(st.lists(addresses.filter(lambda uri: uri not in made), unique=True, max_size=len(codes)))
    own += [""] * (len(codes) - len(own))
    concepts = tuple(
        Concept((Notation(c),), (), uri=u) for c, u in zip(codes, draw(st.permutations(own)), strict=True)
    )
    return Release(scheme, "1", concepts)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=cases(60))
@given(release=addressed())
def test_uris_come_back_character_by_character(form: str, release: Release) -> None:
    back = there_and_back(Content(releases=(Draft(release),)), form).releases[0].release

    assert [back.scheme.uri_of(c) for c in back.concepts] == [
        release.scheme.uri_of(c) for c in release.concepts
    ]
    assert back == release


@settings(max_examples=cases(60))
@given(release=addressed())
def test_uris_in_a_table_that_states_no_rule_come_back(release: Release) -> None:
    rows = [(c.code, release.scheme.uri_of(c)) for c in release.concepts]
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        with path.open("w", encoding="utf-8", newline="") as file:
            python_csv.writer(file).writerows(
                [("# URI", "urn:example:x"), ("# Version", "1"), ("Kode", "URI"), *rows]
            )
        back = read(path).releases[0].release

    assert [(c.code, back.scheme.uri_of(c)) for c in back.concepts] == rows


@settings(max_examples=cases(40))
@given(release=releases())
def test_a_release_that_excel_saved_reads_back_the_same(release: Release) -> None:
    """Excel shows days its own way, ends rows with CR LF and keeps what is text."""
    with TemporaryDirectory() as folder:
        (path,) = FOR_EXCEL.write(Content(releases=(Draft(release),)), Path(folder))  # type: ignore[misc]
        raw = path.read_bytes()
        rows = list(python_csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            python_csv.writer(file, delimiter=";").writerows(
                [[as_excel_shows(x) for x in row] for row in rows]
            )
        back = read(path, Reading(dates="dmy"))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert back.errors == ()
    assert back.releases[0].release.digest == carried(release).digest
    assert back.releases[0].release.validity == release.validity


def as_excel_shows(cell: str) -> str:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return "-".join(reversed(cell.split("-")))
    assert not re.fullmatch(r"0\d+|\d+[-./]\d+([-./]\d+)?|[=+@].*|-\D.*|\d+E\d+", cell), (
        "Excel would make another text of it"
    )
    return cell


HARMED = [
    "01",
    "1.10",
    "1-2",
    "1/2",
    "1E5",
    "5 maj",
    "MAR1",
    "10:30",
    "TRUE",
    "SAND",
    "50 %",
    "12345678901234567890",
    "1 000",
]


@pytest.mark.parametrize("code", HARMED)
def test_codes_that_excel_would_harm_are_guarded_and_come_back(code: str, tmp_path: Path) -> None:
    concept = Concept((Notation(code),), (Label(code),))
    content = Content(releases=(Draft(Release(ConceptScheme("x", "urn:x"), code, (concept,))),))

    (path,) = FOR_EXCEL.write(content, tmp_path)  # type: ignore[misc]

    assert f"'{code};'{code}" in path.read_text(encoding="utf-8-sig")
    (draft,) = read(path).releases
    assert (draft.release.version, draft.release.concepts) == (code, (concept,))


sound = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
letters = st.text(sound, min_size=1)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=cases(30))
@example(text="a\rb", code="R")
@example(text="a\x0bb_x000B_", code="R")
@given(
    text=letters | cells.filter(bool), code=st.sampled_from(["=1", "'=1", "01", "1.10", "#1", "-", "TRUE"])
)
def test_any_text_comes_back_from_a_cell(form: str, text: str, code: str) -> None:
    """Control characters stopped the writing of workbooks, and a lone carriage return cut rows of delimited text."""
    concept = Concept((Notation(code),), (), notes=(Note(unicodedata.normalize("NFC", text)),))
    content = Content(releases=(Draft(Release(ConceptScheme("x", "urn:x"), "1", (concept,))),))

    assert concepts(there_and_back(content, form)) == [concept]


@pytest.mark.parametrize("form", FORMS)
def test_no_name_leads_out_of_the_folder(form: str, tmp_path: Path) -> None:
    """The file was named after the scheme as it stood."""
    scheme = ConceptScheme("../../ud", "urn:x")
    content = Content(releases=(Draft(Release(scheme, "../1", (Concept((Notation("R"),), ()),))),))

    (path,) = FORMATS[form].write(content, tmp_path / "a" / "b")  # type: ignore[misc]

    assert path.resolve().parent == (tmp_path / "a" / "b").resolve()


REAL = "local/os2bos-paragraphs.csv"


def test_a_real_list_without_metadata_is_told_what_to_add(shared_data: Path) -> None:
    found = read(shared_data / REAL).errors

    assert [f.rule for f in found] == ["SPB12", "SPB13"]
    assert "# URI," in found[0].remedy.en
    assert "--release" in found[1].remedy.en


@pytest.mark.parametrize("form", FORMS)
def test_a_real_list_is_read_whole_and_comes_back(form: str, shared_data: Path, tmp_path: Path) -> None:
    text = (shared_data / REAL).read_text(encoding="utf-8-sig")
    (tmp_path / "x.csv").write_text(HEAD + text, encoding="utf-8")
    content = read(tmp_path / "x.csv")
    published = list(python_csv.DictReader(text.splitlines()))

    found = concepts(content)

    assert [(c.code, c.labels[0].text) for c in found] == [(r["Nøgle"], r["Betegnelse"]) for r in published]
    assert all(
        dict(c.properties).get("Paragraf", "") == r["Paragraf"] for c, r in zip(found, published, strict=True)
    )
    assert there_and_back(content, form).releases[0].release.digest == content.releases[0].release.digest


def test_a_real_list_whose_headers_are_none_of_these_is_refused(shared_data: Path) -> None:
    (found,) = read(shared_data / "data-needs.csv").errors

    assert found.rule == "SPB01"
    assert "Foretrukken term" in found.remedy.en


@cache
def bundled() -> Content:
    return read_bundled()


@pytest.mark.parametrize("form", FORMS)
def test_every_bundled_vocabulary_comes_back_the_same(form: str) -> None:
    newest = {d.release.scheme.name: d for d in bundled().releases}
    for draft in newest.values() if form == "concept-xlsx" else bundled().releases:
        (back,) = there_and_back(Content(releases=(draft,)), form).releases
        assert back.release.digest == replace(draft.release, lineage=()).digest


@pytest.mark.parametrize("form", FORMS)
def test_the_same_release_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    law = next(d for d in bundled().releases if d.release.scheme.name == "law")
    made = []
    for name in ("a", "b"):
        (path,) = FORMATS[form].write(Content(releases=(law,)), tmp_path / name)  # type: ignore[misc]
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_label_that_looks_like_a_formula_is_none_when_the_file_is_opened(tmp_path: Path) -> None:
    concept = Concept((Notation("=A1"),), (Label("=1+1"), Label("@SUM", "en")))
    content = Content(releases=(Draft(Release(ConceptScheme("x", "urn:x"), "1", (concept,))),))

    (path,) = FORMATS["concept-xlsx"].write(content, tmp_path)  # type: ignore[misc]
    sheet = openpyxl.load_workbook(path)["Begreber"]
    assert {(cell.value, cell.data_type) for cell in sheet[2] if cell.value} == {
        (text, "s") for text in ("=A1", "=1+1", "@SUM")
    }
    (path,) = FORMATS["concept-csv"].write(content, tmp_path)  # type: ignore[misc]
    assert path.read_text().splitlines()[-1].startswith("'=A1,'=1+1,'@SUM")


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_written_is_said(form: str) -> None:
    concept = Concept((Notation("R", validity=Validity(date(2024, 1, 1))),), (), properties=(("x", ""),))
    steps = (Lineage(LineageKind.REPLACED, ("A",), ("R",)),)
    release = Release(ConceptScheme("x", "urn:x"), "1", (concept,), lineage=steps)
    content = Content(
        releases=(Draft(release),), value_sets=(ValueSet("urn:v", "V", "1", (Include("urn:x"),)),)
    )

    found = FORMATS[form].losses(content)  # type: ignore[misc]

    said = " ".join(finding.text for finding in found)
    assert {finding.rule for finding in found} == {"SPB31"}
    assert all(
        what in said for what in ("recorded", "lineage", "validity of a notation", "empty property", "V 1")
    )


def test_a_text_too_long_for_a_cell_is_said() -> None:
    concept = Concept((Notation("R"),), (), notes=(Note("x" * 40_000),))
    content = Content(releases=(Draft(Release(ConceptScheme("x", "urn:x"), "1", (concept,))),))

    assert "32767" in " ".join(f.text for f in FORMATS["concept-xlsx"].losses(content))  # type: ignore[misc]
    assert "131072" not in " ".join(f.text for f in FORMATS["concept-csv"].losses(content))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("form", "text"), [("concept-csv", "\0"), ("concept-xlsx", "\ufffe"), ("concept-csv", "x" * 140_000)]
)
def test_what_cannot_be_read_again_is_said(form: str, text: str) -> None:
    def told(note: str) -> int:
        concept = Concept((Notation("R"),), (), notes=(Note(note),))
        content = Content(releases=(Draft(Release(ConceptScheme("x", "urn:x"), "1", (concept,))),))
        return len(FORMATS[form].losses(content))  # type: ignore[misc]

    assert told(text) == told("x") + 1


@pytest.mark.parametrize("form", FORMS)
def test_more_columns_than_are_read_are_said(form: str) -> None:
    concept = Concept((Notation("R"),), (), properties=tuple((f"p{n}", "x") for n in range(1_200)))
    content = Content(releases=(Draft(Release(ConceptScheme("x", "urn:x"), "1", (concept,))),))

    assert "1201 columns" in " ".join(f.text for f in FORMATS[form].losses(content))  # type: ignore[misc]


# ---------------------------------------------------------------- the docs page


def test_the_example_of_the_docs_page_is_read(project_root: Path, csv: Callable[..., Content]) -> None:
    page = (project_root / "docs/formats/concept-tables.md").read_text(encoding="utf-8")
    lines = [line[4:] for line in page.splitlines() if line.startswith("    ")]
    table = "".join(f"{line}\n" for line in lines if not line.startswith("samsprog "))

    content = csv(table, head="")

    assert content.findings == ()
    assert [(c.code, c.broader) for c in concepts(content)] == [("C", ()), ("R", ("C",))]


def test_the_docs_page_names_every_column_every_fact_and_every_rule(project_root: Path) -> None:
    page = (project_root / "docs/formats/concept-tables.md").read_text(encoding="utf-8")
    source = "".join(
        path.read_text(encoding="utf-8") for path in (project_root / "loaders/concept_table").glob("*.py")
    )

    headers = {header for c in COLUMNS for header in (c.danish, c.english)}
    facts = {header for headers in METADATA.values() for header in headers}
    rules = set(re.findall(r'"(SPB\d\d)"', source))
    assert len(rules) > 15
    assert {name for name in headers | facts | rules if name not in page} == set()
