import { noteDialect } from "../dialects/strict-dialect-log.ts";
import type { Filter } from "../filter/filter.ts";
import { beginParsing, checkLength, type FilterOptions, parseBrackets } from "../filter/parse-filter.ts";
import { FilterTokens } from "../filter/tokenize-filter.ts";
import { isName, parseAttributeName } from "./attribute-name.ts";
import type { AttributePath } from "./attribute-path.ts";

/**
 * Reads an attribute path in time linear in its length (RFC 7644 section 3.5.2, Figure 7), a bare schema URN included.
 * Double quotes that somebody pasted with a backslash before each (`emails[type eq \"work\"].value`) are read as plain
 * ones.
 *
 * @throws {ScimError} invalidPath, or invalidFilter inside the brackets, with the 1-based position and what was
 * expected there
 *
 * @example
 * parseAttributePath('emails[type eq "work"].value');
 */
export function parseAttributePath(text: string, options: FilterOptions = {}): AttributePath {
  checkLength(text, "path", "invalidPath", options);
  const plain = withoutPastedBackslashes(text);
  if (plain !== text) {
    checkLength(plain, "path", "invalidPath", options);
    noteDialect(options.dialects, "path.escaped-quotes", "path");
  }
  const tokens = new FilterTokens(plain, "invalidPath");
  if (!tokens.is("word")) return tokens.expected("an attribute name");
  const parsing = beginParsing(tokens, options);
  const name = parseAttributeName(plain, tokens.start, tokens.end, parsing.fail);
  const end = tokens.end;
  tokens.next();
  let filter: Filter | undefined;
  let subAttribute = name.subAttribute;
  if (tokens.is("[") && tokens.start === end) {
    if (name.attribute !== undefined && subAttribute !== undefined) tokens.expected("no filter after a sub-attribute");
    tokens.errorType = "invalidFilter";
    filter = parseBrackets(parsing);
    tokens.errorType = "invalidPath";
    const close = tokens.end;
    tokens.next();
    if (tokens.is("word") && tokens.start === close) {
      if (plain.charCodeAt(close) !== 46) tokens.expected('"." and a sub-attribute name, or the end');
      if (!isName(plain, close + 1, tokens.end)) tokens.fail(close + 1, "a sub-attribute name");
      subAttribute = plain.slice(close + 1, tokens.end);
      tokens.next();
    }
  }
  if (!tokens.is("end")) tokens.expected("the end");
  return Object.freeze({ schema: name.schema, attribute: name.attribute, subAttribute, filter });
}

/** Takes one level of JSON escapes off a text whose first double quote has a backslash before it. */
function withoutPastedBackslashes(text: string): string {
  const quote = text.indexOf('"');
  if (quote < 1 || text.charCodeAt(quote - 1) !== 92) return text;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
