import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { RollcallError } from "../../domain/errors.ts";
import { formatCell } from "./export-directory-users.ts";
import { readCsv } from "./read-csv.ts";

const rows = (text: string) => readCsv(text).map(({ line, cells }) => [line, Object.fromEntries(cells)]);

test("a table is read with its line numbers, quotes, line ends of every origin and a byte order mark", () => {
  assert.deepEqual(rows('\ufeffuserName,title\r\nann,"a, ""b"""\r\n\r\nbob\r\n'), [
    [2, { userName: "ann", title: 'a, "b"' }],
    [4, { userName: "bob", title: "" }],
  ]);
  assert.deepEqual(rows("userName\nann\n"), [[2, { userName: "ann" }]]);
  assert.deepEqual(rows("userName\n"), []);
});

test("what is no table is refused with its line", () => {
  const cases: [string, string][] = [
    ["", "line 1: expected a header line with names of directory attributes"],
    ["a,b,a\n", 'line 1: the column "a" stands twice'],
    ["a,b\n1,2\n1,2,3\n", "line 3: expected 2 cells, found 3"],
    [`a\n${"x\n".repeat(10_001)}`, "line 1: expected at most 10000 lines, found more"],
    [
      `${Array.from({ length: 201 }, (_, index) => `c${index}`).join()}\n`,
      "line 1: expected at most 200 columns, found 201",
    ],
  ];
  for (const [text, message] of cases) {
    assert.throws(
      () => readCsv(text),
      (error) => error instanceof RollcallError && error.code === "import.invalid" && error.message === message,
    );
  }
  assert.throws(
    () => readCsv('a\n"open'),
    (error) => error instanceof RollcallError && error.code === "import.invalid",
  );
});

test("a cell that a spreadsheet would run as a formula begins with an apostrophe", () => {
  const cases: [string, string][] = [
    ["=1+1", "'=1+1"],
    ["+49 30 1234", "'+49 30 1234"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", '"\'\rx"'],
    ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ["ann", "ann"],
    ["a,b", '"a,b"'],
    ["a\nb", '"a\nb"'],
  ];
  for (const [text, cell] of cases) assert.equal(formatCell(text), cell);
});

test("what was exported is read back, whatever it holds", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 2, maxLength: 4 }), (cells) => {
      const trimmed = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? cell : cell.trim()));
      // An apostrophe before such a character is ours: nothing tells it from one that stood there.
      fc.pre(trimmed.every((cell) => !/^'[=+\-@\t\r]/.test(cell)) && trimmed[0] !== "");
      const names = trimmed.map((_, index) => `c${index}`);
      const text = `${names.join()}\r\n${trimmed.map(formatCell).join()}\r\n`;
      assert.deepEqual(
        readCsv(text).map((row) => [...row.cells.values()]),
        [trimmed],
      );
    }),
    { numRuns: 500 },
  );
});
