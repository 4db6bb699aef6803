import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import type { JsonValue } from "../resource.ts";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { ScimError } from "../scim-error.ts";
import { coreGroupUrn } from "../urns.ts";
import { foldMemberChanges } from "./fold-member-changes.ts";
import type { MemberChange } from "./member-change.ts";
import { memberIds } from "./member-ids.ts";
import { parsePatchOp } from "./parse-patch-op.ts";
import { splitMemberOperations } from "./patch-members.ts";

type Operation = { op: string; path?: string; value?: JsonValue };

/** Splits operations; a filter that stays is told by its kind alone. */
function split(operations: Operation[]): { rest: Operation[]; members: unknown[]; dialects: string[] } {
  const dialects = new Set<string>();
  const parsed = parsePatchOp({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations });
  const { rest, members } = splitMemberOperations(groupResourceType, parsed, { dialects });
  return {
    rest: rest.map(({ op, path, value }) => ({
      op,
      ...(path === undefined ? {} : { path: formatAttributePath(path) }),
      ...(value === undefined ? {} : { value }),
    })),
    members: members.map((change) => (change.kind === "removeWhere" ? { kind: change.kind } : change)),
    dialects: [...dialects],
  };
}

function refusal(operations: Operation[]): string {
  try {
    return JSON.stringify(split(operations));
  } catch (error) {
    if (error instanceof ScimError) return `${error.scimType} ${error.message}`;
    throw error;
  }
}

const ids = (...values: string[]) => values.map((value) => ({ value }));

const splits: [shows: string, operation: Operation, members: unknown[], rest: Operation[], dialects?: string[]][] = [
  ["add by path", { op: "add", path: "members", value: ids("a", "b") }, [{ kind: "add", ids: ["a", "b"] }], []],
  ["add one object", { op: "add", path: "Members", value: { value: "a" } }, [{ kind: "add", ids: ["a"] }], []],
  ["add nothing", { op: "add", path: "members", value: [] }, [{ kind: "add", ids: [] }], []],
  [
    "add the same twice (AMB-55)",
    { op: "add", path: "members", value: ids("a", "b", "a") },
    [{ kind: "add", ids: ["a", "b"] }],
    [],
  ],
  [
    "add with what Entra and Okta send along (AMB-33)",
    {
      op: "add",
      path: "members",
      value: [
        { $ref: null, value: "a" },
        { value: "b", display: "Bo", type: "User", displayName: "Bo" },
      ],
    },
    [{ kind: "add", ids: ["a", "b"] }],
    [],
  ],
  [
    "add bare ids",
    { op: "add", path: "members", value: ["a", "b"] },
    [{ kind: "add", ids: ["a", "b"] }],
    [],
    ["members.bare-id"],
  ],
  [
    "add by reference alone",
    {
      op: "add",
      path: "members",
      value: [{ $ref: "https://example.com/scim/v2/Users/a%2D1" }, { $ref: "../Users/b/" }, { $REF: "Groups/c?x=/y" }],
    },
    [{ kind: "add", ids: ["a-1", "b", "c"] }],
    [],
    ["members.reference-only"],
  ],
  [
    "remove with a list removes those listed (AMB-08)",
    { op: "remove", path: "members", value: ids("a") },
    [{ kind: "remove", ids: ["a"] }],
    [],
    ["patch.remove-with-values"],
  ],
  [
    "remove with an empty list removes nobody",
    { op: "remove", path: "members", value: [] },
    [{ kind: "remove", ids: [] }],
    [],
    ["patch.remove-with-values"],
  ],
  [
    "remove without a list empties the group (R7644-3.5.2.2-03)",
    { op: "remove", path: "members" },
    [{ kind: "removeAll" }],
    [],
  ],
  ["remove by id", { op: "remove", path: 'members[value eq "a"]' }, [{ kind: "remove", ids: ["a"] }], []],
  [
    "remove by several ids",
    { op: "remove", path: 'members[value eq "a" or VALUE EQ "b" or value eq 7]' },
    [{ kind: "remove", ids: ["a", "b", "7"] }],
    [],
    ["filter.unquoted-value"],
  ],
  ["remove by another filter", { op: "remove", path: 'members[type eq "Group"]' }, [{ kind: "removeWhere" }], []],
  [
    "remove by id and type",
    { op: "remove", path: 'members[value eq "a" and type eq "User"]' },
    [{ kind: "removeWhere" }],
    [],
  ],
  [
    "add by id in brackets",
    { op: "add", path: 'members[value eq "a"]', value: { display: "Ann" } },
    [{ kind: "add", ids: ["a"] }],
    [],
  ],
  [
    "replace one by another",
    { op: "replace", path: 'members[value eq "a"]', value: { value: "b" } },
    [
      { kind: "remove", ids: ["a"] },
      { kind: "add", ids: ["b"] },
    ],
    [],
  ],
  [
    "replace one by itself",
    { op: "replace", path: 'members[value eq "a"]', value: { value: "a" } },
    [
      { kind: "remove", ids: [] },
      { kind: "add", ids: ["a"] },
    ],
    [],
  ],
  ["replace all", { op: "replace", path: "members", value: ids("a") }, [{ kind: "replaceAll", ids: ["a"] }], []],
  ["replace all by nobody", { op: "replace", path: "members", value: [] }, [{ kind: "replaceAll", ids: [] }], []],
  [
    "replace with null (R7643-2.5-01)",
    { op: "replace", path: "members", value: null },
    [{ kind: "replaceAll", ids: [] }],
    [],
  ],
  [
    "qualified path (R7644-3.10-01)",
    { op: "add", path: `${coreGroupUrn}:members`, value: ids("a") },
    [{ kind: "add", ids: ["a"] }],
    [],
  ],
  [
    "replace without a path, beside the rest",
    { op: "replace", value: { members: ids("a"), displayName: "Lab", id: "g" } },
    [{ kind: "replaceAll", ids: ["a"] }],
    [{ op: "replace", value: { displayName: "Lab", id: "g" } }],
  ],
  ["add without a path, nothing else", { op: "add", value: { MEMBERS: ids("a") } }, [{ kind: "add", ids: ["a"] }], []],
  [
    "without a path, a qualified key (AMB-12)",
    { op: "add", value: { [`${coreGroupUrn}:members`]: ids("a"), displayName: "Lab" } },
    [{ kind: "add", ids: ["a"] }],
    [{ op: "add", value: { displayName: "Lab" } }],
  ],
  [
    "without a path, the base schema's container",
    { op: "add", value: { [coreGroupUrn]: { members: ids("a"), displayName: "Lab" } } },
    [{ kind: "add", ids: ["a"] }],
    [{ op: "add", value: { [coreGroupUrn]: { displayName: "Lab" } } }],
  ],
  [
    "without a path, a value path as key",
    { op: "replace", value: { 'members[value eq "a"]': { value: "a" } } },
    [
      { kind: "remove", ids: [] },
      { kind: "add", ids: ["a"] },
    ],
    [],
  ],
  [
    "the base URN as path",
    { op: "add", path: coreGroupUrn, value: { members: ids("a"), displayName: "Lab" } },
    [{ kind: "add", ids: ["a"] }],
    [{ op: "add", path: coreGroupUrn, value: { displayName: "Lab" } }],
  ],
  [
    "what is not about members stays",
    { op: "replace", path: "displayName", value: "Lab" },
    [],
    [{ op: "replace", path: "displayName", value: "Lab" }],
  ],
  [
    "an unknown name with members in it stays",
    { op: "replace", value: { "all members": 1 } },
    [],
    [{ op: "replace", value: { "all members": 1 } }],
  ],
  [
    "another schema's members stay",
    { op: "add", path: "urn:example:teams:members", value: ["a"] },
    [],
    [{ op: "add", path: "urn:example:teams:members", value: ["a"] }],
  ],
];

