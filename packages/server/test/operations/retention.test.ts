import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { dropOldDeliveries, dropOldEvents } from "../../src/actions/drop-old-events.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { withServer } from "../support/organization.ts";
import { startReceiver } from "../support/receiver.ts";
import { person } from "../support/source.ts";

const own = withServer();
const day = 86_400_000;
const inDays = (from: number, days: number) => () => new Date(from + days * day).toISOString();

interface Feed {
  readonly items: readonly ProvisioningEvent[];
  readonly nextCursor: string;
}

test("old events are dropped from the beginning of the feed, and a reader who missed some is told", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const feed = (query = "") =>
    organization.server.api<Feed>("GET", `/organizations/${organization.id}/provisioning-events${query}`);
  const ann = await source.create("Users", person("ann"));
  await source.create("Users", person("bob"));
  const old = await organization.events();
  assert.equal(old.length, 2);
  const middle = await feed("?limit=1");
  const edge = await feed();
  const boundary = Date.now() + 1;
  while (Date.now() <= boundary) await sleep(1);
  await source.setActive(ann.id, false);
  const kept = (await organization.events()).slice(old.length);
  const { database } = own.server;
  const drop = (days: number) => dropOldEvents({ database, now: inDays(boundary, 90) }, days, () => true);

  await drop(0);
  await drop(91);
  assert.equal((await feed()).body.items.length, 3, "nothing is old enough, or kept for ever");

  await drop(90);
  assert.deepEqual(
    (await feed()).body.items.map(({ id }) => id),
    kept.map(({ id }) => id),
  );
  assert.equal((await feed(`?after=${middle.body.nextCursor}`)).status, 410);
  const goesOn = await feed(`?after=${edge.body.nextCursor}`);
  assert.deepEqual([goesOn.status, goesOn.body.items.map(({ id }) => id)], [200, kept.map(({ id }) => id)]);
  const rows = unnamedStatement("select id from provisioning_events where organization_id = $1");
  assert.equal((await database.pool.query(rows, [organization.id])).length, kept.length);

  await drop(90);
  await source.setActive(ann.id, true);
  assert.equal((await organization.events()).length, kept.length + 1, "the feed goes on where it was");
});

test("deliveries are dropped a month after they ended, and what waits is not", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const receiver = await startReceiver();
  try {
    await organization.call("POST", `/organizations/${organization.id}/webhooks`, { name: "Desk", url: receiver.url });
    await source.create("Users", person("ann"));
    const { database } = own.server;
    const states = async () => {
      const text = "select state from webhook_deliveries where organization_id = $1";
      return (await database.pool.query<{ state: string }>(unnamedStatement(text), [organization.id])).map(
        ({ state }) => state,
      );
    };
    while ((await states()).join() !== "delivered") await sleep(20);
    await dropOldDeliveries({ database, now: inDays(Date.now(), 29) }, () => true);
    assert.deepEqual(await states(), ["delivered"]);
    await database.pool.execute(
      unnamedStatement(
        "update webhook_deliveries set state = 'waiting', next_attempt_at = '2099-01-01' where organization_id = $1",
      ),
      [organization.id],
    );
    await dropOldDeliveries({ database, now: inDays(Date.now(), 31) }, () => true);
    assert.deepEqual(await states(), ["waiting"]);
    await database.pool.execute(
      unnamedStatement("update webhook_deliveries set state = 'dead' where organization_id = $1"),
      [organization.id],
    );
    await dropOldDeliveries({ database, now: inDays(Date.now(), 31) }, () => true);
    assert.deepEqual(await states(), []);
  } finally {
    await receiver.close();
  }
});
