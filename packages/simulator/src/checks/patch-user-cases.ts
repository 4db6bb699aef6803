import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import type { ScimType } from "@rollcall/scim/scim-error.ts";
import { coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Need } from "../verify/claims.ts";
import type { Level } from "./check.ts";

/** What a PATCH makes of a user. It is data only. */
export interface PatchRow {
  /** The promise. */
  readonly title: string;
  readonly shows: readonly string[];
  /** What the user has before, beside its name and user name. */
  readonly before?: JsonObject;
  readonly operations: readonly JsonObject[];
  /** What the user has afterwards; null: no value. Or how the PATCH is refused, with nothing changed. */
  readonly after: JsonObject | Refusal;
  readonly needs?: readonly Need[];
  readonly level?: Level;
}

export interface Refusal {
  readonly refused: number | readonly number[];
  /** Where the RFCs name the scimType with a MUST; one of these. */
  readonly scimType?: ScimType | readonly ScimType[];
}

const work = { value: "ann@work.example", type: "work", primary: true };
const home = { value: "ann@home.example", type: "home" };
const other = { value: "ann@other.example", type: "other" };
const emails = [work, home];
const workPath = 'emails[type eq "work"]';

const add = (path: string | undefined, value: JsonValue): JsonObject => operation("add", path, value);
const replace = (path: string | undefined, value: JsonValue): JsonObject => operation("replace", path, value);
const remove = (path: string): JsonObject => ({ op: "remove", path });

function operation(op: string, path: string | undefined, value: JsonValue): JsonObject {
  return path === undefined ? { op, value } : { op, path, value };
}

const title: readonly Need[] = ["User:title"];
const email: readonly Need[] = ["User:emails.value", "User:emails.type"];
const name: readonly Need[] = ["User:name.givenName", "User:name.familyName"];
const department: readonly Need[] = ["enterprise", "Enterprise:department"];
const departmentPath = `${enterpriseUserUrn}:department`;

export const addRows: readonly PatchRow[] = [
  {
    title: "add without a path adds each member of the value",
    shows: ["R7644-3.5.2.1-01"],
    operations: [add(undefined, { title: "Dr", displayName: "Dr Ann" })],
    after: { title: "Dr", displayName: "Dr Ann" },
    needs: ["User:title", "User:displayName"],
  },
  {
    title: "add without a path appends to a list",
    shows: ["R7644-3.5.2.1-01", "R7644-3.5.2.1-05"],
    before: { emails: [work] },
    operations: [add(undefined, { emails: [home] })],
    after: { emails: [work, home] },
    needs: email,
  },
  {
    title: "add gives an attribute its first value",
    shows: ["R7644-3.5.2.1-02"],
    operations: [add("title", "Dr")],
    after: { title: "Dr" },
    needs: title,
  },
  {
    title: "add replaces the value of a single-valued attribute",
    shows: ["R7644-3.5.2.1-03"],
    before: { title: "Dr" },
    operations: [add("title", "Prof")],
    after: { title: "Prof" },
    needs: title,
  },
  {
    title: "add of a complex value keeps the sub-attributes it does not name",
    shows: ["R7644-3.5.2.1-04"],
    before: { name: { givenName: "Ann", familyName: "Example" } },
    operations: [add("name", { givenName: "Anna" })],
    after: { name: { givenName: "Anna", familyName: "Example" } },
    needs: name,
  },
  {
    title: "add of one element appends it",
    shows: ["R7644-3.5.2.1-05"],
    before: { emails },
    operations: [add("emails", other)],
    after: { emails: [work, home, other] },
    needs: email,
  },
  {
    title: "add of a list appends its elements",
    shows: ["R7644-3.5.2.1-05"],
    before: { emails: [work] },
    operations: [add("emails", [home, other])],
    after: { emails: [work, home, other] },
    needs: email,
  },
  {
    title: "add of an element that is there already adds nothing",
    shows: ["R7644-3.5.2.1-06"],
    before: { emails },
    operations: [add("emails", [home])],
    after: { emails },
    needs: email,
  },
  {
    title: "add sets a sub-attribute",
    shows: ["R7644-3.5.2.1-02"],
    before: { name: { givenName: "Ann", familyName: "Example" } },
    operations: [add("name.middleName", "Maria")],
    after: { name: { givenName: "Ann", familyName: "Example", middleName: "Maria" } },
    needs: [...name, "User:name.middleName"],
  },
  {
    title: "add of a primary element takes primary from the others",
    shows: ["R7644-3.5.2-10"],
    before: { emails: [work] },
    operations: [add("emails", [{ ...home, primary: true }])],
    after: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
    needs: [...email, "User:emails.primary"],
  },
  {
    title: "add through a value path changes the element that matches",
    shows: ["R7644-3.5.2.1-02"],
    before: { emails },
    operations: [add(`${workPath}.value`, "new@work.example")],
    after: { emails: [{ ...work, value: "new@work.example" }, home] },
    needs: email,
  },
  {
    title: "add to the enterprise extension puts the value in its container",
    shows: ["R7644-3.5.2-09", "R7643-3.3-02"],
    operations: [add(departmentPath, "Lab")],
    after: { [enterpriseUserUrn]: { department: "Lab" } },
    needs: department,
  },
  {
    title: "add without a path takes the container of an extension",
    shows: ["R7644-3.5.2.1-01", "R7643-3.3-02"],
    operations: [add(undefined, { [enterpriseUserUrn]: { department: "Lab" } })],
    after: { [enterpriseUserUrn]: { department: "Lab" } },
    needs: department,
  },
  {
    title: "add with the URN of the core schema before the name is the same attribute",
    shows: ["R7644-3.10-01"],
    operations: [add(`${coreUserUrn}:title`, "Dr")],
    after: { title: "Dr" },
    needs: title,
  },
  {
    title: "add without a value is refused",
    shows: ["R7644-3.5.2.1-07"],
    operations: [{ op: "add", path: "title" }],
    after: { refused: 400 },
    needs: title,
  },
];

