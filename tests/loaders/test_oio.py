"""OIO Klassifikation from LoRa and from FK: what is kept, that both say the same, and every way to get it wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.concept import Concept, Label, LabelKind, Note, NoteKind, Status
from classification.concept_map import Coding, Relation
from classification.finding import Place
from classification.release import Lineage, LineageKind, Release
from classification.validity import ALWAYS, Validity
from loaders import FORMATS, Content, Reading, format_of, oio, vocabulary_folder
from loaders.content import joined
from loaders.oio.calendar import Calendar
from loaders.oio.reading import content_of
from loaders.oio.record import Attributes, Registered, RelationRow, Sort, State
from loaders.reading.notes import Notes
from tests.loaders.test_oio_timeline import inputs
from vocabularies import folders

Json = dict[str, Any]
PLAN = "11111111-1111-4111-8111-111111111111"
COLOURS = "22222222-2222-4222-8222-222222222222"
SHAPES = "22222222-2222-4222-8222-333333333333"
RED = "aaaaaaaa-0000-4000-8000-000000000001"
PINK = "aaaaaaaa-0000-4000-8000-000000000002"
BLUE = "aaaaaaaa-0000-4000-8000-000000000003"
NEVER, ALL = "-infinity", {"from": "-infinity", "to": "infinity"}
MAY = {"from": "2024-05-30T00:00:00+02:00", "to": "infinity"}
TO_MAY = {"from": "-infinity", "to": "2024-05-29T22:00:00Z"}
PUBLISHED = [{"publiceret": "Publiceret", "virkning": MAY}]
URI = f"urn:uuid:{COLOURS}"
SOMEWHERE = Place("x", path="/virkning")


def lora(sort: str, identifier: str, attributes: Any, relations: Any = None, states: Any = None) -> Json:
    made = {
        "id": identifier,
        "registreringer": [
            {
                "fratidspunkt": {"tidsstempeldatotid": "2024-01-01T12:00:00+01:00"},
                "tiltidspunkt": {"tidsstempeldatotid": "infinity"},
                "livscykluskode": "Rettet",
                "attributter": {f"{sort}egenskaber": attributes},
                "tilstande": {f"{sort}publiceret": PUBLISHED if states is None else states},
                "relationer": relations or {},
            }
        ],
    }
    copy: Json = json.loads(json.dumps(made))  # tests change parts of it
    return copy


def klasse(identifier: str, key: str, title: str, more: Json | None = None, **relations: Any) -> Json:
    row = {"brugervendtnoegle": key, "titel": title, "virkning": ALL} | (more or {})
    facet = relations.pop("facet", [{"uuid": COLOURS, "virkning": ALL}])
    return lora("klasse", identifier, [row], {"facet": facet} | relations)


def to(target: str, virkning: Json | None = None, **more: Any) -> list[Json]:
    return [{"uuid": target, "virkning": virkning or ALL} | more]


def facet(identifier: str = COLOURS, key: str = "Farver", **relations: Any) -> Json:
    row = {"brugervendtnoegle": key, "virkning": ALL}
    return lora("facet", identifier, [row], {"facettilhoerer": to(PLAN)} | relations)


KLASSIFIKATION = lora(
    "klassifikation",
    PLAN,
    [{"brugervendtnoegle": "Prøver", "kaldenavn": "Prøveplan", "ophavsret": "CC0", "virkning": ALL}],
    {"ansvarlig": [{"urn": "urn:example:kommunen", "virkning": ALL}]},
)
WORLD = (
    KLASSIFIKATION,
    facet(),
    klasse(RED, "R", "Rød"),
    klasse(PINK, "R.1", "Lyserød", overordnetklasse=to(RED)),
)


def read(*objects: Json, reading: Reading | None = None) -> Content:
    return oio.read_lora_bytes(json.dumps({"results": [objects]}).encode(), "x.json", reading or Reading())


def concepts(content: Content, at: int = -1) -> dict[str, Concept]:
    return {concept.code: concept for concept in content.releases[at].release.concepts}


def with_red(more: Json | None = None, **relations: Any) -> Content:
    return read(KLASSIFIKATION, facet(), klasse(RED, "R", "Rød", more, **relations), klasse(BLUE, "B", "Blå"))


def renamed(registration: Json, title: str) -> Json:
    copy: Json = json.loads(json.dumps(registration))
    copy["attributter"]["klasseegenskaber"][0]["titel"] = title
    return copy


# ---------------------------------------------------------------- what is kept


def test_a_facet_is_a_scheme_and_a_time_without_change_a_release() -> None:
    content = read(*WORLD)

    (draft,) = content.releases
    scheme = draft.release.scheme
    assert content.findings == ()
    assert draft.check() == ()
    assert draft.raw
    assert (scheme.name, scheme.uri, scheme.title_in()) == ("proever-farver", URI, "Prøveplan: Farver")
    assert (scheme.publisher, scheme.licence) == ("urn:example:kommunen", "CC0")
    assert (draft.release.version, draft.release.validity) == ("2024-05-30", Validity(date(2024, 5, 30)))


def test_a_klasse_is_a_concept_with_its_key_and_its_uuid() -> None:
    found = concepts(read(*WORLD))

    assert found["R.1"].codes == ("R.1", PINK)
    assert found["R.1"].uri == f"urn:uuid:{PINK}"
    assert found["R.1"].key == "R.1"
    assert found["R.1"].broader == ("R",)
    assert found["R.1"].labels == (Label("Lyserød"),)


def test_texts_become_notes_of_their_kind() -> None:
    more = {"beskrivelse": "d", "omfang": "s", "eksempel": "e", "aendringsnotat": "c", "retskilde": "§ 1"}

    red = concepts(with_red(more))["R"]

    assert [(n.text, n.kind) for n in red.notes] == [
        ("d", NoteKind.DEFINITION), ("s", NoteKind.SCOPE), ("e", NoteKind.EXAMPLE), ("c", NoteKind.CHANGE),
    ]  # fmt: skip
    assert red.notes[0] == Note("d")
    assert red.properties == (("retskilde", "§ 1"),)


@pytest.mark.parametrize(
    "words",
    [
        [["rosso", "", ""], ["rqd", "tastefejl", "Stavefejl"], ["Rød", "", ""]],
        [
            {"soegeordidentifikator": "rosso"},
            {"soegeordidentifikator": "rqd", "beskrivelse": "tastefejl", "soegeordskategori": "Stavefejl"},
            {"soegeordidentifikator": "Rød"},
        ],
    ],
    ids=["triples", "objects"],
)
def test_words_are_alternative_or_hidden_labels_by_category(words: list[Any]) -> None:
    content = with_red({"soegeord": words})

    red = concepts(content)["R"]
    assert red.labels == (
        Label("Rød"), Label("rosso", kind=LabelKind.ALTERNATIVE), Label("rqd", kind=LabelKind.HIDDEN),
    )  # fmt: skip
    assert red.properties == (("soegeord", "rqd: tastefejl; Stavefejl"),)
    assert [f.rule for f in content.findings] == ["SPO18"]


def test_other_relations_are_properties_by_code_where_there_is_one() -> None:
    content = with_red(sideordnede=to(BLUE), lovligekombinationer=to(PLAN))

    assert concepts(content)["R"].properties == (("sideordnede", "B"), ("lovligekombinationer", PLAN))


def test_what_is_replaced_while_it_still_stands_is_deprecated() -> None:
    blue = concepts(with_red(erstatter=to(BLUE)))["B"]

    assert (blue.status, blue.replaced_by) == (Status.DEPRECATED, ("R",))


def test_a_relation_that_is_there_twice_at_once_counts_once() -> None:
    """Relations of which there may be several may overlap; two equal rows gave a successor twice."""
    content = with_red(erstatter=[*to(BLUE), *to(BLUE, MAY)], sideordnede=[*to(BLUE), *to(BLUE)])

    assert concepts(content)["B"].replaced_by == ("R",)
    assert concepts(content)["R"].properties == (("sideordnede", "B"),)


def test_what_is_replaced_and_gone_is_told_in_the_lineage() -> None:
    def until(identifier: str, key: str, virkning: Json, **relations: Any) -> Json:
        found = klasse(identifier, key, key, **relations)
        found["registreringer"][0]["tilstande"]["klassepubliceret"][0]["virkning"] = virkning
        return found

    always = facet()
    always["registreringer"][0]["tilstande"]["facetpubliceret"][0]["virkning"] = ALL
    content = read(
        always,
        until(BLUE, "B", TO_MAY),
        until(RED, "R", TO_MAY),
        until(PINK, "P", MAY, erstatter=[*to(RED), *to(BLUE)]),
    )

    before, after = (draft.release for draft in content.releases)
    assert (before.version, before.validity) == ("0001-01-01", Validity(date.min, date(2024, 5, 30)))
    assert after.lineage == (Lineage(LineageKind.MERGED, ("B", "R"), ("P",)),)


def test_mapninger_are_a_map_with_days_and_the_codes_of_the_time() -> None:
    other = facet(SHAPES, "Former")
    square = klasse(BLUE, "F", "Firkant", facet=to(SHAPES))
    known, unknown = (
        to(BLUE, label="Firkant", type="skos:broadMatch"),
        to(PLAN, MAY, label="Væk", rolle="Bevaring"),
    )
    content = read(
        KLASSIFIKATION, facet(), other, klasse(RED, "R", "Rød", mapninger=[*known, *unknown]), square
    )

    (found,) = content.maps
    assert (found.name, found.uri, found.version) == (
        "proever-farver-mapninger",
        f"{URI}#mapninger",
        "2024-05-30",
    )
    assert [(m.source.code, m.relation, m.target, m.note) for m in found.mappings] == [
        ("R", Relation.BROAD, Coding(f"urn:uuid:{SHAPES}", "F", "Firkant"), ""),
        ("R", Relation.CLOSE, Coding("urn:ietf:rfc:3986", f"urn:uuid:{PLAN}", "Væk"), "Bevaring"),
    ]
    assert {m.validity for m in found.mappings} == {Validity(date(2024, 5, 30))}
    assert [m.number for m in found.mappings] == [1, 2]


def test_a_title_that_changes_makes_two_releases() -> None:
    rows = [
        {
            "brugervendtnoegle": "R",
            "titel": "Rød",
            "virkning": {"from": NEVER, "to": "2025-01-01T00:00:00+01:00"},
        },
        {
            "brugervendtnoegle": "R",
            "titel": "Rødt",
            "virkning": {"from": "2025-01-01T00:00:00+01:00", "to": "infinity"},
        },
    ]
    content = read(
        KLASSIFIKATION, facet(), lora("klasse", RED, rows, {"facet": to(COLOURS)}), klasse(BLUE, "B", "Blå")
    )

    assert [(d.release.version, str(d.release.validity)) for d in content.releases] == [
        ("2024-05-30", "[2024-05-30, 2025-01-01)"),
        ("2025-01-01", "[2025-01-01, …)"),
    ]
    assert [concepts(content, at)["R"].term() for at in (0, 1)] == ["Rød", "Rødt"]
    assert concepts(content, 0)["B"] is concepts(content, 1)["B"]


def test_a_label_given_is_that_of_the_only_release() -> None:
    assert read(*WORLD, reading=Reading("2.0")).releases[0].release.version == "2.0"


def test_rows_are_the_klasser_and_the_mapninger() -> None:
    content = with_red(mapninger=to(BLUE))

    assert [(row.place.path, row.subject) for row in content.rows] == [
        ("/results/0/3", "proever-farver B"),
        ("/results/0/2", "proever-farver R"),
        ("/results/0/2/registreringer/0/relationer/mapninger/0", f"{URI} R"),
    ]


def test_nothing_is_released_while_facet_or_klassifikation_are_not_published() -> None:
    hidden = facet()
    hidden["registreringer"][0]["tilstande"]["facetpubliceret"] = [
        {"publiceret": "IkkePubliceret", "virkning": ALL}
    ]

    content = read(KLASSIFIKATION, hidden, klasse(RED, "R", "Rød"))

    assert content.releases == ()
    assert [f.rule for f in content.findings] == ["SPO26", "SPR04"]


# ---------------------------------------------------------------- the shapes of LoRa


def _body(one: Json) -> Json:
    registration: Json = one["registreringer"][0]
    return {"uuid": one["id"], "note": "Import"} | registration


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"results": [list(WORLD)]}, id="results"),
        pytest.param(list(WORLD), id="an array"),
        pytest.param([[one] for one in WORLD], id="arrays in an array"),
        pytest.param(
            {"klasse": list(WORLD[2:]), "facet": [WORLD[1]], "klassifikation": [WORLD[0]]}, id="by sort"
        ),
        pytest.param([_body(one) for one in WORLD], id="bodies of an import"),
    ],
)
def test_every_shape_says_the_same(document: Any) -> None:
    content = oio.read_lora_bytes(json.dumps(document).encode(), "x.json")

    assert content.findings == ()
    assert [d.release for d in content.releases] == [d.release for d in read(*WORLD).releases]


def test_a_body_without_id_is_named_by_its_file_and_files_of_a_folder_belong_together(tmp_path: Path) -> None:
    for one in WORLD:
        body = {key: value for key, value in _body(one).items() if key != "uuid"}
        (tmp_path / f"{one['id']}.lora.json").write_text(json.dumps(body), encoding="utf-8")

    content = oio.read_lora(tmp_path)

    assert format_of(tmp_path) is FORMATS["oio-lora-json"]
    assert content.findings == ()
    assert [d.release for d in content.releases] == [d.release for d in read(*WORLD).releases]
    assert content.releases[0].places["R"].file == f"{RED}.lora.json"


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        ("x.json", '{"results": [[{"id": "1", "registreringer" : []}]]}', "oio-lora-json"),
        ("x.json", '{"attributter": {"klasseegenskaber": []}}', "oio-lora-json"),
        ("x.lora.json", "{}", "oio-lora-json"),
        ("x.json", '{"resourceType": "CodeSystem", "description": "\\"registreringer\\":"}', "fhir-json"),
        ("x.json", '{"a": "registreringer"}', "fhir-json"),
        ("x.xml", "<s:Envelope xmlns:s='urn:s'/>", "fk-xml"),
        ("x.xml", "<ns:LaesOutput xmlns:ns='urn:x'/>", "fk-xml"),
        ("x.xml", "<ListOutput/>", "fk-xml"),
        ("x.xml", "<FiltreretOejebliksbillede/>", "fk-xml"),
        ("x.xml", "<KLE-Emneplan/>", "kle-xml"),
    ],
)
def test_a_file_is_told_by_what_is_in_it(tmp_path: Path, name: str, text: str, known: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    assert format_of(path).name == known


def test_only_the_registration_that_stands_counts() -> None:
    one = klasse(RED, "R", "Rød")
    former = renamed(one["registreringer"][0], "Forkert")
    former["tiltidspunkt"] = {"tidsstempeldatotid": "2024-01-01T12:00:00+01:00"}
    one["registreringer"].append(former)

    content = read(KLASSIFIKATION, facet(), one)

    assert content.findings == ()
    assert concepts(content)["R"].term() == "Rød"


# ---------------------------------------------------------------- days in Denmark


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-30T00:00:00+02:00", date(2024, 5, 30)),
        ("2024-05-29T22:00:00Z", date(2024, 5, 30)),
        ("2024-05-29T22:00:00.000Z", date(2024, 5, 30)),
        ("2024-05-29T22:00:00.0000000+00:00", date(2024, 5, 30)),
        ("2024-01-14T23:00:00Z", date(2024, 1, 15)),
        ("2024-05-30 00:00:00+02", date(2024, 5, 30)),
        ("2024-05-30T00:00:00", date(2024, 5, 30)),
        ("2024-05-30", date(2024, 5, 30)),
        ("2024-05-29T24:00:00+02:00", date(2024, 5, 30)),
        ("2024-12-31T24:00:00", date(2025, 1, 1)),
        ("1900-01-01T00:00:00+01:00", date(1900, 1, 1)),
    ],
)
def test_a_midnight_in_denmark_is_that_day(text: str, day: date) -> None:
    notes = Notes()
    calendar = Calendar(notes)

    validity = calendar.validity(text, "infinity", SOMEWHERE)
    calendar.report()

    assert validity == Validity(day)
    assert notes.findings == []


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "9999-01-01", "infinity"])
def test_the_last_year_is_no_end(text: str) -> None:
    assert Calendar(Notes()).validity("0001-01-01T00:00:00+01:00", text, SOMEWHERE) == ALWAYS


EARLIEST = datetime(1950, 1, 1)  # noqa: DTZ001 - Hypothesis wants it without a zone
LATEST = datetime(2100, 1, 1)  # noqa: DTZ001


@given(instants=st.lists(st.datetimes(EARLIEST, LATEST), min_size=2, max_size=2, unique=True).map(sorted))
def test_an_instant_lies_in_the_day_that_it_counts_from(instants: list[datetime]) -> None:
    zone = ZoneInfo("Europe/Copenhagen")
    start, end = (each.replace(tzinfo=ZoneInfo("UTC")) for each in instants)
    notes = Notes()
    calendar = Calendar(notes)

    validity = calendar.validity(start.isoformat(), end.isoformat(), SOMEWHERE)
    calendar.report()

    days = (start.astimezone(zone).date(), end.astimezone(zone).date())
    if days[0] == days[1]:
        assert validity is None or notes.findings
    else:
        assert validity == Validity(*days)
    assert {f.rule for f in notes.findings} <= {"SPO05", "SPO06"}


def test_another_time_of_day_is_told_once_and_counts_from_its_day() -> None:
    red, blue = klasse(RED, "R", "Rød"), klasse(BLUE, "B", "Blå")
    for one in (red, blue):
        state = one["registreringer"][0]["tilstande"]["klassepubliceret"][0]
        state["virkning"] = {"from": "2024-06-01T10:15:00+02:00", "to": "infinity"}

    content = read(KLASSIFIKATION, facet(), red, blue)

    (finding,) = content.findings
    assert content.releases[0].release.validity == Validity(date(2024, 6, 1))
    assert (finding.rule, str(finding.severity)) == ("SPO06", "warning")
    assert finding.text == (
        "bounds that are no midnight in Denmark count from the day they lie in: "
        "2024-06-01T10:15:00+02:00 as 2024-06-01"
    )
    assert finding.place.path == "/results/0/2/registreringer/0/tilstande/klassepubliceret/0/virkning"


def test_without_the_time_zone_nothing_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    import zoneinfo

    def none(name: str) -> ZoneInfo:
        raise zoneinfo.ZoneInfoNotFoundError(name)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", none)

    content = read(*WORLD)

    assert content.releases == ()
    assert content.errors[0].rule == "SPO03"
    assert content.errors[0].remedy.en == "install the package tzdata"


# ---------------------------------------------------------------- what is wrong in LoRa


def changed(path: str, value: Any) -> Json:
    """The klasse red with one value of its registration changed; `...` removes it."""
    one: Json = klasse(RED, "R", "Rød", overordnetklasse=to(BLUE))
    *steps, last = path.split("/")
    at: Any = one
    for step in steps:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if value is ...:
        del at[last]
    elif isinstance(at, list):
        at[int(last)] = value
    else:
        at[last] = value
    return one


REGISTERED = "registreringer/0"
ROW = f"{REGISTERED}/attributter/klasseegenskaber/0"
STATE = f"{REGISTERED}/tilstande/klassepubliceret/0"
LINKS = f"{REGISTERED}/relationer"
PARENT = f"{LINKS}/overordnetklasse/0"
EFFECT = f"{STATE}/virkning"
FROM, TO = f"{EFFECT}/from", f"{EFFECT}/to"
FAR, FORMS = "cccccccc-0000-4000-8000-000000000000", "dddddddd-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("path", "value", "rule", "severity", "at", "said", "remedy"),
    [
        ("id", "R1", "SPO02", "error", "", "an object has no UUID but 'R1'", "give it as id"),
        ("id", ..., "SPO02", "error", "", "an object has no UUID but 'x'", "name of the file"),
        ("registreringer", [], "SPO01", "information", "", "has no registrering", "send one"),
        (
            REGISTERED,
            {"livscykluskode": "Slettet"},
            "SPO10",
            "information",
            f"/{REGISTERED}",
            "is Slettet",
            "",
        ),
        (f"{REGISTERED}/attributter", {}, "SPO17", "error", "", "has no brugervendtnoegle", "give it one"),
        (f"{ROW}/virkning", ..., "SPO07", "warning", f"/{ROW}/virkning", "no from and no to", "-infinity"),
        (f"{ROW}/virkning/to", ..., "SPO07", "warning", f"/{ROW}/virkning", "has no to", "infinity"),
        (f"{ROW}/titel", 7, "SPO25", "error", f"/{ROW}/titel", "must be a string, not 7", "correct"),
        (
            f"{ROW}/titel",
            "Bla\u030a",
            "SPO19",
            "warning",
            f"/{ROW}/titel",
            "not in Unicode form NFC",
            "one char",
        ),
        (
            f"{ROW}/integrationsdata",
            "x",
            "SPO16",
            "information",
            None,
            "not kept: integrationsdata (1 times)",
            "",
        ),
        (FROM, "i går", "SPO04", "error", f"/{EFFECT}", "'i går' is no point in time", "+02:00"),
        (TO, "2024-01-01", "SPO05", "error", f"/{EFFECT}", "no later than it begins", "correct"),
        (TO, "2024-05-30T12:00", "SPO06", "warning", f"/{EFFECT}", "lies within one day", "days are"),
        (f"{STATE}/publiceret", "Ja", "SPO20", "error", f"/{STATE}", "is 'Ja'", "Publiceret, IkkePubliceret"),
        (
            f"{STATE}/publiceret",
            True,
            "SPO25",
            "error",
            f"/{STATE}/publiceret",
            "a string, not True",
            "correct",
        ),
        (f"{LINKS}/facet", {}, "SPO25", "error", f"/{LINKS}/facet", "must be an array", "correct"),
        (f"{LINKS}/facet", [], "SPO11", "error", "", "is in no facet", "relation facet"),
        (
            f"{LINKS}/facet",
            to(SHAPES),
            "SPO11",
            "error",
            "",
            f"facet {SHAPES} of 1 klasser is not",
            "same folder",
        ),
        (f"{LINKS}/redaktoerer", [], "SPO16", "information", None, "not kept: redaktoerer (1 times)", ""),
        (
            f"{PARENT}/uuid",
            PLAN,
            "SPO12",
            "error",
            f"/{PARENT}",
            f"'R' is under {PLAN}, which is not in",
            "send it too",
        ),
        (f"{PARENT}/uuid", PINK, "SPO13", "warning", f"/{PARENT}", "is not published all that time", "let"),
        (f"{PARENT}/uuid", FAR, "SPO13", "warning", f"/{PARENT}", "stands in another facet", "let"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_remedy(
    path: str, value: Any, rule: str, severity: str, at: str | None, said: str, remedy: str
) -> None:
    hidden = klasse(PINK, "P", "Lyserød")
    hidden["registreringer"][0]["tilstande"] = {"klassepubliceret": []}
    elsewhere, forms = klasse(FAR, "F", "Firkant", facet=to(FORMS)), facet(FORMS, "Former")

    content = read(
        KLASSIFIKATION, facet(), changed(path, value), klasse(BLUE, "B", "Blå"), hidden, elsewhere, forms
    )

    found = [f for f in content.findings if f.rule == rule]
    assert found, [str(f) for f in content.findings]
    finding = found[0]
    assert finding.place.path == ("" if at is None else f"/results/0/2{at}")
    assert finding.place.file == "x.json"
    assert str(finding.severity) == severity
    assert said in finding.text
    assert remedy in finding.remedy.en


@pytest.mark.parametrize(
    ("document", "rule", "place"),
    [
        ("{", "SPF01", "x.json:1"),
        ('{"results": [], "results": []}', "SPF02", "x.json:1"),
        ("null", "SPR04", "x.json"),
        ('"text"', "SPO01", "x.json:/"),
        ('{"results": [[{"a": 1}]]}', "SPO01", "x.json:/results/0/0"),
        ('{"attributter": 1}', "SPO02", "x.json:/"),
        ("[" * 100_000, "SPF04", "x.json:1"),
    ],
)
def test_a_document_that_is_none_of_this_is_told(document: str, rule: str, place: str) -> None:
    content = oio.read_lora_bytes(document.encode(), "x.json")

    assert (rule, place) in [(f.rule, str(f.place)) for f in content.findings]
    assert content.errors


def test_several_registrations_that_stand_are_told_and_the_last_is_taken() -> None:
    one = klasse(RED, "R", "Rød")
    later = renamed(one["registreringer"][0], "Senere")
    later["fratidspunkt"] = {"tidsstempeldatotid": "2024-02-01T00:00:00+01:00"}
    one["registreringer"].append(later)

    content = read(KLASSIFIKATION, facet(), one)

    (finding,) = content.findings
    assert concepts(content)["R"].term() == "Senere"
    assert (finding.rule, finding.place.path) == ("SPO09", "/results/0/2/registreringer/1")
    assert finding.text == f"{RED} has 2 registrations, of which 2 still stand"


def test_an_object_twice_is_told() -> None:
    content = read(*WORLD, klasse(RED, "R", "Igen"))

    (finding,) = content.errors
    assert (finding.rule, finding.place.path) == ("SPO21", "/results/0/4")
    assert finding.text == f"klasse {RED} is there twice, here and at x.json:/results/0/2"
    assert concepts(content)["R"].term() == "Rød"


def test_one_key_for_two_klasser_is_found_by_the_check_of_the_release() -> None:
    (draft,) = read(KLASSIFIKATION, facet(), klasse(RED, "R", "Rød"), klasse(BLUE, "R", "Blå")).releases

    assert [f.rule for f in draft.check()] == ["SPC01"]


def test_a_klassifikation_that_is_not_there_is_told() -> None:
    content = read(facet(), klasse(RED, "R", "Rød"))

    (finding,) = content.findings
    assert (finding.rule, str(finding.severity)) == ("SPO23", "warning")
    assert finding.text == f"klassifikation {PLAN} of facet {COLOURS} is not in the files"
    assert content.releases[0].release.scheme.name == "farver"


def test_mapninger_that_contradict_each_other_are_told() -> None:
    content = with_red(mapninger=[*to(BLUE, type="exactMatch"), *to(BLUE, type="broadMatch")])

    (finding,) = content.errors
    assert (finding.rule, finding.place.path) == (
        "SPO24",
        "/results/0/2/registreringer/0/relationer/mapninger/1",
    )
    assert "'R' to 'B' is broad, but exact (x.json:/results/0/2/" in finding.text


def test_mapninger_with_different_roles_or_days_contradict_nothing() -> None:
    before, after = {"from": "-infinity", "to": "2025-01-01"}, {"from": "2025-01-01", "to": "infinity"}
    roles = [*to(BLUE, rolle="a"), *to(BLUE, rolle="b")]
    days = [*to(RED, before, type="exact"), *to(RED, after, type="broad")]

    content = with_red(mapninger=[*roles, *days])

    assert content.findings == ()
    assert [(m.relation, m.note) for m in content.maps[0].mappings] == [
        (Relation.CLOSE, "a"), (Relation.CLOSE, "b"), (Relation.EXACT, ""), (Relation.BROAD, ""),
    ]  # fmt: skip


def test_a_mapning_that_is_there_twice_is_kept_once() -> None:
    content = with_red(mapninger=[*to(BLUE), *to(BLUE, TO_MAY), *to(BLUE)])

    assert [m.validity for m in content.maps[0].mappings] == [Validity(date(2024, 5, 30))]


def test_a_release_of_all_time_needs_a_label() -> None:
    always = json.loads(json.dumps(WORLD).replace(json.dumps(MAY), json.dumps(ALL)))

    (finding,) = read(*always).errors
    labelled = read(*always, reading=Reading("1"))

    assert finding.rule == "SPO15"
    assert finding.remedy.en == "give a label with --release LABEL"
    assert (labelled.releases[0].release.version, labelled.releases[0].release.validity) == ("1", ALWAYS)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    for reader in (oio.read_lora, oio.read_fk):
        (finding,) = reader(tmp_path / "nej").findings

        assert (finding.rule, finding.text) == ("SPR01", "there is no such file or directory")


KEYS = (
    *("id", "registreringer", "attributter", "klasseegenskaber", "relationer", "facet"),
    *("virkning", "from", "uuid", "tilstande", "klassepubliceret", "publiceret"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)


@given(raw=st.binary(max_size=100) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_nothing_that_is_sent_makes_the_readers_raise(raw: bytes) -> None:
    assert oio.read_lora_bytes(raw, f"{RED}.json").errors
    assert oio.read_fk_bytes(raw, "x.xml").errors


# ---------------------------------------------------------------- FK says the same

FK_NAMES = {
    "brugervendtnoegle": "BrugervendtNoegleTekst", "titel": "TitelTekst", "kaldenavn": "KaldenavnTekst",
    "beskrivelse": "BeskrivelseTekst", "ophavsret": "OphavsretTekst", "retskilde": "RetskildeTekst",
    "facet": "Facet", "overordnetklasse": "OverordnetKlasse", "erstatter": "Erstatter", "mapninger": "Mapninger",
    "facettilhoerer": "FacetTilhoerer",
}  # fmt: skip


def _bound(name: str, day: date | None) -> str:
    if day is None:
        return f"<{name}><GraenseIndikator>true</GraenseIndikator></{name}>"
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Copenhagen"))
    text = midnight.astimezone(ZoneInfo("UTC")).isoformat().replace("+00:00", ".000Z")
    return f"<{name}><TidsstempelDatoTid>{text}</TidsstempelDatoTid></{name}>"


def _virkning(validity: Validity) -> str:
    return (
        f"<Virkning>{_bound('FraTidspunkt', validity.start)}{_bound('TilTidspunkt', validity.end)}</Virkning>"
    )


def fk_object(one: Registered) -> str:
    space = f"http://stoettesystemerne.dk/klassifikation/{one.sort}/7/"
    rows = "".join(
        "<Egenskab>" + _virkning(row.validity)
        + "".join(f"<{FK_NAMES[key]}>{escape(value)}</{FK_NAMES[key]}>" for key, value in row.values)
        + "</Egenskab>"
        for row in one.attributes
    )  # fmt: skip
    states = "".join(
        f"<PubliceretStatus>{_virkning(row.validity)}"
        f"<ErPubliceretIndikator>{str(row.published).lower()}</ErPubliceretIndikator></PubliceretStatus>"
        for row in one.states
    )
    relations = "".join(
        f"<{FK_NAMES[row.name]}>{_virkning(row.validity)}<ReferenceID><UUIDIdentifikator>{row.target.upper()}"
        f"</UUIDIdentifikator></ReferenceID></{FK_NAMES[row.name]}>"
        for row in one.relations
    )
    return (
        f"<FiltreretOejebliksbillede xmlns='{space}'><ObjektID><UUIDIdentifikator>{one.identifier}</UUIDIdentifikator>"
        f"</ObjektID><Registrering><Tidspunkt>2026-01-05T08:00:00.000Z</Tidspunkt>"
        f"<LivscyklusKode>Importeret</LivscyklusKode><AttributListe>{rows}</AttributListe>"
        f"<TilstandListe>{states}</TilstandListe><RelationListe>{relations}</RelationListe></Registrering>"
        "</FiltreretOejebliksbillede>"
    )


def fk(objects: Iterable[Registered]) -> bytes:
    inside = "\n".join(map(fk_object, objects))
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>"
        "<s:Header/><s:Body><ListOutput><StandardRetur><StatusKode>20</StatusKode></StandardRetur>"
        f"{inside}</ListOutput></s:Body></s:Envelope>"
    ).encode()


def _lora_bounds(validity: Validity) -> Json:
    return {
        "from": f"{validity.start}T00:00:00" if validity.start else "-infinity",
        "to": f"{validity.end}T00:00:00" if validity.end else "infinity",
    }


def lora_object(one: Registered) -> Json:
    relations: Json = {}
    for row in one.relations:
        relations.setdefault(row.name, []).append(
            {"uuid": row.target, "virkning": _lora_bounds(row.validity)}
        )
    return lora(
        one.sort,
        one.identifier,
        [dict(row.values) | {"virkning": _lora_bounds(row.validity)} for row in one.attributes],
        relations,
        [
            {
                "publiceret": "Publiceret" if row.published else "IkkePubliceret",
                "virkning": _lora_bounds(row.validity),
            }
            for row in one.states
        ],
    )


def telling(objects: list[Registered]) -> list[Registered]:
    """Without klasser that do not say that they are one."""
    return [one for one in objects if one.attributes and (one.states or one.sort is Sort.FACET)]


@given(objects=inputs())
def test_both_files_say_what_the_objects_say(objects: list[Registered]) -> None:
    held = telling(objects)
    notes = Notes()

    wanted = content_of(held, "x", Reading("1"), Calendar(notes), notes)
    from_fk = oio.read_fk_bytes(fk(held), "x.xml", Reading("1"))
    from_lora = read(*map(lora_object, held), reading=Reading("1"))

    for content in (from_fk, from_lora):
        assert [d.release for d in content.releases] == [d.release for d in wanted.releases]
        assert sorted(
            (f.rule, f.text) for f in content.findings if f.rule not in {"SPO08", "SPO21"}
        ) == sorted((f.rule, f.text) for f in wanted.findings if f.rule not in {"SPO08", "SPO21"})


def registered(release: Release) -> list[Registered]:
    """A release as a facet and its klasser; of several broader concepts the first is kept."""
    span = release.validity
    name = uuid5(NAMESPACE_URL, release.scheme.uri)
    ids = {concept.code: str(uuid5(name, concept.code)) for concept in release.concepts}
    states = (State(span, published=True),)
    key = (("brugervendtnoegle", release.scheme.name),)
    facet = Registered(Sort.FACET, str(name), (Attributes(span, key),), states, ())
    klasser = (
        Registered(
            Sort.KLASSE,
            ids[concept.code],
            (Attributes(span, _values(concept)),),
            states,
            (
                RelationRow("facet", span, str(name)),
                *(RelationRow("overordnetklasse", span, ids[parent]) for parent in concept.broader[:1]),
            ),
        )
        for concept in release.concepts
    )
    return [facet, *klasser]


def _values(concept: Concept) -> tuple[tuple[str, str], ...]:
    found = {"brugervendtnoegle": concept.code, "titel": concept.term(), "beskrivelse": concept.definition()}
    return tuple((name, text) for name, text in found.items() if text)


@pytest.mark.parametrize("form", ["lora", "fk"])
def test_bundled_vocabularies_come_back_with_codes_terms_definitions_and_hierarchy(form: str) -> None:
    content = joined(vocabulary_folder.read(folder) for folder in folders())
    newest = {draft.release.scheme.uri: draft.release for draft in content.releases}
    assert len(newest) > 5

    for release in newest.values():
        objects, reading = registered(release), Reading("x")
        raw = json.dumps([lora_object(one) for one in objects]).encode() if form == "lora" else fk(objects)
        found = (oio.read_lora_bytes if form == "lora" else oio.read_fk_bytes)(raw, "x", reading)

        assert {f.rule for f in found.findings} <= {"SPO23"}
        (draft,) = found.releases
        assert draft.release.validity == release.validity
        assert {c.code: (c.term(), c.definition(), c.broader) for c in draft.release.concepts} == {
            c.code: (c.term(), c.definition(), c.broader[:1]) for c in release.concepts
        }


FK_KLASSE = """\
<LaesOutput xmlns="http://stoettesystemerne.dk/klassifikation/klasse/7/" xmlns:s="urn:oio:sagdok:3.0.0">
<StandardRetur><StatusKode>20</StatusKode></StandardRetur>
<FiltreretOejebliksbillede>
  <ObjektID><UUIDIdentifikator>AAAAAAAA-0000-4000-8000-000000000001</UUIDIdentifikator></ObjektID>
  <DataEjer><CVR>00000000</CVR></DataEjer>
  <Registrering>
    <s:Tidspunkt>2026-01-05T08:00:00.000Z</s:Tidspunkt><LivscyklusKode>Importeret</LivscyklusKode>
    <AttributListe><Egenskab>
      {virkning}
      <BrugervendtNoegleTekst> 99.01.02 </BrugervendtNoegleTekst>
      <TitelTekst>
        Prøveemne
      </TitelTekst>
      <Soegeord><SoegeordIdentifikator>ord</SoegeordIdentifikator></Soegeord>
      {attribut}
    </Egenskab></AttributListe>
    <TilstandListe><PubliceretStatus>{virkning}<ErPubliceretIndikator>{published}</ErPubliceretIndikator>
    </PubliceretStatus></TilstandListe>
    <RelationListe>
      <Facet>{virkning}<ReferenceID><UUIDIdentifikator>22222222-2222-4222-8222-222222222222</UUIDIdentifikator>
      </ReferenceID><Label>Farver</Label></Facet>
      <Mapninger>{virkning}<ReferenceID><URNIdentifikator>urn:example:K5</URNIdentifikator></ReferenceID>
        <Label>K5</Label><Rolle><UUIDIdentifikator>x</UUIDIdentifikator><Label>Bevaring</Label></Rolle></Mapninger>
      <Ansvarlig>{virkning}<ReferenceID><URNIdentifikator>urn:x</URNIdentifikator></ReferenceID></Ansvarlig>
    </RelationListe>
  </Registrering>
