"""SPLxx: what a careful reader of a vocabulary would notice."""

from __future__ import annotations

from typing import Final

from classification.finding import Severity
from classification.rules.lint_rule import LintRule
from classification.sentence import Sentence

_WARNING: Final = Severity.WARNING
_INFORMATION: Final = Severity.INFORMATION

RULES: Final = (
    LintRule(
        "SPL01",
        _WARNING,
        Sentence("Begrebet mangler term på et sprog", "The concept has no term in a language"),
        Sentence(
            "Klassifikationen siger, at den har termer på sproget, men begrebet har ingen.",
            "The classification says that it has terms in the language, but the concept has none.",
        ),
        Sentence("Giv begrebet en term på sproget", "Give the concept a term in that language"),
        "qSKOS ilc, ml",
    ),
    LintRule(
        "SPL02",
        _WARNING,
        Sentence("Blanktegn, der ikke ses", "Blanks that are not seen"),
        Sentence(
            "Termen har blanktegn for- eller bagest, to efter hinanden, et hårdt mellemrum eller "
            "et usynligt tegn. Den ser "
            "ud som en anden, men er det ikke for en maskine.",
            "The term has blanks around it, two in a row, a no-break space or an invisible mark. It looks like another "
            "one, but is not to a machine.",
        ),
        Sentence("Skriv termen med enkelte almindelige mellemrum", "Write the term with single plain blanks"),
        "qSKOS ucil",
    ),
    LintRule(
        "SPL03",
        _INFORMATION,
        Sentence(
            "Flere begreber af samme art har samme term", "Several concepts of one kind have the same term"
        ),
        Sentence(
            "Termen alene siger ikke, hvilket begreb der menes; kun koden eller stedet i træet gør.",
            "The term alone does not say which concept is meant; only the code or the place in the tree does.",
        ),
        Sentence(
            "Skeln dem i termen, eller vis altid stedet sammen med den",
            "Tell them apart in the term, or always show the place beside it",
        ),
        "qSKOS ol",
    ),
    LintRule(
        "SPL04",
        _WARNING,
        Sentence(
            "Begreber af forskellig art har samme term", "Concepts of different kinds have the same term"
        ),
        Sentence(
            "Det rigtige ord på den forkerte gren: hvem der slår termen op, kan få en indsats eller en målgruppe for "
            "en tilstand. Der ses på tilstande, indsatser, målgrupper og tilbud.",
            "The right word on the wrong branch: who looks the term up may take an intervention or a target group for "
            "a state. States, interventions, target groups and services are looked at.",
        ),
        Sentence(
            "Spørg altid med art (tilstand, indsats, målgruppe)",
            "Always ask with a kind (state, intervention, target group)",
        ),
    ),
    LintRule(
        "SPL05",
        _WARNING,
        Sentence("Samme term på to skalaer", "The same term on two scales"),
        Sentence(
            "Et niveau hedder det samme på to skalaer, som ikke betyder det samme; termen alene siger ikke hvilken.",
            "A level has the same name on two scales that do not mean the same; the term alone does not say which.",
        ),
        Sentence("Vis skalaen sammen med niveauet", "Show the scale beside the level"),
    ),
    LintRule(
        "SPL06",
        _INFORMATION,
        Sentence("Termen findes også i en anden klassifikation", "Another classification has the term too"),
        Sentence(
            "Samme ord i to klassifikationer, og intet kort forbinder begreberne: de kan betyde noget forskelligt.",
            "The same word in two classifications, and no map relates the concepts: they may mean different things.",
        ),
        Sentence(
            "Tilføj en række til et kort, eller sig at de ikke svarer til hinanden",
            "Add a map row, or say they have no counterpart",
        ),
    ),
    LintRule(
        "SPL07",
        _WARNING,
        Sentence(
            "Et begrebs tidligere term sidder på et andet begreb",
            "The former term of a concept is attached to another one",
        ),
        Sentence(
            "Termen var et andet begrebs i en tidligere udgave og er nu navn for dette: ældre "
            "data vises eller søges frem "
            "som noget andet.",
            "The term belonged to another concept in an earlier release and now names this one: older data is shown or "
            "found as something else.",
        ),
        Sentence("Sæt termen på det begreb, den hørte til", "Attach the term to the concept it belonged to"),
    ),
    LintRule(
        "SPL08",
        _WARNING,
        Sentence("Ord er blevet til cifre", "Words became digits"),
        Sentence(
            "Termen var ord i en tidligere udgave og er nu et tal: hvem der ser det, ved ikke hvad det står for.",
            "The term was words in an earlier release and is now a number: who sees it does not "
            "know what it stands for.",
        ),
        Sentence("Skriv ordene, med tallet som værdi", "Write the words, with the number as value"),
    ),
    LintRule(
        "SPL09",
        _INFORMATION,
        Sentence("Sandsynlig slåfejl", "A likely typing error"),
        Sentence(
            "Et ord adskiller sig med ét bogstav fra den tidligere term eller fra et ord, der ellers bruges.",
            "A word differs by one letter from the former term, or from a word used elsewhere.",
        ),
        Sentence("Ret stavningen, hvis den ikke er ment", "Correct the spelling if it is not meant"),
    ),
    LintRule(
        "SPL10",
        _WARNING,
        Sentence("ae, oe, aa i stedet for æ, ø, å", "ae, oe, aa in place of æ, ø, å"),
        Sentence(
            "Ordet er skrevet uden danske bogstaver, men findes med dem i en anden term.",
            "The word is written without Danish letters, but stands with them in another term.",
        ),
        Sentence("Skriv ordet med danske bogstaver", "Write the word with Danish letters"),
    ),
    LintRule(
        "SPL11",
        _INFORMATION,
        Sentence("Definitionen gentager kun termen", "The definition only repeats the term"),
        Sentence("Definitionen siger ikke mere end termen.", "The definition says no more than the term."),
        Sentence(
            "Sig hvad begrebet omfatter, eller udelad definitionen",
            "Say what the concept covers, or leave it out",
        ),
        "qSKOS uc",
    ),
    LintRule(
        "SPL12",
        _WARNING,
        Sentence("En note til redaktøren står i definitionen", "An editor's note stands in the definition"),
        Sentence(
            "Teksten er en bemærkning om arbejdet med definitionen, ikke om begrebet.",
            "The text is a remark on the work on the definition, not on the concept.",
        ),
        Sentence("Flyt bemærkningen til en redaktionel note", "Move the remark to an editorial note"),
    ),
    LintRule(
        "SPL13",
        _INFORMATION,
        Sentence("Begreber er ikke i noget værdisæt", "Concepts are in no value set"),
        Sentence(
            "Ingen kanal tager imod koderne, for intet værdisæt på dagen har dem.",
            "No channel takes the codes, since no value set of the day has them.",
        ),
        Sentence(
            "Tag grenen med i et værdisæt, hvis den skal udveksles",
            "Take the branch into a value set if it is to be exchanged",
        ),
    ),
    LintRule(
        "SPL14",
        _WARNING,
        Sentence("Værdisættet har mistet medlemmer", "The value set lost members"),
        Sentence(
            "Begreberne findes stadig, men er ikke længere i værdisættet: data, der var gyldige, bliver afvist.",
            "The concepts are still there, but no longer in the value set: data that was valid is refused.",
        ),
        Sentence("Undersøg om en gren er flyttet", "See whether a branch has moved"),
    ),
    LintRule(
        "SPL15",
        _WARNING,
        Sentence("To begreber på samme sted har samme term", "Two concepts at one place have the same term"),
        Sentence(
            "De står under samme overbegreb med samme term: sandsynligvis ét begreb under to koder.",
            "They stand under one broader concept with the same term: probably one concept under two codes.",
        ),
        Sentence(
            "Behold ét, og lad det andet henvise til det", "Keep one, and let the other be replaced by it"
        ),
        "qSKOS ol",
    ),
    LintRule(
        "SPL16",
        _INFORMATION,
        Sentence("Begreber har flere koder", "Concepts have several codes"),
        Sentence(
            "Samme begreb rejser under flere koder; data med den ene findes ikke ved en søgning på den anden.",
            "One concept travels under several codes; data with one is not found by asking for the other.",
        ),
        Sentence("Oversæt til den gældende kode ved modtagelsen", "Translate to the current code on receipt"),
        "qSKOS anr",
    ),
    LintRule(
        "SPL17",
        _WARNING,
        Sentence(
            "Udgiverens versionsnavn er brugt om andet indhold", "The publisher's version label is reused"
        ),
        Sentence(
            "Samme versionsnavn står for forskelligt indhold: system og version siger ikke, hvad der menes.",
            "One version label stands for different contents: system and version do not say what is meant.",
        ),
        Sentence("Henvis til udgaven eller dens digest", "Refer to the release or its digest"),
    ),
    LintRule(
        "SPL18",
        _INFORMATION,
        Sentence("Indholdet er det samme som forrige udgaves", "The content is that of the release before"),
        Sentence(
            "Udgaven har et nyt navn, men intet er ændret.",
            "The release has a new label, but nothing changed.",
        ),
    ),
    LintRule(
        "SPL19",
        _WARNING,
        Sentence("Et tomt overbegreb står tilbage", "An emptied grouping is left"),
        Sentence(
            "Begrebet havde underbegreber, som er flyttet; det ligner nu et, der kan bruges i "
            "data, og intet siger andet.",
            "The concept had narrower concepts, which moved away; it now looks like one for use "
            "in data, and nothing says "
            "otherwise.",
        ),
        Sentence(
            "Marker det som udgået, og nævn efterfølgeren", "Mark it as deprecated, and name its successor"
        ),
    ),
    LintRule(
        "SPL20",
        _INFORMATION,
        Sentence("Begrebet står uden for træet", "The concept stands outside the tree"),
        Sentence(
            "Det har hverken over- eller underbegreber i en klassifikation, der ellers er ordnet.",
            "It has neither broader nor narrower concepts in a classification that is ordered otherwise.",
        ),
        Sentence("Giv det et overbegreb", "Give it a broader concept"),
        "qSKOS oc",
    ),
    LintRule(
        "SPL21",
        _INFORMATION,
        Sentence("Et overbegreb er nævnt to gange", "A broader concept is said twice"),
        Sentence(
            "Begrebet nævner både et overbegreb og dettes overbegreb; det sidste følger af det første.",
            "The concept names a broader concept and that one's broader concept too; the latter "
            "follows from the former.",
        ),
        Sentence("Fjern det fjerneste overbegreb", "Remove the more distant one"),
        "qSKOS hr; Skosify eliminate_redundancy",
    ),
    LintRule(
        "SPL22",
        _WARNING,
        Sentence("Koder adskiller sig kun i skrivemåden", "Codes differ in their writing alone"),
        Sentence(
            "To begrebers koder er ens bortset fra store bogstaver eller bindestreger: de forveksles let.",
            "The codes of two concepts are equal but for case or hyphens: they are easily taken for each other.",
        ),
        Sentence("Giv begreberne koder, der er forskellige", "Give the concepts codes that differ"),
        "qSKOS anr",
    ),
    LintRule(
        "SPL23",
        _INFORMATION,
        Sentence("Begreber er uden definition", "Concepts are without a definition"),
        Sentence(
            "De fleste begreber i udgaven har en definition; disse har ingen.",
            "Most concepts of the release have a definition; these have none.",
        ),
        Sentence("Skriv hvad begrebet omfatter", "Write what the concept covers"),
        "qSKOS uc",
    ),
)
