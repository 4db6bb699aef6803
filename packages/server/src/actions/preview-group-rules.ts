import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import { beforeAllIds } from "../domain/id.ts";
import { RollcallError } from "../domain/errors.ts";
import { compileGroupRules, type GroupRules } from "../domain/group-rules.ts";
import type { Job } from "../domain/job.ts";
import {
  type ChangedGroup,
  countRuled,
  type GroupRulesCounts,
  noGroupRulesCounts,
  previewGroupPlace,
} from "../domain/preview-group-rules.ts";
import { listMappedGroups } from "../storage/read/mapped-resources.ts";
import { countStoredResources } from "../storage/read/stored-resources.ts";
import { markSharedNames } from "../storage/write/group-rules.ts";
import { insertJobItems, type JobItem } from "../storage/write/job-items.ts";
import type { ActionDeps } from "./action-deps.ts";
import { givingWay } from "./give-way.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";
import { foundGroupRules } from "./save-group-rules.ts";

const page = 500;

type Position = { readonly after: string; readonly counts: GroupRulesCounts };
const beginning: Position = { after: beforeAllIds, counts: noGroupRulesCounts };

/**
 * Begins to tell which groups would come in, leave and be renamed if these rules were saved; nothing is changed.
 *
 * @param createdBy the actor
 * @throws {RollcallError} source_application.not_found
 */
export async function startPreviewingGroupRules(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  rules: GroupRules,
  createdBy: string,
): Promise<Job> {
  const { organizationId, id } = application;
  const { version } = await foundGroupRules(deps.database.lists, application);
  return startJob(deps, deps.database.pool, {
    organizationId,
    sourceApplicationId: id,
    kind: "preview-group-rules",
    input: { rulesVersion: version, rules },
    createdBy,
  });
}

/** Looks at the next groups by the rules in force and by the draft, and keeps whom the draft changes. */
export const previewGroupRules: JobHandler<"preview-group-rules"> = {
  async step(deps, job) {
    const { organizationId, sourceApplicationId, input } = job;
    const { lists, pool } = deps.database;
    const application = await deps.settings.application(sourceApplicationId ?? "");
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const { id, policy, groupRules: present, groupRulesVersion: version } = application;
    if (version !== input.rulesVersion) {
      throw new RollcallError("group_rules.superseded", `Version ${version} was saved while they were being previewed`);
    }
    const draft = compileGroupRules(input.rules);
    const position = (job.position as Position | null) ?? beginning;
    const total = job.total ?? (await countStoredResources(lists, organizationId, id, ["Group"]));
    const groups = await listMappedGroups(lists, organizationId, id, position.after, page);
    const found: ReturnType<typeof previewGroupPlace>[] = [];
    const items: JobItem[] = [];
    const giveWay = givingWay();
    const now = deps.now();
    for (const group of groups) {
      await giveWay();
      const one = previewGroupPlace({ sourceApplicationId: id, policy, now, ...group }, application.mapping.groups, {
        present,
        draft,
      });
      found.push(one);
      if (one.changed !== undefined) items.push(itemOf(group.link.resourceId, one.changed));
    }
    const counts = countRuled(position.counts, found);
    const done = job.done + groups.length;
    if (groups.length === page) {
      const after = groups.at(-1)?.link.resourceId ?? position.after;
      const write = (tx: Parameters<typeof insertJobItems>[0]) => insertJobItems(tx, organizationId, job.id, items);
      return { position: { after, counts }, done, total, write };
    }
    await insertJobItems(pool, organizationId, job.id, items);
    const sharedNames = await markSharedNames(pool, organizationId, job.id);
    return { result: { ...counts, sharedNames }, done };
  },
};

function itemOf(resourceId: string, changed: ChangedGroup): JobItem {
  const { change, ...item } = changed;
  const nameKey = changed.to === null ? null : foldCase(changed.to);
  return { kind: change, id: resourceId, item: { ...item, nameKey, sharesName: false } };
}