export const replaceRows: readonly PatchRow[] = [
  {
    title: "replace without a path replaces what the value names and leaves the rest",
    shows: ["R7644-3.5.2.3-01"],
    before: { title: "Dr", userType: "Employee" },
    operations: [replace(undefined, { title: "Prof" })],
    after: { title: "Prof", userType: "Employee" },
    needs: ["User:title", "User:userType"],
  },
  {
    title: "replace without a path replaces a list as a whole",
    shows: ["R7644-3.5.2.3-01", "R7644-3.5.2.3-03"],
    before: { emails },
    operations: [replace(undefined, { emails: [other] })],
    after: { emails: [other] },
    needs: email,
  },
  {
    title: "replace of a single-valued attribute",
    shows: ["R7644-3.5.2.3-02"],
    before: { title: "Dr" },
    operations: [replace("title", "Prof")],
    after: { title: "Prof" },
    needs: title,
  },
  {
    title: "replace of the user name",
    shows: ["R7644-3.5.2.3-02"],
    operations: [replace("userName", "~renamed")],
    after: { userName: "~renamed" },
  },
  {
    title: "replace of a list",
    shows: ["R7644-3.5.2.3-03"],
    before: { emails },
    operations: [replace("emails", [other])],
    after: { emails: [other] },
    needs: email,
  },
  {
    title: "replace of an attribute without a value behaves as add",
    shows: ["R7644-3.5.2.3-04"],
    operations: [replace("title", "Prof")],
    after: { title: "Prof" },
    needs: title,
  },
  {
    title: "replace of a list without a value behaves as add",
    shows: ["R7644-3.5.2.3-04"],
    operations: [replace("phoneNumbers", [{ value: "+1-555-0100", type: "work" }])],
    after: { phoneNumbers: [{ value: "+1-555-0100", type: "work" }] },
    needs: ["User:phoneNumbers"],
  },
  {
    title: "replace of a complex value keeps the sub-attributes it does not name",
    shows: ["R7644-3.5.2.3-05"],
    before: { name: { givenName: "Ann", familyName: "Example" } },
    operations: [replace("name", { familyName: "Other" })],
    after: { name: { givenName: "Ann", familyName: "Other" } },
    needs: name,
  },
  {
    title: "replace of a sub-attribute",
    shows: ["R7644-3.5.2.3-02"],
    before: { name: { givenName: "Ann", familyName: "Example" } },
    operations: [replace("name.familyName", "Other")],
    after: { name: { givenName: "Ann", familyName: "Other" } },
    needs: name,
  },
  {
    title: "replace through a value path replaces the element that matches",
    shows: ["R7644-3.5.2.3-06"],
    before: { emails },
    operations: [replace(workPath, { value: "new@work.example", type: "work" })],
    after: { emails: [{ value: "new@work.example", type: "work" }, home] },
    needs: email,
  },
  {
    title: "replace of a sub-attribute through a value path",
    shows: ["R7644-3.5.2.3-07"],
    before: { emails },
    operations: [replace(`${workPath}.value`, "new@work.example")],
    after: { emails: [{ ...work, value: "new@work.example" }, home] },
    needs: email,
  },
  {
    title: "replace through a value path of two conditions",
    shows: ["R7644-3.5.2.3-07", "R7644-3.5.2-05"],
    before: { emails },
    operations: [replace('emails[type eq "home" and value ew "home.example"].value', "new@home.example")],
    after: { emails: [work, { ...home, value: "new@home.example" }] },
    needs: email,
  },
  {
    title: "replace makes one element primary and the others not",
    shows: ["R7644-3.5.2-10"],
    before: { emails },
    operations: [replace('emails[type eq "home"].primary', true)],
    after: {
      emails: [
        { ...work, primary: false },
        { ...home, primary: true },
      ],
    },
    needs: [...email, "User:emails.primary"],
  },
  {
    title: "replace of active deactivates",
    shows: ["R7644-3.5.2.3-02", "R7643-4.1.1-06"],
    operations: [replace("active", false)],
    after: { active: false },
    needs: ["User:active"],
  },
  {
    title: "replace of active activates again",
    shows: ["R7644-3.5.2.3-02", "R7643-4.1.1-06"],
    before: { active: false },
    operations: [replace("active", true)],
    after: { active: true },
    needs: ["User:active"],
  },
  {
    title: "replace of an attribute of the enterprise extension",
    shows: ["R7644-3.5.2.3-02", "R7644-3.10-01"],
    before: { [enterpriseUserUrn]: { department: "Lab" } },
    operations: [replace(departmentPath, "Stage")],
    after: { [enterpriseUserUrn]: { department: "Stage" } },
    needs: department,
  },
  {
    title: "replace with a path in another case",
    shows: ["R7643-2.1-01"],
    before: { title: "Dr" },
    operations: [replace("TITLE", "Prof")],
    after: { title: "Prof" },
    needs: title,
  },
  {
    title: "replace of externalId",
    shows: ["R7644-3.5.2.3-02", "R7643-3.1-03"],
    before: { externalId: "~e1" },
    operations: [replace("externalId", "~e2")],
    after: { externalId: "~e2" },
  },
  {
    title: "replace of the user name with nothing is refused",
    shows: ["R7643-4.1.1-01"],
    operations: [replace("userName", "")],
    after: { refused: 400 },
  },
];

