import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { Client } from "pg";
import { freePort } from "../../src/cli/free-port.ts";
import { findRunningPostgres } from "../../src/storage/embedded-postgres.ts";
import { RollcallProcess } from "./rollcall-process.ts";
import { SmallDisk } from "./small-disk.ts";
import { openSteadyScene } from "./steady-scene.ts";

const disk = SmallDisk.mount(300);
const skip = disk === undefined ? "no small file system can be mounted: that takes root on Linux" : false;

describe("a disk that is full", { skip }, () => {
  let rollcall: RollcallProcess;
  before(async () => {
    rollcall = new RollcallProcess(join(disk?.folder ?? "", "data"), await freePort("127.0.0.1"));
    await rollcall.start();
  });
  after(async () => {
    await disk?.makeRoom();
    await rollcall.stop();
    disk?.unmount();
  });

  test("is answered by clear 503s, breaks nothing, and is over when there is room again", (t) => fillAndEmpty(t));

  test("ends PostgreSQL when its write-ahead log cannot grow; with room, all of it comes back", (t) =>
    fillAndEmpty(t, useUpTheLog));

  async function fillAndEmpty(t: TestContext, whileFull?: () => Promise<void>): Promise<void> {
    const scene = await openSteadyScene(rollcall, t.name.slice(0, 50));
    const { writers, source } = scene;
    try {
      await writers.more(60);
      await disk?.fill();
      await writers.refusals(100);
      // PostgreSQL may have ended by itself already where its log is meant to be used up.
      if (whileFull === undefined) assert.match([...writers.refusalSentences].join("\n"), /disk/);
      await whileFull?.();
      await writers.refusals(100);
      await disk?.makeRoom();
      await writers.more(60);
      assert.equal((await source.send("GET", "/Users?count=1")).status, 200);
      const findings = await scene.check();
      t.diagnostic(`${writers.acknowledged.count} acknowledged, ${writers.refused} answered 503`);
      assert.deepEqual(writers.unclear, []);
      assert.deepEqual(findings.all, []);
    } finally {
      await scene.close();
    }
  }

  /** Writes what nobody reads into the log until PostgreSQL gives up. */
  async function useUpTheLog(): Promise<void> {
    const client = new Client({ ...findRunningPostgres(rollcall.dataFolder) });
    const ended = new Promise((resolve) => client.once("end", resolve));
    // The query that fails says it too.
    client.on("error", () => undefined);
    let over = false;
    // Nothing to use up where it has ended by itself.
    await client.connect().catch(() => (over = true));
    if (over) return;
    while (!over) {
      await client
        .query("select pg_logical_emit_message(false, 'filling', repeat('x', 1048576))")
        .catch(() => (over = true));
    }
    await ended;
  }
});
