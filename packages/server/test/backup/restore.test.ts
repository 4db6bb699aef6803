import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PassThrough, Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { BackupFault } from "../../src/storage/backup/backup-fault.ts";
import { checkArchive } from "../../src/storage/backup/read-archive.ts";
import { restoreBackup } from "../../src/storage/backup/restore-backup.ts";
import { writeBackup } from "../../src/storage/backup/write-backup.ts";
import { type Database, unnamedStatement } from "../../src/storage/database.ts";
import { migrate, migrationsFolder, readMigrations } from "../../src/storage/migrate.ts";
import { playEverything } from "../plans/play-everything.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";
import { TestOrganization } from "../support/organization.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { rowTexts, tableNames } from "../support/snapshot.ts";
import { person, Source } from "../support/source.ts";

/** Changed by a restore on purpose, or by the mere passing of time. */
const restless = ["epoch", "leased_by", "leased_until", "last_used_at", "last_used_from", "last_used_by"];
/** Rights of nodes, what PostgreSQL forgets in a crash, and the number that a restore raises. */
const notKept = new Set(["leases", "list_bookmarks", "settings_versions"]);

async function allRows(database: Database): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of await tableNames(database)) {
    if (!notKept.has(table)) tables[table] = await rowTexts(database, table, [...restless, "applied_at"]);
  }
  return tables;
}

const quiet = { progress: () => undefined };
const gathered = async (write: (archive: PassThrough) => Promise<unknown>): Promise<Buffer> => {
  const archive = new PassThrough({ highWaterMark: 1_000_000_000 });
  await write(archive);
  return Buffer.concat((await archive.toArray()) as Buffer[]);
};

