"""The explorer page in a real browser, on the bundled vocabularies."""

import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

from api.app import create_app
from api.settings import Settings
from tests.stocked import Stocked

pytestmark = pytest.mark.browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
WIDE, NARROW = (1280, 800), (360, 740)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, stocked: Stocked) -> Iterator[str]:
    """A running service on a free port of this machine."""
    folder = tmp_path_factory.mktemp("explorer")
    settings = Settings(folder / "data", folder / "cache")
    stocked.copy_to(settings)
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield found
        found.close()


@dataclass
class Visit:
    """An open page, and everything it said and asked for."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, rest: str = "") -> Page:
        self.page.goto(f"{self.address}/{rest}")
        expect(self.page.locator("#reference .search")).to_be_attached()
        return self.page

    def answer(self) -> dict[str, Any]:
        """The answer shown, when it is there."""
        expect(self.page.locator(".answer")).to_have_attribute("aria-busy", "false")
        expect(self.page.locator("#result")).not_to_be_empty()
        found: dict[str, Any] = json.loads(self.page.locator("#result").inner_text())
        return found


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visit by somebody who reads English; `indirect` parameters set the window and the colours."""
    (width, height), dark = getattr(request, "param", (WIDE, False))
    colours: Literal["dark", "light"] = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=colours, locale="en-GB"
    )
    found = Visit(context.new_page(), address)
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("request", lambda asked: found.asked.append(asked.url))
    yield found
    context.close()


def type_query(page: Page, text: str) -> None:
    page.locator("#query").fill(text)


# ---------------------------------------------------------------- opening


def test_the_page_opens_quietly_and_asks_nobody_else(visit: Visit) -> None:
    visit.open()

    visit.answer()

    assert visit.said == []
    assert [url for url in visit.asked if not url.startswith(visit.address)] == []


def test_the_first_example_is_answered_at_once(visit: Visit) -> None:
    visit.open()

    answer = visit.answer()

    assert answer["data"]["concept"]["term"] == "Vaske sig"
    assert visit.page.locator("#status").inner_text().startswith("200 · ")


def test_the_page_tells_what_is_open(visit: Visit) -> None:
    page = visit.open()

    expect(page.locator("#health")).to_contain_text("classifications")


# ---------------------------------------------------------------- examples


def test_every_example_is_answered_without_errors(visit: Visit) -> None:
    page = visit.open()
    names = page.locator("[data-example]").evaluate_all("all => all.map(one => one.dataset.example)")
    assert 8 <= len(names) == len(set(names))

    answers = {}
    for name in names:
        page.goto(f"{visit.address}/#example={name}")
        page.reload()
        answers[name] = visit.answer()

    assert {name: answer.get("errors") for name, answer in answers.items()} == dict.fromkeys(names)
    assert [name for name, answer in answers.items() if not empty_fields(answer["data"])] == names


def empty_fields(data: dict[str, Any]) -> list[str]:
    """Questions that came back empty: an example whose fragments do not fit its result shows nothing."""
    return [name for name, value in data.items() if not value]


@pytest.mark.parametrize("language", ["Dansk", "English"])
def test_the_example_in_columns_says_which_codes_are_unknown(visit: Visit, language: str) -> None:
    page = visit.open("#example=columns")
    columns = visit.answer()["data"]["resolveColumns"]
    asked = json.loads(page.locator("#variables").input_value())["codes"]

    page.get_by_role("button", name=language).click()
    said = page.locator('[data-example="columns"]').inner_text()

    unknown = [
        code for code, outcome in zip(asked, columns["outcomes"], strict=True) if outcome == "UNKNOWN_CODE"
    ]
    assert unknown
    assert [code for code in asked if code in said] == unknown


def test_an_example_is_taken_and_answered_with_one_click(visit: Visit) -> None:
    page = visit.open()
    visit.answer()

    page.get_by_role("button", name="A section that moved").click()
    expect(page.locator("#result")).to_contain_text("BL-20")

    assert page.url.endswith("#example=law")
    expect(page.locator("[aria-current]")).to_have_attribute("data-example", "law")


def test_what_was_written_is_not_lost_to_an_example(visit: Visit) -> None:
    page = visit.open()
    type_query(page, "{ schemes { title } }")

    page.get_by_role("button", name="A section that moved").click()
    page.get_by_role("button", name="Your question").click()

    assert page.locator("#query").input_value() == "{ schemes { title } }"


