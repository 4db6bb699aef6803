import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openEventSequence } from "../src/actions/sequence-provisioning-events.ts";
import { DatabaseUnavailable } from "../src/domain/database-failures.ts";
import { silentLog } from "../src/log.ts";
import { type Database, openDatabase, unnamedStatement } from "../src/storage/database.ts";
import { startEmbeddedPostgres } from "../src/storage/embedded-postgres.ts";
import { migrate } from "../src/storage/migrate.ts";
import { startLeading } from "../src/worker/leader.ts";
import { startSequencer } from "../src/worker/sequencer.ts";
import { testDatabase, withDatabase } from "./support/database.ts";

const enqueue = unnamedStatement("insert into provisioning_event_queue (organization_id, event_id) values ($1, $2)");
const linger = unnamedStatement("select pg_sleep($1::float8)");
const readFeed = unnamedStatement(
  `select position, event_id as "eventId" from provisioning_event_positions
    where organization_id = $1 and position > $2 order by position limit 50`,
);

/** Gives positions as a node does: while it leads. */
function sequence(database: Database) {
  const leader = startLeading({ database }, randomUUID(), silentLog);
  const sequencer = startSequencer({ leads: leader.leads, sequence: openEventSequence(database), log: silentLog });
  return {
    nudge: sequencer.nudge,
    async stop() {
      await sequencer.stop();
      await leader.stop();
    },
  };
}

/** Follows a feed as a client does, by the highest position it has seen, until it has seen `expected` events. */
async function follow(database: Database, organizationId: string, expected: () => number): Promise<string[]> {
  const seen: string[] = [];
  const deadline = performance.now() + 60_000;
  for (let position = 0; seen.length < expected(); ) {
    const rows = await untilAvailable(() =>
      database.reader.query<{ position: number; eventId: string }>(readFeed, [organizationId, position]),
    );
    for (const row of rows) {
      assert.equal(row.position, position + 1, "a gap in the feed");
      position = row.position;
      seen.push(row.eventId);
    }
    if (rows.length === 0) await sleep(5);
    assert.ok(performance.now() < deadline, `${seen.length} of ${expected()} events after a minute`);
  }
  return seen;
}

async function untilAvailable<T>(query: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await query();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      await sleep(20);
    }
  }
}

/** Writes events in transactions of their own, slow and fast, some rolled back; returns those acknowledged. */
async function write(database: Database, organizationId: string, writer: number, count: number): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const ids = [randomUUID(), randomUUID()];
    const slow = (index + writer) % 7 === 0;
    const rolledBack = index % 11 === 5;
    try {
      await database.transaction(async (tx) => {
        for (const id of ids) await tx.execute(enqueue, [organizationId, id]);
        if (slow) await tx.query(linger, [0.03 * writer]);
        if (rolledBack) throw new RangeError("rolled back");
      });
      acknowledged.push(...ids);
    } catch (error) {
      if (!(error instanceof RangeError) && !(error instanceof DatabaseUnavailable)) throw error;
      if (error instanceof DatabaseUnavailable) await sleep(20);
    }
  }
  return acknowledged;
}

