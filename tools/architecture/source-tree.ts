import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { type Comment, type Node, parseSync, type Program } from "oxc-parser";

/** What is read; everything else in the checkout is no source of ours. */
const roots = ["packages", "tools", "bench", "e2e", "fixtures"];
const skipped = new Set(["node_modules", "dist", "data"]);

/** One TypeScript file, parsed when first asked. */
export class SourceFile {
  /** Relative to the root of the tree, with forward slashes. */
  readonly path: string;
  readonly text: string;
  #parsed: { program: Program; comments: Comment[] } | undefined;

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
  }

  get program(): Program {
    return this.#parse().program;
  }

  get comments(): readonly Comment[] {
    return this.#parse().comments;
  }

  get lineCount(): number {
    return this.text.split("\n").length - (this.text.endsWith("\n") ? 1 : 0);
  }

  /** The 1-based line of an offset in the text. */
  lineAt(offset: number): number {
    return this.text.slice(0, offset).split("\n").length;
  }

  #parse(): { program: Program; comments: Comment[] } {
    if (this.#parsed === undefined) {
      const { program, comments, errors } = parseSync(this.path, this.text);
      if (errors[0] !== undefined) throw new Error(`${this.path}: ${errors[0].message}`);
      this.#parsed = { program, comments };
    }
    return this.#parsed;
  }
}

export interface SourceTree {
  /** Every path below the roots, of whatever kind of file. */
  readonly paths: readonly string[];
  /** The TypeScript files among them. */
  readonly files: readonly SourceFile[];
}

/** Reads the source below a checkout's root. */
export function readSourceTree(root: string): SourceTree {
  const paths = roots.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => listFiles(root, folder));
  const files = paths
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => new SourceFile(path, readFileSync(join(root, path), "utf8")));
  return { paths, files };
}

function listFiles(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, encoding: "utf8" });
  return entries.flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (skipped.has(entry.name) || entry.name.startsWith(".")) return [];
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}

/** Tells whether a path holds tests or what only tests use. */
export function isTestPath(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /^packages\/[^/]+\/test\//.test(path) || path.startsWith("e2e/");
}

/** Tells whether a path is part of the program that runs: below a package's `src`, and no test. */
export function isProgramPath(path: string): boolean {
  return /^packages\/[^/]+\/src\//.test(path) && !isTestPath(path);
}

/** Calls `visit` for every node of a syntax tree, parents before children. */
export function walk(root: Node | Program, visit: (node: Node) => void): void {
  visit(root);
  for (const value of Object.values(root)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