export const removeRows: readonly PatchRow[] = [
  {
    title: "remove of a single-valued attribute",
    shows: ["R7644-3.5.2.2-02"],
    before: { title: "Dr" },
    operations: [remove("title")],
    after: { title: null },
    needs: title,
  },
  {
    title: "remove of a list removes all its values",
    shows: ["R7644-3.5.2.2-03"],
    before: {
      phoneNumbers: [
        { value: "+1-555-0100", type: "work" },
        { value: "+1-555-0101", type: "home" },
      ],
    },
    operations: [remove("phoneNumbers")],
    after: { phoneNumbers: null },
    needs: ["User:phoneNumbers"],
  },
  {
    title: "remove through a value path removes the elements that match",
    shows: ["R7644-3.5.2.2-04"],
    before: { emails: [work, home, other] },
    operations: [remove('emails[type eq "home"]')],
    after: { emails: [work, other] },
    needs: email,
  },
  {
    title: "remove through a value path of the last element leaves no value",
    shows: ["R7644-3.5.2.2-04"],
    before: { phoneNumbers: [{ value: "+1-555-0100", type: "work" }] },
    operations: [remove('phoneNumbers[type eq "work"]')],
    after: { phoneNumbers: null },
    needs: ["User:phoneNumbers"],
  },
  {
    title: "remove of a sub-attribute through a value path",
    shows: ["R7644-3.5.2.2-05"],
    before: { emails: [{ ...work, display: "Work" }, home] },
    operations: [remove(`${workPath}.display`)],
    after: { emails: [work, home] },
    needs: [...email, "User:emails.display"],
  },
  {
    title: "remove of a sub-attribute leaves the others",
    shows: ["R7644-3.5.2.2-02"],
    before: { name: { givenName: "Ann", familyName: "Example", middleName: "Maria" } },
    operations: [remove("name.middleName")],
    after: { name: { givenName: "Ann", familyName: "Example" } },
    needs: [...name, "User:name.middleName"],
  },
  {
    title: "remove of an attribute of the enterprise extension",
    shows: ["R7644-3.5.2.2-02", "R7644-3.10-01"],
    before: { [enterpriseUserUrn]: { department: "Lab", employeeNumber: "7" } },
    operations: [remove(departmentPath)],
    after: { [enterpriseUserUrn]: { employeeNumber: "7" } },
    needs: [...department, "Enterprise:employeeNumber"],
  },
  {
    title: "remove of an attribute without a value changes nothing and succeeds",
    shows: ["R7644-3.5.2.2-02"],
    operations: [remove("title")],
    after: { title: null },
    needs: title,
    level: "should",
  },
  {
    title: "remove through a value path that matches nothing changes nothing",
    shows: ["AMB-09"],
    before: { emails },
    operations: [remove('emails[type eq "other"]')],
    after: { emails },
    needs: email,
    level: "should",
  },
  {
    title: "remove without a path is refused as noTarget",
    shows: ["R7644-3.5.2.2-01"],
    operations: [{ op: "remove" }],
    after: { refused: 400, scimType: "noTarget" },
  },
  {
    title: "remove of the user name, which is required, is refused as mutability",
    shows: ["R7644-3.5.2.2-06"],
    operations: [remove("userName")],
    after: { refused: 400, scimType: "mutability" },
  },
  {
    title: "remove of the id, which is readOnly, is refused as mutability",
    shows: ["R7644-3.5.2.2-06"],
    operations: [remove("id")],
    after: { refused: 400, scimType: "mutability" },
  },
];

