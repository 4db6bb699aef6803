import type { Precedence } from "../../domain/precedence.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const save = unnamedStatement("update organizations set precedence = $2 where id = $1");

export async function savePrecedence(tx: Tx, organizationId: string, precedence: Precedence): Promise<void> {
  await tx.execute(save, [organizationId, JSON.stringify(precedence)]);
}
