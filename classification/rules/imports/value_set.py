"""SPVxx: what of a value set cannot be answered, or cannot be exported.

On import what cannot be answered is a warning, whatever it is when the members are asked for.
"""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
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
_COLUMNS: Final = "uri,name,title,first,last,part,group,system,op,property,value\n"


def _set(*rows: str) -> Input:
    """A folder with one classification and value sets; a row begins with a name and ends with what is in the set."""
    lines = [
        f"urn:example:{name},{name},{name.title()},1,,include,1,{rest}\n"
        for name, _, rest in (row.partition(",") for row in rows)
    ]
    tables = {
        "about.toml": _ABOUT,
        "concepts.csv": "first,code,term\n1,R,Rød\n",
        "value_sets.csv": _COLUMNS + "".join(lines),
    }
    return Input({f"colours/{name}": text for name, text in tables.items()}, Way.EXPAND)


RULES: Final = (
    ImportRule(
        "SPV01",
        WARNING,
        both("Systemet findes ikke her", "The system is not held"),
        both(
            "Værdisættet tager alle koder i et system, eller et filter på det, men ingen udgave af systemet findes "
            "her; delen kan ikke besvares.",
            "The value set takes all codes of a system, or a filter on it, but no release of the system is held; the "
            "part cannot be answered.",
        ),
        both("Importér en udgave af systemet", "Import a release of the system"),
        _set("warm,urn:example:paints,all,,"),
    ),
    ImportRule(
        "SPV02",
        INFORMATION,
        both("Koderne tages, som de står", "The codes are taken as they stand"),
        both(
            "Værdisættet opregner koder fra et system, som ikke findes her; ingen kan se, om de er rigtige.",
            "The value set lists codes of a system that is not held; nobody can see whether they are right.",
        ),
        both("Importér en udgave af systemet", "Import a release of the system"),
        _set("warm,urn:example:paints,code,,17"),
    ),
    ImportRule(
        "SPV03",
        WARNING,
        both("Koden findes ikke i udgaven", "The code is not in the release"),
        both(
            "Værdisættet opregner en kode, som udgaven af systemet ikke har.",
            "The value set lists a code that the release of the system does not have.",
        ),
        both("Ret koden, eller fastlås en anden udgave", "Correct the code or pin another release"),
        _set("warm,urn:example:colours,code,,O"),
    ),
    ImportRule(
        "SPV04",
        ERROR,
        both("Filterets kode findes ikke i udgaven", "The code of a filter is not in the release"),
        both(
            "Et filter spørger om en plads i hierarkiet ved en kode, som udgaven ikke har; delen kan ikke besvares.",
            "A filter asks for a place in the hierarchy by a code that the release does not have; the part cannot be "
            "answered.",
        ),
        both("Ret koden, eller fastlås en anden udgave", "Correct the code or pin another release"),
        _set("warm,urn:example:colours,is-a,concept,O"),
        also=(WARNING,),
    ),
    ImportRule(
        "SPV05",
        ERROR,
        both("Filteret har intet svar", "The filter has no answer"),
        both(
            "Egenskaben er ukendt i udgaven, har ikke denne type filter, eller tager ikke værdien.",
            "The property is unknown in the release, does not have that type of filter, or does not take the value.",
        ),
        both("Ret egenskab, filter eller værdi", "Correct property, filter or value"),
        _set("warm,urn:example:colours,=,shade,dark"),
        also=(WARNING,),
    ),
    ImportRule(
        "SPV06",
        ERROR,
        both("Mønsteret er uden for det, der forstås", "The pattern is outside what is understood"),
        both(
            "Et filter med et regulært udtryk bruger noget, der ikke kan svares på i kendt tid, eller er ikke gyldigt.",
            "A filter with a regular expression uses what cannot be answered in bounded time, or is not valid.",
        ),
        both(
            "Skriv mønsteret inden for den understøttede grammatik",
            "Write the pattern within the supported grammar",
        ),
        _set("warm,urn:example:colours,regex,code,[A-Z"),
        also=(WARNING,),
    ),
    ImportRule(
        "SPV07",
        WARNING,
        both("Et andet værdisæt findes ikke her", "Another value set is not held"),
        both(
            "Værdisættet henviser til et andet, som ikke findes her, eller ikke i den version eller på dagen.",
            "The value set refers to another one that is not held, or not in that version or on the day.",
        ),
        both("Importér værdisættet", "Import the value set"),
        _set("warm,,value-set,,urn:example:hot"),
    ),
    ImportRule(
        "SPV08",
        ERROR,
        both("Værdisæt går i ring eller er for dybe", "Value sets run in a circle or are too deep"),
        both(
            "Værdisættet henviser til sig selv, måske over andre, eller over mere end 50 led.",
            "The value set refers to itself, perhaps through others, or over more than 50 levels.",
        ),
        both("Fjern en af henvisningerne", "Remove one of the references"),
        _set("warm,,value-set,,urn:example:hot", "hot,,value-set,,urn:example:warm"),
        also=(WARNING,),
    ),
    ImportRule(
        "SPV09",
        ERROR,
        both("Der er ingen udgave at spørge", "There is no release to ask"),
        both(
            "Systemet findes her, men ikke i den udgave, som værdisættet fastlåser, eller på dagen.",
            "The system is held, but not in the release that the value set pins, or on the day.",
        ),
        both("Fastlås en udgave, der findes her", "Pin a release that is held"),
        both(
            "Et værdisæt, som fastlåser FSIII 9.9, når kun 2.3.0 findes",
            "A value set that pins FSIII 9.9, where only 2.3.0 is held",
        ),
        also=(WARNING,),
    ),
    ImportRule(
        "SPV10",
        ERROR,
        both("En del nævner ingenting", "A part names nothing"),
        both(
            "En del af definitionen nævner hverken et system eller et andet værdisæt.",
            "A part of the definition names neither a system nor another value set.",
        ),
        both("Nævn en af delene", "Name one of them"),
        both(
            "En definition, der kun er et tomt led; filer med en sådan afvises, når de læses",
            "A definition that is only an empty part; files with one are refused when they are read",
        ),
        also=(WARNING,),
    ),
    ImportRule(
        "SPV31",
        INFORMATION,
        both("Definitionen er skrevet som en liste", "The definition is written as a list"),
        both(
            "Formatet kan ikke rumme, hvordan et værdisæt er defineret; filen har de medlemmer, det har på dagen.",
            "The format cannot hold how a value set is defined; the file has the members it has on the day.",
        ),
        both(
            "Eksportér som FHIR JSON, hvis definitionen skal med",
            "Export as FHIR JSON if the definition is to be kept",
        ),
        both(
            "samsprog export af et værdisæt med et filter, som SKOS",
            "samsprog export of a value set with a filter, as SKOS",
        ),
    ),
)
