import assert from "node:assert/strict";
import { test } from "node:test";
import { readNotes } from "./read-notes.ts";
import { noteForm, type ValueForm } from "./value-form.ts";

const notes = (form: ValueForm, text: string): string[] => {
  const noted = readNotes();
  noteForm(form, text, "there", noted);
  return [...noted.dialects];
};
const sequence = (...bytes: number[]): string => Buffer.from(bytes).toString("base64");

const cases: readonly (readonly [
  form: ValueForm,
  dialect: string,
  right: readonly string[],
  other: readonly string[],
])[] = [
  ["country", "form.country", ["CH", "us", "GB"], ["USA", "Switzerland", "XX", "C", "UK"]],
  [
    "languages",
    "form.preferred-language",
    ["da", "da, en-GB;q=0.8, *;q=0.1", "zh-Hant-TW"],
    ["Swiss German", "da;q=2", "da;q=0.1;x", "da,,en", "a".repeat(200)],
  ],
  ["locale", "form.locale", ["de-CH", "en_US", "zh-Hans"], ["German (Switzerland)", "d", "de-", "a".repeat(101)]],
  ["timeZone", "form.time-zone", ["Europe/Zurich", "America/New_York", "UTC"], ["(UTC+01:00) Bern", "+01:00", "Bern"]],
  [
    "certificate",
    "form.certificate",
    [sequence(0x30, 1, 5), sequence(0x30, 0x81, 2, 5, 0), sequence(0x30, 0x82, 0, 1, 7)],
    [
      sequence(),
      sequence(0x31, 1, 5),
      sequence(0x30),
      sequence(0x30, 0x80, 0, 0),
      sequence(0x30, 1),
      sequence(0x30, 1, 5, 0x30, 1, 5),
      sequence(0x30, 0x85, 0, 0, 0, 0, 1, 7),
      sequence(0x30, 0x82, 1),
    ],
  ],
];

for (const [form, dialect, right, other] of cases) {
  test(`${dialect} is noted of text in another form, and of no other`, () => {
    for (const text of right) assert.deepEqual(notes(form, text), [], text);
    for (const text of other) assert.deepEqual(notes(form, text), [dialect], text);
  });
}

test("of more time zones than are remembered each is judged", () => {
  for (let index = 0; index < 1_100; index += 1)
    assert.deepEqual(notes("timeZone", `Zone/${index}`), ["form.time-zone"]);
  assert.deepEqual(notes("timeZone", "Europe/Zurich"), []);
});
