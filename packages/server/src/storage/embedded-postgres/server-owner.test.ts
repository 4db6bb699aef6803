import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { StartRefusal } from "../start-refusal.ts";
import { canReach, decideServerOwner, type OwnerFacts } from "./server-owner.ts";

const ids = (id: number) => ({ uid: id, gid: id });
const users = (names: Record<string, number>) => (name: string) => {
  const id = names[name];
  return id === undefined ? undefined : ids(id);
};
const asRoot: OwnerFacts = {
  self: ids(0),
  selfName: "root",
  cluster: undefined,
  findUser: users({ postgres: 101, nobody: 65_534 }),
};
const ordinary: OwnerFacts = {
  self: ids(1000),
  selfName: "ada",
  cluster: undefined,
  findUser: users({ postgres: 101 }),
};

const cases: readonly (readonly [string, OwnerFacts, number | string])[] = [
  ["an ordinary user runs PostgreSQL as itself", ordinary, 1000],
  ["root runs it as postgres", asRoot, 101],
  [
    "root runs it as nobody where there is no user postgres",
    { ...asRoot, findUser: users({ nobody: 65_534 }) },
    65_534,
  ],
  ["root runs it as the owner of existing data", { ...asRoot, cluster: ids(1000) }, 1000],
  ["root without an unprivileged user is refused", { ...asRoot, findUser: users({}) }, "no_unprivileged_user"],
  ["data that belongs to root is refused", { ...asRoot, cluster: ids(0) }, "data_folder_of_root"],
  ["an ordinary user's own data is served", { ...ordinary, cluster: ids(1000) }, 1000],
  ["another user's data is refused", { ...ordinary, cluster: ids(101) }, "data_folder_of_another_user"],
];

describe("who runs PostgreSQL", () => {
  for (const [promise, facts, expected] of cases) {
    test(promise, () => {
      let found: number | string;
      try {
        found = decideServerOwner(facts, "/data/postgres").uid;
      } catch (error) {
        assert.ok(error instanceof StartRefusal);
        found = error.reason;
      }
      assert.equal(found, expected);
    });
  }

  test("a folder that only its owner may enter cannot be reached by others, nor what lies below it", () => {
    const own = mkdtempSync(join(tmpdir(), "rollcall-reach-"));
    try {
      const below = join(own, "open");
      mkdirSync(below, { mode: 0o755 });
      chmodSync(own, 0o700);
      const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
      assert.deepEqual([canReach(self, below), canReach(ids(64_321), below)], [true, false]);
      chmodSync(own, 0o711);
      assert.equal(canReach(ids(64_321), below), true);
    } finally {
      rmSync(own, { recursive: true });
    }
  });
});
