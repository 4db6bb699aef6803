import { architectureChecks } from "./architecture/checks.ts";
import { measureFiles } from "./architecture/file-size.ts";
import { listImportCircles } from "./architecture/import-circles.ts";
import { formatProblem } from "./architecture/problem.ts";
import { readSourceTree } from "./architecture/source-tree.ts";
import { projectRoot } from "./project-root.ts";

/** Prints what breaks the architecture, then the figures of the source; `--json` prints both as one object. */
const tree = readSourceTree(projectRoot);
const problems = architectureChecks.flatMap((check) =>
  check.find(tree).map((problem) => ({ check: check.name, ...problem })),
);
const figures = { ...measureFiles(tree), importCircles: listImportCircles(tree).length };

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ ...figures, problems }, null, 2));
} else {
  for (const problem of problems) console.log(`${formatProblem(problem)} [${problem.check}]`);
  console.log(
    `${figures.files} source files, median ${figures.medianLines} lines, ` +
      `largest ${figures.largest} with ${figures.lines}; import circles: ${figures.importCircles}`,
  );
}
process.exitCode = problems.length === 0 ? 0 : 1;
