import type { Timed } from "./in-turn.ts";

/** What one window measured. */
export interface Window {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time for each operation; of the server it is 0 where the server takes no part. */
  readonly serverCpu: number;
  readonly databaseCpu: number;
}

/** Reduces the times of a window's calls, which were so many operations. */
export function windowOf(
  { seconds, latencies }: Timed,
  operations: number,
  cpu: { readonly server: number; readonly database: number },
): Window {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    perSecond: operations / seconds,
    p50: at(0.5),
    p99: at(0.99),
    serverCpu: cpu.server / operations,
    databaseCpu: cpu.database / operations,
  };
}

/** The median of each figure over windows. */
export function medianWindow(windows: readonly Window[]): Window {
  const of = (figure: keyof Window): number => median(windows.map((window) => window[figure]));
  return {
    perSecond: of("perSecond"),
    p50: of("p50"),
    p99: of("p99"),
    serverCpu: of("serverCpu"),
    databaseCpu: of("databaseCpu"),
  };
}

/**
 * The median of the ratios of windows that followed each other: what else the machine does weighs on both of a pair, so
 * that it moves their ratio less than either figure.
 */
export function medianRatio(windows: readonly Window[], yardstick: readonly Window[]): number {
  return median(windows.map((window, index) => window.perSecond / (yardstick[index]?.perSecond ?? Number.NaN)));
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
