import type { JsonValue } from "@rollcall/scim/resource.ts";
import { type AuditActor, diffFields, installationId, nameOf } from "../domain/audit-entry.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Tx } from "../storage/database.ts";
import { completeAuditEntry, createAuditEntry, deleteAuditEntry } from "../storage/write/audit-trail.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Caller } from "./open-session.ts";

/** What happened, for the audit trail. */
export interface AuditFact {
  readonly action: string;
  readonly actor: AuditActor;
  /** Null: the installation itself. */
  readonly organizationId: string | null;
  readonly target?: string | null;
  readonly targetName?: string | null;
}

/** Writes a fact that has no before and after, within the transaction of what it tells. */
export async function auditFact(
  deps: Pick<ActionDeps, "newId" | "now">,
  tx: Tx,
  fact: AuditFact,
  caller: Caller,
): Promise<void> {
  await createAuditEntry(tx, fact.organizationId ?? installationId, entryOf(deps, fact, caller, true));
}

/**
 * Carries out a change and keeps it in the audit trail with what was before and after. The line is written before the
 * change and completed after it, so that none is missing when the server is ended in between; a change that is refused
 * leaves no line.
 *
 * @param readState the state of what is changed; undefined where there is none
 */
export async function auditChange<Answer extends JsonValue | undefined>(
  deps: ActionDeps,
  fact: AuditFact,
  caller: Caller,
  readState: () => Promise<JsonValue | undefined>,
  change: () => Promise<Answer>,
): Promise<Answer> {
  const before = await readState();
  const entry = entryOf(deps, { ...fact, targetName: fact.targetName ?? nameOf(before) }, caller, false);
  const organizationId = fact.organizationId ?? installationId;
  await createAuditEntry(deps.database.pool, organizationId, entry);
  let answer: Answer;
  try {
    answer = await change();
  } catch (error) {
    // What failed in another way than by a refusal may have been changed all the same: its line stays, not completed.
    if (!(error instanceof RollcallError) || error.status >= 500) throw error;
    await deleteAuditEntry(deps.database.pool, organizationId, entry.id);
    throw error;
  }
  // What was made has no state before: its answer tells it.
  const after = before === undefined ? answer : await readState();
  await completeAuditEntry(deps.database.pool, organizationId, entry.id, {
    changes: diffFields(before, after),
    target: null,
    targetName: nameOf(before ?? after),
  });
  return answer;
}

function entryOf(
  deps: Pick<ActionDeps, "newId" | "now">,
  { action, actor, target = null, targetName = null }: AuditFact,
  { address, requestId }: Caller,
  completed: boolean,
) {
  return {
    id: deps.newId(),
    action,
    actor,
    target,
    targetName,
    completed,
    changes: [],
    address,
    requestId,
    at: deps.now(),
  };
}
