import { DatabaseUnavailable } from "../domain/database-failures.ts";
import { type Database, unnamedStatement } from "./database.ts";
import { StartRefusal } from "./start-refusal.ts";

/** Whether an error is a pooler's word about the time budgets that a connection begins with: nobody said that there is one. */
export function isUnsaidPooler(error: unknown): error is DatabaseUnavailable {
  return error instanceof DatabaseUnavailable && error.message.includes("unsupported startup parameter");
}

export const unsaidPoolerMended = "DATABASE_URL leads to a pooler: set ROLLCALL_POOLER to transaction";

/** Refuses to start on a pooler that the settings do not speak of: most queries would fail. @throws StartRefusal */
export async function refuseUnsaidPooler(database: Database): Promise<void> {
  try {
    await database.pool.query(unnamedStatement("select 1"), []);
  } catch (error) {
    if (!isUnsaidPooler(error)) throw error;
    throw new StartRefusal("unsaid_pooler", error.message, unsaidPoolerMended, error);
  }
}
