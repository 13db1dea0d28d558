"""SPFxx: FHIR JSON, and JSON of other formats."""

from __future__ import annotations

import json
from typing import Any, Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
from classification.sentence import both

_Json = dict[str, Any]

_COLOURS: Final = "urn:example:colours"
_RED: Final = {"code": "R", "display": "Rød"}
_DEEP: Final = '[{"code":"R","concept":' * 201 + "[]" + "}]" * 201


def _raw(text: str) -> Input:
    return Input({"colours.json": text})


def _resource(sort: str, content: _Json) -> _Json:
    return {"resourceType": sort, "url": f"urn:example:{sort.lower()}", "version": "1"} | content


def _text(*resources: _Json) -> str:
    """A resource, or several as a Bundle."""
    bundle = {"resourceType": "Bundle", "entry": [{"resource": resource} for resource in resources]}
    return json.dumps(resources[0] if len(resources) == 1 else bundle, ensure_ascii=False, indent=2) + "\n"


def _code_system(*concepts: _Json, **more: Any) -> _Json:
    head = {"url": _COLOURS, "name": "Colours", "content": "complete"}
    return _resource("CodeSystem", head | more | ({"concept": list(concepts)} if concepts else {}))


def _colours(*concepts: _Json, **more: Any) -> Input:
    return _raw(_text(_code_system(*concepts, **more)))


def _value_set(**compose: Any) -> Input:
    return _raw(_text(_resource("ValueSet", {"name": "Warm"} | ({"compose": compose} if compose else {}))))


def _map(*targets: _Json, source: str = "urn:example:paints") -> Input:
    group = {"target": _COLOURS, "element": [{"code": "17"} | ({"target": list(targets)} if targets else {})]}
    group = ({"source": source} if source else {}) | group
    return _raw(_text(_resource("ConceptMap", {"name": "PaintsColours", "group": [group]})))


