import assert from "node:assert/strict";
import { test } from "node:test";
import { RollcallError } from "../../domain/errors.ts";
import type { ExportLimits } from "./export-fault.ts";
import { openExport } from "./read-export.ts";
import { readJsonList } from "./read-json-list.ts";

const tight: ExportLimits = { bytes: 10_000, recordLength: 200, columns: 5 };

/** The bytes of a file in pieces of some length, so that every boundary is met. */
async function* pieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function read(file: string | Uint8Array, length = 7, limits: ExportLimits = tight) {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const opened = await openExport(pieces(bytes, length), { limits });
  const rows: [number, Record<string, string>][] = [];
  try {
    for await (const { place, cells } of opened.records) rows.push([place, Object.fromEntries(cells)]);
  } finally {
    await opened.close();
  }
  const { format, delimiter, columns } = opened;
  return { format, delimiter, columns, rows };
}

const people = (columns: string[], ...rows: [number, Record<string, string>][]) => ({ columns, rows });
const ann = { login: "ann", name: "Ann" };
const bob = { login: "bob", name: "Bob; B." };

test("CSV of every origin is read with its lines: delimiter, quotes, line ends, byte order mark", async () => {
  const cases: [string, string, ReturnType<typeof people>][] = [
    ["login,name\nann,Ann\nbob,Bob; B.\n", ",", people(["login", "name"], [2, ann], [3, bob])],
    ['login;name\r\nann;Ann\r\nbob;"Bob; B."', ";", people(["login", "name"], [2, ann], [3, bob])],
    ["\ufefflogin\tname\nann\tAnn\n\n\nbob\tBob; B.\n", "\t", people(["login", "name"], [2, ann], [5, bob])],
    ["login|name\nann|Ann\n", "|", people(["login", "name"], [2, ann])],
    [
      '"login, or UPN";name\nann;Ann\n',
      ";",
      people(["login, or UPN", "name"], [2, { "login, or UPN": "ann", name: "Ann" }]),
    ],
    [
      'login,name\nann,"A ""quoted""\nÅnn"\n',
      ",",
      people(["login", "name"], [3, { login: "ann", name: 'A "quoted"\nÅnn' }]),
    ],
    ["login\nann\n", ",", people(["login"], [2, { login: "ann" }])],
    ["login,name\nann\n", ",", people(["login", "name"], [2, { login: "ann", name: "" }])],
    ["login,name\n'=ann,Ann\n", ",", people(["login", "name"], [2, { login: "=ann", name: "Ann" }])],
    ["\n\nlogin,name\nann,Ann\n", ",", people(["login", "name"], [4, ann])],
    ["login,name\n", ",", people(["login", "name"])],
  ];
  for (const [text, delimiter, expected] of cases) {
    for (const length of [1, 3, 4_096]) {
      assert.deepEqual(await read(text, length), { format: "csv", delimiter, ...expected }, JSON.stringify(text));
    }
  }
});

test("a JSON list is read object by object, whatever stands around it", async () => {
  const list = '[{"login":"ann","name":"Ann"},\n {"login":"bob","name":"Bob; B."}]';
  const expected = people(["login", "name"], [1, ann], [2, bob]);
  const cases: [string, ReturnType<typeof people>][] = [
    [list, expected],
    [`\ufeff \n${list}\n`, expected],
    [`{"@odata.context":"[{","value":${list}}`, expected],
    [`{"schemas":["urn:x"],"totalResults":2,"Resources":${list},"more":[{"login":"no"}]}`, expected],
    [
      '[{"id":"1","status":"ACTIVE","profile":{"login":"a\\"}","tags":["x","y"],"emails":[{"value":"a@b"}],"none":null}}]',
      people(
        ["id", "status", "profile.login", "profile.tags", "profile.emails"],
        [1, { id: "1", status: "ACTIVE", "profile.login": 'a"}', "profile.tags": "x", "profile.emails": "a@b" }],
      ),
    ],
    ['[{"accountEnabled":false,"n":1}]', people(["accountEnabled", "n"], [1, { accountEnabled: "false", n: "1" }])],
  ];
  for (const [text, wanted] of cases) {
    for (const length of [1, 5, 4_096]) {
      assert.deepEqual(await read(text, length), { format: "json", delimiter: null, ...wanted }, text);
    }
  }
});

