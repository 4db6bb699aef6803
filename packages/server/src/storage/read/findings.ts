import { beforeAllIds } from "../../domain/id.ts";
import type { Finding } from "../../domain/finding.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";

/** A finding as it is stored. */
export interface StoredFinding extends Finding {
  readonly id: string;
}

/** Which findings are meant; all where nothing is said. */
export interface FindingFilter {
  readonly kinds: readonly string[];
  readonly ids?: readonly string[] | undefined;
  /** Folded: in a name, user name or e-mail address. */
  readonly search?: string | undefined;
  /** Of those that differ: those that differ in this attribute. */
  readonly attribute?: string | undefined;
}

const matching = `organization_id = $1 and job_id = $2 and kind = any ($3)
      and ($4::uuid[] is null or id = any ($4)) and ($5::text is null or strpos(item ->> 'search', $5) > 0)
      and ($6::text is null or item -> 'changes' @> jsonb_build_array(jsonb_build_object('attribute', $6::text)))`;

const findings = unnamedStatement(
  `select kind, id, item from job_items where ${matching} and (kind, id) > ($7, $8) order by kind, id limit $9`,
);

/** @param after kind and id of the last one before the page */
export async function listFindings(
  reader: Reader,
  organizationId: string,
  jobId: string,
  filter: FindingFilter,
  after: { readonly kind: string; readonly id: string } | undefined,
  limit: number,
): Promise<ListPage<StoredFinding>> {
  const values = [...valuesOf(organizationId, jobId, filter), after?.kind ?? "", after?.id ?? beforeAllIds, limit + 1];
  const rows = await reader.query<{ kind: string; id: string; item: Finding }>(findings, values);
  return cutPage(
    rows,
    limit,
    ({ kind, id }) => [kind, id],
    ({ id, item }) => ({ ...item, id }),
  );
}

const unacted = unnamedStatement(
  `select count(*)::integer as count from job_items where ${matching} and item ->> 'acted' is null`,
);

/** Counts findings that nobody has acted on. */
export async function countFindings(
  reader: Reader,
  organizationId: string,
  jobId: string,
  filter: FindingFilter,
): Promise<number> {
  const [row] = await reader.query<{ count: number }>(unacted, valuesOf(organizationId, jobId, filter));
  return row?.count ?? 0;
}

function valuesOf(organizationId: string, jobId: string, { kinds, ids, search, attribute }: FindingFilter) {
  return [organizationId, jobId, kinds, ids ?? null, search ?? null, attribute ?? null];
}
