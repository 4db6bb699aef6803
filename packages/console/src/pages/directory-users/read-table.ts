/** A CSV table as far as a preview needs it. */
export interface PreviewedTable {
  readonly header: readonly string[];
  /** The first lines below the header. */
  readonly rows: readonly (readonly string[])[];
  /** Lines below the header that are not empty. */
  readonly lines: number;
}

/**
 * Reads a CSV text (RFC 4180) for a preview: what is in it is for the server to judge, which reads it again.
 *
 * @param shown rows that are kept
 */
export function readTable(text: string, shown: number): PreviewedTable {
  const rows: string[][] = [];
  let lines = -1;
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  const endLine = () => {
    cells.push(cell);
    cell = "";
    const empty = cells.length === 1 && cells[0]?.trim() === "";
    if (!empty) {
      lines += 1;
      if (rows.length <= shown) rows.push(cells.map((one) => one.trim()));
    }
    cells = [];
  };
  const body = text.startsWith("\ufeff") ? text.slice(1) : text;
  for (let at = 0; at < body.length; at++) {
    const char = body.charAt(at);
    if (quoted) {
      if (char !== '"') cell += char;
      else if (body.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === ",") {
      cells.push(cell);
      cell = "";
    } else if (char === "\n") endLine();
    else if (char !== "\r") cell += char;
  }
  if (cell !== "" || cells.length > 0) endLine();
  const [header = [], ...below] = rows;
  return { header, rows: below, lines: Math.max(0, lines) };
}
