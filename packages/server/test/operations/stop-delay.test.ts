import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../src/cli/free-port.ts";
import { databaseUrl, testDatabase } from "../support/database.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

test("a node that is told to stop says that it is not ready, and answers until load balancers have turned away", async () => {
  const made = await testDatabase();
  const folder = mkdtempSync(join(tmpdir(), "rollcall-stop-"));
  const port = await freePort("127.0.0.1");
  const { PATH, ROLLCALL_TEST_POOLER: pooler } = process.env;
  const env = {
    PATH,
    ROLLCALL_POOLER: pooler === undefined ? "none" : "transaction",
    DATABASE_URL: databaseUrl(made.target),
    ROLLCALL_DATA: folder,
    ROLLCALL_PORT: String(port),
    ROLLCALL_API_KEY: "rck-of-the-stopping-test",
    ROLLCALL_LOG_LEVEL: "warn",
    // Longer than this test takes on any machine: it ends the node by a second signal.
    ROLLCALL_STOP_DELAY: "600",
  };
  const child = spawn(process.execPath, [main, "serve"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const ask = async (path: string) => {
    const headers = { authorization: "Bearer rck-of-the-stopping-test" };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers }).catch(() => undefined);
    return response && { status: response.status, text: await response.text() };
  };
  try {
    while ((await ask("/readyz"))?.status !== 200 && child.exitCode === null) await sleep(50);
    child.kill("SIGTERM");
    let found = await ask("/readyz");
    while (found?.status === 200) found = await ask("/readyz");
    assert.deepEqual(found, { status: 503, text: '{"ready":false,"reason":"stopping"}' });
    assert.equal((await ask("/api/v1/organizations"))?.status, 200);
    assert.equal((await ask("/healthz"))?.status, 200);
    // Two signals within a second are the same one.
    for (let code: number | null | undefined; code === undefined; ) {
      child.kill("SIGTERM");
      code = await Promise.race([ended, sleep(200).then(() => undefined)]);
    }
    assert.equal(await ended, 130);
  } finally {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true, force: true });
    await made.drop();
  }
});
