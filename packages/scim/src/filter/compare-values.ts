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
 * `undefined` for anything else, a date alone and impossible days and hours included (RFC 7643 section 2.3.5).
 */
export function parseInstant(text: string): number | undefined {
  const digits = [
    text.slice(0, 4),
    text.slice(5, 7),
    text.slice(8, 10),
    text.slice(11, 13),
    text.slice(14, 16),
    text.slice(17, 19),
  ];
  if (
    text[4] !== "-" ||
    text[7] !== "-" ||
    (text[10] !== "T" && text[10] !== "t") ||
    text[13] !== ":" ||
    text[16] !== ":"
  )
    return undefined;
  const numbers = digits.map(readDigits);
  const [year = -1, month = -1, day = -1, hour = -1, minute = -1, second = -1] = numbers;
  if (Math.min(...numbers) < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  const endOfDay = hour === 24 && minute === 0 && second === 0;
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) return undefined;
  let end = 19;
  let fraction = 0;
  if (text[end] === ".") {
    const from = ++end;
    while (isDigitAt(text, end)) end++;
    if (end === from) return undefined;
    fraction = Number(`0.${text.slice(from, end)}`) * 1000;
  }
  const offset = readOffset(text.slice(end));
  if (offset === undefined) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() + fraction - offset * 60_000;
}

function readOffset(text: string): number | undefined {
  if (text === "" || text === "Z" || text === "z") return 0;
  if (text.length !== 6 || (text[0] !== "+" && text[0] !== "-") || text[3] !== ":") return undefined;
  const hours = readDigits(text.slice(1, 3));
  const minutes = readDigits(text.slice(4, 6));
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (text[0] === "-" ? -1 : 1) * (hours * 60 + minutes);
}

/** The number that the text's digits are; -1 where there is anything but digits. */
function readDigits(text: string): number {
  for (let index = 0; index < text.length; index++) {
    if (!isDigitAt(text, index)) return -1;
  }
  return text === "" ? -1 : Number(text);
}

function isDigitAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}

function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
