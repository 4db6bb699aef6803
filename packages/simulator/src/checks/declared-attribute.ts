import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn } from "@rollcall/scim/urns.ts";
import type { TypeClaim } from "../verify/claims.ts";
import { completeBody } from "../verify/complete-body.ts";
import { NotApplicable } from "../verify/deviation.ts";
import type { AttributeClaim } from "../verify/schema-claims.ts";
import type { Made, Trial } from "../verify/trial.ts";

/** An attribute that the service provider declares, with the type whose base schema has it. */
export interface Declared {
  readonly type: TypeClaim;
  readonly attribute: AttributeClaim;
}

/** Common attributes and what the service provider sets itself: declared by some, written by no client. */
const notForClients: ReadonlySet<string> = new Set(["schemas", "id", "externalid", "meta", "groups", "members"]);

/**
 * Finds an attribute of a base schema that fits; the types beside User and Group come first, for they are made to be
 * tried out.
 * @throws {NotApplicable} when there is none.
 */
export function declared(trial: Trial, what: string, fits: (attribute: AttributeClaim) => boolean): Declared {
  const standard = new Set([coreUserUrn, coreGroupUrn].map((urn) => urn.toLowerCase()));
  const rank = (type: TypeClaim): number => (standard.has(type.schema.toLowerCase()) ? 1 : 0);
  for (const type of [...trial.claims.types].sort((one, other) => rank(one) - rank(other))) {
    const schema = trial.claims.schemas.get(type.schema.toLowerCase());
    for (const [name, attribute] of schema?.attributes ?? []) {
      if (!notForClients.has(name) && fits(attribute)) return { type, attribute };
    }
  }
  throw new NotApplicable(`its schemas declare no ${what}`);
}

/** Whether clients may write it any time and read it back. */
export function isPlain({ mutability, returned }: AttributeClaim): boolean {
  return mutability === "readWrite" && (returned === "default" || returned === "always");
}

/** A body for a create of that type with what it requires, and `more`. */
export function bodyOf(trial: Trial, type: TypeClaim, more: JsonObject): JsonObject {
  if (type.schema.toLowerCase() === coreUserUrn.toLowerCase()) return trial.userBody(more);
  if (type.schema.toLowerCase() === coreGroupUrn.toLowerCase()) return trial.groupBody(more);
  return completeBody(trial.claims, type.schema, {}, more, trial.name("resource"));
}

/** Makes a resource of that type whose attribute has the value. */
export function makeWith(trial: Trial, { type, attribute }: Declared, value: JsonValue): Promise<Made> {
  return trial.create(type.endpoint, bodyOf(trial, type, { [attribute.name]: value }));
}
