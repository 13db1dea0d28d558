"""SPBxx: concept tables, delimited text and workbooks."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
from classification.sentence import both

_URI: Final = "# URI,urn:example:colours\n"
_VERSION: Final = "# Version,1\n"
_ABOUT: Final = _URI + _VERSION


def _table(*rows: str, about: str = _ABOUT, name: str = "colours.csv") -> Input:
    return Input({name: about + "".join(f"{row}\n" for row in rows or ("Kode,Term", "R,Rød"))})


RULES: Final = (
    ImportRule(
        "SPB01",
        ERROR,
        both("Tabellen har ingen overskrifter", "The table has no header row"),
        both(
            "Ingen af de første rækker nævner en kolonne med termer eller koder, eller intet ark er synligt.",
            "None of the first rows names a column for terms or codes, or no sheet is visible.",
        ),
        both("Giv kolonnerne overskrifter", "Give the columns headers"),
        _table("R,Rød"),
    ),
    ImportRule(
        "SPB02",
        ERROR,
        both("En kolonne står to gange", "A column stands twice"),
        both(
            "To overskrifter nævner den samme kolonne, så det er uvist, hvilken der gælder.",
            "Two headers name one column, so that it is open which one counts.",
        ),
        both("Behold den ene, eller nummerér dem", "Keep one, or number them"),
        _table("Kode,Term,Status,Status", "R,Rød,,"),
    ),
    ImportRule(
        "SPB03",
        ERROR,
        both("Rækken har for mange celler", "The row has too many cells"),
        both(
            "En række har tekster ud over overskrifterne, så det er uvist, hvad der hører til hvad; rækken er udeladt.",
            "A row has texts beyond the headers, so that it is open which belongs where; the row was left out.",
        ),
        both(
            "Giv kolonnen en overskrift, eller sæt teksten i anførselstegn",
            "Give the column a header, or quote the text",
        ),
        _table("Kode,Term", "R,Rød,Rubin"),
    ),
    ImportRule(
        "SPB04",
        ERROR,
        both("Tabellen er for stor", "The table is too large"),
        both(
            "En række har over 1.000 celler, eller en projektmappe har flere celler eller mere tekst, end der læses.",
            "A row has more than 1,000 cells, or a workbook more cells or more text than are read.",
        ),
        both(
            "Slet tomme rækker og kolonner, eller del arket",
            "Delete empty rows and columns, or split the sheet",
        ),
        _table("Kode,Term", "R,Rød" + "," * 1000),
    ),
    ImportRule(
        "SPB05",
        ERROR,
        both("Filen er ikke en tabel", "The file is no table"),
        both(
            "Et anførselstegn er ikke lukket, en celle er længere end 131.072 tegn, eller der er et NUL i en række.",
            "A quote is left open, a cell is longer than 131,072 characters, or there is a NUL in a row.",
        ),
        both(
            "Se efter et anførselstegn, der ikke er lukket, og eksportér tabellen igen",
            "Look for a quote left open, and export the table again",
        ),
        _table("Kode,Term", 'R,"Rød'),
    ),
    ImportRule(
        "SPB06",
        ERROR,
        both("Filen er ikke en projektmappe, der kan læses", "The file is no workbook that can be read"),
        both(
            "Projektmappen er gammel (.xls), har en adgangskode, eller har XML, der ikke er hel.",
            "The workbook is an old one (.xls), has a password, or has XML that is not sound.",
        ),
        both("Gem den som .xlsx uden adgangskode", "Save it as .xlsx without a password"),
        Input({"colours.xlsx": "\udcd0\udccf\x11\udce0"}),
    ),
    ImportRule(
        "SPB07",
        ERROR,
        both("Koden står to gange", "The code stands twice"),
        both(
            "To rækker har den samme kode; begge linjer nævnes.",
            "Two rows have one code; both lines are named.",
        ),
        both("Giv hvert begreb sin egen kode", "Give each concept its own code"),
        _table("Kode,Term", "R,Rød", "R,Rubin"),
    ),
    ImportRule(
        "SPB08",
        ERROR,
        both("Koden eller versionen er ikke tekst", "The code or the version is no text"),
        both(
            "En projektmappe har en kode som tal, dag eller sandhedsværdi, eller en version som tal; nuller kan være "
            "tabt (01, 1.10).",
            "A workbook has a code as a number, a day or a truth value, or a version as a number; zeros may be lost "
            "(01, 1.10).",
        ),
        both("Gør kolonnen til tekst, og se på koden", "Make the column text, and look at the code"),
        both(
            "En projektmappe, hvor cellen under Kode er tallet 1 og ikke teksten 01.",
            "A workbook in which the cell below Kode (Code) is the number 1 and not the text 01.",
        ),
    ),
    ImportRule(
        "SPB09",
        ERROR,
        both("Der er formler i arket", "There are formulas in the sheet"),
        both(
            "Hvad en formel viser, afhænger af, hvem der åbner filen; cellerne nævnes.",
            "What a formula shows depends on who opens the file; the cells are named.",
        ),
        both("Indsæt værdierne i stedet for formlerne", "Paste the values in place of the formulas"),
        both(
            'En projektmappe, hvor en celle indeholder formlen ="R"&"1".',
            'A workbook in which a cell holds the formula ="R"&"1".',
        ),
    ),
    ImportRule(
        "SPB10",
        ERROR,
        both("Rækken har ingen kode", "The row has no code"),
        both(
            "En række har hverken kode eller identifikator, så begrebet kan ikke nævnes.",
            "A row has no code and no identifier, so that nobody can name the concept.",
        ),
        both("Giv rækken en kode", "Give the row a code"),
        _table("Kode,Term", "R,Rød", ",Grøn"),
    ),
    ImportRule(
        "SPB11",
        ERROR,
        both("Værdien er ikke en, der tages", "The value is none of those taken"),
        both(
            "Et begrebs art, status, dag, tal eller URI er ikke gyldig, en dag kan læses på to måder, eller ingen dag "
            "ligger i gyldigheden.",
            "A kind, status, day, number or URI is none, a day may be read in two ways, or no day lies in the "
            "validity.",
        ),
        both("Ret værdien", "Correct the value"),
        _table("Kode,Term,Gyldig fra", "R,Rød,1. maj"),
    ),
    ImportRule(
        "SPB12",
        ERROR,
        both(
            "Tabellen siger ikke, hvilken klassifikation den er", "The table does not say what it classifies"
        ),
        both(
            "Linjen `# URI` mangler, så det er uvist, hvilken klassifikation begreberne hører til.",
            "The line `# URI` is missing, so that it is open to which classification the concepts belong.",
        ),
        both(
            "Giv en URI med --uri, eller tilføj en linje over overskriften: # URI,urn:example:min-liste",
            "Give a URI with --uri, or add a line above the header: # URI,urn:example:my-list",
        ),
        _table(about=_VERSION),
    ),
    ImportRule(
        "SPB13",
        ERROR,
        both("Tabellen har ingen version", "The table has no version"),
        both(
            "Linjen `# Version` mangler, og der er heller ikke givet et navn.",
            "The line `# Version` is missing, and no label was given either.",
        ),
        both("Giv et navn med --release NAVN", "Give a label with --release LABEL"),
        _table(about=_URI),
    ),
    ImportRule(
        "SPB14",
        INFORMATION,
        both("Kolonnen bliver en fri egenskab", "The column becomes a free property"),
        both(
            "Overskriften er ingen af de kendte; kolonnens tekster bevares som en fri egenskab.",
            "The header is none of those known; the texts of the column are kept as a free property.",
        ),
        both(
            "Ret overskriften, hvis den er stavet forkert; ellers kald den Egenskab: Tone",
            "Correct the header if it is misspelt; else call it Property: Tone",
        ),
        _table("Kode,Term,Tone", "R,Rød,varm"),
    ),
    ImportRule(
        "SPB15",
        WARNING,
        both("Teksten er ikke på Unicode-formen NFC", "The text is not in Unicode form NFC"),
        both(
            "Et bogstav er skrevet som to tegn, for eksempel å som a og en ring; teksten er normaliseret.",
            "A letter is written as two characters, for instance å as a and a ring; the text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _table("Kode,Term", "B,Bla\u030a"),
    ),
    ImportRule(
        "SPB16",
        INFORMATION,
        both("Linjen siger intet om klassifikationen", "The line says nothing about the classification"),
        both(
            "En linje over overskriften begynder med #, men har ingen kendt nøgle eller ingen værdi.",
            "A line above the header begins with #, but has no known key or no value.",
        ),
        both("Ret nøglen, hvis den er stavet forkert", "Correct the key if it is misspelt"),
        _table(about=f"{_ABOUT}# Tone,varm\n"),
    ),
    ImportRule(
        "SPB17",
        ERROR,
        both("Der er fejlværdier i arket", "There are error values in the sheet"),
        both(
            "En celle indeholder en fejlværdi, som #I/T, i stedet for en tekst; cellerne nævnes.",
            "A cell holds an error value, such as #N/A, in place of a text; the cells are named.",
        ),
        both("Ret den, eller tøm cellen", "Correct it, or clear the cell"),
        both(
            "En projektmappe, hvor en celle under overskriften viser #I/T.",
            "A workbook in which a cell below the header shows #N/A.",
        ),
    ),
    ImportRule(
        "SPB18",
        ERROR,
        both("Der er flettede celler i arket", "There are merged cells in the sheet"),
        both(
            "Kun den første af flettede celler indeholder teksten; de andre er tomme.",
            "Only the first of merged cells holds the text; the others are empty.",
        ),
        both("Ophæv fletningen, og udfyld hver celle", "Unmerge them, and fill in each"),
        both(
            "En projektmappe, hvor cellerne B3 og B4 under overskriften er flettet.",
            "A workbook in which the cells B3 and B4 below the header are merged.",
        ),
    ),
    ImportRule(
        "SPB19",
        ERROR,
        both("Noget er sagt to gange om klassifikationen", "Something is said twice of the classification"),
        both(
            "To linjer over overskriften siger hver sit om det samme.",
            "Two lines above the header say different things of the same.",
        ),
        both("Behold den linje, der er rigtig", "Keep the line that is right"),
        _table(about=f"{_ABOUT}# Version,2\n"),
    ),
    ImportRule(
        "SPB20",
        INFORMATION,
        both("Arket læses ikke", "The sheet is not read"),
        both(
            "Et ark er skjult eller har ingen overskriftsrække, eller et andet ark med en overskriftsrække kom først.",
            "A sheet is hidden or has no header row, or another sheet with a header row came first.",
        ),
        both(
            "Vis arket, eller giv hver tabel sin egen fil", "Show the sheet, or give each table its own file"
        ),
        both(
            "En projektmappe med begreberne på ét ark og et andet ark, der er skjult.",
            "A workbook with the concepts on one sheet and another sheet that is hidden.",
        ),
    ),
    ImportRule(
        "SPB21",
        WARNING,
        both("Termen står to gange i rækken", "The label stands twice in the row"),
        both(
            "Den samme term af samme slags på samme sprog står to gange; den bevares én gang.",
            "One label of one kind in one language stands twice; it is kept once.",
        ),
        both("Behold den ene", "Keep one"),
        _table("Kode,Term,Accepteret term", "R,Rød,Rubin; Rubin"),
    ),
    ImportRule(
        "SPB22",
        ERROR,
        both("Klassifikationen har intet kort navn", "The classification has no short name"),
        both(
            "Linjen `# Navn` mangler, og filens navn har ingen bogstaver eller cifre at lave et af.",
            "The line `# Name` is missing, and the file name has no letters or digits to make one of.",
        ),
        both(
            "Giv et navn med --scheme, eller tilføj en linje over overskriften: # Navn,min-liste",
            "Give a name with --scheme, or add a line above the header: # Name,my-list",
        ),
        _table(name="_.csv"),
    ),
    ImportRule(
        "SPB23",
        ERROR,
        both("Niveauet springer", "The level leaps"),
        both(
            "Kolonnen Niveau giver hierarkiet, men en række ligger mere end ét trin under den før, eller over den "
            "første, så det er uvist, hvad begrebet ligger under.",
            "The column Niveau (Level) gives the hierarchy, but a row lies more than one step under the one before it, "
            "or above the first, so that it is open what the concept lies under.",
        ),
        both(
            "Sæt rækkerne i hierarkiets orden, eller kald kolonnen Egenskab: Niveau",
            "Put the rows in the order of the hierarchy, or call the column Property: Level",
        ),
        _table("Kode,Term,Niveau", "C,Farver,0", "R,Rød,2"),
    ),
    ImportRule(
        "SPB24",
        INFORMATION,
        both("Hierarkiet er lavet af niveauet", "The hierarchy was made of the level"),
        both(
            "Kolonnen Niveau siger, hvor dybt hver række ligger; et begreb ligger under den nærmeste række før det, "
            "hvis niveau er mindre.",
            "The column Niveau (Level) says how deep each row lies; a concept lies under the nearest row before it "
            "whose level is less.",
        ),
        both(
            "Kald kolonnen Egenskab: Niveau, hvis den siger noget andet",
            "Call the column Property: Level if it says something else",
        ),
        _table("Kode,Term,Niveau", "C,Farver,0", "R,Rød,1"),
    ),
    ImportRule(
        "SPB25",
        WARNING,
        both("Tegnsættet er genkendt", "The encoding was recognised"),
        both(
            "Filen er ikke UTF-8; dens byte order mark siger UTF-16, eller alle dens bogstaver taler for Windows-1252, "
            "som regneark skriver, og den er læst sådan.",
            "The file is not UTF-8; its byte order mark says UTF-16, or all its letters speak for Windows-1252, which "
            "spreadsheets write, and it was read so.",
        ),
        both("Sig et andet tegnsæt med --encoding", "Say another encoding with --encoding"),
        _table("Kode,Term", "R,R\udcf8d"),
    ),
    ImportRule(
        "SPB26",
        WARNING,
        both("Rækker og celler er rettet til", "Rows and cells were mended"),
        both(
            "Manglende celler i enden af rækker er læst som tomme, blanktegn om koder og linjeskift i termer er "
            "fjernet. Linjerne nævnes.",
            "Missing cells at the end of rows were read as empty, blanks around codes and line breaks in labels were "
            "removed. The lines are named.",
        ),
        both(
            "Se efter et linjeskift uden anførselstegn; ellers skal intet gøres",
            "Look for a line break that is not quoted; else none is needed",
        ),
        _table("Kode,Term,Definition", "R,Rød"),
    ),
    ImportRule(
        "SPB27",
        INFORMATION,
        both("Dagenes rækkefølge er aflæst", "The order of the days was read off"),
        both(
            "Dage som 31-12-2026 er læst med dagen (eller måneden) først, fordi tabellens dage selv viser det.",
            "Days such as 31-12-2026 were read with the day (or the month) first, since the days of the table show it.",
        ),
        both("Sig en anden rækkefølge med --dates", "Say another order with --dates"),
        _table("Kode,Term,Gyldig fra", "R,Rød,31-12-2026"),
    ),
    ImportRule(
        "SPB28",
        ERROR,
        both("Et regneark har ændret koden", "A spreadsheet changed the code"),
        both(
            "Koden er et tal i potensform (1,2E+05) eller en dag (01-feb), som regneark laver af koder; som advarsel, "
            "når den har færre cifre end de fleste, så nuller kan være tabt.",
            "The code is a number in powers of ten (1,2E+05) or a day (01-feb), which spreadsheets make of codes; as a "
            "warning where it has fewer digits than most, so that zeros may be lost.",
        ),
        both(
            "Gør kolonnen til tekst i regnearket, og skriv koden, som den var",
            "Make the column text in the spreadsheet, and write the code as it was",
        ),
        _table("Kode;Term", "1,2E+05;Rød"),
        also=(WARNING,),
    ),
    ImportRule(
        "SPB29",
        INFORMATION,
        both("Klassifikationens URI er lavet", "The URI of the classification was made"),
        both(
            "Tabellen siger ingen URI, så den er lavet af klassifikationens navn efter indstillingen scheme_base_uri.",
            "The table states no URI, so one was made of the name of the classification, as the setting "
            "scheme_base_uri says.",
        ),
        both("Giv en anden med --uri", "Give another one with --uri"),
        both(
            "En tabel uden linjen # URI, når indstillingen scheme_base_uri er sat.",
            "A table without the line # URI, where the setting scheme_base_uri is given.",
        ),
    ),
    ImportRule(
        "SPB30",
        WARNING,
        both("En kolonne uden overskrift er udeladt", "A column without a header was left out"),
        both(
            "En kolonne har tekster, men ingen overskrift, som rækkenumre, nogle programmer skriver først.",
            "A column has texts but no header, such as row numbers that some programs write first.",
        ),
        both("Giv den en overskrift, hvis den skal med", "Give it a header if it is to come along"),
        _table(",Kode,Term", "0,R,Rød"),
    ),
    ImportRule(
        "SPB31",
        INFORMATION,
        both("Ikke skrevet", "Not written"),
        both(
            "En begrebstabel har ikke plads til det, der nævnes, så filen bærer det ikke.",
            "A concept table has no place for what is named, so that the file does not carry it.",
        ),
        both("Brug et andet format, hvis det skal med", "Use another format if it is to come along"),
        Input(_table().files, Way.EXPORT, format="concept-csv"),
    ),
    ImportRule(
        "SPB32",
        INFORMATION,
        both("Tomme rækker er sprunget over", "Empty rows were passed over"),
        both(
            "Mellem rækkerne står nogle uden en eneste tekst, som regneark laver; linjerne nævnes.",
            "Between the rows stand some without any text, as spreadsheets make them; the lines are named.",
        ),
        both("Intet skal gøres", "None is needed"),
        _table("Kode,Term", "R,Rød", ",", "G,Grøn"),
    ),
)
