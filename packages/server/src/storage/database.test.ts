import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { testDatabase, withDatabase } from "../../test/support/database.ts";
import { DatabaseUnavailable, StatementTimeout } from "../domain/database-failures.ts";
import { silentLog } from "../log.ts";
import { type Database, openDatabase, statement, unnamedStatement } from "./database.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";

const echo = statement("test-echo", "select $1::int as value");
const fail = statement("test-divide", "select 1 / $1::int as value");
const sleep = statement("test-sleep", "select pg_sleep($1::float8)::text as slept");

describe("a database", () => {
  const own = withDatabase({ migrated: false, listMilliseconds: 200 });

  test("look-ups on few connections each get their own answer, in any number at once", async () => {
    const values = Array.from({ length: 2_000 }, (_, value) => value);
    const answers = await Promise.all(
      values.map((value) => own.database.reader.query<{ value: number }>(echo, [value])),
    );
    assert.deepEqual(
      answers.flat().map((row) => row.value),
      values,
    );
  });

  test("a look-up that fails does not touch those sent before and after it", async () => {
    const { reader } = own.database;
    const answers = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        reader.query(index % 3 === 1 ? fail : echo, [index % 3 === 1 ? 0 : index]),
      ),
    );
    for (const [index, answer] of answers.entries()) {
      if (index % 3 === 1) assert.equal(answer.status === "rejected" && answer.reason.code, "22012");
      else assert.deepEqual(answer.status === "fulfilled" && answer.value, [{ value: index }]);
    }
  });

  test("columns arrive as numbers, texts, dates and parsed JSON", async () => {
    const types = unnamedStatement(
      `select 9007199254740991::bigint as large, date '2026-11-24' as day, timestamptz '2026-11-24 01:02:03.004Z' as moment,
              '{"a": [1]}'::jsonb as document, '{"a":1}'::text as text, null::text as nothing`,
    );
    const row = {
      large: 9_007_199_254_740_991,
      day: "2026-11-24",
      moment: new Date("2026-11-24T01:02:03.004Z"),
      document: { a: [1] },
      text: '{"a":1}',
      nothing: null,
    };
    for (const source of [own.database.reader, own.database.pool, own.database.lists]) {
      assert.deepEqual(await source.query(types, []), [row]);
    }
  });

  test("a list that takes too long is ended and says so", async () => {
    await assert.rejects(own.database.lists.query(sleep, [30]), StatementTimeout);
    assert.deepEqual(await own.database.lists.query(echo, [1]), [{ value: 1 }]);
  });

  test("a statement's name belongs to one text", () => {
    assert.equal(statement("test-echo", echo.text).name, "test-echo");
    assert.throws(() => statement("test-echo", "select 2"), /two statements are called test-echo/);
    assert.throws(() => statement("x".repeat(51), "select 1"), /longer than 50 bytes/);
  });
});

describe("a transaction", () => {
  const own = withDatabase({ migrated: false });
  const insert = statement("test-insert", "insert into facts values ($1)");
  const select = unnamedStatement("select value from facts order by value");
  before(async () => {
    await own.database.pool.execute(unnamedStatement("create table facts (value int primary key)"), []);
  });
  const facts = async () => (await own.database.pool.query<{ value: number }>(select, [])).map((row) => row.value);

  test("commits what it did when it resolves, and returns what it found", async () => {
    const changed = await own.database.transaction(
      async (tx) => (await tx.execute(insert, [1])) + (await tx.execute(insert, [2])),
    );
    assert.equal(changed, 2);
    assert.deepEqual(await facts(), [1, 2]);
  });

  test("leaves nothing when it throws, be it the database's error or the caller's", async () => {
    await assert.rejects(
      own.database.transaction(async (tx) => {
        await tx.execute(insert, [3]);
        await tx.execute(insert, [3]);
      }),
      { code: "23505" },
    );
    const reason = new Error("changed my mind");
    await assert.rejects(
      own.database.transaction(async (tx) => {
        await tx.execute(insert, [4]);
        throw reason;
      }),
      reason,
    );
    assert.deepEqual(await facts(), [1, 2]);
  });

  test("throws when an error within it was caught and the server rolled it back", async () => {
    await assert.rejects(
      own.database.transaction(async (tx) => {
        await tx.execute(insert, [5]);
        await tx.execute(insert, [5]).catch(() => undefined);
      }),
      /rolled back/,
    );
    assert.deepEqual(await facts(), [1, 2]);
  });

  test("more at once than there are connections wait their turn", async () => {
    const values = Array.from({ length: 40 }, (_, index) => 100 + index);
    await Promise.all(values.map((value) => own.database.transaction((tx) => tx.execute(insert, [value]))));
    assert.deepEqual((await facts()).slice(2), values);
  });
});

