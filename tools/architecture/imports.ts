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
  /** Nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

const known = new WeakMap<SourceFile, readonly ImportReference[]>();

/** Lists what a file imports, in order. */
export function importsOf(file: SourceFile): readonly ImportReference[] {
  const earlier = known.get(file);
  if (earlier !== undefined) return earlier;
  const found: ImportReference[] = [];
  walk(file.program, (node) => {
    const source = importedSource(node);
    if (source === undefined) return;
    const { specifier, typeOnly } = source;
    found.push({ specifier, target: resolveImport(file.path, specifier), line: file.lineAt(node.start), typeOnly });
  });
  known.set(file, found);
  return found;
}

function importedSource(node: Node): { specifier: string; typeOnly: boolean } | undefined {
  switch (node.type) {
    case "ImportDeclaration": {
      const names = node.specifiers;
      const everyNameIsType =
        names.length > 0 && names.every((name) => name.type === "ImportSpecifier" && name.importKind === "type");
      return { specifier: node.source.value, typeOnly: node.importKind === "type" || everyNameIsType };
    }
    case "ExportAllDeclaration":
      return { specifier: node.source.value, typeOnly: node.exportKind === "type" };
    case "ExportNamedDeclaration":
      return node.source === null ? undefined : { specifier: node.source.value, typeOnly: node.exportKind === "type" };
    case "ImportExpression":
      return node.source.type === "Literal" && typeof node.source.value === "string"
        ? { specifier: node.source.value, typeOnly: false }
        : undefined;
    case "TSImportType":
      return { specifier: node.source.value, typeOnly: true };
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
