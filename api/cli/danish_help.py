"""The help of the commands in Danish, by its English text.

Help is written once, in English, where an argument is defined; here stands the Danish for each of these texts. A test
holds the table complete: a text that is new or has changed fails it by name. What argparse says itself is here too.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from typing import Final

USAGE: Final = "brug: "

SUMMARIES: Final = {
    "serve": "kør tjenesten: GraphQL og udforskersiden",
    "import": "hent filer i et standardformat eller en ordforrådsmappe ind i lageret",
    "undo": "tag den seneste import tilbage",
    "withdraw": "lad en udgave ikke svare mere, eller tag den i brug igen",
    "rename": "giv en klassifikation, et værdisæt eller en kortlægning et andet kort navn",
    "db": "pas lageret: opgradér, kontrollér, tag kopi, genskab",
    "export": "skriv en udgave, et værdisæt eller en kortlægning i et standardformat",
    "schemes": "opregn klassifikationer",
    "releases": "opregn udgaver",
    "show": "vis ét begreb: koder, termer, plads, historik",
    "search": "find begreber ud fra det, folk skriver",
    "expand": "opregn et værdisæts medlemmer",
    "resolve": "find det fælles begreb, som en kode eller term står for",
    "translate": "find koden i ét system for en kode i et andet",
    "diff": "sammenlign to udgaver",
    "map": "opregn kortlægninger, deres rækker, rækkerne om en kode",
    "check": "kontrollér dataobjekter: JSON, NDJSON, FHIR Bundles",
    "fix": "udfør de sikre rettelser, som kontrollen tilbyder",
    "lock": "skriv navn og digest på det, en kontrol bygger på",
    "bundle": "skriv alt, en kontrol behøver, i én fil til brug uden net",
    "lint": "gå et ordforråd igennem som en omhyggelig læser",
    "rule": "forklar en regel for kontrol eller gennemgang",
}
"""What each command does, for `samsprog --help`."""

HEAD: Final = """\
brug: samsprog KOMMANDO [ARGUMENT ...]

Klassifikationer og referencedata i udgaver for kommunernes social- og sundhedsområde.
Uden lager og uden server svarer de medfølgende ordforråd.

kommandoer:
"""
FOOT: Final = """
valg:
  -h, --help     vis denne tekst; `samsprog KOMMANDO --help` viser en kommandos valg og eksempler
  --version      vis programmets version og versionen af dets JSON

eksempler:
  samsprog show fsiii J1.1
  samsprog resolve --to fsiii J1.1 I5.1
  samsprog diff fsiii@1.1.0 fsiii@2.0.0

slutkoder: 0 besvaret; 1 besvaret, men ikke som håbet (ukendt kode, intet entydigt mål, fund); 2 ikke besvaret
"""

TEXTS: Final = {
    # groups
    "positional arguments": "argumenter",
    "options": "valg",
    "options of all commands": "valg for alle kommandoer",
    "which edition": "hvilken udgave",
    "what is asked": "hvad der spørges om",
    "the report": "rapporten",
    # shared
    "show this help message and exit": "vis denne hjælp",
    "the store in this folder answers": "lageret i denne mappe svarer",
    "settings (docs/configuration.md)": "indstillinger (docs/configuration.md)",
    "show where in the program an error arose": "vis, hvor i programmet en fejl opstod",
    "language of what people read (the setting lang, the locale, en)": (
        "sproget i det, mennesker læser (indstillingen lang, landestandarden, en)"
    ),
    "form of the output": "svarets form",
    "as valid on that day, for instance 2024-03-01": "som gældende den dag, for eksempel 2024-03-01",
    "as known then: a day (its end) or 2024-03-01T12:00:00+01:00": (
        "som kendt da: en dag (dens slutning) eller 2024-03-01T12:00:00+01:00"
    ),
    "with the names and properties of this supplement, in its language first; may be repeated": (
        "med navne og egenskaber fra dette supplement, og dets sprog først; kan gentages"
    ),
    "this release, whatever the day": "denne udgave, uanset dagen",
    "a running service answers": "en kørende tjeneste svarer",
    "only of this kind, for instance state": "kun af denne art, for eksempel tilstand",
    "only members of this kind, for instance state": "kun medlemmer af denne art, for eksempel tilstand",
    "only targets of this kind, for instance state": "kun mål af denne art, for eksempel tilstand",
    "short name, system URI or alias": "kort navn, systemets URI eller en tidligere URI",
    "name or URI": "navn eller URI",
    # serve
    """\
