import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { bulkRequestUrn, searchRequestUrn } from "../urns.ts";
import { parseBulkRequest } from "./bulk-request.ts";

const limits = { maxOperations: 1000 };

test("a bulk job is read with what each operation does to what (R7644-3.7-04)", () => {
  const job = parseBulkRequest(
    {
      schemas: [bulkRequestUrn],
      failOnErrors: 1,
      Operations: [
        { method: "POST", path: "/Users", bulkId: "u1", data: { userName: "ann" } },
        { method: "put", path: "Users/7f1c", version: 'W/"3"', data: { userName: "bo" } },
        { method: "PATCH", path: "/Groups/bulkId:g1", data: [{ op: "remove", path: "members" }] },
        { method: "DELETE", path: "/Users/a%20b", data: { ignored: true } },
      ],
    },
    limits,
  );
  assert.deepEqual(job, {
    failOnErrors: 1,
    operations: [
      {
        method: "POST",
        path: "/Users",
        bulkId: "u1",
        version: undefined,
        target: { method: "POST", endpoint: "/Users", id: undefined, data: { userName: "ann" } },
      },
      {
        method: "PUT",
        path: "Users/7f1c",
        bulkId: undefined,
        version: 'W/"3"',
        target: { method: "PUT", endpoint: "/Users", id: "7f1c", data: { userName: "bo" } },
      },
      {
        method: "PATCH",
        path: "/Groups/bulkId:g1",
        bulkId: undefined,
        version: undefined,
        target: {
          method: "PATCH",
          endpoint: "/Groups",
          id: "bulkId:g1",
          data: { Operations: [{ op: "remove", path: "members" }] },
        },
      },
      {
        method: "DELETE",
        path: "/Users/a%20b",
        bulkId: undefined,
        version: undefined,
        target: { method: "DELETE", endpoint: "/Users", id: "a b", data: undefined },
      },
    ],
  });
  assert.deepEqual(parseBulkRequest({ operations: [] }, limits), { failOnErrors: undefined, operations: [] });
});

test("what is wrong with one operation fails that operation alone (ROWN-15-01)", () => {
  const method = "method: expected POST, PUT, PATCH or DELETE";
  const path = "path: expected an endpoint such as /Users, or a resource such as /Users/7f1c";
  const cases: [Record<string, JsonValue>, string][] = [
    [{ method: "GET", path: "/Users/7f1c" }, method],
    [{ method: "toString", path: "/Users" }, method],
    [{ method: "POST", path: "/Bulk", bulkId: "b", data: {} }, "path: a bulk request cannot hold another one"],
    [{ method: "POST", path: "https://example.com/Users", bulkId: "b", data: {} }, path],
    [{ method: "POST", path: "//example.com", bulkId: "b", data: {} }, path],
    [{ method: "DELETE", path: "/Users/.." }, path],
    [{ method: "DELETE", path: "/Users/%2e%2e" }, path],
    [{ method: "DELETE", path: "/Users/a%2Fb" }, path],
    [{ method: "DELETE", path: "/Users/%" }, path],
    [{ method: "DELETE", path: "/Users/" }, path],
    [{ method: "DELETE", path: "/Users/1/2" }, path],
    [{ method: "DELETE", path: "/Users/1?x=y" }, path],
    [{ method: "DELETE", path: "/" }, path],
    [{ method: "POST", path: "/Users/7f1c", bulkId: "b", data: {} }, "path: POST goes to an endpoint such as /Users"],
    [{ method: "DELETE", path: "/Users" }, "path: DELETE goes to a resource such as /Users/7f1c"],
    [{ method: "POST", path: "/Users", data: {} }, "bulkId is missing, which POST needs"],
    [{ method: "PUT", path: "/Users/7f1c" }, "data: expected an object"],
    [{ method: "PUT", path: "/Users/7f1c", data: [] }, "data: expected an object"],
  ];
  const job = parseBulkRequest(
    {
      Operations: [
        { method: "DELETE", path: "/Users/7f1c" },
        ...cases.map(([operation]) => ({
          ...operation,
          bulkId: null,
          ...(operation.bulkId === undefined ? {} : { bulkId: JSON.stringify(operation) }),
        })),
      ],
    },
    limits,
  );
  const [first, ...others] = job.operations;
  assert.deepEqual(first?.target, { method: "DELETE", endpoint: "/Users", id: "7f1c", data: undefined });
  others.forEach((operation, index) => {
    assert.deepEqual(operation.target, new ScimError("invalidSyntax", `operation ${index + 2}: ${cases[index]?.[1]}`));
  });
});

test("a job that is unclear is refused as a whole (ROWN-15-01, R7644-3.7.4-01)", () => {
  const remove = { method: "DELETE", path: "/Users/7f1c" };
  const syntax: [JsonValue | undefined, string][] = [
    [undefined, "The body: expected an object, found nothing"],
    [{}, "Operations: the list of operations is missing"],
    [{ Operations: {} }, "Operations: expected an array, found an object"],
    [{ schemas: [searchRequestUrn], Operations: [] }, `schemas: ${bulkRequestUrn} is missing`],
    [{ failOnErrors: 0, Operations: [] }, "failOnErrors: expected at least 1"],
    [{ failOnErrors: "1", Operations: [] }, "failOnErrors: expected a whole number, found a string"],
    [{ Operations: [remove, 7] }, "operation 2: expected an object, found a number"],
    [{ Operations: [{ path: "/Users/1" }] }, "operation 1: method is missing"],
    [{ Operations: [{ method: "DELETE" }] }, "operation 1: path is missing"],
    [{ Operations: [{ method: 7, path: "/Users" }] }, "operation 1: method: expected a string, found a number"],
    [{ Operations: [{ ...remove, bulkId: 7 }] }, "operation 1: bulkId: expected a string, found a number"],
    [{ Operations: [{ ...remove, bulkId: "" }] }, "operation 1: bulkId: expected 1 to 200 characters"],
    [{ Operations: [{ ...remove, bulkId: "b".repeat(201) }] }, "operation 1: bulkId: expected 1 to 200 characters"],
    [
      {
        Operations: [
          { ...remove, bulkId: "b" },
          { ...remove, bulkId: "b" },
        ],
      },
      "operation 2: bulkId: another operation has the same",
    ],
    [{ Operations: [{ ...remove, version: 3 }] }, "operation 1: version: expected a string, found a number"],
  ];
  for (const [body, expected] of syntax) {
    assert.throws(() => parseBulkRequest(body, limits), new ScimError("invalidSyntax", expected));
  }
  assert.throws(
    () => parseBulkRequest({ Operations: [remove, remove, remove] }, { maxOperations: 2 }),
    new ScimError(413, "The request has 3 operations, maxOperations is 2"),
  );
});