def test_both_languages_say_everything(visit: Visit) -> None:
    page = visit.open()
    visit.answer()
    english = page.locator("[data-say], [data-example]").all_inner_texts()

    page.get_by_role("button", name="Dansk").click()
    danish = page.locator("[data-say], [data-example]").all_inner_texts()

    assert page.locator("html").get_attribute("lang") == "da"
    assert [text for text in danish if "undefined" in text or not text.strip()] == []
    assert len(danish) == len(english)
    page.reload()
    expect(page.get_by_role("tab", name="Eksempler")).to_be_visible()


# ---------------------------------------------------------------- asking


def test_a_question_is_asked_from_the_keyboard(visit: Visit) -> None:
    page = visit.open()
    visit.answer()
    type_query(page, "query Q($n: String!) { scheme(name: $n) { ... on Scheme { name } } }")
    page.locator("#variables").fill('{"n": "ffb"}')

    page.keyboard.press("Control+Enter")
    expect(page.locator("#result")).to_contain_text("ffb")

    assert visit.answer() == {"data": {"scheme": {"name": "ffb"}}}


def test_a_mistake_is_shown_with_its_code_and_line(visit: Visit) -> None:
    page = visit.open()
    visit.answer()
    type_query(page, "{\n  schemes {\n    nam\n  }\n}")

    page.get_by_role("button", name="Run").click()

    expect(page.get_by_role("alert")).to_contain_text("GRAPHQL_VALIDATION_FAILED")
    expect(page.get_by_role("alert")).to_contain_text("(line 3)")
    expect(page.locator(".gutter .wrong")).to_have_text("3")


def test_variables_that_are_no_object_are_not_sent(visit: Visit, address: str) -> None:
    page = visit.open()
    visit.answer()
    before = visit.asked.count(f"{address}/graphql/v1")
    page.locator("#variables").fill('["J1.1"]')

    page.get_by_role("button", name="Run").click()

    expect(page.get_by_role("alert")).to_contain_text("not a JSON object")
    assert visit.asked.count(f"{address}/graphql/v1") == before


def test_a_service_that_is_gone_is_said_to_be_gone(visit: Visit) -> None:
    page = visit.open()
    visit.answer()
    page.route("**/graphql/v1", lambda route: route.abort())

    page.get_by_role("button", name="Run").click()

    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    expect(page.locator(".answer")).to_have_attribute("aria-busy", "false")


def test_a_question_that_takes_long_can_be_stopped(visit: Visit) -> None:
    page = visit.open()
    visit.answer()
    page.route("**/graphql/v1", lambda route: None)
    page.get_by_role("button", name="Run").click()

    page.get_by_role("button", name="Stop").click()

    expect(page.locator("#status")).to_have_text("Stopped")
    expect(page.get_by_role("button", name="Run")).to_be_visible()


def test_a_link_holds_the_question(visit: Visit) -> None:
    page = visit.open()
    question = '# på dansk & "æøå" #1\n{ scheme(name: "law") { ... on Scheme { name } } }'
    type_query(page, question)
    page.locator("#variables").fill('{"a": "100 %"}')
    page.get_by_role("button", name="Copy link").click()
    link = page.url

    page.goto("about:blank")
    page.goto(link)

    assert page.locator("#query").input_value() == question
    assert page.locator("#variables").input_value() == '{"a": "100 %"}'
    assert visit.answer() == {"data": {"scheme": {"name": "law"}}}


# ---------------------------------------------------------------- writing


def test_tab_indents_and_escape_lets_the_keyboard_leave(visit: Visit) -> None:
    page = visit.open()
    type_query(page, "")
    page.locator("#query").focus()

    page.keyboard.type("{")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    indented = page.locator("#query").input_value()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")

    assert indented == "{\n    "
    assert page.evaluate("document.activeElement.id") != "query"


@pytest.mark.parametrize(
    ("before", "typed", "proposed"),
    [
        ("{ ", "rele", ["release", "releases"]),
        ('{ concept(scheme: "fsiii", code: "J1.1") { ... on ', "Conc", ["Concept"]),
        ('{ concept(scheme: "fsiii", code: "J1.1") { ... on Concept { lineage { ', "ste", ["steps"]),
        ('{ concept(scheme: "fsiii", ', "asO", ["asOf"]),
        ('{ concepts(scheme: "fsiii", kind: ', "INTERV", ["INTERVENTION"]),
        ('{ concept(scheme: "', "con", []),
    ],
    ids=["root", "type", "nested", "argument", "value", "inside-text"],
)
def test_what_the_schema_allows_is_proposed(
    visit: Visit, before: str, typed: str, proposed: list[str]
) -> None:
    page = visit.open()
    type_query(page, before)
    page.keyboard.type(typed)

    found = page.locator("#proposals li:visible span").all_inner_texts()

    assert [name for name in found if name.startswith(typed)] == proposed


