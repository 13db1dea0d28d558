"""SPMxx: SSSOM."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
from classification.sentence import both

_ID: Final = "#mapping_set_id: https://example.dk/map/a-b\n"
_VERSION: Final = '#mapping_set_version: "1"\n'
_LICENCE: Final = "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
_PREFIXES: Final = "#curie_map:\n#  A: https://example.dk/a/\n#  B: https://example.dk/b/\n"
_HEAD: Final = _ID + _VERSION + _LICENCE + _PREFIXES
_SLOTS: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_ROW: Final = ("A:1", "skos:exactMatch", "B:R", "semapv:ManualMappingCuration")


def _text(*rows: tuple[str, ...], slots: tuple[str, ...] = (), head: str = _HEAD) -> Input:
    """A set: the required slots and further ones, and rows; one usual row where none is given."""
    lines = ((*_SLOTS, *slots), *(rows or (_ROW,)))
    return Input({"a-b.sssom.tsv": head + "".join("\t".join(line) + "\n" for line in lines)})


def _row(predicate: str = _ROW[1], target: str = _ROW[2], justification: str = _ROW[3]) -> tuple[str, ...]:
    return (_ROW[0], predicate, target, justification)


RULES: Final = (
    ImportRule(
        "SPM01",
        ERROR,
        both("Sættets metadata kan ikke læses", "The metadata of the set cannot be read"),
        both(
            "Linjerne, der begynder med #, er ikke en tabel i YAML, har ankre, eller er for store eller for dybe.",
            "The lines that begin with # are no mapping of YAML, have anchors, or are too large or too deep.",
        ),
        both("Ret de linjer, der begynder med #", "Correct the lines that begin with #"),
        _text(head="#[mapping_set_id\n"),
    ),
    ImportRule(
        "SPM02",
        ERROR,
        both(
            "Et felt står to gange, eller der er ingen felter", "A slot stands twice, or there are no slots"
        ),
        both(
            "Rækken med feltnavne mangler, eller et felt står to gange i den eller i sættets metadata.",
            "The row of slot names is missing, or a slot stands twice in it or in the metadata of the set.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _text(head=_HEAD + _VERSION),
    ),
    ImportRule(
        "SPM03",
        ERROR,
        both("Rækken har for mange eller for få celler", "The row has too many or too few cells"),
        both(
            "En række har ikke så mange celler, som der er felter; rækken er udeladt.",
            "A row has not as many cells as there are slots; the row was left out.",
        ),
        both(
            "Adskil cellerne med tabulatorer, én for hvert felt",
            "Part the cells with tabs, one for each slot",
        ),
        _text(_ROW[:3]),
    ),
    ImportRule(
        "SPM04",
        ERROR,
        both("Rækkerne er ikke en tabel", "The rows are no table"),
        both(
            "Rækkerne kan ikke skilles fra hinanden, for eksempel fordi et anførselstegn ikke er lukket.",
            "The rows cannot be told apart, for instance because a quote is left open.",
        ),
        both("Se efter et anførselstegn, der ikke er lukket", "Look for a quote left open"),
        _text(('"A:1', *_ROW[1:])),
    ),
    ImportRule(
        "SPM05",
        ERROR,
        both("Et felt, der kræves, mangler", "A required slot is missing"),
        both(
            "Sættet eller en række mangler et felt, som SSSOM kræver.",
            "The set or a row lacks a slot that SSSOM requires.",
        ),
        both("Tilføj feltet", "Add the slot"),
        _text(head=_ID + _VERSION + _PREFIXES),
    ),
    ImportRule(
        "SPM06",
        ERROR,
        both("Præfikset er ikke erklæret rigtigt", "The prefix is not declared properly"),
        both(
            "Et præfiks mangler i curie_map, står for noget andet end i SSSOM, eller er erklæret som noget, der ikke "
            "er en IRI.",
            "A prefix is missing from curie_map, stands for something else than in SSSOM, or is declared as what is "
            "no IRI.",
        ),
        both("Erklær præfikset i curie_map", "Declare the prefix in curie_map"),
        _text(_row(target="C:R")),
    ),
    ImportRule(
        "SPM07",
        ERROR,
        both("Begrundelsen eller modifikatoren er ukendt", "The justification or the modifier is unknown"),
        both(
            "mapping_justification er ikke en begrundelse i semapv, eller predicate_modifier er ikke Not.",
            "mapping_justification is no justification of semapv, or predicate_modifier is not Not.",
        ),
        both("Brug en af dem, der nævnes", "Use one of those named"),
        _text(_row(justification="semapv:Guess")),
    ),
    ImportRule(
        "SPM08",
        ERROR,
        both("Værdien kan ikke læses", "The value cannot be read"),
        both(
            "En sikkerhed er ikke fra 0 til 1, en dag eller et rækkenummer er ingen, eller ingen dag ligger i "
            "gyldigheden.",
            "A confidence is not from 0 to 1, a day or a row number is none, or no day lies in the validity.",
        ),
        both("Ret værdien", "Correct the value"),
        _text((*_ROW, "2"), slots=("confidence",)),
    ),
    ImportRule(
        "SPM09",
        INFORMATION,
        both("Feltet bevares ikke", "The slot is not kept"),
        both(
            "Filen har et felt, som der ikke er plads til her.",
            "The file has a slot that has no place here.",
        ),
        both("Ret navnet, hvis det er stavet forkert", "Correct the name if it is misspelt"),
        _text((*_ROW, "2025-01-01"), slots=("mapping_date",)),
    ),
    ImportRule(
        "SPM10",
        WARNING,
        both("Rækken er udeladt", "The row was left out"),
        both(
            "At bevare rækken ville sige mere, end den siger: prædikatet er ingen relation mellem begreber, den siger "
            "`Not`, den handler om en tekst, eller en side mangler.",
            "To keep the row would say more than it says: the predicate is no relation of concepts, it says `Not`, "
            "it is about a text, or a side is missing.",
        ),
        both("Kortlæg begreber efter det, de er", "Map concepts, by what they are"),
        _text(_ROW, _row("rdfs:seeAlso")),
    ),
    ImportRule(
        "SPM11",
        ERROR,
        both("Rækker modsiger hinanden", "Rows contradict each other"),
        both(
            "To rækker siger på samme dag forskellige ting om de samme begreber.",
            "Two rows say different things of the same concepts on one day.",
        ),
        both("Behold den ene, eller adskil dem ved gyldighed", "Keep one, or part them by validity"),
        _text(_ROW, _row("skos:broadMatch")),
    ),
    ImportRule(
        "SPM12",
        ERROR,
        both("Sættet har ingen version", "The set has no version"),
        both(
            "mapping_set_version mangler, og der er heller ikke givet et navn.",
            "mapping_set_version is missing, and no label was given either.",
        ),
        both("Giv et navn med --release NAVN", "Give a label with --release LABEL"),
        _text(head=_ID + _LICENCE + _PREFIXES),
    ),
    ImportRule(
        "SPM13",
        WARNING,
        both("Prædikatet siger mere end relationen", "The predicate says more than the relation"),
        both(
            "Et prædikat fra OWL eller RDFS er bevaret som den SKOS-relation, der følger af det, og som siger mindre.",
            "A predicate of OWL or RDFS is kept as the SKOS relation that follows from it, which says less.",
        ),
        both("Skriv den SKOS-relation, der menes", "Say the SKOS relation that is meant"),
        _text(_row("owl:sameAs")),
    ),
    ImportRule(
        "SPM14",
        ERROR,
        both("To udgaver af ét system", "Two releases of one system"),
        both(
            "Rækkerne er lavet til to udgaver af det samme system på samme side.",
            "The rows were made for two releases of one system on the same side.",
        ),
        both("Lav et sæt for hver udgave", "Make a set for each release"),
        _text((*_ROW, "1"), (*_row(target="B:G"), "2"), slots=("object_source_version",)),
    ),
    ImportRule(
        "SPM15",
        WARNING,
        both("Sættets værdi gælder for ingen række", "The set's value counts for no row"),
        both(
            "Et felt i sættets metadata gælder kun, hvor ingen række har sin egen værdi; en række har en.",
            "A slot of the metadata counts only where no row has a value of its own; one row has.",
        ),
        both("Giv alle rækker en værdi, eller ingen", "Give every row its value, or none"),
        _text(
            (*_ROW, "1"),
            (*_row(target="B:G"), ""),
            slots=("object_source_version",),
            head=f'{_HEAD}#object_source_version: "1"\n',
        ),
    ),
    ImportRule(
        "SPM16",
        WARNING,
        both("Kilden er ikke det, id'erne begynder med", "The source is not what the ids begin with"),
        both(
            "subject_source eller object_source nævner et andet system end id'ernes navnerum; navnerummet afgør det.",
            "subject_source or object_source names another system than the namespace of the ids, which decides.",
        ),
        both("Skriv den IRI, som id'erne begynder med", "State the IRI that the ids begin with"),
        _text((*_ROW, "https://example.dk/c"), slots=("object_source",)),
    ),
    ImportRule(
        "SPM17",
        WARNING,
        both("Teksten er ikke på Unicode-formen NFC", "The text is not in Unicode form NFC"),
        both(
            "Et bogstav er skrevet som to tegn, for eksempel å som a og en ring; teksten er normaliseret.",
            "A letter is written as two characters, for instance å as a and a ring; the text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _text((*_ROW, "Bla\u030a"), slots=("object_label",)),
    ),
    ImportRule(
        "SPM18",
        WARNING,
        both("Versionen af SSSOM er ukendt", "The version of SSSOM is unknown"),
        both(
            "sssom_version er ikke en af dem, der kendes; filen er læst som den nyeste af dem.",
            "sssom_version is none of those known; the file was read as the latest of them.",
        ),
        both("Brug en af dem, der nævnes", "Use one of those named"),
        _text(head=f'{_HEAD}#sssom_version: "9.0"\n'),
    ),
    ImportRule(
        "SPM19",
        WARNING,
        both("Rækken er fyldt op med tomme celler", "The row is padded"),
        both(
            "Rækken har flere eller færre celler, end der er felter, og de er alle tomme, som regneark laver dem; den "
            "er læst uden dem.",
            "The row has more or fewer cells than there are slots, and all of those are empty, as spreadsheets make "
            "them; it was read without them.",
        ),
        both("Lad hver række have én celle for hvert felt", "Give each row one cell for each slot"),
        _text((*_ROW, "", "")),
    ),
    ImportRule(
        "SPM31",
        INFORMATION,
        both("Ikke skrevet", "Not written"),
        both(
            "Et kortlægningssæt har ikke plads til det, der nævnes, så filen bærer det ikke.",
            "A mapping set has no place for what is named, so that the file does not carry it.",
        ),
        both("Brug et andet format, hvis det skal med", "Use another format if it is to come along"),
        Input(_text().files, Way.EXPORT, format="sssom-tsv"),
    ),
)
