import { beforeAllIds } from "../domain/id.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Job } from "../domain/job.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import { findMapping } from "../storage/read/mappings.ts";
import { findOpenLink, type LinkRow, listLinksOfResources } from "../storage/read/open-links.ts";
import { countStoredResources } from "../storage/read/stored-resources.ts";
import type { ActionDeps } from "./action-deps.ts";
import { decideAgain } from "./decide-again.ts";
import { decideLinkAgain } from "./decide-link-again.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";

const page = 128;
/** Links that are decided side by side: their writes go together. */
const side = 32;

/**
 * Longer than a node trusts the mapping before, and than its writes under way take: what comes after this is mapped by
 * the mapping in force, whoever writes it.
 */
export const settledMilliseconds = 2_000;

type Position = { readonly type: "User" | "Group"; readonly after: string };
const beginning: Position = { type: "User", after: beforeAllIds };

/**
 * Begins to map everybody of an application again, by the mapping in force, from the stored resources.
 *
 * @param createdBy the actor
 * @throws {RollcallError} source_application.not_found
 */
export async function startReapplying(
  deps: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  createdBy: string,
): Promise<Job> {
  const mapping = await findMapping(deps.database.lists, organizationId, id);
  if (mapping === undefined) throw new RollcallError("source_application.not_found");
  return startJob(deps, deps.database.pool, {
    organizationId,
    sourceApplicationId: id,
    kind: "apply-mapping",
    input: { mappingVersion: mapping.version },
    createdBy,
    delay: settledMilliseconds,
  });
}

/**
 * Decides what the next resources do to the directory, as the source's next write of each would: guard, overrides and
 * modes mean what they always mean. Whoever is decided twice, because the batch was interrupted, is unchanged the
 * second time, so that nothing happens twice.
 */
export const reapplyMapping: JobHandler<"apply-mapping"> = {
  async step(deps, job) {
    const { organizationId, sourceApplicationId, input } = job;
    const id = sourceApplicationId ?? "";
    const application = await deps.settings.application(id);
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const { version } = application.mapping;
    if (version !== input.mappingVersion) {
      throw new RollcallError(
        "mapping.superseded",
        `Version ${version} was saved after version ${input.mappingVersion}`,
      );
    }
    const lists = deps.database.lists;
    const total = job.total ?? (await countStoredResources(lists, organizationId, id, ["User", "Group"]));
    const { type, after } = (job.position as Position | null) ?? beginning;
    const links = await listLinksOfResources(lists, organizationId, id, type, after, page);
    for (let at = 0; at < links.length; at += side) {
      await Promise.all(links.slice(at, at + side).map((link) => reapply(deps, application, link)));
    }
    const done = job.done + links.length;
    if (links.length === page) return { position: { type, after: links.at(-1)?.resourceId ?? after }, done, total };
    // Users before groups: a group's members are effective only once their people are there.
    if (type === "User") return { position: { ...beginning, type: "Group" }, done, total };
    return { result: { mappingVersion: version }, done };
  },
};

function reapply(deps: ActionDeps, application: CompiledApplication, { resourceId }: LinkRow): Promise<void> {
  return decideAgain(async () => {
    const { organizationId, id, mode } = application;
    const link = await findOpenLink(deps.database.reader, organizationId, id, resourceId);
    if (link === undefined) return;
    // What is not in force yet is decided when the application goes live, by the mapping of that day.
    if (link.held && mode !== "live") return;
    await decideLinkAgain(deps, application, link);
  }, resourceId);
}
