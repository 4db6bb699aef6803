import type {
  ChangedGroup,
  GroupRules as Presented,
  groupRuleRoutes,
  SentGroupRules,
} from "@rollcall/admin-api/group-rules.ts";
import { foundJob } from "../../actions/manage-jobs.ts";
import { startPreviewingGroupRules } from "../../actions/preview-group-rules.ts";
import { foundGroupRules, saveGroupRules } from "../../actions/save-group-rules.ts";
import type { GroupRules, SavedGroupRules } from "../../domain/group-rules.ts";
import { actorOf } from "../../domain/principal.ts";
import { countLeftOut } from "../../storage/read/group-rules.ts";
import { listJobItems, type StoredJobItem } from "../../storage/read/job-items.ts";
import type { SourceApplicationFacts } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { HandlersOf } from "./handler.ts";
import { itemCursor, presentItems } from "./job-items.ts";
import { presentJob } from "./jobs.ts";

export const groupRuleHandlers: HandlersOf<typeof groupRuleRoutes> = {
  getGroupRules: async ({ deps, application }) =>
    present(deps, application, await foundGroupRules(deps.database.lists, application)),
  previewGroupRules: async ({ deps, application, body, principal }) =>
    presentJob(deps, await startPreviewingGroupRules(deps, application, copy(body), actorOf(principal))),
  putGroupRules: async ({ deps, application, body, principal }) => {
    const sent = { ...copy(body), version: body.version };
    const { rules, job } = await saveGroupRules(deps, application, sent, actorOf(principal));
    return { rules: await present(deps, application, rules), job: await presentJob(deps, job) };
  },
  listChangedGroups: async ({ deps, organizationId, params, query }) => {
    const { id } = await foundJob(deps, organizationId, params.jobId);
    const { after, limit } = itemCursor("changed-groups", query);
    const found = await listJobItems(deps.database.lists, organizationId, id, query.change, after, limit);
    const items = found.items.flatMap((one) => presentChanged(one) ?? []);
    return presentItems("changed-groups", { ...found, items });
  },
};

function copy({ include, exclude, rename }: SentGroupRules): GroupRules {
  return { include: [...include], exclude: [...exclude], rename: [...rename] };
}

async function present(
  { database }: AdminDeps,
  { organizationId, id, groups }: SourceApplicationFacts,
  { version, include, exclude, rename }: SavedGroupRules,
): Promise<Presented> {
  const leftOut = await countLeftOut(database.lists, organizationId, id);
  return { version, include: [...include], exclude: [...exclude], rename: [...rename], groups, leftOut };
}

/** A group of a preview; what jobs of another kind found is none. */
function presentChanged({ kind, id, item }: StoredJobItem): ChangedGroup | undefined {
  if (kind !== "enters" && kind !== "leaves" && kind !== "renamed") return undefined;
  const { directoryGroupId, sourceName, from, to, members, sharesName } = item as Omit<
    ChangedGroup,
    "scimId" | "change"
  >;
  return { scimId: id, directoryGroupId, change: kind, sourceName, from, to, members, sharesName };
}