describe("a backup that was taken while sources wrote", () => {
  let made: TestDatabase;
  let server: TestServer;
  let organization: TestOrganization;
  let source: Source;
  let kept: Record<string, string[]>;
  let archive: Buffer;
  let restored: TestDatabase;

  const take = (): Promise<Buffer> =>
    gathered((stream) =>
      writeBackup(
        { target: made.target, programVersion: "0.0.0-test", now: () => "2026-01-02T03:04:05.000Z", ...quiet },
        stream,
      ),
    );

  /** Takes a backup that has begun, and has to wait in the middle until `meanwhile` is done. */
  async function takeAround(meanwhile: () => Promise<void>): Promise<Buffer> {
    const blocker = await made.database.connect();
    const run = (text: string) => blocker.query<{ waiting: boolean }>(unnamedStatement(text), []);
    await run("begin");
    await run("lock table played_sources in access exclusive mode");
    const taken = take();
    const waits = `select exists (select from pg_locks where not granted and relation = 'played_sources'::regclass) as waiting`;
    while ((await run(waits))[0]?.waiting !== true) await sleep(10);
    await meanwhile();
    await run("rollback");
    await blocker.close();
    return taken;
  }

  before(async () => {
    made = await testDatabase();
    server = await startTestServer({ made });
    organization = new TestOrganization(server, server.organizationId);
    await playEverything(organization);
    source = await organization.source("Writing");
    await source.create("Users", person("before", { title: 'Tab\there, new\nline, back\\slash, "quotes", \\N, 漢字' }));
    await organization.events();
    await server.recorder.flush();
    kept = await allRows(made.database);
    archive = await takeAround(async () => {
      for (let n = 0; n < 20; n += 1) await source.create("Users", person(`meanwhile${n}`));
    });
    restored = await testDatabase({ migrated: false });
  });
  after(async () => {
    await server.close();
    await restored.drop();
  });

  test("restores every row of every table as it was when the backup began, and nothing of what came later", async () => {
    const summary = await restoreBackup({ target: restored.target, ...quiet }, Readable.from([archive]));
    assert.equal(summary.takenAt, "2026-01-02T03:04:05.000Z");
    const found = await allRows(restored.database);
    assert.deepEqual(Object.keys(found), Object.keys(kept));
    for (const [table, rows] of Object.entries(kept)) assert.deepEqual(found[table], rows, table);
    const filled = Object.values(found).filter((rows) => rows.length > 0).length;
    assert.ok(filled > 20, `only ${filled} tables have rows in this test`);
    const indexes = unnamedStatement("select indexdef from pg_indexes where schemaname = 'public' order by 1");
    assert.deepEqual(await restored.database.pool.query(indexes, []), await made.database.pool.query(indexes, []));
  });

  test("its server answers what the first one did, goes on where that stood, and readers of the feed begin anew", async () => {
    const cursors = await organization.call<{ nextCursor: string }>(
      "GET",
      `/organizations/${organization.id}/provisioning-events?limit=5`,
    );
    const answered = await source.send("GET", "/Users?filter=userName%20eq%20%22before@example.com%22");
    const { database, openAnother } = restored;
    const second = await startTestServer({ made: { database, openAnother, drop: async () => undefined } });
    try {
      const again = new Source({
        id: source.applicationId,
        scimBaseUrl: source.baseUrl.replace(server.origin, second.origin),
        bearerToken: source.token,
      });
      const found = await again.send("GET", "/Users?filter=userName%20eq%20%22before@example.com%22");
      assert.equal(found.text.replaceAll(second.origin, server.origin), answered.text);
      assert.equal((await again.send("GET", "/Users")).body["totalResults"], 1);
      const events = async (): Promise<number> => {
        const [row] = await database.pool.query<{ n: number }>(
          unnamedStatement("select max(last_position)::int as n from provisioning_event_feeds"),
          [],
        );
        return row?.n ?? 0;
      };
      const stood = await events();
      await again.create("Users", person("after"));
      while ((await events()) <= stood) await sleep(10);
      const address = `${second.origin}/api/v1/organizations/${organization.id}/provisioning-events`;
      const authorization = `Bearer ${server.apiKey}`;
      const expired = await fetch(`${address}?after=${cursors.nextCursor}`, { headers: { authorization } });
      assert.equal(expired.status, 410);
      assert.equal((await fetch(address, { headers: { authorization } })).status, 200);
    } finally {
      await second.close();
    }
  });

  test("a database that is not empty is left as it is", async () => {
    const rows = await allRows(restored.database);
    await assert.rejects(
      restoreBackup({ target: restored.target, ...quiet }, Readable.from([archive])),
      (error) => error instanceof BackupFault && /not empty/.test(error.message),
    );
    assert.deepEqual(await allRows(restored.database), rows);
  });

  const plain = (): Buffer => gunzipSync(archive);
  const spoilt: readonly (readonly [what: string, spoil: () => Buffer, expected: RegExp])[] = [
    ["was cut off", () => archive.subarray(0, archive.length - 200), /cut off|unpacked/],
    [
      "lost its end at the edge of a frame",
      () => gzipSync(plain().subarray(0, plain().lastIndexOf("Z\0\0\0"))),
      /cut off/,
    ],
    [
      "had a value changed in a row",
      () =>
        gzipSync(
          Buffer.from(plain().toString("latin1").replaceAll("before@example.com", "BEFORE@example.com"), "latin1"),
        ),
      /changed/,
    ],
    ["is followed by something", () => gzipSync(Buffer.concat([plain(), Buffer.from("H\0\0\0\x02{}")])), /follows/],
    ["is something else", () => gzipSync("not a backup of anything"), /not what a backup holds/],
    ["is not even compressed", () => Buffer.from("select 1"), /unpacked/],
    [
      "is of a newer format",
      () => gzipSync(Buffer.from(plain().toString("latin1").replace('"format":1', '"format":9'), "latin1")),
      /format 9/,
    ],
  ];
  for (const [what, spoil, expected] of spoilt) {
    test(`a backup that ${what} restores nothing, and checking it says so`, async () => {
      const empty = await testDatabase({ migrated: false });
      try {
        const fault = (error: unknown) => error instanceof BackupFault && expected.test(error.message);
        await assert.rejects(checkArchive(Readable.from([spoil()])), fault);
        await assert.rejects(restoreBackup({ target: empty.target, ...quiet }, Readable.from([spoil()])), fault);
        assert.deepEqual(await tableNames(empty.database), []);
      } finally {
        await empty.drop();
      }
    });
  }

  test("a backup of a newer program is refused, naming the migrations that are not known here", async () => {
    const name = unnamedStatement(
      "insert into schema_migrations (number, name, incompatible) values (9001, '9001_from_tomorrow', false)",
    );
    await made.database.pool.execute(name, []);
    const newer = await take();
    await made.database.pool.execute(unnamedStatement("delete from schema_migrations where number = 9001"), []);
    const empty = await testDatabase({ migrated: false });
    try {
      await assert.rejects(
        restoreBackup({ target: empty.target, ...quiet }, Readable.from([newer])),
        /newer Rollcall.*9001/,
      );
      assert.deepEqual(await tableNames(empty.database), []);
    } finally {
      await empty.drop();
    }
  });

  test("a backup of an older program is restored, and brought to the version of this one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rollcall-older-"));
    const older = await testDatabase({ migrated: false });
    const empty = await testDatabase({ migrated: false });
    try {
      // Before exchanges had a name of their request, and feeds a beginning that was dropped.
      const known = readMigrations(migrationsFolder);
      for (const { number, name, sql } of known) if (number <= 20) writeFileSync(join(folder, `${name}.sql`), sql);
      await migrate(older.database, { folder });
      const organization =
        "insert into organizations (id, name, slug, created_at) values ($1, 'Example Corp', 'example', now())";
      const feed = "insert into provisioning_event_feeds (organization_id, last_position) values ($1, 41)";
      const id = "01999999-0000-7000-8000-000000000001";
      for (const text of [organization, feed]) await older.database.pool.execute(unnamedStatement(text), [id]);
      const taken = await gathered((stream) =>
        writeBackup(
          { target: older.target, programVersion: "0.0.1", now: () => "2026-01-01T00:00:00.000Z", ...quiet },
          stream,
        ),
      );
      const summary = await restoreBackup({ target: empty.target, ...quiet }, Readable.from([taken]));
      assert.deepEqual([summary.migration, summary.programVersion], [20, "0.0.1"]);
      const feeds = unnamedStatement("select last_position, dropped_position from provisioning_event_feeds");
      assert.deepEqual(await empty.database.pool.query(feeds, []), [{ last_position: 41, dropped_position: 0 }]);
      const { applied, version } = await migrate(empty.database);
      assert.deepEqual([applied, version], [[], known.at(-1)?.number], "nothing is left to do");
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await older.drop();
      await empty.drop();
    }
  });
});
