"""The pages of concepts: where a URI leads to, in which form, and how long it may be kept."""

from __future__ import annotations

import sys
import threading
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from rdflib import Graph, URIRef
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.answering.local import LocalSource
from api.concept_page import FORMS, concept_routes
from api.settings import Settings
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.record import replace
from classification.terminology import Terminology, When
from tests.classification.worlds import COLOURS, concept, release, scheme, terminology
from tests.stocked import Stocked

DAY = date(2025, 6, 1)
CODES = ("a/b", "../c", "..", ".", "50% #1?", "æ ø", "a%2Fb", "x&y=z", "a//b/", "+1")
SHARED = "https://publisher.example/shared"
RED = "/concept/colours/R"
POSITION = URIRef("https://samsprog.dk/ns#position")
DOWNWARD = {
    URIRef("http://www.w3.org/2004/02/skos/core#broader"),
    URIRef("http://www.w3.org/2004/02/skos/core#hasTopConcept"),
}


@pytest.fixture(scope="module")
def world() -> Terminology:
    old = release(concept("1", "Rød"), concept("2", "Grøn"), start=date(2024, 1, 1))
    new = release(
        concept("A", "Alle"),
        concept("R", "Rød", "A", legacy="1"),
        concept("D", "Mørkerød", "R"),
        concept("S", uri=SHARED),
        *(concept(code) for code in CODES),
        version="2.0.0",
        start=date(2025, 1, 1),
        of=replace(COLOURS, scheme_uri="https://publisher.example/colours"),
    )
    paints = release(concept("p1"), concept("S", uri=SHARED), of=scheme("paints"))
    rows = (Mapping(Coding("urn:example:paints", "p1"), Relation.EXACT, Coding(COLOURS.uri, "1")),)
    return terminology(old, new, paints, maps=[ConceptMap("paints-colours", "urn:m", "1", rows)])


@pytest.fixture(scope="module")
def client(world: Terminology) -> TestClient:
    return TestClient(Starlette(routes=concept_routes(lambda: world, lambda: DAY)), follow_redirects=False)


# ---------------------------------------------------------------- what is answered


def test_json_is_what_the_command_shows(client: TestClient, world: Terminology) -> None:
    answer = client.get(RED).json()

    shown = LocalSource(world, When(DAY)).show("colours", "R", "")
    assert {key: answer[key] for key in shown} == shown
    assert set(answer) - set(shown) == {"mappings", "links"}


