// A text area with line numbers and colours: the coloured copy lies under the text that is typed.

import { make } from "./dom.js";
import { painted } from "./paint.js";

const INDENT = "  ";

export class Editor {
  /**
   * @param {HTMLElement} host where it stands
   * @param {{id: string, language: string, labelledby: string, describedby: string, onrun: Function, onchange: Function}} options
   */
  constructor(host, { id, language, labelledby, describedby, onrun, onchange }) {
    this.language = language;
    this.host = host;
    this.onrun = onrun;
    this.onchange = onchange;
    this.keyTakers = [];
    this.leaving = false;
    this.gutter = make("div", { class: "gutter", "aria-hidden": "true" });
    this.under = make("pre", { class: "under", "aria-hidden": "true" });
    this.area = make("textarea", {
      id,
      rows: 1,
      wrap: "off",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      "aria-labelledby": labelledby,
      "aria-describedby": describedby,
    });
    this.sheet = make("div", { class: "sheet" }, this.under, this.area);
    host.replaceChildren(this.gutter, this.sheet);
    host.addEventListener("mousedown", (event) => {
      if (event.target === host || event.target === this.gutter) {
        event.preventDefault();
        this.area.focus();
      }
    });
    this.area.addEventListener("input", () => this.#changed());
    this.area.addEventListener("keydown", (event) => this.#key(event));
    this.area.addEventListener("blur", () => (this.leaving = false));
    this.#paint();
  }

  get text() {
    return this.area.value;
  }

  set text(value) {
    this.area.value = value;
    this.host.scrollTo(0, 0);
    this.#paint();
  }

  /** Replace a stretch by text, as if typed: it can be undone. */
  replace(from, to, text) {
    this.area.focus();
    this.area.setSelectionRange(from, to);
    const typed = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!typed) {
      this.area.setRangeText(text, from, to, "end");
      this.#changed();
    }
  }

  /** Show on which lines something is wrong. */
  mark(lines) {
    [...this.gutter.children].forEach((number, at) => number.classList.toggle("wrong", lines.includes(at + 1)));
  }

  #changed() {
    this.#paint();
    this.onchange?.();
  }

  #paint() {
    this.under.replaceChildren(painted(this.text, this.language), "\n");
    const lines = this.text.split("\n").length;
    if (this.gutter.childElementCount === lines) {
      this.mark([]);
      return;
    }
    this.gutter.replaceChildren(...Array.from({ length: lines }, (_, at) => make("span", {}, String(at + 1))));
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.onrun();
      return;
    }
    if (this.keyTakers.some((take) => take(event))) return;
    const leaving = this.leaving;
    if (event.key !== "Shift") this.leaving = event.key === "Escape";
    if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      this.#indent(event.shiftKey);
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#newLine();
    } else if (event.key === "}" || event.key === "]") {
      this.#closeLevel(event);
    }
  }

  #indent(back) {
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const start = value.lastIndexOf("\n", from - 1) + 1;
    if (!back && from === to) {
      this.replace(from, to, INDENT);
      return;
    }
    const before = value.slice(start, to);
    const after = back ? before.replace(/^ {1,2}/gm, "") : before.replace(/^(?=.)/gm, INDENT);
    if (after === before) return;
    this.replace(start, to, after);
    const shift = after.length - before.length;
    if (from === to) this.area.setSelectionRange(Math.max(start, from + shift), Math.max(start, to + shift));
    else this.area.setSelectionRange(start, to + shift);
  }

  #newLine() {
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const line = value.slice(value.lastIndexOf("\n", from - 1) + 1, from);
    const indent = line.match(/^ */)[0];
    const opens = /[{[(]\s*$/.test(line);
    const closes = opens && /^\s*[}\])]/.test(value.slice(to));
    const blanks = closes ? [line.match(/ *$/)[0].length, value.slice(to).match(/^ */)[0].length] : [0, 0];
    this.replace(from - blanks[0], to + blanks[1], `\n${indent}${opens ? INDENT : ""}${closes ? `\n${indent}` : ""}`);
    if (closes) {
      const at = this.area.selectionStart - indent.length - 1;
      this.area.setSelectionRange(at, at);
    }
  }

  #closeLevel(event) {
    const { value, selectionStart: from, selectionEnd: to } = this.area;
    const start = value.lastIndexOf("\n", from - 1) + 1;
    const line = value.slice(start, from);
    if (from === to && line.length >= INDENT.length && line.trim() === "") {
      event.preventDefault();
      this.replace(from - INDENT.length, to, event.key);
    }
  }
}