Run the service: GraphQL under /graphql/v1, the explorer page under /. The first start brings the bundled
vocabularies into the store. Ctrl-C ends it. Settings: docs/configuration.md.""": """\
Kør tjenesten: GraphQL under /graphql/v1, udforskersiden under /. Den første start henter de medfølgende ordforråd
ind i lageret. Ctrl-C stopper den. Indstillinger: docs/configuration.md.""",
    "address to listen on (127.0.0.1)": "adresse at lytte på (127.0.0.1)",
    "processes that answer (1)": "processer, der svarer (1)",
    "port to listen on; 0 takes a free one (8000)": "port at lytte på; 0 tager en ledig (8000)",
    # import
    """\
Bring classifications, value sets and concept maps into the store: everything, or, when anything is wrong, nothing.
All that is wrong is told, with its place. A file is known by its name and by what it holds (docs/formats/). The store
is made when it is not there; it then begins with the bundled vocabularies.""": """\
Hent klassifikationer, værdisæt og kortlægninger ind i lageret: alt, eller intet, hvis noget er forkert. Alt, der er
forkert, bliver sagt, med sit sted. En fil kendes på sit navn og sit indhold (docs/formats/). Lageret bliver lavet, hvis
det ikke findes; det begynder da med de medfølgende ordforråd.""",
    "files, or folders of files: %(formats)s": "filer eller mapper med filer: %(formats)s",
    "label of the release, in place of its own": "navn på udgaven i stedet for dens eget",
    "first day of a release that is new": "første dag for en ny udgave",
    "language of labels that state none": "sproget i termer, der intet angiver",
    "this classification is meant to lose what the file does not have, or to come from another publisher": (
        "det er meningen, at denne klassifikation mister det, filen ikke har, eller kommer fra en anden udgiver"
    ),
    "import the files that are sound, and leave out the others": (
        "importér de filer, der er i orden, og udelad de andre"
    ),
    "refuse what can be read only by repairing it": "afvis, hvad der kun kan læses ved at rette det",
    "short name of a table's classification": "kort navn på klassifikationen i en tabel",
    "URI of a table's classification": "URI for klassifikationen i en tabel",
    "title of a table's classification": "titel på klassifikationen i en tabel",
    "encoding of a table (UTF-8, else recognised)": "tegnsæt i en tabel (UTF-8, ellers genkendt)",
    "order of day and month in a table (what its days show)": "rækkefølge af dag og måned i en tabel (som dens dage "
    "viser)",
    "report only, write nothing": "kun rapport, skriv intet",
    # undo, withdraw, rename
    """\
Take the last import back: everything that it brought goes, and answers are as they were before it. An import on which
a later one builds stays, and is told. What others may rest on is withdrawn instead (samsprog withdraw).""": """\
Tag den seneste import tilbage: alt, den bragte, forsvinder, og svarene er som før den. En import, som en senere bygger
på, bliver stående, og det bliver sagt. Det, andre kan bygge på, trækkes i stedet tilbage (samsprog withdraw).""",
    "the number of the import (the last one)": "importens nummer (den seneste)",
    "who decides it (the user of this machine)": "hvem der beslutter det (maskinens bruger)",
    """\
