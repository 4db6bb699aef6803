import assert from "node:assert/strict";
import { test } from "node:test";
import { Instant, Name, SentId } from "@rollcall/admin-api/values.ts";
import { RollcallError } from "../../domain/errors.ts";
import { compileCheck } from "./validate-request.ts";

const object = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  additionalProperties: false,
  required,
  properties,
});
const body = compileCheck(
  object(
    {
      name: Name,
      mode: { enum: ["live", "paused"] },
      count: { anyOf: [{ type: "integer", minimum: 1, maximum: 9 }, { type: "null" }] },
      at: Instant,
      paths: { type: "array", items: { type: "string", maxLength: 3 }, minItems: 1, maxItems: 2 },
    },
    ["name"],
  ),
  "body",
);
const query = compileCheck(
  object({
    limit: { type: "integer", minimum: 1, maximum: 500 },
    all: { type: "boolean" },
    sourceApplicationId: SentId,
  }),
  "querystring",
);

function problemsOf(check: (value: unknown) => void, value: unknown): string[] {
  try {
    check(value);
    return [];
  } catch (error) {
    assert.ok(error instanceof RollcallError && error.code === "request.invalid");
    return error.problems.map(({ where, detail }) => `${where}: ${detail}`);
  }
}

test("each fault of a body says where it is, what was expected and what was found", () => {
  const cases: [unknown, string[]][] = [
    [{ name: "x", mode: "paused", count: 3, at: "2026-01-31T12:00:00Z", paths: ["a"] }, []],
    [{ name: "x", count: null }, []],
    [undefined, [": expected an object, found nothing"]],
    [[], [": expected an object, found an array of 0"]],
    ["x", [': expected an object, found "x"']],
    [{}, ["/name: expected a value, found nothing"]],
    [{ name: "" }, ['/name: expected a text that is not empty or a text that is not blank, found ""']],
    [{ name: " " }, ['/name: expected a text that is not blank, found " "']],
    [{ name: 7 }, ["/name: expected a string, found 7"]],
    [{ name: "x".repeat(201) }, ["/name: expected at most 200 characters, found 201 characters"]],
    [{ name: "x", mode: "liv" }, ['/mode: expected "live", "paused", found "liv"']],
    [{ name: "x", count: "3" }, ['/count: expected an integer or null, found "3"']],
    [{ name: "x", count: 10 }, ["/count: expected a number of at most 9 or null, found 10"]],
    [{ name: "x", at: "soon" }, ['/at: expected an instant such as 2026-01-31T12:00:00Z, found "soon"']],
    [{ name: "x", paths: [] }, ["/paths: expected at least 1 item, found an array of 0"]],
    [{ name: "x", paths: ["a", "b", "c"] }, ["/paths: expected at most 2 items, found an array of 3"]],
    [{ name: "x", paths: ["a", "long"] }, ['/paths/1: expected at most 3 characters, found "long"']],
    [
      { nam: "x", mode: 1 },
      [
        "/name: expected a value, found nothing",
        "/nam: expected nothing of this name: there are name, mode, count, at, paths",
        '/mode: expected "live", "paused", found 1',
      ],
    ],
    [
      JSON.parse('{"name":"x","__proto__":{"a":1}}'),
      ["/__proto__: expected nothing of this name: there are name, mode, count, at, paths"],
    ],
  ];
  for (const [value, problems] of cases) assert.deepEqual(problemsOf(body, value), problems);
});

test("the types of a query are those of its schema, and what does not fit is refused", () => {
  const converted = { limit: "20", all: "true" };
  query(converted);
  assert.deepEqual(converted, { limit: 20, all: true });
  const cases: [unknown, string[]][] = [
    [{ limit: "x" }, ['limit: expected an integer, found "x"']],
    [{ limit: "1.5" }, ['limit: expected an integer, found "1.5"']],
    [{ limit: "0" }, ["limit: expected a number of at least 1, found 0"]],
    [{ limit: ["1", "2"] }, ["limit: expected an integer, found an array of 2"]],
    [{ all: "yes" }, ['all: expected a boolean, found "yes"']],
    [{ sourceApplicationId: "'" }, ['sourceApplicationId: expected an id, found "\'"']],
    [{ foo: "1" }, ["foo: expected nothing of this name: there are limit, all, sourceApplicationId"]],
  ];
  for (const [value, problems] of cases) assert.deepEqual(problemsOf(query, value), problems);
});

test("text that PostgreSQL cannot store is refused where it stands", () => {
  const detail = "expected text without U+0000 and lone surrogates";
  assert.deepEqual(problemsOf(body, { name: "a\u0000b" }), [`/name: ${detail}`]);
  assert.deepEqual(problemsOf(body, { name: "x", paths: ["a", "\ud800"] }), [`/paths/1: ${detail}`]);
  assert.deepEqual(problemsOf(body, { name: "x", "a\u0000": 1 }), [`: ${detail}`]);
});
