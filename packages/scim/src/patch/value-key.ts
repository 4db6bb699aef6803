import { prepareBinary, prepareText } from "../filter/compare-values.ts";
import { isObject, type JsonObject, type JsonValue, own } from "../resource.ts";
import type { Attribute } from "../schema/attribute.ts";

/**
 * Elements of a multi-valued attribute by what makes them the same: a simple value; a complex one by its `value` and,
 * where it is told, its `type`; one without a `value` by all it says (ROWN-13-03). Text counts as its attribute's case
 * rule has it. Look-ups take no longer for long lists.
 */
export class ElementIndex {
  readonly #attribute: Attribute;
  readonly #positions = new Map<string, number>();

  constructor(attribute: Attribute, elements: readonly JsonValue[]) {
    this.#attribute = attribute;
    elements.forEach((element, position) => this.add(element, position));
  }

  /** Enters an element; the first of equals stays. */
  add(element: JsonValue, position: number): void {
    for (const key of keysOf(this.#attribute, element)) {
      if (!this.#positions.has(key)) this.#positions.set(key, position);
    }
  }

  /** The position of the first element that is the one sent; undefined when there is none. */
  find(sent: JsonValue): number | undefined {
    const [key] = keysOf(this.#attribute, sent);
    return key === undefined ? undefined : this.#positions.get(key);
  }
}

/** Answers whether an element is one of those listed: each of them by its `value`, and its `type` where it has one. */
export function elementMatcher(attribute: Attribute, listed: readonly JsonValue[]): (element: JsonValue) => boolean {
  const wanted = new Set(listed.map((element) => keysOf(attribute, element)[0]));
  return (element) => keysOf(attribute, element).some((key) => wanted.has(key));
}

/** The keys that find an element, the most particular first; text has no U+0000, so they cannot be confused. */
function keysOf(attribute: Attribute, element: JsonValue): string[] {
  if (!isObject(element)) return [prepare(attribute, element)];
  const value = preparedMember(attribute, element, "value");
  if (value === undefined) return [`\u0000${wholeKey(attribute, element)}`];
  const type = preparedMember(attribute, element, "type");
  return type === undefined ? [value] : [`${value}\u0000${type}`, value];
}

function wholeKey(attribute: Attribute, element: JsonObject): string {
  const members = Object.keys(element).filter((name) => name !== "primary" || element.primary === true);
  return members
    .sort()
    .map((name) => `${name}\u0000${preparedMember(attribute, element, name)}`)
    .join("\u0000");
}

function preparedMember(attribute: Attribute, element: JsonObject, name: string): string | undefined {
  const value = own(element, name);
  return value === undefined ? undefined : prepare(attribute.subAttributes.get(name.toLowerCase()), value);
}

function prepare(attribute: Attribute | undefined, value: JsonValue): string {
  if (typeof value !== "string" || attribute === undefined) return JSON.stringify(value);
  return attribute.type === "binary" ? prepareBinary(value) : prepareText(value, attribute.caseExact);
}
