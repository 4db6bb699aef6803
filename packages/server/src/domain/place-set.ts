/** A set of places in a list of known size, as bits: sets of it are joined a word at a time. */
export class PlaceSet {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >>> 5);
  }

  add(place: number): void {
    const word = place >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (place & 31));
  }

  has(place: number): boolean {
    return ((this.#words[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  addAll(other: PlaceSet): void {
    const words = this.#words;
    const more = other.#words;
    for (let word = 0; word < words.length; word += 1) words[word] = (words[word] ?? 0) | (more[word] ?? 0);
  }

  /** The places from the last to the first. */
  *descending(): Generator<number> {
    for (let word = this.#words.length - 1; word >= 0; word -= 1) {
      let bits = this.#words[word] ?? 0;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits);
        yield word * 32 + bit;
        bits ^= 1 << bit;
      }
    }
  }
}
