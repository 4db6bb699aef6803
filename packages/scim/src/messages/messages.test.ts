import assert from "node:assert/strict";
import { test } from "node:test";
import { ScimError } from "../scim-error.ts";
import { errorUrn, listResponseUrn } from "../urns.ts";
import { errorResponse } from "./error-response.ts";
import { listResponse, listResponseText, type PageFacts } from "./list-response.ts";

test("an error's status is a string, and its scimType is there only when it has one (R7644-3.12-01, AMB-76)", () => {
  assert.deepEqual(errorResponse(new ScimError("uniqueness", "userName: there is a user of this name")), {
    schemas: [errorUrn],
    status: "409",
    scimType: "uniqueness",
    detail: "userName: there is a user of this name",
  });
  assert.deepEqual(errorResponse(new ScimError(404, "There is no user with this id")), {
    schemas: [errorUrn],
    status: "404",
    detail: "There is no user with this id",
  });
  assert.deepEqual(errorResponse(new ScimError("sensitive", "x")).status, "403");
});

test("a list names its total, its page and always its resources (R7644-3.4.2-04 to 07, AMB-27, R9865-2-03)", () => {
  const cases: [string[], PageFacts, object][] = [
    [[], { totalResults: 0, startIndex: 1 }, { totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] }],
    [
      ["a", "b"],
      { totalResults: 42, startIndex: 41 },
      { totalResults: 42, startIndex: 41, itemsPerPage: 2, Resources: [{ id: "a" }, { id: "b" }] },
    ],
    [
      ["a"],
      { totalResults: 5, nextCursor: "n", previousCursor: "p" },
      { totalResults: 5, itemsPerPage: 1, nextCursor: "n", previousCursor: "p", Resources: [{ id: "a" }] },
    ],
    [["a"], {}, { itemsPerPage: 1, Resources: [{ id: "a" }] }],
  ];
  for (const [ids, page, expected] of cases) {
    const resources = ids.map((id) => ({ id }));
    const whole = { schemas: [listResponseUrn], ...expected };
    assert.deepEqual(listResponse(resources, page), whole);
    assert.deepEqual(
      JSON.parse(
        listResponseText(
          resources.map((resource) => JSON.stringify(resource)),
          page,
        ),
      ),
      whole,
    );
  }
});
