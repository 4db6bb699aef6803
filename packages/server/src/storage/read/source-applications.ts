import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { CallLimit } from "../../domain/call-limit.ts";
import type { GuardSettings } from "../../domain/guard.ts";
import type { Mode, SetupStep } from "../../domain/source-application.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** A source application with its counts of provisioned resources. */
export interface SourceApplicationFacts {
  readonly organizationId: string;
  readonly id: string;
  readonly displayName: string;
  /** The id of its kind in the catalogue. */
  readonly kind: string;
  readonly mode: Mode;
  readonly basicAllowed: boolean;
  readonly flags: readonly string[];
  readonly users: number;
  readonly groups: number;
  readonly setup: { readonly step: SetupStep; readonly firstTokenShownAt: string };
  readonly createdAt: string;
  readonly modifiedAt: string;
}

interface Row {
  organization_id: string;
  id: string;
  display_name: string;
  kind: string;
  mode: Mode;
  basic_allowed: boolean;
  flags: string[];
  users: number;
  groups: number;
  setup_step: SetupStep;
  first_token_shown_at: Date;
  created_at: Date;
  modified_at: Date;
}

const columns = `a.organization_id, a.id, a.display_name, a.kind, a.mode, a.basic_allowed, a.flags, a.setup_step,
    coalesce(a.first_token_shown_at, a.created_at) as first_token_shown_at, a.created_at, a.modified_at,
    coalesce(c.users, 0)::bigint as users, coalesce(c.groups, 0)::bigint as groups`;

const counts = `left join lateral (
      select sum(s.amount) filter (where s.kind = 'total.User') as users,
          sum(s.amount) filter (where s.kind = 'total.Group') as groups
        from slot_counters s
        where s.organization_id = a.organization_id and s.source_application_id = a.id
          and s.kind in ('total.User', 'total.Group')) as c on true`;

const applicationById = statement(
  "source-application-by-id",
  `select ${columns} from source_applications a ${counts} where a.id = $1 and a.deleted_at is null`,
);

/** Finds a source application by its id alone: an address names nothing else, and the caller checks who may see it. */
export async function findSourceApplication(reader: Reader, id: string): Promise<SourceApplicationFacts | undefined> {
  const [row] = await reader.query<Row>(applicationById, [id]);
  return row && fromRow(row);
}

const applications = unnamedStatement(
  `select ${columns} from source_applications a ${counts}
    where a.organization_id = $1 and a.deleted_at is null and ($2::uuid is null or a.id > $2)
    order by a.id limit $3`,
);

/** Lists an organization's source applications, the deleted ones excepted, in the order of their creation. */
export async function listSourceApplications(
  reader: Reader,
  organizationId: string,
  after: string | null,
  limit: number,
): Promise<ListPage<SourceApplicationFacts>> {
  const rows = await reader.query<Row>(applications, [organizationId, after, limit + 1]);
  return cutPage(rows, limit, (row) => [row.id], fromRow);
}

function fromRow(row: Row): SourceApplicationFacts {
  return {
    organizationId: row.organization_id,
    id: row.id,
    displayName: row.display_name,
    kind: row.kind,
    mode: row.mode,
    basicAllowed: row.basic_allowed,
    flags: row.flags,
    users: row.users,
    groups: row.groups,
    setup: { step: row.setup_step, firstTokenShownAt: instant(row.first_token_shown_at) },
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
  };
}

const guardOf = unnamedStatement("select guard from source_applications where organization_id = $1 and id = $2");

/** What an administrator set of an application's guard. */
export async function findGuard(reader: Reader, organizationId: string, id: string): Promise<Partial<GuardSettings>> {
  return (await reader.query<{ guard: Partial<GuardSettings> }>(guardOf, [organizationId, id]))[0]?.guard ?? {};
}

const callLimitOf = unnamedStatement(
  "select call_limit from source_applications where organization_id = $1 and id = $2",
);

/** What an administrator set of an application's call limit. */
export async function findCallLimit(reader: Reader, organizationId: string, id: string): Promise<Partial<CallLimit>> {
  const [row] = await reader.query<{ call_limit: Partial<CallLimit> }>(callLimitOf, [organizationId, id]);
  return row?.call_limit ?? {};
}
