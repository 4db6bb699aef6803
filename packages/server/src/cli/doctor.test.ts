import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { databaseUrl, testDatabase, withDatabase } from "../../test/support/database.ts";
import { sharedPostgres } from "../../test/support/shared-postgres.ts";
import { unnamedStatement } from "../storage/database.ts";
import { checkDataFolder } from "./doctor/check-data-folder.ts";
import { checkDatabase, judgeClock } from "./doctor/check-database.ts";
import { checkNode } from "./doctor/check-node.ts";
import { checkOrigin } from "./doctor/check-origin.ts";
import { checkPort } from "./doctor/check-port.ts";
import { present } from "./doctor.ts";

const folder = mkdtempSync(join(tmpdir(), "rollcall-doctor-"));
after(() => rmSync(folder, { recursive: true }));

test("Node 24 and newer are sound, older ones a problem", () => {
  const states = ["20.20.2", "23.9.0", "24.0.0", "25.1.0"].map((version) => checkNode(version).state);
  assert.deepEqual(states, ["problem", "problem", "ok", "ok"]);
});

describe("the data folder", () => {
  test("is sound where it may be written or made, and nothing is made", async () => {
    assert.equal((await checkDataFolder(folder)).state, "ok");
    const check = await checkDataFolder(join(folder, "not", "yet"));
    assert.equal(check.state, "ok");
    assert.match(check.found, /not\/yet will be made, \d+ MB free$/);
  });

  test("is a problem where a file stands in its place", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    const check = {
      name: "data folder",
      state: "problem",
      found: `${file} is no folder`,
      whatToDo: "set ROLLCALL_DATA to a folder",
    };
    assert.deepEqual(await checkDataFolder(file), check);
  });

  test("is a problem where it may not be written", {
    skip: process.getuid?.() === 0 ? "root may write everywhere" : false,
  }, async () => {
    const closed = join(folder, "closed");
    mkdirSync(closed, { mode: 0o500 });
    assert.equal((await checkDataFolder(join(closed, "data"))).state, "problem");
  });
});

describe("the database", () => {
  const own = withDatabase();
  const settings = (url: string | undefined, dataFolder = join(folder, "data")) =>
    ({ databaseUrl: url, dataFolder, pooler: "none" }) as const;

  test("is sound when it is migrated, and so is its clock", async () => {
    const checks = await checkDatabase(settings(databaseUrl(own.target)));
    assert.deepEqual(
      checks.map((one) => [one.name, one.state]),
      [
        ["database", "ok"],
        ["clock", "ok"],
      ],
    );
    assert.match(checks[0]?.found ?? "", /^PostgreSQL 1[5-8]\.\d+$/);
  });

  test("is a problem when nothing listens there", async () => {
    const [check] = await checkDatabase(settings("postgres://rollcall@127.0.0.1:1/rollcall"));
    assert.equal(check?.state, "problem");
    assert.match(check.found, /^the database cannot be reached: .*ECONNREFUSED/);
    assert.match(check.whatToDo ?? "", /check DATABASE_URL/);
  });

  test("is a problem when a pooler is in between and the settings do not say so", async () => {
    const made = await testDatabase({ pooler: "transaction" });
    const { port, database } = made.target as { port: number; database: string };
    const [check] = await checkDatabase(settings(`postgres://rollcall@127.0.0.1:${port}/${database}`));
    await made.drop();
    assert.equal(check?.whatToDo, "DATABASE_URL leads to a pooler: set ROLLCALL_POOLER to transaction");
  });

  test("is a warning when a newer Rollcall has migrated it", async () => {
    const made = await testDatabase();
    const insert = unnamedStatement(
      "insert into schema_migrations (number, name, incompatible) values (9999, '9999_later', false)",
    );
    await made.database.pool.execute(insert, []);
    const [check] = await checkDatabase(settings(databaseUrl(made.target)));
    await made.drop();
    assert.equal(check?.state, "warning");
    assert.match(check.found, /migrated by a newer Rollcall \(9999\)$/);
  });

  test("is a problem when it is not in UTF-8", async () => {
    const { creator, target } = await sharedPostgres();
    const name = `test_ascii_${process.pid}`;
    await creator.query(
      `create database ${name} template template0 encoding 'SQL_ASCII' locale_provider libc lc_collate 'C' lc_ctype 'C'`,
    );
    const [check] = await checkDatabase(settings(databaseUrl(target(name))));
    await creator.query(`drop database ${name} with (force)`);
    assert.equal(check?.state, "problem");
    assert.match(check.found, /with encoding SQL_ASCII$/);
  });

  test("embedded and not running, is sound when it could be started, and nothing is started", async () => {
    const [check] = await checkDatabase(settings(undefined));
    assert.equal(check?.state, "ok");
    assert.match(check.found, /^not running; PostgreSQL \d+ of the (package|machine), as user id \d+, no data yet$/);
  });

  test("embedded and of a newer version, is a problem", async () => {
    const dataFolder = join(folder, "newer");
    mkdirSync(join(dataFolder, "postgres"), { recursive: true });
    writeFileSync(join(dataFolder, "postgres", "PG_VERSION"), "99\n");
    const [check] = await checkDatabase(settings(undefined, dataFolder));
    assert.equal(check?.state, "problem");
    assert.match(check.found, /written by PostgreSQL 99/);
  });
});

