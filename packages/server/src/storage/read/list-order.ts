/** In which order people or groups are listed, as parts of a statement over `d`; `$2` is the id of the last one before. */
export interface ListOrder {
  /** Statements that follow each other: the next is read where the one before did not fill the page. */
  readonly parts: readonly { readonly condition: string; readonly orderBy: string }[];
}

/** In the order of their creation. */
export const byCreation: ListOrder = {
  parts: [{ condition: "($2::uuid is null or d.id > $2)", orderBy: "d.id" }],
};

/**
 * In the order of a folded text, by an index that begins with the organization; whoever has none comes last. The cursor
 * is an id alone, and the text is that of now: somebody renamed meanwhile moves the place with them.
 */
export function byKey(
  table: "directory_users" | "directory_groups",
  key: "user_name_key" | "name_key" | "email_key",
): ListOrder {
  const last = `(select k.${key} from ${table} k where k.organization_id = $1 and k.id = $2)`;
  return {
    parts: [
      {
        condition: `d.${key} is not null and ($2::uuid is null or (d.${key}, d.id) > (${last}, $2))`,
        orderBy: `d.${key}, d.id`,
      },
      { condition: `d.${key} is null and ($2::uuid is null or ${last} is not null or d.id > $2)`, orderBy: "d.id" },
    ],
  };
}

/** An order of people that another table gives: what is read beside `d`, and where in it a row stands. */
export interface JoinedOrder {
  readonly joins: string;
  readonly position: string;
  readonly order: ListOrder;
}

/**
 * People in the order of their last change, the newest first: walks back through the events, which are in the order of
 * time, and takes each person at the newest of theirs. An index over the instants themselves would make every change of
 * a person a change of all indexes. The cursor is the id of an event.
 */
export const byLastChange: JoinedOrder = {
  joins: `join provisioning_events e on e.organization_id = $1 and e.directory_user_id = d.id
      and e.directory_group_id is null and e.outcome = 'applied'
      and not exists (select from provisioning_events newer where newer.organization_id = $1
        and newer.directory_user_id = d.id and newer.directory_group_id is null and newer.outcome = 'applied'
        and newer.id > e.id)`,
  position: "e.id",
  order: { parts: [{ condition: "($2::uuid is null or e.id < $2)", orderBy: "e.id desc" }] },
};

/** Reads the parts of an order one after the other until a page is full. */
export async function readInOrder<Row>(
  order: ListOrder,
  limit: number,
  read: (part: ListOrder["parts"][number], left: number) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const part of order.parts) {
    if (rows.length < limit) rows.push(...(await read(part, limit - rows.length)));
  }
  return rows;
}
