import type { Dialect } from "./dialect.ts";
import { filterDialects } from "./filter-dialects.ts";
import { patchDialects } from "./patch-dialects.ts";
import { valueDialects } from "./value-dialects.ts";

/** Every dialect by its name: what counters count and the console explains. */
export const knownDialects: ReadonlyMap<string, Dialect> = new Map(
  [...filterDialects, ...valueDialects, ...patchDialects].map((dialect) => [dialect.name, dialect]),
);
