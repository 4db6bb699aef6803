import { Buffer } from "node:buffer";
import { RollcallError } from "./errors.ts";
import { isId } from "./id.ts";

/** A page of a list, and where the next one begins: the ids that the last item is sorted by. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: readonly string[] | undefined;
}

/** Makes a page of rows that were read with one more than the limit: whether there is a next page shows in that one. */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => readonly string[],
  itemOf: (row: Row) => Item,
): ListPage<Item> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(itemOf), next: last === undefined ? undefined : positionOf(last) };
}

/** Writes where a list goes on as an opaque text without underscores. */
export function formatListCursor(list: string, position: readonly string[]): string {
  return encode([list, ...position]);
}

/**
 * Reads the cursor of a list.
 *
 * @param lengths how many ids a position of this list can have
 * @throws {RollcallError} cursor.invalid
 */
export function parseListCursor(list: string, cursor: string, lengths: readonly number[]): readonly string[] {
  const [name, ...position] = decode(cursor);
  if (name !== list || !lengths.includes(position.length) || !position.every(isId)) {
    throw new RollcallError("cursor.invalid");
  }
  return position;
}

/** Writes where a list of what a job found goes on. */
export function formatItemCursor(list: string, { kind, id }: { readonly kind: string; readonly id: string }): string {
  return encode([list, kind, id]);
}

/** @throws {RollcallError} cursor.invalid */
export function parseItemCursor(list: string, cursor: string): { readonly kind: string; readonly id: string } {
  const [name, kind, id, ...rest] = decode(cursor);
  if (name !== list || kind === undefined || id === undefined || !isId(id) || rest.length > 0) {
    throw new RollcallError("cursor.invalid");
  }
  return { kind, id };
}

/** Where a reader of the event feed stands. */
export interface FeedPosition {
  /** Undefined: at the beginning, whatever the epoch. */
  readonly epoch: string | undefined;
  readonly position: number;
}

const feed = "events";

export function formatFeedCursor({ epoch, position }: FeedPosition): string {
  return encode(epoch === undefined ? [feed] : [feed, epoch, String(position)]);
}

/** @throws {RollcallError} cursor.invalid */
export function parseFeedCursor(cursor: string): FeedPosition {
  const [name, epoch, text = "", ...rest] = decode(cursor);
  if (name === feed && epoch === undefined) return { epoch, position: 0 };
  const position = Number(text);
  if (name !== feed || rest.length > 0 || !isId(epoch ?? "") || !Number.isSafeInteger(position) || position < 0) {
    throw new RollcallError("cursor.invalid");
  }
  return { epoch, position };
}

/** Where a reader of a snapshot of the directory stands. */
export interface SnapshotPosition {
  /** Where the feed stood before the first page was read. */
  readonly feed: FeedPosition;
  readonly kind: "users" | "groups";
  /** The last id that was read; null at the beginning of a kind. */
  readonly after: string | null;
}

const snapshot = "snapshot";

export function formatSnapshotCursor({ feed: at, kind, after }: SnapshotPosition): string {
  return encode([snapshot, formatFeedCursor(at), kind, ...(after === null ? [] : [after])]);
}

/** @throws {RollcallError} cursor.invalid */
export function parseSnapshotCursor(cursor: string): SnapshotPosition {
  const [name, at = "", kind, after = null, ...rest] = decode(cursor);
  const known = kind === "users" || kind === "groups";
  if (name !== snapshot || !known || rest.length > 0 || (after !== null && !isId(after))) {
    throw new RollcallError("cursor.invalid");
  }
  return { feed: parseFeedCursor(at), kind, after };
}

function encode(parts: readonly string[]): string {
  // Base64 for URLs, without its underscore.
  return Buffer.from(parts.join(" ")).toString("base64url").replaceAll("_", ".");
}

function decode(cursor: string): string[] {
  return Buffer.from(cursor.replaceAll(".", "_"), "base64url").toString().split(" ");
}
