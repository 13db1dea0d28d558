"""SPOxx: OIO Klassifikation, as LoRa JSON and FK XML."""

from __future__ import annotations

import json
from typing import Any, Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input
from classification.sentence import both

_Json = dict[str, Any]

_PLAN: Final = "11111111-1111-4111-8111-111111111111"
_FACET: Final = "22222222-2222-4222-8222-222222222222"
_RED: Final = "33333333-3333-4333-8333-333333333333"
_PINK: Final = "44444444-4444-4444-8444-444444444444"
_ALWAYS: Final = {"from": "-infinity", "to": "infinity"}
_SINCE: Final = {"from": "2025-01-01T00:00:00+01:00", "to": "infinity"}


def _object(sort: str, identifier: str, row: _Json, **relations: Any) -> _Json:
    """An object as it is sent in, published since 2025."""
    return {
        "uuid": identifier,
        "attributter": {f"{sort}egenskaber": [row | {"virkning": _ALWAYS}]},
        "tilstande": {f"{sort}publiceret": [{"publiceret": "Publiceret", "virkning": _SINCE}]},
        "relationer": {name: rows for name, rows in relations.items() if rows},
    }


def _to(target: str, **more: str) -> list[_Json]:
    return [{"uuid": target, **more, "virkning": _ALWAYS}]


def _klasse(identifier: str = _RED, key: str = "R", title: str = "Rød", **relations: Any) -> _Json:
    row = {"brugervendtnoegle": key, "titel": title}
    return _object("klasse", identifier, row, **({"facet": _to(_FACET)} | relations))


def _red_row(**more: Any) -> _Json:
    """The klasse with further attributes, or others."""
    red = _klasse()
    red["attributter"]["klasseegenskaber"][0] |= more
    return red


def _red_state(publiceret: str = "Publiceret", **virkning: str) -> _Json:
    """The klasse with another row of publiceret."""
    row = {"publiceret": publiceret, "virkning": virkning or _SINCE}
    return _klasse() | {"tilstande": {"klassepubliceret": [row]}}


_COLOURS: Final = (
    _object("klassifikation", _PLAN, {"brugervendtnoegle": "Prøver"}),
    _object("facet", _FACET, {"brugervendtnoegle": "Farver"}, facettilhoerer=_to(_PLAN)),
)


def _file(*objects: _Json) -> Input:
    """A file of LoRa as it stands."""
    return Input({"colours.lora.json": json.dumps(objects, ensure_ascii=False, indent=1) + "\n"})


def _lora(*klasser: _Json) -> Input:
    """A file of LoRa: klassifikation, facet and klasser."""
    return _file(*_COLOURS, *klasser)


def _registered(*registrations: _Json) -> _Json:
    """The klasse with registrations, as LoRa stores it."""
    red = _klasse()
    return {"id": red.pop("uuid"), "registreringer": [red | each for each in registrations]}


