"""Danish and English side by side: each message has both, neither holds words of the other, the reader is asked."""

import ast
import json
import re
import sqlite3
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from api.cli import COMMANDS
from api.cli.command import command_parser
from api.cli.danish_help import SUMMARIES, TEXTS, mistake_in_danish
from api.cli.language import speech_of
from classification.rules.registry import CHECK_RULES, every_rule
from classification.sentence import Sentence, both
from classification.words import EVIDENCE, KINDS
from tests.api.cli_runner import Run

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("classification", "loaders", "api", "vocabularies")
ENGLISH = frozenset(
    """
    the of is and are was were not has with which what this that there where when from or be it its only cannot must
    than but nothing every kind release releases scheme missing unknown known write once too because who whose been
    does no none an these those both neither
    """.split()  # noqa: SIM905
)
DANISH = frozenset(
    """
    og er ikke der som med af på fra til det den et eller kan skal har hvor ingen intet så kun mangler udgave begreb art
    arten hverken enten bliver blev ved efter før må vil sin sit dens dets ukendt kendte skriv giv
    """.split()  # noqa: SIM905
)
_TOKEN = re.compile(r"(?<![\w\-`'\"«/.:\[{=<#])[a-zæøå]+(?![\w\-`'\"»/.:(\]}=>])", re.IGNORECASE)
_QUOTED = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|Aktivitet og deltagelse|Gyldig til"
)  # names are in one language
_ALIKE = frozenset(
    {"", "term", "note", "definition", "digest", "status", "system", "version", "relation", "uri", "binding"}
)


def literals(node: ast.expr) -> str:
    """The text that is written in an expression, without what is put into it."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(literals(part) if isinstance(part, ast.Constant) else "\0" for part in node.values)
    if isinstance(node, ast.BinOp):
        return literals(node.left) + literals(node.right)
    return "\0"


def written() -> Iterator[tuple[str, str, str]]:
    """Every sentence of the source: where it stands, its Danish, its English."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Name)
                    and node.func.id in {"both", "Sentence"}
                    and len(node.args) == 2
                ):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    yield place, literals(node.args[0]), literals(node.args[1])


def strangers(text: str, words: frozenset[str]) -> list[str]:
    bare = _QUOTED.sub(" ", text.replace("\0", "X"))
    return [word for word in _TOKEN.findall(bare) if word.lower() in words]


SENTENCES = list(written())


def test_the_source_has_hundreds_of_sentences() -> None:
    assert len(SENTENCES) > 700


def test_every_sentence_has_both_languages() -> None:
    assert [place for place, da, en in SENTENCES if bool(da.strip()) != bool(en.strip())] == []


def test_the_languages_differ_where_words_are_written() -> None:
    alike = [
        (place, da)
        for place, da, en in SENTENCES
        if da == en and re.search(r"[a-zæøå]{3}", da) and "\0" not in da
    ]

    assert [one for one in alike if one[1] not in _ALIKE] == []


def test_no_danish_sentence_holds_english_words() -> None:
    assert [(place, found) for place, da, _ in SENTENCES if (found := strangers(da, ENGLISH))] == []


def test_no_english_sentence_holds_danish_words() -> None:
    assert [(place, found) for place, _, en in SENTENCES if (found := strangers(en, DANISH))] == []


def test_every_rule_is_free_of_the_other_language() -> None:
    for rule in every_rule().values():
        for sentence in (rule.title, rule.explanation, rule.remedy):
            assert strangers(sentence.da, ENGLISH) == [], rule.code
            assert strangers(sentence.en, DANISH) == [], rule.code


FIRST_MESSAGE = {
    "InvalidRequest": 0,
    "InvalidContent": 0,
    "InvalidProfiles": 0,
    "InvalidPattern": 2,
    "Finding": 2,
}


