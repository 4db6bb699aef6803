import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { Level } from "./check.ts";

/** What a PATCH makes of the members of a group. Users are called a, b, c. It is data only. */
export interface MemberRow {
  readonly title: string;
  readonly shows: readonly string[];
  readonly before: readonly string[];
  readonly operations: (id: (key: string) => string) => readonly JsonObject[];
  /** Who is in afterwards; or the status that refuses. */
  readonly after: readonly string[] | { readonly refused: number };
  readonly level?: Level;
}

/** The path of one member. */
export const byId = (id: string): string => `members[value eq ${JSON.stringify(id)}]`;

export const memberRows: readonly MemberRow[] = [
  {
    title: "add of a member puts it into an empty group",
    shows: ["R7644-3.5.2.1-02"],
    before: [],
    operations: (id) => [{ op: "add", path: "members", value: [{ value: id("a") }] }],
    after: ["a"],
  },
  {
    title: "add of a member keeps those who are in",
    shows: ["R7644-3.5.2.1-05"],
    before: ["a"],
    operations: (id) => [{ op: "add", path: "members", value: [{ value: id("b") }] }],
    after: ["a", "b"],
  },
  {
    title: "add of several members at once",
    shows: ["R7644-3.5.2.1-05"],
    before: ["a"],
    operations: (id) => [{ op: "add", path: "members", value: [{ value: id("b") }, { value: id("c") }] }],
    after: ["a", "b", "c"],
  },
  {
    title: "add of one member that is no list",
    shows: ["R7644-3.5.2.1-05"],
    before: ["a"],
    operations: (id) => [{ op: "add", path: "members", value: { value: id("b") } }],
    after: ["a", "b"],
    level: "should",
  },
  {
    title: "add of a member who is in already adds nobody",
    shows: ["R7644-3.5.2.1-06", "AMB-54"],
    before: ["a", "b"],
    operations: (id) => [{ op: "add", path: "members", value: [{ value: id("a") }] }],
    after: ["a", "b"],
  },
  {
    title: "add without a path adds members",
    shows: ["R7644-3.5.2.1-01"],
    before: ["a"],
    operations: (id) => [{ op: "add", value: { members: [{ value: id("b") }] } }],
    after: ["a", "b"],
  },
  {
    title: "remove by value path takes one member out",
    shows: ["R7644-3.5.2.2-04"],
    before: ["a", "b"],
    operations: (id) => [{ op: "remove", path: byId(id("a")) }],
    after: ["b"],
  },
  {
    title: "two removes in one PATCH take two members out",
    shows: ["R7644-3.5.2.2-04", "R7644-3.5.2-08"],
    before: ["a", "b", "c"],
    operations: (id) => [
      { op: "remove", path: byId(id("a")) },
      { op: "remove", path: byId(id("c")) },
    ],
    after: ["b"],
  },
  {
    title: "remove by a value path of two ids takes both out",
    shows: ["R7644-3.5.2.2-04"],
    before: ["a", "b", "c"],
    operations: (id) => [
      { op: "remove", path: `members[value eq ${JSON.stringify(id("a"))} or value eq ${JSON.stringify(id("b"))}]` },
    ],
    after: ["c"],
  },
  {
    title: "remove of the last member leaves an empty group",
    shows: ["R7644-3.5.2.2-04"],
    before: ["a"],
    operations: (id) => [{ op: "remove", path: byId(id("a")) }],
    after: [],
  },
  {
    title: "remove of somebody who is not in changes nothing and succeeds",
    shows: ["R7644-3.5.2.2-07"],
    before: ["a"],
    operations: (id) => [{ op: "remove", path: byId(id("b")) }],
    after: ["a"],
  },
  {
    title: "remove of members without a filter empties the group",
    shows: ["R7644-3.5.2.2-03"],
    before: ["a", "b"],
    operations: () => [{ op: "remove", path: "members" }],
    after: [],
  },
  {
    title: "replace of members sets the whole list",
    shows: ["R7644-3.5.2.3-03"],
    before: ["a", "b"],
    operations: (id) => [{ op: "replace", path: "members", value: [{ value: id("b") }, { value: id("c") }] }],
    after: ["b", "c"],
  },
  {
    title: "replace of members by an empty list empties the group",
    shows: ["R7644-3.5.2.3-03", "R7643-2.5-01"],
    before: ["a", "b"],
    operations: () => [{ op: "replace", path: "members", value: [] }],
    after: [],
  },
  {
    title: "replace without a path sets members",
    shows: ["R7644-3.5.2.3-01"],
    before: ["a"],
    operations: (id) => [{ op: "replace", value: { members: [{ value: id("c") }] } }],
    after: ["c"],
  },
  {
    title: "add and remove in one PATCH are carried out in their order",
    shows: ["R7644-3.5.2-08"],
    before: ["a"],
    operations: (id) => [
      { op: "add", path: "members", value: [{ value: id("b") }] },
      { op: "remove", path: byId(id("a")) },
      { op: "add", path: "members", value: [{ value: id("c") }] },
    ],
    after: ["b", "c"],
  },
  {
    title: "a member who is added and removed in one PATCH is not in",
    shows: ["R7644-3.5.2-08"],
    before: ["a"],
    operations: (id) => [
      { op: "add", path: "members", value: [{ value: id("b") }] },
      { op: "remove", path: byId(id("b")) },
    ],
    after: ["a"],
  },
  {
    title: "when one operation fails, no member is added",
    shows: ["R7644-3.5.2-11"],
    before: ["a"],
    operations: (id) => [{ op: "add", path: "members", value: [{ value: id("b") }] }, { op: "remove" }],
    after: { refused: 400 },
  },
  {
    title: "the id of a member cannot be changed",
    shows: ["R7643-4.2-01", "R7644-3.5.2-06"],
    before: ["a"],
    operations: (id) => [{ op: "replace", path: `${byId(id("a"))}.value`, value: id("b") }],
    after: { refused: 400 },
  },
  {
    title: "remove of a member's id alone is refused",
    shows: ["R7643-4.2-01", "R7644-3.5.2.2-06"],
    before: ["a"],
    operations: (id) => [{ op: "remove", path: `${byId(id("a"))}.value` }],
    after: { refused: 400 },
    level: "should",
  },
  {
    title: "a member that does not exist is refused",
    shows: ["AMB-52", "ROWN-13-06"],
    before: ["a"],
    operations: () => [{ op: "add", path: "members", value: [{ value: "00000000-0000-4000-8000-00000000dead" }] }],
    after: { refused: 400 },
    level: "should",
  },
];
