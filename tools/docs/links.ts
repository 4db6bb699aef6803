import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem } from "../architecture/problem.ts";

/** Finds links in the documents that lead to no file of the checkout. Links to the web are not followed. */
export function findBrokenLinks(root: string): Problem[] {
  return globSync(["*.md", "docs/**/*.md", "packages/*/*.md"], { cwd: root }).flatMap((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap((match) => {
      const target = match[1]?.split("#")[0] ?? "";
      if (target === "" || /^[a-z]+:/.test(target) || existsSync(join(root, dirname(path), target))) return [];
      const line = text.slice(0, match.index).split("\n").length;
      return [{ path, line, message: `leads to ${target}, which does not exist` }];
    });
  });
}
