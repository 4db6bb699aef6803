import assert from "node:assert/strict";
import { test } from "node:test";
import { userResourceType } from "../schema/core-resource-types.ts";
import { ScimError } from "../scim-error.ts";
import { formatFilter } from "./format-filter.ts";
import { type FilterOptions, parseFilter } from "./parse-filter.ts";
import { resolveFilter } from "./resolve-filter.ts";

function refusal(text: string, options?: FilterOptions): string {
  try {
    resolveFilter(userResourceType, parseFilter(text, options));
  } catch (error) {
    if (error instanceof ScimError) return error.message;
    throw error;
  }
  return "accepted";
}

test("a refusal says where, what was expected there and what was found", () => {
  const cases: [string, string][] = [
    ["", "filter, position 1: expected an attribute name, found the end"],
    ["userName", "filter, position 9: expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr), found the end"],
    [
      'userName is "x"',
      'filter, position 10: expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr), found "is"',
    ],
    ["userName eq", "filter, position 12: expected a value, found the end"],
    ["userName eq (", 'filter, position 13: expected a value, found "("'],
    ['userName eq "x" and', "filter, position 20: expected an attribute name, found the end"],
    ['userName eq "x" title pr', 'filter, position 17: expected "and", "or" or the end, found "title"'],
    ["userName eq bob smith", 'filter, position 17: expected "and", "or" or the end, found "smith"'],
    ["userName eq 'bob'", 'filter, position 13: expected a value in double quotes ("), found "\'bob\'"'],
    [
      'userName eq \\"bob\\"',
      'filter, position 13: expected a value in double quotes, without a backslash before them, found "\\\\"',
    ],
    [
      'userName eq "bob',
      'filter, position 13: expected a closing quote for the string that begins here, found "\\"bob"',
    ],
    ['userName eq "a\\x"', 'filter, position 13: expected a string with the escapes of JSON, found "\\"a\\\\x\\""'],
    ['userName eq "a\nb"', 'filter, position 15: expected no control character in a string, found "\\n"'],
    [
      'userName eq "\\u0000"',
      'filter, position 13: expected a string without \\u0000 or half a character, found "\\"\\\\u0000\\""',
    ],
    ["(title pr", 'filter, position 10: expected "and", "or" or ")", found the end'],
    ["title pr)", 'filter, position 9: expected "and", "or" or the end, found ")"'],
    ["not title pr", 'filter, position 5: expected "(" after not, found "title"'],
    ["()", 'filter, position 2: expected an attribute name, found ")"'],
    ["emails[]", 'filter, position 8: expected a sub-attribute name, found "]"'],
    ["emails[type eq work", 'filter, position 20: expected "and", "or" or "]", found the end'],
    [
      'emails [type eq "work"]',
      'filter, position 8: expected an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr), found "["',
    ],
    ["emails[type[value pr]]", 'filter, position 12: expected an operator, since brackets do not nest, found "["'],
    ["emails[emails.type pr]", 'filter, position 8: expected a sub-attribute name, found "emails.type"'],
    [
      'emails[type eq "work"] eq "x"',
      'filter, position 24: expected "and", "or" or the end, since what is in brackets is a condition already (name the sub-attribute: `].value eq`), found "eq"',
    ],
    ['emails[type eq "work"].9 eq "x"', 'filter, position 24: expected a sub-attribute name, found "9"'],
    ["a.b.c pr", 'filter, position 3: expected one sub-attribute name, found "b.c"'],
    ["urn:x: pr", 'filter, position 7: expected a name after the URN, found " "'],
    ["nope pr", "nope is no attribute of User"],
    ['active gt "x"', "active has the type boolean, which knows eq, ne and pr, not gt"],
    ["active eq 7", "active expected true or false, found 7"],
    ['meta.created gt "soon"', 'meta.created expected a date with time such as "2026-02-03T04:05:06Z", found "soon"'],
    ["title gt null", "title cannot be compared to null by gt: use eq or ne"],
    ['name eq "x"', "name is complex: name one of its sub-attributes"],
    ["title[value pr]", "title has a single simple value: compare it without brackets"],
    ['emails[nope eq "x"]', "nope is no sub-attribute of emails"],
    ["password pr", "password is never returned and cannot be filtered by"],
  ];
  for (const [text, expected] of cases) assert.equal(refusal(text), expected, text);
});

