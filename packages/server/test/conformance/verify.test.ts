import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sections } from "@rollcall/simulator/checks/sections.ts";
import { verifyProvider, type VerifyReport } from "@rollcall/simulator/verify/verify-provider.ts";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { addTestResources } from "./test-resources.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

function verify({ scimBaseUrl, bearerToken }: CreatedApplication): Promise<VerifyReport> {
  return verifyProvider({
    baseUrl: scimBaseUrl,
    token: bearerToken,
    sections,
    concurrency: 4,
    patience: 60_000,
    domain: "example.com",
    stop: new AbortController().signal,
  });
}

/** What failed, one line each. */
function failures({ checks }: VerifyReport): string[] {
  return checks
    .filter(({ verdict }) => verdict === "failed")
    .map(({ section, title, deviation }) => `${section}: ${title}: ${deviation?.where}, found ${deviation?.found}`);
}

function titles({ checks }: VerifyReport, verdict: "skipped" | "warning"): string[] {
  return checks.filter((check) => check.verdict === verdict).map(({ section, title }) => `${section}: ${title}`);
}

test("Rollcall passes every check, with a resource type of every data type, and warns of two tolerances", async (t) => {
  const application = await server.createSourceApplication("Verified");
  await addTestResources(server, application.id);
  const report = await verify(application);
  t.diagnostic(JSON.stringify({ ...report.counts, requests: report.requests }));
  assert.deepEqual(failures(report), []);
  assert.deepEqual(titles(report, "warning"), [
    // One address as a text where a list belongs is taken for a list of one.
    'data-types: emails as "ann@example.com" is refused as invalidValue',
    // Entra ID puts a user into quarantine otherwise.
    "patch-users: replace through a value path that matches nothing is refused as noTarget",
  ]);
  assert.deepEqual(titles(report, "skipped"), ["bulk: where Bulk is not supported, it is answered 501 or 404"]);
  assert.deepEqual([report.left, report.counts["not run"]], [[], 0]);
  assert.ok(report.counts.passed >= 700, `${report.counts.passed} passed`);
});

test("a run leaves a populated application as it was", async () => {
  const application = await server.createSourceApplication("Populated");
  const source = new Source(application);
  const users: { readonly id: string }[] = [];
  for (let number = 0; number < 30; number += 1) users.push(await source.create("Users", person(`held-${number}`)));
  for (const displayName of ["Sales", "Support"]) {
    await source.create("Groups", { displayName, members: users.slice(0, 7).map(({ id }) => ({ value: id })) });
  }
  const everything = async () => [
    (await source.send("GET", "/Users?count=1000")).body,
    (await source.send("GET", "/Groups?count=1000")).body,
  ];
  const populated = await everything();
  assert.deepEqual(failures(await verify(application)), []);
  assert.deepEqual(await everything(), populated);
});

test("a strict application passes every check and warns of what it no longer tolerates", async () => {
  const application = await server.createSourceApplication("Strict");
  const { status } = await server.api("PUT", `/source-applications/${application.id}/dialects`, { strict: true });
  assert.equal(status, 200);
  const report = await verify(application);
  assert.deepEqual(failures(report), []);
  assert.deepEqual(
    titles(report, "warning").filter((title) => !title.startsWith("clients: ")),
    [
      "data-types: an attribute that no schema knows does not stand in the way of a create",
      'query-filter: phoneNumbers[type eq "mobile"].value eq "~555-0100" finds ann',
    ],
  );
});
