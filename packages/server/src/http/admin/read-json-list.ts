import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { exportFault, type ExportLimits } from "./export-fault.ts";

const maxWrapper = 65_536;
const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const space = 0x20;
const comma = 0x2c;
const colon = 0x3a;

/**
 * Reads the objects of a JSON list one by one: of a list, or of the list of objects that an object holds, as Microsoft
 * Graph and SCIM answer. Never holds more than one of them.
 *
 * @param cut the text may end in the middle
 * @throws {RollcallError} reconciliation.invalid_export with the line
 */
export async function* readJsonList(
  pieces: AsyncIterable<string>,
  limits: Pick<ExportLimits, "recordLength">,
  cut = false,
): AsyncGenerator<JsonObject> {
  /** What stands around the list. */
  let wrapper = "";
  let record = "";
  /** Brackets that are open; of them, those around the list's objects, while within it. */
  let depth = 0;
  let list = 0;
  let ended = false;
  let inString = false;
  let escaped = false;
  let line = 1;
  /** Within an array of the wrapper, before its first item, which decides whether it is the list. */
  let undecided = false;
  let count = 0;

  for await (const piece of pieces) {
    let begin = 0;
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (code === newline) line += 1;
      if (inString) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) inString = false;
        continue;
      }
      if (code <= space || code === comma || code === colon) continue;
      const character = piece.charAt(at);
      if (list > 0 && depth === list && character !== "{" && character !== "]") {
        throw exportFault(`line ${line}`, `expected an object for each person, found ${piece.slice(at, at + 20)}`);
      }
      if (undecided && character === "{") {
        wrapper = keep(wrapper, piece.slice(begin, at));
        list = depth;
      }
      undecided = false;
      if (code === quote) inString = true;
      else if (character === "{" || character === "[") {
        if (depth === 0 && (ended || wrapper !== "" || at > begin)) {
          if (wrapper.concat(piece.slice(begin, at)).trim() !== "") throw severalValues(line);
        }
        if (depth === 0 && character === "[") list = 1;
        else if (depth === 1 && list === 0 && !ended && character === "[") undecided = true;
        if (depth === list && list > 0) begin = at;
        depth += 1;
      } else if (character === "}" || character === "]") {
        depth -= 1;
        if (list > 0 && depth === list) {
          count += 1;
          yield parseRecord(record + piece.slice(begin, at + 1), line, limits.recordLength);
          record = "";
        } else if (list > 0 && depth < list) {
          [list, ended, begin] = [0, true, at];
        }
      }
    }
    if (list === 0) wrapper = keep(wrapper, piece.slice(begin));
    else if (depth > list) record += piece.slice(begin);
    if (record.length > limits.recordLength) throw tooLong(line, limits.recordLength);
  }
  if (cut) return;
  if (depth > 0 || inString)
    throw exportFault(`line ${line}`, "expected the end of the list, found the end of the file");
  if (!ended) throw exportFault("line 1", "expected a list of objects, one for each person, found none");
  refuseParts(wrapper, count);
}

function keep(wrapper: string, text: string): string {
  return wrapper.length > maxWrapper ? wrapper : wrapper + text;
}

function severalValues(line: number) {
  return exportFault(`line ${line}`, "expected one JSON list, found another value after the first");
}

function tooLong(line: number, length: number) {
  return exportFault(`line ${line}`, `expected at most ${length} characters for one person, found more`);
}

function parseRecord(text: string, line: number, length: number): JsonObject {
  if (text.length > length) throw tooLong(line, length);
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    throw exportFault(`line ${line}`, `expected JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

/** One page of several would make everybody of the others look gone. */
function refuseParts(wrapper: string, count: number): void {
  const total = /"totalResults"\s*:\s*(\d+)/.exec(wrapper)?.[1];
  if (/"@odata\.nextLink"\s*:\s*"/.test(wrapper)) {
    throw exportFault('"@odata.nextLink"', "expected all people in one list, found one page of several");
  }
  if (total !== undefined && Number(total) !== count) {
    throw exportFault('"totalResults"', `expected all ${total} people in one list, found ${count}`);
  }
}

const maxDepth = 4;

/** The values of an object as columns: those of objects within it by dotted names, of lists the first one. */
export function flatten(object: JsonObject): Map<string, string> {
  const cells = new Map<string, string>();
  const add = (name: string, value: JsonValue, depth: number): void => {
    const one = Array.isArray(value) ? (value[0] ?? null) : value;
    if (isObject(one) && Array.isArray(value)) return add(name, one["value"] ?? null, depth + 1);
    if (isObject(one)) {
      if (depth >= maxDepth) return;
      for (const [inner, each] of Object.entries(one)) add(`${name}.${inner}`, each, depth + 1);
    } else if (one !== null && !Array.isArray(one)) cells.set(name, String(one));
  };
  for (const [name, value] of Object.entries(object)) add(name, value, 0);
  return cells;
}
