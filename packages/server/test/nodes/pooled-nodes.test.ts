import assert from "node:assert/strict";
import { test } from "node:test";
import { testDatabase } from "../support/database.ts";
import { findPgBouncer } from "../support/pgbouncer.ts";
import { describeNodes } from "./describe-nodes.ts";
import { startNode } from "./node-process.ts";

describeNodes("behind a pooler in transaction mode", { pooler: "transaction", pooledBy: "tests" });
describeNodes("behind PgBouncer in transaction mode", {
  pooler: "transaction",
  pooledBy: "pgbouncer",
  ...(findPgBouncer() === undefined ? { skip: "there is no PgBouncer on this machine" } : {}),
});

test("a node that nobody told of the pooler does not start, and says which setting tells it", async () => {
  const { target, drop } = await testDatabase({ pooler: "transaction", pooledBy: "tests" });
  await assert.rejects(startNode({ target }), /set ROLLCALL_POOLER to transaction/);
  await drop();
});
