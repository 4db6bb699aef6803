import { type JsonObject, own } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import { type AttributeClaim, findAttributeClaim, type SchemaClaim } from "./schema-claims.ts";

/** What a service provider may or may not offer; a check that needs one is skipped where it is not claimed. */
export type Feature =
  | "patch"
  | "bulk"
  | "filter"
  | "sort"
  | "etag"
  | "cursor"
  | "index"
  | "users"
  | "groups"
  | "enterprise"
  | "token"
  | "search"
  | "root-search"
  | "root-query"
  | "extra-types";

/** A feature, or an attribute that the schema of a type declares: `User:name.givenName`, `Enterprise:department`. */
export type Need = Feature | `User:${string}` | `Group:${string}` | `Enterprise:${string}`;

/** A resource type as the service provider declares it. */
export interface TypeClaim {
  readonly name: string;
  /** Below the SCIM base URL, with its leading slash. */
  readonly endpoint: string;
  readonly schema: string;
  readonly extensions: readonly { readonly schema: string; readonly required: boolean }[];
}

/** All that a service provider says of itself. */
export interface Claims {
  /** Its ServiceProviderConfig; `undefined` where it could not be read. */
  readonly config: JsonObject | undefined;
  readonly types: readonly TypeClaim[];
  /** By lower-cased URN. */
  readonly schemas: ReadonlyMap<string, SchemaClaim>;
  /** Why a feature is not claimed; one that is claimed has no entry. */
  readonly missing: ReadonlyMap<Feature, string>;
}

const urns = new Map([
  ["User", coreUserUrn],
  ["Group", coreGroupUrn],
  ["Enterprise", enterpriseUserUrn],
]);

/** Set by the service provider itself, so that a check may need one that clients cannot write. */
const providersOwn: ReadonlySet<string> = new Set(["groups"]);

/** Why a need is not met; `undefined` where it is. */
export function whyNot(claims: Claims, need: Need): string | undefined {
  const [kind, path] = need.split(":", 2);
  const urn = urns.get(kind ?? "");
  if (path === undefined || urn === undefined) return claims.missing.get(need as Feature);
  const schema = claims.schemas.get(urn.toLowerCase());
  const found = schema === undefined ? undefined : findAttributeClaim(schema, path);
  if (found === undefined) return `its schemas declare no ${kind} attribute ${path}`;
  if (found.mutability === "readOnly" && !providersOwn.has(path)) return `it declares ${path} readOnly`;
  return undefined;
}

/** The type whose base schema this is. */
export function typeOf(claims: Claims, schemaUrn: string): TypeClaim | undefined {
  return claims.types.find(({ schema }) => schema.toLowerCase() === schemaUrn.toLowerCase());
}

/** An attribute of a schema; `undefined` where the schema is not declared or has none of that path. */
export function attributeOf(claims: Claims, schemaUrn: string, path: string): AttributeClaim | undefined {
  const schema = claims.schemas.get(schemaUrn.toLowerCase());
  return schema === undefined ? undefined : findAttributeClaim(schema, path);
}

/** Whether ServiceProviderConfig says `supported: true` of a feature, or a paging method is on. */
export function configClaims(config: JsonObject, feature: string, member = "supported"): boolean {
  const section = own(config, feature);
  return typeof section === "object" && section !== null && !Array.isArray(section) && own(section, member) === true;
}
