"""SPJxx: JSKOS."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
from classification.sentence import both

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_RED: Final = '{"uri": "urn:c#R", "prefLabel": {"da": "Rød"}}'
_ONE: Final = '"memberSet": [{"uri": "urn:a#1", "notation": ["1"]}]'
_OTHER: Final = '"memberSet": [{"uri": "urn:c#R", "notation": ["R"]}]'
_EXACT: Final = f'"type": ["{_SKOS}exactMatch"]'


def _file(text: str) -> dict[str, str]:
    return {"colours.jskos.json": f"{text}\n"}


def _scheme(*concepts: str, version: str = '"version": "1", ', more: str = "") -> str:
    return (
        f'{{"type": ["{_SKOS}ConceptScheme"], "uri": "urn:c", {version}{more}\n'
        f' "concepts": [{", ".join(concepts or (_RED,))}]}}'
    )


def _under(uri: str, more: str) -> str:
    return f'{{"uri": "{uri}", "prefLabel": {{"da": "Mørkerød"}}, "broader": [{{"uri": "urn:c#R"}}], {more}}}'


def _concept(more: str) -> Input:
    """A scheme of one concept that has further fields."""
    return Input(_file(_scheme(f'{{"uri": "urn:c#R", "prefLabel": {{"da": "Rød"}}, {more}}}')))


def _mapping(more: str = _EXACT, source: str = _ONE, target: str = _OTHER, release: str = "7") -> str:
    return (
        f'{{"from": {{{source}}}, "to": {{{target}}},\n'
        f'   "fromScheme": {{"uri": "urn:a", "version": "{release}"}}, "toScheme": {{"uri": "urn:c"}}, {more}}}'
    )


def _concordance(*mappings: str) -> Input:
    text = (
        '{"type": ["http://rdf-vocabulary.ddialliance.org/xkos#Correspondence"],\n'
        ' "uri": "urn:m", "version": "1", "fromScheme": {"uri": "urn:a"}, "toScheme": {"uri": "urn:c"},\n'
        f' "mappings": [{", ".join(mappings)}]}}'
    )
    return Input(_file(text))


RULES: Final = (
    ImportRule(
        "SPJ01",
        ERROR,
        both("Værdien har en forkert type", "The value is of the wrong type"),
        both(
            "Et felt har en anden type værdi, end JSKOS giver det, eller filen er hverken et objekt eller en liste.",
            "A field has another type of value than JSKOS gives it, or the file is neither an object nor an array.",
        ),
        both("Ret værdien", "Correct the value"),
        _concept('"notation": "R"'),
    ),
    ImportRule(
        "SPJ02",
        ERROR,
        both("En værdi mangler eller er tom", "A value is missing or empty"),
        both(
            "Et felt, der skal være der, mangler eller er tomt: uri, notation eller en side af en kortlægning.",
            "A field that must be there is missing or empty: uri, notation or a side of a mapping.",
        ),
        both("Angiv værdien", "Give the value"),
        Input(_file(_scheme('{"prefLabel": {"da": "Rød"}}'))),
    ),
    ImportRule(
        "SPJ03",
        ERROR,
        both("Der er ingen version", "There is no version"),
        both(
            "Klassifikationen eller konkordansen angiver ingen version, og der er heller ikke givet et navn.",
            "The scheme or the concordance states no version, and no label was given either.",
        ),
        both("Giv et navn med --release NAVN", "Give a label with --release LABEL"),
        Input(_file(_scheme(version=""))),
    ),
    ImportRule(
        "SPJ04",
        INFORMATION,
        both("Objektet bevares ikke", "The object is not kept"),
        both(
            "Et objekt har en type, der ikke læses, eller en klassifikation har ingen begreber.",
            "An object is of a type that is not read, or a scheme has no concepts.",
        ),
        both(
            "Gør intet, hvis det ikke hører til; tilføj ellers type eller begreber",
            "Do nothing if it is no part of it; else add the type or the concepts",
        ),
        Input(_file(f'[{_scheme()}, {{"uri": "urn:x"}}]')),
    ),
    ImportRule(
        "SPJ05",
        ERROR,
        both("Begrebet er ikke i nogen klassifikation", "The concept is in no scheme"),
        both(
            "Et begreb står for sig selv og nævner ingen klassifikation i inScheme eller topConceptOf.",
            "A concept stands on its own and names no scheme in inScheme or topConceptOf.",
        ),
        both("Skriv inScheme", "Give inScheme"),
        Input(_file(f'{{"type": ["{_SKOS}Concept"], "uri": "urn:c#R"}}')),
    ),
    ImportRule(
        "SPJ06",
        ERROR,
        both("To beskrivelser er uenige", "Two descriptions disagree"),
        both(
            "Et begreb eller en klassifikation er beskrevet to gange, og et felt har ikke samme værdi begge steder.",
            "A concept or a scheme is described twice, and a field has not the same value in both places.",
        ),
        both("Behold én beskrivelse", "Keep one description"),
        Input(_file(_scheme(_RED, '{"uri": "urn:c#R", "prefLabel": {"da": "Rubin"}}'))),
    ),
    ImportRule(
        "SPJ07",
        INFORMATION,
        both("Listen er ikke hel", "The list is not complete"),
        both(
            "`null` i en liste, eller et sprogmærke som `da-`, siger, at der er mere, som filen ikke har.",
            "`null` in an array, or a language range such as `da-`, says that there is more than the file has.",
        ),
        both("Bed om hele listen, hvor det betyder noget", "Ask for the complete list where it matters"),
        _concept('"notation": ["R", null]'),
    ),
    ImportRule(
        "SPJ09",
        INFORMATION,
        both("Felter bevares ikke", "Fields are not kept"),
        both(
            "Filen har felter, som der ikke er plads til her; de nævnes med det antal gange, de står.",
            "The file has fields that have no place here; they are named with the number of times they stand.",
        ),
        both("Gør intet, hvis de kan undværes", "Do nothing if they can be spared"),
        _concept('"depiction": ["https://example.dk/red.png"]'),
    ),
    ImportRule(
        "SPJ10",
        ERROR,
        both("Typen siger ingen relation", "The type says no relation"),
        both(
            "En kortlægning har ingen type, en ukendt type eller to typer, der er relationer.",
            "A mapping has no type, an unknown type, or two types that are relations.",
        ),
        both("Skriv én af de kendte relationer", "Give one of the relations that are known"),
        _concordance(_mapping(f'"type": ["{_SKOS}mappingRelation"]')),
    ),
    ImportRule(
        "SPJ11",
        WARNING,
        both("Kortlægningen er udeladt", "The mapping was left out"),
        both(
            "En side har flere begreber, som kun betyder noget tilsammen, eller intet begreb at kortlægge fra.",
            "A side has several concepts that mean something together only, or no concept to map from.",
        ),
        both("Kortlæg enkelte begreber", "Map single concepts"),
        _concordance(_mapping(), _mapping(source='"memberSet": []')),
    ),
    ImportRule(
        "SPJ12",
        ERROR,
        both("Værdien er uden for det, der tages", "The value is outside what is taken"),
        both(
            "Et tal, en begrundelse eller et ord er ikke et af dem, der tages. En dato uden for kalenderen "
            "bevares ikke og er en advarsel.",
            "A number, a justification or a word is none of those taken. A date outside the calendar is not kept, "
            "and is a warning.",
        ),
        both("Ret værdien til en, der tages", "Correct the value to one that is taken"),
        _concordance(_mapping(f'{_EXACT}, "mappingRelevance": 2')),
        also=(WARNING,),
    ),
    ImportRule(
        "SPJ13",
        ERROR,
        both("Kortlægninger modsiger hinanden", "Mappings contradict each other"),
        both(
            "To kortlægninger siger på samme dag forskellige ting om de samme begreber.",
            "Two mappings say different things of the same concepts on one day.",
        ),
        both(
            "Behold den ene, eller adskil dem ved startDate og endDate",
            "Keep one, or part them by startDate and endDate",
        ),
        _concordance(_mapping(), _mapping(f'"type": ["{_SKOS}broadMatch"]')),
    ),
    ImportRule(
        "SPJ14",
        INFORMATION,
        both("Kortlægninger uden konkordans", "Mappings without concordance"),
        both(
            "Kortlægninger er ikke i nogen konkordans i filen; de er samlet i en kortlægning, som nævnes.",
            "Mappings are in no concordance of the file; they were made a map, which is named.",
        ),
        both("Beskriv konkordansen for at give den et navn", "Describe the concordance to give it a name"),
        Input(_file(_mapping()), label="1"),
    ),
    ImportRule(
        "SPJ15",
        WARNING,
        both("Teksten er ikke på Unicode-formen NFC", "The text is not in Unicode form NFC"),
        both(
            "Et bogstav er skrevet som to tegn, for eksempel å som a og en ring; teksten er normaliseret.",
            "A letter is written as two characters, for instance å as a and a ring; the text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _concept('"altLabel": {"da": ["Bla\u030a"]}'),
    ),
    ImportRule(
        "SPJ16",
        ERROR,
        both("Ingen dag ligger i perioden", "No day lies in the period"),
        both(
            "endDate, som er den sidste dag, ligger før startDate.",
            "endDate, which is the last day, lies before startDate.",
        ),
        both("Sæt startDate før endDate", "Put startDate before endDate"),
        _concept('"startDate": "2025-06-01", "endDate": "2025-05-01"'),
    ),
    ImportRule(
        "SPJ17",
        ERROR,
        both("To udgaver af én klassifikation", "Two releases of one scheme"),
        both(
            "En konkordans mener to versioner af den samme klassifikation på samme side.",
            "A concordance means two versions of one scheme on the same side.",
        ),
        both("Lav en konkordans for hver udgave", "Make a concordance for each release"),
        _concordance(_mapping(), _mapping(release="8")),
    ),
    ImportRule(
        "SPJ18",
        WARNING,
        both("Henvisningen fører ud af klassifikationen", "The reference leads out of the scheme"),
        both(
            "Et begreb henviser til en URI, som ikke er et begreb i klassifikationen; den er bevaret som egenskab.",
            "A concept refers to a URI that is no concept of the scheme; it is kept as a property.",
        ),
        both("Tag begrebet med, hvis det hører til", "Bring the concept along if it belongs"),
        _concept('"broader": [{"uri": "urn:x#C"}]'),
    ),
    ImportRule(
        "SPJ19",
        WARNING,
        both("En term står ikke på én linje", "A label is not on one line"),
        both(
            "Termen har linjeskift eller styretegn; den er bevaret på én linje uden dem. Hårde mellemrum "
            "bliver stående.",
            "The label holds line breaks or control characters; it is kept on one line without them. No-break "
            "spaces stay.",
        ),
        both("Skriv den på én linje", "Write it on one line"),
        _concept('"altLabel": {"da": ["Mørk\\nrød"]}'),
    ),
    ImportRule(
        "SPJ20",
        WARNING,
        both("En term er af to slags", "A label is of two kinds"),
        both(
            "Begrebet har én tekst på ét sprog som termer af to slags (SKOS S13); den stærkeste er bevaret.",
            "The concept has one text in one language as labels of two kinds (SKOS S13); the stronger one is kept.",
        ),
        both("Behold den ene", "Keep one"),
        _concept('"altLabel": {"da": ["Rød"]}'),
    ),
    ImportRule(
        "SPJ21",
        WARNING,
        both("Beslægtede begreber ligger over hinanden", "Related concepts lie above each other"),
        both(
            "To begreber er sagt at være beslægtede, men det ene ligger over det andet (SKOS S27); "
            "hierarkiet er bevaret.",
            "Two concepts are said to be related, but one lies above the other (SKOS S27); the hierarchy is kept.",
        ),
        both("Fjern related", "Remove related"),
        Input(_file(_scheme(_RED, _under("urn:c#M", '"related": [{"uri": "urn:c#R"}]')))),
    ),
    ImportRule(
        "SPJ22",
        WARNING,
        both("Et udgået begreb har sin afløsers kode", "A deprecated concept has the code of its successor"),
        both(
            "En kode er ét begreb; det udgåede har fået en kode af sin URI.",
            "A code is one concept; the deprecated one got a code made of its URI.",
        ),
        both("Giv det sin egen kode", "Give it a notation of its own"),
        Input(
            _file(
                _scheme(
                    '{"uri": "urn:c#R", "notation": ["1"], "prefLabel": {"da": "Rød"}}',
                    '{"uri": "urn:c#O", "notation": ["1"], "prefLabel": {"da": "Gammelrød"}, "deprecated": true,'
                    ' "replacedBy": [{"uri": "urn:c#R"}]}',
                )
            )
        ),
    ),
    ImportRule(
        "SPJ31",
        INFORMATION,
        both("Ikke skrevet", "Not written"),
        both(
            "JSKOS har ikke plads til det, der nævnes, så filerne bærer det ikke.",
            "JSKOS has no place for what is named, so that the files do not carry it.",
        ),
        both("Brug et andet format, hvis det skal med", "Use another format if it is to come along"),
        Input(_file(_scheme()), Way.EXPORT, format="jskos"),
    ),
)
