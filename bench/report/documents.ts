import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { KeptResults } from "../results.ts";
import { type Chart, comparisonCharts, growthCharts } from "./charts.ts";
import { writeComparison, writeGrowth } from "./report.ts";

const docs = new URL("../../docs/", import.meta.url);
const documentPath = fileURLToPath(new URL("benchmarks.md", docs));
const resultsPath = fileURLToPath(new URL("benchmarks.json", docs));
const chartFolder = fileURLToPath(new URL("benchmarks/", docs));

/** Keeps a run, in place of the last one of its kind, and draws and writes everything that is kept. */
export function writeDocuments(added: KeptResults): void {
  const before = existsSync(resultsPath) ? (JSON.parse(readFileSync(resultsPath, "utf8")) as KeptResults) : {};
  const kept: KeptResults = { ...before, ...added };
  writeFileSync(resultsPath, `${JSON.stringify(kept)}\n`);
  const { comparison, growth, protocol } = kept;
  mkdirSync(chartFolder, { recursive: true });
  const parts = {
    comparison: comparison && withCharts(comparisonCharts(comparison), writeComparison(comparison)),
    growth: growth && withCharts(growthCharts(growth), writeGrowth(growth)),
    protocol: protocol && `\`\`\`text\n${protocol}\n\`\`\``,
  };
  const document = Object.entries(parts).reduce(
    (text, [name, part]) => (part === undefined ? text : replacePart(text, name, part)),
    readFileSync(documentPath, "utf8"),
  );
  writeFileSync(documentPath, document);
}

function withCharts(charts: readonly Chart[], text: string): string {
  for (const { file, svg } of charts) writeFileSync(`${chartFolder}${file}`, svg);
  return [...charts.map(({ file, title }) => `![${title}](benchmarks/${file})`), text].join("\n\n");
}

/** Replaces what stands between `<!-- bench NAME -->` and `<!-- /bench -->`. */
function replacePart(document: string, name: string, text: string): string {
  const opening = `<!-- bench ${name} -->\n`;
  const begin = document.indexOf(opening) + opening.length;
  const end = document.indexOf("<!-- /bench -->", begin);
  if (begin < opening.length || end < 0) throw new Error(`docs/benchmarks.md has no place for ${name}`);
  return `${document.slice(0, begin)}\n${text}\n\n${document.slice(end)}`;
}
