import type { Need } from "../verify/claims.ts";
import type { Trial } from "../verify/trial.ts";

/**
 * How much a check weighs: `must` fails the run; `should` warns: a recommendation of the RFCs, a point where they leave
 * a choice, or what a widespread client relies on.
 */
export type Level = "must" | "should";

/** One promise that a service provider keeps or breaks. */
export interface Check {
  /** Ids of requirements: `R7644-3.3-09` is the ninth of RFC 7644 section 3.3; `AMB` and `ROWN` are choices. */
  readonly shows: readonly string[];
  /** The promise; unique within its section. */
  readonly title: string;
  /** `must` unless given. */
  readonly level?: Level;
  /** What the service provider has to claim; where it does not, the check is skipped. */
  readonly needs?: readonly Need[];
  /** @throws {Deviation} where the promise is broken. */
  readonly run: (trial: Trial) => Promise<void>;
}

/** Checks of one section of the standard. */
export interface Section {
  /** In lower case, as `--only` takes it. */
  readonly name: string;
  readonly title: string;
  /** Where the rules are written. */
  readonly source: string;
  /** What all of its checks need. */
  readonly needs?: readonly Need[];
  readonly checks: readonly Check[];
}

/** The checks, each with these needs besides its own. */
export function needing(needs: readonly Need[], checks: readonly Check[]): readonly Check[] {
  return checks.map((check) => ({ ...check, needs: [...needs, ...(check.needs ?? [])] }));
}
