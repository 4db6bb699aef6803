import assert from "node:assert/strict";
import { test } from "node:test";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { resourceType } from "@rollcall/scim/schema/resource-type.ts";
import { schemaFromDocument } from "@rollcall/scim/schema/schema-from-document.ts";
import { compileMapping } from "./compile-mapping.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import { defaultMapping } from "./mapping.ts";
import { type SentRule, validateMapping } from "./validate-mapping.ts";

const badge: DirectoryAttribute = { name: "badge", label: "Badge", type: "string", multiValued: false };

const rule = (attribute: string, ...paths: string[]): SentRule => ({ attribute, source: { paths } });
/** The default rules with one more, or with another in the place of one. */
const usersWith = (more: SentRule): SentRule[] => [
  ...defaultMapping.users.filter((one) => one.attribute !== more.attribute),
  more,
];
const groups: readonly SentRule[] = defaultMapping.groups;

function problemsOf(users: readonly SentRule[], groupRules = groups): string[] {
  const { problems } = validateMapping({ users, groups: groupRules }, [badge]);
  return problems.map(({ code, where, detail }) => `${code} ${where}: ${detail}`);
}

test("the default mapping is valid and reads back as it is", () => {
  const { users, groups: checked, problems } = validateMapping(defaultMapping, []);
  assert.deepEqual(problems, []);
  assert.deepEqual({ version: 1, users, groups: checked }, defaultMapping);
});

test("paths are kept in normal form: pasted backslashes, capitals of operators and blanks are gone", () => {
  const cases: [string, string][] = [
    ['emails[type eq \\"work\\"].value', 'emails[type eq "work"].value'],
    ['emails[ type  EQ "work" ].value', 'emails[type eq "work"].value'],
    ["  name.givenName ", "name.givenName"],
    ["urn:example:hr:1.0:badge", "urn:example:hr:1.0:badge"],
  ];
  for (const [sent, kept] of cases) {
    const { users, problems } = validateMapping({ users: usersWith(rule("nickName", sent)), groups }, []);
    assert.deepEqual(problems, []);
    assert.deepEqual(users.at(-1), { attribute: "nickName", source: { paths: [kept] }, required: false });
  }
});

test("paths are held against the application's own extensions; what is never returned is not mapped", () => {
  const urn = "urn:example:badge:1.0";
  const schema = schemaFromDocument({
    id: urn,
    attributes: [{ name: "number" }, { name: "pin", mutability: "writeOnly" }, { name: "seen", returned: "request" }],
  });
  const type = resourceType({ ...userResourceType, extensions: [{ schema, required: false }] });
  const cases: [string, string[]][] = [
    [`${urn}:number`, []],
    ["number", []],
    [`${urn}:seen`, []],
    [`${urn}:nothing`, [`/users/19/source/paths/0: ${urn}:nothing is no attribute of ${urn}`]],
    [`${urn}:pin`, [`/users/19/source/paths/0: ${urn}:pin may be written and is never read`]],
    ["password", ["/users/19/source/paths/0: password may be written and is never read"]],
  ];
  for (const [path, expected] of cases) {
    const { problems } = validateMapping({ users: usersWith(rule("nickName", path)), groups }, [], [type]);
    assert.deepEqual(
      problems.map(({ where, detail }) => `${where}: ${detail}`),
      expected,
      path,
    );
  }
});

test("a saved path is read by the application's schemas, and without one where they do not know it", () => {
  const urn = "urn:example:badge:1.0";
  const schema = schemaFromDocument({ id: urn, attributes: [{ name: "number" }] });
  const type = resourceType({ ...userResourceType, extensions: [{ schema, required: false }] });
  const users = [`${urn}:number`, "number", `${urn}:Person:colour`, "nothing"].map((path) => ({
    attribute: "nickName",
    source: { paths: [path] },
    required: false,
  }));
  const compiled = compileMapping({ version: 1, users, groups: [] }, [], [type]);
  const resource = { userName: "ann", [urn]: { number: "7" }, [`${urn}:Person`]: { colour: "red" } };
  const read = compiled.users.map(({ source }) => source.read(resource)?.value);
  assert.deepEqual(read, ["7", "7", "red", undefined]);
});

test("a path that stands twice in a rule is kept once", () => {
  const { users } = validateMapping({ users: usersWith(rule("title", "title", " title")), groups }, []);
  assert.deepEqual(users.at(-1)?.source, { paths: ["title"] });
});

test("a required rule keeps being required with other paths, whatever is sent", () => {
  const { users, problems } = validateMapping({ users: usersWith(rule("email", "userName")), groups }, []);
  assert.deepEqual(problems, []);
  assert.deepEqual(users.at(-1), { attribute: "email", source: { paths: ["userName"] }, required: true });
});

