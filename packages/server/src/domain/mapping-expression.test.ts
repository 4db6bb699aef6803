import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { directoryUserAttributes } from "./directory-attribute.ts";
import { compileExpression, expressionAttributeNames, fits } from "./mapping-expression.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

const ann: Resource = {
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:User", enterprise],
  userName: "Ann.Example@Example.com",
  name: { givenName: "Ann", familyName: "Éxample" },
  active: true,
  locale: "",
  emails: [
    { value: "Ann@Home.Example", type: "home" },
    { value: "Ann.Example@Example.com", type: "work", primary: true },
    { value: "ann@other.example" },
  ],
  phoneNumbers: [{ value: "030 / 123-456", type: "work" }],
  [enterprise]: { department: "Sales", manager: { value: "m-1" } },
  "urn:example:hr:1.0:Person": { badge: 7, start: "2024-02-29T10:05:00+02:00", "cost-center": "C1" },
};

/** What an expression gives for Ann; the reason where it gives nothing. */
function evaluated(text: string, resource: Resource = ann): JsonValue | { readonly nothing: string } {
  const compiled = compileExpression(userResourceType, text);
  if ("problems" in compiled) assert.fail(`${text}: ${JSON.stringify(compiled.problems)}`);
  const given = compiled.expression.evaluate(resource);
  return given.value === undefined && "reason" in given ? { nothing: given.reason } : (given.value ?? null);
}

const given: readonly (readonly [text: string, value: JsonValue])[] = [
  ["userName", "Ann.Example@Example.com"],
  ["lower(userName)", "ann.example@example.com"],
  ['name.givenName + " " + name.familyName', "Ann Éxample"],
  ['lower(ascii(name.familyName)) + "." + lower(name.givenName)', "example.ann"],
  ['emails.filter(e, e.type == "work").map(e, e.value)', ["Ann.Example@Example.com"]],
  ['emails.filter(e, e.type == "work")[0].value', "Ann.Example@Example.com"],
  ["emails.map(e, lower(e.value)).size()", 3],
  ['emails.map(e, e.type == "home", e.value)', ["Ann@Home.Example"]],
  ['emails.exists(e, e.value.endsWith("@other.example"))', true],
  ["emails.all(e, e.primary)", false],
  ['emails.map(e, default(e.type, "none"))', ["home", "work", "none"]],
  ['default(nickName, "none")', "none"],
  ['default(locale, "en")', "en"],
  ["coalesce(nickName, displayName, name.givenName)", "Ann"],
  ['default(default(title, nickName), "x")', "x"],
  ['join([name.givenName, name.middleName, title, name.familyName], " ")', "Ann Éxample"],
  ['join(emails.map(e, e.value), ";")', "Ann@Home.Example;Ann.Example@Example.com;ann@other.example"],
  ['title == "Boss" ? "yes" : "no"', "no"],
  ['title != "Boss" ? "yes" : "no"', "no"],
  ['has(name.middleName) ? name.middleName : "-"', "-"],
  ['switch(enterprise.department, "Sales", "S", "Research", "R", "?")', "S"],
  ['switch(enterprise.division, "Sales", "S", "?")', "?"],
  ["enterprise.manager.value", "m-1"],
  ['resource["urn:example:hr:1.0:Person"].badge', 7],
  ['resource["urn:example:hr:1.0:Person"]["cost-center"]', "C1"],
  ['formatDate(string(resource["urn:example:hr:1.0:Person"].start), "yyyy-MM-dd HH:mm")', "2024-02-29 08:05"],
  ['e164(phoneNumbers[0].value, "49")', "+4930123456"],
  ['split(userName, "@")[1]', "Example.com"],
  ["substr(userName, 0, 3)", "Ann"],
  ['replace(userName, "Example", "E")', "Ann.E@E.com"],
  ['trim("  a ") + upper("b")', "aB"],
  ['regexReplace(userName, "@.*$", "") + "|" + regexExtract(userName, "@([^.]+)")', "Ann.Example|Example"],
  ['regexMatch(userName, "^Ann")', true],
  ['default(regexExtract(userName, "^Bob"), "nobody")', "nobody"],
  ["active", true],
  ["size(emails) * 2 + 1", 7],
  ["size(photos)", 0],
  ['(userName + "a") + ("b" + userName)', "Ann.Example@Example.comabAnn.Example@Example.com"],
  ["-(size(emails) - 1) * 2", -4],
];

