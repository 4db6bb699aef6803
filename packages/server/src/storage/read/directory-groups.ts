import type { DirectoryGroup } from "../../domain/directory-group.ts";
import type { DirectoryValues } from "../../domain/directory-user.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";
import { byCreation, byKey, type ListOrder, readInOrder } from "./list-order.ts";
import { searchConditions } from "./search-words.ts";

/** A directory group with the number of members that its sources say. */
export interface DirectoryGroupFacts extends DirectoryGroup {
  readonly provisionedMembers: number;
}

/** Which directory groups to list; what is undefined does not narrow. */
export interface DirectoryGroupFilter {
  readonly search?: string | undefined;
  readonly status?: "active" | "binned" | undefined;
  /** Groups that this application writes, or wrote until their resource was deleted. */
  readonly sourceApplicationId?: string | undefined;
  readonly sort?: "created" | "name" | undefined;
}

interface Row {
  id: string;
  attributes: DirectoryValues;
  status: "active" | "binned";
  binned_at: Date | null;
  version: number;
  created_at: Date;
  modified_at: Date;
  provisioned_members: number;
}

const columns = "d.id, d.attributes, d.status, d.binned_at, d.version, d.created_at, d.modified_at";

/** From the slot counters: the cost does not grow with the group. */
const memberCount = `coalesce((select sum(s.amount) from links l
      join slot_counters s on s.organization_id = l.organization_id
        and s.source_application_id = l.source_application_id and s.kind = 'members' and s.subject = l.resource_id
      where l.organization_id = d.organization_id and l.directory_id = d.id and l.resource_type = 'Group'
        and l.state = 'linked'), 0)::bigint as provisioned_members`;

const orders = { created: byCreation, name: byKey("directory_groups", "name_key") } as const;

const directoryGroups = (
  search: string,
  { condition, orderBy }: ListOrder["parts"][number],
): string => `select ${columns}, ${memberCount}
    from (
      select d.organization_id, d.name_key, ${columns} from directory_groups d
        where d.organization_id = $1
          and ${condition}
          and ($4::text is null or d.status = $4)
          and ($5::uuid is null or exists (select from links l
            where l.organization_id = $1 and l.directory_id = d.id and l.source_application_id = $5))
          ${search}
        order by ${orderBy} limit $3) as d
    order by ${orderBy}`;

/** Lists directory groups in the order of their creation, or of their names. */
export async function listDirectoryGroups(
  reader: Reader,
  organizationId: string,
  filter: DirectoryGroupFilter,
  after: string | null,
  limit: number,
): Promise<ListPage<DirectoryGroupFacts>> {
  const search = searchConditions(filter.search, 6);
  const narrowed = [filter.status ?? null, filter.sourceApplicationId ?? null, ...search.values];
  const rows = await readInOrder(orders[filter.sort ?? "created"], limit + 1, (part, left) =>
    reader.query<Row>(unnamedStatement(directoryGroups(search.sql, part)), [organizationId, after, left, ...narrowed]),
  );
  return cutPage(rows, limit, (row) => [row.id], fromRow);
}

const directoryGroupById = unnamedStatement(
  `select ${columns}, ${memberCount} from directory_groups d where d.organization_id = $1 and d.id = $2`,
);

export async function findDirectoryGroup(
  reader: Reader,
  organizationId: string,
  id: string,
): Promise<DirectoryGroupFacts | undefined> {
  const [row] = await reader.query<Row>(directoryGroupById, [organizationId, id]);
  return row && fromRow(row);
}

const provisionedMembersOf = unnamedStatement(
  `select ${memberCount} from directory_groups d where d.organization_id = $1 and d.id = $2`,
);

/** Counts the members that the sources of a directory group say, without reading them; of an unknown group 0. */
export async function countProvisionedMembers(reader: Reader, organizationId: string, id: string): Promise<number> {
  const [row] = await reader.query<Pick<Row, "provisioned_members">>(provisionedMembersOf, [organizationId, id]);
  return row?.provisioned_members ?? 0;
}

function fromRow(row: Row): DirectoryGroupFacts {
  return {
    id: row.id,
    attributes: row.attributes,
    status: row.status,
    binnedAt: row.binned_at && instant(row.binned_at),
    version: row.version,
    createdAt: instant(row.created_at),
    modifiedAt: instant(row.modified_at),
    provisionedMembers: row.provisioned_members,
  };
}
