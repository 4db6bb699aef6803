import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../architecture/problem.ts";

const document = "docs/decisions/dependencies.md";

/** Finds npm packages that are used without a line saying why, and lines about packages that are not used. */
export function findUnexplainedDependencies(root: string): Problem[] {
  const used = new Set(
    [
      "package.json",
      "tools/node/package.json",
      ...globSync(["packages/*/package.json", "bench/peers/package.json"], { cwd: root }),
    ].flatMap((path) => dependenciesOf(join(root, path))),
  );
  const explained = new Map<string, number>();
  readFileSync(join(root, document), "utf8")
    .split("\n")
    .forEach((line, index) => {
      for (const name of /^- ((?:`[^`]+`(?:, )?)+): \S/.exec(line)?.[1]?.match(/[^`, ]+/g) ?? []) {
        explained.set(name, index + 1);
      }
    });
  return [
    ...[...used]
      .filter((name) => !explained.has(name))
      .map((name) => ({ path: document, message: `no line says why there is ${name} (- \`${name}\`: why)` })),
    ...[...explained]
      .filter(([name]) => !used.has(name))
      .map(([name, line]) => ({ path: document, line, message: `explains ${name}, which nothing depends on` })),
  ];
}

function dependenciesOf(path: string): string[] {
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, Record<string, string> | undefined>;
  return ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"]
    .flatMap((kind) => Object.keys(manifest[kind] ?? {}))
    .filter((name) => !name.startsWith("@rollcall/"));
}
