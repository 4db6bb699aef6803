import { statement, type Tx } from "../database.ts";
import { slotOf } from "../read/list-bookmarks.ts";

const keep = statement(
  "keep-list-bookmark",
  `insert into list_bookmarks (organization_id, source_application_id, slot, place, position, kept_until)
    select $1::uuid, $2::uuid, $3::smallint, $4::bytea, $5::text, now() + interval '65 minutes'
      where not exists (select from list_bookmarks where organization_id = $1 and source_application_id = $2 and slot = $3
        and place = $4 and position = $5 and kept_until > now() + interval '1 hour')
    on conflict (organization_id, source_application_id, slot)
      do update set place = excluded.place, position = excluded.position, kept_until = excluded.kept_until`,
);

/**
 * Keeps for an hour, and five minutes at most, where the page before a place ended. One that stands there already is not
 * written again: those who read the same page would wait for each other.
 */
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