Withdraw one release of a classification, value set or map: from now on no answer rests on it. It is still listed, with
the reason, and still answers what is asked as known before that (--known-at). --undo takes it back into use. Nothing is
removed; what was imported by accident and nobody rests on is taken back with samsprog undo.""": """\
Træk én udgave af en klassifikation, et værdisæt eller en kortlægning tilbage: fra nu af bygger intet svar på den. Den
opregnes stadig, med begrundelsen, og svarer på det, der spørges om, som kendt før det (--known-at). --undo tager den i
brug igen. Intet fjernes; det, der er importeret ved et uheld, og ingen bygger på, tages tilbage med samsprog undo.""",
    "a release is withdrawn where the store of the service is, with its --data-dir or --config: a running service "
    "answers without it within a second or two": (
        "en udgave trækkes tilbage, hvor tjenestens lager er, med dens --data-dir eller --config: en kørende tjeneste "
        "svarer uden den inden for et sekund eller to"
    ),
    "an import is taken back where the store of the service is, with its --data-dir or --config: a running service "
    "answers without it within a second or two": (
        "en import tages tilbage, hvor tjenestens lager er, med dens --data-dir eller --config: en kørende tjeneste "
        "svarer uden den inden for et sekund eller to"
    ),
    "names are changed where the store of the service is, with its --data-dir or --config: a running service "
    "uses the new name within a second or two": (
        "navne ændres, hvor tjenestens lager er, med dens --data-dir eller --config: en kørende tjeneste bruger det "
        "nye navn inden for et sekund eller to"
    ),
    "what is withdrawn; else all that is, is listed": "det, der trækkes tilbage; ellers opregnes alt, der er",
    "why; those who ask for it read it": "hvorfor; de, der spørger efter den, læser det",
    "take it back into use": "tag den i brug igen",
    """\
Give a classification, value set or map another short name. What identifies it is its URI, which stays. The former name
leads to it from now on, and no other gets it; later files under the former name are known by their URI.""": """\
Giv en klassifikation, et værdisæt eller en kortlægning et andet kort navn. Det er URI'en, der identificerer den, og den
bliver. Det tidligere navn fører til den fra nu af, og ingen anden får det; senere filer kendes på deres URI.""",
    "its name, or its URI": "dens navn eller URI",
    "its new name": "dens nye navn",
    # db
    """\
Look after the store (SQLite in the data folder, or the database of the setting database_url).
  upgrade        bring its tables up to this version of the program
  check          read every row, and what was compiled of it, and compare it with the digests it was put in with;
                 names each row that is damaged; 1 when anything differs
  backup FILE    copy everything into one file, also while the service runs
  restore FILE   put such a copy into an empty store: all of it, or nothing; any database reads any copy""": """\
Pas lageret (SQLite i datamappen eller databasen fra indstillingen database_url).
  upgrade        bring dets tabeller op til denne version af programmet
  check          læs hver række, og det, der er kompileret af den, og sammenlign med de digests, det blev lagt ind
                 med; nævner hver række, der er beskadiget; 1, når noget er forskelligt
  backup FIL     kopiér alt til én fil, også mens tjenesten kører
  restore FIL    læg en sådan kopi i et tomt lager: det hele eller intet; enhver database læser enhver kopi""",
    "what to do": "hvad der skal gøres",
    "the copy": "kopien",
    "restore: what the store holds goes": "restore: lagerets indhold forsvinder",
    # export
    """\
Write a release of a classification, a value set or a concept map in a standard format (docs/formats/).
What the format does not carry is told on stderr.""": """\
Skriv en udgave af en klassifikation, et værdisæt eller en kortlægning i et standardformat (docs/formats/).
Hvad formatet ikke kan bære, bliver sagt på stderr.""",
    "a classification, value set or concept map": "en klassifikation, et værdisæt eller en kortlægning",
    "%(formats)s (fhir-json)": "%(formats)s (fhir-json)",
    "a concept-csv that Excel opens as it is: semicolons, a byte order mark, codes that stay text": (
        "en concept-csv, som Excel åbner, som den er: semikolon, byte order mark, koder, der forbliver tekst"
    ),
    "file, or folder (one that is there, or a name that ends in /); - is stdout (-)": (
        "fil, eller mappe (en, der findes, eller et navn, der slutter med /); - er stdout (-)"
    ),
    "the release valid on that day": "den udgave, der gælder den dag",
    "as known then": "som kendt da",
    # schemes, releases, show
    "List the classifications at hand, with the release that holds today or on the day asked for.": (
        "Opregn klassifikationerne her med den udgave, der gælder i dag eller den dag, der spørges om."
    ),
    """\
