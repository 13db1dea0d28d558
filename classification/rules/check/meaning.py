"""SP3xx: does the text shown still mean the code, and does the code mean what belongs there?"""

from __future__ import annotations

from typing import Any, Final

from classification.finding import Severity
from classification.rules.check.example import (
    CONDITION,
    FFB,
    HOME_CARE,
    INDSATS,
    LEVEL_3,
    TILSTAND,
    code,
    concept,
    example,
)
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_REHAB: Final = ("dd41df82-3c13-4523-b9c5-e83676425299", "Mobilitet og bevægelse")


def _level(display: str, system_code: str = LEVEL_3[0], **more: Any) -> dict[str, Any]:
    return {"status": "active", "level": code((system_code, display), **more)}


RULES: Final = (
    CheckRule(
        "SP301",
        _WARNING,
        Sentence("Teksten er fra en anden udgave", "The display belongs to another release"),
        Sentence(
            "Koden bar denne term i en tidligere udgave. I en overgangstid er det en advarsel, derefter en fejl; "
            "bærer en anden kode nu ordet, nævnes den, og teksten rettes ikke af sig selv. En term, der først "
            "kommer senere, er en oplysning.",
            "The code bore this term in an earlier release. During a transition this is a warning, afterwards an "
            "error; if another code bears the word now, it is named, and nothing is mended by itself. A term that "
            "only comes later is mere information.",
        ),
        example(TILSTAND, **_level("Svære begrænsninger")),
        example(TILSTAND, **_level("3")),
        Sentence("Skriv den nuværende term", "Write the current term"),
    ),
    CheckRule(
        "SP302",
        Severity.INFORMATION,
        Sentence("Teksten afviger kun i skrivemåde", "The display differs in spelling alone"),
        Sentence(
            "Kun store bogstaver, blanktegn eller tegnenes form er anderledes end i klassifikationen.",
            "Only case, blanks or the form of characters differ from the classification.",
        ),
        example(TILSTAND, code=code((HOME_CARE[0], "mobilitet  og bevægelse"))),
        example(TILSTAND),
        Sentence(
            "Skriv teksten, som klassifikationen har den", "Write the text as the classification has it"
        ),
    ),
    CheckRule(
        "SP303",
        _ERROR,
        Sentence("Teksten hører til en anden kode", "The display belongs to another code"),
        Sentence(
            "Teksten er termen for et andet begreb, i denne eller en anden udgave. Et "
            "menneske læser teksten, en maskine koden: de læser to forskellige ting.",
            "The display is the term of another concept, in this or another release. A person "
            "reads the text, a machine the code: they read two different things.",
        ),
        example(TILSTAND, code=code((HOME_CARE[0], "Lave mad"))),
        example(TILSTAND),
        Sentence(
            "Find ud af, hvad der menes, og ret kode eller tekst", "Find out which is meant, then correct one"
        ),
    ),
    CheckRule(
        "SP304",
        _ERROR,
        Sentence("Det rette ord på den forkerte gren", "The right word on the wrong branch"),
        Sentence(
            "Koden hører til en anden gren (en anden paragraf eller en anden målgruppe), hvor samme ord findes; "
            "værdisættet her har sin egen kode for ordet.",
            "The code belongs to another branch (another section of an act, another audience) that has the same "
            "word; the value set here has a code of its own for it.",
        ),
        example(CONDITION, code=concept(_REHAB), severity=concept(LEVEL_3)),
        example(CONDITION, code=concept(HOME_CARE), severity=concept(LEVEL_3)),
        Sentence("Brug koden fra værdisættet", "Use the code of the value set"),
    ),
    CheckRule(
        "SP305",
        _ERROR,
        Sentence("Forkert slags begreb", "The wrong kind of concept"),
        Sentence(
            "Der står for eksempel en indsats, hvor der hører en tilstand. Mange ord findes som begge dele: alle "
            "koder, som ordet har på stedet, nævnes.",
            "An intervention stands where a state belongs, for instance. Many words exist as both: all codes that the "
            "word has in this place are named.",
        ),
        example(TILSTAND, code=code(("ef8ee035-00d2-48b9-b366-27753ccd5504", "Mobilitet"))),
        example(TILSTAND),
        Sentence("Vælg en kode af den rette slags", "Choose a code of the right kind"),
    ),
    CheckRule(
        "SP306",
        _ERROR,
        Sentence("Niveauet er fra en anden skala", "The level is of another scale"),
        Sentence(
            "FSIII, FFB's funktionsevneniveau og støttebehov ligner hinanden, men er forskellige skalaer; et niveau "
            "kan ikke flyttes fra den ene til den anden.",
            "FSIII, FFB's functional ability and FFB's need of support look alike but are different scales; a level "
            "cannot be moved from one to another.",
        ),
        example(
            TILSTAND,
            status="active",
            level=code(("8328ce4a-6238-4f73-bf1a-74aadb68eff8", "Let nedsat funktionsevne"), FFB),
        ),
        example(TILSTAND, **_level("3")),
        Sentence("Vurder niveauet på tilstandens egen skala", "Assess the level on the state's own scale"),
    ),
    CheckRule(
        "SP307",
        _ERROR,
        Sentence("Niveauet er læst forkert", "The level was misread"),
        Sentence(
            "FSIII's nøgler er ét trin forskudt: B4 betyder 3, B5 betyder 4. Teksten eller tallet her hører til et "
            "andet niveau end koden.",
            "The keys of FSIII are off by one: B4 means 3, B5 means 4. The display or the number here belongs to "
            "another level than the code.",
        ),
        example(TILSTAND, **_level("4")),
        example(TILSTAND, **_level("3", value=3)),
        Sentence("Find ud af, hvilket niveau der menes", "Find out which level is meant"),
    ),
    CheckRule(
        "SP308",
        _WARNING,
        Sentence("Teksten var en anden kodes term", "The display was the term of another code"),
        Sentence(
            "Udgiveren har tilføjet teksten til denne kode, men i en tidligere udgave betegnede den et andet begreb.",
            "The publisher attached the text to this code, but in an earlier release it named another concept.",
        ),
        example(
            INDSATS,
            localCode=code(("bc0306e2-5090-4bc8-b878-9814cafea403", "Skaffe sig varer og tjenesteydelser")),
        ),
        example(INDSATS, localCode=code(("bc0306e2-5090-4bc8-b878-9814cafea403", "Indkøb"))),
        Sentence("Skriv kodens egen term", "Write the code's own term"),
    ),
    CheckRule(
        "SP309",
        _WARNING,
        Sentence("Teksten er ikke en term for koden", "The display is no term of the code"),
        Sentence(
            "Ingen udgave af kodens klassifikation har teksten som term. Det kan være en lokal term eller en "
            "tastefejl; hedder noget sådan i en anden klassifikation, nævnes det.",
            "No release of the code's classification has the text as a term. It may be a local name or a typing error; "
            "what another classification calls so is named.",
        ),
        example(TILSTAND, code=code((HOME_CARE[0], "Svært ved at komme omkring"))),
        example(TILSTAND),
        Sentence("Skriv kodens term, hvis koden er rigtig", "Write the code's term if the code is right"),
    ),
    CheckRule(
        "SP310",
        _WARNING,
        Sentence("En kode står i stedet for termen", "A code stands where the display belongs"),
        Sentence(
            "Teksten er en af begrebets egne koder; den, der læser den, ser ikke, hvad der menes. Er den en anden "
            "kodes, er det SP303.",
            "The display is one of the concept's own codes; who reads it does not see what is meant. If it is that of "
            "another concept, SP303 says so.",
        ),
        example(TILSTAND, code=code((HOME_CARE[0], HOME_CARE[0]))),
        example(TILSTAND),
        Sentence("Skriv kodens term", "Write the code's term"),
    ),
)
