import type { Precedence } from "../../domain/precedence.ts";
import { type Reader, unnamedStatement } from "../database.ts";

const precedenceOf = unnamedStatement("select precedence from organizations where id = $1");

/** Reads which sources come before the owner for which attributes. */
export async function findPrecedence(reader: Reader, organizationId: string): Promise<Precedence> {
  const [row] = await reader.query<{ precedence: Precedence | null }>(precedenceOf, [organizationId]);
  return row?.precedence ?? {};
}