List the releases of a classification, or of all. The current one is marked with *; withdrawn ones say why.""": (
        "Opregn en klassifikations udgaver, eller alles. Den gældende er mærket med *; de tilbagetrukne siger hvorfor."
    ),
    """\
Show one concept: its codes and terms, its place, what it was called in other releases.
A code is any notation of the concept: the current code or a legacy key.""": """\
Vis ét begreb: dets koder og termer, dets plads, hvad det hed i andre udgaver.
En kode er enhver af begrebets koder: den gældende eller en gammel nøgle.""",
    "current code or legacy key": "gældende kode eller gammel nøgle",
    # search
    """\
Find concepts by what people type, best first: labels and codes, whole or begun, inflected, inside compounds,
with small typing errors, and by what they were called in earlier releases. Where nothing fits all of the words,
what fits most of them comes. Headings (groupings) are found too.""": """\
Find begreber ud fra det, folk skriver, de bedste først: termer og koder, hele eller begyndte, bøjede, inde i
sammensatte ord, med små tastefejl, og ud fra det, de hed i tidligere udgaver. Hvor intet passer på alle ordene, kommer
det, der passer på de fleste. Overskrifter bliver også fundet.""",
    "words, or the beginnings of them; a code": "ord, eller begyndelsen af dem; en kode",
    "only in this classification": "kun i denne klassifikation",
    "only members of this value set": "kun medlemmer af dette værdisæt",
    "at most so many (20)": "højst så mange (20)",
    # expand
    """\
List the members of a value set: one line per concept, however many codes it has.
Without a value set, list the value sets.""": """\
Opregn et værdisæts medlemmer: én linje for hvert begreb, uanset hvor mange koder det har.
Uden et værdisæt opregnes værdisættene.""",
    "only members whose term contains it or whose code begins so": (
        "kun medlemmer, hvis term indeholder teksten, eller hvis kode begynder sådan"
    ),
    "without concepts that are out of use": "uden begreber, der er taget ud af brug",
    "leave the first N out": "udelad de første N",
    "at most so many (all)": "højst så mange (alle)",
    # resolve, translate
    """\
Find the shared concept that a code or term of a system stands for, how sure that is, and by which way.
Every candidate is shown; none is picked where several come into question.""": """\
Find det fælles begreb, som en kode eller term i et system står for, hvor sikkert det er, og ad hvilken vej.
Alle kandidater vises; ingen bliver valgt, hvor flere kommer på tale.""",
    "system of the codes: name, URI or alias; left out: that of --to": (
        "kodernes system: navn, URI eller tidligere URI; udeladt: det i --to"
    ),
    "the classification asked for": "den klassifikation, der spørges om",
    "codes or terms; - reads one per line from stdin": "koder eller termer; - læser én pr. linje fra stdin",
    "what the inputs are (codes)": "hvad der gives: codes (koder) eller terms (termer) (codes)",
    """\
Find the code of one system that a code of another stands for, through the maps of both onto a shared
classification. The way is shown; where nothing follows from two maps, nothing is claimed.""": """\
Find den kode i ét system, som en kode i et andet står for, gennem begges kortlægninger til en fælles klassifikation.
Vejen vises; hvor intet følger af to kortlægninger, påstås intet.""",
    "system of the codes: name, URI, alias": "kodernes system: navn, URI, tidligere URI",
    "the system asked for": "det system, der spørges om",
    # diff
    """\
Compare two releases of a classification: what came, went, was recoded, renamed, moved …, and what that breaks.
The modes: backward, who has the new release reads data written with the old one; forward, the other way round;
full, both (docs/compatibility.md). NEW left out is the release that holds today or on the day asked for; OLD without
a release is the release before NEW. Versions of a concept map, or two maps, are compared row by row
(docs/maps.md).""": """\
Sammenlign to udgaver af en klassifikation: hvad der kom, forsvandt, fik ny kode, blev omdøbt, flyttet …, og hvad det
bryder. Retningerne: backward (bagud), den, der har den nye udgave, læser data skrevet med den gamle; forward (fremad),
omvendt; full, begge veje (docs/compatibility.md). Udelades NEW, er det udgaven, der gælder i dag eller den dag, der
spørges om; OLD uden udgave er udgaven før NEW. Versioner af en kortlægning, eller to kortlægninger, sammenlignes række
for række (docs/maps.md).""",
    "the release one comes from": "den udgave, man kommer fra",
    "the release one goes to": "den udgave, man går til",
    "see above (full)": "se ovenfor (full)",
    "exit with 1 when the changes are that grave in the mode, or graver": (
        "slut med 1, når ændringerne er så alvorlige i retningen, eller mere"
    ),
    "lines per kind of change in text; 0 for all (20)": "linjer for hver slags ændring i tekst; 0 for alle (20)",
    # map
    """\
