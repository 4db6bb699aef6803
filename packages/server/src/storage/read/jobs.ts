import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { Job, JobInputs, JobKind, JobState } from "../../domain/job.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

interface Row {
  organization_id: string;
  id: string;
  source_application_id: string | null;
  kind: JobKind;
  state: JobState;
  input: JobInputs[JobKind];
  position: unknown;
  done: number;
  total: number | null;
  result: JsonObject | null;
  problem: string | null;
  created_by: string;
  version: number;
  failures: number;
  created_at: Date;
  started_at: Date | null;
  modified_at: Date;
  finished_at: Date | null;
}

const columns = `organization_id, id, source_application_id, kind, state, input, position, done, total, result, problem,
    created_by, version, failures, created_at, started_at, modified_at, finished_at`;

function fromRow(row: Row): Job {
  return {
    organizationId: row.organization_id,
    id: row.id,
    sourceApplicationId: row.source_application_id,
    kind: row.kind,
    state: row.state,
    input: row.input,
    position: row.position,
    done: row.done,
    total: row.total,
    result: row.result,
    problem: row.problem,
    createdBy: row.created_by,
    version: row.version,
    failures: row.failures,
    createdAt: instant(row.created_at),
    startedAt: row.started_at && instant(row.started_at),
    modifiedAt: instant(row.modified_at),
    finishedAt: row.finished_at && instant(row.finished_at),
  };
}

const job = statement("job", `select ${columns} from jobs where organization_id = $1 and id = $2`);

export async function findJob(reader: Reader, organizationId: string, id: string): Promise<Job | undefined> {
  const [row] = await reader.query<Row>(job, [organizationId, id]);
  return row && fromRow(row);
}

const newest = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const jobsOfOrganization = unnamedStatement(
  `select ${columns} from jobs where organization_id = $1 and id < $2 order by id desc limit $3`,
);

const jobsOfApplication = unnamedStatement(
  `select ${columns} from jobs where organization_id = $1 and source_application_id = $4 and id < $2
    order by id desc limit $3`,
);

/** Lists the jobs of an organization, or of one of its applications, the newest first. @param before an id */
export async function listJobs(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string | undefined,
  before: string | null,
  limit: number,
): Promise<ListPage<Job>> {
  const values = [organizationId, before ?? newest, limit + 1];
  const rows =
    sourceApplicationId === undefined
      ? await reader.query<Row>(jobsOfOrganization, values)
      : await reader.query<Row>(jobsOfApplication, [...values, sourceApplicationId]);
  return cutPage(rows, limit, (row) => [row.id], fromRow);
}

const dueJobs = statement(
  "due-jobs",
  `select ${columns} from (
      select distinct on (organization_id, source_application_id) * from jobs
        where state in ('queued', 'running')
        order by organization_id, source_application_id, id
        limit 100
    ) as first
    where not_before <= $1`,
);

/**
 * Lists the jobs to be done now, of all organizations: of each application, and of each organization as a whole, the
 * oldest that has not ended. Up to 100; the others come when those have ended.
 */
export async function findDueJobs(reader: Reader, now: string): Promise<Job[]> {
  return (await reader.query<Row>(dueJobs, [now])).map(fromRow);
}

const jobsOfKind = unnamedStatement(
  `select ${columns} from jobs
    where organization_id = $1 and source_application_id = $2 and kind = $3 order by id desc limit $4`,
);

/** Lists the latest jobs of one kind of an application, the newest first. */
export async function listJobsOfKind<Kind extends JobKind>(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  kind: Kind,
  limit: number,
): Promise<Job<Kind>[]> {
  const rows = await reader.query<Row>(jobsOfKind, [organizationId, sourceApplicationId, kind, limit]);
  return rows.map(fromRow) as Job<Kind>[];
}

const jobsOfKindBelow = unnamedStatement(
  `select id from jobs where organization_id = $1 and kind = $2 and id < $3 and state in ('done', 'failed', 'cancelled')
    order by id limit 20`,
);

/** Lists the ids of some ended jobs of one kind that are below an id. */
export async function listOldJobsOfKind(
  reader: Reader,
  organizationId: string,
  kind: JobKind,
  below: string,
): Promise<string[]> {
  return (await reader.query<{ id: string }>(jobsOfKindBelow, [organizationId, kind, below])).map(({ id }) => id);
}
