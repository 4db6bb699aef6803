import { type AttributeName, type Fail, isName, parseAttributeName } from "../attribute-path/attribute-name.ts";
import type { DialectLog } from "../dialects/dialect.ts";
import { noteDialect } from "../dialects/strict-dialect-log.ts";
import { ScimError } from "../scim-error.ts";
import { type ComparisonOperator, comparisonOperators, type Filter, type FilterLiteral } from "./filter.ts";
import { FilterTokens } from "./tokenize-filter.ts";

/** Bounds on what a filter may cost (ROWN-7-02), and where the dialects it makes use of are noted. */
export interface FilterOptions {
  /** In UTF-16 code units; 10,000 unless given. */
  readonly maxLength?: number;
  /** Of brackets and parentheses in each other; 50 unless given. */
  readonly maxNesting?: number;
  /** Comparisons and presence tests; 500 unless given. */
  readonly maxTerms?: number;
  readonly dialects?: DialectLog | undefined;
}

/** What the parser carries along. */
interface Parsing {
  readonly tokens: FilterTokens;
  readonly fail: Fail;
  readonly maxNesting: number;
  readonly maxTerms: number;
  readonly dialects: DialectLog | undefined;
  nesting: number;
  terms: number;
}

const operators: ReadonlyMap<string, ComparisonOperator> = new Map(comparisonOperators.map((name) => [name, name]));
const anyOperator = `an operator (${comparisonOperators.join(", ")} or pr)`;

/**
 * Reads a filter in time linear in its length (RFC 7644 section 3.4.2.2, with the errata and extensions that the
 * shared cases in filter-cases.ts show).
 *
 * @throws {ScimError} invalidFilter: with the 1-based position and what was expected there, or the bound exceeded
 *
 * @example
 * parseFilter('userName sw "a" and active eq true');
 */
export function parseFilter(text: string, options: FilterOptions = {}): Filter {
  checkLength(text, "filter", "invalidFilter", options);
  const parsing = beginParsing(new FilterTokens(text, "invalidFilter"), options);
  const filter = parseOr(parsing, false);
  if (!parsing.tokens.is("end")) parsing.tokens.expected('"and", "or" or the end');
  return filter;
}

/** Refuses text that is too long or that no PostgreSQL text can hold; `what` begins the sentence. */
export function checkLength(
  text: string,
  what: string,
  errorType: "invalidFilter" | "invalidPath",
  options: FilterOptions,
): void {
  const maxLength = options.maxLength ?? 10_000;
  if (text.length > maxLength) {
    throw new ScimError(errorType, `${what}: expected at most ${maxLength} characters, found ${text.length}`);
  }
  if (!text.isWellFormed() || text.includes("\0")) {
    throw new ScimError(errorType, `${what}: expected Unicode text without U+0000 or half a character`);
  }
}

export function beginParsing(tokens: FilterTokens, options: FilterOptions): Parsing {
  return {
    tokens,
    fail: (offset, expected) => tokens.fail(offset, expected),
    maxNesting: options.maxNesting ?? 50,
    maxTerms: options.maxTerms ?? 500,
    dialects: options.dialects,
    nesting: 0,
    terms: 0,
  };
}

/** Reads `[…]` from its opening to its closing bracket, both included. */
export function parseBrackets(parsing: Parsing): Filter {
  const { tokens } = parsing;
  enter(parsing);
  tokens.next();
  const filter = parseOr(parsing, true);
  if (!tokens.is("]")) tokens.expected('"and", "or" or "]"');
  parsing.nesting--;
  return filter;
}

function parseOr(parsing: Parsing, inBrackets: boolean): Filter {
  const first = parseAnd(parsing, inBrackets);
  if (!parsing.tokens.isWord("or")) return first;
  const terms = [first];
  while (parsing.tokens.isWord("or")) {
    parsing.tokens.next();
    terms.push(parseAnd(parsing, inBrackets));
  }
  return Object.freeze({ kind: "or", terms: Object.freeze(terms) });
}

function parseAnd(parsing: Parsing, inBrackets: boolean): Filter {
  const first = parseFactor(parsing, inBrackets);
  if (!parsing.tokens.isWord("and")) return first;
  const terms = [first];
  while (parsing.tokens.isWord("and")) {
    parsing.tokens.next();
    terms.push(parseFactor(parsing, inBrackets));
  }
  return Object.freeze({ kind: "and", terms: Object.freeze(terms) });
}

function parseFactor(parsing: Parsing, inBrackets: boolean): Filter {
  const { tokens } = parsing;
  if (tokens.is("(")) return parseGroup(parsing, inBrackets);
  if (!tokens.is("word")) return tokens.expected(inBrackets ? "a sub-attribute name" : "an attribute name");
  if (tokens.isWord("not")) {
    tokens.next();
    if (!tokens.is("(")) tokens.expected('"(" after not');
    return Object.freeze({ kind: "not", term: parseGroup(parsing, inBrackets) });
  }
  if (inBrackets) return parseComparison(parsing, parseSubAttributeName(parsing));
  const name = parseAttributeName(tokens.text, tokens.start, tokens.end, parsing.fail);
  const end = tokens.end;
  tokens.next();
  if (!tokens.is("[")) return parseOperation(parsing, name);
  if (tokens.start !== end) tokens.expected(anyOperator);
  return parseValuePath(parsing, name);
}

