// The words of the page in English and Danish.

const WORDS = {
  en: {
    skip: "Skip to the question",
    title: "Explorer",
    service: "Service",
    language: "Language of this page",
    guide: "Examples and schema",
    examples: "Examples",
    schema: "Schema",
    question: "Question",
    variables: "Variables",
    answer: "Answer",
    run: "Run",
    stop: "Stop",
    tidy: "Tidy",
    share: "Copy link",
    copy: "Copy",
    copied: "Copied",
    inAddress: "The link is in the address bar",
    keys: "Ctrl+Space proposes. Esc, then Tab leaves the field.",
    queryName: "GraphQL query",
    variablesName: "Variables as JSON",
    ready: "Run the question, or take an example.",
    asking: "Asking …",
    stopped: "Stopped",
    answered: (status, took, size) => `${status} · ${took} · ${size}`,
    badVariables: (why) => `The variables are not a JSON object: ${why}`,
    noAnswer: "The service does not answer. Is it running?",
    notJson: "The answer is not JSON.",
    line: (line) => `line ${line}`,
    yours: "Your question",
    yoursAbout: "What you had written before you took an example.",
    down: "Not reachable",
    open: (schemes, releases) => `${schemes} classifications · ${releases} releases`,
    loadingSchema: "Reading the schema …",
    noSchema: (why) => `The schema could not be read: ${why}`,
    searchSchema: "Search the schema",
    matches: (count) => (count === 1 ? "1 match" : `${count} matches`),
    back: "Back",
    arguments: (count) => (count === 1 ? "1 argument" : `${count} arguments`),
    deprecated: "Deprecated",
    possible: "One of",
    exampleOf: "Example",
    implements: "Is a",
    Query: "Questions",
    Mutation: "Changes",
    OBJECT: "Objects", UNION: "Results", INTERFACE: "Interfaces", INPUT_OBJECT: "Inputs", ENUM: "Enumerations", SCALAR: "Values",
    oneOBJECT: "object", oneUNION: "one of several", oneINTERFACE: "interface", oneINPUT_OBJECT: "input", oneENUM: "enumeration", oneSCALAR: "value",
  },
  da: {
    skip: "Gå til spørgsmålet",
    title: "Udforsker",
    service: "Tjenesten",
    language: "Sidens sprog",
    guide: "Eksempler og skema",
    examples: "Eksempler",
    schema: "Skema",
    question: "Spørgsmål",
    variables: "Variabler",
    answer: "Svar",
    run: "Kør",
    stop: "Stop",
    tidy: "Ret ind",
    share: "Kopiér link",
    copy: "Kopiér",
    copied: "Kopieret",
    inAddress: "Linket står i adresselinjen",
    keys: "Ctrl+mellemrum foreslår. Esc og så Tab forlader feltet.",
    queryName: "GraphQL-forespørgsel",
    variablesName: "Variabler som JSON",
    ready: "Kør spørgsmålet, eller tag et eksempel.",
    asking: "Spørger …",
    stopped: "Stoppet",
    answered: (status, took, size) => `${status} · ${took} · ${size}`,
    badVariables: (why) => `Variablerne er ikke et JSON-objekt: ${why}`,
    noAnswer: "Tjenesten svarer ikke. Kører den?",
    notJson: "Svaret er ikke JSON.",
    line: (line) => `linje ${line}`,
    yours: "Dit spørgsmål",
    yoursAbout: "Det, du havde skrevet, før du tog et eksempel.",
    down: "Kan ikke nås",
    open: (schemes, releases) => `${schemes} klassifikationer · ${releases} udgivelser`,
    loadingSchema: "Læser skemaet …",
    noSchema: (why) => `Skemaet kunne ikke læses: ${why}`,
    searchSchema: "Søg i skemaet",
    matches: (count) => (count === 1 ? "1 fund" : `${count} fund`),
    back: "Tilbage",
    arguments: (count) => (count === 1 ? "1 argument" : `${count} argumenter`),
    deprecated: "Udgår",
    possible: "Én af",
    exampleOf: "Eksempel",
    implements: "Er en",
    Query: "Spørgsmål",
    Mutation: "Ændringer",
    OBJECT: "Objekter", UNION: "Resultater", INTERFACE: "Grænseflader", INPUT_OBJECT: "Input", ENUM: "Opregninger", SCALAR: "Værdier",
    oneOBJECT: "objekt", oneUNION: "én af flere", oneINTERFACE: "grænseflade", oneINPUT_OBJECT: "input", oneENUM: "opregning", oneSCALAR: "værdi",
  },
};
const KEPT = "samsprog.language";

let current = "en";

/** The language of the page. */
export const language = () => current;

/** The words for a key; a function's arguments follow. */
export function say(key, ...facts) {
  const words = WORDS[current][key];
  return typeof words === "function" ? words(...facts) : words;
}

/** The language chosen before, else that of the browser, else English. */
export function usualLanguage() {
  const known = [kept(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return known.find((tag) => tag in WORDS) ?? "en";
}

/** Put the page into a language: every `data-say` and `data-say-label` in it. */
export function speak(tag) {
  current = tag;
  document.documentElement.lang = tag;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
  }
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === tag));
  }
}

/** Remember the choice, where the browser lets us. */
export function keepLanguage(tag) {
  try {
    localStorage.setItem(KEPT, tag);
  } catch {
    // private windows may refuse
  }
}

function kept() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
