import { type Matcher, RE2JS } from "re2js";
import { ExpressionFailure, MissingValue } from "./failures.ts";
import { takeSteps } from "./step-budget.ts";

/** A function of mapping expressions. */
export interface ExpressionFunction {
  /** As CEL writes it: `lower(string): string`. */
  readonly signature: string;
  readonly description: string;
  readonly handler: (...values: never[]) => unknown;
}

/** UTF-16 units of a text that a function gives at most, and list entries. */
const mostText = 65_536;
const mostEntries = 1_000;
/** Units of text that count as a step, those that a pattern looks at, and those that it may look at ahead of a match. */
const unitsOfStep = 64;
const searchedOfStep = 4;
const aheadOfStep = 256;
/** Instructions of a pattern that make a unit cost no more than usual; `@.*$` has seven, `(a?){500}` a thousand. */
const usualProgram = 32;

/** Checks the size of a text, and counts it. */
function sized(text: string): string {
  takeSteps(Math.ceil(text.length / unitsOfStep));
  if (text.length > mostText) throw new ExpressionFailure(`a text of it has more than ${mostText} characters`);
  return text;
}

/** Begins to seek a pattern in a text: checks the size of that, and counts what it takes. */
function searching(text: string, pattern: string): { readonly matcher: Matcher; readonly weight: number } {
  const compiled = patternOf(pattern);
  const weight = Math.max(1, compiled.programSize() / usualProgram);
  takeSteps(Math.ceil((text.length * weight) / searchedOfStep));
  return { matcher: compiled.matcher(sized(text)), weight };
}

/** Patterns by their text. Those of saved mappings stay; what is being typed would fill it. */
const patterns = new Map<string, RE2JS>();
const mostPatterns = 500;

/**
 * Compiles a regular expression of the RE2 syntax, whose time is linear in the text.
 *
 * @throws {RE2JSSyntaxException}
 */
export function patternOf(text: string): RE2JS {
  let pattern = patterns.get(text);
  if (pattern === undefined) {
    pattern = RE2JS.compile(text);
    if (patterns.size >= mostPatterns) patterns.clear();
    patterns.set(text, pattern);
  }
  return pattern;
}

/** The functions whose pattern has to be written out, at which of their arguments. */
export const patternArguments: ReadonlyMap<string, number> = new Map([
  ["regexMatch", 1],
  ["regexReplace", 1],
  ["regexExtract", 1],
]);

const months = { yyyy: [0, 4], MM: [5, 7], dd: [8, 10], HH: [11, 13], mm: [14, 16], ss: [17, 19] } as const;

function formatDate(instant: string, format: string): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) throw new ExpressionFailure(`"${instant.slice(0, 50)}" is no date`);
  const utc = date.toISOString();
  return format.replaceAll(/yyyy|MM|dd|HH|mm|ss/g, (part) => utc.slice(...months[part as keyof typeof months]));
}

function toE164(phone: string, countryCode: string): string {
  const digits = phone.replaceAll(/^tel:|[\s().\-/]/gi, "").replace(/^00/, "+");
  const code = countryCode.replace(/^\+?/, "+");
  const full = digits.startsWith("+") ? digits : `${code}${digits.replace(/^0/, "")}`;
  if (!/^\+[1-9]\d{6,14}$/.test(full)) throw new ExpressionFailure(`"${phone.slice(0, 50)}" is no telephone number`);
  return full;
}

function extract(text: string, pattern: string): string {
  const { matcher } = searching(text, pattern);
  if (!matcher.find()) throw new MissingValue("the pattern is not found");
  return sized(matcher.group(matcher.groupCount() > 0 ? 1 : 0) ?? "");
}

/** Counts before it replaces: each match is sought anew, maybe to the end of the text, and is written once more. */
function replacePattern(text: string, pattern: string, to: string): string {
  const { matcher, weight } = searching(text, pattern);
  const references = sized(to).split("$").length - 1;
  const ofWholeText = /\$[`']/.test(to);
  while (matcher.find()) {
    const end = matcher.end();
    const referred = ofWholeText ? text.length : end - matcher.start();
    takeSteps(
      Math.ceil(((text.length - end) * weight) / aheadOfStep) +
        Math.ceil((to.length + references * referred) / unitsOfStep),
    );
  }
  return sized(matcher.reset().replaceAll(to));
}

/** The functions beside those of CEL itself, by what they give. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  {
    signature: "lower(string): string",
    description: "The text in lower case.",
    handler: (text: string) => sized(text).toLowerCase(),
  },
  {
    signature: "upper(string): string",
    description: "The text in upper case.",
    handler: (text: string) => sized(text).toUpperCase(),
  },
  {
    signature: "trim(string): string",
    description: "The text without blanks at its ends.",
    handler: (text: string) => sized(text).trim(),
  },
  {
    signature: "ascii(string): string",
    description: "The text with letters of the Latin alphabet for those with marks: é is e, ß is ss.",
    handler: (text: string) =>
      sized(text)
        .replaceAll("ß", "ss")
        .replaceAll(/[æÆœŒøØłŁđĐ]/g, (letter) => marked.get(letter) ?? letter)
        .normalize("NFD")
        .replaceAll(/\p{M}/gu, ""),
  },
  {
    signature: "split(string, string): list<string>",
    description: "The parts of the text between a separator.",
    handler: (text: string, separator: string) => {
      const parts = sized(text).split(separator);
      if (parts.length > mostEntries) throw new ExpressionFailure(`it splits into more than ${mostEntries} parts`);
      return parts;
    },
  },
  {
    signature: "replace(string, string, string): string",
    description: "The text with every occurrence of the second replaced by the third.",
    handler: (text: string, from: string, to: string) => {
      // Before it is made: a long text between single letters would be very long.
      const times = from === "" ? 0 : sized(text).split(from).length - 1;
      takeSteps(Math.ceil((times * to.length) / unitsOfStep));
      return times === 0 ? text : sized(text.replaceAll(from, () => to));
    },
  },
  {
    signature: "substr(string, int, int): string",
    description:
      "So many characters of the text, from a position that counts from 0; a shorter text gives what it has.",
    handler: (text: string, from: bigint, length: bigint) => {
      const start = Math.max(0, Number(from));
      return sized(text).slice(start, start + Math.max(0, Number(length)));
    },
  },
  {
    signature: "formatDate(string, string): string",
    description: "An instant in UTC by a format of yyyy, MM, dd, HH, mm and ss.",
    handler: (instant: string, format: string) => formatDate(sized(instant), sized(format)),
  },
  {
    signature: "e164(string, string): string",
    description: "A telephone number as +4930123456; the country's code is for those without one.",
    handler: (phone: string, countryCode: string) => toE164(sized(phone), countryCode),
  },
  {
    signature: "regexMatch(string, string): bool",
    description: "Whether a pattern is found in the text; write ^ and $ for all of it.",
    handler: (text: string, pattern: string) => searching(text, pattern).matcher.find(),
  },
  {
    signature: "regexReplace(string, string, string): string",
    description: "The text with every match of a pattern replaced; $1 is its first group.",
    handler: replacePattern,
  },
  {
    signature: "regexExtract(string, string): string",
    description: "The first match of a pattern, or its first group; nothing where it is not found.",
    handler: extract,
  },
];

const marked: ReadonlyMap<string, string> = new Map([
  ["æ", "ae"],
  ["Æ", "AE"],
  ["œ", "oe"],
  ["Œ", "OE"],
  ["ø", "o"],
  ["Ø", "O"],
  ["ł", "l"],
  ["Ł", "L"],
  ["đ", "d"],
  ["Đ", "D"],
]);
