import type { JsonValue } from "@rollcall/scim/resource.ts";
import { beforeAllIds } from "../../domain/id.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";

/** One of the things that a job found, or did. */
export interface StoredJobItem {
  readonly kind: string;
  readonly id: string;
  readonly item: JsonValue;
}

const items = unnamedStatement(
  `select kind, id, item from job_items where organization_id = $1 and job_id = $2 and (kind, id) > ($3, $4)
    order by kind, id limit $5`,
);
const itemsOfKind = unnamedStatement(
  `select kind, id, item from job_items where organization_id = $1 and job_id = $2 and kind = $3 and id > $4
    order by id limit $5`,
);

/**
 * Lists what a job found, of one kind or of all, by kind and id.
 *
 * @param after the id of the last one before the page, and its kind where all are listed
 */
export async function listJobItems(
  reader: Reader,
  organizationId: string,
  jobId: string,
  kind: string | undefined,
  after: { readonly kind: string; readonly id: string } | undefined,
  limit: number,
): Promise<ListPage<StoredJobItem>> {
  const id = after?.id ?? beforeAllIds;
  const rows =
    kind === undefined
      ? await reader.query<StoredJobItem>(items, [organizationId, jobId, after?.kind ?? "", id, limit + 1])
      : await reader.query<StoredJobItem>(itemsOfKind, [organizationId, jobId, kind, id, limit + 1]);
  return cutPage(
    rows,
    limit,
    (row) => [row.kind, row.id],
    (row) => row,
  );
}

const counts = unnamedStatement(
  `select i.kind, c.key as name, sum(c.value::bigint) as count
    from job_items i cross join lateral jsonb_each_text(i.item -> 'counts') as c
    where i.organization_id = $1 and i.job_id = $2 group by 1, 2`,
);

/** Adds up the `counts` of all that a job found, by kind and name. */
export async function sumJobItems(
  reader: Reader,
  organizationId: string,
  jobId: string,
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const rows = await reader.query<{ kind: string; name: string; count: string | number }>(counts, [
    organizationId,
    jobId,
  ]);
  const found = new Map<string, Record<string, number>>();
  for (const { kind, name, count } of rows) {
    const of = found.get(kind) ?? {};
    of[name] = Number(count);
    found.set(kind, of);
  }
  return found;
}
