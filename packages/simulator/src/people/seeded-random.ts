/** A source of numbers that are the same for the same seed, on every machine. Not for secrets. */
export interface SeededRandom {
  /** From 0 up to and without `below`, whole. */
  integer(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** `length` characters out of `alphabet`. */
  text(length: number, alphabet: string): string;
}

/** Makes a source of numbers from a seed (splitmix32: a counter whose bits are mixed). */
export function seededRandom(seed: number): SeededRandom {
  let counter = seed | 0;
  const next = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = counter ^ (counter >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const integer = (below: number): number => Math.floor((next() / 2 ** 32) * below);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[integer(items.length)];
    if (item === undefined) throw new RangeError("picking needs a list with something in it");
    return item;
  };
  const text = (length: number, alphabet: string): string =>
    Array.from({ length }, () => alphabet.charAt(integer(alphabet.length))).join("");
  return { integer, pick, text };
}
