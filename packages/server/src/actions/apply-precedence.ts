import { directoryUserAttributes } from "../domain/directory-attribute.ts";
import { changeEvents, nextVersion, revised } from "../domain/directory-user-change.ts";
import type { DirectoryValues } from "../domain/directory-user.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Job } from "../domain/job.ts";
import { mergeAnew } from "../domain/merge-values.ts";
import { checkPrecedence, keptPrecedence, type Precedence, type SentPrecedence } from "../domain/precedence.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { findApplicationNames } from "../storage/read/directory-users.ts";
import { findPersonWithSources } from "../storage/read/shared-people.ts";
import { savePrecedence as updatePrecedence } from "../storage/write/precedences.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeOfUser } from "./administer-directory-user.ts";
import { changeSettings } from "./change-settings.ts";
import { decideAgain } from "./decide-again.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";
import { flagCollisions, liftCollisions } from "./name-collisions.ts";
import { givenByOthers } from "./provision-user.ts";
import { settledMilliseconds } from "./reapply-mapping.ts";
import { walkSharedPeople } from "./walk-shared-people.ts";

/**
 * Saves which sources come before the owner for which attributes, and begins to make the values of all people anew by
 * it whom several sources have, also where nothing differs from what was in force already.
 *
 * @param createdBy the actor
 * @returns the job that does
 * @throws {RollcallError} precedence.invalid
 */
export async function savePrecedence(
  deps: ActionDeps,
  organizationId: string,
  sent: readonly SentPrecedence[],
  createdBy: string,
): Promise<Job> {
  const { lists } = deps.database;
  const ids = [...new Set(sent.flatMap(({ sourceApplicationIds }) => sourceApplicationIds))];
  const [custom, names] = await Promise.all([
    listCustomAttributes(lists, organizationId),
    findApplicationNames(lists, organizationId, ids),
  ]);
  const problems = checkPrecedence(sent, [...directoryUserAttributes, ...custom], new Set(names.keys()));
  const [first] = problems;
  if (first !== undefined) throw new RollcallError("precedence.invalid", `${first.where}: ${first.detail}`, problems);
  const precedence = keptPrecedence(sent);
  return changeSettings(deps, async (tx) => {
    await updatePrecedence(tx, organizationId, precedence);
    return startJob(deps, tx, {
      organizationId,
      sourceApplicationId: null,
      kind: "apply-precedence",
      input: { precedence },
      createdBy,
      delay: settledMilliseconds,
    });
  });
}

/** Makes the values of the next people anew from what their sources give; whoever has them already stays. */
export const applyPrecedence: JobHandler<"apply-precedence"> = {
  async step(deps, job) {
    const inForce = (await deps.settings.organization(job.organizationId))?.precedence ?? {};
    const { precedence } = job.input;
    // The order of the attributes is that of their names.
    if (JSON.stringify(inForce) !== JSON.stringify(precedence)) throw new RollcallError("precedence.superseded");
    return walkSharedPeople(deps, job, { changed: 0 }, (id) => apply(deps, job, precedence, id));
  },
};

function apply(
  deps: ActionDeps,
  { organizationId, createdBy }: Job<"apply-precedence">,
  precedence: Precedence,
  directoryUserId: string,
): Promise<"changed" | undefined> {
  return decideAgain(async () => {
    const found = await findPersonWithSources(deps.database.reader, organizationId, directoryUserId);
    if (found === undefined) return undefined;
    const { directoryUser: before, sources } = found;
    const given = await givenByOthers(deps, sources, before);
    if (given.length < 2) return undefined;
    const now = deps.now();
    const attributes = mergeAnew(before.attributes, given, now, precedence);
    if (sameValues(before.attributes, attributes)) return undefined;
    const made = nextVersion(before, revised(before, { attributes }, now), now);
    const { directoryUser: after = made, others } = await flagCollisions(deps, organizationId, before, made);
    const events = changeEvents(before, after, "applied", "the precedence of sources was changed");
    const change = changeOfUser(deps, organizationId, before, after, events, createdBy);
    await deps.writer.write({ ...change, flagged: others });
    await liftCollisions(deps, organizationId, before, after);
    return events.length > 0 ? "changed" : undefined;
  }, directoryUserId);
}

/** Merging keeps the value itself where nothing of it differs. */
function sameValues(before: DirectoryValues, after: DirectoryValues): boolean {
  const [names, others] = [Object.keys(before), Object.keys(after)];
  return names.length === others.length && names.every((name) => before[name] === after[name]);
}
