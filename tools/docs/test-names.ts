import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { importsOf } from "../architecture/imports.ts";
import { SourceFile, walk } from "../architecture/source-tree.ts";

const known = new Map<string, readonly RegExp[]>();

/**
 * Patterns of the names that a file's tests may have: its texts and templates, and those of the tables of cases
 * (`*-cases.ts`) that it imports, since a table-driven test takes its names from there.
 */
export function testNamePatterns(root: string, path: string): readonly RegExp[] {
  const key = join(root, path);
  let patterns = known.get(key);
  if (patterns === undefined) {
    const file = readSource(root, path);
    const tables = importsOf(file).flatMap(({ target }) =>
      target?.endsWith("-cases.ts") && existsSync(join(root, target)) ? [readSource(root, target)] : [],
    );
    patterns = [file, ...tables].flatMap(textPatterns);
    known.set(key, patterns);
  }
  return patterns;
}

function readSource(root: string, path: string): SourceFile {
  return new SourceFile(path, readFileSync(join(root, path), "utf8"));
}

function textPatterns(file: SourceFile): RegExp[] {
  const patterns: RegExp[] = [];
  walk(file.program, (node) => {
    if (node.type === "Literal" && typeof node.value === "string") patterns.push(pattern([node.value]));
    if (node.type === "TemplateLiteral") {
      const parts = node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw);
      // A template without a word of its own would fit every name.
      if (parts.some((part) => /\w/.test(part))) patterns.push(pattern(parts));
    }
  });
  return patterns;
}

function pattern(parts: readonly string[]): RegExp {
  const escaped = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".+")}$`, "s");
}
