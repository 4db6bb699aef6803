import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { sealText, unsealText } from "./seal-text.ts";

const key = randomBytes(32);
const seal = (text: string, boundTo = "a list") => sealText(key, boundTo, text, randomBytes(16));

test("what was sealed is read again, whatever it is and is bound to", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, boundTo) => {
      assert.equal(
        unsealText(key, boundTo.toWellFormed(), seal(text.toWellFormed(), boundTo.toWellFormed())),
        text.toWellFormed(),
      );
    }),
  );
});

test("a sealed text has only unreserved characters, no underscore, and does not show what it says (R9865-2-01)", () => {
  for (const text of ["", "a", "ann@example.com".repeat(20)]) {
    const sealed = seal(text);
    assert.match(sealed, /^[A-Za-z0-9.-]+$/);
    assert.equal(Buffer.from(sealed.replaceAll(".", "_"), "base64url").includes("ann@"), false);
    assert.notEqual(sealed, seal(text));
  }
});

test("it opens with no other key, and for nothing else than what it is bound to", () => {
  const sealed = seal("secret");
  assert.equal(unsealText(randomBytes(32), "a list", sealed), undefined);
  assert.equal(unsealText(key, "another list", sealed), undefined);
  assert.equal(unsealText(key, "", sealed), undefined);
});

test("a text of which any byte was changed, or that is none of ours, does not open", () => {
  const bytes = Buffer.from(seal("secret").replaceAll(".", "_"), "base64url");
  const text = (changed: Buffer) => changed.toString("base64url").replaceAll("_", ".");
  assert.equal(unsealText(key, "a list", text(bytes)), "secret");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    assert.equal(unsealText(key, "a list", text(changed)), undefined, `byte ${index}`);
    assert.equal(unsealText(key, "a list", text(bytes.subarray(0, index))), undefined, `cut after ${index}`);
  }
  for (const other of [
    "",
    "x",
    "_",
    "=",
    "%",
    " ",
    "é",
    "\0",
    "A".repeat(10_000),
    `${text(bytes)}=`,
    `${text(bytes)} `,
  ]) {
    assert.equal(unsealText(key, "a list", other), undefined, other.slice(0, 20));
  }
});
