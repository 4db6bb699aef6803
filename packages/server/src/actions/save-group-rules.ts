import { RollcallError } from "../domain/errors.ts";
import { type GroupRules, noGroupRules, type SavedGroupRules } from "../domain/group-rules.ts";
import type { Job } from "../domain/job.ts";
import type { Reader } from "../storage/database.ts";
import { findGroupRules } from "../storage/read/group-rules.ts";
import { saveGroupRules as updateRules } from "../storage/write/group-rules.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";
import { startJob } from "./manage-jobs.ts";

/**
 * Longer than a node trusts the rules before, and than its writes under way take: what comes after this is decided by
 * the rules in force, whoever writes it.
 */
const settledMilliseconds = 2_000;

interface Application {
  readonly organizationId: string;
  readonly id: string;
}

/** @throws {RollcallError} source_application.not_found */
export async function foundGroupRules(reader: Reader, { organizationId, id }: Application): Promise<SavedGroupRules> {
  const found = await findGroupRules(reader, organizationId, id);
  if (found === undefined) throw new RollcallError("source_application.not_found");
  return found.rules ?? noGroupRules;
}

/**
 * Saves which groups of an application come into the directory and what they are called there, in force from the next
 * write on, and leaves a job that decides those that are stored already.
 *
 * @param sent with the version that the sender saw; without one they are saved whatever the present one is
 * @param savedBy the actor
 * @throws {RollcallError} group_rules.version_conflict, source_application.not_found
 */
export async function saveGroupRules(
  deps: ActionDeps,
  application: Application,
  { version: seen, ...rules }: GroupRules & { readonly version?: number | undefined },
  savedBy: string,
): Promise<{ readonly rules: SavedGroupRules; readonly job: Job }> {
  const { organizationId, id } = application;
  return changeSettings(deps, async (tx) => {
    const present = await foundGroupRules(tx, application);
    const conflict = (expected: number): never => {
      throw new RollcallError(
        "group_rules.version_conflict",
        `Expected version ${expected} to be the present one, found another`,
      );
    };
    if (seen !== undefined && seen !== present.version) conflict(seen);
    const saved: SavedGroupRules = { version: present.version + 1, ...rules };
    // Somebody saved the same version since we looked.
    if (!(await updateRules(tx, organizationId, id, saved))) conflict(present.version);
    const job = await startJob(deps, tx, {
      organizationId,
      sourceApplicationId: id,
      kind: "apply-group-rules",
      input: { rulesVersion: saved.version },
      createdBy: savedBy,
      delay: settledMilliseconds,
    });
    return { rules: saved, job };
  });
}
