"""SPTxx: vocabulary folders, and TOML of profiles."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input
from classification.sentence import both

_SCHEME: Final = """\
[[scheme]]
name = "colours"
uri = "urn:example:colours"
"""
_RELEASE: Final = """\
[[release]]
version = "1"
valid_from = 2025-01-01
published = 2025-01-01
"""
_LATER: Final = """\
[[release]]
version = "2"
valid_from = 2025-06-01
published = 2025-06-01
"""
_MAP: Final = """\
[[map]]
name = "paints-colours"
uri = "urn:example:map"
version = "1"
published = 2025-01-01
"""
_HEADER: Final = "first,code,term\n"
_CONCEPTS: Final = f"{_HEADER}1,R,Rød\n"
_SETS: Final = "uri,name,title,first,last,part,group,system,op,property,value\n"
_ROWS: Final = "source_system,source_code,relation,target_system,target_code,confidence,valid_from,valid_to\n"


def _folder(
    about: str = _SCHEME + _RELEASE, concepts: str = _CONCEPTS, label: str = "", **tables: str
) -> Input:
    """A folder with two tables and further ones by name."""
    files = {
        "about.toml": about,
        "concepts.csv": concepts,
        **{f"{name}.csv": text for name, text in tables.items()},
    }
    return Input({f"colours/{name}": text for name, text in files.items() if text}, label=label)


def _map(*rows: str) -> Input:
    return _folder(_MAP, "", mappings=_ROWS + "".join(rows))


RULES: Final = (
    ImportRule(
        "SPT01",
        ERROR,
        both("Filen er ikke TOML", "The file is no TOML"),
        both(
            "En TOML-fil (about.toml eller en profil) kan ikke læses fra den linje, der nævnes.",
            "A TOML file (about.toml or a profile) cannot be read from the line that is named.",
        ),
        both("Ret syntaksen", "Correct the syntax"),
        _folder("[[scheme]\n"),
    ),
    ImportRule(
        "SPT02",
        ERROR,
        both("Nøglen er ukendt", "The key is unknown"),
        both(
            "TOML-filen har en nøgle, som ingen læser; den ville være uden virkning.",
            "The TOML file has a key that nobody reads; it would be without effect.",
        ),
        both("Ret nøglen til en af de kendte", "Correct the key to one of those known"),
        _folder(f'{_SCHEME}colour = "red"\n{_RELEASE}'),
    ),
    ImportRule(
        "SPT03",
        ERROR,
        both("En nøgle mangler eller er tom", "A key is missing or empty"),
        both(
            "En nøgle, der skal være der, mangler i TOML-filen eller har ingen tekst; i en profil også en type, som et "
            "felt nævner.",
            "A key that must be there is missing from the TOML file or has no text; in a profile also a type that a "
            "field names.",
        ),
        both("Tilføj den", "Add it"),
        _folder('[[scheme]]\nname = "colours"\n' + _RELEASE),
    ),
    ImportRule(
        "SPT04",
        ERROR,
        both("Værdien har en forkert type", "The value is of the wrong type"),
        both(
            "En nøgle i TOML-filen har en anden type værdi, end den tager: en tekst for en dato, et tal for en tekst.",
            "A key of the TOML file has another type of value than it takes: a string for a date, a number for a "
            "string.",
        ),
        both("Skriv værdien i den type, der nævnes", "Write the value in the type that is named"),
        _folder(f"{_SCHEME}licence = 1\n{_RELEASE}"),
    ),
    ImportRule(
        "SPT05",
        ERROR,
        both("Ordet er ikke et af dem, der tages", "The word is none of those taken"),
        both(
            "Art, status, relation, begrundelse, parring, hierarki og sprogmærke har hver sin liste af ord; en URI er "
            "hel, og en regel for URI'er nævner {code} én gang.",
            "Kind, status, relation, justification, pairing, hierarchy and language tag have each a list of words; a "
            "URI is whole, and a rule for URIs names {code} once.",
        ),
        both("Vælg et af dem, der nævnes", "Choose one of those named"),
        _folder(concepts="first,code,term,status\n1,R,Rød,gone\n"),
    ),
    ImportRule(
        "SPT06",
        ERROR,
        both("Noget i about.toml står to gange", "Something in about.toml stands twice"),
        both(
            "Et navn, en URI, en udgave eller en kode i en opskrift er angivet to gange.",
            "A name, a URI, a release or a code of a recipe is given twice.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _folder(_SCHEME + _RELEASE + _RELEASE),
    ),
    ImportRule(
        "SPT07",
        ERROR,
        both("Klassifikationen er ukendt", "The scheme is unknown"),
        both(
            "En udgave, en opskrift eller en række nævner en klassifikation, som about.toml ikke beskriver.",
            "A release, a recipe or a row names a scheme that about.toml does not describe.",
        ),
        both("Ret navnet, eller beskriv klassifikationen", "Correct the name, or describe the scheme"),
        _folder(concepts="scheme,first,code,term\ncolors,1,R,Rød\n"),
    ),
    ImportRule(
        "SPT08",
        ERROR,
        both("Udgaverne står ikke i orden", "The releases are out of order"),
        both(
            "En udgave begynder før den, der står over den i about.toml.",
            "A release begins before the one that stands above it in about.toml.",
        ),
        both("Sæt udgaverne i orden efter valid_from", "Put the releases in the order of valid_from"),
        _folder(_SCHEME + _LATER + _RELEASE),
    ),
    ImportRule(
        "SPT09",
        ERROR,
        both("Ingen dag ligger i gyldigheden", "No day lies in the validity"),
        both(
            "valid_to er ikke senere end valid_from. Slutningen er den første dag, der ikke længere hører med.",
            "valid_to is no later than valid_from. The end is the first day that no longer counts.",
        ),
        both("Ret en af dagene", "Correct one of the days"),
        _folder(f"{_SCHEME}{_RELEASE}valid_to = 2025-01-01\n"),
    ),
    ImportRule(
        "SPT10",
        ERROR,
        both("Udgaven er ukendt", "The release is unknown"),
        both(
            "first, last eller et led i historikken nævner en udgave, som about.toml ikke har.",
            "first, last or a step of the lineage names a release that about.toml does not have.",
        ),
        both("Ret udgaven, eller tilføj den i about.toml", "Correct the release, or add it to about.toml"),
        _folder(concepts=f"{_HEADER}3,R,Rød\n"),
    ),
    ImportRule(
        "SPT11",
        ERROR,
        both("Tabellens overskrift er ikke hel", "The header of the table is not whole"),
        both(
            "Den første række nævner kolonnerne. Den mangler, mangler en kolonne, eller nævner en kolonne to gange.",
            "The first row names the columns. It is missing, lacks a column, or names a column twice.",
        ),
        both("Skriv kolonnerne i den første række", "Write the columns in the first row"),
        _folder(concepts="code,term\nR,Rød\n"),
    ),
    ImportRule(
        "SPT12",
        ERROR,
        both("Kolonnen er ukendt", "The column is unknown"),
        both(
            "Tabellen har en kolonne, som ingen læser. Frie egenskaber skrives som property:NAVN.",
            "The table has a column that nobody reads. Free properties are written as property:NAME.",
        ),
        both("Ret kolonnens navn", "Correct the name of the column"),
        _folder(concepts="first,code,term,colour\n1,R,Rød,rød\n"),
    ),
    ImportRule(
        "SPT13",
        ERROR,
        both("Rækken har for mange eller for få celler", "The row has too many or too few cells"),
        both(
            "En række har ikke så mange celler som overskriften; rækken er udeladt.",
            "A row has not as many cells as the header; the row was left out.",
        ),
        both(
            "Se efter et komma for meget, for lidt eller uden for anførselstegn",
            "Look for a comma too many, too few or outside quotes",
        ),
        _folder(concepts=f"{_HEADER}1,R,Rød, mørk\n"),
    ),
    ImportRule(
        "SPT14",
        ERROR,
        both("Tabellen er ikke CSV", "The table is no CSV"),
        both(
            "Fra den linje, der nævnes, er tabellen ikke CSV, for eksempel fordi et anførselstegn ikke er lukket.",
            "From the line that is named the table is no CSV, for instance because a quote is not closed.",
        ),
        both(
            "Sæt en celle med komma eller anførselstegn i anførselstegn, og fordobl dem i den",
            "Put a cell with commas or quotes in quotes, and double those in it",
        ),
        _folder(concepts=f'{_HEADER}1,R,"Rød\n'),
    ),
    ImportRule(
        "SPT15",
        ERROR,
        both("Cellen er ikke en dato", "The cell is no date"),
        both(
            "valid_from og valid_to er dage, skrevet som 2025-06-01.",
            "valid_from and valid_to are days, written as 2025-06-01.",
        ),
        both("Skriv dagen som 2025-06-01", "Write the day as 2025-06-01"),
        _folder(concepts="first,code,term,valid_from\n1,R,Rød,1/6 2025\n"),
    ),
    ImportRule(
        "SPT16",
        ERROR,
        both("Cellen er ikke et tal", "The cell is no number"),
        both(
            "Værdien på en skala og sikkerheden af en kortlægning er tal med punktum.",
            "The value on a scale and the confidence of a mapping are numbers with a point.",
        ),
        both("Skriv tallet som 2 eller 0.85", "Write the number as 2 or 0.85"),
        _folder(concepts="first,code,term,ordinal\n1,R,Rød,første\n"),
    ),
    ImportRule(
        "SPT17",
        ERROR,
        both("Rækken står to gange", "The row stands twice"),
        both(
            "To rækker i tabellen er ens i alle celler.",
            "Two rows of the table are alike in all cells.",
        ),
        both("Fjern en af dem", "Remove one of them"),
        _folder(concepts=f"{_CONCEPTS}1,R,Rød\n"),
    ),
    ImportRule(
        "SPT18",
        ERROR,
        both("Perioden slutter, før den begynder", "The span ends before it begins"),
        both(
            "last er en udgave, der ligger før first.",
            "last is a release before first.",
        ),
        both("Byt om på dem", "Swap them"),
        _folder(_SCHEME + _RELEASE + _LATER, "first,last,code,term\n2,1,R,Rød\n"),
    ),
    ImportRule(
        "SPT19",
        ERROR,
        both("Koden står to gange i en udgave", "The code stands twice in one release"),
        both(
            "To begreber har samme kode i samme udgave, eller to rækker for et begreb overlapper.",
            "Two concepts have one code in one release, or two rows of a concept overlap.",
        ),
        both(
            "Lad den tidligere periode slutte før, eller giv en anden kode",
            "End the earlier span before, or give another code",
        ),
        _folder(concepts=f"{_CONCEPTS}1,R,Rubin\n"),
    ),
    ImportRule(
        "SPT20",
        ERROR,
        both("Klassifikationen har ikke sproget", "The scheme does not have the language"),
        both(
            "En term eller note er på et sprog, som klassifikationen ikke nævner i languages.",
            "A label or note is in a language that the scheme does not name in languages.",
        ),
        both("Føj sproget til languages", "Add the language to languages"),
        _folder(concepts="first,code,term,term_en\n1,R,Rød,Red\n"),
    ),
    ImportRule(
        "SPT21",
        ERROR,
        both("En linje i et værdisæt passer ikke til sin op", "A line of a value set does not fit its op"),
        both(
            "Hver op tager sine celler: code en kode, all ingen, value-set en URI uden system, et filter egenskab og "
            "værdi.",
            "Each op takes cells of its own: code a code, all none, value-set a URI without system, a filter a "
            "property and a value.",
        ),
        both("Ret cellen", "Correct the cell"),
        _folder(value_sets=f"{_SETS}urn:example:warm,warm,Varme,1,,include,1,urn:example:colours,code,,\n"),
    ),
    ImportRule(
        "SPT22",
        ERROR,
        both("Et værdisæt har to navne eller titler", "A value set has two names or titles"),
        both(
            "Rækker med samme URI har ikke samme navn og titel.",
            "Rows of one URI do not have one name and title.",
        ),
        both("Giv én URI ét navn og én titel", "Give one URI one name and title"),
        _folder(
            concepts=f"{_CONCEPTS}1,O,Orange\n",
            value_sets=f"{_SETS}urn:example:warm,warm,Varme,1,,include,1,urn:example:colours,code,,R\n"
            "urn:example:warm,warm,Lune,1,,include,1,urn:example:colours,code,,O\n",
        ),
    ),
    ImportRule(
        "SPT23",
        ERROR,
        both("Kortlægningen er ukendt", "The map is unknown"),
        both(
            "En række i mappings.csv nævner en kortlægning, som about.toml ikke beskriver.",
            "A row of mappings.csv names a map that about.toml does not describe.",
        ),
        both("Ret navnet, eller beskriv kortlægningen", "Correct the name, or describe the map"),
        _folder(
            _MAP, "", mappings=f"map,{_ROWS}paint,urn:example:paints,17,exact,urn:example:colours,R,,,\n"
        ),
    ),
    ImportRule(
        "SPT24",
        ERROR,
        both("En række i en kortlægning modsiger sig selv", "A row of a map contradicts itself"),
        both(
            "Relationen 'none' (intet modstykke) har alligevel et mål, en anden relation har intet, eller et system "
            "eller en kode er tom.",
            "The relation 'none' (no counterpart) has a target all the same, another relation has none, or a system "
            "or a code is empty.",
        ),
        both("Ret relationen eller målet", "Correct the relation or the target"),
        _map("urn:example:paints,17,none,urn:example:colours,R,,,\n"),
    ),
    ImportRule(
        "SPT25",
        ERROR,
        both("Sikkerheden er ikke fra 0 til 1", "The confidence is not from 0 to 1"),
        both(
            "Sikkerheden er en brøkdel, ikke procent: 0.85, ikke 85.",
            "The confidence is a fraction, not per cent: 0.85, not 85.",
        ),
        both("Skriv den som 0.85", "Write it as 0.85"),
        _map("urn:example:paints,17,exact,urn:example:colours,R,85,,\n"),
    ),
    ImportRule(
        "SPT26",
        ERROR,
        both("Rækker i en kortlægning modsiger hinanden", "Rows of a map contradict each other"),
        both(
            "To rækker siger noget om samme par på samme dag, eller en kode har både et modstykke og intet.",
            "Two rows speak of one pair on one day, or a code has both a counterpart and none.",
        ),
        both("Behold den ene, eller adskil dem ved gyldighed", "Keep one, or part them by validity"),
        _map(
            "urn:example:paints,17,exact,urn:example:colours,R,,,\n",
            "urn:example:paints,17,broad,urn:example:colours,R,,,\n",
        ),
    ),
    ImportRule(
        "SPT27",
        ERROR,
        both("about.toml og tabellerne passer ikke sammen", "about.toml and the tables do not fit"),
        both(
            "about.toml beskriver en klassifikation eller kortlægning uden tabel, en tabel har ingen beskrivelse, "
            "eller der er ingen udgave.",
            "about.toml describes a scheme or map without a table, a table has no description, or there is no release.",
        ),
        both("Tilføj det, der mangler", "Add what is missing"),
        _folder(_SCHEME),
    ),
    ImportRule(
        "SPT28",
        INFORMATION,
        both("En tabel i mappen er ikke læst", "A table in the folder was not read"),
        both(
            "Kun concepts.csv, value_sets.csv og mappings.csv hører til en klassifikationsmappe.",
            "Only concepts.csv, value_sets.csv and mappings.csv are part of a vocabulary folder.",
        ),
        both("Ret navnet, hvis den skal læses", "Correct the name if it is to be read"),
        _folder(concept="first,code,term\n"),
    ),
    ImportRule(
        "SPT29",
        WARNING,
        both("Et navn på udgaven er forbigået", "A label for the release was passed over"),
        both(
            "En klassifikationsmappe navngiver selv sine udgaver; --release gælder ikke for den.",
            "A vocabulary folder names its releases itself; --release does not count for it.",
        ),
        both(
            "Ret about.toml for at give en udgave et andet navn",
            "Edit about.toml to give a release another label",
        ),
        _folder(label="2025"),
    ),
    ImportRule(
        "SPT30",
        WARNING,
        both("Et begrebs rækker står ikke samlet", "The rows of a concept stand apart"),
        both(
            "Begrebet har en række længere oppe, med andre begreber imellem; så ses det let ikke, at det er det samme.",
            "The concept has a row further up, with other concepts between; it is then easily overlooked that it is "
            "the same.",
        ),
        both(
            "Hold et begrebs rækker samlet, den ældste først",
            "Keep the rows of one concept together, oldest first",
        ),
        _folder(_SCHEME + _RELEASE + _LATER, "first,last,code,term\n1,1,R,Rød\n1,,B,Blå\n2,,R,Rødt\n"),
    ),
)
