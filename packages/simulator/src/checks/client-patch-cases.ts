import type { JsonObject } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Need } from "../verify/claims.ts";

/** What one client sends to change a user, and what has to come of it. It is data only. */
export interface ClientPatch {
  readonly title: string;
  readonly shows: readonly string[];
  readonly before?: JsonObject;
  readonly operations: readonly JsonObject[];
  readonly after: JsonObject;
  readonly needs?: readonly Need[];
}

const departmentPath = `${enterpriseUserUrn}:department`;
const department: readonly Need[] = ["enterprise", "Enterprise:department"];
const email: readonly Need[] = ["User:emails.value", "User:emails.type"];

export const userPatches: readonly ClientPatch[] = [
  {
    title: "Entra ID: op may be written Replace, Add or Remove",
    shows: ["AMB-07"],
    before: { title: "Dr" },
    operations: [{ op: "Replace", path: "title", value: "Prof" }],
    after: { title: "Prof" },
    needs: ["User:title"],
  },
  {
    title: 'Entra ID: active comes as the text "False"',
    shows: ["AMB-06"],
    operations: [{ op: "Replace", path: "active", value: "False" }],
    after: { active: false },
    needs: ["User:active"],
  },
  {
    title: "Entra ID: Add through a value path that matches nothing makes the element",
    shows: ["AMB-10"],
    before: { emails: [{ value: "ann@work.example", type: "work" }] },
    operations: [{ op: "Add", path: 'emails[type eq "home"].value', value: "ann@home.example" }],
    after: {
      emails: [
        { value: "ann@work.example", type: "work" },
        { value: "ann@home.example", type: "home" },
      ],
    },
    needs: email,
  },
  {
    title: "Entra ID: Replace through a value path that matches nothing makes the element",
    shows: ["AMB-10"],
    before: { emails: [{ value: "ann@work.example", type: "work" }] },
    operations: [{ op: "Replace", path: 'emails[type eq "other"].value', value: "ann@other.example" }],
    after: {
      emails: [
        { value: "ann@work.example", type: "work" },
        { value: "ann@other.example", type: "other" },
      ],
    },
    needs: email,
  },
  {
    title: "Entra ID with its flag: keys of a value without a path are paths",
    shows: ["AMB-11"],
    operations: [{ op: "replace", value: { "name.familyName": "Other", displayName: "Ann Other" } }],
    after: { name: { familyName: "Other" }, displayName: "Ann Other" },
    needs: ["User:name.familyName", "User:displayName"],
  },
  {
    title: "Entra ID with its flag: keys of a value without a path are URNs of attributes",
    shows: ["AMB-12"],
    operations: [{ op: "replace", value: { [departmentPath]: "Lab" } }],
    after: { [enterpriseUserUrn]: { department: "Lab" } },
    needs: department,
  },
  {
    title: "Okta: a value without a path deactivates",
    shows: ["R7644-3.5.2.3-01"],
    operations: [{ op: "replace", value: { active: false } }],
    after: { active: false },
    needs: ["User:active"],
  },
  {
    title: "several clients: an empty text takes a value away",
    shows: ["AMB-19"],
    before: { title: "Dr" },
    operations: [{ op: "replace", path: "title", value: "" }],
    after: { title: null },
    needs: ["User:title"],
  },
];
