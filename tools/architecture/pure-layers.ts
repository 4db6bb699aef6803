import type { Node } from "oxc-parser";
import { layerOf } from "./layers.ts";
import type { Problem } from "./problem.ts";
import { isProgramPath, type SourceTree, walk } from "./source-tree.ts";

/** Layers whose answers depend on their arguments alone: time is an argument there. */
const pureLayers = new Set(["scim", "domain"]);

/** Finds readings of the clock and calls to the outside in the layers that have to stay pure. */
export function findImpurities(tree: SourceTree): Problem[] {
  const problems: Problem[] = [];
  for (const file of tree.files) {
    const layer = layerOf(file.path)?.name;
    if (!isProgramPath(file.path) || layer === undefined || !pureLayers.has(layer)) continue;
    walk(file.program, (node) => {
      const found = impurity(node);
      if (found === undefined) return;
      problems.push({ path: file.path, line: file.lineAt(node.start), message: `${layer} is pure: ${found}` });
    });
  }
  return problems;
}

function impurity(node: Node): string | undefined {
  if (node.type === "MemberExpression" && node.object.type === "Identifier" && node.property.type === "Identifier") {
    const name = `${node.object.name}.${node.property.name}`;
    return name === "Date.now" || name === "performance.now" ? `${name} reads the clock, pass the time in` : undefined;
  }
  if (node.type === "NewExpression" && node.callee.type === "Identifier" && node.callee.name === "Date") {
    return node.arguments.length === 0 ? "new Date() reads the clock, pass the time in" : undefined;
  }
  if (node.type === "CallExpression" && node.callee.type === "Identifier") {
    const { name } = node.callee;
    if (name === "Date") return "Date() reads the clock, pass the time in";
    if (name === "fetch") return "fetch talks to the outside";
  }
  return undefined;
}
