import { statement, type Tx } from "../database.ts";
import { slotOf } from "../read/list-bookmarks.ts";

const keep = statement(
  "keep-list-bookmark",
  `insert into list_bookmarks (organization_id, source_application_id, slot, place, position, kept_until)
    values ($1, $2, $3, $4, $5, now() + interval '1 hour')
    on conflict (organization_id, source_application_id, slot)
      do update set place = excluded.place, position = excluded.position, kept_until = excluded.kept_until`,
);

/** Keeps for an hour where the page before a place ended. */
export async function keepListBookmark(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  place: Buffer,
  position: string,
): Promise<void> {
  await tx.execute(keep, [organizationId, sourceApplicationId, slotOf(place), place, position]);
}

const dropOld = statement("drop-old-list-bookmarks", "delete from list_bookmarks where kept_until <= now()");

/** Drops the bookmarks whose hour is over: what people are called stands in them, sealed. */
export async function dropOldListBookmarks(tx: Tx): Promise<void> {
  await tx.execute(dropOld, []);
}
