import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { VerifyReport } from "@rollcall/simulator/verify/verify-provider.ts";
import { type CreatedApplication, startTestServer, type TestServer } from "../support/server.ts";
import { Source } from "../support/source.ts";

let server: TestServer;
let application: CreatedApplication;
const folder = mkdtempSync(join(tmpdir(), "rollcall-verify-"));
before(async () => {
  server = await startTestServer();
  application = await server.createSourceApplication("Verified");
  writeFileSync(join(folder, "token"), `${application.bearerToken}\n`);
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const program = join(import.meta.dirname, "../../src/main.ts");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, out, err })));
  return { child, ended };
}

const verify = (...args: string[]): Promise<Ended> => start(["verify", ...args]).ended;

test("a run of one section ends with 0, prints the sum, and writes JSON, JUnit and HTML without the token", async () => {
  const [junit, html] = [join(folder, "junit.xml"), join(folder, "report.html")];
  const token = ["--token-file", join(folder, "token")];
  const shown = await verify(application.scimBaseUrl, ...token, "--only", "delete", "--junit", junit, "--html", html);
  assert.equal(shown.code, 0, shown.err);
  assert.match(shown.out, /\ndelete +\d+ +0 +0 +0\n/);
  assert.match(shown.out, /: \d+ passed, 0 failed, 0 warnings, 0 skipped; \d+ requests in [\d.]+ s\n$/);
  assert.match(readFileSync(junit, "utf8"), /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites .* failures="0"/);
  assert.match(readFileSync(html, "utf8"), /^<!doctype html>/);

  const printed = await verify(
    application.scimBaseUrl,
    "--token",
    application.bearerToken,
    "--only",
    "delete",
    "--json",
  );
  const report = JSON.parse(printed.out) as VerifyReport;
  assert.deepEqual([report.counts.failed, report.left, report.sections.map(({ name }) => name)], [0, [], ["delete"]]);
  const written = [shown.out, shown.err, printed.out, printed.err, readFileSync(junit), readFileSync(html)].join();
  assert.equal(written.includes(application.bearerToken), false);
});

test("--only takes requirements; --list sends nothing and names every check with its requirements", async () => {
  const one = await verify("--list", "--only", "R7644-3.6-03");
  assert.deepEqual(one.out.split("\n"), [
    "delete: Delete (RFC 7644 section 3.6)",
    "  should  the user name of a deleted user is free again (R7644-3.6-03)",
    "",
    "checks: 1; sections: 1",
    "",
  ]);
  const all = await verify("--list", "--json");
  const checks = JSON.parse(all.out) as { section: string; title: string; shows: string[] }[];
  assert.ok(checks.length >= 250, `${checks.length} checks`);
  assert.deepEqual(
    checks.filter(
      ({ shows }) =>
        shows.length === 0 || shows.some((id) => !/^(?:R(?:7643|7644|6750|9110|9865|ERR|OWN)-|AMB-)/.test(id)),
    ),
    [],
  );
  const names = checks.map(({ section, title }) => `${section}: ${title}`);
  assert.equal(new Set(names).size, names.length);
});

/** Answers 200 and an empty list to everything: it claims nothing and keeps nothing. */
async function withEmptyProvider(work: (baseUrl: string) => Promise<void>): Promise<void> {
  const empty: Server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/scim+json" });
    response.end(JSON.stringify({ totalResults: 0, Resources: [], you: request.headers["x-gateway-key"] }));
  });
  await new Promise<void>((resolve) => empty.listen(0, "127.0.0.1", resolve));
  try {
    await work(`http://127.0.0.1:${(empty.address() as AddressInfo).port}/scim`);
  } finally {
    empty.closeAllConnections();
    empty.close();
  }
}

test("a service provider that fails ends it with 1, each failure with what was expected, found and sent", async () => {
  await withEmptyProvider(async (baseUrl) => {
    const header = ["--header", "X-Gateway-Key: gateway-secret"];
    const { code, out } = await verify(baseUrl, ...header, "--only", "create", "--only", "R7644-4-01");
    assert.equal(code, 1);
    assert.match(
      out,
      /✖ discovery: GET \/ServiceProviderConfig answers 200 with one object .*\n {4}schemas\n {4}expected /,
    );
    assert.match(
      out,
      /✖ create: a user that is created is answered 201 .*\n {4}POST \/Users\n {4}expected 201\n {4}found /,
    );
    assert.match(out, /│ POST http:\/\/127\.0\.0\.1:\d+\/scim\/Users\n {4}│ \{"schemas"/);
    assert.equal(out.includes("gateway-secret"), false);
    assert.ok(out.includes('"you":"•••"'));
  });
});

test("wrong usage ends it with 2 and says what is wrong, before anything is sent", async () => {
  const url = application.scimBaseUrl;
  const cases: [string[], RegExp][] = [
    [[], /<baseUrl>: expected the SCIM base URL/],
    [["example.com/scim"], /<baseUrl>: expected an address such as/],
    [["ftp://example.com/scim"], /<baseUrl>: expected an address such as/],
    [[`${url}?x=1`], /<baseUrl>: a SCIM base URL has no query/],
    [[url, "--only", "nothing"], /--only: there is no section or requirement nothing/],
    [[url, "--concurrency", "0"], /--concurrency: expected a whole number from 1 to 32, found 0/],
    [[url, "--timeout", "soon"], /--timeout: expected a whole number from 1 to 600, found soon/],
    [[url, "--token", "a b"], /bearer token: expected visible ASCII/],
    [[url, "--token", "a", "--token-file", "b"], /expected one of them, found both/],
    [[url, "--token-file", join(folder, "nothing")], /--token-file: ENOENT/],
    [[url, "--header", "nothing"], /--header: expected a name, a colon and a value/],
    [[url, "--domain", "a@b"], /--domain: expected a domain, found a@b/],
    [[url, "--html", join(folder, "no", "where")], /--html: ENOENT/],
  ];
  for (const [args, said] of cases) {
    const { code, out, err } = await verify(...args);
    assert.deepEqual([args, code, out], [args, 2, ""]);
    assert.match(err, said);
  }
});

test("nobody there ends it with 3, a token that is refused with 4", async () => {
  const gone = await verify("http://127.0.0.1:9/scim", "--token", "x");
  assert.deepEqual([gone.code, gone.out], [3, ""]);
  assert.match(gone.err, /^GET \/ServiceProviderConfig: no answer: .*ECONNREFUSED/);
  const wrong = await verify(application.scimBaseUrl, "--token", "rct-nobody-knows-this-token");
  assert.deepEqual([wrong.code, wrong.out], [4, ""]);
  assert.match(wrong.err, /^GET \/Users\?count=1: the token is refused \(401: /);
  const elsewhere = await verify(`${server.origin}/nothing`, "--token", application.bearerToken);
  assert.equal(elsewhere.code, 3);
  assert.match(elsewhere.err, /speaks SCIM/);
});

test("Ctrl-C ends a run in order: what was made is deleted, what was found is printed, and the code is 130", async () => {
  const source = new Source(application);
  const { child, ended } = start(["verify", application.scimBaseUrl, "--token", application.bearerToken, "--json"]);
  const count = async (): Promise<number> => Number((await source.send("GET", "/Users?count=0")).body["totalResults"]);
  for (let waited = 0; (await count()) === 0 && waited < 2_000; waited += 1);
  child.kill("SIGINT");
  const { code, out } = await ended;
  assert.equal(code, 130);
  const { counts, left } = JSON.parse(out) as VerifyReport;
  assert.ok(counts["not run"] > 0, JSON.stringify(counts));
  assert.deepEqual([left, await count()], [[], 0]);
});