for (const [shows, operation, members, rest, dialects] of splits) {
  test(`members: ${shows}`, () => assert.deepEqual(split([operation]), { rest, members, dialects: dialects ?? [] }));
}

test("what is said about a member that cannot be carried out is refused with its operation and place", () => {
  const add = (value: JsonValue): Operation[] => [
    { op: "replace", path: "displayName", value: "Lab" },
    { op: "add", path: "members", value },
  ];
  const cases: [Operation[], string][] = [
    [
      add([{ value: "a" }, {}]),
      "invalidValue operation 2: members[1].value: expected the id of a user or group, found nothing",
    ],
    [
      add([{ value: "" }]),
      "invalidValue operation 2: members[0].value: expected the id of a user or group, found empty text",
    ],
    [
      add([{ value: 7 }]),
      "invalidValue operation 2: members[0].value: expected the id of a user or group, found a number",
    ],
    [
      add([{ value: null, $ref: null }]),
      "invalidValue operation 2: members[0].value: expected the id of a user or group, found null",
    ],
    [add([7]), "invalidValue operation 2: members[0]: expected an object, found a number"],
    [add(""), "invalidValue operation 2: members[0]: expected an object, found empty text"],
    [
      add(Object.create({ value: "a" }) as JsonValue),
      "invalidValue operation 2: members[0].value: expected the id of a user or group, found nothing",
    ],
    [
      [{ op: "replace", path: 'members[value eq "a"].display', value: "x" }],
      'mutability operation 1: members[value eq "a"].display: a member is added or removed, never changed',
    ],
    [
      [{ op: "remove", path: "members.value" }],
      "mutability operation 1: members.value: a member is added or removed, never changed",
    ],
    [
      [{ op: "add", path: 'members[type eq "User"]', value: { value: "a" } }],
      'noTarget operation 1: members[type eq "User"]: members are added by their id',
    ],
    [
      [{ op: "remove", path: 'members[nope eq "a"]' }],
      "invalidFilter operation 1: nope is no sub-attribute of members",
    ],
    [[{ op: "remove", path: "members.nope" }], "invalidPath operation 1: members.nope is no sub-attribute of members"],
    [
      [{ op: "add", value: { members: {} } }],
      "invalidValue operation 1: members[0].value: expected the id of a user or group, found nothing",
    ],
  ];
  for (const [operations, expected] of cases) assert.equal(refusal(operations), expected);
});

