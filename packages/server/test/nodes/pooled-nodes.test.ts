import { findPgBouncer } from "../support/pgbouncer.ts";
import { describeNodes } from "./describe-nodes.ts";

describeNodes("behind a pooler in transaction mode", { pooler: "transaction", pooledBy: "tests" });
describeNodes("behind PgBouncer in transaction mode", {
  pooler: "transaction",
  pooledBy: "pgbouncer",
  ...(findPgBouncer() === undefined ? { skip: "there is no PgBouncer on this machine" } : {}),
});
