"""SPExx: the XML of KLE, the task classification of the municipalities."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input
from classification.sentence import both

_DAY: Final = "  <UdgivelsesDato>2024-05-01</UdgivelsesDato>\n"
_EMPTY: Final = f"<KLE-Emneplan>\n{_DAY}</KLE-Emneplan>\n"


def _group(content: str = "", number: str = "99") -> str:
    return f"""\
  <Hovedgruppe>
    <HovedgruppeNr>{number}</HovedgruppeNr>
    <HovedgruppeTitel>Prøver</HovedgruppeTitel>
{content}  </Hovedgruppe>
"""


def _plan(*groups: str, day: str = _DAY) -> Input:
    return Input({"kle.xml": f"<KLE-Emneplan>\n{day}{''.join(groups)}</KLE-Emneplan>\n"})


def _administration(content: str) -> str:
    return f"    <HovedgruppeAdministrativInfo>{content}</HovedgruppeAdministrativInfo>\n"


RULES: Final = (
    ImportRule(
        "SPE01",
        INFORMATION,
        both("Filen er ikke en KLE-fil", "The file is no KLE file"),
        both(
            "Filens rod er hverken en emneplan, handlingsfacetter eller stikord; filen er forbigået.",
            "The root of the file is no emneplan, no handlingsfacetter and no stikord; the file was passed over.",
        ),
        both(
            "Fjern filen fra mappen, hvis den ikke hører til",
            "Remove the file from the folder if it is no part of it",
        ),
        Input(
            {
                "kle/plan.xml": f"<KLE-Emneplan>\n{_DAY}{_group()}</KLE-Emneplan>\n",
                "kle/other.xml": "<Ordbog/>\n",
            }
        ),
    ),
    ImportRule(
        "SPE02",
        ERROR,
        both("Planen er tom", "The plan is empty"),
        both(
            "Emneplanen har ingen hovedgruppe, eller handlingsfacetterne har ingen kategori.",
            "The emneplan has no hovedgruppe, or the handlingsfacetter have no category.",
        ),
        both("Send hele planen", "Send the complete plan"),
        Input({"kle.xml": _EMPTY}),
    ),
    ImportRule(
        "SPE03",
        ERROR,
        both("Planen har ingen udgivelsesdato", "The plan has no UdgivelsesDato"),
        both(
            "UdgivelsesDato navngiver udgaven og er dens første dag. Den mangler, og der er heller ikke givet et navn.",
            "UdgivelsesDato names the release and is its first day. It is missing, and no label was given either.",
        ),
        both("Giv et navn med --release NAVN", "Give a label with --release LABEL"),
        _plan(_group(), day=""),
    ),
    ImportRule(
        "SPE04",
        ERROR,
        both("Datoen er ikke en dato", "The date is no date"),
        both(
            "Der står noget andet end en dag, hvor planen skal have en dato.",
            "Something other than a day stands where the plan must have a date.",
        ),
        both("Skriv en dag som 2024-05-01", "Write a day as 2024-05-01"),
        _plan(_group(_administration("<OprettetDato>1. maj 2020</OprettetDato>"))),
    ),
    ImportRule(
        "SPE05",
        ERROR,
        both("Begrebet er udgået, før det blev oprettet", "The entry is withdrawn before it was made"),
        both(
            "UdgaaetDato eller FlyttetDato er ikke senere end OprettetDato, så ingen dag ligger imellem.",
            "UdgaaetDato or FlyttetDato is no later than OprettetDato, so that no day lies between them.",
        ),
        both("Ret en af datoerne", "Correct one of the dates"),
        _plan(
            _group(
                _administration(
                    "<OprettetDato>2020-02-01</OprettetDato>"
                    "<Historisk><UdgaaetDato>2020-01-01</UdgaaetDato></Historisk>"
                )
            )
        ),
    ),
    ImportRule(
        "SPE06",
        ERROR,
        both("Nummeret mangler eller er ikke et KLE-nummer", "The number is missing or is no KLE number"),
        both(
            "Numre på et niveau har én form: 99, 99.30, 99.30.01. Et regneark kan have gjort 99.30 til 99.3. Uden "
            "nummer udelades begrebet med alt, hvad der står i det.",
            "Numbers of a level have one form: 99, 99.30, 99.30.01. A spreadsheet may have made 99.3 of 99.30. "
            "Without a number the entry is left out with all that stands in it.",
        ),
        both("Skriv nummeret med alle cifre", "Write the number with all its digits"),
        _plan(_group(number="9")),
    ),
    ImportRule(
        "SPE07",
        WARNING,
        both("Afløseren er ikke i filen", "The successor is not in the file"),
        both(
            "Begrebet er flyttet til et nummer, som filen ikke har; begrundelsen for, at det er udgået, nævner det.",
            "The entry was moved to a number that the file does not have; the reason for its withdrawal names it.",
        ),
        both("Importér hele planen", "Import the complete plan"),
        _plan(
            _group(
                _administration(
                    "<Historisk><Flyttet><AfloestAf><HovedgruppeNr>98</HovedgruppeNr></AfloestAf></Flyttet></Historisk>"
                )
            )
        ),
    ),
    ImportRule(
        "SPE08",
        WARNING,
        both("Bevaring eller sletning har en ukendt værdi", "Retention or deletion has an unknown value"),
        both(
            "Bevaring er B, K eller K og et antal år; sletning er et tidsrum som P1825D. En anden værdi bevares, som "
            "den står.",
            "Retention is B, K, or K and a number of years; deletion is a duration such as P1825D. Another value is "
            "kept as it stands.",
        ),
        both("Ret værdien, hvis den ikke er ment", "Correct the value if it is not meant"),
        _plan(
            _group(
                """\
    <Gruppe>
      <GruppeNr>99.30</GruppeNr>
      <GruppeTitel>Prøver af sprog</GruppeTitel>
      <Emne>
        <EmneNr>99.30.01</EmneNr>
        <EmneTitel>Prøver i dansk</EmneTitel>
        <BevaringJaevnfoerArkivloven>5 år</BevaringJaevnfoerArkivloven>
      </Emne>
    </Gruppe>
