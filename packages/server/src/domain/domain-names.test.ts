import assert from "node:assert/strict";
import { test } from "node:test";
import { checkDomains } from "./domain-names.ts";

test("domains are kept folded as e-mail addresses are, each once, in order", () => {
  const { domains, problems } = checkDomains([" Example.ORG", "example.com", "EXAMPLE.com", "straße.example"]);
  assert.deepEqual({ domains, problems }, { domains: ["example.com", "example.org", "strasse.example"], problems: [] });
});

test("what is no host name of two labels is refused with its place", () => {
  const wrong = [
    "",
    "localhost",
    "ann@example.com",
    "https://example.com",
    "example.com.",
    ".example.com",
    "-a.example.com",
    "a-.example.com",
    "exa mple.com",
    "example_1.com",
    "192.0.2.1",
    "*.example.com",
    `${"a".repeat(64)}.com`,
    `${"a.".repeat(127)}com`,
  ];
  const { domains, problems } = checkDomains(["example.com", ...wrong]);
  assert.deepEqual(domains, ["example.com"]);
  assert.deepEqual(
    problems.map(({ where }) => where),
    wrong.map((_, index) => `/domains/${index + 1}`),
  );
  assert.equal(problems[1]?.detail, 'expected a host name such as example.com, found "localhost"');
});
