import assert from "node:assert/strict";
import { test } from "node:test";
import { compareText } from "@rollcall/scim/filter/compare-values.ts";
import fc from "fast-check";
import { prefixEnd } from "./prefix-end.ts";

const cases: readonly (readonly [prefix: string, end: string | undefined])[] = [
  ["a", "b"],
  ["ann", "ano"],
  ["\ud7ff", "\ue000"],
  ["a\uffff", "a\u{10000}"],
  ["a\u{10ffff}", "b"],
  ["🙂", "🙃"],
  ["\u{10ffff}\u{10ffff}", undefined],
  ["", undefined],
];

for (const [prefix, end] of cases) {
  test(`the first text after those that begin with ${JSON.stringify(prefix)} is ${JSON.stringify(end)}`, () => {
    assert.equal(prefixEnd(prefix), end);
  });
}

test("a text lies between a prefix and its end exactly when it begins with the prefix", () => {
  const text = fc.array(fc.constantFrom("a", "b", "\ud7ff", "\ue000", "\uffff", "🙂", "\u{10ffff}"), { maxLength: 4 });
  fc.assert(
    fc.property(text, text, (prefixParts, textParts) => {
      const [prefix, found] = [prefixParts.join(""), textParts.join("")];
      const end = prefixEnd(prefix);
      const inside = compareText(found, prefix) >= 0 && (end === undefined || compareText(found, end) < 0);
      assert.equal(inside, found.startsWith(prefix));
    }),
    { numRuns: 2_000 },
  );
});
