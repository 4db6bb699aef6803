/** A table in Markdown that reads well on a terminal too; all columns but the first `texts` hold numbers. */
export function writeTable(headings: readonly string[], rows: readonly (readonly string[])[], texts = 1): string {
  const widths = headings.map((heading, column) =>
    Math.max(3, heading.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const width = (column: number): number => widths[column] ?? 0;
  const cell = (text: string, column: number): string =>
    column < texts ? text.padEnd(width(column)) : text.padStart(width(column));
  const line = (row: readonly string[]): string =>
    `| ${headings.map((_, column) => cell(row[column] ?? "", column)).join(" | ")} |`;
  const rule = widths.map((wide, column) => (column < texts ? "-".repeat(wide) : `${"-".repeat(wide - 1)}:`));
  return [line(headings), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** A number without decimals where they say nothing. */
export function written(value: number): string {
  return value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}
