import type { Node } from "oxc-parser";
import type { Problem } from "./problem.ts";
import { isProgramPath, type SourceTree, walk } from "./source-tree.ts";

const reader = "packages/server/src/config.ts";

/** Finds readings of environment variables outside config.ts, which reports all their faults at once. */
export function findEnvironmentReads(tree: SourceTree): Problem[] {
  const problems: Problem[] = [];
  for (const file of tree.files) {
    if (!isProgramPath(file.path) || file.path === reader) continue;
    walk(file.program, (node) => {
      if (!readsEnvironment(node)) return;
      const message = "reads the environment, which only config.ts does: take the value as an argument";
      problems.push({ path: file.path, line: file.lineAt(node.start), message });
    });
  }
  return problems;
}

function readsEnvironment(node: Node): boolean {
  if (node.type === "MemberExpression") {
    return isNamed(node.object, "process") && (isNamed(node.property, "env") || isText(node.property, "env"));
  }
  if (node.type === "VariableDeclarator") {
    return node.id.type === "ObjectPattern" && isNamed(node.init, "process") && takesEnv(node.id.properties);
  }
  return (
    node.type === "ImportDeclaration" &&
    /^(node:)?process$/.test(node.source.value) &&
    node.specifiers.some((name) => name.type === "ImportSpecifier" && isNamed(name.imported, "env"))
  );
}

function takesEnv(properties: readonly Node[]): boolean {
  return properties.some((property) => property.type === "Property" && isNamed(property.key, "env"));
}

function isNamed(node: Node | null, name: string): boolean {
  return node?.type === "Identifier" && node.name === name;
}

function isText(node: Node, text: string): boolean {
  return node.type === "Literal" && node.value === text;
}
