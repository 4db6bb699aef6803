import { useEffect, useState } from "react";

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

/** An instant as people say it, the exact one on hover and for machines. */
export function RelativeTime({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exact.format(new Date(at))}>
      {inWords(at, now)}
    </time>
  );
}

/** The clock of all instants on the page: one timer. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
