import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBulkRequest } from "@rollcall/scim/messages/bulk-request.ts";
import { orderBulkOperations } from "./bulk-order.ts";

const user = (bulkId: string, userName = bulkId, more: object = {}) => ({
  method: "POST",
  path: "/Users",
  bulkId,
  data: { userName, ...more },
});
const group = (bulkId: string, ...members: string[]) => ({
  method: "POST",
  path: "/Groups",
  bulkId,
  data: { displayName: bulkId, members: members.map((value) => ({ value: `bulkId:${value}` })) },
});
const patch = (path: string, value: object = { title: "Lead" }) => ({
  method: "PATCH",
  path,
  data: { Operations: [{ op: "replace", value }] },
});
const remove = (path: string) => ({ method: "DELETE", path });

const cases: readonly [string, object[], number[][], string[][]][] = [
  ["creates of different names wait for nothing", [user("a"), user("b"), user("c")], [[], [], []], [[], [], []]],
  [
    "a create waits for one of the same name, whatever the case",
    [user("a", "ann"), user("b", "ANN")],
    [[], [0]],
    [[], []],
  ],
  ["a group waits for its members", [group("g", "a", "b"), user("a"), user("b")], [[1, 2], [], []], [[], [], []]],
  [
    "operations on one resource keep their order",
    [patch("/Users/1"), patch("/Users/2"), patch("/Users/1")],
    [[], [], [0]],
    [[], [], []],
  ],
  ["who takes a name waits for who may free it", [remove("/Users/1"), user("a")], [[], [0]], [[], []]],
  ["who may free a name waits for who takes one", [user("a"), remove("/Users/1")], [[], [0]], [[], []]],
  [
    "a rename may free a name, another patch may not",
    [patch("/Users/1", { userName: "x" }), patch("/Users/2"), user("a")],
    [[], [], [0]],
    [[], [], []],
  ],
  ["a circle of two is broken and waits for nothing", [group("g", "h"), group("h", "g")], [[], []], [["h"], ["g"]]],
  [
    "a circle of three is broken",
    [group("a", "b"), group("b", "c"), group("c", "a")],
    [[], [], []],
    [["b"], ["c"], ["a"]],
  ],
  [
    "who refers into a circle waits for it",
    [group("g", "h"), group("h", "g"), group("k", "g")],
    [[], [], [0]],
    [["h"], ["g"], []],
  ],
  ["a resource that refers to itself is a circle", [group("g", "g")], [[]], [["g"]]],
];
for (const [name, Operations, after, circular] of cases) {
  test(`bulk order: ${name}`, () => {
    const { operations } = parseBulkRequest({ Operations } as never, { maxOperations: 10 });
    const orders = orderBulkOperations(operations);
    assert.deepEqual(
      orders.map((order) => [...order.after]),
      after,
    );
    assert.deepEqual(
      orders.map((order) => [...order.circular]),
      circular,
    );
  });
}

test("bulk order: who takes a unique value waits for whoever named it before, and for every patch of its type", () => {
  const item = (bulkId: string, more: object) => ({ method: "POST", path: "/Items", bulkId, data: more });
  const Operations = [
    item("a", { code: "X-1", region: "north" }),
    item("b", { code: "X-2", region: "north" }),
    item("c", { CODE: ["x-1"] }),
    item("d", { "urn:example:item": { serial: 7 } }),
    item("e", { "urn:example:item:serial": 7 }),
    patch("/Items/1"),
    item("f", { code: "X-3" }),
    patch("/Groups/2"),
  ];
  const { operations } = parseBulkRequest({ Operations } as never, { maxOperations: 10 });
  const orders = orderBulkOperations(operations, new Map([["/Items", new Set(["code", "serial"])]]));
  const after = orders.map((order) => [...order.after]);
  assert.deepEqual(after, [[], [], [0], [], [3], [4, 2, 1], [5], []]);
});

test("bulk order: a chain of 1,000 references, each to the next, is ordered from its end", () => {
  const Operations = Array.from({ length: 1_000 }, (_, n) => group(`g${n}`, ...(n < 999 ? [`g${n + 1}`] : [])));
  const { operations } = parseBulkRequest({ Operations }, { maxOperations: 1_000 });
  const orders = orderBulkOperations(operations);
  assert.ok(orders.every((order, n) => (n === 999 ? order.after.size === 0 : order.after.has(n + 1))));
});

test("bulk order: who waits for one does not wait for those that it waits for: 1,000 operations have few waits", () => {
  const chain = Array.from({ length: 500 }, (_, n) => group(`g${n}`, ...(n > 0 ? [`g${n - 1}`] : [])));
  const renames = Array.from({ length: 500 }, (_, n) => patch("/Groups/bulkId:g499", { displayName: `name ${n}` }));
  const { operations } = parseBulkRequest({ Operations: [...chain, ...renames] as never }, { maxOperations: 1_000 });
  const orders = orderBulkOperations(operations);
  assert.deepEqual(
    orders.map((order) => [...order.after]),
    orders.map((_, n) => (n === 0 ? [] : n <= 500 ? [n - 1] : [499, n - 1])),
  );
});

test("bulk order: of two earlier ones of which one waits for a later one, the other is waited for all the same", () => {
  // 1 refers forward to 2, so that 2 cannot wait for it; 2 takes the name of 0, and 1 does too.
  const Operations = [user("a", "ann"), user("b", "ann", { manager: "bulkId:c" }), user("c", "ann")];
  const { operations } = parseBulkRequest({ Operations }, { maxOperations: 10 });
  const after = orderBulkOperations(operations).map((order) => [...order.after].sort((a, b) => a - b));
  assert.deepEqual(after, [[], [0, 2], [0]]);
});