List the concept maps, the rows of one map, or the rows about one code.
The code may be the source or the target of a row, in any map when none is named (-).""": """\
Opregn kortlægningerne, rækkerne i én kortlægning eller rækkerne om én kode.
Koden kan være kilde eller mål i en række, i enhver kortlægning, når ingen er nævnt (-).""",
    "name or URI; - for all maps": "navn eller URI; - for alle kortlægninger",
    "only rows about this code": "kun rækker om denne kode",
    # check and fix
    """\
Check data objects: is every code known, valid on the day, shown with its own words, allowed where it stands?
Reads JSON, NDJSON and FHIR Bundles, packed with gzip or not; asks no network. docs/check.md tells the forms of the
report and what [check] in samsprog.toml or [tool.samsprog.check] in pyproject.toml may say. Exits with 1 when an
object fails, 2 when a file cannot be read.""": """\
Kontrollér dataobjekter: er hver kode kendt, gældende den dag, vist med sine egne ord, tilladt, hvor den står?
Læser JSON, NDJSON og FHIR Bundles, pakket med gzip eller ej; spørger intet netværk. docs/check.md fortæller om
rapportens former, og hvad [check] i samsprog.toml eller [tool.samsprog.check] i pyproject.toml kan sige. Slutter med 1,
når et objekt ikke består, 2, når en fil ikke kan læses.""",
    "files, folders, patterns; - is stdin (.)": "filer, mapper, mønstre; - er stdin (.)",
    "as on that day (the day that the object bears, else today)": (
        "som den dag (den dag, objektet bærer, ellers i dag)"
    ),
    "as known then: a day, or 2024-03-01T12:00:00+01:00": "som kendt da: en dag, eller 2024-03-01T12:00:00+01:00",
    "a profile or channel; auto recognises it; all tries every channel (auto)": (
        "en profil eller kanal; auto genkender den; all prøver alle kanaler (auto)"
    ),
    "own profiles; may be repeated": "egne profiler; kan gentages",
    "this file answers (samsprog bundle), and nothing else": "denne fil svarer (samsprog bundle), og intet andet",
    "refuse where what answers is not what samsprog.lock says": (
        "afvis, hvor det, der svarer, ikke er det, som samsprog.lock siger"
    ),
    "refuse where it is not what this lock says": "afvis, hvor det ikke er det, som denne lås siger",
    "only these rules, for instance SP2,SP301": "kun disse regler, for eksempel SP2,SP301",
    "not these rules": "ikke disse regler",
    "its form (text; github in GitHub Actions)": "dens form (text; github i GitHub Actions)",
    "write it to a file": "skriv den til en fil",
    "how many findings of each rule, not the findings": "hvor mange fund hver regel har, ikke fundene",
    "how grave a finding makes an object fail (error); unrecognised: errors, and objects without a profile": (
        "hvor alvorligt et fund skal være, for at et objekt ikke består (error); unrecognised: fejl, og objekter uden "
        "profil"
    ),
    "what passes on A and fails on B, and why": "hvad der består A og ikke B, og hvorfor",
    "do not report the findings that this file knows": "meld ikke de fund, som denne fil kender",
    "write all findings there as known": "skriv alle fund dér som kendte",
    "processes; 0 for one per core (1)": "processer; 0 for én pr. kerne (1)",
    """\
