import assert from "node:assert/strict";
import { test } from "node:test";
import { sections } from "../../../packages/simulator/src/checks/sections.ts";
import { verifyProvider } from "../../../packages/simulator/src/verify/verify-provider.ts";
import { startScimmy } from "./provider.ts";

/** Deviations of scimmy 1.3.5 and scimmy-routers 1.3.2 that were looked up by hand. */
const known = [
  "auth: a list of users without a token is refused with 401 and WWW-Authenticate",
  "create: the address of the new user is in the header Location",
  "create: an empty user name is refused with 400",
  "query-filter: active gt true is refused as invalidFilter",
  'query-filter: userName eq "a" and is refused as invalidFilter',
  "query-filter: groups are found by displayName, in any case",
  "patch-users: add of a primary element takes primary from the others",
  "patch-users: replace of a complex value keeps the sub-attributes it does not name",
  "patch-groups: replace without a path sets members",
];

test("verify finds what is wrong in a service provider that somebody else wrote, and what is right", async (t) => {
  const peer = await startScimmy();
  t.after(() => peer.close());
  const report = await verifyProvider({
    baseUrl: peer.baseUrl,
    token: peer.token,
    sections,
    concurrency: 4,
    patience: 30_000,
    domain: "example.com",
    stop: new AbortController().signal,
  });
  t.diagnostic(`scimmy-routers on express 4: ${JSON.stringify(report.counts)}`);
  const failed = report.checks.filter(({ verdict }) => verdict === "failed");
  const titles = new Set(failed.map(({ section, title }) => `${section}: ${title}`));
  assert.deepEqual(
    known.filter((title) => !titles.has(title)),
    [],
  );
  assert.ok(failed.length > 0 && report.counts.passed > failed.length, JSON.stringify(report.counts));
  // None fails because what it needs first was refused: each failure is a finding of its own.
  assert.deepEqual(
    failed.filter(({ deviation }) => deviation?.unprepared === true),
    [],
  );
  assert.deepEqual(report.left, []);
});
