/** Finds the known name that takes the fewest single-letter changes to come from `name`; the first of several. */
export function nearestName(name: string, known: readonly string[]): string {
  let nearest = known[0] ?? "";
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const changes = countChanges(name, candidate);
    if (changes < fewest) [nearest, fewest] = [candidate, changes];
  }
  return nearest;
}

/** Levenshtein's distance, one row of the table at a time. Names are short, and long ones are cut. */
function countChanges(from: string, to: string): number {
  const source = from.slice(0, 100);
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= source.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const same = source[line - 1] === to[column - 1] ? 0 : 1;
      const [left = 0, above = 0, diagonal = 0] = [next[column - 1], row[column], row[column - 1]];
      next.push(Math.min(left + 1, above + 1, diagonal + same));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
