import assert from "node:assert/strict";
import { test } from "node:test";
import { maskSecrets } from "./mask-secrets.ts";

test("a secret is masked in whatever spelling it stands", () => {
  const mask = maskSecrets(["to+ken/1=", "Basic dXNlcjpwYXNz"]);
  const cases: [string, string][] = [
    ["Bearer to+ken/1=", "Bearer •••"],
    ["?access_token=to%2Bken%2F1%3D&x", "?access_token=•••&x"],
    [`"${Buffer.from("to+ken/1=").toString("base64")}"`, '"•••"'],
    ["authorization: Basic dXNlcjpwYXNz", "authorization: •••"],
    ["bare dXNlcjpwYXNz", "bare •••"],
    ["nothing secret", "nothing secret"],
  ];
  for (const [text, masked] of cases) assert.equal(mask(text), masked);
});

test("of two secrets of which one holds the other nothing is left", () => {
  assert.equal(maskSecrets(["abcd", "abcdefgh"])("abcdefgh"), "•••");
});
