import type { SoakSample } from "./soak-samples.ts";

/** Whether one of the figures has grown. */
export interface JudgedFigure {
  readonly name: string;
  /** Medians of the first and the last fifth, the very beginning left out. */
  readonly start: number;
  readonly end: number;
  readonly good: boolean;
}

interface Figure {
  readonly name: string;
  readonly of: (sample: SoakSample) => number;
  /** How much it may be at the end, given what it was at the start. */
  readonly most: (start: number, last: SoakSample) => number;
}

const figures: readonly Figure[] = [
  { name: "server, MB", of: (sample) => sample.serverMegabytes, most: (start) => start * 1.2 + 20 },
  { name: "heap in use, MB", of: (sample) => sample.heapMegabytes, most: (start) => start * 1.3 + 20 },
  { name: "database, MB", of: (sample) => sample.databaseMegabytes, most: (start) => start * 1.3 + 30 },
  { name: "connections", of: (sample) => sample.connections, most: (start) => start + 8 },
  {
    name: "dead rows",
    of: (sample) => sample.deadRows,
    // Autovacuum comes when a fifth of a table is dead; while it works as much comes again.
    most: (start, { liveRows }) => Math.max(start * 1.2, liveRows * 0.4 + 10_000),
  },
  { name: "p50, ms", of: (sample) => sample.p50Milliseconds, most: (start) => start * 1.5 + 2 },
  { name: "p99, ms", of: (sample) => sample.p99Milliseconds, most: (start) => start * 2 + 20 },
];

/** Says what has grown from the start of a soak to its end. */
export function judgeSamples(samples: readonly SoakSample[]): { lines: readonly JudgedFigure[]; good: boolean } {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  const skipped = Math.floor(samples.length / 10);
  const last = samples.at(-1);
  if (last === undefined) throw new Error("a soak without samples says nothing");
  const lines = figures.map(({ name, of, most }): JudgedFigure => {
    const start = median(samples.slice(skipped, skipped + fifth).map(of));
    const end = median(samples.slice(-fifth).map(of));
    return { name, start, end, good: end <= most(start, last) };
  });
  return { lines, good: lines.every(({ good }) => good) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
