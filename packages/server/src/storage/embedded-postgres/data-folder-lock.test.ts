import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { describeSelf, findLockHolder, judgeHolder, lockDataFolder } from "./data-folder-lock.ts";

const gonePid = (): number => spawnSync(process.execPath, ["--version"]).pid;

describe("judging who holds a data folder", () => {
  const self = describeSelf();
  for (const [promise, change, expected] of [
    ["this very process is alive", {}, "alive"],
    ["a process that ended is gone", { pid: gonePid() }, "gone"],
    ["a later process with the same id is not the holder", { startTicks: "1" }, "gone"],
    ["nothing survives a restart of the machine", { boot: "another" }, "gone"],
    ["of another container nothing is known", { namespace: "pid:[1]" }, "unknown"],
    ["of another machine nothing is known", { host: "other.example" }, "unknown"],
  ] as const) {
    test(promise, () => assert.equal(judgeHolder({ ...self, ...change }, self), expected));
  }
});

describe("the lock of a data folder", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rollcall-lock-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, "rollcall.lock");

  test("a held folder is refused, naming the holder, and free again after the release", async () => {
    const lock = await lockDataFolder(folder);
    assert.equal(findLockHolder(folder)?.pid, process.pid);
    await assert.rejects(lockDataFolder(folder), {
      reason: "data_folder_in_use",
      message: new RegExp(`in use by another Rollcall: process ${process.pid} on `),
      whatToDo: /ROLLCALL_DATA/,
    });
    lock.release();
    assert.equal(findLockHolder(folder), undefined);
    assert.deepEqual(readdirSync(folder), []);
  });

  test("of many that try at once, one gets it", async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 20 }, () => lockDataFolder(folder)));
    const taken = attempts.filter((one) => one.status === "fulfilled");
    assert.equal(taken.length, 1);
    for (const one of taken) one.value.release();
  });

  test("a lock left by a killed process is taken over", async () => {
    const program = `import { lockDataFolder } from ${JSON.stringify(join(import.meta.dirname, "data-folder-lock.ts"))};
      await lockDataFolder(${JSON.stringify(folder)}); console.log("held"); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await assert.rejects(lockDataFolder(folder), { reason: "data_folder_in_use" });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    (await lockDataFolder(folder)).release();
  });

  test("a lock of another container is refused while it beats, and taken over when it is silent", async () => {
    const other = JSON.stringify({ ...describeSelf(), namespace: "pid:[1]" });
    writeFileSync(file(), other);
    const beats = setInterval(() => utimesSync(file(), new Date(), new Date()), 100);
    await assert.rejects(lockDataFolder(folder), { reason: "data_folder_in_use" });
    clearInterval(beats);
    (await lockDataFolder(folder, { silence: 1_000 })).release();
    assert.equal(existsSync(file()), false);
  });

  test("a lock file cut short by a power loss does not keep the folder locked", async () => {
    writeFileSync(file(), "");
    (await lockDataFolder(folder, { silence: 1_000 })).release();
  });
});