describe("the order of provisioning events", () => {
  test("a reader that polls while slow and fast transactions write misses none and sees none twice, also while two nodes lead for a moment", async (t) => {
    const first = await testDatabase();
    const second = first.openAnother();
    const sequencers = [sequence(first.database), sequence(second)];
    t.after(async () => {
      await Promise.all(sequencers.map((one) => one.stop()));
      await second.close();
      await first.drop();
    });
    const organizations = [randomUUID(), randomUUID()];
    const written: string[][] = [];
    const expected = (index: number) => () => written[index]?.length ?? Number.POSITIVE_INFINITY;
    const readers = organizations.map((id, index) => follow(second, id, expected(index)));
    const taker = (async () => {
      // As when a leader stands still for longer than its lease: another begins, and it goes on for a moment.
      const freeLease = unnamedStatement("update leases set held_by = null, held_until = '-infinity'");
      for (let round = 0; round < 3; round += 1) {
        await sleep(200);
        await first.database.pool.execute(freeLease, []);
      }
    })();
    const batches = await Promise.all(
      organizations.map((id) => Promise.all([1, 2, 3, 4].map((writer) => write(first.database, id, writer, 60)))),
    );
    await taker;
    written.push(...batches.map((one) => one.flat()));
    const seen = await Promise.all(readers);
    for (const index of [0, 1]) {
      assert.ok((written[index]?.length ?? 0) > 400);
      assert.deepEqual(seen[index]?.toSorted(), written[index]?.toSorted());
    }
  });

  test("a long transaction delays only its own events", async (t) => {
    const made = await testDatabase();
    const sequencer = sequence(made.database);
    t.after(async () => {
      await sequencer.stop();
      await made.drop();
    });
    const [organization, early, late] = [randomUUID(), randomUUID(), randomUUID()];
    const open = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const long = made.database.transaction(async (tx) => {
      await tx.execute(enqueue, [organization, early]);
      begun.resolve();
      await open.promise;
    });
    await begun.promise;
    await made.database.pool.execute(enqueue, [organization, late]);
    sequencer.nudge();
    assert.deepEqual(await follow(made.database, organization, () => 1), [late]);
    open.resolve();
    await long;
    assert.deepEqual(await follow(made.database, organization, () => 2), [late, early]);
  });

  test("an event of a transaction that outlived thousands of others gets its position within a second", async (t) => {
    const { database, drop } = await testDatabase();
    t.after(drop);
    let now = 0;
    const step = openEventSequence(database, () => now);
    const organization = randomUUID();
    const open = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const long = database.transaction(async (tx) => {
      await tx.execute(enqueue, [organization, randomUUID()]);
      begun.resolve();
      await open.promise;
    });
    await begun.promise;
    const enqueueMany = unnamedStatement(
      "insert into provisioning_event_queue (organization_id, event_id) select $1, gen_random_uuid() from generate_series(1, 2500)",
    );
    await database.pool.execute(enqueueMany, [organization]);
    const given: number[] = [];
    for (now of [0, 20, 2_000, 4_000, 4_020]) given.push(await step());
    assert.deepEqual(given, [2_000, 500, 0, 0, 0]);
    open.resolve();
    await long;
    now = 4_040;
    assert.equal(await step(), 0, "the queue's beginning is not walked at every tick");
    now = 5_000;
    assert.equal(await step(), 1);
    assert.equal((await follow(database, organization, () => 2_501)).length, 2_501);
  });

  test("events go on getting their positions after the database was killed, and stopping leaves none waiting", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-sequencer-"));
    const server = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog });
    const database = openDatabase({ target: server.connection, log: silentLog });
    t.after(async () => {
      await database.close();
      await server.stop();
      rmSync(folder, { recursive: true });
    });
    await migrate(database);
    const sequencer = sequence(database);
    const organization = randomUUID();
    const writing = Promise.all([1, 2, 3, 4].map((writer) => write(database, organization, writer, 40)));
    await sleep(300);
    process.kill(server.pid, "SIGKILL");
    const acknowledged = (await writing).flat();
    await untilAvailable(() => database.pool.query(readFeed, [organization, 0]));
    await sequencer.stop();
    const waiting = unnamedStatement("select count(*) as count from provisioning_event_queue");
    const [row] = await database.pool.query<{ count: number }>(waiting, []);
    assert.equal(row?.count, 0);
    const countPositions = unnamedStatement("select count(*) as count from provisioning_event_positions");
    const [positions] = await database.pool.query<{ count: number }>(countPositions, []);
    const seen = await follow(database, organization, () => positions?.count ?? 0);
    // A commit whose answer was lost may be there too; nothing acknowledged is missing, and nothing is there twice.
    assert.equal(new Set(seen).size, seen.length);
    assert.deepEqual(
      acknowledged.filter((id) => !seen.includes(id)),
      [],
    );
  });
});

describe("the leader", () => {
  const own = withDatabase();
  const holder = unnamedStatement("select held_by as id from leases where held_until > now()");

  async function untilLed(one: { leads(): boolean }): Promise<void> {
    const deadline = performance.now() + 60_000;
    while (!one.leads()) {
      assert.ok(performance.now() < deadline, "nobody led within a minute");
      await sleep(10);
    }
  }

  test("is one of all nodes, and another one once it stopped or was gone without a word", async (t) => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const leader = startLeading(own, first, silentLog);
    await untilLed(leader);
    const follower = startLeading(own, second, silentLog);
    t.after(() => Promise.all([leader.stop(), follower.stop()]));
    // Seen at once: it asks when it starts, and is told that another one leads.
    await sleep(50);
    assert.deepEqual([leader.leads(), follower.leads()], [true, false]);
    await leader.stop();
    assert.equal(leader.leads(), false);
    await untilLed(follower);
    assert.deepEqual(await own.database.pool.query(holder, []), [{ id: second }]);
    await follower.stop();

    // Held by a node that is no more: nobody gives it back.
    const take = unnamedStatement(
      "update leases set held_by = $1, held_until = clock_timestamp() + interval '1 second'",
    );
    await own.database.pool.execute(take, [third]);
    const heir = startLeading(own, first, silentLog);
    t.after(() => heir.stop());
    await untilLed(heir);
    assert.deepEqual(await own.database.pool.query(holder, []), [{ id: first }]);
  });

  test("leads no longer when the database has not answered for as long as its lease", async () => {
    const made = await testDatabase();
    const leader = startLeading(made, randomUUID(), silentLog);
    await untilLed(leader);
    await made.drop();
    const deadline = performance.now() + 60_000;
    while (leader.leads()) {
      assert.ok(performance.now() < deadline, "it still led after a minute");
      await sleep(10);
    }
    await leader.stop();
  });
});
