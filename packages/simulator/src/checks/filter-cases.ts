import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Need } from "../verify/claims.ts";
import type { Level } from "./check.ts";

/**
 * The users that the filter cases are about. `~` stands for the prefix of one run, so that no filter can match anybody
 * else. It is data only.
 */
export const filterPeople: Readonly<Record<string, JsonObject>> = {
  ann: {
    userName: "~ann@example.com",
    externalId: "~E1",
    name: { givenName: "~Ann", familyName: "~Alder" },
    displayName: "~Ann Alder",
    title: "~Engineer",
    nickName: '~quo"te',
    userType: "~Employee",
    active: true,
    emails: [
      { value: "~ann@work.example", type: "work", primary: true },
      { value: "~ann@home.example", type: "home" },
    ],
    phoneNumbers: [{ value: "~555-0100", type: "mobile" }],
    addresses: [{ type: "work", locality: "~Graz", country: "AT" }],
    [enterpriseUserUrn]: { department: "~Lab", employeeNumber: "~0007" },
  },
  bob: {
    userName: "~bob@example.com",
    externalId: "~e1",
    name: { givenName: "~Bob", familyName: "~Birch" },
    displayName: "~Bob Birch",
    title: "~engineer of sound",
    userType: "~Contractor",
    active: false,
    emails: [{ value: "~bob@home.example", type: "home", primary: true }],
    [enterpriseUserUrn]: { department: "~Stage" },
  },
  cem: {
    userName: "~cem@example.com",
    name: { givenName: "~Cem", familyName: "~Çınar" },
    displayName: "~Cem 100% a_b (x)",
    active: true,
    emails: [
      { value: "~cem@home.example", type: "work" },
      { value: "~cem@work.example", type: "home" },
    ],
  },
  dee: {
    userName: "~dee+tag@example.com",
    externalId: "~E4",
    name: { givenName: "~Dee", familyName: "~Dahl" },
    displayName: "~Dee",
    title: "~Manager",
    active: true,
  },
};

/** A filter with whom it has to find; or with the refusal it has to meet. */
export interface FilterRow {
  readonly filter: string;
  /** Keys of `filterPeople`, or the refusal. */
  readonly finds: readonly string[] | "invalidFilter";
  readonly shows: readonly string[];
  readonly level?: Level;
  /** Attributes, each with `User:`; several may be named. */
  readonly needs?: readonly Need[];
  /** Joined with a condition that leaves out everybody whom the run did not make. */
  readonly narrowed?: true;
  /** Holds only where the schema says this of the attribute named: whether case counts. */
  readonly caseExact?: readonly [attribute: string, exact: boolean];
  /** Holds only where the schema does not require this attribute. */
  readonly optional?: string;
}

const every = ["ann", "bob", "cem", "dee"];
const type = (...paths: string[]): readonly Need[] => paths.map((path): Need => `User:${path}`);
const enterprise: readonly Need[] = ["enterprise", "Enterprise:department"];

function withNeeds(needs: readonly Need[], rows: readonly FilterRow[]): readonly FilterRow[] {
  return rows.map((row) => ({ ...row, needs }));
}

