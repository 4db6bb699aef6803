import type { Resource } from "../resource.ts";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { type ResourceType, resourceType } from "../schema/resource-type.ts";
import { schema } from "../schema/schema.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "../urns.ts";

/**
 * The shared table of sorting cases. Every implementation of sorting answers each of them alike: compare-resources.ts in
 * memory, and whatever compiles a `ResolvedSort` to a query. It is data only.
 */
export interface SortCase {
  readonly types: readonly ("User" | "Group" | "Reading")[];
  readonly sortBy: string;
  /** The first letters of the ids in their order, ascending; descending it is the reverse. Or the refusal. */
  readonly expected: string | "invalidValue";
  /** The requirement or choice that the case shows. */
  readonly shows: string;
}

/** A type with the kinds of values that the core types lack. */
const readingResourceType = resourceType({
  name: "Reading",
  endpoint: "/Readings",
  description: "What an instrument measured.",
  schema: schema({
    id: "urn:example:reading:1.0",
    name: "Reading",
    description: "What an instrument measured.",
    attributes: [
      { name: "label", description: "Label.", caseExact: true },
      { name: "level", description: "Whole steps.", type: "integer" },
      { name: "height", description: "Metres.", type: "decimal" },
      { name: "taken", description: "When.", type: "dateTime" },
      { name: "synced", description: "When, to the nanosecond.", type: "dateTime" },
      { name: "raw", description: "Bytes.", type: "binary" },
      { name: "valid", description: "Whether it counts.", type: "boolean" },
      { name: "active", description: "A text, where a user has a boolean." },
      { name: "tags", description: "Tags.", multiValued: true },
      {
        name: "probes",
        description: "Single measurements.",
        type: "complex",
        multiValued: true,
        subAttributes: [
          { name: "depth", description: "Metres.", type: "decimal" },
          { name: "notes", description: "Notes.", multiValued: true },
          { name: "primary", description: "Marks the one that counts.", type: "boolean" },
        ],
      },
      {
        name: "origin",
        description: "Where from.",
        type: "complex",
        subAttributes: [{ name: "since", description: "When.", type: "dateTime" }],
      },
    ],
  }),
});

export const sortTypes: Readonly<Record<SortCase["types"][number], ResourceType>> = {
  User: userResourceType,
  Group: groupResourceType,
  Reading: readingResourceType,
};

const idOf = (letter: string): string => `${letter.repeat(8)}-0000-7000-8000-000000000000`;

const common = (letter: string, resourceType: string, created: string, lastModified = created): Resource => ({
  id: idOf(letter),
  meta: { resourceType, created, lastModified },
});

export const sortUsers: readonly Resource[] = [
  {
    ...common("1", "User", "2026-03-01T00:00:00.000Z"),
    schemas: [coreUserUrn, enterpriseUserUrn],
    userName: "Delta",
    externalId: "x2",
    active: true,
    displayName: "Zoe",
    name: { familyName: "Straße", givenName: "Ann" },
    title: "a\ue000",
    profileUrl: "https://people.example.com/B",
    emails: [
      { value: "z@example.com", type: "home" },
      { value: "b@example.com", type: "work", primary: true },
    ],
    [enterpriseUserUrn]: { department: "Lab", manager: { value: "9" } },
  },
  {
    ...common("2", "User", "2026-01-01T00:00:00.000Z", "2026-05-01T00:00:00.000Z"),
    schemas: [coreUserUrn],
    userName: "alpha",
    externalId: "X1",
    active: false,
    displayName: "ann",
    name: { familyName: "STRASSE" },
    title: "a😀",
    profileUrl: "https://people.example.com/a",
    emails: [{ value: "C@example.com", type: "work" }],
  },
  {
    ...common("3", "User", "2026-02-01T00:00:00.000Z"),
    schemas: [coreUserUrn, enterpriseUserUrn],
    userName: "Bravo",
    externalId: "x1",
    active: true,
    displayName: "Ann",
    name: { familyName: "strasse", givenName: "Bo" },
    title: "a",
    emails: [{ display: "no address", type: "other" }, { value: "0@example.com" }],
    [enterpriseUserUrn]: { department: "archive", manager: { value: "10" } },
  },
  {
    ...common("4", "User", "2026-01-01T00:00:00.000Z"),
    schemas: [coreUserUrn],
    userName: "charlie",
    name: { familyName: "Adler" },
    emails: [
      { value: "a@example.com", primary: false },
      { value: "d@example.com", primary: true },
      { value: "e@example.com", primary: true },
    ],
  },
  { ...common("5", "User", "2026-04-01T00:00:00.000Z"), schemas: [coreUserUrn], userName: "Ähre", title: "é" },
  {
    ...common("6", "User", "2026-06-01T00:00:00.000Z"),
    schemas: [coreUserUrn],
    userName: "ＺＵＬＵ",
    title: "e\u0301",
  },
];

