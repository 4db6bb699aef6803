import { ScimError } from "../scim-error.ts";

export type TokenKind = "word" | "string" | "(" | ")" | "[" | "]" | "end";

/** Where characters fall: 0 part of a word, 1 blank, 2 delimiter. */
const characterClass = new Uint8Array(128);
for (const blank of " \t\r\n") characterClass[blank.charCodeAt(0)] = 1;
for (const delimiter of '()[]"') characterClass[delimiter.charCodeAt(0)] = 2;

const quote = 34;
const backslash = 92;

/**
 * Walks the tokens of a filter or an attribute path, one at a time and never back; the time is linear in the length.
 * A word is a run of anything but blanks, brackets and double quotes: a name, a URN, an operator, a number, or a value
 * that was written without quotes.
 */
export class FilterTokens {
  readonly text: string;
  /** The scimType of refusals. A path's brackets hold a filter, so it changes on the way (R7644-3.5.2-05). */
  errorType: "invalidFilter" | "invalidPath";
  kind: TokenKind = "end";
  /** 0-based offset of the token's first character. */
  start = 0;
  /** 0-based offset after the token's last character. */
  end = 0;

  /** Stands on the first token of `text`. */
  constructor(text: string, errorType: "invalidFilter" | "invalidPath") {
    this.text = text;
    this.errorType = errorType;
    this.next();
  }

  /** Goes to the next token; at the end it stays there. */
  next(): void {
    const text = this.text;
    let index = this.end;
    while (index < text.length && classOf(text.charCodeAt(index)) === 1) index++;
    this.start = index;
    if (index === text.length) {
      this.kind = "end";
      this.end = index;
      return;
    }
    const code = text.charCodeAt(index);
    if (classOf(code) === 0) {
      do index++;
      while (index < text.length && classOf(text.charCodeAt(index)) === 0);
      this.kind = "word";
      this.end = index;
    } else if (code === quote) {
      this.end = this.endOfString(index + 1);
      this.kind = "string";
    } else {
      this.end = index + 1;
      this.kind = code === 40 ? "(" : code === 41 ? ")" : code === 91 ? "[" : "]";
    }
  }

  /** Tells whether the token is of this kind. */
  is(kind: TokenKind): boolean {
    return this.kind === kind;
  }

  /** Takes the token's text as it stands. */
  source(): string {
    return this.text.slice(this.start, this.end);
  }

  /** Tells whether the token is this word, in any case; `word` is given in lower case. */
  isWord(word: string): boolean {
    return this.kind === "word" && this.end - this.start === word.length && this.source().toLowerCase() === word;
  }

  /** The value of a string token (RFC 8259 section 7). */
  stringValue(): string {
    const inner = this.text.slice(this.start + 1, this.end - 1);
    if (!inner.includes("\\")) return inner;
    let value: unknown;
    try {
      value = JSON.parse(this.source());
    } catch {
      return this.fail(this.start, "a string with the escapes of JSON");
    }
    const text = String(value);
    // PostgreSQL stores neither; a comparison with them could only be answered wrongly.
    if (text.includes("\0") || !text.isWellFormed())
      this.fail(this.start, "a string without \\u0000 or half a character");
    return text;
  }

  /** Refuses the text with the position (1-based) and what was expected there. @throws {ScimError} invalidFilter or invalidPath */
  fail(offset: number, expected: string): never {
    throw new ScimError(this.errorType, `${this.place(offset)}: expected ${expected}, found ${this.foundAt(offset)}`);
  }

  /** Names an offset in the text, or the token that it stands on, for messages. */
  place(offset = this.start): string {
    return `${this.errorType === "invalidFilter" ? "filter" : "path"}, position ${offset + 1}`;
  }

  /** Refuses the token that it stands on. */
  expected(expected: string): never {
    return this.fail(this.start, expected);
  }

  private foundAt(offset: number): string {
    if (offset >= this.text.length) return "the end";
    const until = offset < this.end ? Math.min(this.end, offset + 40) : offset + 1;
    return JSON.stringify(this.text.slice(offset, until).toWellFormed());
  }

  private endOfString(index: number): number {
    const text = this.text;
    for (let at = index; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === quote) return at + 1;
      if (code === backslash) at++;
      else if (code < 32) this.fail(at, "no control character in a string");
    }
    this.end = text.length;
    return this.fail(index - 1, "a closing quote for the string that begins here");
  }
}

function classOf(code: number): number {
  return code < 128 ? (characterClass[code] as number) : 0;
}
