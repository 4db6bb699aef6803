import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Problem } from "../architecture/problem.ts";
import type { SourceTree } from "../architecture/source-tree.ts";

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

/** Finds comments that name a document (`docs/errors.md`, `rules.md section 4`) or a section of it that is not there. */
export function findUnknownDocuments(root: string, tree: SourceTree): Problem[] {
  return tree.files.flatMap((file) =>
    file.comments.flatMap((comment) =>
      [...comment.value.matchAll(/([\w./-]+\.md)(?:\s+(?:\*\s+)?section (\d+))?/g)].flatMap((match) => {
        const [, name = "", section] = match;
        const line = file.lineAt(comment.start + match.index);
        const path = [name, `docs/${name}`, join(dirname(file.path), name)].find((one) => existsSync(join(root, one)));
        if (path === undefined) return [{ path: file.path, line, message: `names ${name}, which does not exist` }];
        if (section === undefined || hasSection(join(root, path), section)) return [];
        return [{ path: file.path, line, message: `names section ${section} of ${name}, which does not exist` }];
      }),
    ),
  );
}

function hasSection(path: string, section: string): boolean {
  return readFileSync(path, "utf8")
    .split("\n")
    .some((line) => line.startsWith(`## ${section}. `));
}
