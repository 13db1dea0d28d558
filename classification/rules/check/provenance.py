"""SP6xx: is it said where the statement comes from, who made it, how and when?

Without this nobody can tell how trustworthy a piece of data is, however right its code.
"""

from __future__ import annotations

from typing import Final

from classification.finding import Severity
from classification.rules.check.example import HOME_CARE, TILSTAND, code, example
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR: Final = Severity.ERROR

RULES: Final = (
    CheckRule(
        "SP601",
        _ERROR,
        Sentence("Kilden mangler", "The source is missing"),
        Sentence(
            "Det siges ikke, hvem der ved det: borgeren, en pårørende, en fagperson eller et register.",
            "It is not said who knows it: the citizen, a relative, a professional or a register.",
        ),
        example(TILSTAND, source=None),
        example(TILSTAND),
        Sentence("Tilføj kilden", "Add the source"),
    ),
    CheckRule(
        "SP602",
        _ERROR,
        Sentence("Forfatterens rolle mangler", "The author's role is missing"),
        Sentence(
            "En myndigheds vurdering og en leverandørs er ikke det samme, selv om koden er den samme.",
            "An authority's assessment and a provider's are not the same, though the code is.",
        ),
        example(TILSTAND, author={"organisation": "Hjemmeplejen Øst"}),
        example(TILSTAND, author={"role": "visitator", "organisation": "Hjemmeplejen Øst"}),
        Sentence("Tilføj rollen", "Add the role"),
    ),
    CheckRule(
        "SP603",
        _ERROR,
        Sentence("Metoden mangler", "The method is missing"),
        Sentence(
            "Et niveau har kun mening sammen med den metode, det er vurderet efter (FSIII, VUM 2.0).",
            "A level means something only beside the method by which it was assessed (FSIII, VUM 2.0).",
        ),
        example(TILSTAND, method=None),
        example(TILSTAND),
        Sentence("Tilføj metoden", "Add the method"),
    ),
    CheckRule(
        "SP604",
        _ERROR,
        Sentence("Datoen mangler", "The date is missing"),
        Sentence(
            "Uden dato kan ingen se, hvor gammelt udsagnet er, eller hvilken udgave koden skal læses i. Et lovgrundlag "
            "uden dato kan være en anden paragraf.",
            "Without a date nobody can see how old the statement is, or in which release to read the code. A legal "
            "basis without a date may be another section.",
        ),
        example(TILSTAND, recorded=None),
        example(TILSTAND),
        Sentence("Tilføj datoen", "Add the date"),
    ),
    CheckRule(
        "SP605",
        Severity.WARNING,
        Sentence("Udgaven mangler", "The release is missing"),
        Sentence(
            "Koder skifter term og plads mellem udgaver; uden udgaven må modtageren gætte på, hvad der stod.",
            "Codes change name and place between releases; without the release the receiver must guess what was read.",
        ),
        example(TILSTAND, code=code(HOME_CARE, version=None)),
        example(TILSTAND),
        Sentence("Skriv udgaven i version", "Write the release in version"),
    ),
    CheckRule(
        "SP606",
        _ERROR,
        Sentence("Datoerne modsiger hinanden", "The dates contradict each other"),
        Sentence(
            "En start ligger efter sin slutning, en vurdering efter sin registrering, eller noget ligger i fremtiden.",
            "A start lies after its end, an assessment after its recording, or a recording in the future.",
        ),
        example(TILSTAND, validFrom="2025-09-01", validTo="2025-08-01"),
        example(TILSTAND, validFrom="2025-08-01", validTo="2025-09-01"),
        Sentence("Ret den forkerte dato", "Correct the wrong date"),
    ),
)