RULES: Final = (
    ImportRule(
        "SPF01",
        ERROR,
        both("Filen er ikke JSON", "The file is no JSON"),
        both(
            "Fortolkeren standser ved den linje og kolonne, der nævnes, eller et heltal har tusinder af cifre.",
            "The parser stops at the line and column that are named, or an integer has thousands of digits.",
        ),
        both("Ret syntaksen", "Correct the syntax"),
        _raw('{"resourceType": "CodeSystem",\n "url": }\n'),
    ),
    ImportRule(
        "SPF02",
        ERROR,
        both("En nøgle står to gange i ét objekt", "A key stands twice in one object"),
        both(
            "JSON siger ikke, hvilken af de to værdier der gælder; de fleste programmer tager den sidste.",
            "JSON does not say which of the two values counts; most programs take the last one.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _raw('{"resourceType": "CodeSystem", "url": "urn:example:colours", "url": "urn:example:paints"}\n'),
    ),
    ImportRule(
        "SPF03",
        ERROR,
        both("Et tal er ikke et JSON-tal", "A number is no JSON number"),
        both(
            "'NaN' og uendelig findes ikke i JSON, selv om nogle programmer skriver dem.",
            "JSON has no NaN and no infinity, although some programs write them.",
        ),
        both("Skriv et tal", "Give a number"),
        _raw('{"resourceType": "CodeSystem", "count": NaN}\n'),
    ),
    ImportRule(
        "SPF04",
        ERROR,
        both("Filen er indlejret for dybt", "The file is nested too deep"),
        both(
            "Objekter står i hinanden i flere niveauer, end der kan læses, eller begreber i mere end 200. Rigtige "
            "ressourcer har nogle få snese.",
            "Objects stand in each other for more levels than can be read, or concepts for more than 200. Real "
            "resources have a few dozen.",
        ),
        both("Ret indlejringen", "Correct the nesting"),
        _raw(_text(_code_system()).replace("\n}", ',\n  "concept": ' + _DEEP + "\n}")),
    ),
    ImportRule(
        "SPF05",
        ERROR,
        both("En værdi har den forkerte type", "A value has the wrong type"),
        both(
            "FHIR siger for hvert element, om det er en tekst, et tal, en sandhedsværdi, en dato, en liste eller et "
            "objekt; her står noget andet, for eksempel et tal som kode.",
            "FHIR says of each element whether it is a string, a number, a boolean, a date, an array or an object; "
            "here is something else, such as a number given as a code.",
        ),
        both("Ret værdien", "Correct the value"),
        _colours({"code": 7, "display": "Rød"}),
    ),
    ImportRule(
        "SPF06",
        ERROR,
        both("Et halvt surrogatpar er ikke et tegn", "Half of a surrogate pair is no character"),
        both(
            "En escape-sekvens fra \\ud800 til \\udfff skal have sin anden halvdel lige efter sig; alene er den intet "
            "tegn.",
            "An escape from \\ud800 to \\udfff must have its other half right beside it; alone it is no character.",
        ),
        both("Ret escape-sekvensen", "Correct the escape"),
        _raw('{"resourceType": "CodeSystem", "title": "Farver \\ud83d"}\n'),
    ),
    ImportRule(
        "SPF07",
        ERROR,
        both("Et element mangler eller er tomt", "An element is missing or empty"),
        both(
            "Ressourcen kan ikke læses uden det: dens 'url', dens version, en kode, en værdi.",
            "The resource cannot be read without it: its url, its version, a code, a value.",
        ),
        both(
            "Angiv det; en version kan gives med --release NAVN",
            "Give it; a version can be given with --release LABEL",
        ),
        _colours({"display": "Rød"}),
    ),
    ImportRule(
        "SPF08",
        INFORMATION,
        both("En fil eller ressource læses ikke", "A file or resource is not read"),
        both(
            "Af FHIR læses 'CodeSystem', 'ValueSet' og 'ConceptMap', alene eller i en 'Bundle'; andet er forbigået.",
            "Of FHIR, CodeSystem, ValueSet and ConceptMap are read, alone or in a Bundle; others were passed over.",
        ),
        both(
            "Fjern den fra mappen, hvis den ikke hører til",
            "Remove it from the folder if it is no part of it",
        ),
        Input(
            {
                "fhir/CodeSystem-colours.json": _text(_code_system(_RED)),
                "fhir/Patient-1.json": '{"resourceType": "Patient", "id": "1"}\n',
            }
        ),
    ),
    ImportRule(
        "SPF09",
        INFORMATION,
        both("Elementer bevares ikke", "Elements are not kept"),
        both(
            "Der er ikke plads til dem her; de nævnes samlet for hver ressource, med antal.",
            "There is no place for them here; they are named together for each resource, with their number.",
        ),
        both("Behold filen, hvis du skal bruge dem", "Keep the file if you need them"),
        _colours(_RED, description="Farver til maling"),
    ),
    ImportRule(
        "SPF10",
        WARNING,
        both("Kodesystemet har ikke sine begreber", "The code system is without its concepts"),
        both(
            "'content' er 'not-present', som siger, at begreberne står et andet sted. Har systemet alligevel begreber, "
            "er det en fejl.",
            "content is 'not-present', which says that the concepts are elsewhere. Where there are concepts all the "
            "same, it is an error.",
        ),
        both("Importér hele kodesystemet", "Import the complete code system"),
        _colours(content="not-present"),
        also=(ERROR,),
    ),
    ImportRule(
        "SPF11",
        WARNING,
        both("Kodesystemet er kun en del", "The code system is only a part"),
        both(
            "'content' er 'fragment' eller 'example': der kan findes koder, som ikke er her. Uden begreber bliver der "
            "ingen udgave af det.",
            "content is 'fragment' or 'example': codes that are not here may exist. Without concepts no release is "
            "made of it.",
        ),
        both(
            "Importér hele kodesystemet, hvor det findes",
            "Import the complete code system where there is one",
        ),
        _colours(_RED, content="fragment"),
    ),
    ImportRule(
        "SPF12",
        INFORMATION,
        both(
            "Udgiveren siger ikke, om store og små bogstaver er forskellige",
            "The publisher does not say whether capitals matter",
        ),
        both(
            "'caseSensitive' mangler. FHIR R4 råder da til at tage koder i enhver form, så r er koden R, medmindre r "
            "er en anden kode.",
            "caseSensitive is missing. FHIR R4 then advises to take codes in any case, so that r is the code R, unless "
            "r is another code.",
        ),
        both(
            "Sig det med 'caseSensitive', hvis du udgiver filen",
            "Say it with caseSensitive if the file is yours",
        ),
        _colours(_RED),
    ),
    ImportRule(
        "SPF13",
        ERROR,
        both("En kode står to gange", "A code stands twice"),
        both(
            "To begreber i kodesystemet har samme kode; begge steder nævnes.",
            "Two concepts of the code system have one code; both places are named.",
        ),
        both("Giv hvert begreb sin egen kode", "Give each concept its own code"),
        _colours(_RED, {"code": "R", "display": "Rosa"}),
    ),
    ImportRule(
        "SPF14",
        INFORMATION,
        both("En betegnelse gentager en term", "A designation repeats a label"),
        both(
            "Begrebet har allerede ordet på det sprog; gentagelsen er udeladt.",
            "The concept has the word in that language already; the repetition was left out.",
        ),
        both("Fjern den, hvis den ikke er ment som en anden", "Remove it if no other one was meant"),
        _colours(_RED | {"designation": [{"value": "Rød"}]}),
    ),
    ImportRule(
        "SPF15",
        WARNING,
        both("En tekst er ikke på Unicode-formen NFC", "A text is not in Unicode form NFC"),
        both(
            "Bogstaver som å er skrevet som to tegn, så de ligner, men ikke er lig med, det ene; teksten er "
            "normaliseret.",
            "Letters such as å are written as two characters, which look like the one but are not equal to it; the "
            "text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _colours({"code": "B", "display": "Bla\u030a"}),
    ),
    ImportRule(
        "SPF16",
        WARNING,
        both("Antallet af begreber passer ikke", "The number of concepts differs"),
        both(
            "'count' siger et andet antal, end der står i filen; måske er den ikke hel.",
            "count says another number than the file holds; perhaps it is not complete.",
        ),
        both("Undersøg, om filen er hel", "Find out whether the file is complete"),
        _colours(_RED, count=12),
    ),
    ImportRule(
        "SPF17",
        ERROR,
        both("En værdi er ikke en af dem, der kan stå der", "A value is none of those that may stand there"),
        both(
            "FHIR har en liste over de ord, der kan stå der, eller egenskaben nævner en kode, som ikke findes. Et "
            "ukendt 'hierarchyMeaning' er en advarsel: det læses som 'is-a'.",
            "FHIR has a list of the words that may stand there, or the property names a code that is not there. An "
            "unknown hierarchyMeaning is a warning: it is taken as is-a.",
        ),
        both("Brug et ord fra listen", "Use a word of the list"),
        _colours(_RED | {"property": [{"code": "inactive", "valueCode": "maybe"}]}),
        also=(WARNING,),
    ),
    ImportRule(
        "SPF18",
        ERROR,
        both("Filteroperatoren er ikke understøttet", "The filter operator is not supported"),
        both(
            "Et filter i et værdisæt bruger en operator, som ikke kan regnes ud her.",
            "A filter of a value set uses an operator that is not worked out here.",
        ),
        both("Skriv det med en af de kendte operatorer", "Write it with one of the known operators"),
        _value_set(
            include=[
                {
                    "system": _COLOURS,
                    "filter": [{"property": "concept", "op": "generalizes", "value": "R"}],
                }
            ]
        ),
    ),
    ImportRule(
        "SPF19",
        ERROR,
        both(
            "En del af et værdisæt bryder FHIRs regler", "A part of a value set is against the rules of FHIR"
        ),
        both(
            "En del skal nævne et system eller et værdisæt (vsd-1), et system til sine koder og filtre (vsd-2) og ikke "
            "have både koder og filtre (vsd-3).",
            "A part must name a system or a value set (vsd-1), a system for its codes and filters (vsd-2), and not "
            "have both codes and filters (vsd-3).",
        ),
        both("Nævn systemet, eller lav to dele af den", "Name the system, or make two parts of it"),
        _value_set(include=[{"concept": [{"code": "R"}]}]),
    ),
    ImportRule(
        "SPF20",
        WARNING,
        both(
            "Noget kan ikke bevares uden at ændre meningen",
            "Something cannot be kept without another meaning",
        ),
        both(
            "Et værdisæt med 'lockedDate' læses uden den betingelse. I en "
            "kortlægning udelades rækker med en betingelse ('dependsOn', 'product'), rækker om, hvad modstykket ikke "
            "er, rækker for hele værdisæt og regler for koder uden række ('unmapped').",
            "A value set with lockedDate is read without that condition. Of a "
            "map are left out: rows with a condition (dependsOn, product), rows that say what the counterpart is "
            "not, rows for whole value sets, and rules for codes without a row (unmapped).",
        ),
        both(
            "Bind værdisættet til en version; skriv en række for hver kode",
            "Pin the value set to a version; write a row for each code",
        ),
        _value_set(lockedDate="2025-01-01", include=[{"system": _COLOURS}]),
    ),
    ImportRule(
        "SPF21",
        ERROR,
        both("Ressourcen er der to gange", "The resource is there twice"),
        both(
            "To ressourcer af samme type har samme 'url' og version.",
            "Two resources of one type have one url and version.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _raw(_text(_code_system(_RED), _code_system(_RED))),
    ),
    ImportRule(
        "SPF22",
        ERROR,
        both("Værdisættet har ingen definition", "The value set has no definition"),
        both(
            "'compose' mangler. En opregning ('expansion') siger, hvad der var med én dag, ikke hvorfor.",
            "compose is missing. An expansion says what was included on one day, not why.",
        ),
        both("Importér det værdisæt, der er opregnet", "Import the value set that was expanded"),
        _value_set(),
    ),
    ImportRule(
        "SPF23",
        ERROR,
        both("En del af en kortlægning siger intet", "A part of a map says nothing"),
        both(
            "En gruppe nævner ikke det system, dens koder er fra. En række uden mål og en kortlægning uden rækker er "
            "en advarsel.",
            "A group does not name the system that its codes are from. A row without a target and a map without rows "
            "are a warning.",
        ),
        both(
            "Nævn systemet; skriv 'unmatched', hvor der intet modstykke er",
            "Name the system; say unmatched where there is no counterpart",
        ),
        _map({"code": "R", "equivalence": "equivalent"}, source=""),
        also=(WARNING,),
    ),
    ImportRule(
        "SPF24",
        ERROR,
        both("Ingen dag ligger i perioden", "No day lies in the period"),
        both(
            "Perioden slutter, før den begynder, eller samme dag.",
            "The period ends before it begins, or on the same day.",
        ),
        both("Sæt den første dag før slutningen", "Put the first day before the end"),
        _colours(_RED, effectivePeriod={"start": "2025-06-01", "end": "2025-01-01"}),
    ),
    ImportRule(
        "SPF25",
        ERROR,
        both("Kortlægningen modsiger sig selv", "The map contradicts itself"),
        both(
            "To rækker siger noget om samme par på samme dag, en kode har både et modstykke og intet, eller "
            "'unmatched' nævner en kode.",
            "Two rows speak of one pair on one day, a code has both a counterpart and none, or unmatched names a code.",
        ),
        both("Behold den ene, eller adskil dem ved gyldighed", "Keep one, or part them by validity"),
        _map({"code": "R", "equivalence": "equivalent"}, {"code": "R", "equivalence": "wider"}),
    ),
    ImportRule(
        "SPF26",
        WARNING,
        both("Kodesystemet er helt og uden begreber", "The code system is complete and without concepts"),
        both(
            "'content' er 'complete', men der er intet begreb; måske er noget gået tabt på vejen.",
            "content is complete, but there is no concept; perhaps something was lost on the way.",
        ),
        both("Find begreberne", "Look for the concepts"),
        _colours(),
    ),
    ImportRule(
        "SPF27",
        WARNING,
        both("En tekst har linjeskift eller styretegn", "A text holds line breaks or control characters"),
        both(
            "En term står på én linje, og ingen tekst har styretegn; teksten er bevaret uden dem.",
            "A label stands on one line, and no text holds control characters; the text is kept without them.",
        ),
        both("Skriv teksten uden dem", "Write the text without them"),
        _colours({"code": "R", "display": "Mørk\nrød"}),
    ),
    ImportRule(
        "SPF28",
        WARNING,
        both(
            "En henvisning fører til en kode, der ikke er her", "A reference leads to a code that is not here"
        ),
        both(
            "Et overbegreb eller en afløser er ikke i kodesystemet; henvisningen er bevaret med sin URI, men "
            "hierarkiet kender den ikke.",
            "A broader concept or a successor is not in the code system; the reference is kept by its URI, but the "
            "hierarchy does not know it.",
        ),
        both("Ret koden, hvis den er forkert", "Correct the code if it is wrong"),
        _colours({"code": "R", "display": "Rød", "property": [{"code": "parent", "valueCode": "X"}]}),
    ),
    ImportRule(
        "SPF31",
        INFORMATION,
        both("Noget bliver ikke skrevet", "Something is not written"),
        both(
            "FHIR har ikke plads til det, så det er ikke i den fil, der eksporteres.",
            "FHIR has no place for it, so that it is not in the file that is exported.",
        ),
        both(
            "Eksportér til et andet format, hvis det skal med", "Export to another format if it must be kept"
        ),
        Input({"colours.json": _text(_code_system(_RED))}, way=Way.EXPORT, format="fhir-json"),
    ),
)
