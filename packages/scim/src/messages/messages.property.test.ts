import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { parseBulkRequest } from "./bulk-request.ts";
import { parseScimJson } from "./parse-scim-json.ts";
import { parseSearchRequest } from "./search-request.ts";

/** fast-check prints the seed and the smallest case of a failure. */
const runs = { numRuns: 2000 };

function outcome(work: () => unknown): "read" | "refused" {
  try {
    work();
    return "read";
  } catch (error) {
    assert.ok(error instanceof ScimError, String(error));
    assert.notEqual(error.message, "");
    return "refused";
  }
}

const memberNames = [
  "schemas",
  "attributes",
  "filter",
  "count",
  "startIndex",
  "Operations",
  "operations",
  "failOnErrors",
];
const operationNames = ["method", "path", "bulkId", "version", "data"];
const scalar = fc.constantFrom<JsonValue>(
  null,
  "",
  "POST",
  "DELETE",
  "/Users",
  "/Users/1",
  "/Users/%",
  "b",
  0,
  1,
  -1,
  1.5,
  true,
);
const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;
const operation = fc.dictionary(fc.constantFrom(...operationNames), fc.oneof(scalar, json), { noNullPrototype: true });
const message = fc.oneof(
  json,
  fc.dictionary(fc.constantFrom(...memberNames), fc.oneof(scalar, json, fc.array(fc.oneof(operation, json))), {
    noNullPrototype: true,
  }),
);

test("a search or bulk request is read or refused with a ScimError, whatever it is", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(message, (body) => {
      seen.add(`search ${outcome(() => parseSearchRequest(body))}`);
      seen.add(`bulk ${outcome(() => parseBulkRequest(body, { maxOperations: 3 }))}`);
    }),
    runs,
  );
  assert.deepEqual([...seen].toSorted(), ["bulk read", "bulk refused", "search read", "search refused"]);
});

test("what parses is what JSON.parse reads; all else is refused with a ScimError", () => {
  const text = fc.oneof(fc.json({ maxDepth: 6 }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(text, (body) => {
      if (outcome(() => parseScimJson(body)) === "refused") return;
      assert.deepEqual(parseScimJson(body), JSON.parse(body.replace(/^\ufeff/, "")));
      assert.deepEqual(parseScimJson(new TextEncoder().encode(body)), parseScimJson(body));
    }),
    runs,
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      outcome(() => parseScimJson(bytes));
    }),
    runs,
  );
});
