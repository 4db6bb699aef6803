import type { Measured } from "./measure-scenario.ts";
import type { MemoryUse } from "./process-memory.ts";

/** Somebody whom figures are of: Rollcall, a peer, or a yardstick. */
export interface Competitor {
  readonly name: string;
  readonly version: string;
  readonly kind: "ours" | "yardstick" | "durable peer" | "in-memory peer";
}

/** What was measured with so many people loaded. */
export interface SizeResult {
  readonly people: number;
  readonly measured: readonly Measured[];
  /** At the end of all scenarios, by competitor. */
  readonly memory: Readonly<Record<string, MemoryUse>>;
  /** On the disk of Rollcall's database for each user, links, directory and events included. */
  readonly bytesPerUser: number;
}

/** One run of the bench. */
export interface RunResult {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly postgres: string;
  readonly windows: number;
  /** Of the last minute, when the scenarios began and when they ended. */
  readonly load: readonly [number, number];
  readonly minutes: number;
  readonly competitors: readonly Competitor[];
  readonly sizes: readonly SizeResult[];
}

/** What docs/benchmarks.json keeps: the last run of each kind. */
export interface KeptResults {
  /** Rollcall and its yardsticks at one size, or beside its peers. */
  readonly comparison?: RunResult;
  /** Rollcall at several sizes. */
  readonly growth?: RunResult;
  /** Of the protocol library alone, as it was printed. */
  readonly protocol?: string;
}

export const ours = "Rollcall";
export const statementsAlone = "its statements alone";
export const statementsApart = "its statements, a connection each";
export const bareHttp = "node:http, same bytes";
export const bareHttpWithStatements = "node:http, its statements, same bytes";

/** In the order in which they are told. */
export const yardsticks: readonly string[] = [statementsAlone, statementsApart, bareHttp, bareHttpWithStatements];
