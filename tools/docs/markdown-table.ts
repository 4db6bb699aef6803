/** Splits a line of a Markdown table into its cells, `\|` read as a bar; `undefined` where the line is no row. */
function readRow(line: string): string[] | undefined {
  const trimmed = line.trim();
  if (!trimmed.startsWith("|") || !trimmed.endsWith("|") || trimmed.length < 2) return undefined;
  return trimmed
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("\\|", "|").trim());
}

/** The rows of every table in a text, heads and rulers left out, each with its 1-based line. */
export function readRows(text: string): { line: number; cells: string[] }[] {
  const lines = text.split("\n");
  return lines.flatMap((content, index) => {
    const cells = readRow(content);
    const isHead = isRuler(readRow(lines[index + 1] ?? ""));
    return cells === undefined || isRuler(cells) || isHead ? [] : [{ line: index + 1, cells }];
  });
}

function isRuler(cells: readonly string[] | undefined): boolean {
  return cells?.every((cell) => /^:?-+:?$/.test(cell)) ?? false;
}

/** Writes a table. */
export function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const writeRow = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [head, head.map(() => "---"), ...rows].map(writeRow).join("\n");
}
