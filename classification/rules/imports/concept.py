"""SPCxx: what the concepts of a release must meet."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, WARNING, ImportRule, Input, Way
from classification.sentence import both

_ABOUT: Final = """\
[[scheme]]
name = "colours"
uri = "urn:example:colours"
[[release]]
version = "1"
valid_from = 2025-01-01
published = 2025-01-01
"""
_PAIRING: Final = """\
[[recipe]]
scheme = "colours"
pairing = "parallel-trees"
"""
_URI: Final = '"property": [{"code": "uri", "valueString": "urn:example:red"}]'
_FHIR: Final = f"""\
{{"resourceType": "CodeSystem", "url": "urn:example:colours", "version": "1", "status": "active",
 "content": "complete", "property": [{{"code": "uri", "uri": "https://samsprog.dk/fhir/concept-properties#uri",
  "type": "string"}}],
 "concept": [{{"code": "R", "display": "Rød", {_URI}}}, {{"code": "G", "display": "Grøn", {_URI}}}]}}
"""
_FHIR_CASES: Final = """\
{"resourceType": "CodeSystem", "url": "urn:example:colours", "version": "1", "status": "active",
 "content": "complete", "caseSensitive": false,
 "concept": [{"code": "R", "display": "Rød"}, {"code": "r", "display": "Rust"}]}
