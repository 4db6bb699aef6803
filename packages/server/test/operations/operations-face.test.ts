import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { patchOpUrn } from "@rollcall/scim/urns.ts";
import { parse } from "yaml";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { TestOrganization } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person } from "../support/source.ts";

const metricsToken = "a-token-of-monitoring";

/** As much of Prometheus' rules as is looked at. */
interface Alerts {
  readonly groups?: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

/** Asks until the answer is as it has to become; what a node found is good for a few seconds. */
async function soon<T>(ask: () => Promise<T>, expected: (answer: T) => boolean): Promise<T> {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    const answer = await ask();
    if (expected(answer)) return answer;
  }
  throw new Error("the answer that was expected did not come within a minute");
}

describe("what those who run a node ask it", () => {
  let server: TestServer;
  let made: TestDatabase;
  before(async () => {
    made = await testDatabase();
    server = await startTestServer({ metricsToken, made });
  });
  after(() => server.close());

  const metrics = async (): Promise<string> => {
    const response = await fetch(`${server.origin}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    return response.text();
  };
  const ready = async () => {
    const response = await fetch(`${server.origin}/readyz`);
    return { status: response.status, body: await response.json() };
  };

  test("a node that runs is alive and ready, and says so to anybody", async () => {
    const alive = await fetch(`${server.origin}/healthz`);
    assert.deepEqual([alive.status, await alive.json()], [200, { alive: true }]);
    assert.deepEqual(await ready(), { status: 200, body: { ready: true } });
  });

  test("metrics are shown to whoever has the token, and to nobody else", async () => {
    for (const authorization of [undefined, "Bearer another", `Bearer ${server.apiKey}`, `Basic ${metricsToken}`]) {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${server.origin}/metrics`, { headers });
      assert.equal(response.status, 401, authorization);
      assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer /);
      assert.doesNotMatch(await response.text(), /rollcall_requests_total/);
    }
    await metrics();
  });

  test("without a token nobody reads them where the public does, and whoever gets there does at their own address", async () => {
    const open = await startTestServer({ beside: server });
    const listener = await open.operations.listen({ host: "127.0.0.1", port: 0 });
    try {
      const refused = await fetch(`${open.origin}/metrics`);
      assert.equal(refused.status, 404);
      assert.match(await refused.text(), /ROLLCALL_METRICS_TOKEN/);
      const address = `http://127.0.0.1:${listener.port}`;
      assert.match(await (await fetch(`${address}/metrics`)).text(), /^rollcall_database_up 1$/m);
      assert.equal((await fetch(`${address}/readyz`)).status, 200);
      assert.equal((await fetch(`${address}/api/v1/organizations`)).status, 404);
      open.operations.readiness.stopping();
      const stopping = await fetch(`${address}/readyz`);
      assert.deepEqual([stopping.status, await stopping.json()], [503, { ready: false, reason: "stopping" }]);
      assert.equal((await fetch(`${address}/healthz`)).status, 200);
    } finally {
      await listener.close();
      await open.close();
    }
  });

  test("metrics count requests, effects, outcomes and what waits", async () => {
    const organization = new TestOrganization(server, server.organizationId);
    const source = await organization.source();
    const ann = await source.create("Users", person("ann"));
    const bob = await source.create("Users", person("bob"));
    await source.create("Groups", { displayName: "Lab", members: [{ value: ann.id }, { value: bob.id }] });
    const leave = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "active", value: false }] };
    await source.send("PATCH", `/Users/${ann.id}`, leave);
    await source.send("PATCH", `/Users/${ann.id}`, leave);
    await source.send("GET", `/Users/${ann.id}`);
    await source.send("GET", "/Users/none");
    await source.send("GET", "/Nobodies/1");
    await source.send("POST", "/Users", person("ann"));
    const text = await metrics();
    const id = source.applicationId;
    for (const line of [
      'rollcall_requests_total{face="scim",method="POST",route="/Users",status="201"} 2',
      'rollcall_requests_total{face="scim",method="POST",route="/Users",status="409"} 1',
      'rollcall_requests_total{face="scim",method="GET",route="/Users/:id",status="200"} 1',
      'rollcall_requests_total{face="scim",method="GET",route="/Users/:id",status="404"} 1',
      'rollcall_request_duration_seconds_count{face="scim",method="PATCH",route="/Users/:id"} 2',
      'rollcall_request_duration_seconds_bucket{face="scim",method="PATCH",route="/Users/:id",le="+Inf"} 2',
      `rollcall_application_requests_total{application="${id}",result="succeeded"} 6`,
      `rollcall_application_requests_total{application="${id}",result="refused"} 3`,
      `rollcall_application_requests_total{application="${id}",result="failed"} 0`,
      'rollcall_effects_total{type="user.created",outcome="applied"} 2',
      'rollcall_effects_total{type="group.member-added",outcome="applied"} 2',
      'rollcall_effects_total{type="user.disabled",outcome="applied"} 1',
      'rollcall_writes_total{outcome="unchanged"} 1',
      'rollcall_writes_total{outcome="refused"} 1',
      "rollcall_held_changes 0",
      'rollcall_database_connections{pool="writes",state="most"} 16',
    ]) {
      assert.ok(text.split("\n").includes(line), `${line} is not in\n${text}`);
    }
    assert.match(text, /^rollcall_event_lag_seconds [\d.]+$/m);
    assert.match(text, /^process_cpu_seconds_total /m);
    assert.match(
      text,
      /^rollcall_requests_total\{face="admin",method="POST",route="\/api\/v1\/organizations",status="201"\} /m,
    );
  });

  test("every metric that docs/operations.md explains or alerts on is there, and every one of ours is explained", async () => {
    const shown = [...(await metrics()).matchAll(/^# TYPE (rollcall_\w+)/gm)].map((match) => match[1] ?? "");
    const document = readFileSync(new URL("../../../../docs/operations.md", import.meta.url), "utf8");
    const named = [...document.matchAll(/\brollcall_\w+/g)].map(([name]) => name.replace(/_(bucket|count|sum)$/, ""));
    assert.deepEqual([...new Set(named)].sort(), [...shown].sort());
    const blocks = [...document.matchAll(/```yaml\n(.*?)```/gs)].map((match) => parse(match[1] ?? "") as Alerts);
    const rules = blocks.flatMap(({ groups = [] }) => groups.flatMap((group) => group.rules));
    assert.ok(rules.length >= 8 && rules.every(({ alert, expr }) => alert !== "" && /\brollcall_/.test(expr)));
  });

  test("no metric names a person, a token or an address that somebody made up", async () => {
    const organization = new TestOrganization(server, server.organizationId);
    const source = await organization.source();
    const bea = await source.create("Users", person("bea"));
    await source.send("GET", `/Users/${bea.id}?filter=${encodeURIComponent('userName eq "bea@example.com"')}`);
    await fetch(`${server.origin}/made-up-address`);
    await fetch(`${source.baseUrl}/made-up-address`, { headers: { authorization: "Bearer rct-made-up" } });
    const text = await metrics();
    for (const value of ["bea", bea.id, "made-up", source.token, server.apiKey, metricsToken]) {
      assert.ok(!text.includes(value), `${value} is in the metrics`);
    }
  });

  test("a database that was migrated by nobody to this version is said to lack it", async () => {
    const newest = unnamedStatement(
      "delete from schema_migrations where number = (select max(number) from schema_migrations) returning *",
    );
    const [row] = await server.database.pool.query<{ number: number; name: string }>(newest, []);
    assert.ok(row !== undefined);
    assert.deepEqual(await soon(ready, ({ status }) => status === 503), {
      status: 503,
      body: { ready: false, reason: `the database lacks migrations: ${row.number}` },
    });
    const again = unnamedStatement("insert into schema_migrations (number, name, incompatible) values ($1, $2, false)");
    await server.database.pool.execute(again, [row.number, row.name]);
    await soon(ready, ({ status }) => status === 200);
  });

  test("without its database a node is alive, not ready, and still shows what it knows", async () => {
    await server.database.close();
    assert.deepEqual(await soon(ready, ({ status }) => status === 503), {
      status: 503,
      body: { ready: false, reason: "the database cannot be reached" },
    });
    assert.equal((await fetch(`${server.origin}/readyz`)).headers.get("retry-after"), "5");
    assert.equal((await fetch(`${server.origin}/healthz`)).status, 200);
    const text = await soon(metrics, (shown) => /^rollcall_database_up 0$/m.test(shown));
    assert.doesNotMatch(text, /^rollcall_held_changes /m, "unknown is not 0");
  });
});
