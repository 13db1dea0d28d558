"""SP2xx: is the code one of its system, on the day?"""

from __future__ import annotations

from datetime import date
from typing import Final

from classification.finding import Severity
from classification.rules.check.example import (
    CARE_SOCIAL,
    CONDITION,
    FFB,
    FSIII,
    HOME_CARE,
    INDSATS,
    LAW,
    NURSING,
    TILSTAND,
    Objects,
    code,
    example,
)
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_RELIEF: Final = ("649b3428-4018-47da-bb36-1f2bfab3c8c1", "Afløsning i hjemmet")
_OBSERVATION: Final[Objects] = {
    "resourceType": "Observation",
    "status": "final",
    "subject": {"reference": "Patient/p-1"},
    "code": {"coding": [{"system": FSIII, "code": HOME_CARE[0]}]},
}
_TWICE: Final = {
    "coding": [
        {"system": FSIII, "code": HOME_CARE[0]},
        {"system": FSIII, "code": HOME_CARE[0], "display": HOME_CARE[1]},
    ]
}

RULES: Final = (
    CheckRule(
        "SP201",
        _WARNING,
        Sentence("Kodesystemet er ukendt", "The code system is unknown"),
        Sentence(
            "Hverken en klassifikation, der er åben her, eller et af de systemer, profilerne nævner, har den adresse. "
            "Tages der på stedet kun koder fra andre systemer, er det en fejl.",
            "Neither a classification that is open here nor a system that the profiles name bears that URI. It is an "
            "error where the place takes codes of other systems alone.",
        ),
        example(TILSTAND, code=code(("17", "Gangbesvær"), "https://kommune.example/egne-koder")),
        example(TILSTAND),
        Sentence("Ret systemets adresse", "Correct the URI of the system"),
    ),
    CheckRule(
        "SP202",
        _WARNING,
        Sentence("Kodesystemets adresse er gammel", "The URI of the code system is an old one"),
        Sentence(
            "Systemet har fået en ny adresse. En modtager, der kun kender den nye, kan ikke læse koden.",
            "The system was given a new URI. A receiver that knows only the new one cannot read the code.",
        ),
        example(TILSTAND, code=code(HOME_CARE, "http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII")),
        example(TILSTAND),
        Sentence("Skriv den nye adresse", "Write the new URI"),
    ),
    CheckRule(
        "SP203",
        _ERROR,
        Sentence("Koden findes ikke", "The code does not exist"),
        Sentence(
            "Ingen udgave af kodesystemet har koden. Ligner den en, der findes, nævnes denne; hedder den også, hvad "
            "teksten siger, rettes koden. Er kun en del af kodesystemet her (FHIR content: fragment, example), ved "
            "ingen, om koden findes, og det er kun en oplysning.",
            "No release of the code system has the code. If it resembles one that exists, that one is named; if that "
            "one is called what the display says, too, the code is mended. If only a part of the code system is here "
            "(FHIR content: fragment, example), nobody knows whether the code exists, and it is mere information.",
        ),
        example(TILSTAND, code=code(("d8aa5f09-cd9c-4996-a853-1c95ee98f25d", "Mobilitet og bevægelse"))),
        example(TILSTAND),
        Sentence("Slå koden op", "Look the code up"),
    ),
    CheckRule(
        "SP204",
        _ERROR,
        Sentence("Koden gælder ikke endnu", "The code is not valid yet"),
        Sentence(
            "Koden kommer først i en senere udgave end den, der gælder på objektets dag. Har begrebet allerede en "
            "anden kode den dag, eller dækker ingen udgave dagen, er det kun en oplysning.",
            "The code first appears in a release later than the one valid on the object's day. It is mere information "
            "if the concept has another code on that day, or if no release covers the day.",
        ),
        example(INDSATS, day=date(2024, 7, 1), recorded="2024-06-20", code=code(_RELIEF, version="2.2.0")),
        example(INDSATS, code=code(_RELIEF)),
        Sentence(
            "Ret datoen, eller brug den kode, der gjaldt", "Correct the date, or use the code valid then"
        ),
    ),
    CheckRule(
        "SP205",
        _ERROR,
        Sentence("Koden gælder ikke længere", "The code is no longer valid"),
        Sentence(
            "Koden står i en tidligere udgave, men ikke i den, der gælder på objektets dag.",
            "The code stands in an earlier release, but not in the one valid on the object's day.",
        ),
        example(
            INDSATS,
            localCode=code(
                ("e6f35a88-6665-4471-9dce-9a98854532b4", "FSIII indsatsmål"), CARE_SOCIAL, version="1.0.0"
            ),
        ),
        example(
            INDSATS,
            localCode=code(("ca552020-6ed1-4cdc-b0d4-32697f1f27ad", "FSIII tilstandsmål"), CARE_SOCIAL),
        ),
        Sentence("Vælg en kode, der gælder", "Choose a code that is valid"),
    ),
    CheckRule(
        "SP206",
        _WARNING,
        Sentence(
            "Koden står ikke i den udgave, der angives",
            "The code does not stand in the release that is named",
        ),
        Sentence(
            "Feltet version nævner en udgave, hvori koden ikke findes; enten er koden eller udgaven forkert.",
            "The field version names a release that has no such code; either the code or the release is wrong.",
        ),
        example(INDSATS, code=code(_RELIEF, version="2.0.0")),
        example(INDSATS, code=code(_RELIEF)),
        Sentence("Ret version", "Correct the version"),
    ),
    CheckRule(
        "SP207",
        _ERROR,
        Sentence("Koden hører til et andet system", "The code belongs to another system"),
        Sentence(
            "Koden findes, men i et andet kodesystem end det, der står ved den; har flere den, nævnes de alle. Et bart "
            "tal som 3 siger intet om systemet, medmindre teksten ved det gør.",
            "The code exists, but in another code system than the one beside it; if several have it, all are named. A "
            "bare number such as 3 says nothing of its system unless the display beside it does.",
        ),
        example(TILSTAND, code=code(("4934e45a-0f93-4c23-a767-2b681378700b", ""), display=None)),
        example(TILSTAND, code=code(("4934e45a-0f93-4c23-a767-2b681378700b", ""), FFB, display=None)),
        Sentence("Ret systemet eller koden", "Correct the system or the code"),
    ),
    CheckRule(
        "SP208",
        _WARNING,
        Sentence("Koden er en gammel nøgle", "The code is a legacy key"),
        Sentence(
            "Udgiveren har givet begrebet en UUID; nøglen (som J3.8) accepteres kun i en overgangstid.",
            "The publisher gave the concept a UUID; the key (such as J3.8) is accepted only during a transition.",
        ),
        example(TILSTAND, code=code(("J3.8", "Gå"))),
        example(TILSTAND, code=code(("51697715-965a-40f3-b4a5-819103bf9d49", "Gå"))),
        Sentence("Skriv UUID'en", "Write the UUID"),
    ),
    CheckRule(
        "SP209",
        _WARNING,
        Sentence("Koden er udgået", "The code is deprecated"),
        Sentence(
            "Koden står der endnu for gamle datas skyld, men må ikke bruges til nye. Efterfølgeren nævnes.",
            "The code still stands for the sake of old data, but may not be used for new. Its successor is named.",
        ),
        example(TILSTAND, legalBasis={"system": LAW, "code": "SEL-50", "date": "2025-08-20"}),
        example(TILSTAND, legalBasis={"system": LAW, "code": "BL-20", "date": "2025-08-20"}),
        Sentence("Brug efterfølgeren", "Use the successor"),
    ),
    CheckRule(
        "SP210",
        _ERROR,
        Sentence("Koden er en overskrift", "The code is a heading"),
        Sentence(
            "Koden samler andre koder (et område eller en paragraf) og siger for lidt til at blive registreret.",
            "The code gathers others (an area or a section of an act) and says too little to be recorded.",
        ),
        example(TILSTAND, code=code(("462f9352-0129-4d8e-8c75-a6dfed78ddcf", "Mobilitet"))),
        example(TILSTAND),
        Sentence("Vælg en kode under den", "Choose a code below it"),
    ),
    CheckRule(
        "SP211",
        _WARNING,
        Sentence("Den samme kode står to gange", "The same code stands twice"),
        Sentence(
            "To koder i listen er det samme begreb, også når den ene er en gammel nøgle.",
            "Two codes of the list are the same concept, also if one of them is a legacy key.",
        ),
        example(_OBSERVATION, "core-observation", code=_TWICE),
        example(_OBSERVATION, "core-observation"),
        Sentence("Behold den ene", "Keep one of them"),
    ),
    CheckRule(
        "SP212",
        _WARNING,
        Sentence("Udgaven kendes ikke", "The release is unknown"),
        Sentence(
            "Feltet version nævner en udgave, som kodesystemet ikke har, hverken efter vores eller udgiverens navn.",
            "The field version names a release that the code system does not have, by our label or the publisher's.",
        ),
        example(TILSTAND, code=code(HOME_CARE, version="9.9")),
        example(TILSTAND),
        Sentence("Ret version", "Correct the version"),
    ),
    CheckRule(
        "SP213",
        _ERROR,
        Sentence("Koden har blanktegn omkring sig", "The code has blanks around it"),
        Sentence(
            "En kode sammenlignes tegn for tegn; med et blanktegn er den for modtageren en anden kode.",
            "Codes are compared character by character; with a blank it is another code to the receiver.",
        ),
        example(TILSTAND, code=code((f"{HOME_CARE[0]} ", HOME_CARE[1]))),
        example(TILSTAND),
        Sentence("Fjern blanktegnene", "Remove the blanks"),
    ),
    CheckRule(
        "SP214",
        Severity.INFORMATION,
        Sentence("Ingen udgave dækker dagen", "No release covers the day"),
        Sentence(
            "Objektet er ældre end kodesystemets første udgave; koderne er bedømt efter den. Vælg en anden dag.",
            "The object is older than the first release of the code system; codes are judged by that one. Choose "
            "another day.",
        ),
        example(
            TILSTAND, day=date(2022, 6, 1), recorded="2022-05-20", code=code(("J3.8", "Gå"), version="1.0.0")
        ),
        example(
            TILSTAND, day=date(2023, 6, 20), recorded="2023-06-15", code=code(("J3.8", "Gå"), version="1.0.0")
        ),
        Sentence("Bedøm efter en dag, som en udgave dækker", "Judge by a day that a release covers"),
    ),
    CheckRule(
        "SP215",
        _ERROR,
        Sentence("Koden afviger kun i skrivemåde", "The code differs in spelling alone"),
        Sentence(
            "Kun store bogstaver, blanktegn, bindestreger eller det, der står om en UUID, er anderledes end i "
            "klassifikationen; for modtageren er det en anden kode.",
            "Only case, blanks, hyphens or what is put around a UUID differ from the classification; to the receiver "
            "it is another code.",
        ),
        example(TILSTAND, code=code((HOME_CARE[0].upper(), HOME_CARE[1]))),
        example(TILSTAND),
        Sentence("Skriv koden, som klassifikationen har den", "Write the code as the classification has it"),
    ),
    CheckRule(
        "SP216",
        _ERROR,
        Sentence("En term står i stedet for koden", "A term stands where the code belongs"),
        Sentence(
            "Teksten i feltet code er en term eller et niveaus tal. Alle koder, den kan stå for, nævnes; er der "
            "på stedet kun én, rettes den.",
            "The text in the field code is a term, or the number of a level. All codes that it can stand for are "
            "named; if there is but one in this place, it is mended.",
        ),
        example(TILSTAND, code=code((NURSING[1], NURSING[1]))),
        example(TILSTAND, code=code(NURSING)),
        Sentence("Skriv koden", "Write the code"),
    ),
    CheckRule(
        "SP217",
        _ERROR,
        Sentence("Kodesystemet mangler", "The code system is missing"),
        Sentence(
            "Uden kodesystem betyder en kode ingenting: J1.1 kan stå i hvilken som helst liste. Hvor koder er bundet, "
            "er det en fejl, og det system, som har koden dér, nævnes; alle andre steder er det en advarsel.",
            "Without a code system a code has no meaning: J1.1 may stand in any list. Where codes are bound it is an "
            "error, and the system that has the code there is named; everywhere else it is a warning.",
        ),
        example(CONDITION, code={"coding": [{"code": NURSING[0], "display": NURSING[1]}]}),
        example(CONDITION),
        Sentence("Skriv kodesystemet", "Write the code system"),
    ),
    CheckRule(
        "SP218",
        _ERROR,
        Sentence("Kodesystemets adresse er stavet forkert", "The URI of the code system is misspelled"),
        Sentence(
            "Adressen afviger kun i skrivemåde fra et systems (store bogstaver, http og https, en skråstreg, urn:oid: "
            "mangler), eller den ligner et systems, som har koden. Koden bedømmes, som om den stod der rigtigt.",
            "The URI differs in spelling alone from that of a system (case, http and https, a slash, a missing "
            "urn:oid:), or it resembles that of a system which has the code. The code is judged as if it stood there "
            "rightly.",
        ),
        example(TILSTAND, code=code(HOME_CARE, "1.2.208.176.2.21")),
        example(TILSTAND),
        Sentence("Skriv adressen, som systemet har den", "Write the URI as the system has it"),
    ),
    CheckRule(
        "SP219",
        _ERROR,
        Sentence("Koden mangler", "The code is missing"),
        Sentence(
            "Hvor en kode fra et værdisæt skal stå, er en tekst eller et system alene ikke nok; hvor værdisættet kan "
            "udvides, er det en advarsel, og hvor det kun foretrækkes, en oplysning. De koder, der hedder, hvad "
            "teksten siger, nævnes.",
            "Where a code of a value set must stand, a text or a system alone will not do; it is a warning where the "
            "value set is extensible, and information where it is preferred. The codes that are called what the text "
            "says are named.",
        ),
        example(CONDITION, code={"coding": [{"system": FSIII, "display": NURSING[1]}]}),
        example(CONDITION),
        Sentence("Skriv koden", "Write the code"),
    ),
)
