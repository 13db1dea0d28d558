"""Words for kinds, outcomes, changes: one table.

    >>> from classification.concept import Kind
    >>> word(Kind.INTERVENTION).da
    'indsats'
    >>> KINDS["intervention"].en
    'intervention'

Each enumeration whose values people read has its words here, under the value that programs read; the English word is
the value itself unless people need another. One thing has one word: docs/cli.md lists the words of all texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from classification.sentence import Sentence, both, same

Words = Mapping[str, Sentence]


def _words(**danish: str) -> dict[str, Sentence]:
    """Words whose English is the value itself; a hyphen in a value stands as `_` here."""
    return {
        value: both(da, value) for value, da in ((key.replace("_", "-"), da) for key, da in danish.items())
    }


KINDS: Final = _words(
    state="tilstand",
    intervention="indsats",
    qualifier="kvalifikator",
    target_group="målgruppe",
    service="ydelse",
    information="oplysning",
    administrative="administration",
    theme="tema",
    legal_provision="lovbestemmelse",
    data_need="databehov",
    purpose="formål",
    other="andet",
)
STATUSES: Final = _words(active="aktiv", grouping="overskrift", deprecated="udgået")
NOTATION_ROLES: Final = _words(current="gældende", legacy="gammel")
LABEL_KINDS: Final = _words(preferred="foretrukken", alternative="alternativ", hidden="skjult")
NOTE_KINDS: Final = {
    **_words(
        scope="afgrænsning",
        example="eksempel",
        change="ændring",
        history="historik",
        editorial="redaktionelt",
    ),
    "definition": same("definition"),
    "note": same("note"),
}
SEVERITIES: Final = _words(error="fejl", warning="advarsel", information="bemærkning")
RELATIONS: Final = _words(
    exact="præcis",
    close="nær",
    broad="bredere",
    narrow="snævrere",
    related="beslægtet",
    none="uden modstykke",
)
OUTCOMES: Final = _words(
    exact="præcis",
    broader="bredere",
    narrower="snævrere",
    close="nær",
    related="beslægtet",
    ambiguous="flertydig",
    unmapped="uden modstykke",
    no_map="ingen kortlægning",
    unknown_code="ukendt kode",
)
FORMS: Final = _words(
    current="gældende kode",
    legacy="gammel kode",
    former_term="tidligere term",
    later_term="senere term",
    unknown="ukendt",
) | {"term": same("term")}
MATCHES: Final = _words(
    notation="kode",
    exact="hele termen",
    prefix="termens begyndelse",
    notation_start="kodens begyndelse",
    word="ord",
    word_start="ordets begyndelse",
    stem="bøjning",
    inner="inde i et ord",
    fuzzy="nær stavning",
    partly="det meste",
)
PATH_STEPS: Final = _words(notation="kode", release="udgave", lineage="slægtslinje", map="kortlægning") | {
    "system": same("system"),
    "term": same("term"),
}
CHANGE_KINDS: Final = {
    "added": both("tilføjet", "added"),
    "removed": both("fjernet", "removed"),
    "replaced": both("erstattet", "replaced"),
    "split": both("delt", "split"),
    "merged": both("slået sammen", "merged"),
    "recoded": both("ny kode", "recoded"),
    "notationsChanged": both("koder ændret", "notations changed"),
    "uriChanged": both("URI ændret", "URI changed"),
    "renamed": both("omdøbt", "renamed"),
    "designationsChanged": both("andre navne ændret", "other names changed"),
    "redefined": both("omdefineret", "redefined"),
    "notesChanged": both("noter ændret", "notes changed"),
    "moved": both("flyttet", "moved"),
    "kindChanged": both("art ændret", "kind changed"),
    "statusChanged": both("status ændret", "status changed"),
    "ordinalChanged": both("værdi på en skala ændret", "value on a scale changed"),
    "propertiesChanged": both("egenskaber ændret", "properties changed"),
    "validityChanged": both("gyldighed ændret", "validity changed"),
}
LINEAGE_CHANGES: Final = _words(
    recoded="ny kode",
    renamed="omdøbt",
    moved="flyttet",
    redefined="omdefineret",
    kind_changed="art ændret",
    status_changed="status ændret",
    replaced="erstattet",
    split="delt",
    merged="slået sammen",
    absent="findes ikke",
)
LEVELS: Final = _words(compatible="forenelig", warning="advarsel", breaking="brud")
MODES: Final = _words(backward="bagud", forward="fremad", full="begge veje")
POLICIES: Final = {
    **_words(refused="afvist", repaired="rettet", kept="bevaret"),
    "left-out": both("udeladt", "left out"),
}
ROW_STATUSES: Final = {
    **_words(refused="afvist", new="ny", changed="ændret", same="uændret", noted="bemærket"),
    "left-out": POLICIES["left-out"],
}
FAMILIES: Final = _words(
    structure="struktur",
    code="kode",
    meaning="betydning",
    binding="binding",
    cross_field="felter imellem",
    provenance="herkomst",
    reference="henvisning",
) | {
    "vocabulary": both("en klassifikation, set igennem", "a vocabulary, looked through"),
    "map": both("en kortlægning, set igennem", "a map, looked through"),
    "profile": both("profiler", "profiles"),
    "file": both("filer af enhver slags", "files of any format"),
    "concept": both("begreberne i en udgave", "concepts of a release"),
    "value-set": both("værdisæt", "value sets"),
    "import": both("import i tjenesten", "import into the store"),
    "concept-table": both("begrebstabeller", "concept tables"),
    "fhir-json": both("FHIR som JSON", "FHIR JSON"),
    "jskos": both("JSKOS-filer", "JSKOS"),
    "kle-xml": both("KLE som XML", "KLE XML"),
    "oio": both("filer fra OIO Klassifikation", "OIO Klassifikation"),
    "skos": both("SKOS-filer", "SKOS"),
    "sssom": both("SSSOM-filer", "SSSOM"),
    "vocabulary-folder": both("klassifikationsmapper", "vocabulary folders"),
    "xml": both("XML-filer", "XML files"),
}
STRENGTHS: Final = _words(
    required="påkrævet", extensible="udvidelig", preferred="foretrukken", example="eksempel"
)
EVIDENCE: Final = _words(
    release="udgave",
    releases="udgaver",
    concept="begreb",
    concepts="begreber",
    terms="termer",
    code="kode",
    codes="koder",
    kind="art",
    kinds="arter",
    expected="forventet",
    field="felt",
    profile="profil",
    members="medlemmer",
    systems="systemer",
    near="nær",
    last="sidste",
    first="første",
    named="nævnt",
    successor="afløser",
    other="anden",
    row="række",
    rule="regel",
) | {
    "value set": both("værdisæt", "value set"),
    "member in": both("medlem i", "member in"),
    "display of": both("tekst for", "display of"),
    "display in": both("tekst i", "display in"),
    **{alike: same(alike) for alike in ("term", "system", "digest", "version")},
}
"""The names of evidence (`Finding.evidence`)."""

SCHEME_FIELDS: Final = _words(
    name="navn",
    aliases="tidligere URI'er",
    title="titel",
    publisher="udgiver",
    licence="licens",
    source="kilde",
    languages="sprog",
    hierarchy="hierarki",
    example="eksempel",
) | {"uri": same("uri")}
"""What a classification says of itself (`SchemeChange.field`)."""
COLUMNS: Final = _words(
    author="forfatter",
    code="kode",
    concepts="begreber",
    confidence="sikkerhed",
    kind="art",
    label="fundet i",
    licence="licens",
    map="kortlægning",
    match="fundet ved",
    name="navn",
    notation="nøgle",
    place="plads",
    reason="begrundelse",
    release="udgave",
    row="række",
    rows="rækker",
    rule="regel",
    scheme="klassifikation",
    severity="alvor",
    source="kilde",
    target="mål",
    title="titel",
    valid="gyldig",
    value="værdi",
    what="hvad",
) | {
    **{
        alike: same(alike)
        for alike in ("definition", "digest", "note", "relation", "status", "system", "term")
    },
    "history": both("historik", "history"),
    "narrower": both("underbegreber", "narrower"),
    "replaced by": both("erstattet af", "replaced by"),
    "value set": both("værdisæt", "value set"),
    "version": same("version"),
    "what it finds": both("hvad den finder", "what it finds"),
    "": both("", ""),
}
"""Headers of tables, and of the lines of `samsprog show`."""
THINGS: Final = {
    "release": both("udgave", "release"),
    "value set": both("værdisæt", "value set"),
    "map": both("kortlægning", "map"),
}
"""What an import brings."""

TABLES: Final[Mapping[str, Words]] = {
    "Kind": KINDS,
    "Status": STATUSES,
    "NotationRole": NOTATION_ROLES,
    "LabelKind": LABEL_KINDS,
    "NoteKind": NOTE_KINDS,
    "Severity": SEVERITIES,
    "Relation": RELATIONS,
    "Outcome": OUTCOMES,
    "Form": FORMS,
    "Match": MATCHES,
    "ChangeKind": CHANGE_KINDS,
    "LineageChange": LINEAGE_CHANGES,
    "LineageKind": LINEAGE_CHANGES,
    "Level": LEVELS,
    "Mode": MODES,
    "Policy": POLICIES,
    "RowStatus": ROW_STATUSES,
    "Family": FAMILIES,
    "Strength": STRENGTHS,
}
"""The tables by the name of their enumeration: what is named is not imported, a short command pays for none."""


def word(value: StrEnum) -> Sentence:
    """The words for a value of one of the enumerations in `TABLES`.

    Raises:
        KeyError: the enumeration or the value has no words; a test holds the tables complete.
    """
    return TABLES[type(value).__name__][value]


def named(words: Words, value: str, language: str) -> str:
    """The word for a value that came as text; one that a newer service knows and we do not stays as it is."""
    found = words.get(value)
    return value if found is None else found.in_language(language)
