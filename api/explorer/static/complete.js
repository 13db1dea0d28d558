// Proposals while typing: what the schema allows at the place of the caret.

import { make } from "./dom.js";
import { tokens } from "./paint.js";
import { named, written } from "./service.js";

const MOST = 40;

/**
 * What may stand at the end of `text`, those that hold the word being typed, the ones beginning with it first:
 * `{name, type}`, and for a fragment also the type it is `on`, what to `insert` and how far `back` the caret goes.
 */
export function proposals(schema, text) {
  const word = text.match(/\w*$/)[0];
  if (/[$@]\w*$/.test(text)) return [];
  const place = placeAfter(schema, tokens(text.slice(0, text.length - word.length), "graphql"));
  if (!place) return [];
  const wanted = word.toLowerCase();
  const fits = place.filter(({ name }) => name.toLowerCase().includes(wanted) && name !== word);
  const begins = (name) => name.toLowerCase().startsWith(wanted);
  const rank = ({ name, on = name }) => (begins(name) || begins(on) ? 0 : 1);
  return fits.sort((a, b) => rank(a) - rank(b) || (wanted ? a.name.length - b.name.length : 0)).slice(0, MOST);
}

function placeAfter(schema, before) {
  const seen = before.filter(({ kind }) => kind !== "space");
  if (["comment", "string"].includes(seen.at(-1)?.kind) && !before.at(-1).text.includes("\n") && before.at(-1).kind !== "space") return null;
  const walk = { frames: [], field: null, argument: null, type: null };
  seen.forEach((token, at) => step(schema, walk, token, seen[at - 1], seen[at + 1]));
  return allowed(schema, walk, seen.at(-1));
}

// One frame per open bracket: a selection of a type, arguments of a field, or members of an input object.
function step(schema, walk, token, previous, next) {
  const frame = walk.frames.at(-1);
  const { text, kind } = token;
  if (text === "{") {
    if (frame?.inputs) walk.frames.push({ inputs: schema.types.get(named(walk.argument?.type))?.inputFields ?? [] });
    else walk.frames.push({ type: walk.type ?? (frame ? named(walk.field?.type) : schema.roots[0]) });
    walk.type = walk.field = null;
  } else if (text === "(") {
    walk.frames.push({ inputs: frame ? (walk.field?.args ?? []) : [], defines: !frame });
  } else if (text === "}" || text === ")") {
    walk.frames.pop();
    walk.argument = null;
  } else if (previous?.text === "on") {
    walk.type = text;
  } else if (kind === "name" || kind === "type" || kind === "keyword") {
    if (!frame && text === "mutation") walk.type = schema.roots[1];
    if (frame?.inputs && next?.text === ":") walk.argument = frame.inputs.find(({ name }) => name === text) ?? null;
    if (frame?.type && next?.text !== ":") walk.field = schema.field(frame.type, text) ?? null;
  }
}

function allowed(schema, { frames, argument }, last) {
  const frame = frames.at(-1);
  if (!frame) return ["query", "fragment"].map((name) => ({ name, type: "" }));
  if (last?.text === "on") return possible(schema, frame.type).map((name) => ({ name, type: "" }));
  if (last?.text === "...") return possible(schema, frame.type).map((name) => fragment(schema, name, "on"));
  if (frame.defines) return last?.text === ":" || last?.text === "[" ? inputs(schema) : null;
  if (frame.inputs) return last?.text === ":" || last?.text === "[" ? values(schema, argument) : described(frame.inputs);
  const type = schema.types.get(frame.type);
  const fragments = narrower(schema, type).map((name) => fragment(schema, name, "... on"));
  return [...described(type?.fields ?? []), ...fragments, { name: "__typename", type: "String!" }];
}

const described = (members) => members.map(({ name, type }) => ({ name, type: written(type).join("") }));

const inputs = (schema) =>
  [...schema.types.values()]
    .filter(({ kind }) => ["SCALAR", "ENUM", "INPUT_OBJECT"].includes(kind))
    .map(({ name, kind }) => ({ name, type: kind.toLowerCase().replace("_object", "") }));

function values(schema, argument) {
  const type = schema.types.get(named(argument?.type));
  if (type?.name === "Boolean") return ["true", "false"].map((name) => ({ name, type: "Boolean" }));
  return (type?.enumValues ?? []).map(({ name }) => ({ name, type: type.name }));
}

// The types a fragment may be on.
function possible(schema, name) {
  const type = schema.types.get(name);
  const narrow = narrower(schema, type);
  return narrow.length ? narrow : [...(type?.interfaces ?? []).map((other) => other.name), name];
}

// The types that tell a union or an interface apart: its members, each interface of theirs before the first that has it.
function narrower(schema, type) {
  const found = new Set();
  for (const { name } of type?.possibleTypes ?? []) {
    for (const shared of schema.types.get(name)?.interfaces ?? []) found.add(shared.name);
    found.add(name);
  }
  found.delete(type?.name);
  return [...found];
}

