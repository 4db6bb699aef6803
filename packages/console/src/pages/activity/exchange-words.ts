import type { Meaning } from "../../design/meaning.ts";

/** What a status means in the list. */
export function meaningOfStatus(status: number): Meaning {
  if (status >= 500) return "failing";
  if (status >= 400) return "attention";
  return "flowing";
}

/** A duration as people read it. */
export function inMilliseconds(microseconds: number): string {
  const milliseconds = microseconds / 1_000;
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds).toLocaleString()} ms`;
}
