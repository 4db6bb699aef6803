import assert from "node:assert/strict";
import { test } from "node:test";
import { formatApiKey } from "./api-key.ts";
import { formatBearerToken, isBearerToken, secretHint } from "./bearer-token.ts";

const bytes = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

test("a bearer token has a recognisable prefix, 49 letters and digits, and no underscore", () => {
  for (const fill of [0, 1, 127, 255]) assert.match(formatBearerToken(bytes(fill)), /^rct-[0-9A-Za-z]{49}$/);
  assert.match(formatApiKey(bytes(9)), /^rck-[0-9A-Za-z]{49}$/);
});

test("the checksum is the CRC-32 of what stands before it, so that a scanner can verify it without us", () => {
  const body = "0".repeat(43);
  // CRC-32 of "rct-" and 43 zeros, computed independently with zlib.
  assert.equal(formatBearerToken(bytes(0)), `rct-${body}02QLTM`);
});

test("a token that was mistyped, shortened, lengthened or has another prefix is no token", () => {
  const token = formatBearerToken(bytes(42));
  assert.equal(isBearerToken(token), true);
  const spoiled = [
    "",
    "rct-",
    token.slice(0, -1),
    `${token}0`,
    ` ${token}`,
    `rck-${token.slice(4)}`,
    token.slice(0, 10) + (token[10] === "a" ? "b" : "a") + token.slice(11),
    `${token.slice(0, -1)}_`,
    formatApiKey(bytes(42)),
  ];
  for (const text of spoiled) assert.equal(isBearerToken(text), false, text);
});

test("the hint of a secret is its last four characters", () => {
  assert.equal(secretHint("rct-abcdef"), "cdef");
});