// `... on Concept { }` with the caret between the braces; an interface comes with its plain fields.
function fragment(schema, on, opening) {
  const type = schema.types.get(on);
  const plain = type?.kind === "INTERFACE" ? type.fields.filter((field) => isPlain(schema, field)) : [];
  const body = plain.map(({ name }) => name).join(" ");
  return {
    name: `${opening} ${on} { ${body}${body && " "}}`,
    type: "",
    on,
    insert: `${opening} ${on} { ${body} }`,
    back: body ? 0 : " }".length,
  };
}

const isPlain = (schema, { type, args }) => !args.length && ["SCALAR", "ENUM"].includes(schema.types.get(named(type))?.kind);

/** The list of proposals at the caret of an editor. */
export class Completion {
  constructor(editor, host) {
    this.editor = editor;
    this.schema = null;
    this.found = [];
    this.open = false;
    this.list = make("ul", { class: "proposals", id: "proposals", role: "listbox", "aria-label": "GraphQL", hidden: true });
    host.append(this.list);
    editor.area.setAttribute("aria-autocomplete", "list");
    editor.area.setAttribute("aria-controls", "proposals");
    editor.keyTakers.push((event) => this.#key(event));
    editor.area.addEventListener("input", (event) => this.#typed(event));
    for (const over of ["blur", "pointerdown"]) editor.area.addEventListener(over, () => this.close());
    for (const scrolled of [editor.host, window]) scrolled.addEventListener("scroll", () => this.#place(), { passive: true });
  }

  close() {
    this.open = false;
    this.list.hidden = true;
    this.editor.area.removeAttribute("aria-activedescendant");
  }

  #typed(event) {
    if (event.inputType === "insertText" && /^\w$/.test(event.data ?? "")) this.#propose();
    else if (this.open && event.inputType?.startsWith("delete")) this.#propose();
    else this.close();
  }

  #propose() {
    const { value, selectionStart: at, selectionEnd: end } = this.editor.area;
    const found = this.schema && at === end && !/^\w/.test(value.slice(at)) ? proposals(this.schema, value.slice(0, at)) : [];
    if (!found.length) {
      this.close();
      return;
    }
    this.list.replaceChildren(...found.map((proposal, row) => this.#row(proposal, row)));
    this.found = found;
    this.list.hidden = false;
    this.open = true;
    this.#place();
    this.#choose(0);
  }

  #row({ name, type }, row) {
    const shown = [make("span", {}, name), make("small", {}, type)];
    const take = (event) => {
      event.preventDefault();
      this.#take(row);
    };
    return make("li", { role: "option", id: `proposal-${row}`, onpointerdown: take }, shown);
  }

  #place() {
    if (!this.open) return;
    const before = this.editor.text.slice(0, this.editor.area.selectionStart);
    const box = this.editor.area.getBoundingClientRect();
    const style = getComputedStyle(this.editor.area);
    const lines = before.split("\n");
    const height = parseFloat(style.lineHeight);
    const width = this.#characterWidth();
    const column = lines.at(-1).length - before.match(/\w*$/)[0].length;
    const top = box.top + parseFloat(style.paddingTop) + lines.length * height;
    const left = box.left + parseFloat(style.paddingLeft) + column * width;
    const size = this.list.getBoundingClientRect();
    const above = top + size.height > innerHeight && top - height - size.height > 0;
    this.list.style.top = `${above ? top - height - size.height : top}px`;
    this.list.style.left = `${Math.max(4, Math.min(left, innerWidth - size.width - 8))}px`;
  }

  #characterWidth() {
    const ruler = make("span", {}, "0".repeat(100));
    this.editor.under.append(ruler);
    const width = ruler.getBoundingClientRect().width / 100;
    ruler.remove();
    return width;
  }

  #choose(row) {
    const rows = [...this.list.children];
    this.row = (row + rows.length) % rows.length;
    rows.forEach((option, at) => option.setAttribute("aria-selected", String(at === this.row)));
    rows[this.row].scrollIntoView({ block: "nearest" });
    this.editor.area.setAttribute("aria-activedescendant", rows[this.row].id);
  }

  #take(row) {
    const { name, insert = name, back = 0 } = this.found[row];
    const { value, selectionStart: at } = this.editor.area;
    const word = value.slice(0, at).match(/\w*$/)[0];
    this.close();
    this.editor.replace(at - word.length, at, insert);
    const caret = this.editor.area.selectionStart - back;
    this.editor.area.setSelectionRange(caret, caret);
  }

  #key(event) {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      this.#propose();
      return true;
    }
    if (!this.open) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.#choose(this.row + moves[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.row);
    else if (event.key === "Escape") this.close();
    else {
      if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.close();
      return false;
    }
    event.preventDefault();
    return true;
  }
}
