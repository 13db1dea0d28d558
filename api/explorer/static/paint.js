// Colouring of GraphQL and JSON, and the tidy form of a query. Text goes in as text and comes out as nodes.

const GRAPHQL =
  /(?<comment>#[^\n]*)|(?<string>"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?)|(?<number>-?\d[\d.eE+-]*)|(?<variable>\$\w*)|(?<directive>@\w*)|(?<name>[A-Za-z_]\w*)|(?<mark>\.\.\.|[{}()[\]:!=|&])|(?<space>[\s,]+)|(?<other>[\s\S])/g;
const JSON_TEXT =
  /(?<key>"(?:\\.|[^"\\])*"(?=\s*:))|(?<string>"(?:\\.|[^"\\])*"?)|(?<number>-?\d[\d.eE+-]*)|(?<keyword>true|false|null)|(?<mark>[{}[\]:,])|(?<space>\s+)|(?<other>[\s\S])/g;
const KEYWORDS = new Set(["query", "mutation", "subscription", "fragment", "true", "false", "null"]);
const COLOURED = 200_000;

/** The tokens of a text as `{kind, text, at}`; together they are the text. */
export function tokens(text, language) {
  const found = [];
  for (const match of text.matchAll(language === "json" ? JSON_TEXT : GRAPHQL)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    found.push({ kind: refined(kind, match[0], found), text: match[0], at: match.index });
  }
  return found;
}

function refined(kind, text, before) {
  if (kind !== "name") return kind;
  if (KEYWORDS.has(text)) return "keyword";
  const last = before.findLast((token) => token.kind !== "space");
  if (text === "on" && (last?.text === "..." || before.some((t) => t.text === "fragment"))) return "keyword";
  return /^[A-Z]/.test(text) ? "type" : "name";
}

/** The text as coloured nodes; very long texts stay plain. */
export function painted(text, language) {
  const fragment = document.createDocumentFragment();
  if (text.length > COLOURED) {
    fragment.append(text);
    return fragment;
  }
  let plain = "";
  for (const { kind, text: word } of tokens(text, language)) {
    if (kind === "space" || kind === "name" || kind === "other" || kind === "mark") {
      plain += word;
      continue;
    }
    const span = document.createElement("span");
    span.className = `t-${kind}`;
    span.textContent = word;
    fragment.append(plain, span);
    plain = "";
  }
  fragment.append(plain);
  return fragment;
}

/** Pretty JSON as coloured lines that hang when they wrap; very long texts stay plain. */
export function paintedLines(text) {
  if (text.length > COLOURED) return [text];
  return text.split("\n").map((words) => {
    const line = document.createElement("span");
    line.className = "line";
    line.style.setProperty("--indent", words.search(/\S|$/));
    line.append(painted(words, "json"), "\n");
    return line;
  });
}

/** A query, one field per line, two blanks for each level; arguments stay on the line of their field. */
export function tidied(query) {
  let out = "";
  let level = 0;
  let inside = 0;
  let previous = null;
  const line = () => (out = out.trimEnd() + "\n" + "  ".repeat(level));
  for (const token of tokens(query, "graphql").filter((t) => t.kind !== "space")) {
    const { text, kind } = token;
    if (text === "}" && !inside) {
      level -= 1;
      line();
      out += text;
      if (level <= 0) out += "\n";
    } else if (kind === "comment") {
      line();
      out += text;
    } else {
      if (previous && !inside && startsLine(previous, token)) line();
      else if (previous && spaced(previous.text, text)) out += " ";
      out += text;
    }
    if ("([".includes(text)) inside += 1;
    if (")]".includes(text)) inside -= 1;
    if (text === "{" && !inside) level += 1;
    previous = token;
  }
  return out.trim() + "\n";
}

function startsLine(previous, token) {
  if (previous.text === "{" || previous.text === "}" || previous.kind === "comment") return true;
  if (token.kind === "directive" || "{(:=!)".includes(token.text)) return false;
  if ([":", "...", "("].includes(previous.text) || previous.kind === "keyword" || previous.kind === "directive") return false;
  return token.kind !== "keyword" || token.text !== "on";
}

function spaced(left, right) {
  if (["(", "[", "..."].includes(left) && right !== "on") return false;
  return ![")", "]", ":", "!", "("].includes(right);
}
