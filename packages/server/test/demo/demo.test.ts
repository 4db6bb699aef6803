import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { playDemo } from "../../src/cli/demo.ts";
import type { DemoProgress } from "../../src/cli/demo-progress.ts";
import type { DemoResult } from "../../src/cli/demo-result.ts";
import { smallestSize } from "../../src/cli/demo-story.ts";
import { freePort } from "../../src/cli/free-port.ts";
import { startTestServer } from "../support/server.ts";

describe("the demonstration", () => {
  let server: Awaited<ReturnType<typeof startTestServer>>;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.close());

  const said: string[] = [];
  const progress: DemoProgress = {
    begin: () => undefined,
    advance: () => undefined,
    end: (sentence) => said.push(sentence),
  };

  for (const round of [1, 2]) {
    test(`ends with the directory that its sources sent, for the ${round === 1 ? "first" : "second"} time in an organization`, async () => {
      said.length = 0;
      const result = await playDemo(server.origin, server.apiKey, smallestSize, progress);
      assert.deepEqual(result.problems, []);
      assert.equal(result.round, round);
      const suffix = round === 1 ? "" : " (2)";
      assert.deepEqual(
        result.applications.map(({ displayName }) => displayName),
        [`Entra ID${suffix}`, `Okta${suffix}`],
      );
      const { users, groups } = result.directory;
      assert.deepEqual(users, { enabled: 120 - 13, disabled: 13, binned: 0 });
      assert.equal(groups, smallestSize.entraGroups + smallestSize.oktaGroups);
      assert.deepEqual([...new Set(result.leavers.map(({ outcome, status }) => `${outcome}; ${status}`))].sort(), [
        "applied: disabled; disabled",
        "applied: link closed; disabled",
        "applied: the same person is back; enabled",
      ]);
      assert.equal(
        result.sources.reduce((sum, { refused }) => sum + refused.length, 0),
        0,
      );
      assert.ok(said.some((sentence) => sentence.startsWith("Leavers, said in other dialects: ")));
    });
  }
});

describe("npm run demo", () => {
  test("prints one JSON result and nothing else to standard output with --json, and ends with 0", async () => {
    const folder = await mkdtemp(join(tmpdir(), "rollcall-demo-"));
    await chmod(folder, 0o711);
    try {
      const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
      const settings = { ROLLCALL_DATA: join(folder, "data"), ROLLCALL_PORT: String(await freePort("127.0.0.1")) };
      const { code, stdout } = await run([main, "demo", "--json"], settings);
      const result = JSON.parse(stdout) as DemoResult;
      assert.deepEqual(result.problems, []);
      assert.equal(code, 0);
      assert.deepEqual(result.directory.users, { enabled: 700 - 13, disabled: 13, binned: 0 });
      assert.equal(result.directory.groups, 30);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

function run(
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number; stdout: string }> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(ROLLCALL_|DATABASE_URL$|NODE_TEST)/.test(name));
  return new Promise((resolve) => {
    const options = { env: { ...Object.fromEntries(inherited), ...settings }, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, [...args], options, (error, stdout) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout });
    });
  });
}