"""
_TWIN: Final = "00000000-0000-0000-0000-000000000001"


def _folder(concepts: str, about: str = _ABOUT) -> Input:
    return Input({"colours/about.toml": about, "colours/concepts.csv": concepts})


def _rows(*rows: str, columns: str = "") -> Input:
    return _folder("".join(f"{row}\n" for row in (f"first,code,term{columns}", *rows)))


def _table(*rows: str) -> str:
    return "".join(f"{row}\n" for row in ("# URI,urn:example:colours", "# Version,2", *rows))


def _jskos(*concepts: str) -> Input:
    text = (
        '{"type": ["http://www.w3.org/2004/02/skos/core#ConceptScheme"], "uri": "urn:example:colours",\n'
        f' "version": "1", "concepts": [{", ".join(concepts)}]}}\n'
    )
    return Input({"colours.jskos.json": text})


RULES: Final = (
    ImportRule(
        "SPC01",
        ERROR,
        both("To begreber har samme kode", "Two concepts have one code"),
        both(
            "En kode står på to begreber i samme udgave; også tidligere og yderligere koder tæller med.",
            "A code stands on two concepts of one release; legacy and further codes count too.",
        ),
        both("Giv hvert begreb sin egen kode", "Give each concept its own code"),
        Input({"colours.csv": _table("Kode,Term,Tidligere kode", "G,Grøn,", "R,Rød,G")}),
    ),
    ImportRule(
        "SPC02",
        ERROR,
        both("Det overordnede begreb findes ikke", "The broader concept is not there"),
        both(
            "Et begreb ligger under en kode, som intet begreb i udgaven har som sin første kode.",
            "A concept is under a code that no concept of the release has as its first code.",
        ),
        both("Tilføj begrebet, eller ret koden", "Add the concept, or correct the code"),
        _rows("1,R,Rød,C", columns=",broader"),
    ),
    ImportRule(
        "SPC03",
        ERROR,
        both("Hierarkiet går i ring", "The hierarchy runs in a circle"),
        both(
            "Et begreb er sit eget overordnede begreb, direkte eller gennem andre.",
            "A concept is its own broader concept, directly or through others.",
        ),
        both("Fjern et af de led opad, der nævnes", "Remove one of the broader links that are named"),
        _rows("1,R,Rød,G", "1,G,Grøn,R", columns=",broader"),
    ),
    ImportRule(
        "SPC04",
        WARNING,
        both("Begrebet har ingen foretrukken term", "The concept has no preferred label"),
        both(
            "Begrebet har ingen foretrukken term på noget sprog, så der er ingen tekst at vise.",
            "The concept has no preferred label in any language, so that there is no text to show.",
        ),
        both("Giv begrebet en term", "Give the concept a term"),
        _rows("1,R,"),
    ),
    ImportRule(
        "SPC05",
        ERROR,
        both("To foretrukne termer på ét sprog", "Two preferred labels in one language"),
        both(
            "Et begreb har højst én foretrukken term på hvert sprog (SKOS S14).",
            "A concept has at most one preferred label in each language (SKOS S14).",
        ),
        both("Behold én, og gør de andre alternative", "Keep one, and make the others alternative"),
        _jskos('{"uri": "urn:example:colours#R", "prefLabel": {"da": ["Rød", "Rubin"]}}'),
    ),
    ImportRule(
        "SPC06",
        ERROR,
        both("En term er af to slags", "A label is of two kinds"),
        both(
            "Samme tekst på samme sprog er mere end én af foretrukken, alternativ og skjult term (SKOS S13).",
            "One text in one language is more than one of preferred, alternative and hidden label (SKOS S13).",
        ),
        both("Behold den stærkeste", "Keep the stronger one"),
        _rows("1,R,Rød,Rød", columns=",alternative"),
    ),
    ImportRule(
        "SPC07",
        ERROR,
        both("Koden eller termen er tom", "The code or the label is empty"),
        both(
            "En kode er tom eller har blanktegn omkring sig, eller en term har ingen tekst.",
            "A code is empty or has blanks around it, or a label has no text.",
        ),
        both("Skriv koden uden blanktegn, og termen med tekst", "Give a clean code, and a label with text"),
        _rows("1, R,Rød"),
    ),
    ImportRule(
        "SPC08",
        WARNING,
        both("Termen har blanktegn omkring sig", "The label has blanks around it"),
        both(
            "En term begynder eller slutter med blanktegn. Den bevares, som den er udgivet.",
            "A label begins or ends with blanks. It is kept as it was published.",
        ),
        both("Fjern blanktegnene", "Trim it"),
        _rows("1,R,Rød "),
    ),
    ImportRule(
        "SPC09",
        ERROR,
        both("Teksten indeholder et styretegn", "The text holds a control character"),
        both(
            "En kode eller en term indeholder et tegn, der ikke kan ses, for eksempel et linjeskift.",
            "A code or a label holds a character that cannot be seen, for instance a line break.",
        ),
        both("Fjern tegnet", "Remove the character"),
        _rows("1,R,R\x07ød"),
    ),
    ImportRule(
        "SPC10",
        ERROR,
        both("Sprogmærket er ikke et sprogmærke", "The language tag is none"),
        both(
            "En term er mærket med noget, der ikke har form af et sprogmærke efter BCP 47.",
            "A label is tagged with something that has not the form of a language tag of BCP 47.",
        ),
        both("Brug BCP 47, for eksempel da", "Use BCP 47, for instance da"),
        _jskos('{"uri": "urn:example:colours#R", "prefLabel": {"da dk": "Rød"}}'),
    ),
    ImportRule(
        "SPC11",
        ERROR,
        both("Afløseren findes ikke", "The successor is not there"),
        both(
            "Et begreb er erstattet af en kode, som intet begreb i udgaven har.",
            "A concept is replaced by a code that no concept of the release has.",
        ),
        both("Ret koden", "Correct the code"),
        _rows("1,R,Rød,deprecated,G", columns=",status,replaced_by"),
    ),
    ImportRule(
        "SPC12",
        ERROR,
        both("De to træer kan ikke parres", "The two trees do not pair"),
        both(
            "Klassifikationens opskrift parrer to ens træer. De er ikke ens, og den første forskel nævnes.",
            "The recipe of the classification pairs two equal trees. They differ, and the first difference is named.",
        ),
        both(
            "Ret filen, eller importér den med en opskrift uden parring",
            "Correct the file, or import it with a recipe without pairing",
        ),
        Input(
            {"colours.csv": _table("Kode,Term,Accepteret term", f"{_TWIN},Rød,Rubin", "R,Rød,")},
            Way.IMPORT,
            before={
                "colours/about.toml": _ABOUT + _PAIRING,
                "colours/concepts.csv": f"first,code,term,legacy\n1,{_TWIN},Rød,R\n",
            },
        ),
    ),
    ImportRule(
        "SPC13",
        ERROR,
        both("Strukturdigestet er et andet", "The structure digest is another"),
        both(
            "Koder, termer og hierarki giver et andet digest end det, about.toml angiver for udgaven.",
            "Codes, terms and hierarchy give another digest than about.toml states for the release.",
        ),
        both(
            "Find, hvad der er ændret, eller skriv det nye digest, hvis det er ment",
            "Find what changed, or state the new digest if it is meant",
        ),
        _folder("first,code,term\n1,R,Rød\n", f'{_ABOUT}structure_digest = {{ colours = "{"0" * 64}" }}\n'),
    ),
    ImportRule(
        "SPC14",
        WARNING,
        both("Termen er ikke på Unicode-formen NFC", "The label is not in Unicode form NFC"),
        both(
            "Et bogstav er skrevet som to tegn, for eksempel å som a og en ring; søgning kan gå fejl af det.",
            "A letter is written as two characters, for instance å as a and a ring; searches may miss it.",
        ),
        both("Normalisér termen", "Normalise the label"),
        _rows("1,B,Bla\u030a"),
    ),
    ImportRule(
        "SPC15",
        WARNING,
        both("Udgået uden afløser eller begrundelse", "Deprecated without successor or reason"),
        both(
            "Et begreb er udgået, og intet siger, hvad der skal bruges i stedet, eller hvorfor.",
            "A concept is deprecated, and nothing says what to use in its place, or why.",
        ),
        both("Nævn afløseren eller begrundelsen", "Name the successor or the reason"),
        _rows("1,R,Rød,deprecated", columns=",status"),
    ),
    ImportRule(
        "SPC16",
        WARNING,
        both("Begrebet er erstattet af sig selv", "The concept is replaced by itself"),
        both(
            "Et begreb nævner sin egen kode som afløser.",
            "A concept names its own code as its successor.",
        ),
        both("Nævn afløseren", "Name its successor"),
        _rows("1,R,Rød,deprecated,R", columns=",status,replaced_by"),
    ),
    ImportRule(
        "SPC17",
        ERROR,
        both("To begreber har samme URI", "Two concepts have one URI"),
        both(
            "To begreber i samme udgave har én URI, så den ikke siger, hvilket der menes.",
            "Two concepts of one release have one URI, so that it does not say which is meant.",
        ),
        both("Giv hvert begreb sin egen URI", "Give each concept a URI of its own"),
        Input({"colours.fhir.json": _FHIR}),
    ),
    ImportRule(
        "SPC18",
        WARNING,
        both("To koder er ens på nær store bogstaver", "Two codes differ in their capitals alone"),
        both(
            "Udgiveren siger, at store og små bogstaver er lige i koder ('caseSensitive' er 'false'), men to begreber "
            "har koder, som kun adskiller sig ved dem. Begge er bevaret; en kode skal skrives præcis som en af dem.",
            "The publisher says that capitals do not matter in codes (caseSensitive is false), but two concepts have "
            "codes that differ in them alone. Both are kept; a code must be written exactly as one of them.",
        ),
        both("Ret 'caseSensitive' eller koderne", "Correct caseSensitive or the codes"),
        Input({"colours.fhir.json": _FHIR_CASES}, way=Way.IMPORT),
    ),
)
