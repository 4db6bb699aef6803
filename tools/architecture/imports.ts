import { posix } from "node:path";
import type { Node } from "oxc-parser";
import { type SourceFile, type SourceTree, walk } from "./source-tree.ts";

/** One `import`, `export … from`, `import()` or `import("…")` type in a file. */
export interface ImportReference {
  /** As it is written. */
  readonly specifier: string;
  /** The file of this checkout that is meant; `undefined` for npm packages and Node's own modules. */
  readonly target: string | undefined;
  readonly line: number;
}

const known = new WeakMap<SourceFile, readonly ImportReference[]>();

/** Lists what a file imports, in order. */
export function importsOf(file: SourceFile): readonly ImportReference[] {
  const earlier = known.get(file);
  if (earlier !== undefined) return earlier;
  const found: ImportReference[] = [];
  walk(file.program, (node) => {
    const specifier = importedFrom(node);
    if (specifier === undefined) return;
    found.push({ specifier, target: resolveImport(file.path, specifier), line: file.lineAt(node.start) });
  });
  known.set(file, found);
  return found;
}

function importedFrom(node: Node): string | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "TSImportType":
      return node.source.value;
    case "ExportNamedDeclaration":
      return node.source?.value;
    case "ImportExpression":
      return node.source.type === "Literal" && typeof node.source.value === "string" ? node.source.value : undefined;
    default:
      return undefined;
  }
}

function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  const ours = /^@rollcall\/([^/]+)\/(.+)$/.exec(specifier);
  return ours === null ? undefined : `packages/${ours[1]}/src/${ours[2]}`;
}

/** The name of the npm package that a specifier without a path of ours means: `@fastify/helmet`, `pg`, `node:fs`. */
export function externalName(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier;
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** Every file of the tree by its path. */
export function filesByPath(tree: SourceTree): ReadonlyMap<string, SourceFile> {
  return new Map(tree.files.map((file) => [file.path, file]));
}