</FiltreretOejebliksbillede></LaesOutput>
"""
FK_END = "<TilTidspunkt><GraenseIndikator>true</GraenseIndikator></TilTidspunkt>"
FK_VIRKNING = (
    "<Virkning><FraTidspunkt><TidsstempelDatoTid>2026-01-01T00:00:00.000+01:00</TidsstempelDatoTid>"
    f"</FraTidspunkt>{FK_END}</Virkning>"
)
FK_FACET = """\
<FiltreretOejebliksbillede xmlns="http://stoettesystemerne.dk/klassifikation/facet/7/">
  <ObjektID><UUIDIdentifikator>22222222-2222-4222-8222-222222222222</UUIDIdentifikator></ObjektID>
  <Registrering><LivscyklusKode>Rettet</LivscyklusKode>
    <AttributListe><Egenskab>{virkning}<BrugervendtNoegleTekst>Farver</BrugervendtNoegleTekst></Egenskab></AttributListe>
    <TilstandListe><PubliceretStatus>{virkning}<ErPubliceretIndikator>true</ErPubliceretIndikator></PubliceretStatus>
    </TilstandListe><RelationListe><FacetTilhoerer>{virkning}<ReferenceID>
      <UUIDIdentifikator>11111111-1111-4111-8111-111111111111</UUIDIdentifikator></ReferenceID></FacetTilhoerer>
    </RelationListe></Registrering>