/** Every operator on a text: filter, whom it finds, requirement. */
const textRows: readonly FilterRow[] = [
  { filter: 'userName eq "~ann@example.com"', finds: ["ann"], shows: ["R7644-3.4.2.2-02"] },
  { filter: 'userName eq "~ANN@EXAMPLE.COM"', finds: ["ann"], shows: ["R7644-3.4.2.2-07"] },
  { filter: 'userName eq "~ann"', finds: [], shows: ["R7644-3.4.2.2-02"] },
  {
    filter: 'userName ne "~ann@example.com"',
    finds: ["bob", "cem", "dee"],
    shows: ["R7644-3.4.2.2-02"],
    narrowed: true,
  },
  { filter: 'userName co "~b"', finds: ["bob"], shows: ["R7644-3.4.2.2-02"] },
  { filter: 'userName sw "~a"', finds: ["ann"], shows: ["R7644-3.4.2.2-02"] },
  { filter: 'userName sw "~A"', finds: ["ann"], shows: ["R7644-3.4.2.2-07"] },
  { filter: 'userName sw "~ann@example.com"', finds: ["ann"], shows: ["R7644-3.4.2.2-09"] },
  { filter: 'userName ew "nn@example.com"', finds: ["ann"], shows: ["R7644-3.4.2.2-02"], narrowed: true },
  { filter: 'userName ew "~ann@example.com"', finds: ["ann"], shows: ["R7644-3.4.2.2-09"] },
  { filter: 'userName gt "~bob@example.com"', finds: ["cem", "dee"], shows: ["R7644-3.4.2.2-02"], narrowed: true },
  {
    filter: 'userName ge "~bob@example.com"',
    finds: ["bob", "cem", "dee"],
    shows: ["R7644-3.4.2.2-02"],
    narrowed: true,
  },
  { filter: 'userName lt "~bob@example.com"', finds: ["ann"], shows: ["R7644-3.4.2.2-02"], narrowed: true },
  { filter: 'userName le "~bob@example.com"', finds: ["ann", "bob"], shows: ["R7644-3.4.2.2-02"], narrowed: true },
  { filter: "userName pr", finds: every, shows: ["R7644-3.4.2.2-10"], narrowed: true },
  {
    filter: 'displayName eq "~Ann Alder"',
    finds: ["ann"],
    shows: ["R7644-3.4.2.2-02"],
    needs: type("displayName"),
  },
  {
    filter: 'displayName eq "~ann alder"',
    finds: ["ann"],
    shows: ["R7644-3.4.2.2-07"],
    needs: type("displayName"),
    caseExact: ["displayName", false],
  },
  {
    filter: 'displayName co "100% a"',
    finds: ["cem"],
    shows: ["R7644-3.4.2.2-02", "ROWN-22-01"],
    needs: type("displayName"),
    narrowed: true,
  },
  {
    filter: 'displayName co "0_"',
    finds: [],
    shows: ["R7644-3.4.2.2-02", "ROWN-22-01"],
    needs: type("displayName"),
    narrowed: true,
  },
  {
    filter: 'displayName ew "(x)"',
    finds: ["cem"],
    shows: ["R7644-3.4.2.2-02"],
    needs: type("displayName"),
    narrowed: true,
  },
  {
    filter: 'title sw "~Eng"',
    finds: ["ann", "bob"],
    shows: ["R7644-3.4.2.2-07"],
    needs: type("title"),
    caseExact: ["title", false],
  },
  { filter: 'title eq "~Manager"', finds: ["dee"], shows: ["R7644-3.4.2.2-02"], needs: type("title") },
  {
    filter: "title pr",
    finds: ["ann", "bob", "dee"],
    shows: ["R7644-3.4.2.2-10"],
    needs: type("title"),
    narrowed: true,
  },
  { filter: "not (title pr)", finds: ["cem"], shows: ["R7644-3.4.2.2-10"], needs: type("title"), narrowed: true },
  {
    filter: 'nickName eq "~quo\\"te"',
    finds: ["ann"],
    shows: ["R7644-3.4.2.2-02"],
    needs: type("nickName"),
  },
  {
    filter: 'name.familyName eq "~\\u0042irch"',
    finds: ["bob"],
    shows: ["R7644-3.4.2.2-02"],
    needs: type("name.familyName"),
  },
  {
    filter: 'name.familyName eq "~Çınar"',
    finds: ["cem"],
    shows: ["R7644-3.8-01", "R7644-1.2-01"],
    needs: type("name.familyName"),
  },
  {
    filter: 'name.familyName eq "~Birch"',
    finds: ["bob"],
    shows: ["R7644-3.4.2.2-14"],
    needs: type("name.familyName"),
  },
  {
    filter: "name.familyName pr",
    finds: every,
    shows: ["R7644-3.4.2.2-10"],
    needs: type("name.familyName"),
    narrowed: true,
  },
  { filter: "name pr", finds: every, shows: ["R7644-3.4.2.2-10"], needs: type("name"), narrowed: true },
  { filter: 'userName eq "~dee+tag@example.com"', finds: ["dee"], shows: ["R7644-1.2-01", "AMB-60"] },
];

const exactRows: readonly FilterRow[] = [
  { filter: 'externalId eq "~E1"', finds: ["ann"], shows: ["R7644-3.4.2.2-07", "R7643-3.1-03"] },
  { filter: 'externalId eq "~e1"', finds: ["bob"], shows: ["R7644-3.4.2.2-07", "R7643-3.1-03"] },
  { filter: 'externalId sw "~E"', finds: ["ann", "dee"], shows: ["R7644-3.4.2.2-07"] },
  { filter: "externalId pr", finds: ["ann", "bob", "dee"], shows: ["R7644-3.4.2.2-10"], narrowed: true },
  {
    filter: 'externalId ne "~E1"',
    finds: ["bob", "cem", "dee"],
    shows: ["AMB-02"],
    level: "should",
    narrowed: true,
  },
];