def test_a_proposal_is_taken_from_the_keyboard_and_can_be_undone(visit: Visit) -> None:
    page = visit.open()
    type_query(page, "{ ")
    page.keyboard.type("sche")

    page.keyboard.press("Enter")
    taken = page.locator("#query").input_value()
    page.keyboard.press("Control+z")

    assert taken in {"{ scheme", "{ schemes"}
    assert page.locator("#query").input_value() == "{ sche"


J1_1 = '{ concept(scheme: "fsiii", code: "J1.1") { '
LOST = '{ concept(scheme: "fsiii", code: "J1.1", release: "9.9.9") { '


@pytest.mark.parametrize(
    ("before", "opening"),
    [(J1_1, "... on "), (f"{J1_1}...", "on "), (f"{J1_1}... ", "on ")],
    ids=["union", "dots", "dots-blank"],
)
def test_at_a_union_its_members_are_proposed(visit: Visit, before: str, opening: str) -> None:
    """Once `__typename` alone was proposed, though nearly every question is answered by a union."""
    page = visit.open()
    type_query(page, before)

    page.keyboard.press("Control+Space")
    found = page.locator("#proposals li:visible span").all_inner_texts()

    fragments = [
        "Concept { }",
        "Problem { code message }",
        "UnknownName { }",
        "NoReleaseOnDay { }",
        "AmbiguousName { }",
    ]
    assert [text for text in found if text != "__typename"] == [opening + text for text in fragments]


def test_at_an_interface_its_own_fields_come_first(visit: Visit) -> None:
    page = visit.open()
    type_query(page, J1_1 + "... on Problem { ")

    page.keyboard.press("Control+Space")
    found = page.locator("#proposals li:visible span").all_inner_texts()

    assert found[:2] == ["code", "message"]
    assert "... on UnknownName { }" in found
    assert [text for text in found if "on Problem" in text] == []


@pytest.mark.parametrize(
    ("before", "typed", "then", "answered"),
    [
        (J1_1, "conc", "term", {"term": "Vaske sig"}),
        (J1_1 + "...", "conc", "term", {"term": "Vaske sig"}),
        (LOST, "prob", "", {"code": "UNKNOWN_RELEASE"}),
    ],
    ids=["member", "after-dots", "problem"],
)
def test_a_proposed_member_is_written_on_inside_its_braces_and_answered(
    visit: Visit, before: str, typed: str, then: str, answered: dict[str, str]
) -> None:
    page = visit.open()
    visit.answer()
    type_query(page, before)

    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    page.keyboard.type(then)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+End")
    page.keyboard.type(" } }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result")).to_contain_text(next(iter(answered.values())))

    assert visit.answer()["data"]["concept"].items() >= answered.items()


def test_a_new_line_in_a_proposed_member_leaves_no_blanks_behind(visit: Visit) -> None:
    page = visit.open()
    type_query(page, '{\n  schemes {\n    name\n  }\n  scheme(name: "ffb") {\n    ')
    page.keyboard.type("schem")
    page.keyboard.press("Enter")

    page.keyboard.press("Enter")
    page.keyboard.type("n")

    expect(page.locator("#query")).to_have_value(re.compile(r"\n    \.\.\. on Scheme \{\n      n\n    \}$"))


def test_tidying_moves_blanks_alone_and_tidies_once(visit: Visit) -> None:
    page = visit.open()

    found = page.evaluate(
        """async () => {
            const module = (name) => import(document.querySelector(`[href$="/${name}"]`).href);
            const [{ tidied, tokens }, { EXAMPLES }] = [await module("paint.js"), await module("examples.js")];
            const words = (text) =>
                tokens(text, "graphql").filter((t) => t.kind !== "space").map((t) => t.text).join(" ");
            return EXAMPLES.map(({ query }) => ({
                same: words(tidied(query)) === words(query),
                once: tidied(tidied(query)) === tidied(query),
                lines: tidied(query.replace(/\\s+/g, " ")) === tidied(query),
            }));
        }"""
    )

    assert found == [{"same": True, "once": True, "lines": True}] * len(found)