Apply the remedies that are safe: an old system URI becomes the new one, a legacy key the code, an old display the
current one. Shows the difference; changes files only with --write, and in them only the values shown. With - and
--write the mended text goes to stdout. A text that cannot be read, or in which a name stands twice, is left alone and
told. Exits with 1 when files would change, or a text cannot be read.""": """\
Udfør de rettelser, der er sikre: en gammel system-URI bliver den nye, en gammel nøgle koden, en gammel tekst den
gældende. Viser forskellen; ændrer kun filer med --write, og i dem kun de viste værdier. Med - og --write går den
rettede tekst til stdout. En tekst, der ikke kan læses, eller hvor et navn står to gange, lades urørt og nævnes. Slutter
med 1, når filer ville ændre sig, eller en tekst ikke kan læses.""",
    "change the files": "ret filerne",
    # lock, bundle
    """\
Write what a check rests on into a lockfile: name, release and digest of every classification and value set that the
profiles can ask about, and of the profiles. `samsprog check --locked` refuses to go on where anything differs.""": """\
Skriv det, en kontrol bygger på, i en låsefil: navn, udgave og digest på hver klassifikation og hvert værdisæt, som
profilerne kan spørge om, og på profilerne. `samsprog check --locked` stopper, hvor noget er forskelligt.""",
    "what this profile or channel asks about (all of them); may be repeated": (
        "hvad denne profil eller kanal spørger om (dem alle); kan gentages"
    ),
    "what this bundle holds": "hvad denne bundle indeholder",
    "the lockfile (the configured one, else samsprog.lock)": "låsefilen (den indstillede, ellers samsprog.lock)",
    "write nothing; 1 when the file is not as it would be written, for what it is for": (
        "skriv intet; 1, når filen ikke er, som den ville blive skrevet, for det, den er for"
    ),
    """\
Write the compiled releases, value sets and profiles that a check needs into one file, for use where there is neither a
store nor a network: `samsprog check --bundle FILE`. The same content gives the same bytes.""": """\
Skriv de udgaver, værdisæt og profiler, som en kontrol behøver, i én fil til brug, hvor der hverken er lager eller
netværk: `samsprog check --bundle FIL`. Det samme indhold giver de samme bytes.""",
    "the file to write": "den fil, der skal skrives",
    # lint, rule
    """\
Look through releases of classifications: terms that name two things, former terms on other concepts, words that became
digits, likely typing errors, concepts in no value set, value sets that lost members, labels reused … and through the
rows of concept maps: unknown codes, terms that contradict them, targets that are out of use, what holds no longer on
the day asked for (docs/maps.md). The rules are in docs/rules.md; `samsprog rule SPL07` explains one. Exits with 1 when
something is as grave as --fail-on.""": """\
Gå udgaver af klassifikationer igennem: termer, der betegner to ting, tidligere termer på andre begreber, ord, der blev
til cifre, sandsynlige tastefejl, begreber uden værdisæt, værdisæt, der har mistet medlemmer, navne brugt igen … og
kortlægningers rækker: ukendte koder, termer, der modsiger dem, mål, der er ude af brug, hvad der ikke længere gælder på
dagen (docs/maps.md). Reglerne står i docs/rules.md; `samsprog rule SPL07` forklarer én. Slutter med 1, når noget er så
alvorligt som --fail-on.""",
    "a classification or a map (everything of the day)": (
        "en klassifikation eller en kortlægning (alt, der gælder den dag)"
    ),
    "form of the report (text)": "rapportens form (text)",
    "only these rules, for instance SPL04,SPL07": "kun disse regler, for eksempel SPL04,SPL07",
    "how grave a finding must be (error)": "hvor alvorligt et fund skal være (error)",
    """\
