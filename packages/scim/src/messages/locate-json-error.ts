/** Where text stops being JSON. */
export interface JsonErrorLocation {
  /** 0-based, in UTF-16 units; the length of the text when it ends too early. */
  readonly offset: number;
  /** Completes "expected …". */
  readonly expected: string;
}

/**
 * Finds where text stops being JSON (RFC 8259), since the engine's own message often quotes the body instead of saying
 * where. Reads the text once, without recursion, so that nesting cannot exhaust the stack.
 *
 * @returns `undefined` when the text is JSON.
 */
export function locateJsonError(text: string): JsonErrorLocation | undefined {
  const open: ("{" | "[")[] = [];
  let offset = 0;
  let expecting: "value" | "value or ]" | "name" | "name or }" | "colon" | "comma" = "value";
  for (;;) {
    offset = skipBlanks(text, offset);
    const character = text[offset];
    if (open.length === 0 && expecting === "comma") {
      return character === undefined ? undefined : { offset, expected: "the end" };
    }
    const closes: string | undefined = open.at(-1) === "{" ? "}" : "]";
    if (character === closes && (expecting === "comma" || expecting === "value or ]" || expecting === "name or }")) {
      open.pop();
      expecting = "comma";
      offset += 1;
    } else if (expecting === "comma") {
      if (character !== ",") return { offset, expected: `"," or "${closes}"` };
      expecting = open.at(-1) === "{" ? "name" : "value";
      offset += 1;
    } else if (expecting === "colon") {
      if (character !== ":") return { offset, expected: '":"' };
      expecting = "value";
      offset += 1;
    } else if (expecting === "name" || expecting === "name or }") {
      if (character !== '"') return { offset, expected: expecting === "name" ? "a name" : 'a name or "}"' };
      const end = skipString(text, offset);
      if (typeof end !== "number") return end;
      expecting = "colon";
      offset = end;
    } else if (character === "{" || character === "[") {
      open.push(character);
      expecting = character === "{" ? "name or }" : "value or ]";
      offset += 1;
    } else {
      const end = skipScalar(text, offset, expecting === "value" ? "a value" : 'a value or "]"');
      if (typeof end !== "number") return end;
      expecting = "comma";
      offset = end;
    }
  }
}

function skipBlanks(text: string, from: number): number {
  let offset = from;
  while (" \t\n\r".includes(text[offset] ?? "x")) offset += 1;
  return offset;
}

function skipScalar(text: string, offset: number, expected: string): number | JsonErrorLocation {
  if (text[offset] === '"') return skipString(text, offset);
  for (const word of ["true", "false", "null"]) if (text.startsWith(word, offset)) return offset + word.length;
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  number.lastIndex = offset;
  return number.test(text) ? number.lastIndex : { offset, expected };
}

function skipString(text: string, start: number): number | JsonErrorLocation {
  let offset = start + 1;
  for (;;) {
    const character = text[offset];
    if (character === undefined) return { offset, expected: "a closing quotation mark" };
    if (character < " ") return { offset, expected: "an escape for this control character" };
    if (character === '"') return offset + 1;
    if (character === "\\") {
      const escape = /[bfnrt"\\/]|u[0-9a-fA-F]{4}/y;
      escape.lastIndex = offset + 1;
      if (!escape.test(text)) return { offset: offset + 1, expected: "an escape that JSON has" };
      offset = escape.lastIndex;
    } else {
      offset += 1;
    }
  }
}
