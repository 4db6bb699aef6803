import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ScimError } from "../scim-error.ts";
import { locateJsonError } from "./locate-json-error.ts";
import { parseScimJson } from "./parse-scim-json.ts";

function refusal(body: string | Uint8Array): string {
  try {
    parseScimJson(body);
  } catch (error) {
    if (error instanceof ScimError) return `${error.scimType} ${error.message}`;
    throw error;
  }
  return "accepted";
}

const bytes = (text: string) => new TextEncoder().encode(text);

test("JSON is read from text and from UTF-8, with or without a byte-order mark (ROWN-1-02)", () => {
  const json = '{"userName":"Ånn \\ud83d\\ude00","emails":[{"value":"a","primary":true}],"n":-1.5e3,"none":null}';
  const expected = { userName: "Ånn 😀", emails: [{ value: "a", primary: true }], n: -1500, none: null };
  for (const body of [json, `\ufeff${json}`, bytes(json), bytes(`\ufeff${json}`)]) {
    assert.deepEqual(parseScimJson(body), expected);
  }
  assert.equal(parseScimJson("7"), 7);
});

test("what is not JSON is refused with what was expected and where, and is not quoted", () => {
  const notJson = "invalidSyntax The body is not JSON: expected";
  const cases: [string, string][] = [
    ["", "a value, found the end at position 1"],
    ["  ", "a value, found the end at position 3"],
    ['{"password":"secret"', '"," or "}", found the end at position 21'],
    ['{"password":"secret', "a closing quotation mark, found the end at position 20"],
    ['{"password":secret}', "a value, found something else at position 13"],
    ['{"a":1,}', "a name, found something else at position 8"],
    ["{,}", 'a name or "}", found something else at position 2'],
    ["[1,]", "a value, found something else at position 4"],
    ["[,]", 'a value or "]", found something else at position 2'],
    ["[1 2]", '"," or "]", found something else at position 4'],
    ['{"a" 1}', '":", found something else at position 6'],
    ["{'a':1}", 'a name or "}", found something else at position 2'],
    ["{}{}", "the end, found something else at position 3"],
    ["[01]", '"," or "]", found something else at position 3'],
    ["[1.]", '"," or "]", found something else at position 3'],
    ["[.5]", 'a value or "]", found something else at position 2'],
    ["nul", "a value, found something else at position 1"],
    ['["\\x"]', "an escape that JSON has, found something else at position 4"],
    ['["a\nb"]', "an escape for this control character, found something else at position 4"],
    ["{]", 'a name or "}", found something else at position 2'],
    ["[}", 'a value or "]", found something else at position 2'],
  ];
  for (const [body, expected] of cases) assert.equal(refusal(body), `${notJson} ${expected}`, body);
});

test("the finder of errors agrees with the engine about what is JSON", () => {
  const characters = fc.constantFrom(...Array.from('{}[],:"\\ \n01-+.eEtrufalsn/\u0001ü'));
  const edited = fc.tuple(fc.json(), fc.nat(), characters, fc.constantFrom(0, 1)).map(([json, at, character, cut]) => {
    const offset = at % (json.length + 1);
    return json.slice(0, offset) + character + json.slice(offset + cut);
  });
  fc.assert(
    fc.property(fc.oneof(fc.json(), edited, fc.string({ unit: characters })), (text) => {
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      assert.equal(locateJsonError(text) === undefined, valid);
    }),
    { numRuns: 2000, verbose: 1 },
  );
});

test("what is not UTF-8 is refused with the position of the wrong byte (R7644-3.8-01)", () => {
  const cases: [number[], number][] = [
    [[0xff], 1],
    [[...bytes('{"a":"ü'), 0xfc, ...bytes('"}')], 9],
    [[...bytes('{"a":"'), 0xc3, ...bytes('"}')], 8],
    [[...bytes('"'), 0xed, 0xa0, 0x80, ...bytes('"')], 3],
    [[...bytes('"abc'), 0xe2, 0x82], 6],
  ];
  for (const [body, position] of cases) {
    assert.equal(
      refusal(new Uint8Array(body)),
      `invalidSyntax The body is not UTF-8: wrong byte at position ${position}`,
    );
  }
});

test("16 levels are read and 17 are refused, however deep the rest goes", () => {
  const nested = (levels: number) =>
    `${'{"a":['.repeat(levels / 2)}${levels % 2 === 1 ? "{}" : ""}${"]}".repeat(levels / 2)}`;
  assert.equal(refusal(nested(16)), "accepted");
  for (const levels of [17, 18, 400_000]) {
    assert.equal(refusal(nested(levels)), "invalidSyntax The body: more than 16 levels of objects and arrays");
  }
});

test("names that could reach a prototype are refused at any depth, also when they are escaped (ROWN-22-01)", () => {
  const cases: [string, string][] = [
    ['{"__proto__":1}', 'The body: the name "__proto__" is not allowed'],
    ['{"a":[{"constructor":1}]}', 'a[0]: the name "constructor" is not allowed'],
    ['{"a":{"b":{"prototype":{}}}}', 'a.b: the name "prototype" is not allowed'],
    ['{"a":{"\\u005f_proto__":1}}', 'a: the name "__proto__" is not allowed'],
  ];
  for (const [body, expected] of cases) assert.equal(refusal(body), `invalidSyntax ${expected}`);
});

test("what cannot be stored or written back is refused with its path", () => {
  const cases: [string, string][] = [
    ['"\\u0000"', "The body: U+0000 at position 1 cannot be stored"],
    ['{"a":{"b":["x","yz\\u0000"]}}', "a.b[1]: U+0000 at position 3 cannot be stored"],
    ['{"a":"\\ud83d"}', "a: half of a surrogate pair at position 1 cannot be stored"],
    ['{"a":"😀\\ude00"}', "a: half of a surrogate pair at position 3 cannot be stored"],
    ['{"a\\u0000":1}', "A name in the body: U+0000 at position 2 cannot be stored"],
    ['{"a":{"\\ud800":1}}', "A name in a: half of a surrogate pair at position 1 cannot be stored"],
    ['{"a":[1,1e999]}', "a[1]: the number is too large"],
  ];
  for (const [body, expected] of cases) assert.equal(refusal(body), `invalidValue ${expected}`);
});
