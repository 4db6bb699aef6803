import { sealText, unsealText } from "./seal-text.ts";

/** What a cursor of a list says: where its page begins, and what has to be the same for all pages. */
export interface PageCursor {
  readonly seek: {
    readonly direction: "after" | "before";
    /** Undefined: the beginning of the list for `after`, its end for `before`. */
    readonly position: { readonly key: string | null; readonly id: string } | undefined;
  };
  /** Resources on a page. */
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
}

/** Longer than any cursor of ours, which has at most a name of some thousand bytes in it. */
const maxLength = 16_384;

/**
 * Writes a cursor as opaque text of unreserved characters (R9865-2-01).
 *
 * @param list the application and query that the cursor is good for
 * @param salt 16 random bytes, other ones each time
 */
export function writePageCursor(key: Buffer, list: string, cursor: PageCursor, salt: Buffer): string {
  const { seek, count, issuedAt } = cursor;
  const position = seek.position === undefined ? [] : [seek.position.id, seek.position.key];
  return sealText(key, boundTo(list), JSON.stringify([seek.direction, count, issuedAt, ...position]), salt);
}

/** Reads a cursor; undefined when it is none of ours, was changed, or belongs to another list. */
export function readPageCursor(key: Buffer, list: string, text: string): PageCursor | undefined {
  const sealed = text.length > maxLength ? undefined : unsealText(key, boundTo(list), text);
  if (sealed === undefined) return undefined;
  // What opens was written by us, so its shape is known.
  const [direction, count, issuedAt, id, position] = JSON.parse(sealed) as [
    "after" | "before",
    number,
    number,
    string?,
    (string | null)?,
  ];
  return {
    seek: { direction, position: id === undefined ? undefined : { key: position ?? null, id } },
    count,
    issuedAt,
  };
}

function boundTo(list: string): string {
  return `cursor ${list}`;
}