test("length, nesting and terms are bounded (ROWN-7-02)", () => {
  const nested = (levels: number) => `${"(".repeat(levels)}title pr${")".repeat(levels)}`;
  const terms = (count: number) => Array.from({ length: count }, () => "title pr").join(" or ");
  assert.equal(refusal(nested(50)), "accepted");
  assert.equal(
    refusal(nested(51)),
    'filter, position 51: expected at most 50 brackets or parentheses in each other, found "("',
  );
  assert.equal(refusal(`emails[${nested(49).replace("title", "type")}]`), "accepted");
  assert.match(refusal(`emails[${nested(50).replace("title", "type")}]`), /at most 50 brackets/);
  assert.equal(refusal(terms(500)), "accepted");
  assert.match(refusal(terms(501)), /^filter, position 6007: expected at most 500 terms, found "pr"$/);
  assert.equal(refusal(`title eq "${"a".repeat(9989)}"`), "accepted");
  assert.equal(refusal(`title eq "${"a".repeat(9990)}"`), "filter: expected at most 10000 characters, found 10001");
  assert.equal(refusal(nested(3), { maxNesting: 2 }).includes("at most 2"), true);
  assert.equal(refusal(terms(3), { maxTerms: 2 }).includes("at most 2 terms"), true);
  assert.equal(refusal("title pr", { maxLength: 7 }), "filter: expected at most 7 characters, found 8");
});

test("hostile filters are refused without deep recursion or long work", () => {
  const hostile = [
    "(".repeat(10_000),
    "not(".repeat(2_500),
    "a[".repeat(5_000),
    `${"(".repeat(500_000)}title pr${")".repeat(500_000)}`,
    `title eq "${"\\".repeat(1_000_000)}`,
    "a".repeat(1_000_000),
    `title eq "${"a".repeat(1_000_000)}"`,
    " ".repeat(1_000_000),
    '"'.repeat(9_999),
    "a.".repeat(5_000),
    "urn:".repeat(2_500),
    "\ud800 pr",
    "title eq \u0000",
  ];
  for (const text of hostile) assert.notEqual(refusal(text), "accepted", text.slice(0, 20));
});

test("a formatted filter has the fewest parentheses, and reads back to the same tree", () => {
  const cases: [string, string][] = [
    ['userName  EQ "a"', 'userName eq "a"'],
    ["((title pr))", "title pr"],
    ["(title pr or nickName pr) and active eq true", "(title pr or nickName pr) and active eq true"],
    ["(title pr and nickName pr) or active eq true", "title pr and nickName pr or active eq true"],
    ["title pr and (nickName pr and active eq true)", "title pr and (nickName pr and active eq true)"],
    ["NOT(title pr)", "not (title pr)"],
    ['emails[ type eq"work" ].value co "x"', 'emails[type eq "work" and value co "x"]'],
    ['emails[type eq "work" or type eq "home"].value pr', 'emails[(type eq "work" or type eq "home") and value pr]'],
    ["userName eq bob", 'userName eq "bob"'],
    ["title eq null", "title eq null"],
    ["x eq 1.0", "x eq 1.0"],
    ["x eq 12345678901234567890", "x eq 12345678901234567890"],
    ["x eq -1e3", "x eq -1e3"],
    ["x eq 1e999", 'x eq "1e999"'],
    ["x eq 007", 'x eq "007"'],
    ['x eq "a\\u0041\\n\\"\\\\"', 'x eq "aA\\n\\"\\\\"'],
    ["urn:example:a:1.0:b.c pr", "urn:example:a:1.0:b.c pr"],
    ["$ref pr", "$ref pr"],
  ];
  for (const [text, expected] of cases) {
    const filter = parseFilter(text);
    assert.equal(formatFilter(filter), expected);
    assert.deepEqual(parseFilter(expected), filter);
  }
});

test("every node of a filter is frozen", () => {
  const frozen = (value: unknown): boolean =>
    typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
  const filter = parseFilter('emails[type eq "work" and not (primary eq true)] or (title pr and meta.created gt "x")');
  assert.ok(frozen(filter));
  const resolved = resolveFilter(userResourceType, parseFilter('emails[type eq "work"] or not (title eq null)'));
  const { terms } = resolved as { terms: readonly object[] };
  assert.ok([resolved, ...terms].every(Object.isFrozen));
});
