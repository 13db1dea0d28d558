"""SPPxx: what is wrong with a profile."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, ImportRule, Input, Way
from classification.sentence import both

_HEAD: Final = """\
name = "order"
channel = "shop"
"""
_MATCH: Final = """
[match]
format = "samsprog"
type = "order"
"""


def _profile(body: str, head: str = "", **files: str) -> Input:
    """A profile in a folder, and further files by name."""
    text = f"{_HEAD}{head}{_MATCH}{body}"
    others = {f"profiles/{name}.toml": other for name, other in files.items()}
    return Input({"profiles/order.toml": text, **others}, Way.PROFILE)


RULES: Final = (
    ImportRule(
        "SPP01",
        ERROR,
        both("Stien kan ikke læses", "The path cannot be read"),
        both(
            "En sti er navne med punktum imellem; et udsnit skrives navn[sti=værdi].",
            "A path is names with dots between; a slice is written name[path=value].",
        ),
        both("Skriv stien sådan", "Write the path like that"),
        _profile('\n[[field]]\npath = "colour[name"\n'),
    ),
    ImportRule(
        "SPP02",
        ERROR,
        both("Profilen udvider noget, den ikke kan", "The profile extends what it cannot"),
        both(
            "extends nævner en profil, som er ukendt, profilen selv eller en, der udvider den; eller der er mere end "
            "64 led.",
            "extends names a profile that is unknown, the profile itself or one that extends it; or there are more "
            "than 64 levels.",
        ),
        both("Ret extends", "Correct extends"),
        _profile("", 'extends = ["ordre"]\n'),
    ),
    ImportRule(
        "SPP03",
        ERROR,
        both("Feltets type er ukendt", "The type of the field is unknown"),
        both(
            "type er en af de simple typer, object, any eller en, som profilen beskriver i [[type]].",
            "type is one of the simple types, object, any, or one that the profile describes in [[type]].",
        ),
        both("Vælg en af dem, der nævnes", "Choose one of those named"),
        _profile('\n[[field]]\npath = "colour"\ntype = "colour"\n'),
    ),
    ImportRule(
        "SPP04",
        ERROR,
        both("Mønsteret kan ikke bruges", "The pattern cannot be used"),
        both(
            "Mønsteret er ikke gyldigt eller bruger noget, der ikke kan svares på i kendt tid: henvisninger tilbage og "
            "blikke til siden.",
            "The pattern is not valid, or uses what cannot be answered in bounded time: back references and looking "
            "around.",
        ),
        both("Skriv det med det, som docs/profiles.md opregner", "Write it with what docs/profiles.md lists"),
        _profile('\n[[field]]\npath = "colour"\npattern = "[a-z"\n'),
    ),
    ImportRule(
        "SPP05",
        ERROR,
        both("Reglen findes ikke", "There is no such rule"),
        both(
            "En regel, en alvor eller without nævner en kode, som hverken er en regel i kontrollen, en af profilens "
            "egne (SP590 til SP599) eller, for without, en regel i det, den udvider.",
            "A rule, a severity or without names a code that is no rule of the check, none of the profile's own "
            "(SP590 to SP599) and, for without, no rule of what it extends.",
        ),
        both("Ret koden; samsprog rule opregner dem", "Correct the code; samsprog rule lists them"),
        _profile('\n[[severity]]\nrule = "SP999"\nseverity = "warning"\n'),
    ),
    ImportRule(
        "SPP06",
        ERROR,
        both("Reglen spørger ikke om én ting", "The rule does not ask one thing"),
        both(
            "En betingelse spørger om netop én ting, og en regel kræver netop én, med det, der sammenlignes med.",
            "A condition asks exactly one thing, and a rule demands exactly one, with what is compared with.",
        ),
        both("Skriv ét krav i hver regel", "Write one demand in each rule"),
        _profile('\n[[rule]]\ncode = "SP590"\n'),
    ),
    ImportRule(
        "SPP07",
        ERROR,
        both("Profilen er skrevet som YAML", "The profile is written in YAML"),
        both(
            "Profiler skrives som TOML; en YAML-fil i mappen ville ellers blive overset.",
            "Profiles are written in TOML; a YAML file in the folder would otherwise be overlooked.",
        ),
        both("Skriv den som TOML", "Write it as TOML"),
        Input({"profiles/order.yaml": "name: order\n"}, Way.PROFILE),
    ),
    ImportRule(
        "SPP08",
        ERROR,
        both("Værdisættet findes ikke", "The value set is not there"),
        both(
            "En binding nævner et værdisæt, som ikke findes her; så ville stedet ikke blive kontrolleret.",
            "A binding names a value set that is not there; the place would then not be checked.",
        ),
        both("Ret navnet, eller importér værdisættet", "Correct the name, or import the value set"),
        _profile('\n[[binding]]\npath = "colour"\nvalue-sets = ["warm-colours"]\n'),
    ),
    ImportRule(
        "SPP09",
        ERROR,
        both("Feltets antal modsiger sig selv", "The numbers of the field contradict each other"),
        both(
            "Feltet skal stå der flere gange, end det må; eller det er påkrævet og må ikke stå der.",
            "The field must stand there more often than it may; or it is required and may not stand there.",
        ),
        both("Ret min, max eller absent", "Correct min, max or absent"),
        _profile('\n[[field]]\npath = "colour"\nmin = 2\nmax = 1\n'),
    ),
    ImportRule(
        "SPP10",
        ERROR,
        both("En regel har to alvorsgrader", "A rule has two severities"),
        both(
            "Filen giver samme regel to alvorsgrader fra samme dag.",
            "The file gives one rule two severities from one day.",
        ),
        both("Behold en af dem, eller giv hver sin dag", "Keep one of them, or give each its day"),
        _profile(
            '\n[[severity]]\nrule = "SP301"\nseverity = "warning"\n'
            '\n[[severity]]\nrule = "SP301"\nseverity = "error"\n'
        ),
    ),
    ImportRule(
        "SPP11",
        ERROR,
        both("To profiler har samme navn", "Two profiles have one name"),
        both(
            "To filer i en mappe beskriver en profil med samme navn.",
            "Two files of a folder describe a profile of one name.",
        ),
        both("Giv hver sit eget navn", "Give each its own name"),
        _profile("", again=f"{_HEAD}{_MATCH}"),
    ),
    ImportRule(
        "SPP12",
        ERROR,
        both("Mappen har ingen profil", "The folder has no profile"),
        both(
            "Mappen er nævnt for sine profiler, men har ingen, eller kun i mapper under sig; intet ville blive "
            "kontrolleret.",
            "The folder is named for its profiles but has none, or only in folders below it; nothing would be checked.",
        ),
        both("Læg profiler der, eller nævn en anden mappe", "Put profiles there, or name another folder"),
        Input({"profiles/shop/order.toml": f"{_HEAD}{_MATCH}"}, Way.PROFILE),
    ),
    ImportRule(
        "SPP13",
        ERROR,
        both("Ingen udgave kender koden", "No release knows the code"),
        both(
            "En regel i profilen spørger om en kode, som ingen udgave af systemet har; reglen ville aldrig slå til.",
            "A rule of the profile asks for a code that no release of its system has; the rule would never fire.",
        ),
        both("Skriv en kode, som en udgave har", "Write a code of a release"),
        _profile('\n[[rule]]\ncode = "SP590"\ncheck = "colour"\nin = ["urn:oid:1.2.208.176.2.21|RED"]\n'),
    ),
)