export const otherRows: readonly PatchRow[] = [
  {
    title: "several operations are carried out in their order",
    shows: ["R7644-3.5.2-08"],
    operations: [add("title", "Dr"), replace("title", "Prof"), add("userType", "Employee")],
    after: { title: "Prof", userType: "Employee" },
    needs: ["User:title", "User:userType"],
  },
  {
    title: "an operation sees what the one before it did",
    shows: ["R7644-3.5.2-08"],
    before: { emails: [work] },
    operations: [add("emails", [home]), replace('emails[type eq "home"].value', "new@home.example")],
    after: { emails: [work, { ...home, value: "new@home.example" }] },
    needs: email,
  },
  {
    title: "when one operation fails, none is carried out",
    shows: ["R7644-3.5.2-11"],
    before: { title: "Dr" },
    operations: [replace("title", "Prof"), { op: "remove" }],
    after: { refused: 400, scimType: "noTarget" },
    needs: title,
  },
  {
    title: "when a later operation would change a readOnly attribute, none is carried out",
    shows: ["R7644-3.5.2-11", "R7644-3.5.2-06"],
    before: { title: "Dr" },
    operations: [replace("title", "Prof"), replace("id", "another")],
    after: { refused: 400 },
    needs: title,
  },
  {
    title: "the id cannot be replaced",
    shows: ["R7644-3.5.2-07", "R7643-3.1-02"],
    operations: [replace("id", "another")],
    after: { refused: 400 },
  },
  {
    title: "meta cannot be replaced",
    shows: ["R7644-3.5.2-07", "R7643-3.1-04"],
    operations: [replace("meta.created", "2001-01-01T00:00:00Z")],
    after: { refused: 400 },
  },
  {
    title: "an operation that does not exist is refused",
    shows: ["R7644-3.5.2-03"],
    operations: [{ op: "move", path: "title", value: "Dr" }],
    after: { refused: 400 },
  },
  {
    title: "an operation without op is refused",
    shows: ["R7644-3.5.2-03"],
    operations: [{ path: "title", value: "Dr" }],
    after: { refused: 400 },
  },
  {
    title: "a path that cannot be read is refused",
    shows: ["R7644-3.5.2-05"],
    operations: [replace('emails[type eq "work', "x")],
    after: { refused: 400 },
  },
  {
    title: "a path that cannot be read is refused as invalidPath or invalidFilter",
    shows: ["R7644-3.5.2-05"],
    operations: [replace("emails[[", "x")],
    after: { refused: 400, scimType: ["invalidPath", "invalidFilter"] },
    level: "should",
  },
  {
    title: "a path to an attribute that does not exist is refused",
    shows: ["AMB-16"],
    operations: [replace("rvNoSuchAttribute", "x")],
    after: { refused: 400 },
    level: "should",
  },
  {
    title: "a value of the wrong type is refused",
    shows: ["R7644-3.5.2-06", "ROWN-4-01"],
    before: { title: "Dr" },
    operations: [replace("title", { a: 1 })],
    after: { refused: 400 },
    needs: title,
  },
  {
    title: "a text where a complex value belongs is refused",
    shows: ["R7644-3.5.2.3-05"],
    before: { name: { givenName: "Ann", familyName: "Example" } },
    operations: [replace("name", "Ann")],
    after: { refused: 400 },
    needs: name,
  },
  {
    title: "no path and a value that is no object is refused",
    shows: ["R7644-3.5.2.1-01"],
    operations: [replace(undefined, "Dr")],
    after: { refused: 400 },
  },
];
