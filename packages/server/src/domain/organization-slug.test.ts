import assert from "node:assert/strict";
import { test } from "node:test";
import { freeSlug, slugOf } from "./organization-slug.ts";

test("a slug holds the name's letters and digits in lower case, hyphens between, and nothing else", () => {
  const cases: [string, string][] = [
    ["Example Corp", "example-corp"],
    ["  Example -- Corp, Inc. ", "example-corp-inc"],
    ["Éxämple 42", "example-42"],
    ["Straßenbau", "strassenbau"],
    ["株式会社", "organization"],
    ["!!!", "organization"],
    ["a_b", "a-b"],
    ["x".repeat(80), "x".repeat(60)],
    [`${"x".repeat(59)} y`, "x".repeat(59)],
  ];
  for (const [name, slug] of cases) assert.equal(slugOf(name), slug);
});

test("a slug that is taken gets the first number that is free", () => {
  assert.equal(freeSlug("Example", new Set()), "example");
  assert.equal(freeSlug("Example", new Set(["example"])), "example-2");
  assert.equal(freeSlug("Example", new Set(["example", "example-2", "example-4"])), "example-3");
});