export const sortGroups: readonly Resource[] = [
  {
    ...common("7", "Group", "2026-01-15T00:00:00.000Z"),
    schemas: [coreGroupUrn],
    displayName: "staff",
    externalId: "x3",
    members: [
      { value: idOf("2"), type: "User", display: "ann" },
      { value: idOf("3"), type: "User", display: "Ann" },
    ],
  },
  {
    ...common("8", "Group", "2025-12-31T00:00:00.000Z"),
    schemas: [coreGroupUrn],
    displayName: "Lab",
    members: [{ value: idOf("1"), type: "User", display: "Zoe" }],
  },
  { ...common("9", "Group", "2026-01-15T00:00:00.000Z"), schemas: [coreGroupUrn], displayName: "empty" },
];

export const sortReadings: readonly Resource[] = [
  {
    ...common("a", "Reading", "2026-01-01T00:00:00.000Z"),
    schemas: ["urn:example:reading:1.0"],
    label: "b",
    level: 10,
    height: -1.5,
    taken: "2026-01-01T12:00:00+02:00",
    raw: "-_8",
    synced: "2026-01-01T00:00:00.123456789Z",
    valid: true,
    tags: ["m", "A"],
    probes: [
      { depth: 3, notes: ["z", "a"] },
      { depth: 1, primary: true },
    ],
    origin: { since: "2026-01-01T00:00:00" },
  },
  {
    ...common("b", "Reading", "2026-01-01T00:00:00.000Z"),
    schemas: ["urn:example:reading:1.0"],
    label: "B",
    level: 9,
    height: 1e21,
    taken: "2026-01-01T11:00:00Z",
    raw: "+/8=",
    synced: "2026-01-01T00:00:00.123456780Z",
    valid: false,
    tags: ["L"],
    probes: [{ depth: 2, notes: ["B"] }],
    origin: { since: "2026-01-01T00:00:00.5Z" },
  },
  {
    ...common("c", "Reading", "2026-01-01T00:00:00.000Z"),
    schemas: ["urn:example:reading:1.0"],
    label: `${"long".repeat(250)}z`,
    level: -2,
    height: 0.25,
    taken: "2026-01-01T09:59:59.999999999Z",
    probes: [{ notes: ["c"] }],
    origin: { since: "2025-12-31T23:00:00-01:30" },
  },
  {
    ...common("d", "Reading", "2026-01-01T00:00:00.000Z"),
    schemas: ["urn:example:reading:1.0"],
    label: `${"long".repeat(250)}a`,
  },
];

const users = (sortBy: string, expected: string, shows: string): SortCase => ({
  types: ["User"],
  sortBy,
  expected,
  shows,
});
const groups = (sortBy: string, expected: string, shows: string): SortCase => ({
  types: ["Group"],
  sortBy,
  expected,
  shows,
});
const readings = (sortBy: string, expected: string, shows: string): SortCase => ({
  types: ["Reading"],
  sortBy,
  expected,
  shows,
});
const everything = (sortBy: string, expected: string, shows: string): SortCase => ({
  types: ["User", "Group"],
  sortBy,
  expected,
  shows,
});

