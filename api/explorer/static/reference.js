// The schema to read: types by sort, a search over everything, one type with its fields.

import { make, prose } from "./dom.js";
import { written } from "./service.js";
import { say } from "./words.js";

const SORTS = ["OBJECT", "UNION", "INTERFACE", "INPUT_OBJECT", "ENUM", "SCALAR"];
const SHOWN = 80;

export class Reference {
  constructor(host) {
    this.host = host;
    this.schema = null;
    this.failure = null;
    this.trail = [];
    this.wanted = "";
    this.render();
  }

  /** Show a schema, or why there is none. */
  show(schema, failure = null) {
    this.schema = schema;
    this.failure = failure;
    this.render();
  }

  /** Draw again, for instance in another language. */
  render() {
    if (!this.schema) {
      const text = this.failure ? say("noSchema", this.failure) : say("loadingSchema");
      this.host.replaceChildren(make("p", { class: this.failure ? "note wrong" : "note" }, text));
      return;
    }
    this.found = make("div", { class: "found" });
    this.count = make("p", { class: "count", role: "status" });
    const search = make("input", {
      type: "search",
      class: "search",
      placeholder: say("searchSchema"),
      "aria-label": say("searchSchema"),
      oninput: () => {
        this.wanted = search.value.trim();
        this.trail = [];
        this.#draw();
      },
    });
    search.value = this.wanted;
    this.host.replaceChildren(make("div", { class: "searching" }, search), this.count, this.found);
    this.#draw();
  }

  #draw() {
    const name = this.trail.at(-1);
    this.count.textContent = "";
    if (name) this.found.replaceChildren(...this.#type(this.schema.types.get(name)));
    else if (this.wanted) this.found.replaceChildren(...this.#matches());
    else this.found.replaceChildren(...this.#overview());
  }

  #open(name) {
    this.trail.push(name);
    this.#draw();
    this.host.scrollTo(0, 0);
    this.found.querySelector("h2")?.focus();
  }

  #back() {
    this.trail.pop();
    this.#draw();
    this.host.scrollTo(0, 0);
    (this.found.querySelector("h2") ?? this.host.querySelector("input")).focus();
  }

  #overview() {
    const types = [...this.schema.types.values()];
    const roots = this.schema.roots.map((root) => this.#fields(say(root) ?? root, this.schema.types.get(root)));
    const sorts = SORTS.map((sort) => {
      const of = types.filter((type) => type.kind === sort && !this.schema.roots.includes(type.name));
      if (!of.length) return null;
      of.sort((a, b) => a.name.localeCompare(b.name));
      const list = make("ul", { class: "types" }, of.map((type) => make("li", {}, this.#link(type.name))));
      return make("section", {}, make("h2", {}, say(sort)), list);
    });
    return [...roots, ...sorts].filter(Boolean);
  }

  #fields(title, type) {
    return make("section", {}, make("h2", {}, title), make("dl", { class: "fields" }, type.fields.flatMap((f) => this.#field(f))));
  }

  #type(type) {
    const back = make("button", { type: "button", class: "quiet back", onclick: () => this.#back() }, `← ${say("back")}`);
    const title = make("h2", { tabindex: "-1" }, type.name, " ", make("small", {}, say(`one${type.kind}`)));
    const parts = [back, title, make("div", { lang: "en" }, this.#description(type.description))];
    const members = type.fields ?? type.inputFields;
    if (members) parts.push(make("dl", { class: "fields" }, members.flatMap((field) => this.#field(field))));
    if (type.enumValues) parts.push(make("dl", { class: "fields" }, type.enumValues.flatMap((value) => this.#value(value))));
    if (type.possibleTypes?.length) parts.push(...this.#others("possible", type.possibleTypes));
    if (type.interfaces?.length) parts.push(...this.#others("implements", type.interfaces));
    return parts;
  }

  #others(title, types) {
    return [make("h3", {}, say(title)), make("ul", { class: "types" }, types.map((t) => make("li", {}, this.#link(t.name))))];
  }

  #field(field, owner = "") {
    const name = make("code", { class: "name" }, owner ? make("span", { class: "owner" }, `${owner}.`) : null, field.name);
    const type = make("code", { class: "of" }, ": ", this.#typed(field.type));
    const standard = field.defaultValue ? make("code", { class: "of" }, ` = ${field.defaultValue}`) : null;
    const args = (field.args ?? []).map((arg) =>
      make("li", {}, make("code", {}, `${arg.name}: `, this.#typed(arg.type)), " ", this.#description(arg.description, "span")),
    );
    const below = [this.#description(field.description), this.#gone(field)];
    if (args.length) {
      const fold = make("summary", {}, say("arguments", args.length));
      below.push(make("details", {}, fold, make("ul", { class: "arguments" }, args)));
    }
    return [make("dt", {}, name, type, standard), make("dd", { lang: "en" }, below)];
  }

  #value(value) {
    return [make("dt", {}, make("code", { class: "name" }, value.name)), make("dd", { lang: "en" }, this.#description(value.description), this.#gone(value))];
  }

  #gone(thing) {
    return thing.isDeprecated ? make("p", { class: "wrong" }, prose(`${say("deprecated")}: ${thing.deprecationReason}`)) : null;
  }

  #description(text, tag = "p") {
    if (!text) return null;
    const [says, shown] = text.split(/\s+Example:\s+/);
    const sample = shown ? [" ", make("span", { class: "sample" }, make("i", {}, say("exampleOf")), " ", prose(shown))] : null;
    return make(tag, { class: "says" }, prose(says), sample);
  }

  #typed(type) {
    const [before, name, after] = written(type);
    return [before, this.#link(name), after];
  }

  #link(name) {
    return make("button", { type: "button", class: "type", onclick: () => this.#open(name) }, name);
  }

  #matches() {
    const words = this.wanted.toLowerCase().split(/\s+/);
    const fits = (...texts) => words.every((word) => texts.some((text) => text?.toLowerCase().includes(word)));
    const types = [];
    const fields = [];
    for (const type of this.schema.types.values()) {
      if (fits(type.name)) types.push(type.name);
      for (const field of type.fields ?? type.inputFields ?? []) {
        if (fits(field.name, field.description, ...(field.args ?? []).map((arg) => arg.name))) fields.push([type.name, field]);
      }
    }
    const first = (field) => (field.name.toLowerCase().startsWith(words[0]) ? 0 : field.name.toLowerCase().includes(words[0]) ? 1 : 2);
    fields.sort((a, b) => first(a[1]) - first(b[1]));
    this.count.textContent = say("matches", types.length + fields.length);
    const parts = [];
    if (types.length) parts.push(make("ul", { class: "types" }, types.sort().map((name) => make("li", {}, this.#link(name)))));
    if (fields.length) {
      const shown = fields.slice(0, SHOWN).flatMap(([owner, field]) => this.#field(field, owner));
      parts.push(make("dl", { class: "fields" }, shown));
    }
    return parts;
  }
}
