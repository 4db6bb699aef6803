import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { type DnsAnswer, startDnsServer, type TestDnsServer } from "../support/dns-server.ts";
import { TestOrganization } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

const hour = 3_600_000;
const day = 24 * hour;

let dns: TestDnsServer;
let server: TestServer;
let owner: AdminCaller;
/** The clock of the server runs on by itself, ahead by this. */
let ahead = 0;
before(async () => {
  dns = await startDnsServer();
  const now = () => new Date(Date.now() + ahead).toISOString();
  server = await startTestServer({ dnsServers: [dns.address], now });
  owner = adminCaller(server);
});
after(async () => {
  await server?.close();
  await dns?.close();
});

let made = 0;
/** An organization that declares a domain of its own. */
async function declared(domain = `customer-${++made}.example`) {
  const { id } = await owner.call(adminRoutes.createOrganization, {
    body: { name: `Customer ${++made} of ${domain}` },
  });
  const params = { organizationId: id };
  await owner.call(adminRoutes.putOrganizationDomains, { params, body: { domains: [domain] } });
  const read = async () => {
    const { items } = await owner.call(adminRoutes.getOwnDomains, { params });
    const [found] = items;
    assert.ok(found);
    return found;
  };
  const { record } = await read();
  const publish = (answer: DnsAnswer = [record.value]) => void dns.answers.set(record.name, answer);
  const check = () => owner.call(adminRoutes.checkOwnDomain, { params, body: { domain } });
  return { id, params, domain, record, read, publish, check };
}

