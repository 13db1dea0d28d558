"""SPRxx: whether a file can be read at all, whatever its format."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input
from classification.sentence import both

_TABLE: Final = "# URI,urn:example:colours\n# Version,2025-1\nKode,Foretrukken term\n"

RULES: Final = (
    ImportRule(
        "SPR01",
        ERROR,
        both("Filen kan ikke læses", "The file cannot be read"),
        both(
            "Filen findes ikke, må ikke læses, eller disken svarer ikke; styresystemets begrundelse nævnes.",
            "The file is not there, may not be read, or the disk does not answer; the reason of the system is named.",
        ),
        both("Undersøg sti og rettigheder", "Check path and permissions"),
        both("En sti, der er stavet forkert", "A path that is misspelled"),
    ),
    ImportRule(
        "SPR02",
        ERROR,
        both("Filen er ikke UTF-8", "The file is not UTF-8"),
        both(
            "Filen læses ikke, for æ, ø og å ville blive gættet (i en begrebstabel genkendes Windows-1252, som "
            "regneark ofte skriver). Den første forkerte byte nævnes med sin linje.",
            "The file is not read, since æ, ø and å would be guessed (in a concept table Windows-1252, which "
            "spreadsheets often write, is recognised). The first wrong byte is named with its line.",
        ),
        both("Gem filen som UTF-8", "Save the file as UTF-8"),
        Input({"colours.csv": f"{_TABLE}R,R\udc9bd\n"}),
    ),
    ImportRule(
        "SPR03",
        WARNING,
        both("Filen begynder med et byte order mark", "The file begins with a byte order mark"),
        both(
            "Nogle programmer sætter det usynlige tegn forrest i UTF-8; det er forbigået.",
            "Some programs put that invisible mark before UTF-8; it was passed over.",
        ),
        both("Gem filen som UTF-8 uden BOM", "Save the file as UTF-8 without BOM"),
        Input({"colours.json": '\ufeff{"resourceType": "Bundle", "entry": []}\n'}),
    ),
    ImportRule(
        "SPR04",
        ERROR,
        both("Der er intet at læse", "There is nothing to read"),
        both(
            "Filen eller mappen har ingen begreber, værdisæt eller kortlægninger i formatet. En kortlægning uden "
            "rækker er kun en advarsel.",
            "The file or folder has no concepts, value sets or maps in the format. A map without rows is only a "
            "warning.",
        ),
        both("Nævn en fil eller mappe, der har noget", "Name a file or folder that has some"),
        Input({"colours.csv": _TABLE}),
        also=(WARNING,),
    ),
    ImportRule(
        "SPR05",
        ERROR,
        both("Filen er for stor", "The file is too large"),
        both(
            "Filer over 512 MiB (XML: 128 MiB) læses ikke, og heller ikke et rør eller en enhed, hvis størrelse ikke "
            "kan ses.",
            "Files above 512 MiB (XML: 128 MiB) are not read, nor is a pipe or a device whose size cannot be told.",
        ),
        both("Del filen, eller skriv den til en fil først", "Split the file, or write it to a file first"),
        both("En fil på 600 MiB", "A file of 600 MiB"),
    ),
    ImportRule(
        "SPR06",
        ERROR,
        both("Arkivet er beskadiget", "The archive is damaged"),
        both(
            "En pakke (.tgz) eller et regneark (.xlsx) er ikke det arkiv, som navnet siger, eller kun en del af det.",
            "A package (.tgz) or workbook (.xlsx) is not the archive that its name says, or only a part of it.",
        ),
        both("Send filen igen", "Send the file again"),
        Input({"package.tgz": "not an archive\n"}),
    ),
    ImportRule(
        "SPR07",
        ERROR,
        both("Arkivet er ikke sikkert", "The archive is not safe"),
        both(
            "Det har stier, der fører ud af det, er krypteret, eller folder sig ud til langt mere end sin størrelse; "
            "intet af det er læst.",
            "It has paths that lead out of it, is encrypted, or unfolds to far more than its size; nothing of it was "
            "read.",
        ),
        both("Undersøg, hvor filen kommer fra", "Look at where the file comes from"),
        both("En pakke, hvis medlem hedder ../../passwd", "A package with a member named ../../passwd"),
    ),
    ImportRule(
        "SPR08",
        INFORMATION,
        both("Formatet er gættet", "The format was guessed"),
        both(
            "Navnets endelse siger intet format, så filen er læst som FHIR JSON; det kan være grunden til de andre "
            "fund.",
            "The ending of the name says no format, so the file was read as FHIR JSON; that may be the reason for the "
            "other findings.",
        ),
        both(
            "Giv navnet en endelse, for eksempel .csv eller .ttl",
            "Give the name an ending, such as .csv or .ttl",
        ),
        Input({"colours.txt": f"{_TABLE}R,Rød\n"}),
    ),
    ImportRule(
        "SPR09",
        ERROR,
        both("Et valg er kun til tabeller", "An option is for tables alone"),
        both(
            "Klassifikationens navn, URI og titel, tegnsæt og rækkefølge af dag og måned kan kun siges om "
            "begrebstabeller; filer i andre formater siger det selv.",
            "The name, URI and title of the classification, the encoding and the order of day and month may only be "
            "said of concept tables; files in other formats say it themselves.",
        ),
        both("Udelad valget", "Leave the option out"),
        both(
            "En fil i SKOS, der hentes ind med --uri urn:example:colours.",
            "A file in SKOS that is imported with --uri urn:example:colours.",
        ),
    ),
)
