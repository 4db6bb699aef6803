import { formatProblem } from "./architecture/problem.ts";
import { readSourceTree } from "./architecture/source-tree.ts";
import { findUnexplainedDependencies } from "./docs/dependencies.ts";
import { findStaleTables } from "./docs/generated-tables.ts";
import { findAvoidedWords } from "./docs/glossary.ts";
import { findBrokenLinks, findUnknownDocuments } from "./docs/links.ts";
import { countAnswers, findUnsupportedClaims } from "./docs/scim-support.ts";
import { projectRoot } from "./project-root.ts";

/**
 * Prints where the documents and the program say different things. With `--after-tests` every test that
 * docs/scim-support.md names must have passed in the run of all tests just before.
 */
const afterTests = process.argv.includes("--after-tests");
const tree = readSourceTree(projectRoot);
const problems = [
  ...(await findStaleTables(projectRoot)),
  ...findUnexplainedDependencies(projectRoot),
  ...findAvoidedWords(projectRoot, tree),
  ...findBrokenLinks(projectRoot),
  ...findUnknownDocuments(projectRoot, tree),
  ...findUnsupportedClaims(projectRoot, afterTests),
];
for (const problem of problems) console.log(formatProblem(problem));
const { yes, partly, no } = countAnswers(projectRoot);
console.log(`${problems.length} problems; SCIM requirements: ${yes} yes, ${partly} partly, ${no} no`);
process.exitCode = problems.length === 0 ? 0 : 1;
