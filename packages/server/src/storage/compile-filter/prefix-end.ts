/**
 * The first text after all those that begin with a prefix, in the order of code points; `undefined` when there is none.
 * With it a prefix becomes a range, which an index serves also when the statement is prepared; LIKE would not.
 */
export function prefixEnd(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last < 0x10ffff) return String.fromCodePoint(...points, codePointAfter(last));
  }
  return undefined;
}

/** Surrogates are no characters. */
function codePointAfter(point: number): number {
  return point === 0xd7ff ? 0xe000 : point + 1;
}
