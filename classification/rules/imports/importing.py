"""SPIxx: what an import comes to, beside what is held already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
from classification.sentence import both

_URI: Final = "urn:example:colours"

_TWO_RELEASES: Final = """\
[[scheme]]
name = "colours"
uri = "urn:example:colours"
[[release]]
version = "1"
valid_from = 2025-01-01
published = 2025-01-01
[[release]]
version = "2"
valid_from = 2025-06-01
published = 2025-06-01
"""


def _table(
    *rows: str, version: str = "1", uri: str = _URI, start: str = "2025-01-01", more: Sequence[str] = ()
) -> str:
    """A concept table in CSV."""
    facts = {"URI": uri, "Navn": "colours", "Version": version, "Gyldig fra": start}
    head = [f"# {key},{value}" for key, value in facts.items() if value]
    return "\n".join([*head, *more, "Kode,Foretrukken term,Definition", *(rows or ["R,Rød,"]), ""])


def _ten(count: int, *, version: str = "1", start: str = "2025-01-01") -> str:
    """The first of ten colours."""
    return _table(*(f"C{n},Farve {n}," for n in range(count)), version=version, start=start)


def _import(files: dict[str, str], before: str = "", label: str = "") -> Input:
    return Input(files, Way.IMPORT, label=label, before={"before.csv": before} if before else None)


def _value_set(code: str) -> str:
    return f"""\
{{"resourceType": "ValueSet", "url": "urn:example:warm", "name": "warm", "version": "1", "status": "active",
 "compose": {{"include": [{{"system": "urn:example:paints", "concept": [{{"code": "{code}"}}]}}]}}}}
"""


def _cased(version: str, sensitive: str) -> str:
    return f"""\
{{"resourceType": "CodeSystem", "url": "{_URI}", "name": "colours", "version": "{version}", "status": "active",
 "content": "complete", "caseSensitive": {sensitive}, "concept": [{{"code": "R", "display": "Rød"}}]}}
"""


_PAINTED: Final = {
    "paints/about.toml": """\
[[scheme]]
name = "colours"
uri = "urn:example:colours"
[[release]]
version = "1"
valid_from = 2025-01-01
published = 2025-01-01
[[map]]
name = "paints-colours"
uri = "urn:example:map"
version = "1"
published = 2025-01-01
""",
    "paints/concepts.csv": "first,code,term\n1,R,Rød\n1,B,Blå\n",
    "paints/mappings.csv": """\
source_system,source_code,relation,target_system,target_code
urn:example:paints,p1,exact,urn:example:colours,R
""",
}


def _map(target: str) -> dict[str, str]:
    about = """\
[[map]]
name = "paints-colours"
uri = "urn:example:map"
version = "1"
published = 2025-01-01
"""
    columns = "source_system,source_code,relation,target_system,target_code\n"
    row = f"urn:example:paints,17,exact,urn:example:colours,{target}\n"
    return {"paints/about.toml": about, "paints/mappings.csv": columns + row}


_SUPPLEMENT: Final = f"""\
{{"resourceType": "CodeSystem", "url": "urn:example:colours-en", "name": "colours-en", "version": "1",
 "status": "active", "content": "supplement", "supplements": "{_URI}",
 "concept": [{{"code": "B", "designation": [{{"language": "en", "value": "blue"}}]}}]}}
