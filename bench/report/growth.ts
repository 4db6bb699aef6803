import { isSupported } from "../measure-scenario.ts";
import { ours, type RunResult } from "../results.ts";

/** What one scenario cost at each size at which it was measured. */
export interface Growth {
  readonly scenario: string;
  readonly concurrency: number;
  readonly grows: boolean;
  readonly points: readonly { readonly people: number; readonly perSecond: number; readonly cpu: number }[];
  /** Of the processor time at the largest size to that at the smallest; undefined with one size. */
  readonly ratio: number | undefined;
}

/** Follows each scenario of a run through its sizes; processor time is microseconds of server and database together. */
export function growthOf(run: RunResult): Growth[] {
  const rows = new Map<string, { scenario: string; concurrency: number; grows: boolean }>();
  for (const { scenario, concurrency, grows } of run.sizes.flatMap(({ measured }) => measured)) {
    rows.set(`${scenario} ${concurrency}`, { scenario, concurrency, grows });
  }
  return [...rows.values()].map((row) => {
    const points = run.sizes.flatMap(({ people, measured }) => {
      const found = measured.find((one) => one.scenario === row.scenario && one.concurrency === row.concurrency);
      const own = found?.lanes[ours];
      return isSupported(own) ? [{ people, perSecond: own.perSecond, cpu: own.serverCpu + own.databaseCpu }] : [];
    });
    const [first, last] = [points[0], points.at(-1)];
    const ratio = points.length < 2 || first === undefined || last === undefined ? undefined : last.cpu / first.cpu;
    return { ...row, points, ratio };
  });
}
