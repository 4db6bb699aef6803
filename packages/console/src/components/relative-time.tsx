import { useSyncExternalStore } from "react";

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** An instant in words: *3 min. ago*; seconds are *just now*. */
export function inWords(instant: string, now: number): string {
  const seconds = (Date.parse(instant) - now) / 1_000;
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  if (seconds > 5) return "in a moment";
  return seconds > -5 ? "just now" : relative.format(Math.trunc(seconds), "second");
}

/** How long something has lasted, in words: *for 3 min.* */
function durationInWords(since: string, now: number): string {
  const words = inWords(since, now);
  return words.endsWith(" ago") ? `for ${words.slice(0, -4)}` : words === "yesterday" ? "for a day" : "for a moment";
}

/** An instant as people say it, the exact one on hover and for machines. */
export function RelativeTime({ at }: { readonly at: string }) {
  return <Time at={at} words={inWords} />;
}

/** How long something has lasted, the exact beginning on hover and for machines. */
export function TimeSince({ at }: { readonly at: string }) {
  return <Time at={at} words={durationInWords} />;
}

function Time({ at, words }: { readonly at: string; readonly words: (at: string, now: number) => string }) {
  const now = useSyncExternalStore(listenToClock, readClock);
  return (
    <time dateTime={at} title={exact.format(new Date(at))}>
      {words(at, now)}
    </time>
  );
}

/** The clock of all instants on the page: one timer, which runs while there are any. */
let clock = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  clock = Date.now();
  for (const listener of listeners) listener();
}

function listenToClock(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) timer = setInterval(tick, 10_000);
  // What has just arrived is not of the future.
  if (Date.now() - clock > 1_000) tick();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function readClock(): number {
  return clock;
}
