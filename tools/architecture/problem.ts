import type { SourceTree } from "./source-tree.ts";

/** One thing that a check found, for a reader who has to mend it. */
export interface Problem {
  /** Relative to the root of the tree, with forward slashes. */
  readonly path: string;
  /** 1-based; absent where the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

/** A promise about the source, and how to find where it is broken. */
export interface ArchitectureCheck {
  readonly name: string;
  readonly find: (tree: SourceTree) => Problem[];
}

/** Writes a problem as `path:line: message`, the form that editors and terminals make clickable. */
export function formatProblem(problem: Problem): string {
  const place = problem.line === undefined ? problem.path : `${problem.path}:${problem.line}`;
  return `${place}: ${problem.message}`;
}
