/** Microseconds of processor time that one call takes, over several windows. */
export interface Measured {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

/** What is measured: a name, the call, and the most microseconds that it may take, where there is such a promise. */
export interface Subject {
  readonly name: string;
  readonly call: () => unknown;
  readonly target?: number;
}

/** Takes the result of every call, so that none is optimised away. */
const sink: { last: unknown } = { last: undefined };

/**
 * Measures subjects in turns, one window of each after the other, so that a noisy moment of the machine hits all alike.
 *
 * @param windowMilliseconds processor time of a window; the first of each subject warms up and is not counted
 */
export function measure(subjects: readonly Subject[], windows: number, windowMilliseconds: number): Measured[] {
  const times = subjects.map((): number[] => []);
  for (let window = -1; window < windows; window += 1) {
    subjects.forEach(({ call }, index) => {
      const time = runWindow(call, windowMilliseconds);
      if (window >= 0) times[index]?.push(time);
    });
  }
  return times.map((taken) => {
    const sorted = taken.sort((left, right) => left - right);
    const at = (position: number) => sorted[position] ?? Number.NaN;
    return { median: at(Math.floor(sorted.length / 2)), fastest: at(0), slowest: at(sorted.length - 1) };
  });
}

/** Processor time of this thread, not time on the clock: other programs on the machine slow it down far less. */
function runWindow(call: () => unknown, milliseconds: number): number {
  const begun = process.threadCpuUsage();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds * 1000) {
    for (let index = 0; index < 200; index += 1) sink.last = call();
    calls += 200;
    const { user, system } = process.threadCpuUsage(begun);
    elapsed = user + system;
  }
  return elapsed / calls;
}