RULES: Final = (
    ImportRule(
        "SPO01",
        INFORMATION,
        both("Noget er ikke et objekt af OIO Klassifikation", "Something is no object of OIO Klassifikation"),
        both(
            "Det er hverken klassifikation, facet eller klasse, eller det har ingen registrering; det er forbigået.",
            "It is no klassifikation, facet or klasse, or it has no registration; it was passed over.",
        ),
        both(
            "Send hele svaret, eller fjern det, der ikke hører til",
            "Send the whole answer, or remove what is not part of it",
        ),
        _lora(_klasse(), {"note": "Testdata"}),
    ),
    ImportRule(
        "SPO02",
        ERROR,
        both("Et objekt har ingen UUID eller ingen type", "An object has no UUID or no type"),
        both(
            "Objekter kendes på deres UUID, og typen på de egenskaber, som kun den har; uden dem kan objektet ikke "
            "læses.",
            "Objects are known by their UUID, and their type by what only it has; without them the object cannot be "
            "read.",
        ),
        both(
            "Angiv UUID'en som id eller som filens navn, og send objektet med dets attributter",
            "Give the UUID as id or as the name of the file, and send the object with its attributter",
        ),
        _lora(_klasse(identifier="R1")),
    ),
    ImportRule(
        "SPO03",
        ERROR,
        both("Maskinen kender ikke Danmarks tidszone", "The machine does not know the time zone of Denmark"),
        both(
            "Dage begynder ved midnat i Danmark ('Europe/Copenhagen'). Uden tidszonen kan intet tidspunkt læses.",
            "Days begin at midnight in Denmark (Europe/Copenhagen). Without the time zone no point in time can be "
            "read.",
        ),
        both("Installér pakken tzdata", "Install the package tzdata"),
        both(
            "En maskine uden tidszoner, hvor pakken tzdata ikke er installeret",
            "A machine without time zones, on which the package tzdata is not installed",
        ),
    ),
    ImportRule(
        "SPO04",
        ERROR,
        both("En grænse er ikke et tidspunkt", "A bound is no point in time"),
        both(
            "En virkning begynder eller slutter på noget, der ikke kan læses som tidspunkt; rækken er udeladt.",
            "A virkning begins or ends at something that cannot be read as a point in time; the row is left out.",
        ),
        both("Skriv det som 2025-01-01T00:00:00+01:00", "Write it as 2025-01-01T00:00:00+01:00"),
        _lora(_red_state(**{"from": "1. januar 2025", "to": "infinity"})),
    ),
    ImportRule(
        "SPO05",
        ERROR,
        both("En virkning slutter, før den begynder", "A virkning ends before it begins"),
        both(
            "Slutningen er ikke senere end begyndelsen, så rækken gælder aldrig; den er udeladt.",
            "The end is no later than the beginning, so that the row never holds; it is left out.",
        ),
        both(
            "Ret en af grænserne; selve slutningen er ikke med",
            "Correct one bound; the end itself is not included",
        ),
        _lora(_red_state(**{"from": "2025-01-01", "to": "2024-01-01"})),
    ),
    ImportRule(
        "SPO06",
        WARNING,
        both("En grænse er ikke midnat", "A bound is no midnight"),
        both(
            "Dage er den mindste enhed her: en grænse på et andet klokkeslæt regnes fra den dag, den ligger i, og en "
            "virkning inden for én dag er udeladt.",
            "Days are the smallest unit here: a bound at another time counts from the day it lies in, and a virkning "
            "within one day was left out.",
        ),
        both("Se, om det er den dag, der menes", "See whether the day is the one that is meant"),
        _lora(_red_state(**{"from": "2025-01-01T10:15:00+01:00", "to": "infinity"})),
    ),
    ImportRule(
        "SPO07",
        WARNING,
        both("En virkning mangler en grænse", "A virkning lacks a bound"),
        both(
            "'from' eller 'to' er ikke angivet; virkningen tages som ubegrænset i den ende.",
            "from or to is not stated; the virkning is taken as unbounded at that end.",
        ),
        both(
            "Skriv -infinity og infinity, hvor de er ment",
            "Write -infinity and infinity where they are meant",
        ),
        _lora(_red_state(**{"from": "2025-01-01"})),
    ),
    ImportRule(
        "SPO08",
        ERROR,
        both("To rækker gælder på én gang", "Two rows hold at once"),
        both(
            "Et objekt har på et tidspunkt kun ét sæt egenskaber, ét svar på, om det er publiceret, og én "
            "overordnet, én facet, én klassifikation, én ansvarlig og én ejer; begge steder nævnes.",
            "At any time an object has one set of egenskaber, one answer to whether it is published, and one parent, "
            "one facet, one klassifikation, one ansvarlig and one ejer; both places are named.",
        ),
        both("Lad den ene slutte, hvor den anden begynder", "Let one end where the other begins"),
        _lora(_klasse(overordnetklasse=[*_to(_PINK), *_to(_PINK)]), _klasse(_PINK, "R.1", "Lyserød")),
    ),
    ImportRule(
        "SPO09",
        WARNING,
        both("Det er uklart, hvilken registrering der gælder", "It is unclear which registration stands"),
        both(
            "Af flere registreringer er ingen eller flere stadig åbne; den, der begyndte sidst, er taget.",
            "Of several registrations none or several are still open; the one that began last was taken.",
        ),
        both("Send kun den, der gælder", "Send only the one that stands"),
        _lora(_registered({}, {})),
    ),
    ImportRule(
        "SPO10",
        INFORMATION,
        both("Et objekt er passiveret eller slettet", "An object is passive or deleted"),
        both(
            "Registret har taget det ud af brug; det er udeladt.",
            "The register has taken it out of use; it was left out.",
        ),
        both("Intet, hvis det er ment", "Nothing, if it is meant"),
        _lora(_klasse(), _klasse(_PINK, "R.1", "Lyserød") | {"livscykluskode": "Slettet"}),
    ),
    ImportRule(
        "SPO11",
        ERROR,
        both("En klasse har ingen facet i filerne", "A klasse has no facet in the files"),
        both(
            "Klassen nævner ingen facet, så den er udeladt, eller en, som ikke er i filerne. En facet er her en "
            "klassifikation.",
            "The klasse names no facet, so that it was left out, or one that is not in the files. A facet is a "
            "scheme here.",
        ),
        both("Send facetten og klasserne i samme mappe", "Send the facet and its klasser in one folder"),
        _lora(_klasse(), _klasse(_PINK, "R.1", "Lyserød", facet=[])),
    ),
    ImportRule(
        "SPO12",
        ERROR,
        both("Den overordnede klasse er ikke i filerne", "The parent is not in the files"),
        both(
            "overordnetklasse nævner en klasse, som ikke er sendt; uden den kan hierarkiet ikke læses.",
            "overordnetklasse names a klasse that was not sent; without it the hierarchy cannot be read.",
        ),
        both("Send den også, eller ret overordnetklasse", "Send it too, or correct overordnetklasse"),
        _lora(_klasse(overordnetklasse=_to(_PINK))),
    ),
    ImportRule(
        "SPO13",
        WARNING,
        both("Den overordnede klasse gælder ikke altid", "The parent does not always stand"),
        both(
            "Den står i en anden facet, eller den er ikke publiceret, så længe som det, der er under den; uden den er "
            "klassen øverst.",
            "It stands in another facet, or it is not published as long as what is under it; without it the klasse "
            "is at the top.",
        ),
        both(
            "Lad den overordnede være publiceret, så længe som det, der er under den",
            "Let the parent be published as long as what is under it",
        ),
        _lora(_klasse(_PINK, "R.1", "Lyserød", overordnetklasse=_to(_RED)), _red_state("IkkePubliceret")),
    ),
    ImportRule(
        "SPO14",
        ERROR,
        both("Filen giver for meget arbejde", "The file makes too much work"),
        both(
            "Rækkerne skifter for ofte, eller mapninger er for mange, til at tidslinjen kan regnes ud; grænserne er "
            "langt over det, rigtige klassifikationer har.",
            "Rows change too often, or mapninger are too many, for the time line to be worked out; the bounds are "
            "far above what real classifications have.",
        ),
        both("Send færre objekter ad gangen", "Send fewer objects at a time"),
        both(
            "En facet med 4.000 klasser, som hver skifter titel på 4.000 dage",
            "A facet with 4,000 klasser, each of which changes its title on 4,000 days",
        ),
    ),
    ImportRule(
        "SPO15",
        ERROR,
        both("Udgaven har intet navn", "The release has no label"),
        both(
            "En udgave hedder efter sin første dag. Gælder den eneste altid, har den ingen.",
            "A release is named after its first day. If the only one holds always, it has none.",
        ),
        both("Giv et navn med --release NAVN", "Give a label with --release LABEL"),
        _file(
            _object("facet", _FACET, {"brugervendtnoegle": "Farver"})
            | {"tilstande": {"facetpubliceret": [{"publiceret": "Publiceret", "virkning": _ALWAYS}]}},
            _red_state(**_ALWAYS),
        ),
    ),
    ImportRule(
        "SPO16",
        INFORMATION,
        both("Noget bevares ikke", "Something is not kept"),
        both(
            "Attributter og relationer, som der ikke er plads til her, nævnes samlet for hver fil, med antal.",
            "Attributter and relationer that there is no place for here are named together for each file, with their "
            "number.",
        ),
        both("Behold filen, hvis du skal bruge dem", "Keep the file if you need them"),
        _lora(_red_row(integrationsdata="RGB FF0000")),
    ),
    ImportRule(
        "SPO17",
        ERROR,
        both("En klasse har ingen brugervendtnoegle", "A klasse has no brugervendtnoegle"),
        both(
            "Nøglen er den kode, mennesker bruger. Uden den træder klassens UUID i stedet.",
            "The key is the code that people use. Without it the UUID of the klasse takes its place.",
        ),
        both(
            "Giv den en for hele den tid, den er publiceret", "Give it one for the whole time it is published"
        ),
        _lora(_klasse(key="")),
    ),
    ImportRule(
        "SPO18",
        INFORMATION,
        both("Et søgeord gentager en term", "A soegeord repeats a label"),
        both(
            "Klassen har allerede ordet, som sin titel eller som søgeord; gentagelsen er udeladt.",
            "The klasse has the word already, as its title or as a soegeord; the repetition was left out.",
        ),
        both("Fjern det, hvis intet andet ord er ment", "Remove it if no other word was meant"),
        _lora(_red_row(soegeord=[["Rød", "", ""]])),
    ),
    ImportRule(
        "SPO19",
        WARNING,
        both("En tekst er ikke på Unicode-formen NFC", "A text is not in Unicode form NFC"),
        both(
            "Bogstaver som å er skrevet som to tegn, så de ligner, men ikke er lig med, det ene; teksten er "
            "normaliseret.",
            "Letters such as å are written as two characters, which look like the one but are not equal to it; the "
            "text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _lora(_klasse(_PINK, "B", "Bla\u030a")),
    ),
    ImportRule(
        "SPO20",
        ERROR,
        both(
            "Det kan ikke ses, om objektet er publiceret", "It cannot be seen whether the object is published"
        ),
        both(
            "publiceret er 'Publiceret' eller 'IkkePubliceret' (i FK: 'true' eller 'false'); rækken er udeladt.",
            "publiceret is Publiceret or IkkePubliceret (in FK: true or false); the row is left out.",
        ),
        both("Skriv et af de to ord", "Write one of the two words"),
        _lora(_red_state("Ja")),
    ),
    ImportRule(
        "SPO21",
        ERROR,
        both("Et objekt er der to gange", "An object is there twice"),
        both(
            "To objekter har samme UUID; begge steder nævnes, og det første er læst.",
            "Two objects have one UUID; both places are named, and the first was read.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _lora(_klasse(), _klasse(title="Rødt")),
    ),
    ImportRule(
        "SPO22",
        ERROR,
        both("Svaret fortæller om en fejl", "The answer reports a failure"),
        both(
            "FK-Klassifikation svarede med en anden StatusKode end 20, så det, der blev spurgt om, er ikke i svaret.",
            "FK-Klassifikation answered with another StatusKode than 20, so that what was asked for is not in the "
            "answer.",
        ),
        both("Send et svar med StatusKode 20", "Send an answer with StatusKode 20"),
        Input(
            {
                "colours.xml": "<LaesOutput>\n  <StandardRetur><StatusKode>44</StatusKode>\n"
                "    <FejlbeskedTekst>Ikke fundet</FejlbeskedTekst></StandardRetur>\n</LaesOutput>\n"
            }
        ),
    ),
    ImportRule(
        "SPO23",
        WARNING,
        both("En facet har ingen klassifikation i filerne", "A facet has no klassifikation in the files"),
        both(
            "Facetten har ikke facettilhoerer, eller den klassifikation, den nævner, er ikke sendt. Titel, licens og "
            "udgiver kommer fra den.",
            "The facet has no facettilhoerer, or the klassifikation that it names was not sent. Title, licence and "
            "publisher come from that.",
        ),
        both("Send klassifikationen også", "Send the klassifikation too"),
        _file(_COLOURS[1], _klasse()),
    ),
    ImportRule(
        "SPO24",
        ERROR,
        both("Mapninger modsiger hinanden", "Mapninger contradict each other"),
        both(
            "En klasse fører til samme mål med to relationer på samme dag.",
            "A klasse leads to one target by two relations on one day.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _lora(_klasse(mapninger=[*_to(_PINK, type="exactMatch"), *_to(_PINK, type="broadMatch")])),
    ),
    ImportRule(
        "SPO25",
        ERROR,
        both("En værdi har den forkerte type", "A value has the wrong type"),
        both(
            "Der skal stå en tekst, en liste eller et objekt, og der står noget andet; værdien er forbigået.",
            "A string, an array or an object must stand there, and something else does; the value was passed over.",
        ),
        both("Ret værdien", "Correct the value"),
        _lora(_red_row(titel=7)),
    ),
    ImportRule(
        "SPO26",
        INFORMATION,
        both("En facet har ingen publiceret klasse", "A facet has no published klasse"),
        both(
            "Hverken nu eller på noget andet tidspunkt er en klasse publiceret, mens facetten og klassifikationen er "
            "det; der bliver ingen udgave af den.",
            "Neither now nor at any other time is a klasse published while its facet and klassifikation are; no "
            "release is made of it.",
        ),
        both("Se på publiceret for facet og klasser", "Look at publiceret of facet and klasser"),
        _lora(_red_state("IkkePubliceret")),
    ),
    ImportRule(
        "SPO27",
        WARNING,
        both("En term står ikke på én linje", "A label is not on one line"),
        both(
            "Termen har linjeskift eller styretegn; den er bevaret på én linje uden dem.",
            "The label holds line breaks or control characters; it is kept on one line without them.",
        ),
        both("Skriv den på én linje", "Write it on one line"),
        _lora(_klasse(_PINK, "B", "Mørk\nblå")),
    ),
)
