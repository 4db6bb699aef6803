import type { JsonValue, Resource } from "../resource.ts";
import type { ScimType } from "../scim-error.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "../urns.ts";

/**
 * What each shape of path and each operation make of a user: the table behind apply-patch.ts (RFC 7644 sections 3.5.2.1
 * to 3.5.2.3, with the choices where it leaves one). It is data only.
 */
export interface PatchCase {
  /** The shape of the path and the operation, and the requirement or choice that decides it. */
  readonly shows: string;
  /** The user beside its `id` ("7f1c") and `userName` ("ann"); `schemas` follows from it. */
  readonly before: Resource;
  readonly operations: readonly { readonly op: string; readonly path?: string; readonly value?: JsonValue }[];
  /** The user afterwards, likewise; "unchanged"; or the refusal. */
  readonly after: Resource | "unchanged" | ScimType;
  /** The refusal's message, where the case is about it. */
  readonly detail?: string;
  /** Paths reported as not kept; none unless given. */
  readonly unknown?: readonly string[];
}

type Row = readonly [
  shows: string,
  before: Resource,
  operation: readonly [op: string, path: string | undefined, value?: JsonValue],
  after: Resource | "unchanged" | ScimType,
  detail?: string,
];

const work = { value: "ann@example.com", type: "work", primary: true };
const home = { value: "ann@home.example", type: "home" };
const emails: Resource = { emails: [work, home] };
const lab: Resource = { [enterpriseUserUrn]: { department: "Lab" } };
const managed: Resource = { [enterpriseUserUrn]: { manager: { value: "9a", $ref: "../Users/9a" } } };
const acme = "urn:example:params:acme:2.0:User";
const workPath = 'emails[type eq "work"]';