test("what cannot be read is refused with where it stands, what was expected and what was found", async () => {
  const utf16 = Buffer.from("\ufefflogin\nann\n", "utf16le");
  const bare16 = Buffer.from("login\nann\n", "utf16le");
  const latin = Buffer.from("login,name\nann,Ann\nbøb,B\n", "latin1");
  const save = 'save it as "CSV UTF-8"';
  const empty = "line 1: expected a header line with the names of columns, or a JSON list, found an empty file";
  const cases: [string | Uint8Array, string][] = [
    ["", empty],
    ["\ufeff \r\n", empty],
    [utf16, `line 1: expected CSV or JSON in UTF-8, found UTF-16; ${save}`],
    [bare16, `line 1: expected CSV or JSON in UTF-8, found UTF-16, or no text; ${save}`],
    [
      Buffer.from("504b030414000600", "hex"),
      `line 1: expected CSV or JSON in UTF-8, found an Excel workbook, or a ZIP file; ${save}`,
    ],
    [latin, 'line 3: expected UTF-8, found bytes that are not; save the file as "CSV UTF-8"'],
    [
      Buffer.from("6c6f67696e0ac3", "hex"),
      'line 2: expected UTF-8, found bytes that are not; save the file as "CSV UTF-8"',
    ],
    ["login,name,login\n", 'line 1: expected each column once, found "login" twice'],
    [",,\n", "line 1: expected the names of columns, found none"],
    ["a,b,c,d,e,f\n", "line 1: expected at most 5 columns, found 6"],
    ["a,b\n1,2\n1,2,3\n", "line 3: expected 2 columns, found 3; a value with a delimiter in it has to stand in quotes"],
    ['a,b\n1,"2\n3,4\n', "line 2, column 2: expected the end of a quoted value, found the end of the file"],
    [
      'a,b\n1,2\n1,x"2\n',
      "line 3, column 2: found a quote within a value; expected the whole value in quotes, and quotes within it doubled",
    ],
    [
      'a,b\n1,"2"x\n',
      "line 2, column 2: found text after a closing quote; expected the whole value in quotes, and quotes within it doubled",
    ],
    [
      `a,b\n1,${"x".repeat(300)}\n`,
      "line 2, column 2: expected at most 200 characters in a line, found more; a quote may be missing",
    ],
    ["[]", "line 1: expected at least one person, found an empty list"],
    ['{"a":1}', "line 1: expected a list of objects, one for each person, found none"],
    ['{"a":1}\n{"a":2}', "line 2: expected one JSON list, found another value after the first"],
    ['[{"a":1},\n5]', "line 2: expected an object for each person, found 5]"],
    ['[{"a":1},\n{"a":2}', "line 2: expected the end of the list, found the end of the file"],
    [`[{"a":"${"x".repeat(300)}"}]`, "line 1: expected at most 200 characters for one person, found more"],
    [
      '{"value":[{"a":1}],"@odata.nextLink":"https://x"}',
      '"@odata.nextLink": expected all people in one list, found one page of several',
    ],
    ['{"totalResults":3,"Resources":[{"a":1}]}', '"totalResults": expected all 3 people in one list, found 1'],
  ];
  for (const [file, message] of cases) {
    for (const length of [1, 6, 4_096]) {
      await assert.rejects(read(file, length), (error) => {
        assert.ok(error instanceof RollcallError, String(error));
        assert.deepEqual([error.code, error.message], ["reconciliation.invalid_export", message]);
        return true;
      });
    }
  }
  await assert.rejects(read('[{"a":1,}]'), /line 1: expected JSON: /);
  const large = `a\n${"x\n".repeat(5_000)}`;
  await assert.rejects(read(large, 4_096), (error) => (error as RollcallError).code === "reconciliation.too_large");
});

test("bytes that are no UTF-8 are found wherever a file is cut into pieces", async () => {
  const good = Buffer.from(`login\n${"åß€😀\n".repeat(60)}`);
  for (const bad of ["ff", "c3", "e282", "f09f98"]) {
    for (const length of [1, 2, 3, 5, 8, 600]) {
      const file = Buffer.concat([good, Buffer.from(bad, "hex"), Buffer.from("\nann\n")]);
      await assert.rejects(read(file, length), /line 62: expected UTF-8/, `${bad} ${length}`);
    }
  }
  assert.equal((await read(good, 1)).rows.length, 60);
});

test("a list of objects is read wherever its text is cut into pieces", async () => {
  const text = '{"a":["x","]"],"value" : [ {"n":"1 \\"]}"} , {"n":{"m":[2,[3]]}}\n], "b":[{"n":9}]}';
  for (let length = 1; length <= text.length; length += 1) {
    const parts = (async function* () {
      for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
    })();
    const objects = [];
    for await (const object of readJsonList(parts, tight)) objects.push(object);
    assert.deepEqual(objects, [{ n: '1 "]}' }, { n: { m: [2, [3]] } }], String(length));
  }
});
