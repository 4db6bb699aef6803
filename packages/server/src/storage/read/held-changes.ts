import { beforeAllIds } from "../../domain/id.ts";
import type { DirectoryValues } from "../../domain/directory-user.ts";
import type { GuardTarget, HeldCause } from "../../domain/guard.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** What a person decides about a change that the guard holds; `disable` approves it and bins nobody. */
export interface HeldDecision {
  readonly kind: "approve" | "disable" | "reject";
  /** The actor of the events that follow from it. */
  readonly by: string;
  readonly reason: string;
}

/** A change that the guard holds. */
export interface HeldChange {
  readonly sourceApplicationId: string;
  readonly sourceApplicationName: string;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly target: GuardTarget;
  readonly because: HeldCause;
  readonly since: string;
  readonly directoryId: string | null;
  readonly attributes: DirectoryValues | null;
  readonly decision: HeldDecision | null;
}

const columns = `l.source_application_id as "sourceApplicationId", l.resource_id as "resourceId",
      l.resource_type as "resourceType", l.guard as target,
      coalesce(l.guard_because, 'limit') as because, l.guarded_at as since, l.directory_id as "directoryId",
      l.guard_decision as decision`;

const heldChanges = unnamedStatement(
  `select l.*, a.display_name as "sourceApplicationName", coalesce(d.attributes, g.attributes) as attributes
    from (
      select ${columns} from links l
        where l.organization_id = $1 and l.guard is not null
          and ($2::uuid is null or (l.source_application_id, l.resource_id) > ($2, $3))
          and ($4::uuid is null or l.source_application_id = $4)
        order by l.source_application_id, l.resource_id limit $5) as l
    join source_applications a on a.organization_id = $1 and a.id = l."sourceApplicationId"
    left join directory_users d on l."resourceType" = 'User' and d.organization_id = $1 and d.id = l."directoryId"
    left join directory_groups g on l."resourceType" = 'Group' and g.organization_id = $1 and g.id = l."directoryId"
    order by l."sourceApplicationId", l."resourceId"`,
);

/**
 * Lists what the guard holds, by application and resource.
 *
 * @param after application and resource of the last one before the page
 */
export async function listHeldChanges(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string | null,
  after: readonly string[],
  limit: number,
): Promise<ListPage<HeldChange>> {
  const [application = null, resource = null] = after;
  const values = [organizationId, application, resource, sourceApplicationId, limit + 1];
  const rows = await reader.query<Omit<HeldChange, "since"> & { readonly since: Date }>(heldChanges, values);
  return cutPage(
    rows,
    limit,
    (row) => [row.sourceApplicationId, row.resourceId],
    (row) => ({ ...row, since: instant(row.since) }),
  );
}

const heldCount = unnamedStatement(
  `select count(*) as count from links where organization_id = $1 and source_application_id = $2 and guard is not null`,
);

/** Counts what the guard holds of an application. */
export async function countHeldChanges(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
): Promise<number> {
  return (await reader.query<{ count: number }>(heldCount, [organizationId, sourceApplicationId]))[0]?.count ?? 0;
}

/** A decision that is not carried out yet. */
export interface OpenDecision {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  readonly resourceId: string;
  readonly target: GuardTarget;
  readonly decision: HeldDecision;
}

const openDecisions = statement(
  "open-held-decisions",
  `select organization_id as "organizationId", source_application_id as "sourceApplicationId",
      resource_id as "resourceId", guard as target, guard_decision as decision
    from links where guard_decision is not null and (organization_id, source_application_id, resource_id) > ($1, $2, $3)
    order by organization_id, source_application_id, resource_id limit 200`,
);

/**
 * Lists up to 200 decisions that are not carried out yet, of all organizations: the worker serves them all.
 *
 * @param after the last one of the page before
 */
export async function findOpenDecisions(reader: Reader, after?: OpenDecision): Promise<OpenDecision[]> {
  return reader.query<OpenDecision>(openDecisions, [
    after?.organizationId ?? beforeAllIds,
    after?.sourceApplicationId ?? beforeAllIds,
    after?.resourceId ?? beforeAllIds,
  ]);
}

const openDecision = statement(
  "open-held-decision",
  `select guard_decision as decision from links
    where organization_id = $1 and source_application_id = $2 and resource_id = $3 and guard_decision is not null`,
);

/** The decision of a held change while it is not carried out. */
export async function findOpenDecision(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  resourceId: string,
): Promise<HeldDecision | undefined> {
  const values = [organizationId, sourceApplicationId, resourceId];
  return (await reader.query<{ decision: HeldDecision }>(openDecision, values))[0]?.decision;
}
