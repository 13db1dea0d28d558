"""SPKxx: SKOS."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ERROR, INFORMATION, WARNING, ImportRule, Input, Way
from classification.sentence import both

_SKOS: Final = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
_PREFIXES: Final = f"""\
{_SKOS}@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix own: <https://samsprog.dk/ns#> .
@prefix : <urn:c#> .
"""
_SCHEME: Final = '<urn:c> a skos:ConceptScheme ; owl:versionInfo "1" .\n'
_RED: Final = """\
:r a skos:Concept ; skos:inScheme <urn:c> ; skos:notation "R" ; skos:prefLabel "Rød"@da .
"""
_BLUE: Final = """\
:b a skos:Concept ; skos:inScheme <urn:c> ; skos:notation "B" ; skos:prefLabel "Blå"@da .
"""
_MAP: Final = '<urn:m> a own:ConceptMap ; owl:versionInfo "1" ; own:row <urn:m#1>, <urn:m#2> .\n'
_EXACT: Final = '<urn:m#1> own:source :r ; own:target <urn:d#1> ; own:relation "exact" .\n'


def _file(*lines: str) -> Input:
    """A Turtle file as it stands."""
    return Input({"colours.ttl": "".join(lines)})


def _turtle(*lines: str) -> Input:
    """A Turtle file of a scheme with the concept red, and more."""
    return _file(_PREFIXES, _SCHEME, _RED, *(f"{line}\n" for line in lines))


RULES: Final = (
    ImportRule(
        "SPK01",
        ERROR,
        both(
            "Filen er ikke skrevet i den syntaks, som endelsen siger",
            "The file is not of the syntax of its ending",
        ),
        both(
            "Fortolkeren standser ved den linje, der nævnes. Endelsen siger, hvilken syntaks filen har: .ttl, .rdf, "
            ".owl, .jsonld eller .nt.",
            "The parser stops at the line that is named. The ending says which syntax the file has: .ttl, .rdf, .owl, "
            ".jsonld or .nt.",
        ),
        both("Ret syntaksen eller filens endelse", "Correct the syntax, or the file's ending"),
        _file(_PREFIXES, ":r skos:broader\n"),
    ),
    ImportRule(
        "SPK02",
        ERROR,
        both(
            "En IRI er relativ, og filen angiver ingen base",
            "An IRI is relative, and the file states no base",
        ),
        both(
            "Hvad den betyder, ville afhænge af, hvor filen ligger.",
            "What it means would depend on where the file lies.",
        ),
        both("Skriv hele IRI'er, eller angiv basen", "Write whole IRIs, or state the base"),
        _turtle("<here> a skos:Concept ; skos:inScheme <urn:c> ."),
    ),
    ImportRule(
        "SPK03",
        ERROR,
        both("Konteksten er ikke i filen", "The context is not in the file"),
        both(
            "En JSON-LD-fil tager sin kontekst fra en adresse. Der hentes intet, så filen kan ikke forstås.",
            "A JSON-LD file takes its context from an address. Nothing is fetched, so the file cannot be understood.",
        ),
        both("Skriv selve konteksten i filen", "Put the context itself into the file"),
        Input({"colours.jsonld": '{"@context": "https://example.org/skos.jsonld", "@id": "urn:c"}\n'}),
    ),
    ImportRule(
        "SPK04",
        ERROR,
        both("XML-filen erklærer noget, der ikke læses", "The XML file declares what is not read"),
        both(
            "Entiteter må kun være korte tekster, som står for navnerum, og højst 100; en dokumenttype i en anden fil "
            "hentes ikke, og kun almindelige tegnkodninger læses.",
            "Entities may only be short texts that stand for namespaces, and 100 at most; a document type in another "
            "file is not fetched, and only usual encodings are read.",
        ),
        both(
            "Skriv teksten ud, eller gem filen som Turtle", "Write the text out, or save the file as Turtle"
        ),
        Input(
            {
                "colours.rdf": '<!DOCTYPE rdf:RDF SYSTEM "http://example.org/rdf.dtd">\n'
                '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>\n'
            }
        ),
    ),
    ImportRule(
        "SPK05",
        ERROR,
        both("Filen er indlejret for dybt", "The file is nested too deep"),
        both(
            "Ressourcer står i hinanden i flere niveauer, end der kan læses.",
            "Resources stand in each other for more levels than can be read.",
        ),
        both("Skriv ressourcerne ved siden af hinanden", "Write the resources side by side"),
        both(
            "Kun en RDF/XML-fil, som fortolkeren må opgive; 40.000 begreber i hinanden bliver læst",
            "Only an RDF/XML file that the parser has to give up; 40,000 concepts in each other are read",
        ),
    ),
    ImportRule(
        "SPK06",
        ERROR,
        both("En integritetsbetingelse i SKOS er ikke opfyldt", "An integrity condition of SKOS is not met"),
        both(
            "Noget er både begreb og klassifikation (S9) eller samling (S37), har to foretrukne termer på ét sprog "
            "(S14), eller et eksakt modstykke, som også er bredere eller beslægtet (S46). Det, der følger af andre "
            "udsagn, tæller med.",
            "Something is both a concept and a scheme (S9) or a collection (S37), has two preferred labels in one "
            "language (S14), or an exact match that is a broad or related one too (S46). What follows from other "
            "statements counts.",
        ),
        both("Ret det: SKOS tillader kun det ene", "Correct it: SKOS allows only one of the two"),
        _turtle(':r skos:prefLabel "Rosa"@da .'),
    ),
    ImportRule(
        "SPK07",
        ERROR,
        both("Ingen version er angivet", "No version is stated"),
        both(
            "En klassifikation, en samling eller en kortlægning angiver ikke, hvilken udgave den er, og der er "
            "heller ikke givet et navn.",
            "A scheme, a collection or a map does not state which release it is, and no label was given either.",
        ),
        both(
            "Giv et navn med --release NAVN, eller angiv owl:versionInfo",
            "Give a label with --release LABEL, or state owl:versionInfo",
        ),
        _file(_PREFIXES, "<urn:c> a skos:ConceptScheme .\n", _RED),
    ),
    ImportRule(
        "SPK08",
        ERROR,
        both("Et begreb er ikke i nogen klassifikation", "A concept is in no scheme"),
        both(
            "Filen har flere klassifikationer, så det kan ikke ses, hvor begrebet hører til. Er der kun én, tages "
            "det for et af dens, med en advarsel.",
            "The file has several schemes, so that it cannot be seen where the concept belongs. Where there is one "
            "only, it is taken for one of that, with a warning.",
        ),
        both("Angiv skos:inScheme", "State skos:inScheme"),
        _turtle('<urn:d> a skos:ConceptScheme ; owl:versionInfo "1" .', ":g a skos:Concept ."),
        also=(WARNING,),
    ),
    ImportRule(
        "SPK09",
        INFORMATION,
        both("Egenskaber bevares ikke", "Properties are not kept"),
        both(
            "Der er ikke plads til dem her; de nævnes samlet for hver fil, med antal.",
            "There is no place for them here; they are named together for each file, with their number.",
        ),
        both("Behold filen, hvis du skal bruge dem", "Keep the file if you need them"),
        _turtle(':r <urn:example:rgb> "FF0000" .'),
    ),
    ImportRule(
        "SPK10",
        ERROR,
        both("En kode er en ressource", "A notation is a resource"),
        both(
            "skos:notation er en tekst; her er den en IRI eller en blank knude.",
            "skos:notation is a text; here it is an IRI or a blank node.",
        ),
        both("Skriv koden som en literal", "Write the code as a literal"),
        _turtle(":r skos:notation <urn:c#R> ."),
    ),
    ImportRule(
        "SPK11",
        ERROR,
        both("Et ord er ikke et af dem, der kan stå der", "A word is none of those that may stand there"),
        both(
            "Arten, statussen, værdien på en skala eller slægtslinjens slags er ukendt.",
            "The kind, the status, the ordinal or the sort of lineage is unknown.",
        ),
        both("Brug et ord fra listen", "Use a word of the list"),
        _turtle(':r own:kind "colour" .'),
    ),
    ImportRule(
        "SPK12",
        ERROR,
        both("Datoen er ikke en dag", "The date is no day"),
        both(
            "En gyldighed begynder eller slutter på en dag, som kalenderen ikke har, eller som er skrevet anderledes.",
            "A validity begins or ends on a day that the calendar does not have, or that is written otherwise.",
        ),
        both("Skriv en dato som 2025-06-01", "Give a date such as 2025-06-01"),
        _turtle(':r own:validFrom "2025-02-30" .'),
    ),
    ImportRule(
        "SPK13",
        ERROR,
        both("To begreber har samme kode", "Two concepts have one code"),
        both(
            "Begge har samme skos:notation, og det ene er ikke afløst af det andet; begge nævnes.",
            "Both have one skos:notation, and neither is replaced by the other; both are named.",
        ),
        both("Giv hvert begreb sin egen kode", "Give each concept its own notation"),
        _turtle(':s a skos:Concept ; skos:inScheme <urn:c> ; skos:notation "R" .'),
    ),
    ImportRule(
        "SPK14",
        ERROR,
        both("En række i en kortlægning kan ikke læses", "A row of a map cannot be read"),
        both(
            "Rækken har ingen kilde, intet mål eller en relation, som ikke findes.",
            "The row has no source, no target, or a relation that there is not.",
        ),
        both(
            "Nævn begge begreber og relationen, eller klassifikationen uden modstykke",
            "Name both concepts and the relation, or the scheme without a counterpart",
        ),
        _turtle(
            '<urn:m> a own:ConceptMap ; owl:versionInfo "1" ; own:row <urn:m#1> .',
            '<urn:m#1> own:source :r ; own:target <urn:d#1> ; own:relation "same" .',
        ),
    ),
    ImportRule(
        "SPK15",
        WARNING,
        both("En tekst er ikke på Unicode-formen NFC", "A text is not in Unicode form NFC"),
        both(
            "Bogstaver som å er skrevet som to tegn, så de ligner, men ikke er lig med, det ene; teksten er "
            "normaliseret.",
            "Letters such as å are written as two characters, which look like the one but are not equal to it; the "
            "text was normalised.",
        ),
        both("Skriv bogstaver som ét tegn", "Write letters as one character"),
        _turtle(':r skos:altLabel "Ra\u030ad"@da .'),
    ),
    ImportRule(
        "SPK16",
        WARNING,
        both("En note er en ressource og bevares ikke", "A note is a resource and is not kept"),
        both(
            "SKOS tillader noter, som er dokumenter eller har egenskaber; her er en note en tekst.",
            "SKOS allows notes that are documents or have properties; here a note is a text.",
        ),
        both("Skriv teksten som en literal", "Write the text as a literal"),
        _turtle(":r skos:definition <https://example.org/red> ."),
    ),
    ImportRule(
        "SPK17",
        WARNING,
        both("En samling bevares ikke", "A collection is not kept"),
        both(
            "Den har ingen medlemmer, intet navn eller ingen version, så der kan ikke laves et værdisæt af den.",
            "It has no members, no name or no version, so that no value set can be made of it.",
        ),
        both("Nævn den og dens medlemmer", "Name it and its members"),
        _turtle('<urn:v> a skos:Collection ; skos:prefLabel "Varme"@da .'),
    ),
    ImportRule(
        "SPK18",
        INFORMATION,
        both("Led uden kortlægning blev til en", "Mapping links without a map became one"),
        both(
            "skos:exactMatch og dets søskende fører fra én klassifikation til en anden, og filen beskriver ingen "
            "kortlægning; der er lavet en for hvert par af klassifikationer.",
            "skos:exactMatch and its siblings lead from one scheme to another, and the file describes no map; one was "
            "made for each pair of schemes.",
        ),
        both("Beskriv kortlægningen for at give den et navn", "Describe the map to give it a name"),
        _turtle(":r skos:exactMatch <urn:d#1> ."),
    ),
    ImportRule(
        "SPK19",
        ERROR,
        both("Rækker i en kortlægning modsiger hinanden", "Rows of a map contradict each other"),
        both(
            "To rækker siger noget forskelligt om samme par på samme dag, eller en kode har både et modstykke og "
            "intet.",
            "Two rows say different things of one pair on one day, or a code has both a counterpart and none.",
        ),
        both("Behold den ene, eller adskil dem ved gyldighed", "Keep one, or part them by validity"),
        _file(
            _PREFIXES,
            _SCHEME,
            _RED,
            _MAP,
            _EXACT,
            '<urn:m#2> own:source :r ; own:target <urn:d#1> ; own:relation "broad" .\n',
        ),
    ),
    ImportRule(
        "SPK20",
        ERROR,
        both("Et sprogmærke er ikke et sprogmærke", "A language tag is none"),
        both(
            "Tekster i en JSON-LD-fil er på et sprog, som ikke er skrevet efter BCP 47; fortolkere udelader dem uden "
            "et ord, så filen læses ikke.",
            "Texts of a JSON-LD file are in a language that is not written as BCP 47 says; parsers leave them out "
            "without a word, so the file is not read.",
        ),
        both("Brug BCP 47, for eksempel da eller da-DK", "Use BCP 47, for instance da or da-DK"),
        Input(
            {
                "colours.jsonld": '{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"},\n'
                ' "@id": "urn:c#r", "@type": "skos:Concept",\n'
                ' "skos:prefLabel": {"@value": "Rød", "@language": "da_DK"}}\n'
            }
        ),
    ),
    ImportRule(
        "SPK21",
        WARNING,
        both("En term er af to slags", "A label is of two kinds"),
        both(
            "Begrebet har samme tekst på samme sprog som termer af to slags: foretrukket, alternativ eller skjult "
            "(SKOS S13). Den stærkeste er bevaret.",
            "The concept has one text in one language as labels of two kinds, preferred, alternative or hidden (SKOS "
            "S13); the stronger one is kept.",
        ),
        both("Behold den ene", "Keep one"),
        _turtle(':r skos:altLabel "Rød"@da .'),
    ),
    ImportRule(
        "SPK22",
        WARNING,
        both("Beslægtede begreber ligger over hinanden", "Related concepts lie above each other"),
        both(
            "To begreber er sagt at være beslægtede, men det ene ligger over det andet (SKOS S27); hierarkiet er "
            "bevaret.",
            "Two concepts are said to be related, but one lies above the other (SKOS S27); the hierarchy is kept.",
        ),
        both("Fjern skos:related", "Remove skos:related"),
        _file(_PREFIXES, _SCHEME, _RED, _BLUE, ":b skos:broader :r ; skos:related :r .\n"),
    ),
    ImportRule(
        "SPK23",
        WARNING,
        both("En term står ikke på én linje", "A label is not on one line"),
        both(
            "Termen har linjeskift eller styretegn; den er bevaret på én linje uden dem. Hårde mellemrum "
            "bliver stående.",
            "The label holds line breaks or control characters; it is kept on one line without them. No-break spaces "
            "stay.",
        ),
        both("Skriv den på én linje", "Write it on one line"),
        _turtle(':r skos:altLabel "Mørk\\nrød"@da .'),
    ),
    ImportRule(
        "SPK24",
        WARNING,
        both("Et udgået begreb har sin afløsers kode", "A deprecated concept has the code of its successor"),
        both(
            "En kode er ét begreb; det udgåede har fået en kode, som er lavet af dets URI.",
            "A code is one concept; the deprecated one got a code made of its URI.",
        ),
        both("Giv det sin egen kode", "Give it a notation of its own"),
        _turtle(
            ':old a skos:Concept ; skos:inScheme <urn:c> ; skos:notation "R" ;',
            "  owl:deprecated true ; dct:isReplacedBy :r .",
        ),
    ),
    ImportRule(
        "SPK25",
        WARNING,
        both("En henvisning fører ud af klassifikationen", "A reference leads out of the scheme"),
        both(
            "Et bredere eller beslægtet begreb eller en afløser er ikke i klassifikationen; henvisningen er bevaret "
            "med sin URI, men hierarkiet kender den ikke.",
            "A broader or related concept or a successor is not in the scheme; the reference is kept by its URI, but "
            "the hierarchy does not know it.",
        ),
        both("Tag begrebet med, hvis det hører til", "Bring the concept along if it belongs"),
        _turtle(":r skos:broader <https://example.org/colour> ."),
    ),
    ImportRule(
        "SPK26",
        WARNING,
        both("Noget i klassifikationen er ikke et begreb", "Something in the scheme is no concept"),
        both(
            "Det er sagt at være i klassifikationen, men har en anden type end skos:Concept; det er udeladt.",
            "It is said to be in the scheme, but has another type than skos:Concept; it was left out.",
        ),
        both("Angiv typen skos:Concept", "State the type skos:Concept"),
        _turtle(":page a <urn:example:Page> ; skos:inScheme <urn:c> ."),
    ),
    ImportRule(
        "SPK27",
        INFORMATION,
        both("Klassifikationen er kun nævnt", "The scheme is only named"),
        both(
            "Begreber er sagt at være i den, men filen beskriver den ikke; den er taget med (SKOS S4).",
            "Concepts are said to be in it, but the file does not describe it; it was taken for one (SKOS S4).",
        ),
        both("Beskriv den for at give den en titel", "Describe it to give it a title"),
        Input({"colours.ttl": f"{_SKOS}@prefix : <urn:c#> .\n{_RED}"}, label="1"),
    ),
    ImportRule(
        "SPK28",
        INFORMATION,
        both("Begreber har ingen kode", "Concepts have no notation"),
        both(
            "Uden skos:notation er koden den korteste ende af begrebets URI, som intet andet begreb har.",
            "Without skos:notation the code is the shortest end of the concept's URI that no other concept has.",
        ),
        both(
            "Angiv skos:notation, hvis koden skal være en anden",
            "State skos:notation if the code is to be another",
        ),
        _turtle(':g a skos:Concept ; skos:inScheme <urn:c> ; skos:prefLabel "Grøn"@da .'),
    ),
    ImportRule(
        "SPK29",
        INFORMATION,
        both("Termer har intet sprogmærke", "Labels have no language tag"),
        both(
            "Det kan ikke ses, hvilket sprog de er på; de er bevaret uden.",
            "It cannot be seen which language they are in; they are kept without one.",
        ),
        both(
            "Angiv sproget med --language, for eksempel da", "Name the language with --language, such as da"
        ),
        _turtle(':r skos:altLabel "Purpur" .'),
    ),
    ImportRule(
        "SPK30",
        WARNING,
        both("Noget ved en samling bevares ikke", "Something of a collection is not kept"),
        both(
            "Et værdisæt har titler og medlemmer; samlingens andre termer, kode og noter er der ikke plads til.",
            "A value set has titles and members; there is no place for the collection's other labels, notation and "
            "notes.",
        ),
        both("Behold filen, hvis du skal bruge dem", "Keep the file if you need them"),
        _turtle(
            '<urn:v> a skos:Collection ; skos:prefLabel "Varme"@da ; skos:notation "V" ; skos:member :r .'
        ),
    ),
    ImportRule(
        "SPK32",
        WARNING,
        both("Kun det transitive overbegreb er angivet", "Only the transitive broader concept is stated"),
        both(
            "Begrebet har skos:broaderTransitive og intet skos:broader. Af alt, hvad der ligger over det, er det "
            "nærmeste taget for dets overbegreb.",
            "The concept has skos:broaderTransitive and no skos:broader. Of all that lies above it, the nearest was "
            "taken for its broader concept.",
        ),
        both("Angiv skos:broader", "State skos:broader"),
        _turtle(_BLUE, ":b skos:broaderTransitive :r ."),
    ),
    ImportRule(
        "SPK33",
        INFORMATION,
        both("Koders datatyper bevares ikke", "Datatypes of notations are not kept"),
        both(
            "skos:notation har en datatype, der ikke er plads til; koden er bevaret uden. De nævnes én gang med antal.",
            "skos:notation has a datatype for which there is no place; the code is kept without. They are named once, "
            "with their number.",
        ),
        both("Intet er nødvendigt", "Nothing is needed"),
        _turtle(':r skos:notation "R2"^^<urn:datatype> .'),
    ),
    ImportRule(
        "SPK31",
        INFORMATION,
        both("Noget bliver ikke skrevet", "Something is not written"),
        both(
            "SKOS har ikke plads til det, så det er ikke i den fil, der eksporteres.",
            "SKOS has no place for it, so that it is not in the file that is exported.",
        ),
        both(
            "Eksportér til et andet format, hvis det skal med", "Export to another format if it must be kept"
        ),
        Input({"colours.ttl": f"{_PREFIXES}{_SCHEME}{_RED}"}, way=Way.EXPORT, format="skos-turtle"),
    ),
)
