/**
 * Lays rows out in columns, two blanks apart, numbers to the right. A character that terminals draw two columns wide
 * counts two.
 */
export function textTable(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const widths = headings.map((heading, column) =>
    Math.max(columns(heading), ...rows.map((row) => columns(String(row[column] ?? "")))),
  );
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, column) => pad(cell, widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(headings), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
}

function pad(cell: string | number, width: number): string {
  const text = String(cell);
  const filling = " ".repeat(Math.max(0, width - columns(text)));
  return typeof cell === "number" ? filling + text : text + filling;
}

const combining = /^\p{Mark}$/u;
const wide =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]$/u;

/** The columns that a text takes on a terminal. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) count += combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return count;
}
