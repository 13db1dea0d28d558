"""SP19x: is the text JSON at all, and does every parser read the same in it?

These rules are about the text; who reads it reports them (the check itself sees values only).
"""

from __future__ import annotations

from typing import Final

from classification.finding import Severity
from classification.rules.check_rule import CheckRule, Example
from classification.sentence import Sentence

_GOOD: Final = '{"type": "tilstand", "id": "bjørn-1"}'

RULES: Final = (
    CheckRule(
        "SP191",
        Severity.ERROR,
        Sentence("Teksten er ikke UTF-8", "The text is not UTF-8"),
        Sentence(
            "JSON udveksles som UTF-8 (RFC 8259, afsnit 8.1). En fil i en anden tegnkodning, som Latin-1, giver "
            "forkerte eller ingen danske bogstaver hos modtageren.",
            "JSON is exchanged as UTF-8 (RFC 8259, section 8.1). A file in another encoding, such as Latin-1, gives "
            "the receiver wrong Danish letters or none.",
        ),
        Example('{"type": "tilstand", "id": "bj\udcf8rn-1"}'),
        Example(_GOOD),
        Sentence(
            "Gem filen som UTF-8, for eksempel med iconv -f latin1 -t utf-8",
            "Save the file as UTF-8, for instance with iconv -f latin1 -t utf-8",
        ),
    ),
    CheckRule(
        "SP192",
        Severity.ERROR,
        Sentence("Teksten er ikke JSON", "The text is not JSON"),
        Sentence(
            "Teksten følger ikke JSON's grammatik (RFC 8259); stedet er det første, hvor den ikke kan læses videre.",
            "The text breaks the grammar of JSON (RFC 8259); the place is the first where it cannot be read on.",
        ),
        Example('{"type": "tilstand", "id": "bjørn-1",}'),
        Example(_GOOD),
        Sentence("Ret teksten på stedet", "Correct the text at the place"),
    ),
    CheckRule(
        "SP193",
        Severity.ERROR,
        Sentence("Et navn står to gange i samme objekt", "A name stands twice in one object"),
        Sentence(
            "JSON-læsere er uenige om, hvilken af værdierne der gælder; de fleste tager den sidste uden at sige det.",
            "Parsers of JSON disagree on which of the two values counts; most take the last and do not say so.",
        ),
        Example('{"type": "tilstand", "id": "bjørn-1", "id": "bjørn-2"}'),
        Example(_GOOD),
        Sentence("Behold kun den ene", "Keep only one of them"),
    ),
    CheckRule(
        "SP194",
        Severity.ERROR,
        Sentence("Teksten er indlejret for dybt", "The text is nested too deep"),
        Sentence(
            "Objekter og lister ligger mere end 254 niveauer inde i hinanden; det gør intet dataobjekt, og mange "
            "læsere bryder sammen.",
            "Objects and arrays lie more than 254 levels inside each other; no data object does so, and many parsers "
            "break down.",
        ),
        Example('{"type": ' + "[" * 254 + "]" * 254 + "}"),
        Example(_GOOD),
        Sentence("Læg de indre objekter ved siden af hinanden", "Put the inner objects beside each other"),
    ),
    CheckRule(
        "SP195",
        Severity.ERROR,
        Sentence("Værdien er ikke et tal", "The value is not a number"),
        Sentence(
            "NaN og Infinity findes ikke i JSON; nogle programmer skriver dem, og andre kan så ikke læse teksten.",
            "NaN and Infinity do not exist in JSON; some programs write them, and others then cannot read the text.",
        ),
        Example('{"type": "tilstand", "value": NaN}'),
        Example(_GOOD),
        Sentence("Skriv tallet, null, eller udelad feltet", "Write the number, null, or leave the field out"),
    ),
    CheckRule(
        "SP196",
        Severity.ERROR,
        Sentence("Tallet er for stort", "The number is too large"),
        Sentence(
            "Tallet kan ikke være i en double (IEEE 754), og mange læsere afviser det eller regner med uendelig.",
            "The number does not fit a double (IEEE 754), and many parsers refuse it or go on with infinity.",
        ),
        Example('{"type": "tilstand", "value": 1e400}'),
        Example(_GOOD),
        Sentence("Skriv tallet, der er ment, eller en streng", "Write the number that is meant, or a string"),
    ),
    CheckRule(
        "SP197",
        Severity.ERROR,
        Sentence("Dokumentet er ikke et objekt", "The document is not an object"),
        Sentence(
            "Et dataobjekt er et JSON-objekt, {…}; en liste af objekter, eller et pr. linje (NDJSON), er også i orden.",
            "A data object is a JSON object, {…}; a list of objects, or one on each line (NDJSON), is fine too.",
        ),
        Example('"tilstand"'),
        Example(_GOOD),
        Sentence(
            "Skriv ét objekt, {…}, i hver fil eller på hver linje, eller en liste af objekter",
            "Write one object, {…}, in each file or on each line, or an array of objects",
        ),
    ),
)