Explain the code of a finding, of the check, the lint or an import: what it means, what to do, an example. A beginning
of a code (SP2, SPI) lists the rules of the family; nothing lists all.""": """\
Forklar koden på et fund, fra kontrollen, gennemgangen eller en import: hvad den betyder, hvad der kan gøres, et
eksempel. Begyndelsen af en kode (SP2, SPI) opregner familiens regler; intet opregner alle.""",
    "a code, or the beginning of codes": "en kode, eller begyndelsen af koder",
    # why a command does not take --server
    "this is the service; --host and --port say where it listens": (
        "dette er tjenesten; --host og --port siger, hvor den lytter"
    ),
    "the lock is made from the store or the bundled vocabularies, which the check then runs on": (
        "låsen laves ud fra lageret eller de medfølgende ordforråd, som kontrollen så kører på"
    ),
    "the check asks no service: it runs here, from the store, a bundle or the bundled vocabularies; "
    "over GraphQL ask `validate`": (
        "kontrollen spørger ingen tjeneste: den kører her, ud fra lageret, en bundle eller de medfølgende ordforråd; "
        "over GraphQL spørges med `validate`"
    ),
    "the fix asks no service: it runs here, from the store, a bundle or the bundled vocabularies": (
        "rettelsen spørger ingen tjeneste: den kører her, ud fra lageret, en bundle eller de medfølgende ordforråd"
    ),
    "rules belong to the program, whoever answers; leave --server out": (
        "reglerne hører til programmet, hvem der end svarer; udelad --server"
    ),
    "an export is made from the store, or the bundled vocabularies; a service has it under /download/NAME": (
        "en eksport laves ud fra lageret eller de medfølgende ordforråd; en tjeneste har den under /download/NAVN"
    ),
    "an import goes into a store, not over the network; run it where the store of the service is, "
    "with its --data-dir or --config: a running service answers from what is imported within a second "
    "or two": (
        "en import går ind i et lager, ikke over netværket; kør den, hvor tjenestens lager er, med dens --data-dir "
        "eller --config: en kørende tjeneste svarer ud fra det importerede inden for et sekund eller to"
    ),
    "a bundle is made from the store or the bundled vocabularies; run it where the store of the "
    "service is, with its --data-dir": (
        "en bundle laves ud fra lageret eller de medfølgende ordforråd; kør den, hvor tjenestens lager er, med dens "
        "--data-dir"
    ),
    "a store is looked after where it lies, with its --data-dir or --config, also while a service "
    "answers from it": (
        "et lager passes, hvor det ligger, med dets --data-dir eller --config, også mens en tjeneste svarer ud fra det"
    ),
}

_MESSAGES: Final = (
    (r"the following arguments are required: (.*)", r"der mangler: \1"),
    (r"unrecognized arguments: (.*)", r"ukendte argumenter: \1"),
    (
        r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)",
        r"\1: \2 er ikke en mulighed; vælg mellem \3",
    ),
    (r"argument (.*?): expected one argument", r"\1: der mangler en værdi"),
    (r"argument (.*?): expected (\d+) arguments", r"\1: der skal være \2 værdier"),
    (r"argument (.*?): expected at least one argument", r"\1: der mangler mindst én værdi"),
    (r"argument (.*?): ignored explicit argument (.*)", r"\1: tager ingen værdi, men fik \2"),
    (r"argument (.*?): is empty", r"\1: er tom"),
    (r"argument (.*?): invalid int value: (.*)", r"\1: \2 er ikke et helt tal"),
    (r"argument (.*?): (.*) is no encoding; known: (.*)", r"\1: \2 er ikke et tegnsæt; kendte: \3"),
    (r"argument (.*?): (.*) is not a day; write it as (.*)", r"\1: \2 er ikke en dag; skriv den som \3"),
    (r"argument (.*?): (.*) is not UTF-8", r"\1: \2 er ikke UTF-8"),
    (r"argument (.*?): (.*) is not a whole number from 0", r"\1: \2 er ikke et helt tal fra 0"),
)
"""What argparse, and the readers of single arguments, say of a wrong command line."""


def into_danish(parser: ArgumentParser) -> None:
    """Put the Danish of every text of a parser in its place; a text without Danish stays."""
    parser.description = TEXTS.get(parser.description or "", parser.description)
    for group in parser._action_groups:  # argparse has no other door to them
        group.title = TEXTS.get(group.title or "", group.title)
    for action in parser._actions:
        action.help = TEXTS.get(action.help or "", action.help)
        if isinstance(action.const, str):  # why `--server` is not taken
            action.const = TEXTS.get(action.const, action.const)


def mistake_in_danish(message: str) -> str:
    """What is wrong with a command line."""
    for english, danish in _MESSAGES:
        if re.fullmatch(english, message, re.DOTALL):
            return re.sub(english, danish, message, flags=re.DOTALL)
    return message
