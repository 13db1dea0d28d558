// The page: question, variables, answer, shelf, schema, and the address that holds the question.

import { Completion } from "./complete.js";
import { byId, make, prose } from "./dom.js";
import { Editor } from "./editor.js";
import { EXAMPLES } from "./examples.js";
import { paintedLines, tidied } from "./paint.js";
import { Reference } from "./reference.js";
import { ask, health, Schema } from "./service.js";
import { keepLanguage, language, say, speak, usualLanguage } from "./words.js";

const byName = new Map(EXAMPLES.map((example) => [example.id, example]));
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

const query = new Editor(byId("query-editor"), {
  id: "query", language: "graphql", labelledby: "ask-title", describedby: "keys", onrun: run, onchange: edited,
});
const variables = new Editor(byId("variables-editor"), {
  id: "variables", language: "json", labelledby: "variables-title", describedby: "keys", onrun: run, onchange: edited,
});
const completion = new Completion(query, document.querySelector(".ask"));
const reference = new Reference(byId("reference"));

let draft = null;
let example = null;
let running = null;
let state = null;

// ---------------------------------------------------------------- asking

async function run() {
  if (running) {
    running.abort();
    return;
  }
  const given = readVariables();
  if (given === null) return;
  running = new AbortController();
  busy(true);
  tell("asking");
  byId("problems").replaceChildren();
  query.mark([]);
  try {
    show(await ask({ query: query.text, ...(given && { variables: given }) }, running.signal));
  } catch (error) {
    if (error.name === "AbortError") tell("stopped");
    else fail([say("noAnswer")]);
  } finally {
    running = null;
    busy(false);
  }
}

function readVariables() {
  const text = variables.text.trim();
  if (!text) return undefined;
  try {
    const given = JSON.parse(text);
    if (given && typeof given === "object" && !Array.isArray(given)) return given;
    fail([say("badVariables", text.slice(0, 40))]);
  } catch (error) {
    fail([say("badVariables", error.message)]);
  }
  variables.area.focus();
  return null;
}

function busy(is) {
  document.querySelector(".answer").setAttribute("aria-busy", String(is));
  const label = byId("run").querySelector("span");
  label.dataset.say = is ? "stop" : "run";
  label.textContent = say(label.dataset.say);
}

function show({ status, took, size, answer, text }) {
  const errors = answer?.errors ?? (answer ? [] : [{ message: say("notJson") }]);
  tell("answered", status, duration(took), bytes(size));
  fill(answer ? JSON.stringify(answer, null, 2) : text);
  byId("problems").replaceChildren(...errors.map(problem));
  query.mark(errors.flatMap((error) => (error.locations ?? []).map(({ line }) => line)));
}

function problem({ message, locations, extensions }) {
  const where = locations?.length ? ` (${say("line", locations[0].line)})` : "";
  return make("p", { lang: "en" }, extensions?.code ? make("code", {}, extensions.code) : null, ` ${message}${where}`);
}

function fail(messages) {
  tell("");
  fill("");
  byId("problems").replaceChildren(...messages.map((message) => make("p", {}, message)));
}

function fill(text) {
  const result = byId("result");
  result.replaceChildren(...(text ? paintedLines(text) : []));
  result.scrollTo(0, 0);
  byId("copy").hidden = !text;
}

function tell(key, ...facts) {
  state = [key, ...facts];
  byId("status").textContent = key ? say(key, ...facts) : "";
}

function duration(milliseconds) {
  const digits = milliseconds < 10 ? 1 : 0;
  return milliseconds < 1000 ? `${number(milliseconds, digits)} ms` : `${number(milliseconds / 1000, 1)} s`;
}

function bytes(size) {
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${number(size / 1000, 1)} kB` : `${number(size / 1_000_000, 1)} MB`;
}

const number = (value, digits) => value.toLocaleString(language(), { maximumFractionDigits: digits });

// ---------------------------------------------------------------- the question and its address

function place(next) {
  query.text = next.query;
  variables.text = next.variables;
  byId("problems").replaceChildren();
  fill("");
  tell("ready");
}

function edited() {
  const same = example && query.text === example.query && variables.text === example.variables;
  if (!same) example = null;
  address();
  drawChosen();
}

function address() {
  const held = example
    ? { example: example.id }
    : { query: query.text, ...(variables.text.trim() && { variables: variables.text }) };
  history.replaceState(null, "", `#${new URLSearchParams(held)}`);
}

