import type { JsonValue } from "@rollcall/scim/resource.ts";
import { isObject } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { Principal } from "./principal.ts";

/** Who changed something: an administrator, a program, somebody who is not signed in, or a person at the server. */
export interface AuditActor {
  readonly kind: "administrator" | "api-key" | "nobody" | "server";
  readonly id: string | null;
  readonly name: string;
}

/** One changed field: null stands for no value. */
export interface FieldChange {
  readonly field: string;
  readonly from: JsonValue;
  readonly to: JsonValue;
}

/** One line of the audit trail. */
export interface AuditEntry {
  readonly id: string;
  readonly action: string;
  readonly actor: AuditActor;
  readonly target: string | null;
  readonly targetName: string | null;
  readonly completed: boolean;
  readonly changes: readonly FieldChange[];
  readonly address: string | null;
  readonly requestId: string | null;
  readonly at: string;
}

/** The organization of entries that are the installation's own. */
export const installationId = "00000000-0000-0000-0000-000000000000";

/** Whose change a principal's call is. */
export function auditActorOf({ kind, id, name }: Principal): AuditActor {
  return { kind, id, name };
}

/** Fields that hold or carry a secret: an audit trail never keeps them. */
const secret = /password|secret|token$|^apiKey$|^link$|recoveryCodes/i;
/** Fields that change with every change and tell nothing. */
const noise: ReadonlySet<string> = new Set(["modifiedAt", "version"]);
/** Characters of one value that are kept at most. */
const longest = 4_000;

/** Lists the fields in which two states of a thing differ, without secrets and what changes anyhow. */
export function diffFields(before: JsonValue | undefined, after: JsonValue | undefined): FieldChange[] {
  const from = isObject(before) ? before : {};
  const to = isObject(after) ? after : {};
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return names
    .filter((field) => !secret.test(field) && !noise.has(field))
    .map((field) => ({ field, from: valueOf(from, field), to: valueOf(to, field) }))
    .filter((change) => !equalValues(change.from, change.to));
}

function valueOf(state: { readonly [name: string]: JsonValue }, field: string): JsonValue {
  const value = Object.hasOwn(state, field) ? (state[field] ?? null) : null;
  const size = JSON.stringify(value).length;
  return size <= longest ? value : `${size.toLocaleString("en")} characters, too long to be kept here`;
}

/** What people call a thing, from the state of it. */
export function nameOf(state: JsonValue | undefined): string | null {
  if (!isObject(state)) return null;
  for (const field of ["displayName", "name", "label", "userName", "email"]) {
    const value = Object.hasOwn(state, field) ? state[field] : undefined;
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}
