import type { Problem } from "./problem.ts";
import type { SourceTree } from "./source-tree.ts";

/** Names that say nothing about what is inside, so that everything ends up there. */
const forbidden = new Set(["utils", "util", "helpers", "helper", "common", "misc", "lib", "core", "manager"]);

/** Finds folders and files whose whole name is one of the names that gather everything. */
export function findForbiddenPathNames(tree: SourceTree): Problem[] {
  return tree.paths.flatMap((path) => {
    const name = path
      .split("/")
      .map((segment) => segment.split(".")[0] ?? "")
      .find((segment) => forbidden.has(segment.toLowerCase()));
    return name === undefined ? [] : [{ path, message: `a path segment is called "${name}": name what is inside` }];
  });
}
