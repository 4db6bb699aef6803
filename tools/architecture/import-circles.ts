import { filesByPath, importsOf } from "./imports.ts";
import type { Problem } from "./problem.ts";
import type { SourceTree } from "./source-tree.ts";

/** Finds files that import each other in a circle, types included: such files can only be read together. */
export function findImportCircles(tree: SourceTree): Problem[] {
  return listImportCircles(tree).map((circle) => ({
    path: circle[0] ?? "",
    message: `import circle: ${[...circle, circle[0]].join(" → ")}`,
  }));
}

/** Lists one circle for every knot of files that reach each other, its files in the order of import. */
export function listImportCircles(tree: SourceTree): string[][] {
  const files = filesByPath(tree);
  const neighbours = new Map(
    tree.files.map((file) => [
      file.path,
      [...new Set(importsOf(file).flatMap(({ target }) => (target !== undefined && files.has(target) ? target : [])))],
    ]),
  );
  return listKnots(neighbours).map((knot) => shortestCircle(knot, neighbours));
}

type Neighbours = ReadonlyMap<string, readonly string[]>;

/** Tarjan's strongly connected components, of which those with a circle in them are kept. */
function listKnots(neighbours: Neighbours): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const knots: string[][] = [];

  function visit(path: string): void {
    order.set(path, order.size);
    lowest.set(path, order.size - 1);
    stack.push(path);
    for (const next of neighbours.get(path) ?? []) {
      if (!order.has(next)) visit(next);
      if (stack.includes(next)) lowest.set(path, Math.min(lowest.get(path) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const component = stack.splice(stack.indexOf(path));
    if (component.length > 1 || neighbours.get(path)?.includes(path)) knots.push(component);
  }

  for (const path of neighbours.keys()) if (!order.has(path)) visit(path);
  return knots;
}

/** Walks breadth first from the first file of a knot back to itself. */
function shortestCircle(knot: readonly string[], neighbours: Neighbours): string[] {
  const start = [...knot].sort()[0] ?? "";
  const reached = new Map<string, string[]>([[start, [start]]]);
  for (const [path, way] of reached) {
    for (const next of neighbours.get(path) ?? []) {
      if (next === start) return way;
      if (knot.includes(next) && !reached.has(next)) reached.set(next, [...way, next]);
    }
  }
  return [start];
}
