import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findReplicatingPostgres } from "./external-postgres.ts";
import { playFailovers } from "./failover.ts";

const bin = findReplicatingPostgres();
const skip = bin === undefined ? "no PostgreSQL with pg_basebackup is installed (the embedded one has none)" : false;

describe("an external PostgreSQL that goes away under load", () => {
  test("restarted, or failed over to its replica: clear 503s, then it goes on by itself", { skip }, async (t) => {
    const report = await playFailovers(bin ?? "", 1);
    const [restart, failover] = [report.restarts.join(), report.failovers.join()];
    t.diagnostic(`longest time without a write: restart ${restart} ms, failover ${failover} ms`);
    t.diagnostic(`${report.acknowledged} acknowledged, ${report.refused} answered 503`);
    assert.deepEqual(report.unclear, []);
    assert.deepEqual(report.findings.all, []);
    assert.ok(report.refused > 0, "nobody noticed");
  });
});