const rows: readonly Row[] = [
  // Without a path.
  [
    "no path, add: members by their own rule (R7644-3.5.2.1-01)",
    emails,
    ["add", undefined, { title: "Dr", emails: [{ value: "x@example.com" }] }],
    { title: "Dr", emails: [work, home, { value: "x@example.com" }] },
  ],
  [
    "no path, replace: what is not named stays (R7644-3.5.2.3-01)",
    { title: "Dr", ...emails },
    ["replace", undefined, { title: "Prof", emails: [home] }],
    { title: "Prof", emails: [home] },
  ],
  [
    "no path, remove (R7644-3.5.2.2-01)",
    { title: "Dr" },
    ["remove", undefined],
    "noTarget",
    "operation 1: remove needs a path that says what to remove",
  ],
  [
    "no path, value is text",
    {},
    ["add", undefined, "x"],
    "invalidValue",
    "operation 1: without a path the value is an object, found a string",
  ],
  ["no path, value is an array", {}, ["replace", undefined, [{ title: "Dr" }]], "invalidValue"],
  ["no path, value is null", {}, ["replace", undefined, null], "invalidValue"],
  ["no path, no value (R7644-3.5.2.1-07)", {}, ["add", undefined], "invalidValue", "operation 1: add needs a value"],
  ["no path, an empty object", {}, ["replace", undefined, {}], "unchanged"],
  [
    "no path, names in another case (R7643-2.1-01)",
    {},
    ["replace", undefined, { TITLE: "Dr", Name: { GIVENNAME: "Ann" } }],
    { title: "Dr", name: { givenName: "Ann" } },
  ],
  [
    "no path, names that differ only in case (ROWN-1-02)",
    {},
    ["replace", undefined, { title: "a", TITLE: "b" }],
    "invalidSyntax",
  ],
  [
    "no path, dotted keys (AMB-11)",
    { name: { familyName: "Old" } },
    ["replace", undefined, { "name.givenName": "Ann", "name.familyName": "Example" }],
    { name: { familyName: "Example", givenName: "Ann" } },
  ],
  [
    "no path, a value path as key (AMB-11)",
    emails,
    ["replace", undefined, { [`${workPath}.value`]: "new@example.com" }],
    { emails: [{ ...work, value: "new@example.com" }, home] },
  ],
  [
    "no path, flat URN keys (AMB-12)",
    {},
    [
      "replace",
      undefined,
      { [`${enterpriseUserUrn}:department`]: "Lab", [`${enterpriseUserUrn}:manager.value`]: "9a" },
    ],
    { [enterpriseUserUrn]: { department: "Lab", manager: { value: "9a" } } },
  ],
  [
    "no path, a nested extension merges (AMB-12)",
    lab,
    ["replace", undefined, { [enterpriseUserUrn]: { costCenter: "7" } }],
    { [enterpriseUserUrn]: { department: "Lab", costCenter: "7" } },
  ],
  ["no path, an unqualified extension attribute (AMB-15)", {}, ["add", undefined, { department: "Lab" }], lab],
  ["no path, the base schema's container", {}, ["add", undefined, { [coreUserUrn]: { title: "Dr" } }], { title: "Dr" }],
  ["no path, null clears", { title: "Dr", nickName: "A" }, ["replace", undefined, { title: null }], { nickName: "A" }],
  ["no path, an unknown extension is kept", {}, ["add", undefined, { [acme]: { Badge: 7 } }], { [acme]: { Badge: 7 } }],
  [
    "no path, the same id (AMB-21)",
    {},
    ["replace", undefined, { id: "7f1c", displayName: "Ann" }],
    { displayName: "Ann" },
  ],
  [
    "no path, another id (AMB-21)",
    {},
    ["replace", undefined, { id: "other", displayName: "Ann" }],
    "mutability",
    "operation 1: id: the value is the service provider's and cannot be changed",
  ],
  [
    "no path, other read-only members (AMB-21)",
    {},
    ["replace", undefined, { meta: { version: "7" }, groups: [{ value: "g" }], title: "Dr" }],
    { title: "Dr" },
  ],
  [
    "no path, schemas beside the rest",
    lab,
    ["replace", undefined, { schemas: [coreUserUrn], title: "Dr" }],
    { ...lab, title: "Dr" },
  ],
  [
    "no path, a wrong type (ROWN-4-01)",
    {},
    ["replace", undefined, { active: "maybe" }],
    "invalidValue",
    "operation 1: active: expected true or false, found other text",
  ],
  [
    "no path, a forbidden name (ROWN-22-01)",
    {},
    ["add", undefined, JSON.parse('{"__proto__":{"title":"x"}}') as JsonValue],
    "invalidSyntax",
  ],
  [
    "no path, a forbidden name in a dotted key (ROWN-22-01)",
    {},
    ["add", undefined, { "name.constructor": "x" }],
    "unchanged",
  ],

  // A singular simple attribute.
  ["S, add (R7644-3.5.2.1-02)", {}, ["add", "title", "Dr"], { title: "Dr" }],
  ["S, add over a value (R7644-3.5.2.1-03)", { title: "Dr" }, ["add", "title", "Prof"], { title: "Prof" }],
  ["S, add the same (R7644-3.5.2.1-06)", { title: "Dr" }, ["add", "title", "Dr"], "unchanged"],
  ["S, replace (R7644-3.5.2.3-02)", { title: "Dr" }, ["replace", "title", "Prof"], { title: "Prof" }],
  ["S, replace without a value adds (R7644-3.5.2.3-04)", {}, ["replace", "title", "Prof"], { title: "Prof" }],
  ["S, replace changes case", { title: "dr" }, ["replace", "title", "Dr"], { title: "Dr" }],
  ["S, replace with null (R7643-2.5-01)", { title: "Dr" }, ["replace", "title", null], {}],
  ["S, replace with empty text (AMB-19)", { title: "Dr" }, ["replace", "title", ""], {}],
  ["S, remove (R7644-3.5.2.2-02)", { title: "Dr" }, ["remove", "title"], {}],
  ["S, remove with a value says nothing more", { title: "Dr" }, ["remove", "title", "Prof"], {}],
  ["S, remove what is not there", {}, ["remove", "title"], "unchanged"],
  [
    "S, wrong type (ROWN-4-01)",
    {},
    ["replace", "title", 7],
    "invalidValue",
    "operation 1: title: expected a string, found a number",
  ],
  ["S, no value", {}, ["replace", "title"], "invalidValue", "operation 1: replace needs a value"],
  ["S, an array of one", { active: true }, ["replace", "active", ["False"]], { active: false }],
  ["S, an array of two", {}, ["replace", "title", ["a", "b"]], "invalidValue"],
  ["S, boolean as text (AMB-06)", { active: true }, ["replace", "active", "False"], { active: false }],
  ["S, boolean as text that says the same (AMB-06)", { active: true }, ["add", "ACTIVE", "TRUE"], "unchanged"],
  ["S, blank boolean", { active: true }, ["replace", "active", ""], "invalidValue"],
  ["S, qualified (R7644-3.10-01)", {}, ["add", `${coreUserUrn}:title`, "Dr"], { title: "Dr" }],
  ["S, a filter on it", { title: "Dr" }, ["replace", 'title[value eq "Dr"]', "x"], "invalidPath"],
  ["S, a sub-attribute of it", {}, ["replace", "title.value", "x"], "invalidPath"],
  ["S, text that cannot be stored", {}, ["replace", "title", "a\u0000"], "invalidValue"],

  // A required one.
  ["required, replace", {}, ["replace", "userName", "bo"], { userName: "bo" }],
  ["required, remove (R7644-3.5.2.2-06)", {}, ["remove", "userName"], "mutability"],
  ["required, null", {}, ["replace", "userName", null], "invalidValue"],
  ["required, empty text (AMB-19)", {}, ["replace", "userName", ""], "invalidValue"],

  // A singular complex attribute.
  [
    "C, add merges (R7644-3.5.2.1-04)",
    { name: { givenName: "Ann" } },
    ["add", "name", { familyName: "Example" }],
    { name: { givenName: "Ann", familyName: "Example" } },
  ],
  [
    "C, replace merges (R7644-3.5.2.3-05)",
    { name: { givenName: "Ann", familyName: "Old" } },
    ["replace", "name", { familyName: "Example" }],
    { name: { givenName: "Ann", familyName: "Example" } },
  ],
  [
    "C, replace with a null sub-attribute",
    { name: { givenName: "Ann", familyName: "Old" } },
    ["replace", "name", { familyName: null }],
    { name: { givenName: "Ann" } },
  ],
  [
    "C, replace that leaves nothing (ROWN-4-02)",
    { name: { givenName: "Ann" } },
    ["replace", "name", { givenName: "" }],
    {},
  ],
  ["C, replace with null", { name: { givenName: "Ann" } }, ["replace", "name", null], {}],
  ["C, remove", { name: { givenName: "Ann" } }, ["remove", "name"], {}],
  ["C, no object", {}, ["add", "name", "Ann Example"], "invalidValue"],
  ["C, an array of one (AMB-13)", {}, ["replace", "name", [{ givenName: "Ann" }]], { name: { givenName: "Ann" } }],
  ["C, an array of two (AMB-13)", {}, ["replace", "name", [{}, {}]], "invalidValue"],
  ["C.sub, add creates (R7644-3.5.2.1-02)", {}, ["add", "name.givenName", "Ann"], { name: { givenName: "Ann" } }],
  [
    "C.sub, replace",
    { name: { givenName: "Ann", familyName: "E" } },
    ["replace", "name.givenName", "Bo"],
    { name: { givenName: "Bo", familyName: "E" } },
  ],
  [
    "C.sub, remove",
    { name: { givenName: "Ann", familyName: "E" } },
    ["remove", "name.givenName"],
    { name: { familyName: "E" } },
  ],
  ["C.sub, remove the last one (ROWN-4-02)", { name: { givenName: "Ann" } }, ["remove", "name.givenName"], {}],
  [
    "C.sub, wrong type",
    {},
    ["add", "name.givenName", {}],
    "invalidValue",
    "operation 1: name.givenName: expected a string, found an object",
  ],
  [
    "C.sub, unknown (AMB-16)",
    {},
    ["add", "name.nope", "x"],
    "invalidPath",
    "operation 1: name.nope is no sub-attribute of name",
  ],
  [
    "C[f], match",
    { name: { givenName: "Ann" } },
    ["replace", 'name[givenName eq "ann"].familyName', "E"],
    { name: { givenName: "Ann", familyName: "E" } },
  ],
  [
    "C[f], another value is there",
    { name: { givenName: "Ann" } },
    ["replace", 'name[givenName eq "Bo"].familyName', "E"],
    "noTarget",
  ],
  [
    "C[f], nothing is there",
    {},
    ["add", 'name[givenName eq "Bo"].familyName', "E"],
    { name: { givenName: "Bo", familyName: "E" } },
  ],
  [
    "C[f], remove without a match (AMB-09)",
    { name: { givenName: "Ann" } },
    ["remove", 'name[givenName eq "Bo"]'],
    "unchanged",
  ],

  // A reference: the manager.
  [
    "manager, bare text (AMB-14)",
    {},
    ["add", `${enterpriseUserUrn}:manager`, "9a"],
    { [enterpriseUserUrn]: { manager: { value: "9a" } } },
  ],
  [
    "manager, unqualified, an array of one (AMB-13, AMB-15)",
    {},
    ["add", "manager", [{ value: "9a", $ref: "../Users/9a" }]],
    managed,
  ],
  [
    "manager, another one: what described the old one goes",
    managed,
    ["replace", "manager", "77"],
    { [enterpriseUserUrn]: { manager: { value: "77" } } },
  ],
  ["manager, the same one", managed, ["replace", "manager", { value: "9a" }], "unchanged"],
  ["manager, empty value (AMB-14)", managed, ["replace", "manager", { value: "" }], {}],
  ["manager, empty text (AMB-14)", managed, ["add", "manager", ""], {}],
  ["manager, null (AMB-14)", managed, ["replace", "manager", null], {}],
  ["manager, remove with a list", managed, ["remove", `${enterpriseUserUrn}:manager`, [{ value: "9a" }]], {}],
  ["manager.value, remove leaves no reference behind", managed, ["remove", "manager.value"], {}],
  ["manager.displayName, read-only (EID 8358)", managed, ["replace", "manager.displayName", "x"], "mutability"],
  [
    "manager, a read-only sub-attribute along",
    {},
    ["add", "manager", { value: "9a", displayName: "Bo" }],
    { [enterpriseUserUrn]: { manager: { value: "9a" } } },
  ],

  // A multi-valued attribute.
  ["M, add an object (R7644-3.5.2.1-05)", { emails: [work] }, ["add", "emails", home], { emails: [work, home] }],
  ["M, add an array", {}, ["add", "emails", [work, home]], { emails: [work, home] }],
  ["M, add what is there (R7644-3.5.2.1-06)", emails, ["add", "emails", [home]], "unchanged"],
  [
    "M, add what is there in another case (ROWN-13-03)",
    emails,
    ["add", "emails", [{ value: "ANN@home.example", type: "Home" }]],
    "unchanged",
  ],
  [
    "M, add what is there without its type (ROWN-13-03)",
    emails,
    ["add", "emails", [{ value: "ann@home.example" }]],
    "unchanged",
  ],
  [
    "M, add what is there with more about it (R7643-2.4-07)",
    emails,
    ["add", "emails", [{ ...home, display: "Home" }]],
    { emails: [work, { ...home, display: "Home" }] },
  ],
  [
    "M, add the same value under another type",
    { emails: [home] },
    ["add", "emails", [{ value: home.value, type: "other" }]],
    { emails: [home, { value: home.value, type: "other" }] },
  ],
  [
    "M, add a primary one demotes the other (R7644-3.5.2-10)",
    { emails: [work] },
    ["add", "emails", { ...home, primary: true }],
    {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  ],
  ["M, add two primary ones (ROWN-13-04)", {}, ["add", "emails", [work, { ...home, primary: true }]], "invalidValue"],
  ["M, add null", emails, ["add", "emails", null], "unchanged"],
  ["M, add nothing", emails, ["add", "emails", []], "unchanged"],
  [
    "M, add text that stands for a value",
    {},
    ["add", "emails", "x@example.com"],
    { emails: [{ value: "x@example.com" }] },
  ],
  ["M, replace (R7644-3.5.2.3-03)", emails, ["replace", "emails", [home]], { emails: [home] }],
  ["M, replace with one object", emails, ["replace", "emails", home], { emails: [home] }],
  ["M, replace with the same", emails, ["replace", "emails", [work, home]], "unchanged"],
  ["M, replace with null", emails, ["replace", "emails", null], {}],
  ["M, replace with nothing", emails, ["replace", "emails", []], {}],
  [
    "M, replace, names in another case",
    {},
    ["replace", "EMAILS", [{ VALUE: "x@example.com", Type: "work" }]],
    { emails: [{ value: "x@example.com", type: "work" }] },
  ],
  ["M, remove (R7644-3.5.2.2-03)", emails, ["remove", "emails"], {}],
  [
    "M, remove with a list removes only those listed (AMB-08)",
    emails,
    ["remove", "emails", [{ value: "ann@home.example" }]],
    { emails: [work] },
  ],
  [
    "M, remove with a list, other type (AMB-08)",
    emails,
    ["remove", "emails", [{ value: "ann@home.example", type: "work" }]],
    "unchanged",
  ],
  [
    "M, remove with a list of bare values (AMB-08)",
    emails,
    ["remove", "emails", ["ANN@home.example"]],
    { emails: [work] },
  ],
  ["M, remove with a list of all (R7644-3.5.2.2-04)", emails, ["remove", "emails", [work, home]], {}],
  ["M, remove with an empty list", emails, ["remove", "emails", []], "unchanged"],
  ["M, remove with null", emails, ["remove", "emails", null], {}],
  [
    "M, remove elements without a value by all they say",
    { addresses: [{ locality: "X", type: "work" }, { locality: "Y" }] },
    ["remove", "addresses", [{ locality: "y" }]],
    { addresses: [{ locality: "X", type: "work" }] },
  ],
  [
    "M.sub, add sets it everywhere",
    emails,
    ["add", "emails.type", "other"],
    {
      emails: [
        { ...work, type: "other" },
        { ...home, type: "other" },
      ],
    },
  ],
  ["M.sub, add where there is none", {}, ["add", "emails.type", "other"], "noTarget"],
  ["M.sub, replace where there is none", {}, ["replace", "emails.type", "other"], "noTarget"],
  [
    "M.sub, remove everywhere",
    emails,
    ["remove", "emails.type"],
    { emails: [{ value: work.value, primary: true }, { value: home.value }] },
  ],
  ["M.sub, remove where there is none", {}, ["remove", "emails.type"], "unchanged"],
  [
    "M.sub, two primary ones (R7643-2.4-02)",
    emails,
    ["replace", "emails.primary", true],
    "invalidValue",
    "emails: 2 values are marked primary, at most one may be",
  ],

  // A value path.
  [
    "M[f], add merges into matches",
    emails,
    ["add", workPath, { display: "Work" }],
    { emails: [{ ...work, display: "Work" }, home] },
  ],
  [
    "M[f], add without a match creates (AMB-10)",
    { emails: [home] },
    ["add", workPath, { value: "x@example.com" }],
    { emails: [home, { type: "work", value: "x@example.com" }] },
  ],
  ["M[f], remove (R7644-3.5.2.2-04)", emails, ["remove", workPath], { emails: [home] }],
  ["M[f], remove the last one", { emails: [work] }, ["remove", workPath], {}],
  ["M[f], remove without a match (AMB-09)", { emails: [home] }, ["remove", workPath], "unchanged"],
  [
    "M[f], replace every match, and what is the same afterwards is one (R7644-3.5.2.3-06, R7643-2.4-07)",
    { emails: [work, home, { value: "b@example.com", type: "work" }] },
    ["replace", workPath, { value: "x@example.com", type: "work" }],
    { emails: [{ value: "x@example.com", type: "work" }, home] },
  ],
  [
    "M[f], replace every match of elements without a value (R7644-3.5.2.3-06)",
    {
      addresses: [
        { locality: "X", type: "work" },
        { locality: "Y", type: "work" },
      ],
    },
    ["replace", 'addresses[type eq "work"]', { country: "CH" }],
    {
      addresses: [
        { type: "work", country: "CH" },
        { type: "work", country: "CH" },
      ],
    },
  ],
  [
    "M[f], replace keeps what the filter says",
    { emails: [work] },
    ["replace", workPath, { value: "x@example.com" }],
    { emails: [{ type: "work", value: "x@example.com" }] },
  ],
  [
    "M[f], replace without a match creates (AMB-10)",
    {},
    ["replace", workPath, { value: "x@example.com" }],
    { emails: [{ type: "work", value: "x@example.com" }] },
  ],
  [
    "M[f], replace with an array of one",
    {},
    ["replace", workPath, [{ value: "x@example.com" }]],
    { emails: [{ type: "work", value: "x@example.com" }] },
  ],
  ["M[f], replace with an array of two", emails, ["replace", workPath, [work, home]], "invalidValue"],
  ["M[f], replace with null", emails, ["replace", workPath, null], { emails: [home] }],
  [
    "M[f].sub, add (R7644-3.5.2.3-07)",
    emails,
    ["add", `${workPath}.value`, "x@example.com"],
    { emails: [{ ...work, value: "x@example.com" }, home] },
  ],
  [
    "M[f].sub, replace every match (R7644-3.5.2.3-07)",
    { emails: [work, { value: "b@example.com", type: "work" }] },
    ["replace", `${workPath}.display`, "W"],
    {
      emails: [
        { ...work, display: "W" },
        { value: "b@example.com", type: "work", display: "W" },
      ],
    },
  ],
  ["M[f].sub, replace the same", emails, ["replace", `${workPath}.value`, "ann@example.com"], "unchanged"],
  [
    "M[f].sub, in another case",
    emails,
    ["add", 'EMAILS[TYPE EQ "WORK"].Value', "x@example.com"],
    { emails: [{ ...work, value: "x@example.com" }, home] },
  ],
  [
    "M[f].sub, remove (R7644-3.5.2.2-05)",
    emails,
    ["remove", `${workPath}.value`],
    { emails: [{ type: "work", primary: true }, home] },
  ],
  ["M[f].sub, remove without a match (AMB-09)", { emails: [home] }, ["remove", `${workPath}.value`], "unchanged"],
  [
    "M[f].sub, add without a match creates (AMB-10)",
    { emails: [home] },
    ["add", `${workPath}.value`, "x@example.com"],
    { emails: [home, { type: "work", value: "x@example.com" }] },
  ],
  [
    "M[f].sub, replace without a match creates (AMB-10)",
    {},
    ["replace", 'addresses[type eq "work"].country', "CH"],
    { addresses: [{ type: "work", country: "CH" }] },
  ],
  [
    "M[f].sub, replace without a match by two terms (AMB-10)",
    {},
    ["replace", 'emails[type eq "work" and primary eq true].value', "x@example.com"],
    { emails: [{ type: "work", primary: true, value: "x@example.com" }] },
  ],
  [
    "M[f].sub, boolean as text in the filter (AMB-06)",
    {},
    ["add", 'roles[primary eq "True"].value', "admin"],
    { roles: [{ primary: true, value: "admin" }] },
  ],
  [
    "M[f].sub, a created primary one demotes the other (R7644-3.5.2-10)",
    { roles: [{ value: "a", type: "x", primary: true }] },
    ["add", 'roles[type eq "y" and primary eq true].value', "b"],
    {
      roles: [
        { value: "a", type: "x", primary: false },
        { type: "y", primary: true, value: "b" },
      ],
    },
  ],
  [
    "M[f].sub, making one primary demotes the other (R7644-3.5.2-10)",
    emails,
    ["replace", 'emails[type eq "home"].primary', true],
    {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
  ],
  [
    "M[f].sub, no match and a filter that does not say what to create",
    { emails: [home] },
    ["add", 'emails[type ne "home"].value', "x"],
    "noTarget",
  ],
  [
    "M[f].sub, no match and an alternative",
    {},
    ["replace", 'emails[type eq "work" or type eq "home"].value', "x"],
    "noTarget",
    'operation 1: emails[type eq "work" or type eq "home"].value: no value is selected by the filter',
  ],
  ["M[f].sub, nothing to create", {}, ["add", `${workPath}.value`, null], "unchanged"],
  [
    "M[f].sub, wrong type",
    emails,
    ["replace", `${workPath}.value`, 7],
    "invalidValue",
    'operation 1: emails[type eq "work"].value: expected a string, found a number',
  ],
  ["M[f].sub, unknown sub-attribute", emails, ["replace", `${workPath}.nope`, "x"], "invalidPath"],
  ["M[f], unknown sub-attribute in the filter", emails, ["replace", 'emails[nope eq "x"].value', "x"], "invalidFilter"],
  [
    "M[f], backslashes before the quotes",
    emails,
    ["replace", 'emails[type eq \\"work\\"].value', "x@example.com"],
    { emails: [{ ...work, value: "x@example.com" }, home] },
  ],
  ["M[f], malformed filter", emails, ["replace", "emails[type eq].value", "x"], "invalidFilter"],

  // Extensions.
  ["urn:ext:attr, add (R7644-3.5.2-09)", {}, ["add", `${enterpriseUserUrn}:department`, "Lab"], lab],
  ["urn:ext:attr, remove the last one", lab, ["remove", `${enterpriseUserUrn}:department`], {}],
  ["urn:ext:attr, unknown (AMB-16)", {}, ["add", `${enterpriseUserUrn}:nope`, "x"], "invalidPath"],
  [
    "urn:ext, add merges",
    lab,
    ["add", enterpriseUserUrn, { costCenter: "7" }],
    { [enterpriseUserUrn]: { department: "Lab", costCenter: "7" } },
  ],
  [
    "urn:ext, replace merges",
    lab,
    ["replace", enterpriseUserUrn.toLowerCase(), { costCenter: "7" }],
    { [enterpriseUserUrn]: { department: "Lab", costCenter: "7" } },
  ],
  ["urn:ext, remove", { ...lab, title: "Dr" }, ["remove", enterpriseUserUrn], { title: "Dr" }],
  ["urn:ext, replace with null", lab, ["replace", enterpriseUserUrn, null], {}],
  ["urn:ext, no object", {}, ["add", enterpriseUserUrn, "x"], "invalidValue"],
  ["base URN, add merges", {}, ["add", coreUserUrn, { title: "Dr" }], { title: "Dr" }],
  ["base URN, remove", {}, ["remove", coreUserUrn], "mutability"],
  ["another type's URN", {}, ["add", `${coreGroupUrn}:displayName`, "x"], "invalidPath"],
  ["unknown urn:attr, add", {}, ["add", `${acme}:Badge`, "701985"], { [acme]: { Badge: "701985" } }],
  [
    "unknown urn:attr, the stored spelling stays",
    { [acme]: { Badge: "1" } },
    ["replace", `${acme.toUpperCase()}:BADGE`, "2"],
    { [acme]: { Badge: "2" } },
  ],
  ["unknown urn:attr.sub, add", {}, ["add", `${acme}:badge.colour`, "red"], { [acme]: { badge: { colour: "red" } } }],
  ["unknown urn:attr, remove the last one", { [acme]: { Badge: "1" } }, ["remove", `${acme}:badge`], {}],
  [
    "unknown urn:attr, add to a list",
    { [acme]: { tags: ["a"] } },
    ["add", `${acme}:tags`, ["a", "b"]],
    { [acme]: { tags: ["a", "b"] } },
  ],
  [
    "unknown urn:attr, remove from a list",
    { [acme]: { tags: ["a", "b"] } },
    ["remove", `${acme}:tags`, ["a"]],
    { [acme]: { tags: ["b"] } },
  ],
  [
    "unknown urn, add an object",
    { [acme]: { a: 1 } },
    ["add", acme, { b: { c: [null, 2] } }],
    { [acme]: { a: 1, b: { c: [2] } } },
  ],
  ["unknown urn, remove", { [acme]: { a: 1 } }, ["remove", acme], {}],
  ["unknown urn, no object", {}, ["add", acme, "x"], "invalidValue"],
  ["unknown urn:attr, a filter", {}, ["add", `${acme}:a[b eq "c"]`, "x"], "invalidPath"],
  [
    "unknown urn, a forbidden name (ROWN-22-01)",
    {},
    ["add", acme, JSON.parse('{"a":{"__proto__":1}}') as JsonValue],
    "invalidSyntax",
  ],

  // schemas.
  ["schemas, add a known URN", {}, ["add", "schemas", [enterpriseUserUrn]], "unchanged"],
  ["schemas, remove the base URN", {}, ["remove", "schemas", [coreUserUrn]], "mutability"],
  ["schemas, remove all", {}, ["remove", "schemas"], "mutability"],
  ["schemas, remove an extension's URN removes its data", lab, ["remove", "schemas", [enterpriseUserUrn]], {}],
  ["schemas, remove by a filter", lab, ["remove", `schemas[value eq "${enterpriseUserUrn}"]`], {}],
  ["schemas, replace without the base URN", lab, ["replace", "schemas", [enterpriseUserUrn]], "mutability"],
  ["schemas, replace with the same", lab, ["replace", "schemas", [coreUserUrn, enterpriseUserUrn]], "unchanged"],

  // What is the service provider's.
  ["id, the same (AMB-21)", {}, ["replace", "id", "7f1c"], "unchanged"],
  ["id, another", {}, ["replace", "id", "x"], "mutability"],
  ["id, remove", {}, ["remove", "id"], "mutability"],
  ["meta.created, replace", {}, ["replace", "meta.created", "2026-01-01T00:00:00Z"], "mutability"],
  ["groups, add", {}, ["add", "groups", [{ value: "g" }]], "mutability"],
  ["groups, remove", {}, ["remove", "groups"], "mutability"],
  ["password, replace: never stored (rules section 7)", {}, ["replace", "password", "s3cret"], "unchanged"],
  ["password, remove", {}, ["remove", "password"], "unchanged"],
  [
    "password, wrong type",
    {},
    ["replace", "password", 7],
    "invalidValue",
    "operation 1: password: expected a string, found a number",
  ],
  ["password, without a path", {}, ["replace", undefined, { password: "s3cret" }], "unchanged"],

  // Paths that are none.
  [
    "unknown attribute (AMB-16)",
    {},
    ["add", "shoeSize", 38],
    "invalidPath",
    "operation 1: shoeSize is no attribute of User",
  ],
  ["unknown attribute, remove (AMB-16)", {}, ["remove", "shoeSize"], "invalidPath"],
  ["malformed path", {}, ["add", "name..givenName", "x"], "invalidPath"],
  ["a JSON pointer", {}, ["add", "/title", "x"], "invalidPath"],
  ["forbidden path (ROWN-22-01)", {}, ["add", "__proto__.title", "x"], "invalidPath"],
];

const single: readonly PatchCase[] = rows.map(([shows, before, [op, path, value], after, detail]) => ({
  shows,
  before,
  operations: [{ op, ...(path === undefined ? {} : { path }), ...(value === undefined ? {} : { value }) }],
  after,
  ...(detail === undefined ? {} : { detail }),
}));

const several: readonly PatchCase[] = [
  {
    shows: "each operation works on the result of the one before (R7644-3.5.2-08)",
    before: { emails: [work], nickName: "A" },
    operations: [
      { op: "add", path: "emails", value: [{ value: "b@example.com", type: "home", primary: true }] },
      { op: "replace", path: `${workPath}.value`, value: "c@example.com" },
      { op: "remove", path: "nickName" },
    ],
    after: {
      emails: [
        { value: "c@example.com", type: "work", primary: false },
        { value: "b@example.com", type: "home", primary: true },
      ],
    },
  },
  {
    shows: "a failing operation undoes those before it (R7644-3.5.2-11)",
    before: { title: "Dr" },
    operations: [
      { op: "replace", path: "title", value: "Prof" },
      { op: "replace", path: "shoeSize", value: 38 },
    ],
    after: "invalidPath",
    detail: "operation 2: shoeSize is no attribute of User",
  },
  {
    shows: "operations on the same absent filter make one element (AMB-10)",
    before: {},
    operations: [
      { op: "Replace", path: 'addresses[type eq "work"].locality', value: "Example Town" },
      { op: "Add", path: 'addresses[type eq "work"].postalCode', value: "94105" },
      { op: "Add", path: 'addresses[type eq "WORK"].country', value: "CH" },
    ],
    after: { addresses: [{ type: "work", locality: "Example Town", postalCode: "94105", country: "CH" }] },
  },
  {
    shows: "changes that cancel out are no change (ROWN-13-05)",
    before: { title: "Dr" },
    operations: [
      { op: "replace", path: "title", value: "Prof" },
      { op: "replace", path: "title", value: "Dr" },
    ],
    after: "unchanged",
  },
  { shows: "no operations are no change (AMB-23)", before: { title: "Dr" }, operations: [], after: "unchanged" },
  {
    shows: "a required attribute may be taken away on the way, not at the end (ROWN-13-02)",
    before: {},
    operations: [{ op: "replace", value: { userName: "bo", "name.givenName": "Bo" } }],
    after: { userName: "bo", name: { givenName: "Bo" } },
  },
  {
    shows: "unknown members of a value without a path are reported and not kept (AMB-16)",
    before: {},
    operations: [
      {
        op: "replace",
        value: { title: "Dr", shoeSize: 38, "name.nope": "x", "not a path": { deep: [1] }, name: { hat: 1 } },
      },
      { op: "add", path: "emails", value: [{ value: "x@example.com", since: 1999 }] },
      { op: "add", value: { [enterpriseUserUrn]: { floor: 9 }, [`${coreGroupUrn}:displayName`]: "x" } },
    ],
    after: { title: "Dr", emails: [{ value: "x@example.com" }] },
    unknown: [
      "shoeSize",
      "name.nope",
      "not a path",
      "name.hat",
      "emails.since",
      `${enterpriseUserUrn}:floor`,
      `${coreGroupUrn}:displayName`,
    ],
  },
];

export const patchCases: readonly PatchCase[] = [...single, ...several];
