/** What a soak found out. */
export interface SoakReport {
  readonly text: string;
  readonly json: object;
  readonly good: boolean;
}

/** Writes names and numbers one under the other. */
export function listNumbers(lines: readonly (readonly [name: string, value: number | string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return lines.map(([name, value]) => `${name.padEnd(width)}${value.toLocaleString("en")}\n`).join("");
}
