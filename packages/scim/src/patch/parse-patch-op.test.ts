import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import type { JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { patchOpUrn } from "../urns.ts";
import { parsePatchOp } from "./parse-patch-op.ts";

const schemas = [patchOpUrn];

function read(body: JsonValue | undefined): { operations: unknown[]; dialects: string[] } {
  const dialects = new Set<string>();
  const operations = parsePatchOp(body, { dialects }).map(({ path, ...operation }) => ({
    ...operation,
    path: path === undefined ? undefined : formatAttributePath(path),
  }));
  return { operations, dialects: [...dialects] };
}

function refusal(body: JsonValue | undefined): string {
  try {
    return JSON.stringify(read(body));
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType} ${error.message}`;
    throw error;
  }
}

test("operations are read in their order, in any spelling that clients use, each deviation noted", () => {
  const op = (position: number, verb: string, path: string | undefined, value?: JsonValue) => ({
    position,
    op: verb,
    path,
    value,
  });
  const cases: [JsonValue, unknown[], string[]][] = [
    [{ schemas, Operations: [{ op: "add", path: "title", value: "Dr" }] }, [op(1, "add", "title", "Dr")], []],
    [
      {
        Operations: [
          { op: "Replace", path: "active", value: "False" },
          { value: {}, op: "ADD" },
        ],
        schemas,
      },
      [op(1, "replace", "active", "False"), op(2, "add", undefined, {})],
      ["patch.op-capitalised"],
    ],
    [{ schemas, operations: [{ OP: "remove", Path: "title" }] }, [op(1, "remove", "title")], ["patch.operations-case"]],
    [
      { Operations: [{ op: "remove", path: "title", value: null }] },
      [op(1, "remove", "title", null)],
      ["patch.schemas-missing"],
    ],
    [
      { schemas: ["urn:x"], Operations: [{ op: "add", path: null, value: {} }] },
      [op(1, "add", undefined, {})],
      ["patch.schemas-missing"],
    ],
    [{ SCHEMAS: [patchOpUrn.toUpperCase()], Operations: [] }, [], ["patch.empty-operations"]],
    [
      { schemas, Operations: [{ op: "add", path: "title", value: null, note: 1 }], more: 2 },
      [op(1, "add", "title", null)],
      [],
    ],
  ];
  for (const [body, operations, dialects] of cases) assert.deepEqual(read(body), { operations, dialects });
});

test("a body of another shape is refused with what was expected and found (ROWN-13-01)", () => {
  const cases: [JsonValue | undefined, string][] = [
    [undefined, "400 invalidSyntax the body: expected an object, found nothing"],
    [[], "400 invalidSyntax the body: expected an object, found an array"],
    [{}, "400 invalidSyntax Operations: expected an array of operations, found nothing"],
    [{ schemas, members: [] }, "400 invalidSyntax Operations: expected an array of operations, found nothing"],
    [
      { schemas, Operations: { op: "add" } },
      "400 invalidSyntax Operations: expected an array of operations, found an object",
    ],
    [
      { schemas, Operations: [], operations: [] },
      '400 invalidSyntax "Operations" and "operations" name the same attribute',
    ],
    [{ schemas, Operations: [null] }, "400 invalidSyntax operation 1: expected an object, found null"],
    [
      { schemas, Operations: [{ path: "title", value: "x" }] },
      "400 invalidSyntax operation 1: op: expected add, remove or replace, found nothing",
    ],
    [
      { schemas, Operations: [{ op: "add", path: "title", value: 1 }, { op: "move" }] },
      '400 invalidSyntax operation 2: op: expected add, remove or replace, found "move"',
    ],
    [
      { schemas, Operations: [{ op: 1 }] },
      "400 invalidSyntax operation 1: op: expected add, remove or replace, found a number",
    ],
    [
      { schemas, Operations: [{ op: "add", OP: "add" }] },
      '400 invalidSyntax operation 1: "op" and "OP" name the same attribute',
    ],
    [
      { schemas, Operations: [{ op: "remove" }] },
      "400 noTarget operation 1: remove needs a path that says what to remove",
    ],
    [
      { schemas, Operations: [{ op: "remove", path: null }] },
      "400 noTarget operation 1: remove needs a path that says what to remove",
    ],
    [
      { schemas, Operations: [{ op: "add", path: 7, value: 1 }] },
      "400 invalidPath operation 1: path: expected a string, found a number",
    ],
    [
      { schemas, Operations: [{ op: "replace", path: "title" }] },
      "400 invalidValue operation 1: replace needs a value",
    ],
    [
      { schemas, Operations: [{ op: "add", path: "", value: 1 }] },
      "400 invalidPath operation 1: path, position 1: expected an attribute name, found the end",
    ],
    [{ schemas, Operations: [{ op: "add", path: "emails[type eq]", value: 1 }] }, "invalidFilter"],
    [
      { schemas, Operations: Array.from({ length: 1001 }, () => ({ op: "remove", path: "title" })) },
      "400 invalidSyntax Operations: expected at most 1000 operations, found 1001",
    ],
  ];
  for (const [body, expected] of cases) {
    const found = refusal(body);
    if (expected === "invalidFilter")
      assert.match(found, /^400 invalidFilter operation 1: filter, position 15: expected a value/);
    else assert.equal(found, expected);
  }
  assert.equal(
    parsePatchOp({ Operations: Array.from({ length: 1000 }, () => ({ op: "remove", path: "title" })) }).length,
    1000,
  );
  assert.throws(() => parsePatchOp({ Operations: [{}, {}] }, { maxOperations: 1 }), { scimType: "invalidSyntax" });
});