test("clocks up to two seconds apart are sound, up to a minute a warning, beyond a problem", () => {
  const states = [0, -1_900, 2_500, -59_000, 61_000].map((ahead) => judgeClock(ahead).state);
  assert.deepEqual(states, ["ok", "ok", "warning", "warning", "problem"]);
  assert.equal(judgeClock(-2_500).found, "the database's clock is 2.5 seconds behind");
});

describe("the port", () => {
  const server = createServer();
  let port = 0;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as { port: number }).port;
  });
  after(() => server.close());

  test("is sound when it is free or Rollcall's own, and a problem when another program has it", async () => {
    assert.equal((await checkPort("127.0.0.1", 0, undefined)).state, "ok");
    assert.deepEqual(await checkPort("127.0.0.1", port, undefined), {
      name: "port",
      state: "problem",
      found: `127.0.0.1:${port} is in use by another program`,
      whatToDo: "stop that program, or set ROLLCALL_PORT to another",
    });
    assert.equal(
      (await checkPort("127.0.0.1", port, 4711)).found,
      `127.0.0.1:${port} is in use, and Rollcall runs (process 4711)`,
    );
  });

  test("is a problem at an address that is not this machine's", async () => {
    assert.match((await checkPort("192.0.2.1", 0, undefined)).found, /cannot be listened on \(EADDRNOTAVAIL\)$/);
  });
});

test("a public address that resolves to this machine, or not at all, is a warning", async () => {
  const at = async (origin: string) =>
    (await checkOrigin({ origin, host: "127.0.0.1", port: 8080 })).map((one) => one.found);
  const [local = ""] = await at("https://localhost");
  assert.match(local, /is at localhost, which leads to (127\.0\.0\.1|::1): a source in the cloud cannot reach/);
  assert.deepEqual(await at("https://scim.invalid"), [
    "the name in ROLLCALL_ORIGIN, https://scim.invalid, does not resolve here",
  ]);
  assert.deepEqual(await at("https://203.0.113.7"), ["https://203.0.113.7"]);
});

test("the printed checks say on a line of its own what to do", () => {
  const checks = [checkNode("24.1.0"), checkNode("20.1.0")];
  assert.equal(
    present(checks),
    [
      "ok       node: Node 24.1.0",
      "problem  node: Node 20.1.0",
      "         install Node 24 or newer, or start Rollcall with npm start",
    ].join("\n"),
  );
});
