"""SP1xx: does the object have the shape that its profile says?"""

from __future__ import annotations

from datetime import date
from typing import Final

from classification.finding import Severity
from classification.rules.check.example import (
    CONDITION,
    FSIII,
    INDSATS,
    NURSING,
    SNOMED,
    TILSTAND,
    Objects,
    code,
    example,
)
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR: Final = Severity.ERROR
_PLAN: Final[Objects] = {
    "resourceType": "CarePlan",
    "status": "active",
    "intent": "plan",
    "subject": {"reference": "Patient/p-1"},
    "period": {"start": "2025-08-20"},
    "activity": [
        {
            "detail": {
                "code": {"coding": [{"system": FSIII, "code": "fdf43795-6499-4a5b-a1d9-d045975682b2"}]},
                "status": "in-progress",
            }
        }
    ],
}
_OUTSIDE: Final = [
    {
        "detail": {
            "code": {
                "coding": [
                    {"system": FSIII, "code": "fdf43795-6499-4a5b-a1d9-d045975682b2"},
                    {"system": SNOMED, "code": "385763009"},
                ]
            },
            "status": "in-progress",
        }
    }
]
_CARE_CONDITION: Final = "http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"
_TWO: Final = {
    "coding": [
        {"system": FSIII, "code": NURSING[0], "display": NURSING[1]},
        {"system": SNOMED, "code": "82971005"},
    ]
}