# ---------------------------------------------------------------- the schema


def test_the_schema_lists_its_types_and_search_narrows_them(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("tab", name="Schema").click()
    everything = page.locator("#reference .type:visible").count()

    page.get_by_role("searchbox").fill("lineage")
    expect(page.locator("#reference .count")).to_contain_text("matches")

    assert everything > 20
    assert 0 < page.locator("#reference .type:visible").count() < everything
    assert page.get_by_role("button", name="LineageStep").first.is_visible()


def test_types_lead_to_each_other_and_back(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("tab", name="Schema").click()

    page.get_by_role("button", name="Concept", exact=True).first.click()
    expect(page.locator(".found h2")).to_contain_text("Concept")
    page.get_by_role("button", name="ConceptKind").first.click()
    expect(page.locator(".found")).to_contain_text("TARGET_GROUP")
    page.get_by_role("button", name="Back").click()

    expect(page.locator(".found h2")).to_have_text("Concept object")


def test_a_schema_that_cannot_be_read_is_told_and_the_page_still_asks(visit: Visit) -> None:
    def only_questions(route: Any, request: Request) -> None:
        if "__schema" in (request.post_data or ""):
            route.abort()
        else:
            route.continue_()

    visit.page.route("**/graphql/v1", only_questions)
    visit.page.goto(visit.address)

    visit.page.get_by_role("tab", name="Schema").click()

    expect(visit.page.locator("#reference")).to_contain_text("could not be read")
    assert "data" in visit.answer()


# ---------------------------------------------------------------- for everybody


@pytest.mark.parametrize(
    "visit",
    [(WIDE, False), (WIDE, True), (NARROW, False), (NARROW, True)],
    indirect=True,
    ids=["wide-light", "wide-dark", "narrow-light", "narrow-dark"],
)
def test_no_barrier_is_found(visit: Visit) -> None:
    page = visit.open("#example=mistake")
    visit.answer()
    axe = Axe()

    found = {"start": axe.run(page)}
    type_query(page, "{ nothing }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("GRAPHQL_VALIDATION_FAILED")
    found["error"] = axe.run(page)
    if page.locator("#guide-toggle").is_visible():
        page.locator("#guide-toggle").click()
    page.get_by_role("tab", name="Schema").click()
    found["schema"] = axe.run(page)
    page.get_by_role("searchbox").fill("asOf")
    page.locator("#reference summary").first.click()
    found["search"] = axe.run(page)
    page.locator("#query").fill("{ ")
    page.keyboard.type("con")
    expect(page.locator("#proposals")).to_be_visible()
    found["proposals"] = axe.run(page)

    assert {
        state: [(v["id"], [node["html"] for node in v["nodes"]]) for v in result.response["violations"]]
        for state, result in found.items()
    } == {state: [] for state in found}


@pytest.mark.parametrize("visit", [(NARROW, False), ((768, 900), False)], indirect=True, ids=["360", "768"])
def test_a_small_window_scrolls_one_way_only(visit: Visit) -> None:
    page = visit.open("#example=exchange")
    visit.answer()
    if page.locator("#guide-toggle").is_visible():
        page.locator("#guide-toggle").click()
    page.get_by_role("tab", name="Schema").click()

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("visit", [(NARROW, False)], indirect=True, ids=["360"])
def test_the_buttons_of_a_small_window_stay_on_one_line(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("button", name="Dansk").click()

    boxes = [page.locator(name).bounding_box() for name in ("#tidy", "#share", "#run")]

    middles = {round(box["y"] + box["height"] / 2) for box in boxes if box}
    assert max(middles) - min(middles) <= 1
    assert [box["height"] < 40 for box in boxes if box] == [True] * 3


@pytest.mark.parametrize("visit", [(NARROW, False)], indirect=True, ids=["360"])
def test_on_a_small_window_the_shelf_folds_when_an_example_is_taken(visit: Visit) -> None:
    page = visit.open()
    toggle = page.locator("#guide-toggle")

    toggle.click()
    page.get_by_role("button", name="A section that moved").click()

    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#shelf")).to_be_hidden()
    expect(page.locator("#result")).to_contain_text("BL-20")


def test_the_tabs_are_turned_by_the_arrow_keys(visit: Visit) -> None:
    page = visit.open()

    page.get_by_role("tab", name="Examples").focus()
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("tab", name="Schema")).to_be_focused()
    expect(page.locator("#reference")).to_be_visible()
    expect(page.locator("#shelf")).to_be_hidden()
