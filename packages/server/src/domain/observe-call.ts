import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { problemKindOf } from "./explain-exchange.ts";
import { type ProblemKind, strangersProblems, tokenProblems } from "./problem-kind.ts";

/** The steps of an application's checklist, in their order. */
export const checklistSteps = ["token", "look-up", "first-user", "update", "deactivation", "groups"] as const;
export type ChecklistStep = (typeof checklistSteps)[number];

/** What is noted of a source when it first happens: the steps of its checklist, and that it sent `active`. */
export type FirstFact = ChecklistStep | "active-sent";

/** A call as it is observed. */
export interface Call {
  readonly method: string;
  /** Below the SCIM base URL. */
  readonly path: string;
  readonly status: number;
  readonly detail: string | null;
  /** The token of this application that came, also one that was refused; null where none of its own did. */
  readonly tokenId: string | null;
}

/** What a call says of its source. */
export interface Observation {
  /** Undefined where it may be a stranger's: whoever only knows the URL moves no health. */
  readonly counted: "answered" | "refused" | "failed" | undefined;
  /** accepted: the token was, and we did not fail; trouble: nothing that the source sends gets through. */
  readonly standing: "accepted" | "trouble" | undefined;
  readonly firsts: readonly FirstFact[];
  readonly problem: ProblemKind | undefined;
}

/** Observes a call; its body, parsed, tells what it was about. */
export function observeCall(call: Call, body: JsonValue | undefined): Observation {
  if (call.tokenId === null) return observeStranger(call);
  const { status } = call;
  const counted = status >= 500 ? "failed" : status >= 400 ? "refused" : "answered";
  const problem = problemOf(call);
  const standing = standingOf(status, problem);
  const firsts: FirstFact[] = standing === "accepted" ? ["token"] : [];
  if (counted === "answered") firsts.push(...stepsOf(call, body));
  return { counted, standing, firsts, problem };
}

function observeStranger({ detail }: Call): Observation {
  const told = problemKindOf(detail);
  // A token of another application that was revoked or has expired is none that this one knows.
  const kind = told === undefined || strangersProblems.has(told) ? told : "unknown-token";
  return { counted: undefined, standing: undefined, firsts: [], problem: kind };
}

function problemOf({ method, path, status, detail }: Call): ProblemKind | undefined {
  if (status < 400) return undefined;
  const told = problemKindOf(detail);
  if (told !== undefined) return told;
  if (status >= 500) return "failed";
  return method === "POST" && /^(\/Bulk)?\/Users$/i.test(path) ? "refused-create" : undefined;
}

function standingOf(status: number, problem: ProblemKind | undefined): Observation["standing"] {
  if (problem === "refusing") return undefined;
  const stuck = problem !== undefined && (tokenProblems.has(problem) || problem === "base-url");
  return stuck || status >= 500 ? "trouble" : "accepted";
}

/** Steps that an answered call takes. */
function stepsOf({ method, path }: Call, body: JsonValue | undefined): FirstFact[] {
  const [, endpoint = "", one] = /^(?:\/Bulk)?\/(Users|Groups)(?:\/([^/]+))?\/?$/i.exec(path) ?? [];
  const ofUsers = endpoint.toLowerCase() === "users";
  if (method === "GET" || one === ".search") return ofUsers ? ["look-up"] : [];
  if (endpoint === "") return [];
  if (!ofUsers) return ["groups"];
  const active = activeIn(body);
  const sent: FirstFact[] = active === undefined ? [] : ["active-sent"];
  if (method === "POST") return [...sent, "first-user"];
  if (method === "DELETE") return ["deactivation"];
  return active === false ? [...sent, "deactivation"] : [...sent, "update"];
}

/** What a write of a user says of `active`; undefined where it says nothing. */
function activeIn(body: JsonValue | undefined): boolean | undefined {
  if (!isObject(body)) return undefined;
  const operations = valueOf(body, "operations");
  if (!Array.isArray(operations)) return asBoolean(valueOf(body, "active"));
  for (const operation of operations) {
    if (!isObject(operation)) continue;
    const path = valueOf(operation, "path");
    const value = valueOf(operation, "value");
    const named = typeof path === "string" && /(^|:)active$/i.test(path.trim());
    const found = named ? asBoolean(value) : isObject(value) ? asBoolean(valueOf(value, "active")) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function valueOf(object: JsonObject, name: string): JsonValue | undefined {
  const key = Object.keys(object).find((one) => one.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}

/** Clients send it as text, or in a list of one value. */
function asBoolean(value: JsonValue | undefined): boolean | undefined {
  if (Array.isArray(value)) return asBoolean(value[0]);
  if (isObject(value)) return asBoolean(valueOf(value, "value"));
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  const lower = value.trim().toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}
