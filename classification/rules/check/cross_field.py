"""SP5xx: do the fields of an object agree with each other?

The conditions stand in the profiles; here stands what each code means.
"""

from __future__ import annotations

from typing import Any, Final

from classification.finding import Severity
from classification.rules.check.example import (
    CARE_SOCIAL,
    CONDITION,
    FFB,
    FSIII,
    HOME_CARE,
    LEVEL_3,
    NURSING,
    SNOMED,
    TILSTAND,
    code,
    concept,
    example,
)
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR: Final = Severity.ERROR
_PATIENT: Final = {"reference": "Patient/p-1"}
_RANK: Final = "http://fhir.kl.dk/core/StructureDefinition/ConditionRank"
_LOCAL: Final = "http://fhir.kl.dk/gateway/CodeSystem/LocallyDefinedInterventions"
_FOLLOW_UP: Final = [
    {
        "url": "http://fhir.kl.dk/ffbreporting/StructureDefinition/kl-reporting-ffb-follow-up-date-extension",
        "valueReference": {"reference": "Encounter/e-1"},
    }
]


def _ranked(*ranks: int) -> list[dict[str, Any]]:
    return [
        {
            "reference": f"Condition/c-{number}",
            "extension": [{"url": _RANK, "valuePositiveInt": rank}],
        }
        for number, rank in enumerate(ranks)
    ]


def _target(measure: str, value: str) -> dict[str, Any]:
    return {
        "measure": {"coding": [{"system": CARE_SOCIAL, "code": measure}]},
        "detailCodeableConcept": {"coding": [{"system": FFB, "code": value}]},
    }


