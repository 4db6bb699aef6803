import { setTimeout as wait } from "node:timers/promises";

/** How long reads took, in milliseconds. */
export interface Probed {
  readonly count: number;
  readonly middle: number;
  readonly p99: number;
  readonly most: number;
}

const pauseMilliseconds = 10;

/** Reads one address again and again, one read after the other with a pause between, until it is stopped. */
export function startProbing({ url, token }: { readonly url: string; readonly token: string }): {
  stop(): Promise<Probed>;
} {
  let stopped = false;
  const times: number[] = [];
  const run = async (): Promise<void> => {
    while (!stopped) {
      const begun = performance.now();
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`GET ${url}: ${response.status}`);
      times.push(performance.now() - begun);
      await wait(pauseMilliseconds);
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      await running;
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
      return { count: sorted.length, middle: at(0.5), p99: at(0.99), most: at(1) };
    },
  };
}