"""
            )
        ),
    ),
    ImportRule(
        "SPE09",
        INFORMATION,
        both("Et stikord gentager en term", "A stikord repeats a label"),
        both(
            "Begrebet har allerede ordet, som sin titel eller som stikord; gentagelsen er udeladt.",
            "The entry has the word already, as its title or as a stikord; the repetition was left out.",
        ),
        both("Intet er nødvendigt", "Nothing is needed"),
        _plan(_group("    <HovedgruppeStikord><Tekst>Prøver</Tekst></HovedgruppeStikord>\n")),
    ),
    ImportRule(
        "SPE10",
        WARNING,
        both("Teksten er ikke på Unicode-formen NFC", "The text is not in Unicode form NFC"),
        both(
            "Et bogstav er skrevet som to tegn, for eksempel å som a og en ring; teksten er normaliseret.",
            "A letter is written as two characters, å as a and a ring for instance; the text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _plan(_group("    <HovedgruppeStikord><Tekst>a\u030arsprøve</Tekst></HovedgruppeStikord>\n")),
    ),
    ImportRule(
        "SPE11",
        ERROR,
        both("Nummeret står to gange", "The number stands twice"),
        both(
            "To begreber i planen har samme nummer; begge linjer nævnes.",
            "Two entries of the plan have one number; both lines are named.",
        ),
        both("Behold en af dem", "Keep one of them"),
        _plan(_group(), _group()),
    ),
    ImportRule(
        "SPE12",
        ERROR,
        both("Nummeret passer ikke til stedet", "The number does not fit its place"),
        both(
            "Et nummer begynder med nummeret på det, det står i: 99.30 står i 99.",
            "A number begins with the number of what it stands in: 99.30 stands in 99.",
        ),
        both("Flyt det, eller ret nummeret", "Move it or correct the number"),
        _plan(
            _group(
                "    <Gruppe><GruppeNr>98.30</GruppeNr><GruppeTitel>Prøver af sprog</GruppeTitel></Gruppe>\n"
            )
        ),
    ),
    ImportRule(
        "SPE13",
        WARNING,
        both(
            "Stikordet fører til et nummer, der ikke findes",
            "The stikord leads to a number that is not there",
        ),
        both(
            "En fil med stikord nævner et nummer, som ingen plan i samme mappe har.",
            "A file of stikord names a number that no plan in the same folder has.",
        ),
        both(
            "Importér planen fra samme dag sammen med stikordene",
            "Import the plan of the same day with the stikord",
        ),
        Input(
            {
                "kle/plan.xml": f"<KLE-Emneplan>\n{_DAY}{_group()}</KLE-Emneplan>\n",
                "kle/stikord.xml": """\
<KLE-Stikord>
  <StikordTilHovedgruppe>
    <HovedgruppeNr>98</HovedgruppeNr>
    <HovedgruppeStikord><Tekst>eksamen</Tekst></HovedgruppeStikord>
  </StikordTilHovedgruppe>
</KLE-Stikord>
""",
            }
        ),
    ),
    ImportRule(
        "SPE14",
        ERROR,
        both("Planen er der to gange", "The plan is there twice"),
        both(
            "Flere filer i mappen er samme plan i samme udgave.",
            "Several files of the folder are one plan in one release.",
        ),
        both("Behold en af dem, eller importér dem én for én", "Keep one of them, or import them one by one"),
        Input(
            {
                "kle/a.xml": f"<KLE-Emneplan>\n{_DAY}{_group()}</KLE-Emneplan>\n",
                "kle/b.xml": f"<KLE-Emneplan>\n{_DAY}{_group()}</KLE-Emneplan>\n",
            }
        ),
    ),
    ImportRule(
        "SPE15",
        WARNING,
        both("En term står ikke på én linje", "A label is not on one line"),
        both(
            "Termen har linjeskift eller styretegn; den er bevaret på én linje uden dem.",
            "The label holds line breaks or control characters; it is kept on one line without them.",
        ),
        both("Skriv den på én linje", "Write it on one line"),
        _plan(_group("    <HovedgruppeStikord><Tekst>blod\x85prøve</Tekst></HovedgruppeStikord>\n")),
    ),
)
