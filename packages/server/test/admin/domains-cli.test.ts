import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { OwnDomain, OwnDomains } from "@rollcall/admin-api/own-domains.ts";
import { openCommandLine } from "../support/command-line.ts";
import { startDnsServer, type TestDnsServer } from "../support/dns-server.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let dns: TestDnsServer;
let server: TestServer;
before(async () => {
  dns = await startDnsServer();
  server = await startTestServer({ dnsServers: [dns.address] });
});
after(async () => {
  await server?.close();
  await dns?.close();
});
const { rollcall, json } = openCommandLine(() => server);

test("domains are added, checked, listed, required to be proven and removed", async () => {
  assert.match((await rollcall(["domains", "list"])).out, /^\(none\)\n\nDomains count whether proven or not\.\n$/);
  const added = await json<OwnDomain>("domains", "add", "Example.com");
  assert.deepEqual([added.domain, added.state, added.trusted], ["example.com", "pending", true]);
  const missing = await rollcall(["domains", "check", "example.com"]);
  assert.equal(
    missing.out,
    `example.com is pending.\nRecord: _rollcall.example.com TXT "${added.record.value}"\nLast look: there is no TXT record at _rollcall.example.com\n`,
  );
  const required = await json<OwnDomains>("domains", "require", "on");
  assert.deepEqual([required.required, required.items[0]?.trusted], [true, false]);
  dns.answers.set(added.record.name, [added.record.value]);
  assert.equal((await json<OwnDomain>("domains", "check", "example.com")).state, "proven");
  const listed = await rollcall(["domains", "list"]);
  assert.match(listed.out, /^domain +proof +counts +record +problem\n/);
  assert.match(listed.out, /\nexample\.com +proven +yes +_rollcall\.example\.com TXT rollcall-domain-verification=/);
  assert.match(listed.out, /\n\nOnly proven domains count where people are linked\.\n$/);
  const cases: readonly [string[], number, RegExp][] = [
    [["check", "other.example"], 1, /domain\.not_own/],
    [["add", "localhost"], 1, /domain\.invalid/],
    [["remove", "other.example"], 2, /none of the organization's domains/],
    [["require", "perhaps"], 2, /expected on or off, found perhaps/],
  ];
  for (const [args, code, err] of cases) {
    const refused = await rollcall(["domains", ...args]);
    assert.deepEqual([refused.code, err.test(refused.err)], [code, true], refused.err);
  }
  assert.deepEqual((await json<OwnDomains>("domains", "remove", "EXAMPLE.com")).items, []);
});