describe("a column that changes its type under prepared statements (rolling upgrade)", () => {
  const own = withDatabase({ migrated: false });
  const select = statement("test-stale", "select value from facts where value = $1");
  const run = (text: string) => own.database.pool.execute(unnamedStatement(text), []);
  before(async () => {
    await run("create table facts (value int)");
    await run("insert into facts values (1)");
  });

  const ways: Record<string, () => Promise<unknown>> = {
    "a look-up": () => own.database.reader.query(select, [1]),
    "many look-ups at once": async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => own.database.reader.query(select, [1])));
      assert.equal(new Set(answers.map((one) => JSON.stringify(one))).size, 1);
      return answers[0];
    },
    "a list": () => own.database.lists.query(select, [1]),
    "a write": () => own.database.pool.query(select, [1]),
    "a transaction": () => own.database.transaction((tx) => tx.query(select, [1])),
  };
  for (const [way, query] of Object.entries(ways)) {
    test(`${way} is run once more and gets its answer`, async () => {
      assert.deepEqual(await query(), [{ value: 1 }]);
      await run("alter table facts alter column value type bigint");
      assert.deepEqual(await query(), [{ value: 1 }]);
      await run("alter table facts alter column value type int");
      assert.deepEqual(await query(), [{ value: 1 }]);
    });
  }
});

describe("behind a pooler in transaction mode", () => {
  const own = withDatabase({ migrated: false, pooler: "transaction", listMilliseconds: 200 });

  test("no statement is prepared under a name, and everything else works", async () => {
    for (const source of [own.database.reader, own.database.pool, own.database.lists]) {
      assert.deepEqual(await source.query(echo, [7]), [{ value: 7 }]);
    }
    assert.deepEqual(await own.database.transaction((tx) => tx.query(echo, [7])), [{ value: 7 }]);
    const prepared = unnamedStatement("select count(*) as count from pg_prepared_statements");
    assert.deepEqual(await own.database.pool.query(prepared, []), [{ count: 0 }]);
  });

  test("many at once share few connections, and transactions stay whole", async () => {
    const { database } = own;
    await database.pool.execute(unnamedStatement("create table sums (value int not null)"), []);
    const add = unnamedStatement("insert into sums values ($1)");
    const count = unnamedStatement("select count(*) as count from sums");
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        database
          .transaction(async (tx) => {
            await tx.execute(add, [index]);
            if (index % 3 === 0) throw new RangeError("not this one");
            await tx.execute(add, [index]);
          })
          .catch((error: unknown) => assert.ok(error instanceof RangeError, String(error))),
      ),
    );
    assert.deepEqual(await database.reader.query(count, []), [{ count: 80 }]);
  });

  test("lists have their time budget without a session setting", async () => {
    await assert.rejects(own.database.lists.query(sleep, [30]), StatementTimeout);
    const budget = unnamedStatement("select current_setting('statement_timeout') as budget");
    assert.deepEqual(await own.database.pool.query(budget, []), [{ budget: "0" }]);
  });
});

