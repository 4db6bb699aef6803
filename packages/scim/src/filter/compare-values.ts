import { isDateTime } from "../schema/check-format.ts";

/**
 * Folds the case of a text, so that two texts which differ only in case, in the width of their letters or in how
 * accents are composed become the same string. Every key of the house that ignores case is made by this function, and
 * by nothing in the database: the unique key of `userName`, look-up keys, the comparisons of filters (RFC 7644
 * sections 5 and 7.8, ROWN-20-01).
 *
 * What it does: width mapping and case folding as RFC 8265 section 3.3 has them, the full case folding of Unicode for
 * every language ("Straße" and "STRASSE" are the same, the dotless "ı" and "i" are not), and the NFC form. Blanks and
 * punctuation stay, and nothing is refused. Folding twice changes nothing.
 *
 * @example
 * foldCase("ＡＮＮ@Example.com"); // "ann@example.com"
 */
export function foldCase(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  let folded = "";
  // Character by character: toLowerCase on a whole word makes a final "ς" of "Σ", which depends on what follows, so
  // that a word would no longer begin with its own beginning.
  for (const character of text.normalize("NFC")) folded += foldCharacter(character);
  return folded.normalize("NFC");
}

function foldCharacter(character: string): string {
  if (character < "\u0080") return character.toLowerCase();
  if (character === "ı") return character;
  const wide = character >= "\uff00" && character <= "\uffef" ? character.normalize("NFKC") : character;
  const narrow = wide === "\u3000" ? " " : wide;
  // Lower first, since "ẞ" has no upper case of its own; then upper, which expands "ß" to "SS" and "ﬁ" to "FI".
  return narrow.toLowerCase().toUpperCase().toLowerCase();
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}

/** Brings a text into the form in which it is compared: NFC where the case counts, else folded. */
export function prepareText(text: string, caseExact: boolean): string {
  if (!caseExact) return foldCase(text);
  return isAscii(text) ? text : text.normalize("NFC");
}

/**
 * Orders two texts by Unicode code points: negative, zero or positive (ROWN-7-06). It is the order of `COLLATE "C"` in
 * a UTF-8 database; JavaScript's own differs beyond U+FFFF.
 */
export function compareText(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above U+FFFF and rank after the rest of the sixteen-bit range. */
function codePointRank(code: number): number {
  return code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code;
}

/** Brings base64 into the form in which bytes are compared: the standard alphabet, without padding. */
export function prepareBinary(text: string): string {
  return text.replaceAll("-", "+").replaceAll("_", "/").replaceAll("=", "");
}

/**
 * Reads an xsd:dateTime as milliseconds since 1970, with their fraction; without a zone it is UTC (AMB-43). Answers
 * `undefined` for anything else, a date alone and impossible days and hours included (RFC 7643 section 2.3.5), and for
 * years that a Date cannot hold.
 *
 * @example
 * parseInstant("2026-02-03T04:05:06+01:00"); // 1770087906000
 */
export function parseInstant(text: string): number | undefined {
  const upper = text.toUpperCase();
  if (!isDateTime(upper)) return undefined;
  const sign = upper.startsWith("-") ? -1 : 1;
  const time = upper.indexOf("T") + 1;
  const [year = 0, month = 1, day = 1] = upper
    .slice(sign === 1 ? 0 : 1, time - 1)
    .split("-")
    .map(Number);
  const [hour = 0, minute = 0, second = 0] = upper
    .slice(time, time + 8)
    .split(":")
    .map(Number);
  const rest = upper.slice(time + 8);
  const found = rest.search(/[Z+-]/);
  const zoneAt = found === -1 ? rest.length : found;
  const date = new Date(0);
  date.setUTCFullYear(sign * year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const fraction = Number(`0${rest.slice(0, zoneAt)}`) * 1000;
  const instant = date.getTime() + fraction - offsetOf(rest.slice(zoneAt)) * 60_000;
  return Number.isNaN(instant) ? undefined : instant;
}

/** The minutes that a zone is ahead of UTC: `Z`, `+01:30`, nothing. */
function offsetOf(zone: string): number {
  if (zone === "" || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith("-") ? -minutes : minutes;
}
