import type { DirectoryUser, DirectoryUserStatus } from "../../domain/directory-user.ts";
import type { Safeguard } from "../../domain/safeguard.ts";
import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import { type Reader, unnamedStatement } from "../database.ts";
import { type DirectoryUserRow, directoryUserFromRow, directoryUserRowColumns } from "./directory-user-row.ts";
import { groupMembersCondition } from "./group-members-condition.ts";
import { byCreation, byKey, byLastChange, type JoinedOrder, type ListOrder, readInOrder } from "./list-order.ts";
import { peopleSearchConditions } from "./search-words.ts";

/** Which directory users to list; what is undefined does not narrow. */
export interface DirectoryUserFilter {
  /** Words that must all occur in user name, e-mail, names or employee number, or be a source's externalId. */
  readonly search?: string | undefined;
  readonly status?: DirectoryUserStatus | undefined;
  readonly incomplete?: boolean | undefined;
  /** People whom this application writes, or wrote until their resource was deleted. */
  readonly sourceApplicationId?: string | undefined;
  /** People in this directory group, whether their membership is in force or not. */
  readonly directoryGroupId?: string | undefined;
  /** An administrator should look at them. */
  readonly flagged?: boolean | undefined;
  /** People who are on a ladder. */
  readonly leaving?: boolean | undefined;
  /** People over whom this safeguard is. */
  readonly safeguard?: Safeguard | undefined;
  readonly sort?: DirectoryUserSort | undefined;
}

export type DirectoryUserSort = "created" | "userName" | "name" | "email" | "modified";

const alone = (order: ListOrder): JoinedOrder => ({ joins: "", position: "d.id", order });
const orders: Readonly<Record<DirectoryUserSort, JoinedOrder>> = {
  created: alone(byCreation),
  userName: alone(byKey("directory_users", "user_name_key")),
  name: alone(byKey("directory_users", "name_key")),
  email: alone(byKey("directory_users", "email_key")),
  modified: byLastChange,
};

/** Planned for the values it gets: what is null costs nothing. */
const directoryUsers = (
  conditions: string,
  { joins, position }: JoinedOrder,
  { condition, orderBy }: ListOrder["parts"][number],
): string => `select ${directoryUserRowColumns}, ${position} as position from directory_users d ${joins}
    where d.organization_id = $1
      and ${condition}
      and ($4::text is null or d.status = $4)
      and ($5::boolean is null or (d.incomplete <> '{}') = $5)
      and ($6::uuid is null or exists (select from links l
        where l.organization_id = $1 and l.directory_id = d.id and l.source_application_id = $6))
      and ($7::boolean is null or (d.flags <> '{}') = $7)
      ${conditions}
    order by ${orderBy} limit $3`;

const safeguardConditions: Readonly<Record<Safeguard, string>> = {
  protection: "and d.protection is not null",
  legalHold: "and d.legal_hold is not null",
};

/** Lists directory users in the order of their creation, of a text by which they are called, or of their last change. */
export async function listDirectoryUsers(
  reader: Reader,
  organizationId: string,
  filter: DirectoryUserFilter,
  after: string | null,
  limit: number,
): Promise<ListPage<DirectoryUser>> {
  const search = peopleSearchConditions(filter.search, 8);
  const group = await groupMembersCondition(reader, organizationId, filter.directoryGroupId, 8 + search.values.length);
  const narrowed = [
    filter.status ?? null,
    filter.incomplete ?? null,
    filter.sourceApplicationId ?? null,
    filter.flagged ?? null,
    ...search.values,
    ...group.values,
  ];
  // Written out, so that the index of those few is used.
  const kept = [
    filter.safeguard === undefined ? "" : safeguardConditions[filter.safeguard],
    filter.leaving === true ? "and d.leaving is not null" : "",
  ].join(" ");
  const order = orders[filter.sort ?? "created"];
  const rows = await readInOrder(order.order, limit + 1, (part, left) =>
    reader.query<DirectoryUserRow & { position: string }>(
      unnamedStatement(directoryUsers(`${search.sql} ${group.sql} ${kept}`, order, part)),
      [organizationId, after, left, ...narrowed],
    ),
  );
  return cutPage(rows, limit, ({ position }) => [position], directoryUserFromRow);
}

const applicationNames = unnamedStatement(
  "select id, display_name from source_applications where organization_id = $1 and id = any ($2::uuid[])",
);

/** Names the source applications with these ids, deleted ones included. */
export async function findApplicationNames(
  reader: Reader,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await reader.query<{ id: string; display_name: string }>(applicationNames, [organizationId, ids]);
  return new Map(rows.map((row) => [row.id, row.display_name]));
}

const takenKeys = unnamedStatement(
  `select 'userName' as attribute, user_name_key as key from directory_users
      where organization_id = $1 and user_name_key = any ($2::text[])
    union all
    select 'email', email_key from directory_users where organization_id = $1 and email_key = any ($3::text[])`,
);

/** The folded user names and e-mails, of those given, that directory users have; binned ones included. */
export async function findTakenKeys(
  reader: Reader,
  organizationId: string,
  userNameKeys: readonly string[],
  emailKeys: readonly string[],
): Promise<{ readonly userNames: ReadonlySet<string>; readonly emails: ReadonlySet<string> }> {
  const rows = await reader.query<{ attribute: "userName" | "email"; key: string }>(takenKeys, [
    organizationId,
    userNameKeys,
    emailKeys,
  ]);
  const keysOf = (attribute: string) =>
    new Set(rows.filter((row) => row.attribute === attribute).map((row) => row.key));
  return { userNames: keysOf("userName"), emails: keysOf("email") };
}
