import type { DirectoryUser } from "../domain/directory-user.ts";
import { nextVersion, revised, statusEvents } from "../domain/directory-user-change.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Job } from "../domain/job.ts";
import { decideByWords, type StatusRule } from "../domain/status-rule.ts";
import { findPersonWithSources } from "../storage/read/shared-people.ts";
import { saveStatusRule as updateRule } from "../storage/write/status-rules.ts";
import type { ActionDeps } from "./action-deps.ts";
import { writeDirectoryUser } from "./administer-directory-user.ts";
import { changeSettings } from "./change-settings.ts";
import { decideAgain } from "./decide-again.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";
import { settledMilliseconds } from "./reapply-mapping.ts";
import { walkSharedPeople } from "./walk-shared-people.ts";

/**
 * Saves whose word on the status counts where several sources have a person, and begins to decide all of them anew by
 * it, also where it is the rule that was in force already.
 *
 * @param createdBy the actor
 * @returns the job that decides
 */
export async function saveStatusRule(
  deps: ActionDeps,
  organizationId: string,
  rule: StatusRule,
  createdBy: string,
): Promise<Job> {
  return changeSettings(deps, async (tx) => {
    await updateRule(tx, organizationId, rule);
    return startJob(deps, tx, {
      organizationId,
      sourceApplicationId: null,
      kind: "apply-status-rule",
      input: { statusRule: rule },
      createdBy,
      delay: settledMilliseconds,
    });
  });
}

/**
 * Begins to count whom a rule would enable and disable; nothing is changed.
 *
 * @param createdBy the actor
 */
export function startPreview(
  deps: ActionDeps,
  organizationId: string,
  rule: StatusRule,
  createdBy: string,
): Promise<Job> {
  return startJob(deps, deps.database.pool, {
    organizationId,
    sourceApplicationId: null,
    kind: "preview-status-rule",
    input: { statusRule: rule },
    createdBy,
  });
}

/** Decides the status of the next people by what their sources last said; whoever is decided twice stays as they are. */
export const applyStatusRule: JobHandler<"apply-status-rule"> = {
  async step(deps, job) {
    const rule = (await deps.settings.organization(job.organizationId))?.statusRule;
    const { statusRule } = job.input;
    if (rule !== statusRule) {
      throw new RollcallError("status_rule.superseded", `"${rule}" was saved after "${statusRule}"`);
    }
    return walkSharedPeople(deps, job, none, (id) => apply(deps, job, id));
  },
};

/** Counts whom the rule would enable and disable among the next people. */
export const previewStatusRule: JobHandler<"preview-status-rule"> = {
  step: (deps, job) =>
    walkSharedPeople(deps, job, none, async (id) => {
      const decided = await decide(deps, job.organizationId, job.input.statusRule, id);
      return decided && becoming(decided);
    }),
};

const none = { enabled: 0, disabled: 0 };

function apply(
  deps: ActionDeps,
  { organizationId, input: { statusRule }, createdBy }: Job<"apply-status-rule">,
  directoryUserId: string,
): Promise<"enabled" | "disabled" | undefined> {
  return decideAgain(async () => {
    const decided = await decide(deps, organizationId, statusRule, directoryUserId);
    if (decided === undefined) return undefined;
    const { before, after, reason } = decided;
    const events = statusEvents(before, after, "applied", `the status rule is "${statusRule}": ${reason}`);
    await writeDirectoryUser(deps, organizationId, before, after, events, createdBy);
    return becoming(decided);
  }, directoryUserId);
}

interface Decided {
  readonly before: DirectoryUser;
  readonly after: DirectoryUser;
  readonly reason: string;
}

/** What somebody is by a rule; undefined where that stays as it is. */
async function decide(
  deps: ActionDeps,
  organizationId: string,
  rule: StatusRule,
  directoryUserId: string,
): Promise<Decided | undefined> {
  const found = await findPersonWithSources(deps.database.reader, organizationId, directoryUserId);
  // Nobody is left who could say anything: the person stays as the last one said.
  if (found === undefined || found.sources.length === 0) return undefined;
  const { directoryUser: before, sources } = found;
  const words = sources.map(({ owning, sourceActive }) => ({ owning, active: sourceActive }));
  const decided = decideByWords(rule, before, words);
  if (decided === undefined) return undefined;
  const now = deps.now();
  const after = nextVersion(before, revised(before, decided.facts, now), now);
  return { before, after, reason: decided.reason };
}

function becoming({ before, after }: Decided): "enabled" | "disabled" | undefined {
  if (before.status === after.status) return undefined;
  return after.status === "enabled" ? "enabled" : "disabled";
}
