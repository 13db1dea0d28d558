"""SPXxx: whether a file is XML that is safe to read."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, ImportRule, Input
from classification.sentence import both

_PLAN: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<KLE-Emneplan>
  <UdgivelsesDato>2025-01-01</UdgivelsesDato>
"""

RULES: Final = (
    ImportRule(
        "SPX01",
        ERROR,
        both("Filen er ikke velformet XML", "The file is no well-formed XML"),
        both(
            "Fortolkeren standser ved den linje og kolonne, der nævnes: et element er ikke lukket, eller et tegn står "
            "forkert.",
            "The parser stops at the line and column that are named: an element is not closed, or a character is out "
            "of place.",
        ),
        both("Ret syntaksen", "Correct the syntax"),
        Input({"kle.xml": _PLAN}),
    ),
    ImportRule(
        "SPX02",
        ERROR,
        both("Filen har en dokumenttypeerklæring", "The file has a document type declaration"),
        both(
            "En sådan erklæring kan folde sig ud til hvad som helst eller hente andre filer; derfor læses filen ikke.",
            "Such a declaration may unfold to anything or fetch other files; therefore the file is not read.",
        ),
        both("Fjern <!DOCTYPE …>", "Remove <!DOCTYPE …>"),
        Input({"kle.xml": "<!DOCTYPE KLE-Emneplan>\n<KLE-Emneplan/>\n"}),
    ),
    ImportRule(
        "SPX03",
        ERROR,
        both("Filen er indlejret for dybt", "The file is nested too deep"),
        both(
            "Elementer står i hinanden i mere end 200 niveauer. Ingen klassifikation er så dyb.",
            "Elements stand in each other for more than 200 levels. No classification is that deep.",
        ),
        both("Ret indlejringen", "Correct the nesting"),
        Input({"kle.xml": "<KLE-Emneplan>" + "<a>" * 201 + "</a>" * 201 + "</KLE-Emneplan>\n"}),
    ),
    ImportRule(
        "SPX04",
        ERROR,
        both("Tegnkodningen er en anden end den angivne", "The encoding is another than the one stated"),
        both(
            "Filen har bytes, der ikke findes i den tegnkodning, den angiver (UTF-8, hvor den ingen angiver), eller "
            "angiver en tegnkodning, som ikke er kendt.",
            "The file has bytes that are not in the encoding it states (UTF-8 where it states none), or states an "
            "encoding that is not known.",
        ),
        both("Gem filen som UTF-8", "Save the file as UTF-8"),
        Input({"kle.xml": "<KLE-Emneplan>bj\udcf8rn</KLE-Emneplan>\n"}),
    ),
    ImportRule(
        "SPX05",
        ERROR,
        both("En tekst er for lang", "A text is too long"),
        both(
            "En enkelt tekst i filen har mere end 10.000.000 tegn.",
            "A single text in the file has more than 10,000,000 characters.",
        ),
        both("Forkort teksten", "Shorten the text"),
        both("En vejledningstekst på 10.000.001 tegn", "A guidance text of 10,000,001 characters"),
    ),
)