export const sortCases: readonly SortCase[] = [
  users("userName", "2 3 4 1 6 5", "R7644-3.4.2.3-05: case does not count, nor does the width of letters"),
  users("USERNAME", "2 3 4 1 6 5", "R7643-2.1-01: names are read in any case"),
  users(`${coreUserUrn}:userName`, "2 3 4 1 6 5", "R7644-3.10-01: names may be qualified"),
  users("id", "1 2 3 4 5 6", "ROWN-8-01: the tie-breaker itself"),
  users("externalId", "2 3 1 4 5 6", "R7644-3.4.2.3-05: case counts where it is exact; R7644-3.4.2.3-04: missing last"),
  users("displayName", "2 3 1 4 5 6", "ROWN-8-01: equal values are in the order of ids"),
  users(
    "name.familyName",
    "4 1 2 3 5 6",
    "R7644-3.4.2.3-02: complex attributes by a sub-attribute, case folded in full",
  ),
  users("name.givenName", "1 3 2 4 5 6", "R7644-3.4.2.3-04: an object may lack the sub-attribute"),
  users("title", "3 1 2 5 6 4", "R7644-3.4.2.3-05: code points, not code units, after composition"),
  users("profileUrl", "1 2 3 4 5 6", "R7644-3.4.2.3-05: a reference is case exact"),
  users("active", "2 1 3 4 5 6", "false comes before true, and what was not said last"),
  users("emails", "1 2 4 3 5 6", "R7644-3.4.2.3-02: the first primary value, else the first, without looking further"),
  users("emails.value", "1 2 4 3 5 6", "ROWN-8-01: the same by its sub-attribute"),
  users("emails.type", "3 1 2 4 5 6", "R7644-3.4.2.3-02: another sub-attribute of the chosen value"),
  users("emails.primary", "1 4 2 3 5 6", "a boolean within the chosen value"),
  users("schemas", "1 2 3 4 5 6", "the first of simple values"),
  users("meta.created", "2 4 3 1 5 6", "R7644-3.4.2.3-05: instants are in the order of time"),
  users("meta.lastModified", "4 3 1 5 2 6", "R7644-3.4.2.3-05: instants are in the order of time"),
  users("meta.resourceType", "1 2 3 4 5 6", "the same for all of a type"),
  users(`${enterpriseUserUrn}:department`, "3 1 2 4 5 6", "an attribute of an extension"),
  users("department", "3 1 2 4 5 6", "AMB-15: without its URN"),
  users("manager", "3 1 2 4 5 6", "AMB-45: the value of a single complex attribute; text, not numbers"),
  users("nickName", "1 2 3 4 5 6", "ROWN-8-01: nobody has a value"),
  users("phoneNumbers", "1 2 3 4 5 6", "ROWN-8-01: nobody has an element"),
  users("nope", "invalidValue", "ROWN-8-01: an unknown name"),
  users("name.nope", "invalidValue", "ROWN-8-01: an unknown sub-attribute"),
  users("name", "invalidValue", "R7644-3.4.2.3-02: a complex attribute without a value of its own"),
  users("meta", "invalidValue", "R7644-3.4.2.3-02: a complex attribute without a value of its own"),
  users("addresses", "invalidValue", "R7644-3.4.2.3-02: several complex values without a value of their own"),
  users("password", "invalidValue", "AMB-42: what is never returned does not show in an order either"),
  users(enterpriseUserUrn, "invalidValue", "a URN alone is no attribute"),
  users("urn:example:hr:1.0:User:badge", "invalidValue", "what no schema describes has no order"),
  users('emails[type eq "work"].value', "invalidValue", "a name, not a path with a filter"),
  users("userName,title", "invalidValue", "one name"),
  users("__proto__", "invalidValue", "names that would reach a prototype"),
  groups("displayName", "9 8 7", "R7644-3.4.2.3-05: case does not count"),
  groups("members", "8 7 9", "ROWN-8-01: the value of the first member"),
  groups("members.display", "7 8 9", "R7644-3.4.2.3-02: what the first member is called"),
  groups("members.type", "7 8 9", "equal for all that have members"),
  groups("meta.created", "8 7 9", "ROWN-8-01: equal instants are in the order of ids"),
  groups("userName", "invalidValue", "ROWN-8-01: another type's attribute"),
  readings("level", "c b a d", "R7644-3.4.2.3-05: numbers by size, not as text"),
  readings("height", "a c b d", "R7644-3.4.2.3-05: fractions, exponents and signs"),
  readings("taken", "c a b d", "R7644-3.4.2.3-05: instants, whatever their offset and fraction"),
  readings("synced", "b a c d", "R7644-3.4.2.3-05: instants that differ by a few nanoseconds"),
  readings("origin.since", "a b c d", "AMB-43: without an offset it is UTC"),
  readings("raw", "a b c d", "the same bytes in both alphabets"),
  readings("valid", "b a c d", "booleans"),
  readings("tags", "b a c d", "R7644-3.4.2.3-02: the first of simple values"),
  readings("probes.depth", "a b c d", "R7644-3.4.2.3-02: the primary value comes before the first"),
  readings("probes.notes", "b c a d", "the first of several values within the chosen one"),
  readings("probes", "invalidValue", "R7644-3.4.2.3-02: several complex values without a value of their own"),
  readings("label", "b a c d", "a text counts up to its thousandth character"),
  everything("displayName", "2 3 9 8 7 1 4 5 6", "R7644-3.4.2.1-02: types are sorted together"),
  everything("userName", "2 3 4 1 6 5 7 8 9", "R7644-3.4.2.1-04: a type that lacks the attribute has no value"),
  everything("externalId", "2 3 1 7 4 5 6 8 9", "R7644-3.4.2.1-04: missing in some resources of both"),
  everything("meta.resourceType", "7 8 9 1 2 3 4 5 6", "types by their names"),
  everything("meta.created", "8 2 4 7 9 3 1 5 6", "R7644-3.4.2.3-05: instants are in the order of time"),
  everything("members", "8 7 1 2 3 4 5 6 9", "R7644-3.4.2.1-04: ids among missing values"),
  everything("id", "1 2 3 4 5 6 7 8 9", "ROWN-8-01: the tie-breaker itself"),
  everything("nope", "invalidValue", "ROWN-8-01: unknown to every type"),
  everything("password", "invalidValue", "AMB-42: never returned by one of them"),
  {
    types: ["User", "Reading"],
    sortBy: "active",
    expected: "invalidValue",
    shows: "values of two kinds have no order together",
  },
  {
    types: ["User", "Group", "Reading"],
    sortBy: "level",
    expected: "c b a 1 2 3 4 5 6 7 8 9 d",
    shows: "R7644-3.4.2.1-04: one type alone has the attribute",
  },
];
