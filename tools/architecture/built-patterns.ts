import type { Node } from "oxc-parser";
import type { Problem } from "./problem.ts";
import { isProgramPath, type SourceTree, walk } from "./source-tree.ts";

/** Finds regular expressions built from values: whoever supplies the value can make one that never ends. */
export function findBuiltPatterns(tree: SourceTree): Problem[] {
  const problems: Problem[] = [];
  for (const file of tree.files) {
    if (!isProgramPath(file.path)) continue;
    walk(file.program, (node) => {
      if (node.type !== "NewExpression" && node.type !== "CallExpression") return;
      if (node.callee.type !== "Identifier" || node.callee.name !== "RegExp") return;
      if (isFixedText(node.arguments[0])) return;
      const message = "builds a regular expression from a value: write it out, or use a linear-time engine";
      problems.push({ path: file.path, line: file.lineAt(node.start), message });
    });
  }
  return problems;
}

function isFixedText(node: Node | undefined): boolean {
  return node?.type === "Literal" || (node?.type === "TemplateLiteral" && node.expressions.length === 0);
}
