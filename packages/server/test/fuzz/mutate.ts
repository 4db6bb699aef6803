import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import type { Chance } from "./chance.ts";
import { deepJson, hostileJson, hostileNames, hostileNumbers, hostileTexts } from "./hostile-values.ts";

/** Changes a text in one place: cuts, repeats, swaps or puts something in. */
export function mutateText(chance: Chance, text: string): string {
  const from = chance.below(text.length + 1);
  const to = Math.min(text.length, from + chance.below(8));
  const [before, cut, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (chance.below(6)) {
    case 0:
      return before + after;
    case 1:
      return before + cut + cut + after;
    case 2:
      return before + chance.one(hostileTexts) + after;
    case 3:
      return before + String.fromCodePoint(chance.below(0x300)) + after;
    case 4:
      return before + chance.one(['"', "[", "]", "(", ")", "{", "}", ",", ":", ".", "\\", " ", "eq", "not "]) + after;
    default:
      return chance.percent(50) ? before : after;
  }
}

/** Changes a JSON value in one place, which may be deep within it. */
export function mutateJson(chance: Chance, value: JsonValue): JsonValue {
  if (chance.percent(70)) {
    if (Array.isArray(value) && value.length > 0) return mutateItem(chance, value);
    if (isObject(value) && Object.keys(value).length > 0) return mutateMember(chance, value);
  }
  if (typeof value === "string" && chance.percent(50)) return mutateText(chance, value);
  return chance.percent(50) ? chance.one(hostileJson) : chance.one(hostileTexts);
}

function mutateItem(chance: Chance, items: readonly JsonValue[]): JsonValue {
  const place = chance.below(items.length);
  const item = items[place] ?? null;
  switch (chance.below(5)) {
    case 0:
      return items.toSpliced(place, 1);
    case 1:
      return [...items, item, item];
    case 2:
      return [item, [...items]];
    default:
      return items.with(place, mutateJson(chance, item));
  }
}

function mutateMember(chance: Chance, object: JsonObject): JsonValue {
  const name = chance.one(Object.keys(object));
  const entries = Object.entries(object);
  const others = entries.filter(([other]) => other !== name);
  const value = object[name] ?? null;
  switch (chance.below(6)) {
    case 0:
      return Object.fromEntries(others);
    case 1:
      // Entries become own members, also under the name __proto__.
      return Object.fromEntries([...others, [chance.one(hostileNames), value]]);
    case 2:
      return Object.fromEntries([...entries, [chance.one(hostileNames), chance.one(hostileJson)]]);
    case 3:
      return Object.fromEntries([
        ...others,
        [chance.percent(50) ? name.toUpperCase() : mutateText(chance, name), value],
      ]);
    default:
      return Object.fromEntries(
        entries.map(([other, kept]) => [other, other === name ? mutateJson(chance, kept) : kept]),
      );
  }
}

/** Writes a JSON value, now and then in a way that only a text can have. */
export function mutatedJsonText(chance: Chance, value: JsonValue): string {
  const text = JSON.stringify(value);
  if (chance.percent(80)) return text;
  switch (chance.below(6)) {
    case 0:
      return mutateText(chance, text);
    case 1:
      return text.replace(/:("[^"]*"|true|false|null|\d+)/, () => `:${chance.one(hostileNumbers)}`);
    case 2: {
      const deep = deepJson(chance.one([50, 2_000, 100_000]), chance.percent(50) ? "array" : "object");
      return text.replace(/:("[^"]*"|true|false|null|\d+)/, () => `:${deep}`);
    }
    case 3:
      return text.replace("{", () => `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},`);
    case 4:
      // A member that is there twice.
      return text.replace("{", () => `{"userName":"twice@example.com","schemas":[],`);
    default:
      return `\ufeff${text}`;
  }
}
