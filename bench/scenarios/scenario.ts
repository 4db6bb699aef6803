import type { Population } from "../population.ts";
import type { ScimCall } from "../scim-call.ts";
import { type ScimTarget, sendCalls } from "../send-calls.ts";

/** One thing that is measured. Calls are made fresh for each window, so that no write is done twice. */
export interface Scenario {
  /** Named in tables and by `--only`. */
  readonly name: string;
  /** Calls at once; each is a row of its own. */
  readonly concurrencies: readonly number[];
  /** Calls in a window at most, where a second does not pass sooner. */
  readonly size: number;
  /** Operations in a call, where throughput counts them; 1 unless told. */
  readonly weight?: number;
  /** Calls that belong together, one after the other; 1 unless told. */
  readonly journey?: number;
  readonly calls: (population: Population, count: number) => ScimCall[];
  /** Brings about what a window's calls need; takes no part in the measuring. */
  readonly prepare?: (target: ScimTarget, population: Population, count: number) => Promise<void>;
  /** Takes the ids of the resources that a window's calls made. */
  readonly done?: (population: Population, ids: readonly string[]) => void;
  /** Also driven as statements straight at the database. */
  readonly statements?: true;
  /** Also measured against node:http sending the same bytes. */
  readonly reads?: true;
  /** Grows with the result by its nature, so that no size of the directory has it flat. */
  readonly grows?: true;
}

export function take(count: number, one: () => ScimCall): ScimCall[] {
  return Array.from({ length: count }, one);
}

/** Creates users, unmeasured, until `count` newcomers are there. */
export async function ensureNewcomers(
  target: ScimTarget,
  population: Population,
  count: number,
  create: (number: number) => ScimCall,
): Promise<void> {
  const missing = count - population.newcomers.length;
  if (missing <= 0) return;
  const calls = take(missing, () => create(population.nextNumber()));
  population.newcomers.push(...(await sendCalls(target, calls, 16, "ids")).ids);
}
