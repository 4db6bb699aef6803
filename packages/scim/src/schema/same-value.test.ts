import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../resource.ts";
import { attribute, type AttributeDefinition } from "./attribute.ts";
import { sameValue } from "./same-value.ts";

const define = (more: Partial<AttributeDefinition>) => attribute({ name: "a", description: "", ...more });
const text = define({});
const exact = define({ caseExact: true });
const instant = define({ type: "dateTime" });
const bytes = define({ type: "binary" });
const complex = define({
  type: "complex",
  subAttributes: [
    { name: "value", description: "" },
    { name: "since", description: "", type: "dateTime" },
  ],
});

const cases: readonly (readonly [what: string, is: ReturnType<typeof define>, JsonValue, JsonValue, boolean])[] = [
  ["text in another case", text, "Ann", "ANN", true],
  ["exact text in another case", exact, "Ann", "ANN", false],
  ["other text", text, "Ann", "Bob", false],
  ["an instant at another offset", instant, "2026-02-03T04:05:06Z", "2026-02-03T05:05:06.000+01:00", true],
  ["another instant", instant, "2026-02-03T04:05:06Z", "2026-02-03T04:05:06.001Z", false],
  ["bytes without their padding", bytes, "AQ==", "AQ", true],
  ["other bytes", bytes, "AQ==", "aq==", false],
  ["a number", define({ type: "decimal" }), 1, 1, true],
  ["text for a number", define({ type: "decimal" }), 1, "1", false],
  ["lists of the same values", text, ["a", "b"], ["A", "B"], true],
  ["lists in another order", text, ["a", "b"], ["b", "a"], false],
  ["a longer list", text, ["a"], ["a", "b"], false],
  [
    "complex values",
    complex,
    { value: "a", since: "2026-01-01T00:00:00Z" },
    { since: "2026-01-01T00:00:00.0Z", value: "A" },
    true,
  ],
  ["a complex value with more", complex, { value: "a" }, { value: "a", since: "2026-01-01T00:00:00Z" }, false],
  ["a complex value and text", complex, { value: "a" }, "a", false],
];
for (const [what, is, left, right, same] of cases) {
  test(`${what} ${same ? "means the same" : "means something else"}`, () => {
    assert.equal(sameValue(is, left, right), same);
    assert.equal(sameValue(is, right, left), same);
  });
}