describe("a mapping expression", () => {
  for (const [text, value] of given) {
    test(`${text} gives ${JSON.stringify(value)}`, () => assert.deepEqual(evaluated(text), value));
  }

  const nothing: readonly (readonly [text: string, reason: RegExp])[] = [
    ["title", /^title did not arrive$/],
    ['userName + " " + name.middleName', /^middleName did not arrive$/],
    ["locale", /^locale did not arrive$/],
    ["emails[7].value", /index out of bounds/],
    ['formatDate(userName, "yyyy")', /"Ann.Example@Example.com" is no date/],
    ['e164(userName, "49")', /is no telephone number/],
    ["resource.constructor", /^constructor did not arrive$/],
    ["resource.__proto__", /^__proto__ did not arrive$/],
    ["emails", /neither text, number, boolean nor a list of them/],
    ["name", /neither text, number, boolean nor a list of them/],
    ["int(userName)", /cannot convert to int/],
    ["1 / (size(emails) - 3)", /division by zero/i],
  ];
  for (const [text, reason] of nothing) {
    test(`${text} gives nothing for Ann`, () => {
      const value = evaluated(text);
      assert.match((value as { nothing: string }).nothing, reason);
    });
  }

  const refused: readonly (readonly [text: string, detail: RegExp, start: number, end: number])[] = [
    ["", /unexpected token: EOF/, 0, 0],
    ["userName +", /unexpected token: EOF/, 10, 10],
    ["usrName", /unknown variable: usrName/, 0, 7],
    ["password", /unknown variable: password/, 0, 8],
    ["name.givnName", /no such key: givnName/, 5, 13],
    ["emails.map(e, e.vlue)", /no such key: vlue/, 16, 20],
    ["lower(size(emails))", /no matching overload for 'lower\(int\)'/, 0, 19],
    ["userName + 1", /no such overload: string \+ int/, 0, 12],
    ["lowre(userName)", /there is no function lowre; expected one of ascii, bool/, 0, 15],
    ["userName.lower()", /there is no method lower; write it before its values: lower\(…\)/, 0, 16],
    ['userName.matches("(a+)+$")', /use regexMatch/, 0, 26],
    ["cel.bind(x, userName, x + x)", /there is no method bind/, 0, 28],
    ["bytes(userName)", /there is no function bytes/, 0, 15],
    ["countedStep(-1, userName)", /there is no function countedStep/, 0, 25],
    ['regexMatch(userName, "(")', /the pattern cannot be read: .*missing closing \)/, 21, 24],
    ["regexMatch(userName, userName)", /a pattern is written out/, 21, 29],
    ["emails.map(a, emails.map(b, emails.map(c, c.value)))", /more than 2 of map, filter/, 0, 52],
    ["emails.map(a, a).map(b, b).map(c, c.value)", /more than 2 of map, filter/, 0, 42],
    [`${"(".repeat(80)}1${")".repeat(80)}`, /depth/i, 64, 64],
  ];
  for (const [text, detail, start, end] of refused) {
    test(`${text.slice(0, 60)} is refused, with its place`, () => {
      const compiled = compileExpression(userResourceType, text);
      assert.ok("problems" in compiled, "it was compiled");
      const [problem] = compiled.problems;
      assert.match(problem?.detail ?? "", detail);
      assert.deepEqual([problem?.start, problem?.end], [start, end]);
    });
  }

  test("one that is too long, or has too many parts, is refused", () => {
    for (const text of [`"${"x".repeat(5_000)}"`, Array(600).fill("1").join("+")]) {
      assert.ok("problems" in compileExpression(userResourceType, text));
    }
  });

  test("names of the language's own objects are names like others", () => {
    for (const text of ["constructor", "__proto__", "prototype", "toString", "name.constructor", "name.__proto__"]) {
      assert.ok("problems" in compileExpression(userResourceType, text), text);
    }
  });

  describe("whatever it is given ends", () => {
    const value = "v".repeat(16_000);
    const many: Resource = {
      ...ann,
      emails: Array.from({ length: 1_000 }, (_, index) => ({ value: `${value}${index}` })),
    };
    const costly: readonly (readonly [text: string, reason: RegExp])[] = [
      ["emails.map(a, emails.map(b, a.value + b.value))", /too many steps/],
      ["emails.exists(a, emails.exists(b, lower(a.value) == upper(b.value)))", /too many steps/],
      ['size(emails.filter(a, emails.all(b, a.value.contains("v"))))', /too many steps/],
      ['emails.map(a, replace(a.value, "v", a.value))', /too many steps|more than/],
      ['join(emails.map(a, a.value), "")', /more than 65536 characters/],
      ['size(emails.map(a, regexReplace(a.value, "v*v*v*$", "")))', /too many steps/],
    ];
    for (const [text, reason] of costly) {
      test(text, () => assert.match((evaluated(text, many) as { nothing: string }).nothing, reason));
    }

    // Linear in the text is not enough: a large pattern costs for each character, and one that looks ahead for each match.
    const oneLetter: Resource = { ...ann, title: "a".repeat(15_000) };
    const patterns = [
      'regexReplace(title, "(a*b)?a", "")',
      'regexReplace(title, "(a{1,900}b)?a", "")',
      'regexMatch(title, "(a?){500}(a?){400}$") ? "yes" : "no"',
      'regexExtract(title, "((a?){500}(a?){400})$")',
      'regexReplace(title, "a", "$`")',
      'regexReplace(title, "a", title)',
      `regexReplace(title, "(a+)", "${"$1".repeat(1_000)}")`,
    ];
    for (const text of patterns) {
      test(`for 15,000 letters ${text.slice(0, 60)}`, () => {
        const { nothing } = evaluated(text, oneLetter) as { nothing?: string };
        assert.match(nothing ?? "a value", /too many steps/);
      });
    }

    test("what people write is far from that", () => {
      const blanks: Resource = { ...ann, title: "Chief of staff ".repeat(130) };
      for (const [text, expected] of [
        ['size(regexReplace(title, "\\\\s+", ""))', 12 * 130],
        ['regexMatch(title, "^(?:[A-Za-z]+\\\\s)+$")', true],
        ['regexExtract(title, "(\\\\w+) $")', "staff"],
      ] as const) {
        assert.equal(evaluated(text, blanks), expected);
      }
    });

    test("more than it may read is not read", () => {
      const more: Resource = { ...ann, emails: Array.from({ length: 1_001 }, () => ({ value: "a" })) };
      assert.match((evaluated("size(emails)", more) as { nothing: string }).nothing, /1001 values/);
      assert.equal(evaluated("userName", more), "Ann.Example@Example.com");
      const long: Resource = { ...ann, title: "x".repeat(20_000) };
      assert.match((evaluated("title", long) as { nothing: string }).nothing, /20000 characters/);
    });
  });
});

