import type { Node } from "oxc-parser";
import { layerOf } from "./layers.ts";
import type { Problem } from "./problem.ts";
import { isProgramPath, type SourceTree, walk } from "./source-tree.ts";

const sqlLayers = new Set(["storage", "storage/read"]);

/** How a statement begins, in lower case. */
const beginnings = [
  /^select\s[\s\S]*\sfrom\s/,
  /^select\s+\w+\(/,
  /^insert\s+into\s/,
  /^update\s+[\w."]+(\s+(as\s+)?\w+)?\s+set\s/,
  /^delete\s+from\s/,
  /^with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s+((not\s+)?materialized\s*)?\(/,
  /^(create|alter|drop)\s+(unique\s+)?(table|index|database|role|schema|extension|type|function)\s/,
  /^(begin|commit|rollback|truncate\s+\w+)\s*;?\s*$/,
];

/** Finds text that begins like an SQL statement outside the storage layer. */
export function findSqlOutsideStorage(tree: SourceTree): Problem[] {
  const problems: Problem[] = [];
  for (const file of tree.files) {
    if (!isProgramPath(file.path) || sqlLayers.has(layerOf(file.path)?.name ?? "")) continue;
    walk(file.program, (node) => {
      const text = textOf(node);
      if (text === undefined || !beginsLikeSql(text.trim())) return;
      const begins = text.trim().split(/\s+/, 3).join(" ");
      problems.push({ path: file.path, line: file.lineAt(node.start), message: `SQL outside storage: "${begins} …"` });
    });
  }
  return problems;
}

function textOf(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  // What is put in stands for a name or a value.
  return node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw).join("x");
}

/** A keyword is all lower or all upper case; a sentence ("Select an application from the list") begins otherwise. */
function beginsLikeSql(text: string): boolean {
  const word = /^[a-z]+/i.exec(text)?.[0] ?? "";
  const oneCase = word === word.toLowerCase() || word === word.toUpperCase();
  return oneCase && beginnings.some((pattern) => pattern.test(text.toLowerCase()));
}
