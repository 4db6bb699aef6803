import type { JsonValue } from "@rollcall/scim/resource.ts";

/** Where a rule takes its value from. */
export type RuleSource =
  /** SCIM attribute paths: the first that has a value wins. */
  | { readonly paths: readonly string[] }
  /** The same value for everybody. */
  | { readonly constant: JsonValue }
  /** A CEL expression over the resource (domain/mapping-expression.ts). */
  | { readonly expression: string };

/** When what a source gives takes the place of what the directory has. */
export type RuleApplication = "always" | "whenCreating" | "neverOverwrite";

/** What becomes of an attribute for which nothing arrives. */
export type MissingChoice = "clear" | "keep" | "default";

/** How one directory attribute gets its value. */
export interface MappingRule {
  readonly attribute: string;
  readonly source: RuleSource;
  /** Always where it is absent. */
  readonly apply?: RuleApplication;
  /** Cleared where it is absent. */
  readonly whenMissing?: MissingChoice;
  /** With `default` only. */
  readonly default?: JsonValue;
  /** Of an attribute with several values: whether those of several sources are put together. */
  readonly merge?: boolean;
  /** A required rule cannot be removed; its paths can be changed. Where no value arrives, the person is incomplete. */
  readonly required: boolean;
}

/** The rules of one source application, as saved. */
export interface Mapping {
  /** Counts up from 1 by one with each save. */
  readonly version: number;
  readonly users: readonly MappingRule[];
  readonly groups: readonly MappingRule[];
}

const required = (attribute: string, ...paths: string[]): MappingRule => ({
  attribute,
  source: { paths },
  required: true,
});
const optional = (attribute: string, ...paths: string[]): MappingRule => ({
  attribute,
  source: { paths },
  required: false,
});

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** The attributes whose user rules are required. */
export const requiredUserAttributes: readonly string[] = [
  "userName",
  "givenName",
  "familyName",
  "email",
  "displayName",
  "active",
];

/** The attribute whose group rule is required. */
export const requiredGroupAttributes: readonly string[] = ["displayName"];

/** The rules that a new source application starts with. */
export const defaultMapping: Mapping = {
  version: 1,
  users: [
    required("userName", "userName"),
    required("givenName", "name.givenName"),
    required("familyName", "name.familyName"),
    // Work (its primary one, else the first), then the primary of any type, then the only one.
    required(
      "email",
      'emails[type eq "work" and primary eq true].value',
      'emails[type eq "work"].value',
      "emails[primary eq true].value",
      "emails.value",
    ),
    required("displayName", "displayName", "name.formatted"),
    required("active", "active"),
    optional("title", "title"),
    optional("userType", "userType"),
    optional("department", `${enterprise}:department`),
    optional("division", `${enterprise}:division`),
    optional("company", `${enterprise}:organization`),
    optional("costCenter", `${enterprise}:costCenter`),
    optional("employeeNumber", `${enterprise}:employeeNumber`),
    optional("manager", `${enterprise}:manager.value`),
    optional("workPhone", 'phoneNumbers[type eq "work"].value'),
    optional("mobilePhone", 'phoneNumbers[type eq "mobile"].value'),
    optional("preferredLanguage", "preferredLanguage"),
    optional("locale", "locale"),
    optional("timezone", "timezone"),
  ],
  groups: [required("displayName", "displayName")],
};