test("every attribute that is offered can be written, with the type that is said", () => {
  const names = expressionAttributeNames(userResourceType);
  for (const { name, type } of names) {
    const compiled = compileExpression(userResourceType, name);
    assert.equal("expression" in compiled && compiled.expression.type, type, name);
  }
  const written = names.map(({ name }) => name);
  for (const name of ["userName", "name", "name.givenName", "emails", "emails[0].value", "enterprise.manager.value"]) {
    assert.equal(written.includes(name), true, name);
  }
});

test("what an expression gives fits the directory attribute, or is refused", () => {
  const attribute = (name: string) => directoryUserAttributes.find((one) => one.name === name) ?? assert.fail(name);
  const custom = { name: "c", label: "C", multiValued: true, type: "string" } as const;
  const table: readonly (readonly [boolean, string, Parameters<typeof fits>[1]])[] = [
    [true, "string", attribute("title")],
    [true, "int", attribute("title")],
    [true, "dyn", attribute("title")],
    [false, "list<string>", attribute("title")],
    [false, "name", attribute("title")],
    [true, "bool", attribute("active")],
    [false, "string", attribute("active")],
    [true, "list<string>", custom],
    [true, "list", custom],
    [false, "list<emails>", custom],
    [false, "string", custom],
    [true, "double", { ...custom, type: "number", multiValued: false }],
    [false, "string", { ...custom, type: "number", multiValued: false }],
  ];
  for (const [expected, type, one] of table) assert.equal(fits(type, one), expected, `${type} for ${one.name}`);
});
