import { isObject, type JsonValue, type Resource } from "../resource.ts";

/**
 * What of a resource a client supplied in a write: lower-cased names, extensions by their URN, and below them the names
 * within. What is returned on request is shown in the answer to a write that supplied it (RFC 7643 section 7).
 */
export type SuppliedAttributes = Map<string, SuppliedAttributes>;

/**
 * Notes all that a body supplied for create or replace.
 *
 * @param sent the body in canonical form, before anything stored is merged into it
 *
 * @example
 * suppliedByBody({ userName: "ann", name: { givenName: "Ann" } }); // userName, name, name.givenName
 */
export function suppliedByBody(sent: Resource): SuppliedAttributes {
  const supplied: SuppliedAttributes = new Map();
  supply(supplied, sent);
  return supplied;
}

/** Notes the names within a value, those of all elements of an array together. */
export function supply(supplied: SuppliedAttributes, value: JsonValue | undefined): void {
  if (Array.isArray(value)) for (const element of value) supply(supplied, element);
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) supply(suppliedAt(supplied, name), value[name]);
}

/** Notes a name, and finds what is supplied below it. */
export function suppliedAt(supplied: SuppliedAttributes, name: string): SuppliedAttributes {
  const folded = name.toLowerCase();
  const known = supplied.get(folded);
  if (known !== undefined) return known;
  const below: SuppliedAttributes = new Map();
  supplied.set(folded, below);
  return below;
}
