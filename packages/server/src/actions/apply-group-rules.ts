import { beforeAllIds } from "../domain/id.ts";
import { RollcallError } from "../domain/errors.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findOpenLink, listLinksOfResources } from "../storage/read/open-links.ts";
import { countStoredResources } from "../storage/read/stored-resources.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { decideLinkAgain } from "./decide-link-again.ts";
import type { JobHandler } from "./job-handler.ts";

const page = 64;
/** Groups that are decided side by side. */
const side = 8;

/**
 * Decides what the next groups are in the directory by the group rules in force, as the source's next write of each
 * would, but for the guard: whoever saved the rules was shown what they do. Whoever is decided twice, because the batch
 * was interrupted, is unchanged the second time.
 */
export const applyGroupRules: JobHandler<"apply-group-rules"> = {
  async step(deps, job) {
    const { organizationId, sourceApplicationId, input } = job;
    const id = sourceApplicationId ?? "";
    const application = await deps.settings.application(id);
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const version = application.groupRulesVersion;
    if (version !== input.rulesVersion) {
      throw new RollcallError(
        "group_rules.superseded",
        `Version ${version} was saved after version ${input.rulesVersion}`,
      );
    }
    const lists = deps.database.lists;
    const total = job.total ?? (await countStoredResources(lists, organizationId, id, ["Group"]));
    const after = (job.position as string | null) ?? beforeAllIds;
    const links = await listLinksOfResources(lists, organizationId, id, "Group", after, page);
    for (let at = 0; at < links.length; at += side) {
      const some = links.slice(at, at + side);
      await Promise.all(some.map(({ resourceId }) => decide(deps, application, resourceId, job.createdBy)));
    }
    const done = job.done + links.length;
    if (links.length === page) return { position: links.at(-1)?.resourceId ?? after, done, total };
    return { result: { rulesVersion: version }, done };
  },
};

function decide(deps: ActionDeps, application: CompiledApplication, resourceId: string, actor: string): Promise<void> {
  return decideAgain(async () => {
    const { organizationId, id, mode } = application;
    const link = await findOpenLink(deps.database.reader, organizationId, id, resourceId);
    if (link === undefined) return;
    // What is not in force yet is decided when the application goes live, by the rules of that day.
    if (link.held && mode !== "live") return;
    await decideLinkAgain(deps, application, link, actor);
  }, resourceId);
}