</FiltreretOejebliksbillede>
"""


def fk_folder(
    folder: Path, text: str = FK_KLASSE, virkning: str = FK_VIRKNING, published: str = "true"
) -> Path:
    filled = text.replace("{virkning}", virkning).replace("{published}", published).replace("{attribut}", "")
    (folder / "klasse.xml").write_text(filled, encoding="utf-8")
    (folder / "facet.xml").write_text(FK_FACET.replace("{virkning}", FK_VIRKNING), encoding="utf-8")
    return folder


def test_answers_of_a_folder_belong_together(tmp_path: Path) -> None:
    content = oio.read_fk(fk_folder(tmp_path))

    (draft,) = content.releases
    (concept,) = draft.release.concepts
    assert format_of(tmp_path) is FORMATS["fk-xml"]
    assert concept.codes == ("99.01.02", RED)
    assert concept.labels == (Label("Prøveemne"), Label("ord", kind=LabelKind.ALTERNATIVE))
    assert draft.release.validity == Validity(date(2026, 1, 1))
    assert (draft.places["99.01.02"].file, draft.places["99.01.02"].line) == ("klasse.xml", 3)
    (mapping,) = content.maps[0].mappings
    assert (mapping.target, mapping.note) == (Coding("urn:ietf:rfc:3986", "urn:example:K5", "K5"), "Bevaring")
    assert [f.rule for f in content.findings] == ["SPO16", "SPO23"]
    assert "Ansvarlig (1 times)" in content.findings[0].text


@pytest.mark.parametrize(
    ("old", "new", "rule", "severity", "line", "said"),
    [
        ("<StatusKode>20<", "<StatusKode>44<", "SPO22", "error", 2, "the service answered '44'"),
        ("<ObjektID><UUIDIdentifikator>AAAAAAAA-0000-4000-8000-000000000001</UUIDIdentifikator></ObjektID>", "",
         "SPO02", "error", 3, "an object has no UUID"),
        (">Importeret<", ">Passiveret<", "SPO10", "information", 6, "is Passiveret and was left out"),
        ("{published}", "ja", "SPO20", "error", 17, "ErPubliceretIndikator is 'ja'"),
        ("{attribut}", "<PlanTekst>x</PlanTekst>", "SPO16", "information", 0, "PlanTekst (1 times)"),
        ("{attribut}", "<OmfangTekst>a\u030a</OmfangTekst>", "SPO19", "warning", 15, "not in Unicode form NFC"),
        (FK_END, "", "SPO07", "warning", 9, "has no to"),
        ("2026-01-01T00:00:00.000+01:00", "1. januar", "SPO04", "error", 9, "'1. januar' is no point in time"),
        ("LaesOutput", "SoegOutput", "", "", 0, ""),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_answer_is_told_with_its_line(
    old: str, new: str, rule: str, severity: str, line: int, said: str
) -> None:
    text = FK_KLASSE.replace("{virkning}", FK_VIRKNING)
    text = text.replace(old, new).replace("{published}", "true").replace("{attribut}", "")

    content = oio.read_fk_bytes(text.encode(), "x.xml")

    found = [f for f in content.findings if f.rule == rule]
    if not rule:
        assert [f.rule for f in content.errors] == ["SPO11"]
        return
    assert (str(found[0].severity), found[0].place.file, found[0].place.line) == (severity, "x.xml", line)
    assert said in found[0].text


def test_an_object_whose_sort_cannot_be_told_is_an_error() -> None:
    text = (
        "<FiltreretOejebliksbillede><ObjektID><UUIDIdentifikator>x</UUIDIdentifikator></ObjektID>"
        "<Registrering/></FiltreretOejebliksbillede>"
    )

    told = oio.read_fk_bytes(text.encode(), "x.xml").errors

    assert [(f.rule, f.text) for f in told] == [
        ("SPO02", "x cannot be told for klassifikation, facet or klasse")
    ]


def test_xml_of_something_else_and_hostile_xml_are_refused() -> None:
    assert [f.rule for f in oio.read_fk_bytes(b"<a/>", "x.xml").findings] == ["SPO01", "SPR04"]
    assert [f.rule for f in oio.read_fk_bytes(b"<!DOCTYPE a><a/>", "x.xml").findings] == ["SPX02"]