const booleanRows = withNeeds(type("active"), [
  { filter: "active eq true", finds: ["ann", "cem", "dee"], shows: ["R7644-3.4.2.2-02"], narrowed: true },
  { filter: "active eq false", finds: ["bob"], shows: ["R7644-3.4.2.2-02", "AMB-28"], narrowed: true },
  { filter: "active ne true", finds: ["bob"], shows: ["R7644-3.4.2.2-02"], narrowed: true },
  ...["gt", "ge", "lt", "le"].map(
    (operator): FilterRow => ({
      filter: `active ${operator} true`,
      finds: "invalidFilter",
      shows: ["R7644-3.4.2.2-08"],
    }),
  ),
  { filter: 'active co "r"', finds: "invalidFilter", shows: ["R7644-3.12-invalidFilter"], level: "should" },
]);

const multiValuedRows = withNeeds(type("emails"), [
  { filter: 'emails.value eq "~ann@home.example"', finds: ["ann"], shows: ["R7644-3.4.2.2-12"] },
  { filter: 'emails.value co "@work.example"', finds: ["ann", "cem"], shows: ["R7644-3.4.2.2-12"], narrowed: true },
  { filter: 'emails.type eq "work"', finds: ["ann", "cem"], shows: ["R7644-3.4.2.2-12"], narrowed: true },
  {
    filter: "emails pr",
    finds: ["ann", "bob", "cem"],
    shows: ["R7644-3.4.2.2-10"],
    narrowed: true,
    optional: "emails",
  },
  { filter: "not (emails pr)", finds: ["dee"], shows: ["R7644-3.4.2.2-10"], narrowed: true, optional: "emails" },
  {
    filter: 'emails[type eq "work" and value co "@work.example"]',
    finds: ["ann"],
    shows: ["R7644-3.4.2.2-13"],
    narrowed: true,
  },
  {
    filter: 'emails.type eq "work" and emails.value co "@work.example"',
    finds: ["ann", "cem"],
    shows: ["R7644-3.4.2.2-12", "AMB-46"],
    narrowed: true,
  },
  {
    filter: 'emails[type eq "home" and not (value co "@home.example")]',
    finds: ["cem"],
    shows: ["R7644-3.4.2.2-13"],
    narrowed: true,
  },
  {
    filter: 'emails[type eq "work" or type eq "home"]',
    finds: ["ann", "bob", "cem"],
    shows: ["R7644-3.4.2.2-13"],
    narrowed: true,
  },
  { filter: 'emails[value eq "~bob@home.example"]', finds: ["bob"], shows: ["R7644-3.4.2.2-13"] },
  { filter: "emails[primary eq true]", finds: ["ann", "bob"], shows: ["R7644-3.4.2.2-13"], narrowed: true },
  {
    filter: 'emails co "@work.example"',
    finds: ["ann", "cem"],
    shows: ["R7644-3.4.2.2-14", "AMB-44"],
    level: "should",
    narrowed: true,
  },
]);

const otherAttributeRows: readonly FilterRow[] = [
  {
    filter: 'addresses.locality eq "~Graz"',
    finds: ["ann"],
    shows: ["R7644-3.4.2.2-12"],
    needs: type("addresses.locality"),
  },
  {
    filter: 'addresses[type eq "work" and locality sw "~G"]',
    finds: ["ann"],
    shows: ["R7644-3.4.2.2-13"],
    needs: type("addresses.locality"),
  },
  {
    filter: 'phoneNumbers[type eq "mobile"].value eq "~555-0100"',
    finds: ["ann"],
    shows: ["AMB-04"],
    level: "should",
    needs: type("phoneNumbers.value"),
  },
  { filter: 'meta.resourceType eq "User"', finds: every, shows: ["R7644-3.4.2.2-17"], narrowed: true },
  {
    filter: `schemas eq "${enterpriseUserUrn}"`,
    finds: ["ann", "bob"],
    shows: ["R7644-3.4.2.2-17"],
    narrowed: true,
    needs: ["enterprise"],
  },
  { filter: `schemas eq "${coreUserUrn}"`, finds: every, shows: ["R7644-3.4.2.2-17"], narrowed: true },
  {
    filter: 'meta.created gt "2001-01-01T00:00:00Z"',
    finds: every,
    shows: ["R7644-3.4.2.2-17"],
    narrowed: true,
  },
  { filter: 'meta.lastModified lt "2001-01-01T00:00:00Z"', finds: [], shows: ["R7644-3.4.2.2-17"], narrowed: true },
  {
    filter: 'meta.lastModified ge "2001-01-01T01:00:00.000+01:00"',
    finds: every,
    shows: ["ROWN-7-05"],
    level: "should",
    narrowed: true,
  },
  {
    filter: `${coreUserUrn}:userName eq "~bob@example.com"`,
    finds: ["bob"],
    shows: ["R7644-3.10-01"],
  },
  {
    filter: `${enterpriseUserUrn}:department eq "~Lab"`,
    finds: ["ann"],
    shows: ["R7644-3.10-01", "ROWN-7-01"],
    needs: enterprise,
  },
  {
    filter: `${enterpriseUserUrn}:department sw "~S"`,
    finds: ["bob"],
    shows: ["R7644-3.10-01"],
    needs: enterprise,
  },
  {
    filter: `${enterpriseUserUrn}:department pr`,
    finds: ["ann", "bob"],
    shows: ["R7644-3.4.2.2-10"],
    needs: enterprise,
    narrowed: true,
  },
];

