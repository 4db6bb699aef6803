import { parseInstant } from "@rollcall/scim/filter/compare-values.ts";

const nanosecondsPerMillisecond = 1_000_000n;
const nanosecondsPerSecond = 1_000_000_000n;

/** How many characters every instant text has. */
export const instantTextLength = 30;

/**
 * Writes an xsd:dateTime as text in UTC whose byte order (`COLLATE "C"`) is that of time: always 30 characters, with
 * nine digits of the second; digits beyond are cut off. What `parseInstant` does not read is no dateTime: `undefined`.
 *
 * @example
 * instantText("2026-02-03T05:05:06.5+01:00"); // "2026-02-03T04:05:06.500000000Z"
 */
export function instantText(dateTime: string): string | undefined {
  if (parseInstant(dateTime) === undefined) return undefined;
  const digits = /^\.(\d+)/.exec(dateTime.slice(19))?.[1] ?? "";
  const zone = dateTime.slice(digits === "" ? 19 : 20 + digits.length);
  // Read without the fraction of its second, an instant is a whole number of milliseconds: none of its digits is lost.
  const milliseconds = parseInstant(dateTime.slice(0, 19) + zone) ?? 0;
  const fraction = BigInt(digits.slice(0, 9).padEnd(9, "0"));
  return writeNanoseconds(BigInt(milliseconds) * nanosecondsPerMillisecond + fraction);
}

/**
 * The instant texts that stand for a number of milliseconds since 1970 as `parseInstant` makes it, a binary fraction that
 * holds fewer digits than the text: those from `from` up to `until`, which is not one of them.
 */
export function instantTextRange(milliseconds: number): { readonly from: string; readonly until: string } {
  return {
    from: writeNanoseconds(firstNanosecond(milliseconds, (found) => found >= milliseconds - noDifference)),
    until: writeNanoseconds(firstNanosecond(milliseconds, (found) => found > milliseconds + noDifference)),
  };
}

/** Milliseconds: a tenth of a nanosecond. Near 1970 they hold more digits than a text, and roundings of offsets show. */
const noDifference = 1e-7;

/** The first nanosecond whose milliseconds fulfil a condition that is false before it and true from there on. */
function firstNanosecond(near: number, fulfils: (milliseconds: number) => boolean): bigint {
  let before = BigInt(Math.floor(near) - 1) * nanosecondsPerMillisecond;
  let found = BigInt(Math.floor(near) + 2) * nanosecondsPerMillisecond;
  while (found - before > 1n) {
    const middle = (before + found) / 2n;
    if (fulfils(readNanoseconds(middle))) found = middle;
    else before = middle;
  }
  return found;
}

/** As `parseInstant` reads them: rounded where it rounds. */
function readNanoseconds(nanoseconds: bigint): number {
  const [seconds, fraction] = splitSeconds(nanoseconds);
  return Number(seconds) * 1000 + Number(`0.${digitsOf(fraction)}`) * 1000;
}

function writeNanoseconds(nanoseconds: bigint): string {
  const [seconds, fraction] = splitSeconds(nanoseconds);
  const date = new Date(Number(seconds) * 1000);
  return `${writeYear(date.getUTCFullYear())}${date.toISOString().slice(-20, -4)}${digitsOf(fraction)}Z`;
}

/** Only an offset leads beyond the years 0000 to 9999, by some hours: these are written so that they sort where they belong. */
function writeYear(year: number): string {
  if (year < 0) return "-001";
  return year > 9999 ? "A000" : String(year).padStart(4, "0");
}

function splitSeconds(nanoseconds: bigint): [seconds: bigint, fraction: bigint] {
  const fraction = ((nanoseconds % nanosecondsPerSecond) + nanosecondsPerSecond) % nanosecondsPerSecond;
  return [(nanoseconds - fraction) / nanosecondsPerSecond, fraction];
}

function digitsOf(fraction: bigint): string {
  return String(fraction).padStart(9, "0");
}
