import type { ErrorCode, Problem } from "./errors.ts";

/** What is wrong with a mapping. */
export interface MappingProblem extends Problem {
  readonly code: ErrorCode;
  /** Of an expression: from which of its UTF-16 units to which. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** A path into the container of an extension that no schema describes. */
export interface UnknownPath {
  readonly where: string;
  readonly section: "users" | "groups";
  readonly path: string;
}

/** What a check of a mapping gathers. */
export interface MappingFindings {
  readonly problems: MappingProblem[];
  readonly unknownPaths: UnknownPath[];
}
