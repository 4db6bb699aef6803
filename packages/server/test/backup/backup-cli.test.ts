import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort } from "../../src/cli/free-port.ts";
import { RollcallProcess } from "../faults/rollcall-process.ts";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a verb to its end. */
function run(dataFolder: string, ...args: readonly string[]): Promise<Ended> {
  const { PATH } = process.env;
  const env = { PATH, ROLLCALL_DATA: dataFolder, ROLLCALL_LOG_LEVEL: "warn" };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, out, err })));
}

describe("rollcall backup and rollcall restore", () => {
  const folder = mkdtempSync(join(tmpdir(), "rollcall-backup-"));
  // PostgreSQL runs as somebody else when the tests run as root, and has to get through to its folder.
  chmodSync(folder, 0o711);
  const file = join(folder, "night.backup");
  const first = join(folder, "first");
  const second = join(folder, "second");
  let server: RollcallProcess;

  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${server.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${server.apiKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as { items?: { name: string }[] };
  };

  before(async () => {
    server = new RollcallProcess(first, await freePort("127.0.0.1"));
    await server.start();
    await call("POST", "/organizations", { name: "Example Corp" });
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("beside a running server a backup is written, for its owner's eyes, and nothing is overwritten", async () => {
    const { code, out, err } = await run(first, "backup", file, "--json");
    assert.equal(code, 0, err);
    const summary = JSON.parse(out) as { rows: number; tables: { name: string; rows: number }[] };
    assert.equal(summary.tables.find(({ name }) => name === "organizations")?.rows, 1);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes(".part")),
      [],
    );
    const again = await run(first, "backup", file);
    assert.deepEqual([again.code, again.out], [1, ""]);
    assert.match(again.err, /exists already/);
  });

  test("a restore into the database of the running server is refused, and of a file that is not there", async () => {
    const refused = await run(first, "restore", file);
    assert.equal(refused.code, 1, refused.out);
    assert.match(refused.err, /Nothing was restored: the database is not empty/);
    const missing = await run(first, "restore", "--check", join(folder, "none.backup"));
    assert.equal(missing.code, 1);
    assert.match(missing.err, /cannot be read \(ENOENT\)/);
  });

  test("restored into a new data folder, it is served from there", async () => {
    const checked = await run(second, "restore", "--check", file);
    assert.equal(checked.code, 0, checked.err);
    assert.match(checked.out, /The backup is whole/);
    assert.equal(existsSync(second), false, "checking needs no database");
    const { code, out, err } = await run(second, "restore", file);
    assert.equal(code, 0, err);
    assert.match(out, /^Restored \d+ rows of \d+ tables/);
    await server.stop();
    server = new RollcallProcess(second, await freePort("127.0.0.1"));
    await server.start();
    assert.deepEqual(
      (await call("GET", "/organizations")).items?.map(({ name }) => name),
      ["Example Corp"],
    );
  });
});
