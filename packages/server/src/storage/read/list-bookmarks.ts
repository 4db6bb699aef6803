import { type Reader, statement } from "../database.ts";

/** Bookmarks of one application at most; a power of two. */
const slots = 4_096;

/** The slot that the bookmark of a place has; places that share one displace each other. */
export function slotOf(place: Buffer): number {
  return place.readUInt16BE(0) % slots;
}

const listBookmark = statement(
  "list-bookmark",
  `select position from list_bookmarks
    where organization_id = $1 and source_application_id = $2 and slot = $3 and place = $4 and kept_until > now()`,
);

/** Finds where the page before a place ended, sealed; undefined when nobody read that page in the last hour. */
export async function findListBookmark(
  reader: Reader,
  organizationId: string,
  sourceApplicationId: string,
  place: Buffer,
): Promise<string | undefined> {
  const values = [organizationId, sourceApplicationId, slotOf(place), place];
  const [row] = await reader.query<{ position: string }>(listBookmark, values);
  return row?.position;
}
