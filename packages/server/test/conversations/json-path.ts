import { isObject, type JsonValue, own } from "@rollcall/scim/resource.ts";

/** Reads the value that a JSONPath of dots, `['names']` and `[indexes]` names; `undefined` where there is none. */
export function valueAt(root: JsonValue | undefined, path: string): JsonValue | undefined {
  let value = root;
  for (const part of pathParts(path)) {
    if (typeof part === "number") value = Array.isArray(value) ? value[part] : undefined;
    else value = isObject(value) ? own(value, part) : undefined;
  }
  return value;
}

/** Splits a JSONPath. @throws {Error} when it does not begin with `$` or has another part than those three. */
export function pathParts(path: string): (string | number)[] {
  if (!path.startsWith("$")) throw new Error(`${path}: expected a JSONPath that begins with $`);
  const parts: (string | number)[] = [];
  let rest = path.slice(1);
  while (rest !== "") {
    const found = /^(?:\.([A-Za-z_$][\w$-]*)|\['([^']+)'\]|\[(\d+)\])/.exec(rest);
    if (found === null) throw new Error(`${path}: expected .name, ['name'] or [index] at ${rest}`);
    const [whole, name, quoted, index] = found;
    parts.push(index === undefined ? (name ?? quoted ?? "") : Number(index));
    rest = rest.slice(whole.length);
  }
  return parts;
}