@pytest.mark.parametrize("place", ["R", "1", "urn:example:colours%23R", "urn:example:colours%231"])
def test_every_code_and_uri_leads_to_the_concept(client: TestClient, place: str) -> None:
    for path in (f"/concept/colours/{place}", f"/concept/urn:example:old-colours/{place}"):
        answer = client.get(path)

        assert answer.json()["code"] == "R"
        assert answer.headers["content-location"] == RED
        assert f'<{RED}>; rel="canonical"' in answer.headers["link"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_any_characters_has_an_address_that_leads_back(client: TestClient, code: str) -> None:
    links = client.get("/concept/colours").json()["links"]["topConcepts"]

    (address,) = [link for link in links if client.get(link).json()["code"] == code]
    assert client.get(address).headers["content-location"] == address


def test_a_slash_may_stand_in_a_code_as_it_is(client: TestClient) -> None:
    assert client.get("/concept/colours/a/b").json()["code"] == "a/b"
    assert client.get("/concept/colours/a%2Fb").json()["code"] == "a/b"
    assert client.get("/concept/colours/a%252Fb").json()["code"] == "a%2Fb"


def test_a_uri_as_a_parameter_leads_to_the_concept(client: TestClient) -> None:
    answer = client.get("/concept", params={"uri": "urn:example:colours#1"})

    assert (answer.status_code, answer.json()["code"]) == (200, "R")


def test_a_uri_of_several_classifications_is_not_guessed(client: TestClient) -> None:
    answer = client.get("/concept", params={"uri": SHARED, "asOf": "2025-03-01"})

    assert answer.status_code == 300
    links = [choice["link"] for choice in answer.json()["choices"]]
    assert links == ["/concept/colours/S?asOf=2025-03-01", "/concept/paints/S?asOf=2025-03-01"]
    assert [client.get(link).json()["uri"] for link in links] == [SHARED, SHARED]


def test_a_concept_that_went_is_shown_as_it_was_and_names_its_release(client: TestClient) -> None:
    answer = client.get("/concept/colours/2")

    assert (answer.json()["release"], answer.json()["term"]) == ("1.0.0", "Grøn")
    assert answer.json()["history"][-1]["concepts"] == []
    assert answer.headers["content-location"] == "/concept/colours/2?release=1.0.0"
    assert client.get(answer.headers["content-location"]).content == answer.content


def test_links_lead_to_the_scheme_the_neighbours_and_the_maps(client: TestClient) -> None:
    answer = client.get(RED)

    links = answer.json()["links"]
    assert links == {
        "concept": RED,
        "scheme": "/concept/colours",
        "release": "/download/colours/2.0.0",
        "broader": ["/concept/colours/A"],
        "narrower": ["/concept/colours/D"],
        "successors": [],
    }
    (row,) = answer.json()["mappings"]
    assert (row["map"], row["link"]) == ("paints-colours", "/concept/paints/p1")
    assert client.get("/concept/paints/p1").json()["mappings"][0]["link"] == "/concept/colours/1"
    assert '</concept/colours>; rel="collection"' in answer.headers["link"]
    assert '</concept/colours/A>; rel="up"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("query", "version"),
    [
        ("", "2.0.0"),
        ("?asOf=2024-06-01", "1.0.0"),
        ("?date=2024-06-01", "1.0.0"),
        ("?release=1.0.0", "1.0.0"),
        ("?knownAt=2024-06-01T00:00:00Z", "1.0.0"),
    ],
)
def test_the_release_is_picked_as_elsewhere(client: TestClient, query: str, version: str) -> None:
    answer = client.get(f"/concept/colours/1{query}")

    assert (answer.status_code, answer.json()["release"]) == (200, version)
    assert unquote(answer.headers["content-location"]).endswith(query)


# ---------------------------------------------------------------- schemes


def test_a_classification_has_a_page_and_in_rdf_its_file(client: TestClient) -> None:
    page = client.get("/concept/colours")
    file = client.get("/concept/colours?asOf=2024-06-01", headers={"accept": "text/turtle"})

    assert [top["code"] for top in page.json()["topConcepts"]] == ["A", "S", *CODES]
    assert (page.json()["release"], page.json()["name"]) == ("2.0.0", "colours")
    assert (file.status_code, file.headers["location"]) == (307, "/download/colours/1.0.0?format=skos-turtle")
    assert client.get("/concept/colours/").json() == page.json()


@pytest.mark.parametrize(
    "uri", ["urn:example:colours", "urn:example:old-colours", "https://publisher.example/colours"]
)
def test_the_uri_of_a_classification_leads_to_its_page(client: TestClient, uri: str) -> None:
    answer = client.get("/concept", params={"uri": uri, "asOf": "2025-03-01"})

    assert (answer.status_code, answer.headers["location"]) == (307, "/concept/colours?asOf=2025-03-01")


# ---------------------------------------------------------------- forms, and keeping them


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json, text/turtle;q=0.5", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_media_type_that_is_liked_best_is_given(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.get(RED, headers={"accept": accept})

    assert answer.headers["content-type"] == media_type
    assert answer.headers["vary"] == "accept"


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_every_form_names_the_others(client: TestClient, form: str) -> None:
    answer = client.get(f"{RED}?format={form}")

    others = [other for other in FORMS if other.name != form]
    assert answer.status_code == 200
    for other in others:
        named = f'<{RED}?format={other.name}>; rel="alternate"; type="{other.media_type}"'
        assert named in answer.headers["link"]


def test_what_no_form_fits_is_refused_with_those_there_are(client: TestClient) -> None:
    answer = client.get(RED, headers={"accept": "text/html"})

    assert (answer.status_code, answer.headers["vary"]) == (406, "accept")
    assert "text/turtle (skos-turtle)" in answer.json()["errors"][0]["message"]


def test_a_page_is_asked_again_and_not_sent_twice(client: TestClient) -> None:
    page = client.get(RED)
    again = client.get(RED, headers={"if-none-match": page.headers["etag"]})
    turtle = client.get(RED, headers={"if-none-match": page.headers["etag"], "accept": "text/turtle"})

    assert page.headers["cache-control"] == "public, no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert {name: again.headers[name] for name in ("etag", "vary", "cache-control")} == {
        name: page.headers[name] for name in ("etag", "vary", "cache-control")
    }
    assert turtle.status_code == 200