def plain_messages() -> Iterator[str]:
    """Where a message is handed over as plain text: a mistake's, a finding's, one that a loader notes."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "graphql" in path.parts or path.name in {"web.py", "download.py", "app.py"}:
                continue  # they speak to programs, in English
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                if isinstance(node.func, ast.Name) and node.func.id in FIRST_MESSAGE:
                    checked = node.args[FIRST_MESSAGE[node.func.id] :][:1]
                elif isinstance(node.func, ast.Attribute) and node.func.attr in {
                    "error",
                    "warning",
                    "information",
                }:
                    checked = node.args[1:2] + node.args[3:]
                else:
                    continue
                for message in checked:
                    if isinstance(message, ast.JoinedStr | ast.Constant):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}"


def test_no_message_is_handed_over_in_english_alone() -> None:
    """Mistakes, findings and notes were English strings; a Danish reader got English in the midst of Danish."""
    assert list(plain_messages()) == []


def test_nothing_is_printed_in_english_alone() -> None:
    """A line that one command wrote when it ended was a plain string."""
    alone = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "api" / "cli").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in {"tell", "write", "print"}
        and any(re.search("[a-z]{3}", literals(said).removeprefix("samsprog: ")) for said in node.args)
    ]

    assert alone == []


def test_a_sentence_that_nobody_picked_gets_into_no_text() -> None:
    with pytest.raises(TypeError, match="pick a language"):
        f"{both('ukendt', 'unknown')}"


# ------------------------------------------------------------ help


def parsers() -> Iterator[tuple[str, ArgumentParser]]:
    for name in COMMANDS:
        module: Any = import_module(
            "api.cli.commands.import_" if name == "import" else f"api.cli.commands.{name}"
        )
        yield name, command_parser(name, module)


def texts_of(parser: ArgumentParser) -> Iterator[str]:
    """What a parser may say: its description, titles and helps, and why an option is not taken."""
    texts = (
        parser.description,
        *(group.title for group in parser._action_groups),
        *(action.help for action in parser._actions),
        *(action.const for action in parser._actions if isinstance(action.const, str)),
    )
    return (text for text in texts if text and text != SUPPRESS)


def test_every_text_of_the_help_has_danish() -> None:
    missing = [(name, text) for name, parser in parsers() for text in texts_of(parser) if text not in TEXTS]

    assert missing == []
    assert set(SUMMARIES) == set(COMMANDS)


def test_no_danish_of_the_help_is_left_over_or_half_english() -> None:
    used = {text for _, parser in parsers() for text in texts_of(parser)}

    assert set(TEXTS) - used == set()
    assert [(danish, found) for danish in TEXTS.values() if (found := strangers(danish, ENGLISH))] == []


@pytest.mark.parametrize(
    ("english", "danish"),
    [
        ("the following arguments are required: text", "der mangler: text"),
        ("unrecognized arguments: --colour", "ukendte argumenter: --colour"),
        (
            "argument --as-of: 'x' is not a day; write it as 2024-03-01",
            "--as-of: 'x' er ikke en dag; skriv den som 2024-03-01",
        ),
        (
            "argument --encoding: 'x' is no encoding; known: utf-8, cp850",
            "--encoding: 'x' er ikke et tegnsæt; kendte: utf-8, cp850",
        ),
        ("something that no version says", "something that no version says"),
    ],
)
def test_mistakes_on_the_command_line_are_told_in_danish(english: str, danish: str) -> None:
    assert mistake_in_danish(english) == danish


# ------------------------------------------------------------ which language


@pytest.mark.parametrize(
    ("words", "environ", "setting", "wanted"),
    [
        ("search x", {}, "", ("en", "en")),
        ("search x", {"LC_ALL": "C"}, "", ("en", "en")),
        ("search x", {"LANG": "da_DK.UTF-8"}, "", ("da", "en")),
        ("search x", {"LANG": "da"}, "", ("da", "en")),
        ("search x", {"LANG": "dagbani_GH"}, "", ("en", "en")),
        ("search x", {"LC_MESSAGES": "da_DK", "LANG": "en_GB"}, "", ("da", "en")),
        ("search x", {"LC_ALL": "en_GB", "LANG": "da_DK"}, "", ("en", "en")),
        ("search x", {"LC_ALL": "", "LANG": "da_DK"}, "", ("da", "en")),
        ("search x", {}, "da", ("da", "da")),
        ("search x", {"LANG": "da_DK"}, "en", ("en", "en")),
        ("search x", {"SAMSPROG_LANG": "en"}, "da", ("en", "en")),
        ("search x --lang da", {"SAMSPROG_LANG": "en"}, "en", ("da", "da")),
        ("search x --lang=da", {}, "", ("da", "da")),
        ("search -- --lang da", {}, "", ("en", "en")),
    ],
)
def test_the_first_that_says_it_wins(
    words: str,
    environ: dict[str, str],
    setting: str,
    wanted: tuple[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What people read, then what programs read: the locale does not count for those."""
    monkeypatch.chdir(tmp_path)
    if setting:
        (tmp_path / "samsprog.toml").write_text(f'lang = "{setting}"\n', encoding="utf-8")

    found = speech_of(words.split(), environ)

    assert (found.language, found.stated) == wanted


