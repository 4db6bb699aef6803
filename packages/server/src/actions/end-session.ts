import { RollcallError } from "../domain/errors.ts";
import { endSession, endSessions } from "../storage/write/sessions.ts";
import type { ActionDeps } from "./action-deps.ts";

/** Ends a session of an administrator; dead at once on every node. @throws {RollcallError} session.not_found */
export async function endOneSession(deps: ActionDeps, administratorId: string, sessionId: string): Promise<void> {
  const found = await endSession(deps.database.pool, administratorId, sessionId);
  if (!found) throw new RollcallError("session.not_found");
}

/** Ends all sessions of an administrator. */
export async function endAllSessions(deps: ActionDeps, administratorId: string): Promise<void> {
  await endSessions(deps.database.pool, administratorId, null);
}
