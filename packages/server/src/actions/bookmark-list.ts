import { createHash, createHmac } from "node:crypto";
import { sealText, unsealText } from "../domain/seal-text.ts";
import type { SourceApplication } from "../domain/source-application.ts";
import { findListBookmark } from "../storage/read/list-bookmarks.ts";
import type { ListPosition } from "../storage/read/provisioned-resource-lists.ts";
import { dropOldListBookmarks, keepListBookmark } from "../storage/write/list-bookmarks.ts";
import type { ActionDeps } from "./action-deps.ts";
import { cursorKey } from "./cursor-key.ts";

type Deps = Pick<ActionDeps, "database">;

/**
 * Keeps where a page by index ended, so that the next one begins there even when what stood before it was deleted
 * meanwhile: counted from the beginning, it would skip as many resources as were deleted.
 *
 * @param list the fingerprint of the query
 * @param startIndex 1-based, of the next page
 */
export async function keepBookmark(
  { database }: Deps,
  { organizationId, id }: SourceApplication,
  list: Buffer,
  startIndex: number,
  { key, id: lastId }: ListPosition,
): Promise<void> {
  const place = placeOf(list, startIndex);
  const secret = await cursorKey(database);
  const bound = boundTo(organizationId, id, place);
  const text = JSON.stringify([key, lastId]);
  // The same salt for the same text and no other, so that a bookmark that is there already is found to be the same.
  const salt = createHmac("sha256", secret)
    .update(JSON.stringify([bound, text]))
    .digest()
    .subarray(0, 16);
  const sealed = sealText(secret, bound, text, salt);
  await keepListBookmark(database.pool, organizationId, id, place, sealed);
}

/** Finds where the page before an index ended; undefined when nobody read that page in the last hour. */
export async function findBookmark(
  { database }: Deps,
  { organizationId, id }: SourceApplication,
  list: Buffer,
  startIndex: number,
): Promise<ListPosition | undefined> {
  const place = placeOf(list, startIndex);
  const sealed = await findListBookmark(database.reader, organizationId, id, place);
  if (sealed === undefined) return undefined;
  const text = unsealText(await cursorKey(database), boundTo(organizationId, id, place), sealed);
  if (text === undefined) return undefined;
  const [key, lastId] = JSON.parse(text) as [string | null, string];
  return { key, id: lastId };
}

/** Drops the bookmarks whose hour is over. */
export async function dropOldBookmarks({ database }: Deps): Promise<void> {
  await dropOldListBookmarks(database.pool);
}

function placeOf(list: Buffer, startIndex: number): Buffer {
  return createHash("sha256").update(list).update(String(startIndex)).digest();
}

function boundTo(organizationId: string, sourceApplicationId: string, place: Buffer): string {
  return ["bookmark", organizationId, sourceApplicationId, place.toString("hex")].join(" ");
}
