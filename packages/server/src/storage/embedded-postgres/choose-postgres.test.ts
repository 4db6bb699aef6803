import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { StartRefusal } from "../start-refusal.ts";
import { choosePostgres, type PostgresFacts, type PostgresInstallation } from "./choose-postgres.ts";

const packaged: PostgresInstallation = { folder: "/app/native", major: 18, source: "package" };
const machine = (major: number): PostgresInstallation => ({
  folder: `/usr/lib/postgresql/${major}`,
  major,
  source: "machine",
});
const linux = { platform: "linux", arch: "x64", musl: false, packaged, installed: [], clusterMajor: undefined };

const cases: readonly (readonly [string, Partial<PostgresFacts>, string])[] = [
  ["the packaged PostgreSQL serves a new data folder", {}, "/app/native"],
  ["the packaged one goes before the machine's", { installed: [machine(18), machine(15)] }, "/app/native"],
  [
    "without a package the newest on the machine serves",
    { packaged: undefined, installed: [machine(15), machine(17)] },
    "/usr/lib/postgresql/17",
  ],
  ["on musl the machine's serves", { musl: true, installed: [machine(16)] }, "/usr/lib/postgresql/16"],
  ["on musl with none the reason is musl", { musl: true }, "no_postgres"],
  ["too old a one on the machine does not count", { packaged: undefined, installed: [machine(14)] }, "no_postgres"],
  ["on Windows there is no embedded PostgreSQL", { platform: "win32" }, "no_postgres"],
  [
    "existing data is served by its own version",
    { clusterMajor: 15, installed: [machine(15)] },
    "/usr/lib/postgresql/15",
  ],
  ["data of a newer version is refused", { clusterMajor: 19 }, "data_of_newer_postgres"],
  ["data of an older version that is gone is refused", { clusterMajor: 15 }, "data_of_older_postgres"],
];

describe("the choice of a PostgreSQL", () => {
  for (const [promise, facts, expected] of cases) {
    test(promise, () => {
      let chosen: string;
      try {
        chosen = choosePostgres({ ...linux, ...facts }).folder;
      } catch (error) {
        assert.ok(error instanceof StartRefusal);
        chosen = error.reason;
      }
      assert.equal(chosen, expected);
    });
  }

  test("the refusal says what is missing and what to do", () => {
    assert.throws(() => choosePostgres({ ...linux, musl: true }), {
      message:
        "there is no embedded PostgreSQL for musl (Alpine), and no PostgreSQL 15 or newer was found on the machine",
      whatToDo: /DATABASE_URL/,
    });
  });
});
