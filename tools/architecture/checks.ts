import { findBarrelFiles } from "./barrel-files.ts";
import { findBuiltPatterns } from "./built-patterns.ts";
import { findEnvironmentReads } from "./environment-reads.ts";
import { findLongFiles } from "./file-size.ts";
import { findImportCircles } from "./import-circles.ts";
import { findFilesWithoutLayer, findWrongImports } from "./import-direction.ts";
import { findForbiddenPathNames } from "./path-names.ts";
import type { ArchitectureCheck } from "./problem.ts";
import { findImpurities } from "./pure-layers.ts";
import { findSqlOutsideStorage } from "./sql-place.ts";
import { findUnexplainedSuppressions } from "./suppressions.ts";

/** Every architecture check; a test demands a planted violation for each. */
export const architectureChecks: readonly ArchitectureCheck[] = [
  { name: "import direction", find: findWrongImports },
  { name: "layers", find: findFilesWithoutLayer },
  { name: "import circles", find: findImportCircles },
  { name: "pure layers", find: findImpurities },
  { name: "SQL only in storage", find: findSqlOutsideStorage },
  { name: "environment only in config.ts", find: findEnvironmentReads },
  { name: "no built regular expressions", find: findBuiltPatterns },
  { name: "path names", find: findForbiddenPathNames },
  { name: "file size", find: (tree) => findLongFiles(tree) },
  { name: "no barrel files", find: findBarrelFiles },
  { name: "reasons of suppressions", find: findUnexplainedSuppressions },
];
