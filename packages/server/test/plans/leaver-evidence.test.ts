import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { type Tx, unnamedStatement } from "../../src/storage/database.ts";
import { findAskingExchanges, listToldDeliveries, listToldWebhooks } from "../../src/storage/read/leaver-evidence.ts";
import {
  findHeldPeople,
  findLeaverEvents,
  findRejections,
  listDepartingEvents,
} from "../../src/storage/read/leaver-events.ts";
import { withDatabase } from "../support/database.ts";
import { pagesRead } from "./pages-read.ts";

const organization = "00000000-0000-7000-8000-000000000001";
const application = "00000000-0000-7000-8000-000000000002";
const leavers = 60_000;
const id = (prefix: number, n: number) =>
  `${String(prefix).padStart(8, "0")}-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const sqlId = (prefix: number, n = "n") =>
  `('${String(prefix).padStart(8, "0")}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/**
 * Each person was created, changed, and disabled; two receivers were told, and the last two deliveries wait. One person
 * was changed 20,000 times after that.
 */
const everything = [
  `insert into organizations (id, name, slug, created_at) values ('${organization}', 'Example Corp', 'example-corp', now())`,
  `insert into source_applications (organization_id, id, display_name, created_at, modified_at)
    values ('${organization}', '${application}', 'HR feed', now(), now())`,
  ...[
    ["user.created", "applied"],
    ["user.changed", "applied"],
    ["user.disabled", "held"],
  ].map(
    ([type, outcome], index) => `insert into provisioning_events (organization_id, id, type, outcome, reason, actor,
        source_application_id, directory_user_id, exchange_id, changes, occurred_at)
      select '${organization}', ${sqlId(3, `3 * n + ${index}`)}, '${type}', '${outcome}', 'the guard holds it', 'source',
          '${application}', ${sqlId(9)}, ${sqlId(8)}, '[{"attribute":"status","from":"enabled","to":"disabled"}]', now()
        from generate_series(1, ${leavers}) as n`,
  ),
  `insert into provisioning_events (organization_id, id, type, outcome, actor, directory_user_id, occurred_at)
    select '${organization}', ${sqlId(4)}, 'user.changed', 'applied', 'source', '${id(9, 7)}', now()
      from generate_series(1, 20000) as n`,
  `insert into links (organization_id, source_application_id, resource_id, resource_type, state, directory_id, owning, created_at)
    select '${organization}', '${application}', ${sqlId(7)}, 'User', 'linked', ${sqlId(9)}, true, now()
      from generate_series(1, ${leavers}) as n`,
  `insert into exchanges (organization_id, source_application_id, id, method, path, status, dialects, duration_microseconds, occurred_at)
    select '${organization}', '${application}', ${sqlId(8)}, 'PATCH', '/Users', 200, '{}', 1000, now()
      from generate_series(1, ${leavers}) as n`,
  `insert into webhooks (organization_id, id, name, url, event_types, state, position, secrets, created_at, modified_at)
    select '${organization}', ${sqlId(6)}, 'Receiver', 'https://example.com/', '{}', 'active', 0, '[]', now(), now()
      from generate_series(1, 2) as n`,
  `insert into webhook_deliveries (organization_id, webhook_id, id, event_id, position, about, state, created_at)
    select '${organization}', ${sqlId(6, "h")}, ${sqlId(5)}, ${sqlId(3, "3 * n + 2")}, n, ${sqlId(9)},
        case when n > ${leavers - 2} then 'waiting' else 'delivered' end, now()
      from generate_series(1, 2) as h, generate_series(1, ${leavers}) as n`,
  "vacuum analyze",
];

describe(`of ${leavers} leavers the evidence`, () => {
  const own = withDatabase({ writeMilliseconds: 300_000 });
  before(async () => {
    for (const text of everything) await own.database.pool.execute(unnamedStatement(text), []);
  });
  const last = Array.from({ length: 100 }, (_, index) => leavers - index);
  const people = last.map((n) => id(9, n));
  const events = last.map((n) => id(3, 3 * n + 2));
  const webhooks = [id(6, 1), id(6, 2)];
  const waited = last.map((n) => ({ directoryUserId: id(9, n), after: id(3, 3 * n), below: id(3, 3 * n + 2) }));
  const asked = last.map((n) => ({ sourceApplicationId: application, exchangeId: id(8, n) }));
  const window = { from: id(3, leavers), below: id(4, 0) };

  // Pages of tables and indexes for a hundred of them: a few for each, far from those of all.
  const reads: Readonly<Record<string, readonly [most: number, found: number, read: (tx: Tx) => Promise<number>]>> = {
    "is listed": [
      50,
      100,
      async (tx) => (await listDepartingEvents(tx, organization, application, window, null, 100)).items.length,
    ],
    "of a hundred is in their events": [
      1_000,
      100,
      async (tx) => (await findLeaverEvents(tx, organization, people)).size,
    ],
    "of one who is changed all the time is in that person's events": [
      50,
      1,
      async (tx) => (await findLeaverEvents(tx, organization, [id(9, 7)])).get(id(9, 7))?.length ?? 0,
    ],
    "of a hundred has no rejection": [1_500, 0, async (tx) => (await findRejections(tx, organization, waited)).size],
    "of a hundred is not held": [1_000, 0, async (tx) => people.filter(await isHeldIn(tx)).length],
    "of a hundred names their requests": [
      1_500,
      100,
      async (tx) => (await findAskingExchanges(tx, organization, asked)).size,
    ],
    "of a hundred names the receivers": [
      1_500,
      200,
      async (tx) => (await listToldDeliveries(tx, organization, events, webhooks, people)).length,
    ],
    "knows the receivers": [50, 2, async (tx) => (await listToldWebhooks(tx, organization)).length],
  };

  async function isHeldIn(tx: Tx): Promise<(person: string) => boolean> {
    const isHeld = await findHeldPeople(tx, organization, people);
    return (person) => isHeld(person, application);
  }

  for (const [name, [most, count, read]] of Object.entries(reads)) {
    test(`${name} reads by an index`, async () => {
      let found: number | undefined;
      const pages = await pagesRead(own.database, async (tx) => {
        // As the connections for lists make their plans.
        await tx.execute(unnamedStatement("set local plan_cache_mode = auto"), []);
        await tx.execute(unnamedStatement("set local enable_seqscan = on"), []);
        found = await read(tx);
      });
      assert.equal(found, count);
      assert.ok(pages <= most, `${pages} pages of tables and indexes, at most ${most} expected`);
    });
  }
});