IN_DANISH = {
    "schemes": "navn ",
    "releases fsiii": "udgave ",
    "search vaske": "fundet ved",
    "search xyzzyx": "intet fundet for 'xyzzyx'",
    "show fsiii J1.1": "underbegreber|plads ",
    "show fsiii XX": "koden 'XX' er ukendt i fsiii@",
    "show fsii J1.1": "klassifikationen 'fsii' er ukendt",
    "show fsiii J1.1 --as-of 1999-01-01": "ingen udgave af fsiii dækker 1999-01-01",
    "expand": "værdisæt ",
    "expand KLConditionCodesFSIII --limit 3": "3 af 162 medlemmer",
    "resolve --to fsiii J1.1": "den gamle nøgle for",
    "resolve --to fsiii XX": "koden 'XX' er ukendt i",
    "resolve --to fsiii --input terms Hukomelse": r"nær: Hukommelse\n    måske fsiii J4.2  Hukommelse  \(tilstand\)",
    "resolve --to fsiii --input terms J1.1": "det er en kode i fsiii@2.4.0: spørg efter koder",
    "resolve --to fsiii --input terms --kind indsats Hukommelse": r"for arten indsats; .* J4.2 \(tilstand\)",
    "resolve --to ffb J1.1": "det er en kode i fsiii",
    "search vaske flyvemaskine": "det meste(.|\n)*intet passer på det hele; dette passer på det meste",
    "check --server http://127.0.0.1:1 .": "kontrollen spørger ingen tjeneste",
    "lock --profiles .": "SPP12 fejl: mappen indeholder ingen profil",
    "translate --from domus-example --to fasit-example 0101": "bygger på",
    "diff fsiii@1.1.0 fsiii@2.0.0 --limit 1": "bagud: advarsel",
    "diff fsiii@1.1.0 fsiii@2.0.0 --format markdown": "## Hvad der brydes for hvem",
    "map": "rækker",
    "map - ZZ": "ingen række i nogen kortlægning handler om 'ZZ'",
    "lint fsiii --statistics": "advarsler",
    "rule SP3": "hvad den finder",
    "search x --kind stat": "ukendt art 'stat'; kendte: tilstand, indsats",
    "search vaske --kind indsats": "fundet ved",
    "import nowhere --dry-run": "der er ingen sådan fil",
    "db check --data-dir nowhere": "der er intet lager",
    "": "brug: samsprog",
    "searh": "ukendt kommando 'searh'; mente du",
    "search": "der mangler: text",
}


