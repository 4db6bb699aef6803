import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { bulkRequestUrn, searchRequestUrn } from "../urns.ts";
import { parseSearchRequest, type SearchRequest } from "./search-request.ts";

const nothing: SearchRequest = {
  attributes: undefined,
  excludedAttributes: undefined,
  filter: undefined,
  sortBy: undefined,
  sortOrder: undefined,
  startIndex: undefined,
  count: undefined,
  cursor: undefined,
};

test("a search request is read as it was sent (R7644-3.4.3-02, R9865-3-01)", () => {
  const cases: [JsonValue, Partial<SearchRequest>][] = [
    [{}, {}],
    [{ schemas: [searchRequestUrn] }, {}],
    [{ schemas: searchRequestUrn.toUpperCase(), filter: null, odd: 1 }, {}],
    [
      {
        schemas: [searchRequestUrn],
        attributes: ["userName", "emails.value"],
        excludedAttributes: [],
        filter: 'displayName sw "lab"',
        sortBy: "displayName",
        sortOrder: "descending",
        startIndex: 0,
        count: -1,
        cursor: "",
      },
      {
        attributes: ["userName", "emails.value"],
        excludedAttributes: [],
        filter: 'displayName sw "lab"',
        sortBy: "displayName",
        sortOrder: "descending",
        startIndex: 0,
        count: -1,
        cursor: "",
      },
    ],
    [
      { ATTRIBUTES: "userName,id", StartIndex: 3 },
      { attributes: ["userName", "id"], startIndex: 3 },
    ],
  ];
  for (const [body, expected] of cases) assert.deepEqual(parseSearchRequest(body), { ...nothing, ...expected });
});

test("a malformed search request is refused with what was found (R7644-3.4.3-04)", () => {
  const cases: [JsonValue | undefined, string][] = [
    [undefined, "The body: expected an object, found nothing"],
    [[], "The body: expected an object, found an array"],
    [{ schemas: [bulkRequestUrn] }, `schemas: ${searchRequestUrn} is missing`],
    [{ filter: 7 }, "filter: expected a string, found a number"],
    [{ count: "5" }, "count: expected a whole number, found a string"],
    [{ count: 1.5 }, "count: expected a whole number, found a number"],
    [{ startIndex: {} }, "startIndex: expected a whole number, found an object"],
    [{ attributes: {} }, "attributes: expected an array, found an object"],
    [{ excludedAttributes: ["id", 1] }, "excludedAttributes[1]: expected a string, found a number"],
    [{ cursor: false }, "cursor: expected a string, found a boolean"],
    [{ count: 1, COUNT: 2 }, '"count" and "COUNT" name the same attribute'],
  ];
  for (const [body, expected] of cases) {
    assert.throws(
      () => parseSearchRequest(body),
      new ScimError("invalidSyntax", body && "COUNT" in (body as object) ? `The body: ${expected}` : expected),
    );
  }
  assert.throws(
    () => parseSearchRequest({}, { strict: true }),
    new ScimError("invalidSyntax", `schemas: ${searchRequestUrn} is missing`),
  );
});
