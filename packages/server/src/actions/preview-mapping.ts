import { beforeAllIds } from "../domain/id.ts";
import type { CompiledMapping } from "../domain/apply-mapping.ts";
import { compareMappings } from "../domain/compare-mappings.ts";
import { compileMapping } from "../domain/compile-mapping.ts";
import { RollcallError } from "../domain/errors.ts";
import type { Job } from "../domain/job.ts";
import { countPreviewed, noCounts, type Previewed, type PreviewCounts } from "../domain/mapping-preview.ts";
import { previewGroup, previewUser } from "../domain/preview-mapping.ts";
import type { CompiledApplication } from "../domain/source-application.ts";
import type { Tx } from "../storage/database.ts";
import { listCustomAttributes } from "../storage/read/directory-attributes.ts";
import { listJobsOfKind } from "../storage/read/jobs.ts";
import { listMappedGroups, listMappedUsers } from "../storage/read/mapped-resources.ts";
import { findMapping } from "../storage/read/mappings.ts";
import { countStoredResources } from "../storage/read/stored-resources.ts";
import { dropMappingPreviews, insertMappingDifferences } from "../storage/write/mapping-differences.ts";
import type { ActionDeps } from "./action-deps.ts";
import { givingWay } from "./give-way.ts";
import type { JobHandler } from "./job-handler.ts";
import { startJob } from "./manage-jobs.ts";
import { givenByOthers } from "./provision-user.ts";
import { readSentMapping, type SentMapping } from "./save-mapping.ts";

/** Of an application; older ones go when another begins. */
export const keptPreviews = 3;

/** Reading a page and writing what was found are a turn of their own each: requests wait for the longest. */
const page = 200;

type Position = {
  readonly type: "User" | "Group";
  readonly after: string;
  readonly counts: PreviewCounts;
};
const beginning: Position = { type: "User", after: beforeAllIds, counts: noCounts };

export type PreviewJob = Job<"preview-mapping">;

/**
 * Begins to tell what a mapping would do to everybody if it were saved and applied; nothing is changed.
 *
 * @param createdBy the actor
 * @throws {RollcallError} as `saveMapping`; source_application.not_found
 */
export async function startPreviewing(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  sent: SentMapping,
  createdBy: string,
): Promise<PreviewJob> {
  const { organizationId, id } = application;
  const lists = deps.database.lists;
  const draft = await readSentMapping(lists, application, sent);
  const present = await findMapping(lists, organizationId, id);
  if (present === undefined) throw new RollcallError("source_application.not_found");
  const changes = compareMappings(present, draft, await listCustomAttributes(lists, organizationId));
  return startJob(deps, deps.database.pool, {
    organizationId,
    sourceApplicationId: id,
    kind: "preview-mapping",
    input: { mappingVersion: present.version, ...draft, changes },
    createdBy,
  });
}

/** What a preview has counted so far. */
export function countsOf(job: PreviewJob): PreviewCounts {
  const result = job.result as unknown as PreviewCounts | null;
  return result ?? (job.position as Position | null)?.counts ?? noCounts;
}

/** Maps the next resources by the mapping in force and by the draft, and keeps how that differs. */
export const previewMapping: JobHandler<"preview-mapping"> = {
  async step(deps, job) {
    const { organizationId, id: jobId, input } = job;
    const id = job.sourceApplicationId ?? "";
    const application = await deps.settings.application(id);
    if (application === undefined) throw new RollcallError("source_application.not_found");
    const { version } = application.mapping;
    if (version !== input.mappingVersion) {
      throw new RollcallError("mapping.superseded", `Version ${version} was saved while it was being previewed`);
    }
    const lists = deps.database.lists;
    const position = (job.position as Position | null) ?? beginning;
    const total = job.total ?? (await countStoredResources(lists, organizationId, id, ["User", "Group"]));
    const older = job.position === null ? await olderPreviews(deps, job) : [];
    const draft = compileMapping(
      { version, users: input.users, groups: input.groups },
      await listCustomAttributes(lists, organizationId),
      application.resourceTypes,
    );
    const section = position.type === "User" ? "users" : "groups";
    const { found, last } =
      section === "users"
        ? await previewUsers(deps, application, draft, position.after)
        : await previewGroups(deps, application, draft, position.after);
    const counts = countPreviewed(position.counts, section, found);
    const done = job.done + found.length;
    const write = async (tx: Tx): Promise<void> => {
      if (older.length > 0) await dropMappingPreviews(tx, organizationId, older);
      const differences = found.filter((one) => typeof one === "object");
      await insertMappingDifferences(tx, organizationId, jobId, differences);
    };
    const at = (next: Position) => ({ position: next, done, total, write });
    if (found.length === page) return at({ ...position, after: last, counts });
    if (section === "users") return at({ ...beginning, type: "Group", counts });
    return { result: counts, done, write };
  },
};

async function olderPreviews(
  { database }: ActionDeps,
  { organizationId, sourceApplicationId }: Job,
): Promise<string[]> {
  const all = await listJobsOfKind(database.lists, organizationId, sourceApplicationId ?? "", "preview-mapping", 100);
  return all.slice(keptPreviews).map(({ id }) => id);
}

interface PreviewedPage {
  readonly found: readonly Previewed[];
  /** The id of the last resource. */
  readonly last: string;
}

async function previewUsers(
  deps: ActionDeps,
  application: CompiledApplication,
  draft: CompiledMapping,
  after: string,
): Promise<PreviewedPage> {
  const { organizationId, id: sourceApplicationId, policy, mapping } = application;
  const rules = { present: mapping.users, draft: draft.users };
  const users = await listMappedUsers(deps.database.lists, organizationId, sourceApplicationId, after, page);
  const found: Previewed[] = [];
  const giveWay = givingWay();
  const now = deps.now();
  const { statusRule, precedence } = (await deps.settings.organization(organizationId)) ?? {};
  for (const { others: theirs, ...user } of users) {
    await giveWay();
    const others = theirs.length === 0 ? [] : await givenByOthers(deps, theirs, user.directoryUser);
    found.push(previewUser({ sourceApplicationId, policy, now, others, statusRule, precedence, ...user }, rules));
  }
  return { found, last: users.at(-1)?.link.resourceId ?? after };
}

async function previewGroups(
  deps: ActionDeps,
  application: CompiledApplication,
  draft: CompiledMapping,
  after: string,
): Promise<PreviewedPage> {
  const { organizationId, id: sourceApplicationId, policy, mapping, groupRules } = application;
  const rules = { present: mapping.groups, draft: draft.groups };
  const groups = await listMappedGroups(deps.database.lists, organizationId, sourceApplicationId, after, page);
  const found: Previewed[] = [];
  const giveWay = givingWay();
  const now = deps.now();
  for (const group of groups) {
    await giveWay();
    found.push(previewGroup({ sourceApplicationId, policy, groupRules, now, ...group }, rules));
  }
  return { found, last: groups.at(-1)?.link.resourceId ?? after };
}