function fromAddress() {
  const held = new URLSearchParams(location.hash.slice(1));
  example = byName.get(held.get("example")) ?? null;
  if (!example && !held.has("query")) example = EXAMPLES[0];
  place(example ?? { query: held.get("query"), variables: held.get("variables") ?? "" });
  drawChosen();
  if (!/\bmutation\b/.test(query.text)) run();
}

async function share() {
  address();
  await toClipboard(location.href, byId("share"));
}

async function toClipboard(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = say("copied");
  } catch {
    button.textContent = say("inAddress");
  }
  setTimeout(() => (button.textContent = say(button.dataset.say)), 2000);
}

// ---------------------------------------------------------------- the shelf

function drawShelf() {
  const items = EXAMPLES.map((one) => shelved(one.id, one.title[language()], one.about[language()], () => choose(one)));
  if (draft) items.unshift(shelved("", say("yours"), say("yoursAbout"), () => restore(draft)));
  document.querySelector(".shelf").replaceChildren(...items);
  drawChosen();
}

function shelved(id, title, about, onclick) {
  return make("li", {}, make("button", { type: "button", "data-example": id, onclick }, make("strong", {}, title), make("span", {}, prose(about))));
}

function drawChosen() {
  for (const button of document.querySelectorAll("[data-example]")) {
    const chosen = example?.id === button.dataset.example;
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
  byId("about").replaceChildren(...prose(example?.about[language()]));
}

function choose(next) {
  running?.abort();
  if (!example && query.text.trim()) draft = { query: query.text, variables: variables.text };
  example = next;
  place(next);
  address();
  drawShelf();
  leaveGuide();
  afterStop(run);
}

function restore(kept) {
  running?.abort();
  example = null;
  draft = null;
  place(kept);
  address();
  drawShelf();
  leaveGuide();
}

// A question that is being stopped ends in the next turn.
const afterStop = (then) => setTimeout(then, 0);

// ---------------------------------------------------------------- the guide: tabs, and its fold on small screens

const tabs = [...document.querySelectorAll("[role=tab]")];

function turnTo(tab) {
  for (const one of tabs) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", String(chosen));
    one.tabIndex = chosen ? 0 : -1;
    byId(one.getAttribute("aria-controls")).hidden = !chosen;
  }
}

function tabKey(event) {
  const moves = { ArrowRight: 1, ArrowLeft: -1 };
  if (!(event.key in moves)) return;
  event.preventDefault();
  const next = tabs[(tabs.indexOf(event.target) + moves[event.key] + tabs.length) % tabs.length];
  turnTo(next);
  next.focus();
}

function foldGuide(closed) {
  byId("guide").toggleAttribute("data-closed", closed);
  byId("guide-toggle").setAttribute("aria-expanded", String(!closed));
}

function leaveGuide() {
  const folds = byId("guide-toggle").offsetParent !== null;
  foldGuide(true);
  if (folds) byId("guide-toggle").focus();
}

// ---------------------------------------------------------------- language and start

function inLanguage(tag) {
  speak(tag);
  query.area.setAttribute("aria-label", say("queryName"));
  variables.area.setAttribute("aria-label", say("variablesName"));
  if (state) tell(...state);
  drawShelf();
  reference.render();
  drawHealth();
}

let lastHealth;

function drawHealth() {
  if (lastHealth === undefined) return;
  const open = lastHealth?.status === "ok";
  byId("health").textContent = open ? say("open", lastHealth.schemes, lastHealth.releases) : say("down");
  byId("health").classList.toggle("wrong", !open);
}

async function readHealth() {
  lastHealth = await health();
  drawHealth();
}

async function readSchema() {
  try {
    completion.schema = await Schema.read();
    reference.show(completion.schema);
  } catch (error) {
    reference.show(null, error.message);
  }
}

byId("run").addEventListener("click", run);
byId("share").addEventListener("click", share);
byId("copy").addEventListener("click", () => toClipboard(byId("result").textContent, byId("copy")));
byId("tidy").addEventListener("click", () => query.replace(0, query.text.length, tidied(query.text)));
byId("guide-toggle").addEventListener("click", () => foldGuide(!byId("guide").hasAttribute("data-closed")));
for (const tab of tabs) {
  tab.addEventListener("click", () => turnTo(tab));
  tab.addEventListener("keydown", tabKey);
}
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    inLanguage(button.dataset.language);
    keepLanguage(button.dataset.language);
  });
}
addEventListener("hashchange", fromAddress);
if (MAC) byId("run").querySelector("kbd").textContent = "⌘ ↵";

inLanguage(usualLanguage());
fromAddress();
readHealth();
readSchema();
