import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AttributeName } from "../attribute-path/attribute-name.ts";
import { formatAttributePath } from "../attribute-path/format-attribute-path.ts";
import { parseAttributePath } from "../attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "../attribute-path/resolve-attribute-path.ts";
import { selectPath } from "../attribute-path/select-path.ts";
import type { Resource } from "../resource.ts";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { ScimError } from "../scim-error.ts";
import { enterpriseUserUrn } from "../urns.ts";
import { compileFilterTest } from "./evaluate-filter.ts";
import { comparisonOperators, type Filter } from "./filter.ts";
import { filterGroups, filterUsers } from "./filter-cases.ts";
import { formatFilter } from "./format-filter.ts";
import { parseFilter } from "./parse-filter.ts";
import { resolveFilter } from "./resolve-filter.ts";

/** fast-check prints the seed and the smallest case of a failure. */
const runs = { numRuns: 3000 };

/** Ordinary objects, as parsers make them; fast-check mixes in others. */
function record<Model>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }): fc.Arbitrary<Model> {
  return fc.record(model, { noNullPrototype: true });
}

const name = fc.constantFrom("userName", "title", "x-1", "a_b$c", "$ref", "not1", "or2");
const urn = fc.constantFrom("urn:example:a", enterpriseUserUrn, "URN:x:1.0:User");
const attributeName: fc.Arbitrary<AttributeName> = record({
  schema: fc.option(urn, { nil: undefined }),
  attribute: name,
  subAttribute: fc.option(name, { nil: undefined }),
});
const subAttributeName: fc.Arbitrary<AttributeName> = name.map((attribute) => ({
  schema: undefined,
  attribute,
  subAttribute: undefined,
}));
const literal = fc.oneof(
  fc.string({ unit: "binary" }).filter((text) => text.isWellFormed() && !text.includes("\0")),
  fc.constantFrom("", '"', "\\", 'a"b\\', "\n", "true", "1"),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

function terms(names: fc.Arbitrary<AttributeName>): fc.Arbitrary<Filter>[] {
  return [
    record({ kind: fc.constant("present" as const), name: names }),
    record({ name: names, operator: fc.constantFrom(...comparisonOperators), value: literal })
      // JSON knows no negative zero that would come back.
      .map((term) => ({
        kind: "comparison" as const,
        ...term,
        value: term.value === 0 ? 0 : term.value,
        text: undefined,
      })),
  ];
}

function tree(leaves: fc.Arbitrary<Filter>[]): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      ...leaves,
      record({
        kind: fc.constantFrom("and" as const, "or" as const),
        terms: fc.array(tie("filter"), { minLength: 2, maxLength: 3 }),
      }),
      record({ kind: fc.constant("not" as const), term: tie("filter") }),
    ),
  })).filter;
}

const inner = tree(terms(subAttributeName));
const valuePath: fc.Arbitrary<Filter> = record({
  kind: fc.constant("valuePath" as const),
  name: attributeName,
  filter: inner,
});
const filters = tree([...terms(attributeName), valuePath]);
const unbounded = { maxLength: 1_000_000, maxNesting: 1000, maxTerms: 100_000 };

test("a filter that is formatted and parsed is the same filter", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      assert.deepEqual(parseFilter(formatFilter(filter), unbounded), filter);
    }),
    runs,
  );
});

test("a path that is formatted and parsed is the same path", () => {
  const paths = record({ name: attributeName, filter: fc.option(inner, { nil: undefined }) });
  fc.assert(
    fc.property(paths, ({ name: { schema, attribute, subAttribute }, filter }) => {
      const path = { schema, attribute, subAttribute, filter };
      assert.deepEqual(parseAttributePath(formatAttributePath(path), unbounded), path);
    }),
    runs,
  );
});

/** Pieces of the grammar in any order, so that texts get further than random characters would. */
const piece = fc.constantFrom(
  "userName",
  "emails",
  "meta.created",
  "type",
  "value",
  "active",
  "manager",
  "members",
  "$ref",
  "nope",
  enterpriseUserUrn,
  ":department",
  " ",
  "  ",
  "eq",
  "ne",
  "co",
  "gt",
  "pr",
  "and",
  "or",
  "not",
  "(",
  ")",
  "[",
  "]",
  ".",
  '"',
  '"work"',
  '"2026-01-01T00:00:00Z"',
  "true",
  "False",
  "null",
  "1",
  "-1.5e3",
  "'x'",
  "\\",
  '\\"',
  "\t",
  "\0",
  "é",
  "\ud800",
  "__proto__",
  ":",
);
const wildText = fc.oneof(
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(" ")),
  fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
);

function refusedOr<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    assert.ok(error instanceof ScimError, String(error));
    assert.equal(error.status, 400);
    assert.ok(error.message.isWellFormed() && error.message !== "");
    return undefined;
  }
}

test("any text is a filter that can be carried out, or refused as one", () => {
  fc.assert(
    fc.property(wildText, (text) => {
      const filter = refusedOr(() => parseFilter(text));
      if (filter === undefined) return;
      assert.deepEqual(parseFilter(formatFilter(filter), unbounded), filter);
      for (const [type, resources] of [
        [userResourceType, filterUsers],
        [groupResourceType, filterGroups],
      ] as const) {
        const resolved = refusedOr(() => resolveFilter(type, filter));
        if (resolved !== undefined) resources.filter(compileFilterTest(resolved));
      }
    }),
    { numRuns: 10_000 },
  );
});

test("any text is a path that selects values, or refused as one", () => {
  fc.assert(
    fc.property(wildText, (text) => {
      const path = refusedOr(() => parseAttributePath(text));
      if (path === undefined) return;
      assert.deepEqual(parseAttributePath(formatAttributePath(path), unbounded), path);
      if (refusedOr(() => resolveAttributePath(userResourceType, path)) === undefined) return;
      for (const user of filterUsers) assert.ok(Array.isArray(selectPath(userResourceType, path, user)));
    }),
    { numRuns: 10_000 },
  );
});

test("not, and, or mean what logic says", () => {
  const simple = fc.constantFrom(
    "title pr",
    "active eq true",
    'emails[type eq "work"]',
    'userName sw "a"',
    'department ne "lab"',
    'emails.value ew "example.com"',
    'meta.created gt "2026-01-03T00:00:00Z"',
  );
  const matching = (text: string): Resource[] =>
    filterUsers.filter(compileFilterTest(resolveFilter(userResourceType, parseFilter(text))));
  fc.assert(
    fc.property(simple, simple, (left, right) => {
      const lefts = new Set(matching(left));
      const rights = new Set(matching(right));
      assert.deepEqual(
        matching(`not (${left})`),
        filterUsers.filter((user) => !lefts.has(user)),
      );
      assert.deepEqual(
        matching(`${left} and ${right}`),
        filterUsers.filter((user) => lefts.has(user) && rights.has(user)),
      );
      assert.deepEqual(
        matching(`${left} or ${right}`),
        filterUsers.filter((user) => lefts.has(user) || rights.has(user)),
      );
      assert.deepEqual(matching(`not (${left} or ${right})`), matching(`not (${left}) and not (${right})`));
    }),
    { numRuns: 100 },
  );
});
