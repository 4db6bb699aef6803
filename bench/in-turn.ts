/** How long each of a number of calls took, in milliseconds, and all of them together. */
export interface Timed {
  readonly seconds: number;
  readonly latencies: readonly number[];
}

/** Does `work` for each item, `concurrency` at a time, each worker one after the other, and takes the time. */
export async function timeAll<Item>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, worker: number) => Promise<void>,
): Promise<Timed> {
  const latencies: number[] = Array.from({ length: items.length }, () => 0);
  let next = 0;
  const run = async (worker: number): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      const began = performance.now();
      await work(items[index] as Item, worker);
      latencies[index] = performance.now() - began;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, (_, worker) => run(worker)));
  return { seconds: (performance.now() - began) / 1000, latencies };
}
