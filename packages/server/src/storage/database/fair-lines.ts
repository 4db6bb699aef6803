/** Connections that are given out in turn. */
export interface FairLines {
  /** Runs a piece of work in somebody's line. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Pieces of work that wait for their turn. */
  readonly waiting: number;
}

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Shares connections among those who want them: whoever waits gets the next one in turn, line after line, and no line
 * has more than `most` at once. Without this a source that sends slow requests would have everybody wait behind all of
 * them.
 */
export function openFairLines(connections: number, most: number): FairLines {
  /** Those with work under way or waiting, in the order of their turns. */
  const lines = new Map<string, Line>();
  let running = 0;

  function begin(line: Line): void {
    line.running += 1;
    running += 1;
  }

  function beginWaiting(): void {
    for (const [key, line] of lines) {
      if (running >= connections) return;
      if (line.running >= most || line.waiting.length === 0) continue;
      // To the end of the turn; a Map gets there too.
      lines.delete(key);
      lines.set(key, line);
      begin(line);
      line.waiting.shift()?.();
    }
  }

  function end(key: string, line: Line): void {
    line.running -= 1;
    running -= 1;
    if (line.running === 0 && line.waiting.length === 0) lines.delete(key);
    beginWaiting();
  }

  return {
    async run(key, work) {
      let line = lines.get(key);
      if (line === undefined) {
        line = { running: 0, waiting: [] };
        lines.set(key, line);
      }
      const { waiting } = line;
      if (running < connections && line.running < most && waiting.length === 0) begin(line);
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        end(key, line);
      }
    },
    get waiting() {
      let sum = 0;
      for (const { waiting } of lines.values()) sum += waiting.length;
      return sum;
    },
  };
}
