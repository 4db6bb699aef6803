import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { Answer } from "./answer.ts";
import { Deviation } from "./deviation.ts";
import { expectErrorBody, expectRefused, expectSameOrder, expectSameSet, isSame, valueAt } from "./expect.ts";

const sameCases: readonly (readonly [expected: JsonValue, found: JsonValue | undefined, same: boolean, why: string])[] =
  [
    ["Ann", "ANN", true, "a service provider may change the case of what is not case-exact"],
    ["Ann", "Anne", false, "another text"],
    [true, "true", false, "a text is no boolean"],
    [7, 7, true, "a number"],
    [{ a: 1 }, { a: 1, b: 2 }, true, "a service provider may add members"],
    [{ a: 1, b: 2 }, { a: 1 }, false, "a member is missing"],
    [{ value: "x", primary: false }, { value: "x" }, true, "primary false may be left out"],
    [{ value: "x", primary: true }, { value: "x" }, false, "primary true may not"],
    [{ Value: "x" }, { value: "x" }, true, "names count in any case"],
    [["a", "b"], ["b", "a"], true, "elements stand in any order"],
    [["a"], ["a", "b"], false, "an element too many"],
    [["a", "a"], ["a", "b"], false, "each element counts once"],
    [[{ type: "work" }], [{ type: "work", value: "x" }], true, "elements may have more"],
    ["x", undefined, false, "nothing"],
    [{ constructor: "x" }, {}, false, "own members only"],
  ];

test("a value counts as kept when everything that was sent is there", () => {
  for (const [expected, found, same, why] of sameCases) assert.equal(isSame(expected, found), same, why);
  assert.equal(isSame("Ann", "ANN", true), false, "where case counts");
});

test("null, an empty list and an object of nothing are no value", () => {
  const resource = { a: null, b: [], c: { d: null }, e: [{}], f: { g: "x" }, "urn:x:2.0:User": { h: 1 } };
  const values = ["a", "b", "c", "e", "f.g", "F.G", "f.x", "toString"].map((path) => valueAt(resource, path));
  assert.deepEqual(values, [undefined, undefined, undefined, undefined, "x", "x", undefined, undefined]);
  assert.equal(valueAt(resource, ["urn:x:2.0:User", "h"]), 1);
  assert.equal(valueAt(undefined, "a"), undefined);
});

const answer = (status: number, body: Answer["body"]): Answer => {
  return { method: "GET", path: "/Users/1", status, headers: new Map(), text: JSON.stringify(body ?? ""), body };
};

const error = (more: object) => ({ schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"], status: "404", ...more });

test("an Error has its schema, and its status as a text that equals the status of the answer", () => {
  expectErrorBody(answer(404, error({})));
  const wrong = [undefined, {}, error({ status: 404 }), error({ status: "400" }), error({ schemas: [] })];
  for (const body of wrong) assert.throws(() => expectErrorBody(answer(404, body)), Deviation, JSON.stringify(body));
});

test("a refusal has one of the statuses and one of the scimTypes", () => {
  const refused = answer(400, { scimType: "invalidPath" });
  expectRefused(refused, 400);
  expectRefused(refused, [409, 400], ["noTarget", "invalidPath"]);
  assert.throws(() => expectRefused(refused, 409), { message: "GET /Users/1: expected 409, found 400 invalidPath" });
  assert.throws(() => expectRefused(refused, 400, "noTarget"), {
    message: "GET /Users/1: scimType: expected noTarget, found invalidPath",
  });
  assert.throws(() => expectRefused(answer(400, {}), 400, "noTarget"), Deviation);
});

test("sets are compared without their order, orders with it", () => {
  expectSameSet("Resources", ["a", "b"], ["b", "a"]);
  assert.throws(() => expectSameSet("Resources", ["a"], ["a", "a"]), { message: "Resources: expected a, found a, a" });
  assert.throws(() => expectSameSet("Resources", [], ["a"]), { message: "Resources: expected none, found a" });
  expectSameOrder("Resources", ["a", "b"], ["a", "b"]);
  assert.throws(() => expectSameOrder("Resources", ["a", "b"], ["b", "a"]), Deviation);
});
