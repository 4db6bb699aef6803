import type { Problem } from "./problem.ts";
import { isTestPath, type SourceFile, type SourceTree } from "./source-tree.ts";

const mostLines = 300;

/** Longer files that are tables of data: each with its reason. An entry that no file needs is a problem itself. */
const longFiles: ReadonlyMap<string, string> = new Map([]);

/** Tells whether a file counts as source: tests and shared tables of cases are read row by row and do not. */
function isSource(file: SourceFile): boolean {
  return !isTestPath(file.path) && !file.path.endsWith("-cases.ts");
}

/** Finds source files of more than 300 lines. */
export function findLongFiles(tree: SourceTree, exceptions: ReadonlyMap<string, string> = longFiles): Problem[] {
  const long = tree.files.filter((file) => isSource(file) && file.lineCount > mostLines);
  const stale = [...exceptions.keys()].filter((path) => !long.some((file) => file.path === path));
  return [
    ...long
      .filter((file) => !exceptions.has(file.path))
      .map(({ path, lineCount }) => ({ path, message: `has ${lineCount} lines, at most ${mostLines} are allowed` })),
    ...stale.map((path) => ({ path, message: "is excepted from the limit of lines and does not need it" })),
  ];
}

/** The sizes of the source files, in lines. */
export function measureFiles(tree: SourceTree): { files: number; medianLines: number; largest: string; lines: number } {
  const sources = tree.files.filter(isSource).sort((a, b) => a.lineCount - b.lineCount);
  const largest = sources.at(-1);
  return {
    files: sources.length,
    medianLines: sources[sources.length >> 1]?.lineCount ?? 0,
    largest: largest?.path ?? "",
    lines: largest?.lineCount ?? 0,
  };
}