"""


RULES: Final = (
    ImportRule(
        "SPI01",
        ERROR,
        both("Versionen mangler", "The version is missing"),
        both(
            "En udgave, et værdisæt eller en kortlægning har ingen version, så ingen kan nævne, hvilken der menes.",
            "A release, a value set or a map has no version, so that nobody can name the one that is meant.",
        ),
        both("Giv den et navn med --release NAVN", "Give it a label with --release LABEL"),
        both(
            "Indhold, som et andet program bringer; de formater, der læses her, siger det selv (SPF07, SPK07, SPB13)",
            "Content that another program brings; the formats that are read here say so themselves (SPF07, SPK07, "
            "SPB13)",
        ),
    ),
    ImportRule(
        "SPI02",
        ERROR,
        both("Navnet er brugt om andet indhold", "The label is held with other content"),
        both(
            "Udgaven findes allerede under navnet, med andre koder, termer eller et andet hierarki. Begge digest "
            "nævnes, og de første forskelle følger som SPI03.",
            "The release is already held under that label, with other codes, terms or hierarchy. Both digests are "
            "named, and the first differences follow as SPI03.",
        ),
        both(
            "Importér den under et andet navn, hvis det er en anden udgave",
            "Import it under another label, if it is another release",
        ),
        _import({"colours.csv": _table("R,Rødt,")}, _table()),
    ),
    ImportRule(
        "SPI03",
        ERROR,
        both("Et begreb er anderledes end det, der findes", "A concept differs from what is held"),
        both(
            "En forskel bag SPI02: de første ti begreber, og antallet af de øvrige.",
            "A difference behind SPI02: the first ten concepts, and the number of the others.",
        ),
        both("Ret filen, eller giv et andet navn", "Correct the file, or give another label"),
        _import({"colours.csv": _table("R,Rødt,")}, _table()),
    ),
    ImportRule(
        "SPI04",
        INFORMATION,
        both("Indholdet er et nyt oplag", "The content is a further edition"),
        both(
            "Koder, termer og hierarki er de samme som i den udgave, der findes, men noget andet er nyt: definitioner, "
            "noter, gyldighed. Det nye oplag svarer; det gamle kan stadig nævnes ved sit digest.",
            "Codes, terms and hierarchy are those of the release that is held, but something else is new: definitions, "
            "notes, validity. The further edition answers; the former can still be named by its digest.",
        ),
        both("Intet er nødvendigt", "Nothing is needed"),
        _import({"colours.csv": _table("R,Rød,Som blod")}, _table()),
    ),
    ImportRule(
        "SPI05",
        INFORMATION,
        both("Sådan er den første dag fundet", "How the first day was found"),
        both(
            "Den første dag i en ny udgave tages fra filen, ellers fra det, der fulgte med, ellers er det dagen for "
            "importen.",
            "The first day of a new release is taken from the file, else from what came with it, else it is the day of "
            "the import.",
        ),
        both("Angiv en anden dag med --valid-from", "Say another day with --valid-from"),
        _import({"colours.csv": _table(start="")}),
    ),
    ImportRule(
        "SPI06",
        ERROR,
        both(
            "Udgiverens version står for flere udgaver", "The publisher's version stands for several releases"
        ),
        both(
            "Flere udgaver her har den version, som filen angiver, og indholdet siger ikke entydigt, hvilken der "
            "menes.",
            "Several releases here have the version that the file states, and the content does not say which is meant.",
        ),
        both(
            "Sig, hvilken udgave det er, med --release NAVN", "Say which release it is with --release LABEL"
        ),
        _import(
            {"colours.csv": _table("B,Blå,", version="2025")},
            _table(version="1", more=["# Udgivers version,2025"]),
        ),
    ),
    ImportRule(
        "SPI07",
        ERROR,
        both("Navnet hører til en anden klassifikation", "The name belongs to another classification"),
        both(
            "Et navn, en URI eller en tidligere URI i filen er allerede en anden klassifikations.",
            "A name, a URI or a former URI of the file is already that of another classification.",
        ),
        both(
            "Fjern det, eller angiv den andens URI, hvis det er den, der menes",
            "Remove it, or give the URI of the other where that is meant",
        ),
        _import(
            {
                "paints.csv": _table(uri="urn:example:paints", more=[f"# Tidligere URI,{_URI}"]).replace(
                    "Navn,colours", "Navn,paints"
                )
            },
            _table(),
        ),
    ),
    ImportRule(
        "SPI08",
        ERROR,
        both("Ét navn til flere udgaver", "One label for several releases"),
        both(
            "--release giver ét navn, men filerne har flere udgaver af en klassifikation, eller flere versioner af et "
            "værdisæt eller en kortlægning.",
            "--release gives one label, but the files have several releases of a classification, or several versions "
            "of a value set or map.",
        ),
        both("Importér dem én for én, eller uden et navn", "Import them one by one, or without a label"),
        _import(
            {
                "colours/about.toml": _TWO_RELEASES,
                "colours/concepts.csv": "first,last,code,term\n1,1,R,Rød\n2,,R,Rødt\n",
            },
            label="3",
        ),
    ),
    ImportRule(
        "SPI09",
        INFORMATION,
        both("Det importerede bliver stående", "What was imported stays"),
        both(
            "Programmet bringer en rettelse af en udgave, som siden er importeret fra filer; filernes indhold går "
            "forud.",
            "The program brings a correction of a release that was imported from files since; the files come first.",
        ),
        both("Importér filerne igen for at få rettelsen", "Import the files again to have the correction"),
        both(
            "En ny version af programmet, hvor FSIII 2.3.0 er rettet, i en tjeneste, der har importeret den selv",
            "A new version of the program in which FSIII 2.3.0 is corrected, in a service that imported it itself",
        ),
    ),
    ImportRule(
        "SPI10",
        ERROR,
        both(
            "Værdisættets version har en anden definition",
            "The version of the value set has another definition",
        ),
        both(
            "Versionen af værdisættet findes allerede med en anden definition.",
            "The version of the value set is already held with another definition.",
        ),
        both(
            "Importér det under et andet navn med --release NAVN",
            "Import it under another label with --release LABEL",
        ),
        Input({"warm.json": _value_set("18")}, Way.IMPORT, before={"before.json": _value_set("17")}),
    ),
    ImportRule(
        "SPI11",
        ERROR,
        both("Kortlægningens version har andre rækker", "The version of the map has other rows"),
        both(
            "Versionen af kortlægningen findes allerede med andre rækker.",
            "The version of the map is already held with other rows.",
        ),
        both(
            "Importér den under et andet navn med --release NAVN",
            "Import it under another label with --release LABEL",
        ),
        Input(_map("O"), Way.IMPORT, before=_map("R")),
    ),
    ImportRule(
        "SPI12",
        WARNING,
        both("Klassifikationen kendes under et andet navn", "The classification is known by another name"),
        both(
            "URI'en er kendt, men med et andet kort navn; filens navn er forbigået.",
            "The URI is known, but with another short name; the name of the file was passed over.",
        ),
        both(
            "Brug det kendte navn, eller angiv en anden URI, hvis det er noget andet",
            "Use the name that is known, or give another URI if it is something else",
        ),
        _import(
            {"colours.csv": _table("B,Blå,", version="2").replace("Navn,colours", "Navn,paints")}, _table()
        ),
    ),
    ImportRule(
        "SPI13",
        WARNING,
        both("Indhold om begreber er erstattet", "What is held of concepts is replaced"),
        both(
            "Det nye oplag føjer ikke kun til: definitioner, noter, arter eller andet, der findes om begreber, er "
            "andet eller borte. De første fem begreber nævnes.",
            "The further edition does not only add: definitions, notes, kinds or other facts that are held of concepts "
            "are others or gone. The first five concepts are named.",
        ),
        both(
            "Importér det tidligere oplag igen, hvis det ikke er meningen",
            "Import the former edition again if it was not meant",
        ),
        _import({"colours.csv": _table("R,Rød,Som en rose")}, _table("R,Rød,Som blod")),
    ),
    ImportRule(
        "SPI14",
        INFORMATION,
        both("Et tidligere oplag svarer igen", "A former edition answers again"),
        both(
            "Indholdet er et oplag, der fandtes før det, der svarer nu; det svarer igen.",
            "The content is an edition that was held before the one that answers now; it answers again.",
        ),
        both("Intet er nødvendigt", "Nothing is needed"),
        both(
            "Filerne A, så B med andre definitioner, så A igen",
            "The files A, then B with other definitions, then A again",
        ),
    ),
    ImportRule(
        "SPI15",
        ERROR,
        both("Navnet eller URI'en kan ikke bruges", "The label, name or URI cannot be used"),
        both(
            "Det kan ikke skrives i et spørgsmål: blanktegn omkring det, styretegn, @ eller | i navne, blanktegn og "
            "<>\"{}\\^ i URI'er, en URI, der ikke er absolut, mere end 100 tegn (URI'er 1.000), eller noget, der "
            "begynder med sha256:.",
            "It cannot be written in a question: blanks around it, control characters, @ or | in names, blanks and "
            '<>"{}\\^ in URIs, a URI that is not absolute, more than 100 characters (URIs 1,000), or anything that '
            "begins with sha256:.",
        ),
        both("Angiv en anden", "Give another one"),
        _import({"colours.csv": _table(version="1@2")}),
    ),
    ImportRule(
        "SPI16",
        WARNING,
        both("To udgaver begynder samme dag", "Two releases begin on one day"),
        both(
            "Klassifikationen har allerede en udgave, der begynder den dag; den, der er registreret sidst, svarer.",
            "The classification has a release already that begins on that day; the one recorded last answers.",
        ),
        both("Angiv en anden dag med --valid-from", "Say another day with --valid-from"),
        _import({"colours.csv": _table("B,Blå,", version="2")}, _table()),
    ),
    ImportRule(
        "SPI17",
        ERROR,
        both("Udgaven gælder ingen dag", "The release holds on no day"),
        both(
            "Dens første dag, angivet eller fundet, ligger ikke før dens slutning.",
            "Its first day, stated or taken, is not before its end.",
        ),
        both("Angiv den første dag med --valid-from", "Say the first day with --valid-from"),
        _import({"colours.csv": _table(start="", more=["# Gyldig til,2020-01-01"])}),
    ),
    ImportRule(
        "SPI19",
        WARNING,
        both("Navnet er taget", "The name is taken"),
        both(
            "En anden klassifikation har det korte navn. Det er URI'en, der identificerer, så den nye får et andet "
            "navn, som nævnes.",
            "Another classification has the short name. It is the URI that identifies, so the new one gets another "
            "name, which is told.",
        ),
        both("Spørg efter den med det nye navn eller URI'en", "Ask for it by the new name or by its URI"),
        _import({"colours.csv": _table(uri="urn:example:paints")}, _table()),
    ),
    ImportRule(
        "SPI20",
        INFORMATION,
        both(
            "Filen siger noget andet om store og små bogstaver", "The file says another thing about capitals"
        ),
        both(
            "'caseSensitive' i filen er en anden end den, klassifikationen kendes med; filens gælder fra nu af.",
            "caseSensitive of the file is another one than the classification is known with; that of the file counts "
            "from now on.",
        ),
        both("Se efter, om udgiveren mener det", "See whether the publisher means it"),
        Input(
            {"colours.json": _cased("2", "false")},
            way=Way.IMPORT,
            before={"colours.json": _cased("1", "true")},
        ),
    ),
    ImportRule(
        "SPI41",
        ERROR,
        both("Rettelser er afvist", "Repairs are refused"),
        both(
            "Noget i filen kan kun læses ved at rette det, og --strict afviser det. Hvad der er rettet, står i de "
            "andre fund.",
            "Something in the file can be read only by repairing it, and --strict refuses that. The other findings say "
            "what would be repaired.",
        ),
        both("Ret filen, eller importér uden --strict", "Correct the file, or import without --strict"),
        Input({"colours.csv": _table("R,Ro\u0308d,")}, Way.IMPORT, strict=True),
    ),
    ImportRule(
        "SPI42",
        INFORMATION,
        both("Nogle dele er i orden", "Some parts are sound"),
        both(
            "Af flere filer kan nogle importeres og andre ikke; intet er importeret.",
            "Of several files some can be imported and others cannot; nothing was imported.",
        ),
        both(
            "Ret de andre, eller tilføj --skip-broken for at importere dem, der er i orden",
            "Correct the others, or add --skip-broken to import those that are sound",
        ),
        Input(
            {"colours.csv": _table(), "paints.csv": _table("17,Zink,", "17,Bly,", uri="urn:example:paints")},
            Way.IMPORT,
        ),
    ),
    ImportRule(
        "SPI43",
        WARNING,
        both("En del er udeladt", "A part was left out"),
        both(
            "Filen kan ikke importeres, og --skip-broken udelader den. Hver grund er nævnt, og det står ved importen.",
            "The file cannot be imported, and --skip-broken leaves it out. Each reason is named, and it stays with the "
            "import.",
        ),
        both("Ret filen, og importér den for sig", "Correct the file, and import it by itself"),
        Input(
            {"colours.csv": _table(), "paints.csv": _table("17,Zink,", "17,Bly,", uri="urn:example:paints")},
            Way.IMPORT,
            skip_broken=True,
        ),
    ),
    ImportRule(
        "SPI18",
        ERROR,
        both("Teksten kan intet format bære videre", "No format could carry the text on"),
        both(
            "En titel, en note eller en række i en kortlægning har et styretegn, et sprog, der ikke er et "
            "sprogmærke, en begrundelse, som semapv ikke kender, eller et system, der ikke er en URI.",
            "A title, a note or a row of a map has a control character, a language that is no language tag, a "
            "justification that semapv does not know, or a system that is no URI.",
        ),
        both("Ret teksten", "Correct the text"),
        _import({"colours.csv": _table("R,Rød,Som\x07blod")}),
    ),
    ImportRule(
        "SPI21",
        INFORMATION,
        both("Begreber er fjernet", "Concepts are removed"),
        both(
            "Den nye udgave mangler begreber, der var i brug i udgaven før den: hverken en af deres koder, deres URI "
            "eller en afløser. De tælles, de første nævnes, og --format json opregner dem.",
            "The new release lacks concepts that were in use in the release before it: none of their codes, not their "
            "URI, no successor. They are counted, the first are named, and --format json lists them.",
        ),
        both("Intet er nødvendigt, hvis det er meningen", "Nothing is needed, if it is meant"),
        _import({"colours.csv": _ten(9, version="2", start="2025-06-01")}, _ten(10)),
    ),
    ImportRule(
        "SPI22",
        ERROR,
        both("Mere end en tiendedel af begreberne forsvinder", "More than a tenth of the concepts go"),
        both(
            "Den nye udgave mangler mere end hvert tiende af de begreber, der er i brug i udgaven før den. Det er tit "
            "et udsnit, der har fået hele klassifikationens URI. Den importeres først, når navnet bekræftes; så er "
            "fundet en advarsel.",
            "The new release lacks more than one in ten of the concepts in use in the release before it. Often it is "
            "an extract that was given the URI of the whole. It is imported when the name is confirmed; then the "
            "finding is a warning.",
        ),
        both(
            "Giv udsnittet sin egen URI; eller tilføj --replace NAVN, hvis det er meningen",
            "Give the extract a URI of its own; or add --replace NAME, if it is meant",
        ),
        _import({"colours.csv": _table("B,Blå,", version="2", start="2025-06-01")}, _table()),
        also=(WARNING,),
    ),
    ImportRule(
        "SPI23",
        ERROR,
        both("En anden udgiver tager pladsen", "Another publisher takes the place"),
        both(
            "Filen er fra en anden udgiver end den, der har udgivet klassifikationen før, eller den tager en "
            "klassifikations URI eller navnerum. Et navn og dets forbogstaver er samme udgiver; en udgiver, der ikke "
            "er nævnt, er ingen anden. Den importeres først, når navnet bekræftes; så er fundet en advarsel.",
            "The file is from another publisher than the one of the earlier releases, or it takes the URI or namespace "
            "of a classification. A name and its initials are one publisher; a publisher that is not stated is no "
            "other. It is imported when the name is confirmed; then the finding is a warning.",
        ),
        both(
            "Giv listen sin egen URI; eller tilføj --replace NAVN, hvis udgiveren er skiftet",
            "Give the list a URI of its own; or add --replace NAME, if the publisher has changed",
        ),
        _import(
            {"colours.csv": _table(version="2", start="2025-06-01", more=["# Udgiver,Farvehandleren"])},
            _table(more=["# Udgiver,Malerlauget"]),
        ),
        also=(WARNING,),
    ),
    ImportRule(
        "SPI29",
        WARNING,
        both("Udgaven er trukket tilbage", "The release is withdrawn"),
        both(
            "En udgave, der er trukket tilbage, kommer igen. Den bliver ved med at være trukket tilbage.",
            "A release that is withdrawn comes again. It stays withdrawn.",
        ),
        both(
            "Tag den i brug igen med samsprog withdraw NAVN@UDGAVE --undo",
            "Take it back into use with samsprog withdraw NAME@RELEASE --undo",
        ),
        both(
            "samsprog import farver.csv, efter samsprog withdraw farver@1 --reason forkert",
            "samsprog import colours.csv, after samsprog withdraw colours@1 --reason wrong",
        ),
    ),
    ImportRule(
        "SPI24",
        ERROR,
        both("En bekræftelse af intet", "A confirmation of nothing"),
        both(
            "--replace nævner en klassifikation, som importen ikke bringer.",
            "--replace names a classification that the import does not bring.",
        ),
        both("Ret navnet, eller udelad det", "Correct the name, or leave it out"),
        both(
            "samsprog import farver.csv --replace farve, hvor filens klassifikation hedder farver",
            "samsprog import colours.csv --replace colour, where the classification of the file is named colours",
        ),
    ),
    ImportRule(
        "SPI30",
        INFORMATION,
        both("En kortlægning handler om klassifikationen", "A map speaks of the classification"),
        both(
            "Klassifikationen får en ny udgave, og en kortlægning, der findes her, nævner dens koder. Gælder nogle af "
            "rækkerne ikke længere, er fundet en advarsel, og rækkerne opregnes hver for sig (SPA01 til SPA17).",
            "The classification gets a new release, and a map that is held names its codes. Where some of its rows "
            "hold no longer, the finding is a warning, and the rows are listed one by one (SPA01 to SPA17).",
        ),
        both("Gå kortlægningen igennem: samsprog lint NAVN", "Look through the map: samsprog lint NAME"),
        Input(
            {"colours.csv": _table("R,Rød,", "B,Blå,", "G,Gul,", version="2", start="2025-06-01")},
            Way.IMPORT,
            before=_PAINTED,
        ),
        also=(WARNING,),
    ),
    ImportRule(
        "SPI25",
        WARNING,
        both("Det, supplementet føjer til, er her ikke", "What the supplement adds to is not here"),
        both(
            "Et supplement ('content' er 'supplement') giver begreber i et andet kodesystem flere navne og egenskaber. "
            "Det er importeret, og virker, når kodesystemet er.",
            "A supplement (content is supplement) gives concepts of another code system more names and properties. It "
            "is imported, and counts when the code system is.",
        ),
        both("Importér kodesystemet", "Import the code system"),
        Input({"colours.json": _SUPPLEMENT}, way=Way.IMPORT),
    ),
    ImportRule(
        "SPI26",
        WARNING,
        both("Supplementet nævner koder, der ikke er der", "The supplement names codes that are not there"),
        both(
            "Et supplement kan ikke føje koder til et kodesystem; hvad det siger om andre, virker ikke.",
            "A supplement can add no codes to a code system; what it says of others has no effect.",
        ),
        both("Ret koderne", "Correct the codes"),
        Input({"more.json": _SUPPLEMENT}, way=Way.IMPORT, before={"colours.json": _cased("1", "true")}),
    ),
)