describe("a database that goes away", () => {
  let folder: string;
  let server: EmbeddedPostgres;
  let database: Database;
  const insert = statement("test-keep", "insert into kept values ($1)");
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-away-"));
    server = await startEmbeddedPostgres({ dataFolder: join(folder, "data"), log: silentLog });
    database = openDatabase({ target: server.connection, log: silentLog });
    await database.pool.execute(unnamedStatement("create table kept (value int primary key)"), []);
  });
  after(async () => {
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  const ways: Record<string, () => Promise<unknown>> = {
    "a look-up": () => database.reader.query(echo, [1]),
    "a write": () => database.pool.query(echo, [1]),
    "a list": () => database.lists.query(echo, [1]),
    "a transaction": () => database.transaction((tx) => tx.query(echo, [1])),
  };

  for (const [way, query] of Object.entries(ways)) {
    test(`${way} says that the database is unavailable, and works when it is back`, async () => {
      await untilAvailable(query);
      await killServer();
      // Sooner or later the connections notice; until then nothing but this error may come out.
      await assert.rejects(async () => {
        for (;;) await query();
      }, DatabaseUnavailable);
      await untilAvailable(query);
      assert.deepEqual(await query(), [{ value: 1 }]);
    });
  }

  test("every write that was acknowledged while the server was killed is there", async () => {
    const acknowledged: number[] = [];
    let next = 0;
    const writers = Array.from({ length: 8 }, async () => {
      // Until some are acknowledged after the kill too, however long the database is away.
      while (acknowledged.length < 1_500) {
        const value = (next += 1);
        try {
          if (value % 2 === 0) await database.pool.execute(insert, [value]);
          else await database.transaction((tx) => tx.execute(insert, [value]));
          acknowledged.push(value);
        } catch (error) {
          assert.ok(error instanceof DatabaseUnavailable, String(error));
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        if (value === 500) process.kill(server.pid, "SIGKILL");
      }
    });
    await Promise.all(writers);
    const select = unnamedStatement("select value from kept");
    const rows = await untilAvailable(() => database.lists.query<{ value: number }>(select, []));
    const found = new Set(rows.map((row) => row.value));
    assert.deepEqual(
      acknowledged.filter((value) => !found.has(value)),
      [],
    );
  });

  /** Its processes may answer for a moment after it is gone, so that it may still be starting anew. */
  async function killServer(): Promise<void> {
    for (;;) {
      try {
        process.kill(server.pid, "SIGKILL");
        return;
      } catch (error) {
        assert.equal((error as NodeJS.ErrnoException).code, "ESRCH");
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  async function untilAvailable<T>(query: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await query();
      } catch (error) {
        assert.ok(error instanceof DatabaseUnavailable, String(error));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
});

describe("a database that was never there", () => {
  for (const [where, target] of [
    ["a port where nothing listens", { url: "postgres://rollcall@127.0.0.1:1/rollcall" }],
    ["a socket that is missing", { host: "/nowhere", port: 5432, user: "rollcall", database: "rollcall" }],
    ["a name that does not resolve", { url: "postgres://rollcall@nowhere.invalid/rollcall" }],
  ] as const) {
    test(`${where} is an unavailable database`, async () => {
      const database = openDatabase({ target, log: silentLog });
      await assert.rejects(database.reader.query(echo, [1]), DatabaseUnavailable);
      await assert.rejects(database.pool.query(echo, [1]), DatabaseUnavailable);
      await assert.rejects(database.connect(), DatabaseUnavailable);
      await database.close();
    });
  }

  test("a database of another name is an unavailable database", async () => {
    const made = await testDatabase({ migrated: false });
    await made.drop();
    const database = openDatabase({ target: made.target, log: silentLog });
    await assert.rejects(database.reader.query(echo, [1]), DatabaseUnavailable);
    await assert.rejects(database.pool.query(echo, [1]), DatabaseUnavailable);
    await database.close();
  });

  test("a host that accepts and never answers is given up", async () => {
    const sockets: Socket[] = [];
    const mute: Server = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const { port } = mute.address() as { port: number };
    const target = { url: `postgres://rollcall@127.0.0.1:${port}/rollcall` };
    const database = openDatabase({ target, log: silentLog });
    const [look, write] = await Promise.allSettled([database.reader.query(echo, [1]), database.pool.query(echo, [1])]);
    assert.ok(look.status === "rejected" && look.reason instanceof DatabaseUnavailable);
    assert.ok(write.status === "rejected" && write.reason instanceof DatabaseUnavailable);
    await database.close();
    for (const socket of sockets) socket.destroy();
    mute.close();
  });
});
