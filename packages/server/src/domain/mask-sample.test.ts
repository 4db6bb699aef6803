import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { sampleOf } from "./mask-sample.ts";

const cases: readonly (readonly [shows: string, body: JsonValue, path: string, sample: string | undefined])[] = [
  ["a long text keeps its first and last character and its shape", { badge: "B-204-117" }, "badge", "B-•••-••7"],
  ["a short text keeps its shape only", { pet: "Rex 2" }, "pet", "••• •"],
  ["a number is as long as it was", { shoeSize: 38.5 }, "shoeSize", "••.•"],
  ["a truth value says nothing of anybody", { remote: true }, "remote", "true"],
  ["a name is found whatever its case", { ShoeSize: 38 }, "shoesize", "••"],
  ["a part of a complex attribute", { name: { petName: "Annie" } }, "name.petName", "•••••"],
  ["an attribute of an extension", { "urn:example:hr:1.0": { badge: "7" } }, "urn:example:hr:1.0:badge", "•"],
  ["a value in a PATCH", { Operations: [{ op: "add", value: { shoeSize: 40 } }] }, "shoeSize", "••"],
  ["a PATCH that names the path", { Operations: [{ op: "add", path: "shoeSize", value: 40 }] }, "shoeSize", "••"],
  ["a list shows its first value", { pets: ["Rex", "Bo"] }, "pets", "[•••, …]"],
  ["an object shows its names", { pet: { kind: "dog", age: 3 } }, "pet", "{kind, age}"],
  ["a very long text is cut", { note: "x".repeat(500) }, "note", "•".repeat(60)],
  ["what may be a password is never shown", { tempPassword: "hunter2" }, "tempPassword", undefined],
  ["what is not there", { a: 1 }, "b", undefined],
];

for (const [shows, body, path, sample] of cases) {
  test(`a sample: ${shows}`, () => {
    assert.equal(sampleOf(body, path)?.sample, sample);
  });
}

test("a sample says of what type the value is, and whether there may be several", () => {
  const typeOf = (value: JsonValue) => {
    const { type, multiValued } = sampleOf({ badge: value }, "badge") ?? {};
    return [type, multiValued];
  };
  assert.deepEqual(
    [typeOf("7"), typeOf(7), typeOf(true), typeOf(["7", "8"]), typeOf({ number: 7 }), typeOf(null)],
    [
      ["string", false],
      ["decimal", false],
      ["boolean", false],
      ["string", true],
      ["complex", false],
      [null, false],
    ],
  );
});
