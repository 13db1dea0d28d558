"""SPAxx: what a careful reader of a map would notice in its rows."""

from __future__ import annotations

from typing import Final

from classification.finding import Severity
from classification.rules.lint_rule import LintRule
from classification.sentence import Sentence

_WARNING: Final = Severity.WARNING
_INFORMATION: Final = Severity.INFORMATION

RULES: Final = (
    LintRule(
        "SPA01",
        _WARNING,
        Sentence(
            "Kortlægningen skriver et systems URI anderledes", "The map writes a system's URI otherwise"
        ),
        Sentence(
            "Systemet er kendt under en anden URI: en tidligere, en anden skrivemåde, eller en, der kun ligner, mens "
            "koderne findes i det kendte. Rækkerne findes ikke, når der spørges om systemet. Koderne er slået op i "
            "det kendte system.",
            "The system is known under another URI: it is a former one, spelt otherwise, or only resembles it while "
            "the codes are those of the known one. Its rows are not found when the system is asked for. The codes were "
            "looked up in the known system.",
        ),
        Sentence("Skriv systemets URI, som det selv skriver den", "Write the URI as the system itself does"),
    ),
    LintRule(
        "SPA02",
        _INFORMATION,
        Sentence("Kortlægningens andet ordforråd er ikke her", "The other vocabulary of the map is not here"),
        Sentence(
            "Det er lovligt: rækkerne bevarer deres koder, som de er skrevet, men koderne kan ikke slås op. Det siges "
            "én gang for hele kortlægningen.",
            "That is legal: the rows keep their codes as written, but the codes cannot be looked up. It is told once "
            "for the whole map.",
        ),
        Sentence(
            "Importér ordforrådet for at få koderne slået op",
            "Import the vocabulary to have its codes looked up",
        ),
    ),
    LintRule(
        "SPA03",
        _WARNING,
        Sentence("Ingen udgave kender rækkens kode", "No release knows the code of the row"),
        Sentence(
            "Koden står i ingen udgave af sit system. Nævnt er de begreber, der hedder det samme som i rækken, ellers "
            "dem med en kode, der ligner.",
            "The code is in no release of its system. Named are the concepts called as the row says, else those whose "
            "code is like it.",
        ),
        Sentence("Ret koden, eller slet rækken", "Correct the code, or delete the row"),
    ),
    LintRule(
        "SPA04",
        _WARNING,
        Sentence("Rækkens kode hører til en anden udgave", "The code of the row belongs to another release"),
        Sentence(
            "Den udgave, som kortlægningen er lavet til (ellers dagens), har ikke koden; en anden udgave har den. "
            "Nævnt er, hvad begrebet er blevet til.",
            "The release that the map was made for (else that of the day) does not have the code; another release has "
            "it. Named is what the concept became.",
        ),
        Sentence(
            "Ret koden, eller angiv den udgave, kortlægningen er lavet til",
            "Correct the code, or state the release that the map was made for",
        ),
    ),
    LintRule(
        "SPA05",
        _WARNING,
        Sentence("Rækkens kode er en tidligere kode", "The code of the row is a former one"),
        Sentence(
            "Begrebet har en gældende kode; den, der står i rækken, er en nøgle, som udgiveren udfaser.",
            "The concept has a current code; the one in the row is a key that the publisher is phasing out.",
        ),
        Sentence("Skriv den gældende kode", "Write the current code"),
    ),
    LintRule(
        "SPA06",
        _WARNING,
        Sentence("Rækkens term modsiger dens kode", "The term of the row contradicts its code"),
        Sentence(
            "Intet navn på begrebet, i nogen udgave eller noget sprog, er det, der står i rækken. Koden eller termen "
            "er forkert, og rækken siger ikke hvilken. Nævnt er de begreber, der hedder sådan.",
            "No name of the concept, in any release or language, is what the row says. The code or the term is wrong, "
            "and the row does not say which. Named are the concepts that are called so.",
        ),
        Sentence("Ret koden eller termen", "Correct the code or the term"),
    ),
    LintRule(
        "SPA07",
        _INFORMATION,
        Sentence("Rækkens term er fra en anden udgave", "The term of the row is from another release"),
        Sentence(
            "Begrebet hedder sådan i en anden udgave end den, kortlægningen er lavet til (ellers dagens).",
            "The concept is called so in another release than the one that the map was made for (else that of the "
            "day).",
        ),
        Sentence("Skriv termen, som den er i udgaven", "Write the term as the release has it"),
    ),
    LintRule(
        "SPA08",
        _WARNING,
        Sentence("Rækken fører til en gruppering", "The row leads to a grouping"),
        Sentence(
            "En gruppering ordner andre begreber; den står højst dér, hvor der spørges om et tema, og ikke i stedet "
            "for et begreb under den. Er kilden selv en gruppering, er det i orden.",
            "A grouping orders other concepts; it stands at most where a theme is asked for, and not in place of a "
            "concept below it. Where the source is a grouping itself, it is in order.",
        ),
        Sentence("Vælg et begreb under den", "Choose a concept below it"),
    ),
    LintRule(
        "SPA09",
        _WARNING,
        Sentence("Rækken fører til et udfaset begreb", "The row leads to a deprecated concept"),
        Sentence(
            "Målet er udfaset, inaktivt eller trukket tilbage. Nævnt er det, der afløser det.",
            "The target is deprecated, inactive or withdrawn. Named is what replaces it.",
        ),
        Sentence("Vælg det begreb, der afløser det", "Choose the concept that replaces it"),
    ),
    LintRule(
        "SPA10",
        _WARNING,
        Sentence(
            "Rækkens to begreber er af forskellig art", "The two concepts of the row are of different kinds"
        ),
        Sentence(
            "En tilstand svarer aldrig til en indsats. Der ses på tilstande, indsatser, målgrupper, tilbud og "
            "skalatrin, og på alle relationer undtagen beslægtet.",
            "A state never answers for an intervention. States, interventions, target groups, services and qualifiers "
            "are looked at, and every relation but related.",
        ),
        Sentence(
            "Vælg et mål af samme art, eller sig, at de er beslægtede",
            "Choose a target of the same kind, or say that they are related",
        ),
    ),
    LintRule(
        "SPA11",
        _INFORMATION,
        Sentence("Koder i kilden har ingen række", "Codes of the source have no row"),
        Sentence(
            "Ingen række, der gælder på dagen, siger noget om dem, heller ikke at der intet modstykke er. "
            "Grupperinger og udfasede begreber tælles ikke med.",
            "No row that holds on the day says anything about them, not even that there is no counterpart. Groupings "
            "and deprecated concepts are not counted.",
        ),
        Sentence(
            "Skriv en række, eller en der siger, at der intet modstykke er",
            "Write a row, or one that says that there is no counterpart",
        ),
    ),
    LintRule(
        "SPA12",
        _WARNING,
        Sentence("Én kode har to præcise modstykker", "One code has two exact counterparts"),
        Sentence(
            "To begreber i ét system kan ikke begge betyde præcis det samme som koden, for så betød de det samme.",
            "Two concepts of one system cannot both mean exactly what the code means: they would mean the same.",
        ),
        Sentence(
            "Behold den ene som præcis, og skriv den anden som nær, bredere eller snævrere",
            "Keep one as exact, and write the other as close, broader or narrower",
        ),
    ),
    LintRule(
        "SPA13",
        _INFORMATION,
        Sentence("To koder har ét præcist modstykke", "Two codes have one exact counterpart"),
        Sentence(
            "To koder i kilden betyder så det samme, eller den ene er snævrere. Vejen tilbage er ikke entydig.",
            "Two codes of the source then mean the same, or one of them is narrower. The way back is not unique.",
        ),
        Sentence("Skriv den, der betyder mindre, som bredere", "Write the one that means less as broader"),
    ),
    LintRule(
        "SPA14",
        _WARNING,
        Sentence("Relationerne strider mod målets træ", "The relations contradict the tree of the target"),
        Sentence(
            "Et snævrere mål står over et bredere eller præcist mål for den samme kode, eller et præcist over et "
            "bredere.",
            "A narrower target stands above a broader or exact one of the same code, or an exact one above a broader "
            "one.",
        ),
        Sentence("Ret den ene relation", "Correct one of the relations"),
    ),
    LintRule(
        "SPA15",
        _INFORMATION,
        Sentence(
            "Udgaven, som kortlægningen er lavet til, er ikke her",
            "The release that the map was made for is not here",
        ),
        Sentence(
            "Koderne er i stedet slået op i dagens udgave, ellers i den første.",
            "The codes were looked up in the release of the day instead, else in the first.",
        ),
        Sentence("Importér udgaven, eller ret dens navn", "Import the release, or correct its label"),
    ),
    LintRule(
        "SPA16",
        _WARNING,
        Sentence(
            "Rækken gælder ikke længere i dagens udgave", "The row does not hold in the release of the day"
        ),
        Sentence(
            "I den udgave, som kortlægningen er lavet til, er rækken i orden; i dagens er koden væk, udfaset, en "
            "gruppering eller af en anden art.",
            "In the release that the map was made for the row is in order; in that of the day the code is gone, "
            "deprecated, a grouping or of another kind.",
        ),
        Sentence("Lav en ny version af kortlægningen", "Make a new version of the map"),
    ),
    LintRule(
        "SPA17",
        _INFORMATION,
        Sentence(
            "Rækkens kode eller term er en anden i dagens udgave",
            "The code or term of the row is another in the release of the day",
        ),
        Sentence(
            "Begrebet er der stadig, under en anden kode eller et andet navn end i den udgave, som kortlægningen er "
            "lavet til.",
            "The concept is still there, under another code or name than in the release that the map was made for.",
        ),
        Sentence(
            "Skriv det nye, når kortlægningen får en ny version",
            "Write the new one in a new version of the map",
        ),
    ),
)
