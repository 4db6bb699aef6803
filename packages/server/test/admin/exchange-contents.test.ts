import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, patchOpUrn } from "@rollcall/scim/urns.ts";
import { dropOldExchanges } from "../../src/actions/drop-old-exchanges.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

let made = 0;
async function organization() {
  const { id: organizationId } = await owner.call(adminRoutes.createOrganization, {
    body: { name: `Customer ${++made}` },
  });
  const okta = new Source(await server.createSourceApplication("Okta", organizationId));
  const params = { sourceApplicationId: okta.applicationId };
  /** What was recorded, newest first. */
  const exchanges = async () => {
    await server.recorder.flush();
    return (await owner.call(adminRoutes.listExchanges, { params, query: {} })).items;
  };
  const opened = async (exchangeId: string) =>
    owner.call(adminRoutes.getExchange, { params: { ...params, exchangeId } });
  const newest = async () => opened((await exchanges())[0]?.id ?? "");
  return { organizationId, okta, params, exchanges, opened, newest };
}

test("a write is opened with what was asked, answered and changed, to the letter", async () => {
  const { okta, newest } = await organization();
  const sent = Buffer.from('{ "userName": "ann@example.com",\n  "name": {"familyName": "Lee"} }');
  const answer = await okta.send("POST", "/Users?attributes=userName", sent);
  assert.equal(answer.status, 201);
  const found = await newest();
  assert.deepEqual(found.request, { text: sent.toString(), cut: false });
  assert.deepEqual(found.answer, { text: answer.text, cut: false });
  assert.equal(found.query, "attributes=userName");
  assert.deepEqual(
    found.effects.map(({ type, exchangeId }) => [type, exchangeId]),
    [["user.created", found.id]],
  );
  assert.equal(found.meaning?.meaning, "The directory was changed.");
});

test("a refusal is opened with its bodies and with words that say what to do", async () => {
  const { okta, newest } = await organization();
  await okta.create("Users", person("ann"));
  const answer = await okta.send("POST", "/Users", person("ann"));
  assert.equal(answer.status, 409);
  const found = await newest();
  assert.equal(found.answer?.text, answer.text);
  assert.match(found.request?.text ?? "", /ann@example\.com/);
  assert.deepEqual(found.effects, []);
  assert.match(found.meaning?.meaning ?? "", /already has this user name/);
});

test("reads that were answered keep their query and no bodies", async () => {
  const { okta, newest } = await organization();
  await okta.send("GET", `/Users?filter=${encodeURIComponent('userName eq "ann@example.com"')}`);
  const found = await newest();
  assert.equal(decodeURIComponent(found.query ?? ""), 'filter=userName eq "ann@example.com"');
  assert.deepEqual([found.request, found.answer, found.meaning, found.tokenId], [null, null, null, null]);
});

test("what an organization masks reaches no table, in requests, answers and operations of a bulk job", async () => {
  const { organizationId, okta, exchanges, opened } = await organization();
  await owner.call(adminRoutes.putExchangeSettings, {
    params: { organizationId },
    body: { maskedPaths: ["nickName"], retentionDays: 30, contentRetentionDays: 7 },
  });
  const ann = await okta.create("Users", person("ann", { nickName: "Bumblebee" }));
  const change: JsonObject = { op: "replace", path: "nickName", value: "Bumblebee2" };
  await okta.send("PATCH", `/Users/${ann.id}`, { schemas: [patchOpUrn], Operations: [change] });
  const data = person("ben", { nickName: "Bumblebee3" });
  const operation: JsonObject = { method: "POST", path: "/Users", bulkId: "1", data };
  await okta.send("POST", "/Bulk", { schemas: [bulkRequestUrn], Operations: [operation] });
  await okta.send("GET", `/Users?filter=${encodeURIComponent('nickName eq "Bumblebee4"')}`);
  const all = await Promise.all((await exchanges()).map(({ id }) => opened(id)));
  assert.equal(all.length, 5);
  const bodies = all.flatMap(({ request, answer, query }) => [request?.text, answer?.text, query]).join("\n");
  assert.ok(!bodies.includes("Bumblebee"), bodies);
  assert.match(bodies, /•••/);
  assert.match(bodies, /ben@example\.com/);
});

test("settings that cannot be kept are refused with what was expected", async () => {
  const { organizationId } = await organization();
  const refusal = await owner.refused(adminRoutes.putExchangeSettings, {
    params: { organizationId },
    body: { maskedPaths: ["title", 'emails[type eq "work"]'], retentionDays: 2, contentRetentionDays: 3 },
  });
  assert.equal(refusal.code, "exchange_settings.invalid");
  assert.deepEqual(
    refusal.problems.map(({ where }) => where),
    ["/maskedPaths/1", "/contentRetentionDays"],
  );
});

test("bodies go after the organization's days for them, exchanges after theirs, and nothing else", async () => {
  const { organizationId, okta, exchanges, opened } = await organization();
  await owner.call(adminRoutes.putExchangeSettings, {
    params: { organizationId },
    body: { maskedPaths: [], retentionDays: 5, contentRetentionDays: 2 },
  });
  const other = await organization();
  for (const source of [okta, other.okta]) await source.create("Users", person("ann"));
  const [{ id } = { id: "" }] = await exchanges();
  const [{ id: otherId } = { id: "" }] = await other.exchanges();
  const inDays = (days: number) => () => new Date(Date.now() + days * 86_400_000).toISOString();
  const dropAt = (days: number) => dropOldExchanges({ database: server.database, now: inDays(days) }, () => true);

  await dropAt(1.9);
  assert.ok((await opened(id)).request !== null);
  await dropAt(2.1);
  assert.deepEqual([(await opened(id)).request, (await opened(id)).answer], [null, null]);
  assert.ok((await other.opened(otherId)).request !== null, "another organization keeps its own days");
  await dropAt(5.1);
  assert.deepEqual(await exchanges(), []);
  assert.equal((await other.exchanges()).length, 1);
});

const waitingForExchanges = unnamedStatement(
  `select pid from pg_locks where relation = 'exchanges'::regclass and not granted
    and database = (select oid from pg_database where datname = current_database())`,
);

test("bodies that the database cannot take in time are left out, and the exchanges stay", async () => {
  const { okta, exchanges, opened } = await organization();
  const long = "x".repeat(16_000);
  // Held up as by a database that does not keep up: what is recorded meanwhile waits.
  const { promise: released, resolve: unlock } = Promise.withResolvers<void>();
  const { promise: locked, resolve: haveLocked } = Promise.withResolvers<void>();
  const holding = server.database.transaction(async (tx) => {
    await tx.execute(unnamedStatement("lock table exchanges in access exclusive mode"), []);
    haveLocked();
    await released;
  });
  await locked;
  // One batch is on its way and waits for the table: all that comes after it has to wait in the memory of the server.
  await okta.send("POST", "/Users", { schemas: [], title: "first" });
  while ((await server.database.pool.query(waitingForExchanges, [])).length === 0) await sleep(10);
  const sending = [];
  for (let sent = 0; sent < 1_200; sent += 1) {
    sending.push(okta.send("POST", "/Users", { schemas: [], title: long, nickName: String(sent) }));
    if (sending.length % 50 === 0) await Promise.all(sending);
  }
  await Promise.all(sending);
  unlock();
  await holding;
  const all = await exchanges();
  assert.equal(all.length, 100, "a page of them");
  assert.equal((await opened(all[0]?.id ?? "")).request === null, true);
});