def test_head_says_what_get_would_say(client: TestClient) -> None:
    for form in FORMS:
        got, head = (client.request(method, f"{RED}?format={form.name}") for method in ("GET", "HEAD"))

        assert (head.status_code, head.content) == (200, b"")
        assert head.headers == got.headers


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/concept/colour/R", 404, "colours"),
        ("/concept/colours/R?release=9", 404, "9"),
        ("/concept/colours/R?asOf=1999-01-01", 404, "the first is 1.0.0"),
        ("/concept/colours/R?asOf=noon", 400, "asOf=noon"),
        ("/concept/colours/R?date=noon", 400, "date=noon"),
        ("/concept/colours/R?date=2024-01-01&asOf=2024-01-01", 400, "leave one of them out"),
        ("/concept/colours/R?knownAt=2024-01-01", 400, "knownAt=2024-01-01"),
        ("/concept/colours/R?day=2024-01-01", 400, "unknown parameter 'day'; known: format, asOf"),
        ("/concept/colours/R?uri=urn:x", 400, "unknown parameter 'uri'"),
        ("/concept/colours/R?format=pdf", 400, "'pdf' is no form of a page; known: json, skos-turtle"),
        ("/concept", 400, "a URI is missing"),
        ("/concept?uri=urn:nowhere", 404, "urn:nowhere"),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert said in answer.json()["errors"][0]["message"]
    assert answer.headers["cache-control"] == "no-store"


def test_an_unknown_code_names_near_ones_with_their_pages(client: TestClient) -> None:
    (error,) = client.get("/concept/colours/RR").json()["errors"]

    assert error["extensions"]["code"] == "UNKNOWN_CODE"
    assert RED in error["extensions"]["near"]
    near = client.get("/concept", params={"uri": "urn:example:colours#RR"}).json()["errors"][0]["extensions"]
    assert client.get(near["near"][near["known"].index("urn:example:colours#R")]).json()["code"] == "R"


def test_a_form_whose_library_is_not_installed_is_named_with_what_to_type(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rdflib", None)

    answer = client.get(f"{RED}?format=skos-rdfxml")

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (501, "MISSING_EXTRA")
    assert client.get(RED).status_code == 200


def test_pages_other_than_by_reading_are_not_to_be_had(client: TestClient) -> None:
    assert client.post(RED).status_code == 405


def test_pages_are_made_beside_the_event_loop_and_rdf_in_the_lane_of_heavy_work(world: Terminology) -> None:
    lanes: list[str] = []

    def observed() -> Terminology:
        lanes.append(threading.current_thread().name.partition("_")[0])
        return world

    client = TestClient(Starlette(routes=concept_routes(observed, lambda: DAY)))
    for path in (RED, "/concept/colours/RR", "/concept?uri=urn:x", f"{RED}?format=skos-turtle"):
        client.get(path)

    assert lanes == ["middling", "middling", "middling", "heavy"]


# ---------------------------------------------------------------- the service as a whole


@pytest.mark.parametrize("name", ["fsiii", "ffb", "law"])
def test_the_pages_say_together_what_the_file_says(name: str, stocked: Stocked, tmp_path: Path) -> None:
    """Each statement of the export about a concept, and which concepts are below it: no more, no less."""
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    stocked.copy_to(settings)
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        whole = Graph().parse(data=client.get(f"/concept/{name}?format=skos-turtle").content, format="turtle")
        answers = [
            client.get("/concept", params={"uri": str(subject), "format": "skos-turtle"})
            for subject in sorted(set(whole.subjects()), key=str)[::7]
            if (subject, None, URIRef("http://www.w3.org/2004/02/skos/core#Concept")) in whole
        ]

    assert len(answers) > 4
    for answer in answers:
        page = Graph().parse(data=answer.content, format="turtle")
        (concept_uri,) = {subject for subject in page.subjects() if (subject, POSITION, None) in page}
        about = {triple for triple in whole if triple[0] == concept_uri}
        about |= {triple for triple in whole if triple[2] == concept_uri and triple[1] in DOWNWARD}
        assert set(page) == about
