"""SP4xx: may this code stand here?"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from classification.finding import Severity
from classification.rules.check.example import (
    CARE_SOCIAL,
    CONDITION,
    INDSATS,
    NURSING,
    TILSTAND,
    code,
    concept,
    example,
)
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR: Final = Severity.ERROR
_COURSE: Final[dict[str, Any]] = {
    "resourceType": "CarePlan",
    "status": "active",
    "intent": "order",
    "category": [concept(("e459386d-1474-4c31-89c5-c8bc7a25e3d4", "Social indsats"), CARE_SOCIAL)],
    "subject": {"reference": "Patient/p-1"},
    "created": "2025-08-20",
    "goal": [{"reference": "Goal/g-1"}],
}

RULES: Final = (
    CheckRule(
        "SP401",
        _ERROR,
        Sentence("Koden er ikke i værdisættet", "The code is not in the value set"),
        Sentence(
            "Kanalen tager på dette sted kun koder fra et bestemt værdisæt; den version, der gælder på objektets dag, "
            "har ikke koden.",
            "In this place the channel takes codes of a certain value set alone; its version valid on the object's "
            "day does not hold the code.",
        ),
        example(CONDITION, "prevention-condition", code=concept(NURSING)),
        example(
            CONDITION,
            "prevention-condition",
            code=concept(("bb7e9e71-73f6-4ec6-a0bf-eaec1e5982b4", "Sundhedskompetence")),
        ),
        Sentence("Vælg en kode fra værdisættet", "Choose a code of the value set"),
    ),
    CheckRule(
        "SP402",
        _ERROR,
        Sentence("Koden er i intet værdisæt", "The code is in no value set"),
        Sentence(
            "Klassifikationen har koden, men udgiveren har ikke lagt den i noget værdisæt; ingen kanal kan tage imod "
            "den. Det gælder for eksempel hjælpemiddelområdet i FSIII.",
            "The classification has the code, but the publisher put it in no value set; no channel can take it. So it "
            "is with the aids area of FSIII, for instance.",
        ),
        example(TILSTAND, code=code(("c26718f2-4dd7-464b-97ee-50b474c01091", "Praktiske opgaver"))),
        example(TILSTAND),
        Sentence("Spørg udgiveren, eller vælg en anden kode", "Ask the publisher, or choose another code"),
    ),
    CheckRule(
        "SP403",
        _ERROR,
        Sentence(
            "Koden er kun i en anden version af værdisættet", "The code is only in another version of the set"
        ),
        Sentence(
            "Værdisættet havde koden i en tidligere version, eller får den først i en senere.",
            "The value set held the code in an earlier version, or gets it only in a later one.",
        ),
        example(
            INDSATS,
            day=date(2023, 8, 1),
            recorded="2023-07-20",
            code=code(("H1.7", "Indkøb"), version="1.1.0"),
        ),
        example(INDSATS, code=code(("bc0306e2-5090-4bc8-b878-9814cafea403", "Indkøb"))),
        Sentence(
            "Vælg en kode, der er i værdisættet den dag", "Choose a code that is in the set on that day"
        ),
    ),
    CheckRule(
        "SP404",
        _ERROR,
        Sentence(
            "Begrebet er i værdisættet, men med en anden kode",
            "The concept is in the set, but by another code",
        ),
        Sentence(
            "Udgiveren har ét begreb under to koder, og værdisættet tager kun den ene, som regel UUID'en.",
            "The publisher holds one concept under two codes, and the value set takes only one, as a rule the UUID.",
        ),
        example(INDSATS, code=code(("7f825e3e_1a5c_4249_bf41_9f7171fb6b8a", "ADL-træning"))),
        example(INDSATS, code=code(("7f825e3e-1a5c-4249-bf41-9f7171fb6b8a", "ADL-træning"))),
        Sentence("Skriv den anden kode", "Write the other code"),
    ),
    CheckRule(
        "SP405",
        Severity.WARNING,
        Sentence("Koden er ikke blandt de anbefalede", "The code is not among those recommended"),
        Sentence(
            "Værdisættet kan udvides (extensible) eller er en anbefaling (preferred): en anden kode er lovlig, men "
            "modtageren kender den måske ikke.",
            "The value set may be extended (extensible) or is a recommendation (preferred): another code is legal, "
            "but the receiver may not know it.",
        ),
        example(
            _COURSE,
            "core-care-plan",
            category=[concept(("25b4e705-2e9a-47a2-b11a-c829316b9d3a", "Borger"), CARE_SOCIAL)],
        ),
        example(_COURSE, "core-care-plan"),
        Sentence(
            "Brug en kode fra værdisættet, hvis en af dem passer",
            "Use a code of the value set where one of them fits",
        ),
    ),
)
