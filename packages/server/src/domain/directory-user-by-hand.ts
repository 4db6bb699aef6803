import { parseInstant } from "@rollcall/scim/filter/compare-values.ts";
import { describeJsonType, type JsonValue } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import {
  type DirectoryUser,
  type DirectoryValue,
  noSafeguards,
  noStatusFacts,
  type StatusFacts,
} from "./directory-user.ts";
import { directoryUserStatus } from "./directory-user-status.ts";
import type { Problem } from "./errors.ts";
import { requiredUserAttributes } from "./mapping.ts";

const maxTextLength = 4_000;
const maxValues = 100;

/** Values that somebody gives by hand, checked. */
export interface CheckedValues {
  readonly values: ReadonlyMap<string, JsonValue>;
  readonly problems: readonly Problem[];
}

/**
 * Checks values given by hand against the directory's attributes: each exists and its value has its type, and a user
 * name is there. Nulls and empty texts are no value. `active` is not a value: the status is given apart.
 *
 * @param where what the problems' places begin with
 */
export function checkValues(
  given: ReadonlyMap<string, JsonValue>,
  attributes: readonly DirectoryAttribute[],
  where: string,
): CheckedValues {
  const byName = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  const values = new Map<string, JsonValue>();
  const problems: Problem[] = [];
  for (const [name, value] of given) {
    const attribute = name === "active" ? undefined : byName.get(name);
    if (attribute === undefined) {
      problems.push({ where: `${where}${name}`, detail: "expected the name of a directory attribute" });
    } else if (!isNothing(value)) {
      const fault = faultOf(attribute, value);
      if (fault === undefined) values.set(name, value);
      else problems.push({ where: `${where}${name}`, detail: fault });
    }
  }
  if (!values.has("userName") && !problems.some((problem) => problem.where === `${where}userName`)) {
    problems.push({ where: `${where}userName`, detail: "expected a user name, found nothing" });
  }
  return { values, problems };
}

function isNothing(value: JsonValue): boolean {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function faultOf(attribute: DirectoryAttribute, value: JsonValue): string | undefined {
  if (!attribute.multiValued) return singleFault(attribute, value);
  if (!Array.isArray(value)) return `expected an array, found ${describeJsonType(value)}`;
  if (value.length > maxValues) return `expected at most ${maxValues} values, found ${value.length}`;
  return value.map((one) => singleFault(attribute, one)).find((fault) => fault !== undefined);
}

function singleFault({ type }: DirectoryAttribute, value: JsonValue): string | undefined {
  if (type === "boolean" || type === "number") {
    return typeof value === type ? undefined : `expected a ${type}, found ${describeJsonType(value)}`;
  }
  if (typeof value !== "string") return `expected a string, found ${describeJsonType(value)}`;
  if (value.length > maxTextLength) return `expected at most ${maxTextLength} characters, found ${value.length}`;
  if (type === "dateTime" && parseInstant(value) === undefined) return "expected a date with a time (ISO 8601)";
  return undefined;
}

/**
 * Changes values of a person by hand: those that are sent; null and the empty text take a value away, a user name has to
 * stay.
 *
 * @param now ISO 8601
 */
export function changeValuesByHand(
  user: DirectoryUser,
  sent: ReadonlyMap<string, JsonValue>,
  attributes: readonly DirectoryAttribute[],
  now: string,
): { readonly user: DirectoryUser; readonly problems: readonly Problem[] } {
  const userName = user.attributes["userName"]?.value;
  const named = sent.has("userName") || userName === undefined ? sent : new Map([["userName", userName], ...sent]);
  const { values, problems } = checkValues(named, attributes, "/attributes/");
  const after: Record<string, DirectoryValue> = Object.assign(
    Object.create(null) as Record<string, DirectoryValue>,
    user.attributes,
  );
  for (const name of sent.keys()) {
    const value = values.get(name);
    const old = Object.hasOwn(after, name) ? after[name] : undefined;
    if (value === undefined) takeAway(after, name, old);
    else if (old === undefined || !equalValues(old.value, value)) {
      const against = old?.insteadOf === undefined ? {} : { insteadOf: old.insteadOf };
      after[name] = { value, from: null, path: null, at: now, ...against };
    }
  }
  const required = requiredUserAttributes.filter((name) => name !== "active");
  const incomplete = required.filter(
    (name) => !Object.hasOwn(after, name) && (user.incomplete.includes(name) || sent.has(name)),
  );
  return { user: { ...user, attributes: after, incomplete }, problems };
}

/** Takes a value away; of an override that is what it stands against coming back. */
function takeAway(values: Record<string, DirectoryValue>, name: string, old: DirectoryValue | undefined): void {
  if (old?.insteadOf) values[name] = old.insteadOf;
  else delete values[name];
}

/** Who makes a directory user by hand, and when. */
export interface Maker {
  readonly actor: string;
  /** ISO 8601. */
  readonly now: string;
}

/**
 * Makes a directory user by hand. No source says anything of the status, so enabling is an override, which ends when a
 * source takes the person over.
 */
export function makeByHand(
  id: string,
  values: ReadonlyMap<string, JsonValue>,
  enabled: boolean,
  { actor, now }: Maker,
): DirectoryUser {
  const attributes: Record<string, DirectoryValue> = Object.create(null) as Record<string, DirectoryValue>;
  for (const [name, value] of values) attributes[name] = { value, from: null, path: null, at: now };
  const facts: StatusFacts = {
    ...noStatusFacts,
    override: enabled ? { kind: "enabled", reason: "made by hand", by: actor, at: now, expiresAt: null } : null,
  };
  return {
    ...facts,
    id,
    attributes,
    status: directoryUserStatus(facts, now),
    incomplete: requiredUserAttributes.filter((name) => name !== "active" && !values.has(name)),
    flags: [],
    ...noSafeguards,
    leaving: null,
    version: 1,
    createdAt: now,
    modifiedAt: now,
  };
}
