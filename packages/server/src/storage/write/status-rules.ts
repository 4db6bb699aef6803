import type { StatusRule } from "../../domain/status-rule.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const save = unnamedStatement("update organizations set status_rule = $2 where id = $1");

export async function saveStatusRule(tx: Tx, organizationId: string, rule: StatusRule): Promise<void> {
  await tx.execute(save, [organizationId, rule]);
}
