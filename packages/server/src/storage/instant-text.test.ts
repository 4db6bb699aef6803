import assert from "node:assert/strict";
import { test } from "node:test";
import { compareText, parseInstant } from "@rollcall/scim/filter/compare-values.ts";
import fc from "fast-check";
import { instantText, instantTextLength, instantTextRange } from "./instant-text.ts";

const cases: readonly (readonly [dateTime: string, text: string | undefined])[] = [
  ["2026-02-03T04:05:06Z", "2026-02-03T04:05:06.000000000Z"],
  ["2026-02-03T04:05:06", "2026-02-03T04:05:06.000000000Z"],
  ["2026-02-03t04:05:06z", "2026-02-03T04:05:06.000000000Z"],
  ["2026-02-03T05:05:06.5+01:00", "2026-02-03T04:05:06.500000000Z"],
  ["2026-02-02T23:05:06.25-05:00", "2026-02-03T04:05:06.250000000Z"],
  ["2026-02-03T04:05:06.123456789Z", "2026-02-03T04:05:06.123456789Z"],
  ["2026-02-03T04:05:06.1234567899Z", "2026-02-03T04:05:06.123456789Z"],
  ["2026-02-03T24:00:00Z", "2026-02-04T00:00:00.000000000Z"],
  ["1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"],
  ["0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000000000Z"],
  ["0000-01-01T00:00:00+14:00", "-001-12-31T10:00:00.000000000Z"],
  ["9999-12-31T24:00:00-14:00", "A000-01-01T14:00:00.000000000Z"],
  ["2026-02-30T00:00:00Z", undefined],
  ["2026-02-03", undefined],
  ["2026-02-03T04:05:06.Z", undefined],
  ["soon", undefined],
  ["", undefined],
];

for (const [dateTime, text] of cases) {
  test(`${JSON.stringify(dateTime)} is the instant ${text}`, () => {
    assert.equal(instantText(dateTime), text);
  });
}

const two = (number: number) => String(number).padStart(2, "0");
const fraction = (digits: number) =>
  fc.oneof(
    fc.constant(""),
    fc.integer({ min: 0, max: 10 ** digits - 1 }).map((number) => `.${number}`),
  );
const inUtc = fc.record({ fraction: fraction(9), zone: fc.constantFrom("Z", "") });
// Beyond milliseconds an offset shows in how parseInstant rounds, once in each power of two.
const elsewhere = fc.record({ fraction: fraction(3), zone: fc.constantFrom("+14:00", "-14:00", "+05:30") });
const dateTimes = fc
  .record({
    year: fc.oneof(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(0, 1969, 1970, 9999)),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    end: fc.oneof(inUtc, elsewhere),
  })
  .map(
    ({ year, month, day, hour, end }) =>
      `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:59:59${end.fraction}${end.zone}`,
  );

test("texts are ordered as their instants, and lie in the range of their own milliseconds (ROWN-7-05)", () => {
  fc.assert(
    fc.property(dateTimes, dateTimes, (left, right) => {
      const [a = Number.NaN, b = Number.NaN] = [parseInstant(left), parseInstant(right)];
      const [text = "", other = ""] = [instantText(left), instantText(right)];
      assert.equal(text.length, instantTextLength);
      if (a !== b && text !== other) assert.equal(compareText(text, other) < 0, a < b, `${text} ${other}`);
      const { from, until } = instantTextRange(a);
      assert.ok(compareText(from, text) <= 0 && compareText(text, until) < 0, `${text} in ${from}…${until}`);
      assert.equal(
        compareText(from, other) <= 0 && compareText(other, until) < 0,
        a === b || text === other,
        `${other} in ${from}…${until}`,
      );
    }),
    { numRuns: 2_000 },
  );
});
