import assert from "node:assert/strict";
import { test } from "node:test";
import { reportHtml } from "../src/verify/report-html.ts";
import { reportJunit } from "../src/verify/report-junit.ts";
import { reportLines } from "../src/verify/report-text.ts";
import type { VerifyReport } from "../src/verify/verify-provider.ts";

const none = { passed: 0, failed: 0, warning: 0, skipped: 0, "not run": 0 };
const evil = `</pre><script>alert("1")</script>&'\u0000`;

const report: VerifyReport = {
  baseUrl: "https://example.com/scim/v2",
  startedAt: "2026-02-03T04:05:06.000Z",
  milliseconds: 1_234,
  requests: 9,
  counts: { passed: 1, failed: 1, warning: 1, skipped: 1, "not run": 0 },
  sections: [
    { name: "create", title: "Create", source: "RFC 7644", counts: { ...none, passed: 1, failed: 1 } },
    { name: "sort", title: "Sorting", source: "RFC 7644", counts: { ...none, warning: 1, skipped: 1 } },
  ],
  notClaimed: { sort: "it says no" },
  checks: [
    { section: "create", title: "works", shows: ["R1"], level: "must", verdict: "passed" },
    {
      section: "create",
      title: "keeps <it>",
      shows: ["R2", "R3"],
      level: "must",
      verdict: "failed",
      deviation: { unprepared: false, where: "title", expected: '"Dr"', found: evil },
      exchanges: [
        {
          method: "POST",
          url: "https://example.com/scim/v2/Users",
          requestHeaders: [["authorization", "•••"]],
          requestBody: '{"a":1}',
          status: 201,
          answerHeaders: [["etag", 'W/"1"']],
          answerBody: evil,
          milliseconds: 3,
        },
      ],
    },
    {
      section: "sort",
      title: "warns",
      shows: ["R4"],
      level: "should",
      verdict: "warning",
      deviation: { unprepared: true, where: "POST /Users", expected: "201", found: "500" },
      exchanges: [],
    },
    { section: "sort", title: "waits", shows: ["R5"], level: "must", verdict: "skipped", reason: "it says no" },
  ],
  left: ["/Users/1: DELETE is answered 501"],
};

test("the terminal shows each deviation with its last request and answer, then the sections, then the sum", () => {
  assert.deepEqual(reportLines(report), [
    "✖ create: keeps <it> (R2, R3)",
    "    title",
    '    expected "Dr"',
    `    found    ${evil}`,
    "    │ POST https://example.com/scim/v2/Users",
    '    │ {"a":1}',
    "    │ → 201",
    `    │ ${evil}`,
    "",
    "▲ sort: warns (R4)",
    "    The check could not begin: what it needs first was refused.",
    "    POST /Users",
    "    expected 201",
    "    found    500",
    "",
    "section    passed    failed  warnings   skipped",
    "create          1         1         0         0",
    "sort            0         0         1         1",
    "",
    "Not claimed, therefore skipped:",
    "  sort: it says no",
    "",
    "Made and not deleted again:",
    "  /Users/1: DELETE is answered 501",
    "",
    "https://example.com/scim/v2: 1 passed, 1 failed, 1 warning, 1 skipped; 9 requests in 1.2 s",
  ]);
});

test("JUnit has a suite for each section; a warning passes with an output", () => {
  const found = `&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;\ufffd`;
  assert.deepEqual(reportJunit(report).split("\n"), [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="rollcall verify https://example.com/scim/v2" tests="4" failures="1" errors="0" time="1.234">',
    '  <testsuite name="create" tests="2" failures="1" errors="0" skipped="0">',
    '    <testcase classname="create" name="works"/>',
    '    <testcase classname="create" name="keeps &lt;it&gt;">',
    '      <failure message="title">title',
    "expected &quot;Dr&quot;",
    `found    ${found}`,
    "R2, R3</failure>",
    "    </testcase>",
    "  </testsuite>",
    '  <testsuite name="sort" tests="2" failures="0" errors="0" skipped="1">',
    '    <testcase classname="sort" name="warns">',
    "      <system-out>warning: The check could not begin: what it needs first was refused.",
    "POST /Users",
    "expected 201",
    "found    500",
    "R4</system-out>",
    "    </testcase>",
    '    <testcase classname="sort" name="waits">',
    '      <skipped message="it says no"/>',
    "    </testcase>",
    "  </testsuite>",
    "</testsuites>",
    "",
  ]);
});

test("the HTML page runs nothing, loads nothing, and shows each request and answer as it was", () => {
  const page = reportHtml(report);
  assert.equal(/<script|<img|<link|url\(|src=/.test(page), false);
  assert.match(page, /default-src &#39;none&#39;|default-src 'none'/);
  assert.ok(
    page.includes("POST https://example.com/scim/v2/Users\nauthorization: •••\n\n{\n  &quot;a&quot;: 1\n}</pre>"),
  );
  assert.ok(page.includes("201, after 3 ms\netag: W/&quot;1&quot;\n\n&lt;/pre&gt;&lt;script&gt;"));
  assert.ok(page.includes("1 passed, 1 failed, 1 warning, 1 skipped"));
  assert.ok(page.includes("<li><b>skipped</b> waits <small>R5</small>: it says no</li>"));
  // Every element that is opened is closed.
  for (const tag of ["section", "article", "details", "table", "pre", "ul", "dl"]) {
    const count = (pattern: string): number => page.match(new RegExp(pattern, "g"))?.length ?? 0;
    assert.equal(count(`<${tag}[ >]`), count(`</${tag}>`), tag);
  }
});