def _activity(*codings: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    return [{"detail": {"code": {"coding": list(codings)}, "status": "in-progress", **more}}]


_SOCIAL: Final[dict[str, Any]] = {
    "resourceType": "CarePlan",
    "extension": _FOLLOW_UP,
    "status": "active",
    "intent": "order",
    "subject": _PATIENT,
    "period": {"start": "2025-08-20"},
    "addresses": _ranked(1),
    "activity": [{"outcomeReference": [{"reference": "Observation/o-1"}]}],
}
_GOAL: Final[dict[str, Any]] = {
    "resourceType": "Goal",
    "lifecycleStatus": "active",
    "category": [concept(("0bb3daef-538d-45dc-b444-abdbcb63f6bc", "FFB indsatsmål"), CARE_SOCIAL)],
    "description": {"coding": [{"system": SNOMED, "code": "410518001"}]},
    "subject": _PATIENT,
    "target": [
        _target("90c48f03-f194-4b2f-ad7d-6cba1069ae48", "d41c8072-52f8-42b5-9375-ddbea454d27f"),
        _target("66959f77-6e2a-4574-8423-3ff097f8b9fa", "b508ff66-6326-4862-a6d7-7bbf184c9823"),
    ],
    "addresses": _ranked(1, 2),
}
_OWN: Final[dict[str, Any]] = {
    "resourceType": "Observation",
    "status": "final",
    "code": {"coding": [{"system": FSIII, "code": "d6d48a71-b96f-4b88-86f9-b13bd3c03560"}]},
    "subject": _PATIENT,
    "focus": [{"reference": "Condition/c-1"}],
    "effectiveDateTime": "2025-08-20",
    "valueCodeableConcept": {"coding": [{"system": FSIII, "code": "0c87bff2-3b24-4a6e-a9df-193f268ae7b8"}]},
}
_LEVEL_2: Final = {"system": FSIII, "code": "fdf43795-6499-4a5b-a1d9-d045975682b2"}
_LEVEL_3: Final = {"system": _LOCAL, "code": "17", "display": "Særlig personlig pleje"}
_PLAN: Final[dict[str, Any]] = {
    "resourceType": "CarePlan",
    "status": "active",
    "intent": "plan",
    "subject": _PATIENT,
    "period": {"start": "2025-08-20"},
    "activity": _activity(_LEVEL_2, _LEVEL_3),
}
_TRAINING: Final[dict[str, Any]] = {
    **_PLAN,
    "basedOn": [{"reference": "CarePlan/f-1"}],
    "activity": _activity(
        {"system": FSIII, "code": "2abe20c7-c0b4-41c1-b397-52acf36499ef", "display": "Fysisk træning"}
    ),
}
_STOPPED: Final[dict[str, Any]] = {
    **_PLAN,
    "category": [
        {"coding": [{"system": CARE_SOCIAL, "code": "5c160c02-e858-4c1f-925a-71ed64844749"}]},
    ],
    "activity": [
        {
            "detail": {
                "status": "stopped",
                "statusReason": {
                    "coding": [{"system": CARE_SOCIAL, "code": "a3f2bd01-078b-486e-81be-797d192ad7bd"}]
                },
                "performer": [{"reference": "Organization/u-1"}],
            }
        }
    ],
}
_NO_REASON: Final = [{"detail": {"status": "stopped", "performer": [{"reference": "Organization/u-1"}]}}]
_NOT_RELEVANT: Final = ("d7ff926a-4955-478f-b300-0b0ec0785013", "9")
_D1: Final = {"coding": [{"system": FSIII, "code": "ba2fc34d-dde5-4d1e-b642-7d6950580641"}]}

RULES: Final = (
    CheckRule(
        "SP501",
        _ERROR,
        Sentence("Niveauet mangler", "The level is missing"),
        Sentence(
            "Tilstande i pleje og omsorg (FSIII) og under Aktivitet og deltagelse (FFB) siger for lidt uden niveau.",
            "A state of home care (FSIII) or of Aktivitet og deltagelse (FFB) says too little without a level.",
        ),
        example(CONDITION, code=concept(HOME_CARE)),
        example(CONDITION, code=concept(HOME_CARE), severity=concept(LEVEL_3)),
        Sentence("Tilføj niveauet", "Add the level"),
    ),
    CheckRule(
        "SP502",
        _ERROR,
        Sentence("Tilstanden har intet niveau", "The state has no level"),
        Sentence(
            "Sygeplejetilstande, tilstande efter § 140 og § 119 og FFB's Funktioner og forhold har ingen skala.",
            "Nursing states, states of § 140 and § 119 and FFB's functions and circumstances are not put on a scale.",
        ),
        example(TILSTAND, code=code(NURSING), level=code(LEVEL_3)),
        example(TILSTAND, code=code(NURSING)),
        Sentence("Fjern niveauet", "Remove the level"),
    ),
    CheckRule(
        "SP503",
        _ERROR,
        Sentence("Status og niveau passer ikke sammen", "Status and level disagree"),
        Sentence(
            "Niveauet siger, at der intet er i vejen, eller at ingen har set efter, men tilstanden er aktiv.",
            "The level says that nothing is the matter, or that nobody has looked, but the state is active.",
        ),
        example(TILSTAND, status="active", level=code(_NOT_RELEVANT)),
        example(TILSTAND, status="active", level=code(LEVEL_3)),
        Sentence("Ret status eller niveau", "Correct status or level"),
    ),
    CheckRule(
        "SP504",
        _ERROR,
        Sentence("Mere end én primær målgruppe", "More than one primary target group"),
        Sentence(
            "Kun én målgruppe kan have rang 1; de andre er sekundære.",
            "Only one target group can have rank 1; the others are secondary.",
        ),
        example(_SOCIAL, "ffb-reporting-care-plan", addresses=_ranked(1, 1)),
        example(_SOCIAL, "ffb-reporting-care-plan"),
        Sentence("Giv de øvrige rang 2", "Give the others rank 2"),
    ),
    CheckRule(
        "SP505",
        _ERROR,
        Sentence("Målet gælder ikke netop én tilstand", "The goal does not address exactly one state"),
        Sentence(
            "Et mål følger én tilstand (den primære), af den slags som kanalen tager mål for.",
            "A goal follows one state (the primary one), of the sort that the channel takes goals for.",
        ),
        example(_GOAL, "ffb-reporting-goal", addresses=_ranked(2, 2)),
        example(_GOAL, "ffb-reporting-goal"),
        Sentence("Peg på den ene tilstand, målet gælder", "Point to the one state that the goal is about"),
    ),
    CheckRule(
        "SP506",
        _ERROR,
        Sentence("En inaktiv tilstand er ikke i fokus", "An inactive state is not in focus"),
        Sentence(
            "Fokus (problem-list-item) siger, at der arbejdes med tilstanden; det udelades, når den er inaktiv.",
            "Focus (problem-list-item) says that the state is being worked on; it is left out when it is inactive.",
        ),
        example(TILSTAND, focus=True),
        example(TILSTAND),
        Sentence("Fjern fokus, eller ret status", "Remove the focus, or correct the status"),
    ),
    CheckRule(
        "SP507",
        _ERROR,
        Sentence("Datoen for opfølgning mangler", "The date of follow-up is missing"),
        Sentence(
            "En bevilget indsats, der ikke er afsluttet, har altid en næste opfølgning.",
            "A granted intervention that has not ended always has a next follow-up.",
        ),
        example(_SOCIAL, "ffb-reporting-care-plan", extension=None),
        example(_SOCIAL, "ffb-reporting-care-plan"),
        Sentence("Tilføj opfølgningen", "Add the follow-up"),
    ),
    CheckRule(
        "SP508",
        _ERROR,
        Sentence("Vurderingen af støttebehovet mangler", "The evaluation of the need of support is missing"),
        Sentence(
            "En bevilget social indsats bygger på en vurdering af, hvor megen støtte borgeren har brug for.",
            "A granted social intervention rests on an evaluation of how much support the citizen needs.",
        ),
        example(_SOCIAL, "ffb-reporting-care-plan", activity=None),
        example(_SOCIAL, "ffb-reporting-care-plan"),
        Sentence("Tilføj vurderingen", "Add the evaluation"),
    ),
    CheckRule(
        "SP509",
        _ERROR,
        Sentence("Målgruppen mangler", "The target group is missing"),
        Sentence(
            "En bevilget social indsats gives til en målgruppe.",
            "A granted social intervention is given to a target group.",
        ),
        example(_SOCIAL, "ffb-reporting-care-plan", addresses=None),
        example(_SOCIAL, "ffb-reporting-care-plan"),
        Sentence("Tilføj målgruppen", "Add the target group"),
    ),
    CheckRule(
        "SP510",
        _ERROR,
        Sentence("To felter passer ikke sammen", "Two fields do not agree"),
        Sentence(
            "Det ene felt bestemmer, hvad det andet kan være: et spørgsmål og dets svar, en slags mål og dets mål.",
            "One field decides what the other can be: a question and its answer, a sort of goal and its measure.",
        ),
        example(_OWN, "gateway-citizens-own-observation", valueCodeableConcept=_D1),
        example(_OWN, "gateway-citizens-own-observation"),
        Sentence(
            "Ret det ene felt, så de to hører sammen",
            "Correct one of the fields so that the two belong together",
        ),
    ),
    CheckRule(
        "SP511",
        _ERROR,
        Sentence("En lokal kode står alene", "A local code stands alone"),
        Sentence(
            "En kommunes egen kode (niveau 3) forstås kun sammen med den fælles kode (niveau 2), den hører under.",
            "A municipality's own code (level 3) is understood only beside the shared code (level 2) it belongs to.",
        ),
        example(_PLAN, "gateway-planned-intervention", activity=_activity(_LEVEL_3)),
        example(_PLAN, "gateway-planned-intervention"),
        Sentence("Tilføj koden på niveau 2", "Add the code of level 2"),
    ),
    CheckRule(
        "SP512",
        _ERROR,
        Sentence("Indsatsen hører til et forløb", "The intervention belongs to a course"),
        Sentence(
            "Indsatser med denne kode gives kun som del af et forløb, som basedOn peger på.",
            "Interventions with this code are given only as part of a course, to which basedOn points.",
        ),
        example(_TRAINING, "rehab-planned-intervention", basedOn=None),
        example(_TRAINING, "rehab-planned-intervention"),
        Sentence("Tilføj basedOn", "Add basedOn"),
    ),
    CheckRule(
        "SP513",
        _ERROR,
        Sentence(
            "Grunden til afbrydelsen passer ikke med status",
            "The reason for stopping disagrees with the status",
        ),
        Sentence(
            "Et afbrudt forløb har en grund (statusReason), og kun et afbrudt forløb har en.",
            "A course that was broken off has a reason (statusReason), and only such a course has one.",
        ),
        example(_STOPPED, "prevention-care-plan", activity=_NO_REASON),
        example(_STOPPED, "prevention-care-plan"),
        Sentence("Tilføj grunden, eller ret status", "Add the reason, or correct the status"),
    ),
)