const logicRows: readonly FilterRow[] = [
  {
    filter: 'userName eq "~ann@example.com" or userName eq "~bob@example.com"',
    finds: ["ann", "bob"],
    shows: ["R7644-3.4.2.2-06"],
  },
  {
    filter: 'userName sw "~" and active eq false',
    finds: ["bob"],
    shows: ["R7644-3.4.2.2-06"],
    needs: type("active"),
  },
  {
    filter: 'userName sw "~d" or userName sw "~a" and active eq false',
    finds: ["dee"],
    shows: ["R7644-3.4.2.2-06"],
    needs: type("active"),
  },
  {
    filter: '(userName sw "~d" or userName sw "~a") and active eq true',
    finds: ["ann", "dee"],
    shows: ["R7644-3.4.2.2-06"],
    needs: type("active"),
  },
  {
    filter: 'userName sw "~" and not (userName sw "~a" or userName sw "~b")',
    finds: ["cem", "dee"],
    shows: ["R7644-3.4.2.2-06"],
  },
  {
    filter: 'userName sw "~" and not(userName sw "~a")',
    finds: ["bob", "cem", "dee"],
    shows: ["AMB-03"],
    level: "should",
  },
  { filter: 'USERNAME Eq "~ann@example.com"', finds: ["ann"], shows: ["R7644-3.4.2.2-05"] },
  {
    filter: 'username SW "~" AND NOT (userName sw "~a") Or userName EQ "~ann@example.com"',
    finds: every,
    shows: ["R7644-3.4.2.2-05"],
  },
  { filter: '((userName eq "~cem@example.com"))', finds: ["cem"], shows: ["R7644-3.4.2.2-06"] },
  {
    filter: "title eq null",
    finds: ["cem"],
    shows: ["R7644-3.4.2.2-11"],
    level: "should",
    needs: type("title"),
    narrowed: true,
  },
];

/** Filters that no service provider may follow. */
const refusedRows: readonly FilterRow[] = [
  ...['userName xx "a"', 'userName like "a"', 'userName eqq "a"', 'userName = "a"', 'userName "a"'].map(
    (filter): FilterRow => ({ filter, finds: "invalidFilter", shows: ["R7644-3.4.2.2-03"] }),
  ),
  ...[
    "userName",
    "userName eq",
    'eq "a"',
    'userName eq "a',
    'userName eq "a" and',
    'or userName eq "a"',
    'userName eq "a" userName eq "b"',
    '(userName eq "a"',
    'userName eq "a")',
    'emails[type eq "work"',
    "emails[]",
    "not",
    'userName eq "a" and and userName pr',
    'userName pr "a" b',
  ].map((filter): FilterRow => ({ filter, finds: "invalidFilter", shows: ["R7644-3.4.2.2-04"] })),
  {
    filter: 'x509Certificates.value gt "AQID"',
    finds: "invalidFilter",
    shows: ["R7644-3.4.2.2-08"],
    needs: type("x509Certificates.value"),
  },
  {
    filter: 'meta.created gt "soon"',
    finds: "invalidFilter",
    shows: ["ROWN-7-03"],
    level: "should",
  },
];

export const filterRows: readonly FilterRow[] = [
  ...textRows,
  ...exactRows,
  ...booleanRows,
  ...multiValuedRows,
  ...otherAttributeRows,
  ...logicRows,
  ...refusedRows,
];
