import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isDateTime } from "../schema/check-format.ts";
import { compareText, foldCase, parseInstant, prepareBinary, prepareText } from "./compare-values.ts";

/** fast-check prints the seed and the smallest case of a failure. */
const runs = { numRuns: 5000 };

const anyText = fc.string({ unit: "grapheme", maxLength: 12 });
const lettersWithCase = fc.string({
  unit: fc.constantFrom(...Array.from("aAzZäÄßẞıIİiςσΣéÉ\u0301Å\u030aＡａ　ﬁﬀǅΐკᲙꭰᎠ𐐀𐐨0-_@. ")),
  maxLength: 12,
});

test("texts that differ in case, width or composition fold to the same key, others do not (ROWN-20-01)", () => {
  const same: [string, string][] = [
    ["Ann@Example.com", "ANN@EXAMPLE.COM"],
    ["ＡＮＮ＠example", "ann@example"],
    ["Straße", "STRASSE"],
    ["STRAẞE", "strasse"],
    ["\u00e9", "E\u0301"],
    ["ΣΊΣΥΦΟΣ", "σίσυφος"],
    ["ﬁn", "FIN"],
    ["İ", "i\u0307"],
    ["ǅ", "ǆ"],
    ["𐐀", "𐐨"],
    ["Ꭰ", "ꭰ"],
    ["\u212a", "k"],
    ["\u3000", " "],
    ["ｶﾞ", "ガ"],
  ];
  for (const [left, right] of same) assert.equal(foldCase(left), foldCase(right), `${left} ${right}`);
  const different: [string, string][] = [
    ["ı", "i"],
    ["a", "ä"],
    ["a ", "a"],
    ["ann", "ann\u200b"],
    ["①", "1"],
  ];
  for (const [left, right] of different) assert.notEqual(foldCase(left), foldCase(right), `${left} ${right}`);
});

test("folding twice changes nothing, and case makes no difference", () => {
  fc.assert(
    fc.property(fc.oneof(anyText, lettersWithCase), (text) => {
      const folded = foldCase(text);
      assert.equal(foldCase(folded), folded);
      // The dotless "ı" has "I" as its capital, which is also that of "i": the capitals cannot tell them apart.
      if (!text.includes("ı")) assert.equal(foldCase(text.toUpperCase()), folded);
      assert.equal(foldCase(text.normalize("NFD")), folded);
    }),
    runs,
  );
});

test("a folded text begins with its folded beginning and ends with its folded end", () => {
  // Where no accent stands at the seam; "Σ" at the end of a word is the case that goes wrong elsewhere.
  const plain = fc.string({ unit: fc.constantFrom(...Array.from("abΣσςßẞıIİＡﬀ𐐀 ")), maxLength: 8 });
  fc.assert(
    fc.property(plain, plain, (head, tail) => {
      assert.ok(foldCase(head + tail).startsWith(foldCase(head)));
      assert.ok(foldCase(head + tail).endsWith(foldCase(tail)));
    }),
    runs,
  );
});

test("text whose case counts is compared in NFC only", () => {
  assert.equal(prepareText("E\u0301a", true), "\u00c9a");
  assert.equal(prepareText("Aß", true), "Aß");
  assert.equal(prepareText("Aß", false), "ass");
});

test("texts are ordered by code points, as UTF-8 bytes are (ROWN-7-06)", () => {
  fc.assert(
    fc.property(anyText, fc.oneof(anyText, fc.constantFrom("\uffee", "\u{10000}", "\ue000", "")), (left, right) => {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
      assert.equal(Math.sign(compareText(left, right)), bytes);
    }),
    runs,
  );
});

test("base64 with and without padding, in either alphabet, is the same", () => {
  assert.equal(prepareBinary("-_8="), prepareBinary("+/8"));
});

test("an instant is read with its zone and fraction, and nothing else is (ROWN-7-05, AMB-43)", () => {
  const cases: [string, number | undefined][] = [
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00:00", 0],
    ["1970-01-01t00:00:01z", 1000],
    ["2026-02-03T04:05:06.7+01:00", Date.UTC(2026, 1, 3, 3, 5, 6, 700)],
    ["2026-02-03T04:05:06-01:30", Date.UTC(2026, 1, 3, 5, 35, 6)],
    ["2026-01-01T00:00:00.0015Z", Date.UTC(2026, 0, 1) + 1.5],
    ["2026-12-31T24:00:00Z", Date.UTC(2027, 0, 1)],
    ["0001-01-01T00:00:00Z", -62135596800000],
    ["-0001-01-01T00:00:00Z", -62198755200000],
    ["12026-01-01T00:00:00Z", Date.UTC(12026, 0, 1)],
    ["999999999-01-01T00:00:00Z", undefined],
    ["2026-12-31T24:00:00.1Z", undefined],
    ["2026-02-29T00:00:00Z", undefined],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["2026-13-01T00:00:00Z", undefined],
    ["2026-01-01T25:00:00Z", undefined],
    ["2026-01-01T00:60:00Z", undefined],
    ["2026-01-01T00:00:60Z", undefined],
    ["2026-01-01T00:00:00+15:00", undefined],
    ["2026-01-01T00:00:00.Z", undefined],
    ["2026-01-01T00:00Z", undefined],
    ["2026-01-01", undefined],
    ["2026-01-01 00:00:00Z", undefined],
    ["yesterday", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of cases) assert.equal(parseInstant(text), expected, text);
});

test("whatever may be stored as a dateTime is read as an instant", () => {
  const digits = (low: number, high: number, width: number) =>
    fc.integer({ min: low, max: high }).map((number) => String(number).padStart(width, "0"));
  const dateTime = fc
    .tuple(
      digits(0, 9999, 4),
      digits(0, 13, 2),
      digits(0, 32, 2),
      digits(0, 25, 2),
      digits(0, 60, 2),
      digits(0, 60, 2),
      fc.constantFrom("", ".5", ".123456789", "."),
      fc.constantFrom("", "Z", "+14:00", "-00:30", "+14:01", "z"),
    )
    .map(
      ([year, month, day, hour, minute, second, fraction, zone]) =>
        `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
    );
  fc.assert(
    fc.property(dateTime, (text) => {
      assert.equal(parseInstant(text) !== undefined, isDateTime(text.toUpperCase()));
      if (isDateTime(text) && text.endsWith("Z") && !text.includes("T24")) {
        assert.equal(Math.floor(parseInstant(text) ?? Number.NaN), Date.parse(text));
      }
    }),
    runs,
  );
});
