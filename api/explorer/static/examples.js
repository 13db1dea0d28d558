// Questions to begin with. Each one is asked of the bundled vocabularies by a test.

const example = (id, title, about, query, variables = "") => ({ id, title, about, query: query.trim(), variables });

const CONCEPT = `fragment Seen on Concept {
  code
  term
  release { name }
}`;

export const EXAMPLES = [
  example(
    "code",
    { en: "What does this code mean?", da: "Hvad betyder denne kode?" },
    {
      en: "J1.1 of FSIII: its term, its place, and both its codes, the UUID and the legacy key.",
      da: "J1.1 i FSIII: term, plads og begge koder, UUID'en og den gamle nøgle.",
    },
    `
query Code($code: String!) {
  concept(scheme: "fsiii", code: $code) {
    ... on Concept {
      term
      kind
      status
      notations { code role }
      path { key term }
      release { name validity { from to } }
    }
    ... on Problem { code message }
  }
}`,
    '{ "code": "J1.1" }',
  ),
  example(
    "recoding",
    { en: "Before and after the recoding", da: "Før og efter omkodningen" },
    {
      en: "FSIII replaced all its codes on 2024-06-03; the day asked for decides which code and term come back.",
      da: "FSIII udskiftede alle koder 2024-06-03; den dag, der spørges til, afgør kode og term.",
    },
    `
{
  before: concept(scheme: "fsiii", code: "J2.4", asOf: "2024-06-02") {
    ...Seen
  }
  after: concept(scheme: "fsiii", code: "J2.4", asOf: "2024-06-03") {
    ...Seen
  }
}

${CONCEPT}`,
  ),
  example(
    "lineage",
    { en: "One concept through all releases", da: "Ét begreb gennem alle udgivelser" },
    {
      en: "The severity “Svære” was recoded in 2.0.0 and since shows the digit 3.",
      da: "Sværhedsgraden »Svære« blev omkodet i 2.0.0 og vises siden som cifferet 3.",
    },
    `
{
  concept(scheme: "fsiii", code: "B4") {
    ... on Concept {
      term
      ordinal
      lineage {
        release { version }
        concepts { code term }
        steps { change origin release before after }
        safe
      }
    }
  }
}`,
  ),
  example(
    "two-kinds",
    { en: "A term with two meanings", da: "En term med to betydninger" },
    {
      en: "“Indkøb” names states and an intervention: nothing is guessed until the kind is given.",
      da: "»Indkøb« er navnet på tilstande og på en indsats: intet gættes, før arten er givet.",
    },
    `
query Term($terms: [String!]!) {
  any: resolve(inputs: $terms, input: TERMS, system: "fsiii", to: "fsiii") {
    ...Meaning
  }
  intervention: resolve(
    inputs: $terms, input: TERMS, system: "fsiii", to: "fsiii", kind: INTERVENTION
  ) {
    ...Meaning
  }
}

fragment Meaning on Resolutions {
  answers {
    outcome
    message
    targets { notation term kind }
  }
}`,
    '{ "terms": ["Indkøb"] }',
  ),
  example(
    "local",
    { en: "A local code and its way to FSIII", da: "En lokal kode og dens vej til FSIII" },
    {
      en: "Codes of the national eHealth infrastructure, the shared terms they stand for, and how sure that is.",
      da: "Koder fra den nationale eHealth-infrastruktur, de fælles termer, og hvor sikkert det er.",
    },
    `
query Local($codes: [String!]!) {
  resolve(inputs: $codes, system: "ehealth-fs3-group-practicaltasks", to: "fsiii") {
    ... on Resolutions {
      answers {
        input
        outcome
        targets {
          notation
          term
          confidence
          path { text note }
        }
      }
      releases { name version }
    }
    ... on Problem { code message }
  }
}`,
    '{ "codes": ["COOKING", "OBTAIN_GOODS_AND_SERVICES"] }',
  ),
  example(
    "exchange",
    { en: "From one system to another", da: "Fra ét system til et andet" },
    {
      en: "A made-up shelter system to a made-up job centre through FFB: exact, split, without counterpart, unmapped.",
      da: "Fra et opdigtet herbergssystem til et opdigtet jobcenter gennem FFB: præcis, delt, uden modstykke, ikke kortlagt.",
    },
    `
query Exchange($codes: [String!]!) {
  translate(inputs: $codes, from: "domus-example", to: "fasit-example") {
    ... on Resolutions {
      answers {
        input
        outcome
        message
        targets { code term relation confidence }
        path { text }
      }
    }
    ... on Problem { code message }
  }
}`,
    '{ "codes": ["0101", "0102", "0203", "0108", "0311"] }',
  ),
  example(
    "changes",
    { en: "What changed in 2.0.0?", da: "Hvad ændrede sig i 2.0.0?" },
    {
      en: "FSIII from 1.1.0 to 2.0.0, counted, and the first concepts that got another name.",
      da: "FSIII fra 1.1.0 til 2.0.0, talt op, og de første begreber, der fik et andet navn.",
    },
    `
{
  diff(scheme: "fsiii", from: "1.1.0", to: "2.0.0") {
    ... on Diff {
      summary { kind count }
      compatibility { backward forward }
      changes(kind: RENAMED, first: 10) {
        totalCount
        nodes {
          concept { key }
          before
          after
        }
      }
    }
    ... on Problem { code message }
  }
}`,
  ),
  example(
    "value-set",
    { en: "A value set, page by page", da: "Et værdisæt, side for side" },
    {
      en: "The states of home care, ten at a time: put `endCursor` into `after` for the next ten.",
      da: "Hjemmeplejens tilstande, ti ad gangen: sæt `endCursor` ind i `after` for de næste ti.",
    },
    `
query Members($first: Int, $after: String) {
  valueSet(name: "KLConditionCodesHomeCare") {
    ... on ValueSet {
      title
      version
      members(first: $first, after: $after) {
        totalCount
        nodes { key term }
        pageInfo { hasNextPage endCursor }
        releases { name version }
      }
    }
    ... on Problem { code message }
  }
}`,
    '{ "first": 10, "after": null }',
  ),
  example(
    "search",
    { en: "Search as people type", da: "Søg, som man skriver" },
    {
      en: "“hygejne”, misspelt, finds hygiejne inside longer terms, in every classification.",
      da: "»hygejne«, stavet forkert, finder hygiejne inde i længere termer, i alle klassifikationer.",
    },
    `
query Search($text: String!) {
  search(text: $text, first: 10) {
    ... on SearchHitConnection {
      totalCount
      nodes {
        label
        match
        concept { key kind release { name } }
      }
    }
    ... on Problem { code message }
  }
}`,
    '{ "text": "hygejne" }',
  ),
  example(
    "law",
    { en: "A section that moved", da: "En paragraf, der flyttede" },
    {
      en: "Serviceloven § 50 became Barnets lov § 20 on 2024-01-01.",
      da: "Serviceloven § 50 blev til Barnets lov § 20 den 2024-01-01.",
    },
    `
{
  concept(scheme: "law", code: "SEL-50", asOf: "2024-03-01") {
    ... on Concept {
      code
      term
      status
      validity { from to }
      replacedBy { code term }
    }
  }
}`,
  ),
  example(
    "columns",
    { en: "Many codes at once, in columns", da: "Mange koder på én gang, i kolonner" },
    {
      en: "Up to 10,000 inputs in one call; row `i` of each column answers input `i`. I5.2, G1.1 and F11 are unknown: they come back as `UNKNOWN_CODE`, with `null` in the other columns.",
      da: "Op til 10.000 input i ét kald; række `i` i hver kolonne svarer på input `i`. I5.2, G1.1 og F11 er ukendte: de kommer tilbage som `UNKNOWN_CODE` med `null` i de andre kolonner.",
    },
    `
query Bulk($codes: [String!]!) {
  resolveColumns(inputs: $codes, system: "fsiii", to: "fsiii") {
    ... on Columns {
      outcomes
      codes
      notations
      terms
      releases { name version }
    }
    ... on Problem { message }
  }
}`,
    '{\n  "codes": ["J1.1", "J1.2", "J1.3", "I5.2", "G1.1", "H1.7", "B4", "F11"]\n}',
  ),
  example(
    "validate",
    { en: "Is this data object right?", da: "Er dette dataobjekt rigtigt?" },
    {
      en: "A condition shown with a term of an older release: the finding says which, and what to write.",
      da: "En tilstand vist med en ældre udgaves term: fundet siger hvilken, og hvad der skal stå.",
    },
    `
query Check($objects: [JSON!]!, $day: Date) {
  validate(objects: $objects, profile: "core-condition", asOf: $day) {
    ... on Validation {
      passed
      findings {
        rule
        severity
        pointer
        message(language: "da")
        remedy(language: "da")
        evidence { name value }
      }
    }
    ... on Problem { code message }
  }
}`,
    `{
  "day": "2025-09-01",
  "objects": [
    {
      "resourceType": "Condition",
      "clinicalStatus": {
        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
      },
      "code": {
        "coding": [
          {
            "system": "urn:oid:1.2.208.176.2.21",
            "code": "293bd85b-d9b4-4e2c-83d9-d3df32ce9d82",
            "display": "Skaffe sig varer og tjenesteydelser"
          }
        ]
      },
      "subject": {"reference": "Patient/1"}
    }
  ]
}`,
  ),
  example(
    "mistake",
    { en: "A question without an answer", da: "Et spørgsmål uden svar" },
    {
      en: "An unknown release and a day before the first: problems are typed results that say what would be right.",
      da: "En ukendt udgivelse og en dag før den første: problemer er typede svar, der siger, hvad der var rigtigt.",
    },
    `
{
  release: release(scheme: "fsiii", release: "2.4.0") {
    ... on Release { version }
    ... on UnknownName { code message known }
  }
  day: release(scheme: "fsiii", asOf: "2020-01-01") {
    ... on Release { version }
    ... on NoReleaseOnDay { code message firstRelease firstDay }
  }
}`,
  ),
];