test("more than 100,000 ids are refused, in one operation and in all together", () => {
  const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `m${from + index}`);
  assert.equal(memberIds(many(100_000)).length, 100_000);
  assert.throws(() => memberIds(many(100_001)), { message: "members: expected at most 100000 members, found 100001" });
  assert.equal(
    refusal([
      { op: "add", path: "members", value: many(60_000) },
      { op: "add", path: "members", value: many(60_000, 60_000) },
    ]),
    "invalidValue members: expected at most 100000 members, found 120000",
  );
});

test("more than 50 removals by a filter are refused, those by id are not counted", () => {
  const remove = (count: number, path: string) => Array.from({ length: count }, () => ({ op: "remove", path }));
  assert.equal(
    refusal(remove(51, 'members[type eq "Group"]')),
    "invalidValue members: expected at most 50 removals by a filter, found 51",
  );
  assert.equal(split(remove(51, 'members[value eq "a"]')).members.length, 51);
});

test("thirty thousand keys that are about members are taken out in one go", () => {
  const value = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, index) => [`members[value eq "${index}"]`, {}] as [string, JsonValue]),
  );
  const { rest, members } = split([{ op: "add", value: { ...value, displayName: "Lab" } }]);
  assert.deepEqual(rest, [{ op: "add", value: { displayName: "Lab" } }]);
  assert.equal(members.length, 30_000);
});

test("nothing is taken from a resource type without members", () => {
  const operations = parsePatchOp({ Operations: [{ op: "replace", value: { members: ids("a"), title: "Dr" } }] });
  assert.deepEqual(splitMemberOperations(userResourceType, operations), { rest: operations, members: [] });
});

const whereType = splitMemberOperations(
  groupResourceType,
  parsePatchOp({ Operations: [{ op: "remove", path: 'members[type eq "Group"]' }] }),
).members[0] as MemberChange & { kind: "removeWhere" };
const whereLetter = splitMemberOperations(
  groupResourceType,
  parsePatchOp({ Operations: [{ op: "remove", path: 'members[value sw "a"]' }] }),
).members[0] as MemberChange & { kind: "removeWhere" };

test("a sequence of member changes comes to what the last word about each member was", () => {
  const add = (...added: string[]): MemberChange => ({ kind: "add", ids: added });
  const remove = (...removed: string[]): MemberChange => ({ kind: "remove", ids: removed });
  const all = (...replaced: string[]): MemberChange => ({ kind: "replaceAll", ids: replaced });
  const none: MemberChange = { kind: "removeAll" };
  const cases: [MemberChange[], "delta" | "replace", string[], string[], unknown[]][] = [
    [[add("a", "b")], "delta", ["a", "b"], [], []],
    [[remove("a", "b"), add("a")], "delta", ["a"], ["b"], []],
    [[add("a"), remove("a")], "delta", [], ["a"], []],
    [[add("a"), remove("a"), add("a")], "delta", ["a"], [], []],
    [[remove("a"), none, add("b")], "replace", ["b"], [], []],
    [[all("a", "b"), remove("a"), add("c")], "replace", ["b", "c"], [], []],
    [[all("a"), all("b")], "replace", ["b"], [], []],
    [[none], "replace", [], [], []],
    [[whereType], "delta", [], [], [whereType.filter]],
    [[whereType, add("a")], "delta", ["a"], [], [whereType.filter]],
    [[add("a", "b"), whereLetter], "delta", ["b"], [], [whereLetter.filter]],
    [[whereType, all("a")], "replace", ["a"], [], []],
    [[all("a", "b"), whereLetter], "replace", ["b"], [], []],
  ];
  for (const [changes, mode, added, removed, removeWhere] of cases) {
    const expected = { mode, add: new Set(added), remove: new Set(removed), removeWhere };
    assert.deepEqual(foldMemberChanges(changes), expected, JSON.stringify(changes));
  }
  assert.equal(foldMemberChanges([]), undefined);
});
