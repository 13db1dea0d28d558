// Asking the service: a question, its health, its schema.

import { INTROSPECTION } from "./introspection.js";

export const ENDPOINT = "/graphql/v1";
const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

/**
 * Ask one question.
 * @returns {Promise<{status: number, took: number, size: number, answer: any, text: string}>}
 *   `answer` is null when what came is not JSON.
 */
export async function ask(question, signal) {
  const began = performance.now();
  const response = await fetch(ENDPOINT, {
    method: "POST",
    headers: { "content-type": "application/json", accept: ACCEPT },
    body: JSON.stringify(question),
    signal,
  });
  const bytes = await response.arrayBuffer();
  const took = performance.now() - began;
  const text = new TextDecoder().decode(bytes);
  return { status: response.status, took, size: bytes.byteLength, answer: read(text), text };
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What `/health` says; null when it cannot be asked. */
export async function health() {
  try {
    return await (await fetch("/health")).json();
  } catch {
    return null;
  }
}

/** The types of the schema by name, and the names of the root types. */
export class Schema {
  constructor({ types, queryType, mutationType }) {
    this.types = new Map(types.filter((type) => !type.name.startsWith("__")).map((type) => [type.name, type]));
    this.roots = [queryType, mutationType].filter(Boolean).map((root) => root.name);
  }

  static async read() {
    const { answer } = await ask({ query: INTROSPECTION, operationName: "Explorer" });
    if (!answer?.data) throw new Error(answer?.errors?.[0]?.message ?? "no schema");
    return new Schema(answer.data.__schema);
  }

  /** A field of a type; undefined where there is none. */
  field(type, name) {
    return this.types.get(type)?.fields?.find((field) => field.name === name);
  }
}

/** The name of the type inside lists and non-nulls. */
export function named(type) {
  while (type?.ofType) type = type.ofType;
  return type?.name;
}

/** A type as the schema language writes it, around the name: `[`, `Concept`, `!]!`. */
export function written(type) {
  if (type.kind === "NON_NULL") {
    const [before, name, after] = written(type.ofType);
    return [before, name, `${after}!`];
  }
  if (type.kind === "LIST") {
    const [before, name, after] = written(type.ofType);
    return [`[${before}`, name, `${after}]`];
  }
  return ["", type.name, ""];
}