function parseGroup(parsing: Parsing, inBrackets: boolean): Filter {
  const { tokens } = parsing;
  enter(parsing);
  tokens.next();
  const filter = parseOr(parsing, inBrackets);
  if (!tokens.is(")")) tokens.expected('"and", "or" or ")"');
  parsing.nesting--;
  tokens.next();
  return filter;
}

function enter(parsing: Parsing): void {
  if (parsing.nesting === parsing.maxNesting) {
    parsing.tokens.expected(`at most ${parsing.maxNesting} brackets or parentheses in each other`);
  }
  parsing.nesting++;
}

/** Reads a name inside brackets: a sub-attribute, without schema and without a sub-attribute of its own (EID 7322). */
function parseSubAttributeName(parsing: Parsing): AttributeName {
  const { tokens } = parsing;
  if (!isName(tokens.text, tokens.start, tokens.end)) tokens.expected("a sub-attribute name");
  return Object.freeze({ schema: undefined, attribute: tokens.source(), subAttribute: undefined });
}

function parseComparison(parsing: Parsing, name: AttributeName): Filter {
  const { tokens } = parsing;
  tokens.next();
  if (tokens.is("[")) tokens.expected("an operator, since brackets do not nest");
  return parseOperation(parsing, name);
}

/** Reads the operator and the literal that follow a name. */
function parseOperation(parsing: Parsing, name: AttributeName): Filter {
  const { tokens } = parsing;
  if (!tokens.is("word")) return tokens.expected(anyOperator);
  if (++parsing.terms > parsing.maxTerms) tokens.expected(`at most ${parsing.maxTerms} terms`);
  const word = tokens.source().toLowerCase();
  if (word === "pr") {
    tokens.next();
    return Object.freeze({ kind: "present", name });
  }
  const operator = operators.get(word);
  if (operator === undefined) return tokens.expected(anyOperator);
  tokens.next();
  if (tokens.is("string")) {
    const value = tokens.stringValue();
    tokens.next();
    return Object.freeze({ kind: "comparison", name, operator, value, text: undefined });
  }
  if (!tokens.is("word")) return tokens.expected("a value");
  const text = tokens.source();
  const value = parseBareLiteral(parsing, text);
  tokens.next();
  const exact = typeof value === "number" && String(value) !== text;
  return Object.freeze({ kind: "comparison", name, operator, value, text: exact ? text : undefined });
}

/** Reads a literal that has no quotes: a JSON literal, else a word that stands for a string (AMB-05). */
function parseBareLiteral(parsing: Parsing, text: string): FilterLiteral {
  if (text === "true") return true;
  if (text === "false") return false;
  if (text === "null") return null;
  if (isJsonNumber(text)) return Number(text);
  if (text.startsWith("'")) parsing.tokens.expected('a value in double quotes (")');
  if (text.includes("\\")) parsing.tokens.expected("a value in double quotes, without a backslash before them");
  noteDialect(parsing.dialects, "filter.unquoted-value", parsing.tokens.place());
  return text;
}

/** Tells whether the text is a number of RFC 8259 section 6 that a double can hold. */
function isJsonNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first !== 45 && (first < 48 || first > 57)) return false;
  try {
    return Number.isFinite(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Reads the brackets after an attribute name, and `.sub operator literal` behind them (AMB-04, extension X1). */
function parseValuePath(parsing: Parsing, name: AttributeName): Filter {
  const { tokens } = parsing;
  const filter = parseBrackets(parsing);
  const end = tokens.end;
  tokens.next();
  const follows = tokens.is("word") && tokens.start === end;
  if (follows && tokens.text.charCodeAt(end) === 46) {
    if (!isName(tokens.text, end + 1, tokens.end)) tokens.fail(end + 1, "a sub-attribute name");
    const attribute = tokens.text.slice(end + 1, tokens.end);
    const comparison = parseComparison(
      parsing,
      Object.freeze({ schema: undefined, attribute, subAttribute: undefined }),
    );
    noteDialect(parsing.dialects, "filter.value-path-comparison", tokens.place(end));
    const terms = filter.kind === "and" ? [...filter.terms, comparison] : [filter, comparison];
    return valuePath(name, Object.freeze({ kind: "and", terms: Object.freeze(terms) }));
  }
  if (tokens.is("word") && (operators.has(tokens.source().toLowerCase()) || tokens.isWord("pr"))) {
    tokens.expected(
      '"and", "or" or the end, since what is in brackets is a condition already (name the sub-attribute: `].value eq`)',
    );
  }
  return valuePath(name, filter);
}

function valuePath(name: AttributeName, filter: Filter): Filter {
  return Object.freeze({ kind: "valuePath", name, filter });
}