@pytest.mark.parametrize("words", IN_DANISH)
def test_a_danish_locale_gets_danish(samsprog: Run, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Import, diff, search … spoke English only, and what spoke Danish held English words ("arten intervention")."""
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")

    found = samsprog(*words.split()) if words != "" else samsprog("--help")
    said = found.out + found.err

    assert re.search(IN_DANISH[words], said), said
    for word in ("intervention", "target-group", "state", "unknown", "nothing", "release", "kind"):
        assert not re.search(rf"(?<![\w@{{,/-]){word}(?![\w,}}/-])", said), said


PROFILE = """
name = "ours"
channel = "c"
{top}
[match]
format = "samsprog"
type = "x"
{rest}
"""
CHILD = '[[rule]]\ncode = "SP590"\nrequire = "x"\nwhen = [{ path = "state", below = ["J1.11x"] }]'


@pytest.mark.parametrize(
    ("top", "rest", "line"),
    [
        ("", CHILD, "spørger om en kode, som ingen udgave kender: J1.11x — skriv en kode, som en udgave har"),
        ('without = ["SP590"]', "", "ingen profil, som den udvider, har reglen 'SP590', der kunne udelades"),
        (
            "",
            '[[severity]]\nrule = "SP301"\nseverity = "error"\n' * 2,
            "SP301 har to alvorsgrader uden en dag; den første står i linje 8 — behold en af dem",
        ),
        ("", '[[severity]]\nrule = "SP3O1"\nseverity = "error"', "'SP3O1' er ingen regel — mente du SP301"),
        (
            "",
            '[[field]]\npath = "a"\nmin = 2\nmax = 1',
            "a står mindst 2 gange og højst 1 — ret min eller max",
        ),
        ("", '[[field]]\npath = "a"\npattern = "(a"', "mønsteret '(a', plads"),
        ("", '[[field]]\npath = "a"\ntype = "strng"', "feltet 'a' i 'ours' er af typen 'strng' — kendte: "),
    ],
)
def test_what_is_wrong_with_a_profile_is_told_in_danish(
    samsprog: Run, tmp_path: Path, top: str, rest: str, line: str
) -> None:
    (tmp_path / "own").mkdir()
    text = PROFILE.replace("{top}", top).replace("{rest}", rest)
    (tmp_path / "own" / "ours.toml").write_text(text, encoding="utf-8")

    found = samsprog("lock --profiles own --lang da")

    assert found.code == 2
    assert line in found.err


def test_what_a_check_finds_in_danish_holds_no_english_word(samsprog: Run, tmp_path: Path) -> None:
    """It was "er af arten intervention; her skal stå state" in the midst of Danish."""
    for rule in CHECK_RULES.values():
        (tmp_path / f"{rule.code}.json").write_bytes(rule.bad.text.encode("utf-8", "surrogateescape"))
    kinds = frozenset(word.en for word in KINDS.values()) - {word.da for word in KINDS.values()}

    found = samsprog("check --format json --as-of 2025-09-01 --lang da").json["findings"]

    assert len({one["rule"] for one in found}) > 40
    assert {name for one in found for name in one["evidence"]} <= EVIDENCE.keys()
    assert any("er af arten indsats; her skal stå tilstand" in one["message"] for one in found)
    for one in found:
        assert strangers(f"{one['message']} {one['remedy']}", ENGLISH | kinds) == [], one


@pytest.mark.parametrize(
    "words",
    [
        "schemes --format json",
        "search vaske --format csv",
        "show fsiii J1.1 --format json",
        "expand KLConditionCodesFSIII --limit 3 --format tsv",
        "resolve --to fsiii J1.1 XX --format json",
        "resolve --to fsiii J1.1 XX --format csv",
        "diff fsiii@1.1.0 fsiii@2.0.0 --format json",
        "map domus-ffb --format csv",
        "lint law --format json",
        "rule SP301 --format json",
    ],
)
def test_what_programs_read_is_the_same_in_every_locale(
    samsprog: Run, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    plain = samsprog(*words.split())
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")
    danish = samsprog(*words.split())

    assert (danish.code, danish.out) == (plain.code, plain.out)


def test_a_check_speaks_to_people_by_the_locale_and_to_programs_as_it_is_told(
    samsprog: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "odd.json").write_text('{"type": "Odd"}', encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")

    told = samsprog("check odd.json --format json").json["findings"][0]["message"]

    assert "Ingen profil" in samsprog("check odd.json").out
    assert told.startswith("No profile")
    assert "Ingen profil" in samsprog("check odd.json --format json --lang da").out
    assert "No profile" in samsprog("check odd.json --lang en").out


def test_what_an_import_finds_is_told_in_danish_and_reported_in_english(
    samsprog: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "list.json"
    concept = {"code": " a ", "display": "A"}
    content = {
        "resourceType": "CodeSystem",
        "url": "urn:example:a",
        "name": "a",
        "version": "1",
        "content": "complete",
    }
    path.write_text(json.dumps(content | {"concept": [concept]}), encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")

    people = samsprog("import list.json --dry-run")
    programs = samsprog("import list.json --dry-run --format json")

    assert (
        "SPC07 fejl: koden ' a ' er tom eller har blanktegn omkring sig — skriv koden uden blanktegn"
        in people.out
    )
    assert "Intet ville blive importeret; rækker: 1 afvist" in people.out
    assert "has blanks around it" in programs.out


def test_an_unknown_language_is_refused_wherever_it_is_said(
    samsprog: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "invalid choice: 'sv'" in samsprog("schemes --lang sv").err
    monkeypatch.setenv("SAMSPROG_LANG", "sv")

    found = samsprog("schemes")

    assert (found.code, "SAMSPROG_LANG: 'sv' is none of da, en" in found.err) == (2, True)


def test_the_language_may_stand_before_the_command(samsprog: Run) -> None:
    assert samsprog("--lang", "da", "--help").out == samsprog("--help", "--lang=da").out
    assert "intet fundet" in samsprog("--lang=da", "search", "xyzzyx").err


def test_two_sentences_are_joined_in_each_language() -> None:
    assert both("ny", "new") + both(" udgave", " release") == Sentence("ny udgave", "new release")


def test_damage_of_a_store_is_told_in_danish(samsprog: Run, tmp_path: Path) -> None:
    concept = {"resourceType": "CodeSystem", "url": "urn:example:a", "name": "a", "version": "1"}
    (tmp_path / "a.json").write_text(
        json.dumps(concept | {"content": "complete", "concept": [{"code": "R", "display": "Rød"}]})
    )
    assert samsprog("import a.json --data-dir store").code == 0
    connection = sqlite3.connect(tmp_path / "store" / "samsprog.sqlite3")
    connection.execute("UPDATE concept SET content = '{' WHERE code = 'R'")
    connection.commit()
    connection.close()

    told = samsprog("db check --data-dir store --lang da")

    assert told.code == 1
    assert "udgaven a@1: begrebet 'R' (række 0) er beskadiget: der er tekst, som ikke er JSON" in told.err
    assert "1 problemer i " in told.out