describe("the proof of a domain", () => {
  test("is pending at first, with the record that proves it, and counts where no proof is required", async () => {
    const { read, domain, record, params } = await declared();
    const { name, value } = record;
    assert.equal(name, `_rollcall.${domain}`);
    assert.match(value, /^rollcall-domain-verification=[0-9a-f]{32}$/);
    const none = { provenAt: null, missingSince: null, lostAt: null, checkedAt: null, problem: null };
    assert.deepEqual(await read(), { domain, state: "pending", trusted: true, record, ...none });
    const required = await owner.call(adminRoutes.putProofRequired, { params, body: { required: true } });
    const untrusted = { domain, state: "pending" as const, trusted: false, record, ...none };
    assert.deepEqual(required, { required: true, items: [untrusted] });
    assert.deepEqual(await owner.call(adminRoutes.getOwnDomains, { params }), required);
  });

  test("is found when it is looked for, among other records and in parts", async () => {
    const { check, publish, record, domain } = await declared();
    const missing = await check();
    assert.deepEqual([missing.state, missing.problem], ["pending", `there is no TXT record at ${record.name}`]);
    publish(["v=spf1 -all", "rollcall-domain-verification=0"]);
    const wrong = await check();
    assert.equal(wrong.problem, `none of the 2 TXT records at ${record.name} holds the value`);
    publish(["x".repeat(400), record.value]);
    const { provenAt, checkedAt, ...found } = await check();
    assert.deepEqual([typeof provenAt, typeof checkedAt], ["string", "string"]);
    const rest = { missingSince: null, lostAt: null, problem: null };
    assert.deepEqual(found, { domain, state: "proven", trusted: true, record, ...rest });
  });

  test("of a domain in another script is looked for by its ASCII name", async () => {
    const { check, record } = await declared("bücher.example");
    assert.equal(record.name, "_rollcall.bücher.example");
    dns.answers.set("_rollcall.xn--bcher-kva.example", [record.value]);
    assert.equal((await check()).state, "proven");
  });

  const unsure: readonly [string, DnsAnswer, RegExp][] = [
    ["fails", "failure", /^the DNS did not answer for _rollcall\.[^ ]+: ESERVFAIL$/],
    ["says nothing", "silence", /^the DNS did not answer for _rollcall\.[^ ]+: ETIMEOUT$/],
  ];
  for (const [title, answer, problem] of unsure) {
    test(`stands while the DNS ${title}, for however long`, async () => {
      const { check, publish } = await declared();
      publish();
      await check();
      publish(answer);
      await check();
      ahead += 30 * day;
      const found = await check();
      assert.deepEqual([found.state, found.missingSince], ["proven", null]);
      assert.match(found.problem ?? "", problem);
    });
  }

  test("is lost when the record is missing for three days, told of once, and regained with the record", async () => {
    const { check, publish, read, params, domain } = await declared();
    publish();
    await check();
    publish("no-such-name");
    ahead += day + 1;
    await server.domains.run();
    const missing = await read();
    assert.deepEqual([missing.state, missing.lostAt], ["proven", null]);
    ahead += 3 * day;
    await server.domains.run();
    const lost = await read();
    assert.deepEqual([lost.state, lost.missingSince], ["lost", missing.missingSince]);
    await server.notices.run();
    await server.notices.run();
    const notices = async () => (await owner.call(adminRoutes.listNotices, { params })).items;
    assert.deepEqual(
      (await notices()).map(({ kind, sentence, endedAt }) => [kind, sentence, endedAt]),
      [
        [
          "domain-lost",
          `The domain ${domain} is proven no longer: there is no TXT record at _rollcall.${domain}. Put its TXT record back, or take the domain away.`,
          null,
        ],
      ],
    );
    publish();
    ahead += day + 1;
    await server.domains.run();
    assert.equal((await read()).state, "proven");
    await server.notices.run();
    assert.notEqual((await notices())[0]?.endedAt, null);
  });

  test("is looked for in the background: at once when declared, every hour at first, then every day", async () => {
    const { record } = await declared();
    const count = () => dns.asked.filter((name) => name === record.name).length;
    const after = async (milliseconds: number) => {
      ahead += milliseconds;
      await server.domains.run();
      return count();
    };
    assert.deepEqual(
      [await after(0), await after(hour / 2), await after(hour / 2 + 1), await after(8 * day), await after(hour + 1)],
      [1, 1, 2, 3, 3],
    );
    assert.equal(await after(day), 4);
  });

  test("stays what it was when the domains are declared again, and goes with its domain", async () => {
    const { check, publish, read, params, domain, record } = await declared();
    publish();
    await check();
    await owner.call(adminRoutes.putOrganizationDomains, { params, body: { domains: [domain, "more.example"] } });
    assert.deepEqual([(await read()).state, (await read()).record], ["proven", record]);
    await owner.call(adminRoutes.putOrganizationDomains, { params, body: { domains: [] } });
    await owner.call(adminRoutes.putOrganizationDomains, { params, body: { domains: [domain] } });
    const anew = await read();
    assert.equal(anew.state, "pending");
    assert.notEqual(anew.record.value, record.value);
  });

  test("of one organization proves nothing for another", async () => {
    const [one, other] = [await declared("shared.example"), await declared("shared.example")];
    one.publish();
    assert.equal((await one.check()).state, "proven");
    assert.equal((await other.check()).state, "pending");
  });

  test("is looked for of declared domains only", async () => {
    const { params } = await declared();
    const asked = dns.asked.length;
    const cases: readonly [string, number, string][] = [
      ["other.example", 409, "domain.not_own"],
      ["localhost", 400, "domain.invalid"],
      ["-", 400, "domain.invalid"],
    ];
    for (const [domain, status, code] of cases) {
      const answer = await server.api<{ code: string }>(
        "POST",
        `/organizations/${params.organizationId}/own-domains/check`,
        { domain },
      );
      assert.deepEqual([answer.status, answer.body.code], [status, code]);
    }
    assert.equal(dns.asked.length, asked);
  });
});

test("where proof is required, people are linked by a domain only while it is proven", async () => {
  const { id, params, check, publish } = await declared("linked.example");
  const organization = new TestOrganization(server, id);
  const first = await organization.source("First");
  const second = await organization.source("Second", { domains: ["linked.example"] });
  const names = ["ann", "bob", "cem", "dora"];
  const of = (name: string) => ({ ...person(name), emails: [{ value: `${name}@linked.example`, type: "work" }] });
  for (const name of names) await first.create("Users", of(name));
  const outcome = async (name: string) => {
    await second.create("Users", of(name));
    return (await organization.lastOutcome(second)).outcome;
  };
  assert.equal(await outcome("ann"), "applied");
  await owner.call(adminRoutes.putProofRequired, { params, body: { required: true } });
  assert.equal(await outcome("bob"), "conflict");
  publish();
  await check();
  assert.equal(await outcome("cem"), "applied");
  publish("no-such-name");
  await check();
  ahead += 3 * day;
  assert.equal((await check()).state, "lost");
  assert.equal(await outcome("dora"), "conflict");
});
