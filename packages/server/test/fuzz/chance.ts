/** Numbers that look random and are the same at each run with the same seed. */
export interface Chance {
  /** A whole number from 0 up to, without, `end`. */
  below(end: number): number;
  /** True in so many of a hundred cases. */
  percent(share: number): boolean;
  one<Item>(items: readonly Item[]): Item;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  // A counter that is stirred by multiplications and shifts of 32 bits.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    below,
    percent: (share) => next() * 100 < share,
    one<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new Error("there is nothing to choose from");
      return items[below(items.length)] as Item;
    },
  };
}
