import assert from "node:assert/strict";
import { test } from "node:test";
import { isBase64, isDateTime, isUriReference } from "./check-format.ts";

function table(check: (text: string) => boolean, valid: string[], invalid: string[]): void {
  assert.deepEqual(
    [...valid, ...invalid].map((text) => [text, check(text)]),
    [...valid.map((text) => [text, true]), ...invalid.map((text) => [text, false])],
  );
}

test("a dateTime has a real date and a time (R7643-2.3.5-01)", () => {
  table(
    isDateTime,
    [
      "2026-02-03T04:05:06Z",
      "2026-02-03T04:05:06.7+01:00",
      "2026-02-03T04:05:06",
      "2024-02-29T00:00:00Z",
      "2000-02-29T00:00:00Z",
      "2026-12-31T24:00:00Z",
      "-0044-03-15T12:00:00Z",
      "12026-01-01T00:00:00-14:00",
    ],
    [
      "",
      "2026-02-03",
      "04:05:06Z",
      "2026-02-30T00:00:00Z",
      "1900-02-29T00:00:00Z",
      "2026-04-31T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-00-01T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-01-01T24:00:01Z",
      "2026-01-01T25:00:00Z",
      "2026-01-01T00:60:00Z",
      "2026-01-01T00:00:60Z",
      "2026-01-01T00:00:00+14:01",
      "2026-01-01T00:00:00+01:60",
      "2026-01-01 00:00:00Z",
      "2026-01-01T00:00:00.Z",
      "2026-1-1T00:00:00Z",
      "026-01-01T00:00:00Z",
      " 2026-01-01T00:00:00Z",
      "2026-01-01T00:00:00Z\n",
      "soon",
    ],
  );
});

test("binary is base64 with or without its padding, never base64url (R7643-2.3.6-01)", () => {
  table(
    isBase64,
    ["", "QQ==", "QQ", "QUI=", "QUI", "QUJD", "+/+/", "QUJDRA=="],
    ["Q", "QQ=", "QUJDR", "-_-_", "QUJD=", "QUJD==", "QQ===", "=", "QQ==QQ==", "QU JD", "QUJD\n", "Ä"],
  );
  assert.equal(isBase64(`${"A".repeat(1_000_000)}!`), false);
});

test("a reference is an absolute or relative URI (R7643-2.3.7-01)", () => {
  table(
    isUriReference,
    [
      "https://example.com/ann?a=b#c",
      "Users/7f1c",
      "../Groups/1",
      "urn:ietf:params:scim:schemas:core:2.0:User",
      "data:image/png;base64,QQ==",
      "mailto:ann@example.com",
      "https://example.com/M%C3%BCller",
      "https://example.com/Müller",
      "bulkId:u1",
    ],
    [
      "https://example.com/a b",
      " https://example.com",
      "https://example.com\n",
      "<https://example.com>",
      'a"b',
      "a\\b",
      "{x}",
      "a|b",
      "a^b",
      "`a`",
      "100%",
      "%zz",
      "%4",
    ],
  );
});
