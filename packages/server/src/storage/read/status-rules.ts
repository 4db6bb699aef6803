import type { StatusRule } from "../../domain/status-rule.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const ruleOf = unnamedStatement("select status_rule as rule from organizations where id = $1");

/** Reads an organization's status rule. */
export async function findStatusRule(reader: Reader, organizationId: string): Promise<StatusRule> {
  const [row] = await reader.query<{ rule: StatusRule }>(ruleOf, [organizationId]);
  return row?.rule ?? "owner";
}
