"""KLE-Online XML: what is kept of a plan, in both variants, and every way to get it wrong. All numbers are made up."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.concept import Concept, Label, LabelKind, Note, NoteKind, Status
from classification.validity import ALWAYS, Validity
from loaders import FORMATS, Content, Reading, format_of, kle_xml

INFO = "<{0}AdministrativInfo><OprettetDato>2020-02-01</OprettetDato>{1}</{0}AdministrativInfo>"
PLAN = """\
<?xml version="1.0" encoding="UTF-8"?>
<KLE-Emneplan>
  <UdgivelsesDato>2024-05-01</UdgivelsesDato>
  <Hovedgruppe>
    <HovedgruppeNr>99</HovedgruppeNr><HovedgruppeTitel>Prøver</HovedgruppeTitel>
    <Gruppe>
      <GruppeNr>99.30</GruppeNr><GruppeTitel>Prøvegruppe</GruppeTitel>
      <Emne>
        <EmneNr>99.30.01</EmneNr><EmneTitel>Prøveemne</EmneTitel>{emne}
      </Emne>
      <Emne><EmneNr>99.30.05</EmneNr><EmneTitel>Andet emne</EmneTitel></Emne>{more}
    </Gruppe>
  </Hovedgruppe>{last}
</KLE-Emneplan>
"""
FACETS = """\
<KLE-Handlingsfacetter>
  <UdgivelsesDato>2024-05-01</UdgivelsesDato>
  <HandlingsfacetKategori>
    <HandlingsfacetKategoriNr>Ø</HandlingsfacetKategoriNr>
    <HandlingsfacetKategoriTitel>Prøvekategori</HandlingsfacetKategoriTitel>
    <Handlingsfacet>
      <HandlingsfacetNr>Ø99</HandlingsfacetNr><HandlingsfacetTitel>Prøvefacet</HandlingsfacetTitel>
      <BevaringJaevnfoerArkivloven>B</BevaringJaevnfoerArkivloven>
      <HandlingsfacetAdministrativInfo>
        <OprettetDato>2020-02-01</OprettetDato><Historisk><UdgaaetDato>2023-02-01</UdgaaetDato></Historisk>
      </HandlingsfacetAdministrativInfo>
    </Handlingsfacet>
  </HandlingsfacetKategori>
</KLE-Handlingsfacetter>
"""
WORDS = """\
<KLE-Stikord>
  <StikordTilHovedgruppe><HovedgruppeStikord>forsøg</HovedgruppeStikord><HovedgruppeNr>99</HovedgruppeNr>
  </StikordTilHovedgruppe>
  <StikordTilEmne><EmneStikord>afprøvning</EmneStikord><EmneNr>99.30.01</EmneNr></StikordTilEmne>
  <StikordTilEmne><EmneStikord>gammelt ord</EmneStikord><EmneNr>99.30.01</EmneNr>
    <StikordAdministrativInfo><OprettetDato>2001-01-01</OprettetDato>
      <Historisk><UdgaaetDato>2010-01-01</UdgaaetDato></Historisk></StikordAdministrativInfo></StikordTilEmne>
  <StikordTilHandlingsfacet><HandlingsfacetStikord>facetord</HandlingsfacetStikord>
    <HandlingsfacetNr>Ø99</HandlingsfacetNr></StikordTilHandlingsfacet>
  <StikordTilEmneOgHandlingsfacet><EmneOgHandlingsfacetStikord>klage</EmneOgHandlingsfacetStikord>
    <EmneNr>99.30.01</EmneNr><HandlingsfacetNr>Ø99</HandlingsfacetNr></StikordTilEmneOgHandlingsfacet>