RULES: Final = (
    CheckRule(
        "SP101",
        Severity.WARNING,
        Sentence("Objektet genkendes ikke", "The object is not recognised"),
        Sentence(
            "Ingen profil beskriver objektet: hverken dets type eller meta.profile svarer til en profil. Er navnet "
            "næsten et kendt, eller er der hverken resourceType eller type, er det en fejl; en FHIR-ressource, som "
            "ingen profil beskriver, er kun en bemærkning, og dens koder kontrolleres alligevel. Nævnes en profil "
            "eller kanal (--profile), er det altid en fejl.",
            "No profile describes the object: neither its type nor its meta.profile fits any. Where the name is nearly "
            "a known one, or there is neither resourceType nor type, it is an error; a FHIR resource that no profile "
            "describes is only noted, and its codes are checked all the same. Where a profile or channel is named "
            "(--profile) it is always an error.",
        ),
        example(TILSTAND, "auto", type="tilstan"),
        example(TILSTAND, "auto"),
        Sentence(
            "Ret typen, eller sig, hvilken profil der gælder", "Correct the type, or say which profile holds"
        ),
    ),
    CheckRule(
        "SP102",
        _ERROR,
        Sentence("Et felt mangler", "A field is missing"),
        Sentence(
            "Profilen kræver feltet, og uden det kan modtageren ikke vide, hvad der menes.",
            "The profile requires the field; without it the receiver cannot know what is meant.",
        ),
        example(TILSTAND, status=None),
        example(TILSTAND),
        Sentence("Tilføj feltet", "Add the field"),
    ),
    CheckRule(
        "SP103",
        _ERROR,
        Sentence("Et felt har for mange værdier", "A field has too many values"),
        Sentence(
            "Profilen tillader færre værdier, end der står. Gateway tager for eksempel netop én kode pr. tilstand.",
            "The profile allows fewer values than there are. Gateway, for one, takes exactly one code per state.",
        ),
        example(CONDITION, code=_TWO),
        example(CONDITION),
        Sentence("Behold den værdi, der hører til", "Keep the value that belongs there"),
    ),
    CheckRule(
        "SP104",
        _ERROR,
        Sentence("Feltet kendes ikke", "The field is unknown"),
        Sentence(
            "Profilen er lukket og kender ikke feltet; ofte er navnet stavet forkert, og så læser ingen det.",
            "The profile is closed and does not know the field; often its name is misspelt, and then nobody reads it.",
        ),
        example(TILSTAND, statuss="inactive"),
        example(TILSTAND),
        Sentence("Ret navnet, eller fjern feltet", "Correct the name, or remove the field"),
    ),
    CheckRule(
        "SP105",
        _ERROR,
        Sentence("Værdien er af en forkert type", "The value is of the wrong type"),
        Sentence(
            "Feltet skal være af en anden type: en tekst, et tal, en sandhedsværdi, et objekt eller en liste.",
            "The field must be of another type: a string, a number, a boolean, an object or an array.",
        ),
        example(TILSTAND, status="active", code=code(NURSING), focus="ja"),
        example(TILSTAND, status="active", code=code(NURSING), focus=True),
        Sentence(
            "Skriv værdien i den type, som feltet har", "Write the value in the type that the field has"
        ),
    ),
    CheckRule(
        "SP106",
        _ERROR,
        Sentence("Datoen eller tiden er ugyldig", "The date or time is invalid"),
        Sentence(
            "Datoer skrives 2025-08-20, tider 2025-08-20T10:00:00+02:00 (ISO 8601, som i FHIR), og dagen skal findes.",
            "Dates read 2025-08-20, times 2025-08-20T10:00:00+02:00 (ISO 8601, as in FHIR), and the day must exist.",
        ),
        example(TILSTAND, recorded="2025-02-30"),
        example(TILSTAND),
        Sentence(
            "Skriv en dag, der findes, som 2025-08-20, eller en tid som 2025-08-20T10:00:00+02:00",
            "Write a day that exists, as 2025-08-20, or a time as 2025-08-20T10:00:00+02:00",
        ),
    ),
    CheckRule(
        "SP107",
        _ERROR,
        Sentence("Værdien er ikke en af de tilladte", "The value is none of those allowed"),
        Sentence(
            "Feltet tager kun bestemte værdier, eller værdier af en bestemt form.",
            "The field takes certain values alone, or values of a certain form.",
        ),
        example(TILSTAND, status="aktiv"),
        example(TILSTAND),
        Sentence("Skriv en af de værdier, som feltet tager", "Write one of the values that the field takes"),
    ),
    CheckRule(
        "SP108",
        _ERROR,
        Sentence("Feltet må ikke stå i denne kanal", "The field may not stand in this channel"),
        Sentence(
            "Kanalen har udeladt feltet. Det samme objekt kan være lovligt i en anden kanal.",
            "The channel has ruled the field out. The same object may be legal in another channel.",
        ),
        example(CONDITION, note=[{"text": "Bruger rollator"}]),
        example(CONDITION),
        Sentence("Fjern feltet", "Remove the field"),
    ),
    CheckRule(
        "SP109",
        _ERROR,
        Sentence(
            "Værdien hører ikke til nogen af de tilladte dele", "The value belongs to no part that is allowed"
        ),
        Sentence(
            "Listen er lukket: hver værdi skal høre til en af de dele, som profilen nævner, for eksempel et bestemt "
            "kodesystem.",
            "The array is closed: each value must belong to a part that the profile names, such as a certain code "
            "system.",
        ),
        example(_PLAN, "gateway-planned-intervention", activity=_OUTSIDE),
        example(_PLAN, "gateway-planned-intervention"),
        Sentence(
            "Fjern værdien, eller giv den en kode fra et af de systemer, der nævnes",
            "Remove the value, or code it in one of the systems named",
        ),
    ),
    CheckRule(
        "SP110",
        _ERROR,
        Sentence("Værdien er tom", "The value is empty"),
        Sentence(
            "Tomme tekster, null, {} og [] siger intet; et felt uden værdi udelades (FHIR R4, JSON).",
            "Empty strings, null, {} and [] say nothing; a field without value is left out (FHIR R4, JSON).",
        ),
        example(TILSTAND, note=""),
        example(TILSTAND),
        Sentence("Udelad feltet", "Leave the field out"),
    ),
    CheckRule(
        "SP112",
        Severity.WARNING,
        Sentence("Profilen gælder ikke den dag", "The profile is not valid on that day"),
        Sentence(
            "Objektet er kontrolleret efter en profil, der ikke gælder den dag, objektet bedømmes på.",
            "The object was checked by a profile that is not valid on the day by which the object is judged.",
        ),
        example(
            TILSTAND,
            day=date(2019, 6, 1),
            recorded="2019-05-20",
            code={"system": SNOMED, "version": "2019", "code": "82971005"},
        ),
        example(TILSTAND, code={"system": SNOMED, "version": "2025", "code": "82971005"}),
        Sentence(
            "Vælg en profil, der gælder den dag, eller en anden dag",
            "Choose a profile that is valid on that day, or another day",
        ),
    ),
    CheckRule(
        "SP113",
        _ERROR,
        Sentence("Objektet er af en anden type", "The object is of another type"),
        Sentence(
            "Den profil, der er valgt, beskriver objekter af en anden type.",
            "The profile that was chosen describes objects of another type.",
        ),
        example(INDSATS, "tilstand"),
        example(INDSATS, "indsats"),
        Sentence("Vælg en anden profil, eller auto", "Choose another profile, or auto"),
    ),
    CheckRule(
        "SP114",
        _ERROR,
        Sentence("Profilens navn er næsten et kendt", "The name of the profile is nearly a known one"),
        Sentence(
            "Objektet er holdt op mod den profil eller kanal, der er valgt, men det navn, som det selv giver i "
            "meta.profile, er ikke kendt og ligner et, der er: modtageren vil ikke genkende det.",
            "The object was held against the profile or channel that was chosen, but the name it gives itself in "
            "meta.profile is not known and resembles one that is: its receiver will not recognise it.",
        ),
        example(CONDITION, meta={"profile": [_CARE_CONDITION.replace("condition", "conditon")]}),
        example(CONDITION, meta={"profile": [_CARE_CONDITION]}),
        Sentence("Ret meta.profile", "Correct meta.profile"),
    ),
)
