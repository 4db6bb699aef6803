import { forbiddenNames } from "../resource.ts";
import { ScimError } from "../scim-error.ts";

/**
 * Refuses text that PostgreSQL cannot store: U+0000 and lone surrogates.
 *
 * @throws {ScimError} invalidValue, with the 1-based position of the character in UTF-16 units.
 */
export function checkText(text: string, where: string): void {
  if (isStorable(text)) return;
  const [position, found] = firstUnstorable(text);
  throw new ScimError("invalidValue", `${where}: ${found} at position ${position} cannot be stored`);
}

/** Tells whether PostgreSQL can store a text. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}

function firstUnstorable(text: string): [position: number, found: string] {
  let position = 1;
  // Iterating gives whole characters, and lone surrogates as they are.
  for (const character of text) {
    if (character === "\u0000") return [position, "U+0000"];
    if (!character.isWellFormed()) return [position, "half of a surrogate pair"];
    position += character.length;
  }
  throw new Error("firstUnstorable was called with text that can be stored");
}

/**
 * Refuses a name that could reach an object's prototype, or that cannot be stored.
 *
 * @throws {ScimError} invalidSyntax for `__proto__`, `constructor` and `prototype`; invalidValue as `checkText`.
 */
export function checkName(name: string, where: string): void {
  if (forbiddenNames.has(name.toLowerCase())) {
    throw new ScimError("invalidSyntax", `${where === "" ? "The body" : where}: the name "${name}" is not allowed`);
  }
  checkText(name, where === "" ? "A name in the body" : `A name in ${where}`);
}