test("each fault is found with its place", () => {
  const cases: [SentRule[], string[]][] = [
    [
      usersWith(rule("nickName", "nikName")),
      ["mapping.unknown_attribute_path /users/19/source/paths/0: nikName is no attribute of User"],
    ],
    [
      usersWith(rule("nickName", "name.")),
      [
        "mapping.unknown_attribute_path /users/19/source/paths/0: path, position 6: expected one sub-attribute name, " +
          "found the end",
      ],
    ],
    [
      usersWith(rule("shoeSize", "title")),
      ['mapping.unknown_directory_attribute /users/19/attribute: expected a directory attribute, found "shoeSize"'],
    ],
    [
      usersWith(rule("__proto__", "title")),
      ['mapping.unknown_directory_attribute /users/19/attribute: expected a directory attribute, found "__proto__"'],
    ],
    [
      [...defaultMapping.users, rule("title", "userType")],
      ['mapping.duplicate_rule /users/19/attribute: "title" is filled by an earlier rule: give that one several paths'],
    ],
    [
      defaultMapping.users.filter(({ attribute }) => attribute !== "active" && attribute !== "email"),
      [
        'mapping.required_rule_missing /users: the rule for "email" is required',
        'mapping.required_rule_missing /users: the rule for "active" is required',
      ],
    ],
    [
      usersWith({ ...rule("title", "title"), required: true }),
      ['request.invalid /users/18/required: the rule for "title" is never required'],
    ],
    [
      usersWith({ ...rule("userName", "userName"), required: false }),
      ['request.invalid /users/18/required: the rule for "userName" is always required'],
    ],
  ];
  for (const [users, problems] of cases) assert.deepEqual(problemsOf(users), problems);
});

test("all faults are found at once", () => {
  const users = [rule("shoeSize", "a b", "title"), rule("userName", "nikName")];
  const found = problemsOf(users, [rule("displayName", "userName")]);
  assert.deepEqual(
    found.map((problem) => problem.split(":", 1)[0]),
    [
      "mapping.unknown_directory_attribute /users/0/attribute",
      "mapping.unknown_attribute_path /users/0/source/paths/0",
      "mapping.unknown_attribute_path /users/1/source/paths/0",
      ...["givenName", "familyName", "email", "displayName", "active"].map(
        () => "mapping.required_rule_missing /users",
      ),
      "mapping.unknown_attribute_path /groups/0/source/paths/0",
    ],
  );
});

test("a custom attribute can be filled for users and groups, and what is saved can be compiled", () => {
  const checked = validateMapping(
    { users: usersWith(rule("badge", "urn:example:hr:1.0:badge")), groups: [...groups, rule("badge", "externalId")] },
    [badge],
  );
  assert.deepEqual(checked.problems, []);
  const compiled = compileMapping({ version: 2, users: checked.users, groups: checked.groups }, [badge]);
  assert.deepEqual(
    [compiled.users, compiled.groups].map((rules) => rules.at(-1)?.attribute.name),
    ["badge", "badge"],
  );
});

test("a rule has one source, a constant of its attribute's type, or an expression that gives it", () => {
  const count: DirectoryAttribute = { name: "count", label: "Count", type: "number", multiValued: false };
  const tags: DirectoryAttribute = { name: "tags", label: "Tags", type: "string", multiValued: true };
  const found = (attribute: string, source: SentRule["source"]) =>
    validateMapping({ users: usersWith({ attribute, source }), groups }, [count, tags]).problems.map(
      ({ code, where, detail, range }) => [code, where.replace(/^\/users\/\d+/, ""), detail, range],
    );
  const source = "mapping.invalid_source";
  const expression = "mapping.invalid_expression";
  const wrong: readonly (readonly [string, SentRule["source"], readonly unknown[]])[] = [
    ["title", {}, [source, "/source", "expected one of paths, constant and expression, found none", undefined]],
    [
      "title",
      { paths: ["title"], constant: "x" },
      [source, "/source", "expected one of paths, constant and expression, found 2", undefined],
    ],
    ["title", { constant: 7 }, [source, "/source/constant", "expected text, found 7", undefined]],
    ["title", { constant: "" }, [source, "/source/constant", 'expected text, found ""', undefined]],
    ["title", { constant: null }, [source, "/source/constant", "expected text, found null", undefined]],
    ["count", { constant: "7" }, [source, "/source/constant", 'expected a number, found "7"', undefined]],
    [
      "tags",
      { constant: "a" },
      [source, "/source/constant", 'expected a list of values, each text, found "a"', undefined],
    ],
    ["active", { constant: "yes" }, [source, "/source/constant", 'expected a boolean, found "yes"', undefined]],
    [
      "title",
      { expression: "lower(usrName)" },
      [expression, "/source/expression", "at character 7: unknown variable: usrName", { start: 6, end: 13 }],
    ],
    [
      "active",
      { expression: "userName" },
      [
        expression,
        "/source/expression",
        "expected a boolean, found an expression that gives string",
        { start: 0, end: 8 },
      ],
    ],
  ];
  for (const [attribute, given, problem] of wrong) assert.deepEqual(found(attribute, given), [problem]);
  const right: readonly (readonly [string, SentRule["source"]])[] = [
    ["title", { constant: "Boss" }],
    ["count", { constant: 0 }],
    ["tags", { constant: ["a"] }],
    ["active", { constant: true }],
    ["active", { expression: 'userType != "Contractor"' }],
    ["tags", { expression: "emails.map(e, e.value)" }],
  ];
  for (const [attribute, given] of right) assert.deepEqual(found(attribute, given), [], attribute);
});
