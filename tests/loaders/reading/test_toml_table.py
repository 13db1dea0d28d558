"""Tables asked key by key: each wrong value at its line, and the keys that nobody asked for."""

from __future__ import annotations

from loaders.reading.notes import Notes
from loaders.reading.toml_table import Lines, Table, parse


def table(text: str) -> Table:
    notes = Notes()
    document = parse(text, "x.toml", notes)
    assert document is not None
    return Table(document, (), Lines(text, "x.toml"), notes)


def found(notes: Notes) -> list[tuple[str, str, int]]:
    return [(finding.rule, finding.message.en, finding.place.line) for finding in notes.findings]


def test_each_wrong_member_of_an_array_is_told() -> None:
    """Only the first was told."""
    root = table('a = ["b", 1,\n  2]\nc = [{}, 3]\n')

    assert root.texts("a") == ("b",)
    assert [part.steps for part in root.parts("c")] == [("c", 0)]
    assert found(root.notes) == [
        ("SPT04", "'a' of the file must be an array of strings, not 1 in it", 1),
        ("SPT04", "'a' of the file must be an array of strings, not 2 in it", 2),
        ("SPT04", "'c' of the file must be an array of tables, not 3 in it", 3),
    ]


def test_numbers_that_no_double_reaches_are_told() -> None:
    """An integer of 309 digits or more ended the reading with an OverflowError."""
    root = table(f"[n]\na = 1\nb = 1{'0' * 400}\nc = 1e400\nd = true\n")

    assert root.numbers("n") == (("a", 1.0),)
    assert [(rule, line) for rule, _, line in found(root.notes)] == [("SPT04", 3), ("SPT04", 4), ("SPT04", 5)]


def test_an_integer_of_thousands_of_digits_is_told() -> None:
    """It ended the reading with a ValueError of the interpreter."""
    notes = Notes()

    assert parse("a = " + "9" * 5_000, "x.toml", notes) is None
    assert found(notes) == [("SPT01", "holds an integer of thousands of digits", 0)]

    root = table("a = 0x" + "f" * 9_000)
    assert root.text("a") == ""
    assert [rule for rule, _, _ in found(root.notes)] == ["SPT04"]


def test_what_is_missing_empty_or_unknown_is_told() -> None:
    root = table('a = ""\nz = 1\n[t]\n')

    assert root.text("a") == ""
    assert root.text("b") == ""
    assert root.part("none").record == {}
    assert not root.notes.findings

    root.text("a", required=True)
    root.text("b", required=True)
    root.part("t").text("c", required=True)
    root.done()
    assert found(root.notes) == [
        ("SPT03", "'a' of the file is empty", 1),
        ("SPT03", "'b' of the file is missing", 0),
        ("SPT03", "'c' of [t] is missing", 3),
        ("SPT02", "unknown key 'z' in the file", 2),
    ]
