import assert from "node:assert/strict";
import { test } from "node:test";
import { columns, textTable } from "./text-table.ts";

test("a table lines columns up, numbers to the right", () => {
  const lines = textTable(
    ["who", "requests", "fate"],
    [
      ["ada@example.com", 7, "disabled"],
      ["bo", 1200, "enabled"],
    ],
  );
  assert.deepEqual(lines.split("\n"), [
    "who              requests  fate",
    "───────────────  ────────  ────────",
    "ada@example.com         7  disabled",
    "bo                   1200  enabled",
  ]);
});

test("a table without rows is its headings", () => {
  assert.equal(textTable(["a", "bc"], []), "a  bc\n─  ──");
});

const widths: readonly (readonly [string, number])[] = [
  ["Zoë", 3],
  ["Zoe\u0308", 3],
  ["渡辺さくら", 10],
  ["민준", 4],
  ["Тихон", 5],
  ["", 0],
];
for (const [text, width] of widths) {
  test(`"${text}" takes ${width} columns`, () => assert.equal(columns(text), width));
}
