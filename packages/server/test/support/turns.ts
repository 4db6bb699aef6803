/** Watches how long the turns of the event loop are. */
export interface TurnWatch {
  /** The processor time of the longest turn so far, in milliseconds. */
  longest(): number;
  /** Leaves out what this turn has taken so far: work of the test alone. */
  leaveOut(): void;
  end(): void;
}

/**
 * Watches the turns of this thread's event loop by the processor time that they take: a busy machine makes those no
 * longer, as it does the time that passes. Turns within a millisecond count as one.
 */
export function watchTurns(): TurnWatch {
  const spent = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let [last, longest] = [spent(), 0];
  const timer = setInterval(() => {
    const now = spent();
    longest = Math.max(longest, now - last);
    last = now;
  }, 1);
  timer.unref();
  return {
    longest: () => longest,
    leaveOut() {
      last = spent();
    },
    end: () => clearInterval(timer),
  };
}
