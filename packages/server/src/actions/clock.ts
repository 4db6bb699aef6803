/**
 * Opens the clock of a node: the present as ISO 8601 in UTC with milliseconds. Requests come many in a millisecond, and
 * writing the text costs more than reading the time: it is written once for each.
 */
export function openClock(): () => string {
  let at = Number.NaN;
  let text = "";
  return () => {
    const now = Date.now();
    if (now !== at) {
      at = now;
      text = new Date(now).toISOString();
    }
    return text;
  };
}