</KLE-Stikord>
"""


def plan(emne: str = "", more: str = "", last: str = "") -> str:
    return PLAN.format(emne=emne, more=more, last=last)


def read(text: str, reading: Reading | None = None) -> Content:
    return kle_xml.read_bytes(text.encode(), "x.xml", reading or Reading())


def concepts(content: Content) -> dict[str, Concept]:
    (draft,) = content.releases
    return {concept.code: concept for concept in draft.release.concepts}


def emne(inside: str) -> Concept:
    return concepts(read(plan(inside)))["99.30.01"]


# ---------------------------------------------------------------- what is kept


def test_a_plan_is_a_raw_draft_that_begins_on_its_day() -> None:
    content = read(plan())

    (draft,) = content.releases
    assert draft.raw
    assert content.findings == ()
    assert draft.check() == ()
    assert (draft.release.version, draft.release.validity) == ("2024-05-01", Validity(date(2024, 5, 1)))
    assert draft.release.scheme.name == "kle-emneplan"
    assert draft.release.scheme.uri == "https://data.gov.dk/id/classification/KLE"


def test_the_label_given_wins_and_the_day_is_kept_beside_it() -> None:
    (draft,) = read(plan(), Reading("maj")).releases

    assert (draft.release.version, draft.release.publisher_versions) == ("maj", ("2024-05-01",))
    assert draft.release.validity.start == date(2024, 5, 1)


def test_the_three_levels_are_a_hierarchy_and_zeros_stay() -> None:
    found = concepts(read(plan()))

    assert {code: concept.broader for code, concept in found.items()} == {
        "99": (),
        "99.30": ("99",),
        "99.30.01": ("99.30",),
        "99.30.05": ("99.30",),
    }
    assert found["99.30"].labels == (Label("Prøvegruppe"),)


def test_places_and_rows_are_the_lines_of_the_entries() -> None:
    content = read(plan())

    assert content.releases[0].places["99.30.01"].line == 8
    assert [(row.place.line, row.subject) for row in content.rows][2] == (8, "kle-emneplan 99.30.01")


def test_handlingsfacetter_are_a_scheme_of_their_own_with_letters_beyond_z() -> None:
    content = read(FACETS)

    found = concepts(content)
    assert content.findings == ()
    assert content.releases[0].release.scheme.name == "kle-handlingsfacetter"
    assert found["Ø99"].broader == ("Ø",)
    assert found["Ø99"].properties == (("bevaring", "B"),)
    assert found["Ø99"].status is Status.DEPRECATED
    assert (found["Ø99"].reason, found["Ø99"].replaced_by) == ("udgået 2023-02-01", ())
    assert found["Ø99"].validity == Validity(date(2020, 2, 1), date(2023, 2, 1))


@pytest.mark.parametrize(
    ("inside", "properties"),
    [
        pytest.param(
            "<EmneRetskildeReference><RetskildeTitel>Prøveloven</RetskildeTitel>"
            "<ParagrafEllerKapitel>§ 1</ParagrafEllerKapitel><RetsinfoAccessionsNr>A1</RetsinfoAccessionsNr>"
            "</EmneRetskildeReference><EmneRetskildeReference><RetskildeTitel>Anden lov</RetskildeTitel>"
            "</EmneRetskildeReference>",
            (("retskilde", "Prøveloven; § 1; A1"), ("retskilde", "Anden lov")),
            id="sources of law",
        ),
        pytest.param(
            "<BevaringJaevnfoerArkivloven>K5</BevaringJaevnfoerArkivloven>"
            "<SletningJaevnfoerPersondataloven>P1825D</SletningJaevnfoerPersondataloven>",
            (("bevaring", "K5"), ("sletning", "P1825D")),
            id="retention and deletion",
        ),
        pytest.param("<BevaringJaevnfoerArkivloven/>", (), id="not decided"),
        pytest.param(
            "<EmneFilter><FilterTitel>Skole</FilterTitel><FilterTitel>Teknik</FilterTitel></EmneFilter>",
            (("delplan", "Skole"), ("delplan", "Teknik")),
            id="partial plans",
        ),
        pytest.param(
            INFO.format("Emne", "<RettetDato>2022-03-01</RettetDato><RettetDato>2021-03-01</RettetDato>"),
            (("rettet", "2022-03-01"),),
            id="the latest correction",
        ),
        pytest.param(
            "<EmneOgHandlingsfacetStikord><Tekst>klage</Tekst><HandlingsfacetNr>Ø99</HandlingsfacetNr>"
            "</EmneOgHandlingsfacetStikord>",
            (("stikord-med-handlingsfacet", "Ø99: klage"),),
            id="a word for emne and facet together",
        ),
    ],
)
def test_what_has_no_word_here_is_a_property(inside: str, properties: tuple[tuple[str, str], ...]) -> None:
    content = read(plan(inside))

    assert content.findings == ()
    assert concepts(content)["99.30.01"].properties == properties


def test_words_are_alternative_labels_and_a_uuid_is_a_further_notation() -> None:
    found = emne(
        "<EmneStikord><Tekst>afprøvning</Tekst></EmneStikord><UUID>ABCDEF12-0000-4000-8000-0000000000AB</UUID>"
    )

    assert found.labels == (Label("Prøveemne"), Label("afprøvning", kind=LabelKind.ALTERNATIVE))
    assert found.codes == ("99.30.01", "abcdef12-0000-4000-8000-0000000000ab")
    assert found.uri == "urn:uuid:abcdef12-0000-4000-8000-0000000000ab"


def test_guidance_is_a_scope_note_people_can_read() -> None:
    found = emne(
        "<EmneVejledning><VejledningTekst><p>Brug <b>emnet</b>\n   til <a href='x'>prøver</a>.</p>"
        "<p>Ikke til:<ul><li>én</li><li>to<ul><li>to a</li></ul></li></ul></p><p/>Slut<br/>her"
        "<table><tr><td>a</td><td>b</td></tr></table></VejledningTekst></EmneVejledning>"
    )

    text = "Brug emnet til prøver.\nIkke til:\n- én\n- to\n  - to a\nSlut\nher\na b"
    assert found.notes == (Note(text, kind=NoteKind.SCOPE),)


def test_an_entry_holds_from_the_day_it_was_made() -> None:
    assert emne(INFO.format("Emne", "")).validity == Validity(date(2020, 2, 1))
    assert emne("").validity == ALWAYS


def test_what_was_moved_names_its_successor() -> None:
    moved = (
        "<Historisk><Flyttet><FlyttetDato>2024-05-01</FlyttetDato>"
        "<AfloestAf><GruppeNr>99.30</GruppeNr>{}</AfloestAf></Flyttet></Historisk>"
    )

    found = emne(INFO.format("Emne", moved.format("<EmneNr>99.30.05</EmneNr>")))
    group = emne(INFO.format("Emne", moved.format("")))

    assert (found.status, found.replaced_by, found.reason) == (Status.DEPRECATED, ("99.30.05",), "")
    assert found.validity == Validity(date(2020, 2, 1), date(2024, 5, 1))
    assert group.replaced_by == ("99.30",)


def _with_namespace(text: str) -> str:
    return text.replace("<KLE-Emneplan>", "<KLE-Emneplan xmlns='urn:example:kle:2.0'>")


def _with_prefixes(text: str) -> str:
    return (
        text.replace("</", "\0")
        .replace("<", "<k:")
        .replace("<k:?", "<?")
        .replace("\0", "</k:")
        .replace("<k:KLE-Emneplan>", "<k:KLE-Emneplan xmlns:k='urn:example:kle:1.1'>")
    )


def _with_type_names(text: str) -> str:
    for name in ("Hovedgruppe", "Gruppe", "Emne"):
        text = text.replace(f"<{name}>", f"<{name}Komponent>").replace(f"</{name}>", f"</{name}Komponent>")
    for name in ("RetskildeReference", "Vejledning", "Stikord", "AdministrativInfo"):
        text = text.replace(f"Emne{name}>", f"{name}Komponent>")
    return text.replace("KLE-Emneplan", "KLEEmneplanKomponent")


@pytest.mark.parametrize("changed", [_with_namespace, _with_prefixes, _with_type_names])
def test_namespaces_prefixes_and_the_names_of_types_make_no_difference(changed: Callable[[str], str]) -> None:
    text = plan(
        "<EmneVejledning><VejledningTekst><p>Se her</p></VejledningTekst></EmneVejledning>"
        "<EmneRetskildeReference><RetskildeTitel>Prøveloven</RetskildeTitel></EmneRetskildeReference>"
        "<EmneStikord><Tekst>ord</Tekst></EmneStikord>" + INFO.format("Emne", "")
    )

    content = read(changed(text))

    assert content.findings == ()
    assert concepts(content) == concepts(read(text))
    assert concepts(content)["99.30.01"].notes


# ---------------------------------------------------------------- files together


def test_plans_and_words_of_a_folder_belong_together(tmp_path: Path) -> None:
    for name, text in (("emner.xml", plan()), ("facetter.xml", FACETS), ("stikord.xml", WORDS)):
        (tmp_path / name).write_text(text, encoding="utf-8")

    content = kle_xml.read(tmp_path)

    found = {c.code: c for draft in content.releases for c in draft.release.concepts}
    assert content.findings == ()
    assert format_of(tmp_path) is FORMATS["kle-xml"]
    assert found["99"].labels[1:] == (Label("forsøg", kind=LabelKind.ALTERNATIVE),)
    assert found["99.30.01"].labels[1:] == (Label("afprøvning", kind=LabelKind.ALTERNATIVE),)
    assert found["99.30.01"].properties == (("stikord-med-handlingsfacet", "Ø99: klage"),)
    assert found["Ø99"].labels[1:] == (Label("facetord", kind=LabelKind.ALTERNATIVE),)


def test_a_word_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "emner.xml").write_text(plan(), encoding="utf-8")
    (tmp_path / "stikord.xml").write_text(WORDS, encoding="utf-8")

    content = kle_xml.read(tmp_path)

    (finding,) = content.findings
    assert str(finding) == (
        "stikord.xml:8: SPE13 warning: stikord 'facetord' leads to 'Ø99', which is not there"
        " — import the plan of the same day with it"
    )


def test_two_plans_of_one_day_in_a_folder_are_refused(tmp_path: Path) -> None:
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(plan(), encoding="utf-8")

    assert [(f.rule, f.text) for f in kle_xml.read(tmp_path).errors] == [
        ("SPE14", "kle-emneplan 2024-05-01 is there 2 times")
    ]


@pytest.mark.parametrize("text", [PLAN, FACETS, WORDS])
def test_a_file_is_told_by_its_root(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hvad som helst.XML"
    path.write_text(text, encoding="utf-8")

    assert format_of(path) is FORMATS["kle-xml"]


def test_another_xml_file_and_another_folder_are_not_taken_for_kle(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text("<a/>", encoding="utf-8")

    assert not kle_xml.recognises(path)
    assert not kle_xml.recognises(tmp_path)
    assert not kle_xml.recognises(tmp_path / "KLE-Emneplan.json")


# ---------------------------------------------------------------- what is wrong

MOVED_ON = "<Historisk><Flyttet><AfloestAf><EmneNr>{}</EmneNr></AfloestAf></Flyttet></Historisk>"


@pytest.mark.parametrize(
    ("text", "rule", "severity", "line", "said", "remedy"),
    [
        pytest.param(
            plan().replace("  <UdgivelsesDato>2024-05-01</UdgivelsesDato>\n", ""),
            "SPE03", "error", 2, "states no UdgivelsesDato", "--release LABEL", id="no day",
        ),
        pytest.param(
            plan(INFO.format("Emne", "<RettetDato>2023-02-30</RettetDato>")),
            "SPE04", "error", 9, "'2023-02-30' is no date", "2024-05-01", id="no such day",
        ),
        pytest.param(
            plan(INFO.format("Emne", "<Historisk><UdgaaetDato>2019-01-01</UdgaaetDato></Historisk>")),
            "SPE05", "error", 9, "withdrawn on 2019-01-01, no later than it was made (2020-02-01)",
            "correct one of the dates", id="withdrawn before it was made",
        ),
        pytest.param(
            plan().replace("99.30<", "99.3<"), "SPE06", "error", 7, "GruppeNr '99.3' does not look like 99.30",
            "numbers are text and keep their zeros", id="a zero lost",
        ),
        pytest.param(
            plan().replace("99.30.05", "A99"), "SPE06", "error", 11, "EmneNr 'A99' does not look like 99.01.02",
            "correct the number", id="no number at all",
        ),
        pytest.param(
            plan(more="<Emne><EmneTitel>Uden</EmneTitel></Emne>"), "SPE06", "error", 11,
            "an element Emne has no EmneNr", "give it its number", id="no number",
        ),
        pytest.param(
            plan(INFO.format("Emne", MOVED_ON.format("98.01.01"))),
            "SPE07", "warning", 9, "'99.30.01' is replaced by '98.01.01', which is not in the file",
            "import the complete plan", id="a successor elsewhere",
        ),
        pytest.param(
            plan("<BevaringJaevnfoerArkivloven>U</BevaringJaevnfoerArkivloven>"),
            "SPE08", "warning", 9, "BevaringJaevnfoerArkivloven is 'U'; it is kept as it stands", "B, K or K",
            id="unknown retention",
        ),
        pytest.param(
            plan("<SletningJaevnfoerPersondataloven>5 år</SletningJaevnfoerPersondataloven>"),
            "SPE08", "warning", 9, "SletningJaevnfoerPersondataloven is '5 år'", "P1825D", id="no duration",
        ),
        pytest.param(
            plan("<EmneStikord><Tekst>Prøveemne</Tekst></EmneStikord>"),
            "SPE09", "information", 9, "stikord 'Prøveemne' repeats a label", "", id="a word that is the title",
        ),
        pytest.param(
            plan(more="<Emne><EmneNr>99.30.07</EmneNr><EmneTitel>Ma\u030a</EmneTitel></Emne>"),
            "SPE10", "warning", 11, "is not in Unicode form NFC; it was normalised", "one character", id="NFD",
        ),
        pytest.param(
            plan(more="<Emne><EmneNr>99.30.05</EmneNr></Emne>"),
            "SPE11", "error", 11, "number '99.30.05' stands twice, here and in line 11", "keep one", id="twice",
        ),
        pytest.param(
            plan(more="<Emne><EmneNr>98.30.05</EmneNr><EmneTitel>x</EmneTitel></Emne>"),
            "SPE12", "error", 11, "'98.30.05' stands in '99.30', which is not how it begins", "move it",
            id="in the wrong group",
        ),
        pytest.param(
            "<KLE-Emneplan><UdgivelsesDato>2024-05-01</UdgivelsesDato></KLE-Emneplan>",
            "SPE02", "error", 1, "holds no Hovedgruppe", "send the complete plan", id="an empty plan",
        ),
        pytest.param(WORDS, "SPR04", "error", 0, "holds no KLE-Emneplan", "name a plan", id="words alone"),
        pytest.param("<!DOCTYPE a><KLE-Emneplan/>", "SPX02", "error", 1, "document type", "<!DOCTYPE", id="DTD"),
        pytest.param(plan()[:-20], "SPX01", "error", 13, "no well-formed XML", "syntax", id="cut off"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_place_and_remedy(
    text: str, rule: str, severity: str, line: int, said: str, remedy: str
) -> None:
    (finding,) = read(text).findings

    assert (finding.rule, str(finding.severity), finding.place.line) == (rule, severity, line)
    assert said in finding.text
    assert remedy in finding.remedy.en


def test_what_stands_in_a_group_that_is_there_twice_is_read_all_the_same() -> None:
    twice = "<Gruppe><GruppeNr>99.30</GruppeNr><Emne><EmneNr>99.30.09</EmneNr></Emne><Emne/></Gruppe>"

    content = read(plan(more=f"</Gruppe>{twice}<Gruppe><GruppeNr>99.31</GruppeNr>"))

    assert [f.rule for f in content.findings] == ["SPE11", "SPE06"]
    assert concepts(content)["99.30.09"].broader == ("99.30",)


def test_another_root_is_named_and_nothing_else_is_left() -> None:
    told, refused = read("<rss/>").findings

    assert (told.rule, told.text) == ("SPE01", "is no KLE file: its root is 'rss'")
    assert refused.rule == "SPR04"


def test_a_successor_that_is_not_there_is_named_in_the_reason() -> None:
    assert emne(INFO.format("Emne", MOVED_ON.format("98.01.01"))).reason == "flyttet til 98.01.01"


def test_blanks_around_a_title_stay_as_published() -> None:
    found = concepts(read(plan().replace("<GruppeTitel>", "<GruppeTitel> ")))

    assert found["99.30"].labels == (Label(" Prøvegruppe"),)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    (finding,) = kle_xml.read(tmp_path / "nej.xml").findings

    assert (finding.rule, finding.text) == ("SPR01", "there is no such file or directory")


def test_a_day_that_is_none_is_told_beside_the_label_that_is_missing() -> None:
    no_date, no_label = read(plan().replace("2024-05-01", "maj 2024")).findings

    assert (no_date.rule, no_date.place.line, no_date.text) == ("SPE04", 3, "'maj 2024' is no date")
    assert (no_label.rule, no_label.remedy.en) == ("SPE03", "give a label with --release LABEL")


def test_everything_wrong_is_told_in_one_go() -> None:
    text = plan(
        "<BevaringJaevnfoerArkivloven>U</BevaringJaevnfoerArkivloven>",
        "<Emne><EmneNr>98.30.05</EmneNr></Emne><Emne/>",
    ).replace("2024-05-01", "maj")

    assert [f.rule for f in read(text, Reading("1")).findings] == ["SPE08", "SPE12", "SPE06", "SPE04"]


# ---------------------------------------------------------------- generated plans

TITLES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1, max_size=12
)
NUMBERS = st.tuples(*[st.integers(0, 99)] * 3).map(lambda parts: ".".join(f"{n:02}" for n in parts))


def nested(titles: dict[str, str]) -> str:
    """A plan with these emner, in their groups."""
    inside = ""
    for top in sorted({number[:2] for number in titles}):
        inside += f"<Hovedgruppe><HovedgruppeNr>{top}</HovedgruppeNr>"
        for group in sorted({number[:5] for number in titles if number[:2] == top}):
            inside += f"<Gruppe><GruppeNr>{group}</GruppeNr>"
            for number, title in sorted(titles.items()):
                if number[:5] == group:
                    inside += f"<Emne><EmneNr>{number}</EmneNr><EmneTitel>{escape(title)}</EmneTitel></Emne>"
            inside += "</Gruppe>"
        inside += "</Hovedgruppe>"
    return f"<KLE-Emneplan><UdgivelsesDato>2024-05-01</UdgivelsesDato>{inside}</KLE-Emneplan>"


@given(titles=st.dictionaries(NUMBERS, TITLES, min_size=1, max_size=12))
def test_any_plan_is_read_as_it_was_made(titles: dict[str, str]) -> None:
    content = read(nested(titles))

    found = concepts(content)
    normal = {number: unicodedata.normalize("NFC", title) for number, title in titles.items()}
    assert content.errors == ()
    assert {code: c.term() for code, c in found.items() if len(code) == 8} == normal
    assert all(c.broader == (code[:-3],) for code, c in found.items() if len(code) > 2)


@given(text=st.text(max_size=200) | st.sampled_from([PLAN, FACETS, WORDS]), cuts=st.integers(0, 900))
def test_nothing_that_is_sent_makes_the_reader_raise(text: str, cuts: int) -> None:
    whole = text.encode("utf-8", "surrogatepass")

    for part in (whole[:cuts], whole[cuts:], whole[:cuts] + b"</a>" + whole[cuts:]):
        content = kle_xml.read_bytes(part, "x.xml")

        assert content.errors or content.releases


@pytest.mark.realdata
def test_numbers_that_municipalities_use_are_numbers_of_an_emne(shared_data: Path) -> None:
    path = shared_data / "local" / "os2bos-sections-kle.json"
    if not path.is_file():
        pytest.skip(f"local code lists absent: no file {path}")
    numbers = sorted({row["kle_number"] for row in json.loads(path.read_text(encoding="utf-8"))} - {""})
    content = read(nested(dict.fromkeys(numbers, "x")))

    assert len(numbers) > 10
    assert content.findings == ()
    assert set(numbers) <= concepts(content).keys()


def test_every_kind_of_list_is_read() -> None:
    for outer, inner in product(("ul", "ol"), repeat=2):
        found = emne(
            f"<EmneVejledning><{outer}><li>a<{inner}><li>b</li></{inner}></li></{outer}></EmneVejledning>"
        )

        assert found.notes[0].text == "- a\n  - b"
