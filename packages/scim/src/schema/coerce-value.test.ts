import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue } from "../resource.ts";
import { ScimError } from "../scim-error.ts";
import { type AttributeDefinition, attribute } from "./attribute.ts";
import { coerceAttributeValue } from "./coerce-value.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import { enterpriseUserSchema } from "./enterprise-user.ts";
import { readNotes } from "./read-notes.ts";

const madeUp = (definition: Omit<AttributeDefinition, "name" | "description">) =>
  attribute({ name: "sample", description: "A sample.", ...definition });

const attributes = {
  ...Object.fromEntries([...userResourceType.attributes.values()].map((found) => [found.name, found])),
  members: groupResourceType.attributes.get("members"),
  manager: enterpriseUserSchema.attributes.get("manager"),
  integer: madeUp({ type: "integer" }),
  decimal: madeUp({ type: "decimal" }),
  dateTime: madeUp({ type: "dateTime" }),
  binary: madeUp({ type: "binary" }),
  reference: madeUp({ type: "reference" }),
  tags: madeUp({ multiValued: true }),
  flags: madeUp({ type: "boolean", multiValued: true }),
};

function coerce(
  name: string,
  value: JsonValue,
): { value: JsonValue | undefined; unknown: string[]; dialects: string[] } {
  const notes = readNotes();
  const found = attributes[name as keyof typeof attributes];
  assert.ok(found, name);
  const coerced = coerceAttributeValue(found, value, name, notes);
  return { value: coerced, unknown: [...notes.unknown], dialects: [...notes.dialects] };
}

function refusal(name: string, value: JsonValue): string {
  try {
    coerce(name, value);
  } catch (error) {
    if (error instanceof ScimError) return `${error.scimType} ${error.message}`;
    throw error;
  }
  return "accepted";
}

test("a value of the right type and format is kept as it was sent", () => {
  const cases: [string, JsonValue][] = [
    ["displayName", " Ann  Example "],
    ["userName", "ANN@example.com"],
    ["active", true],
    ["active", false],
    ["integer", -9007199254740991],
    ["integer", 0],
    ["decimal", 1.5],
    ["decimal", 1e300],
    ["dateTime", "2026-02-03T04:05:06.7+01:00"],
    ["binary", "QQ=="],
    ["reference", "../Users/7f1c"],
    ["profileUrl", "https://example.com/ann"],
    ["tags", ["a", "B"]],
    ["flags", [true, false]],
    ["name", { givenName: "Ann", familyName: "Example" }],
    ["emails", [{ value: "ann@example.com", type: "anything", primary: true }, { value: "a@example.com" }]],
    ["members", [{ value: "7f1c", type: "User", display: "Ann", $ref: "../Users/7f1c" }]],
    ["addresses", [{ formatted: "1 Example Street\nExample Town" }, { locality: "Example Town" }]],
    ["manager", { value: "7f1c", $ref: "../Users/7f1c" }],
  ];
  for (const [name, value] of cases) assert.deepEqual(coerce(name, value), { value, unknown: [], dialects: [] });
});

test("null, empty arrays, empty text and empty objects are no value (R7643-2.5-01, ROWN-4-02, AMB-19)", () => {
  const cases: [string, JsonValue][] = [
    ["displayName", null],
    ["displayName", ""],
    ["displayName", []],
    ["userName", null],
    ["active", null],
    ["integer", ""],
    ["dateTime", ""],
    ["name", {}],
    ["name", []],
    ["name", ""],
    ["name", { givenName: null, familyName: "", middleName: [] }],
    ["emails", null],
    ["emails", []],
    ["emails", ""],
    ["emails", [null, {}, "", { value: null }]],
    ["emails", { value: "" }],
    ["tags", [""]],
    ["manager", ""],
    ["manager", { value: "" }],
    ["manager", [{ value: null }]],
  ];
  for (const [name, value] of cases)
    assert.equal(coerce(name, value).value, undefined, `${name} ${JSON.stringify(value)}`);
});

test("names of sub-attributes are read in any case and kept in the case of the schema (R7643-2.1-01)", () => {
  assert.deepEqual(coerce("emails", [{ VALUE: "a@example.com", Type: "work", pRiMaRy: true }]), {
    value: [{ value: "a@example.com", type: "work", primary: true }],
    unknown: [],
    dialects: [],
  });
});

test("deviations that clients are known for are understood and noted", () => {
  const cases: [string, JsonValue, JsonValue, string[]][] = [
    ["active", "False", false, ["boolean.string"]],
    ["active", "TRUE", true, ["boolean.string"]],
    ["roles", [{ value: "r", primary: "True" }], [{ value: "r", primary: true }], ["boolean.string"]],
    ["manager", "7f1c", { value: "7f1c" }, ["complex.bare-value"]],
    ["manager", [{ value: "7f1c" }], { value: "7f1c" }, ["complex.array-of-one"]],
    ["manager", ["7f1c"], { value: "7f1c" }, ["complex.array-of-one", "complex.bare-value"]],
    ["name", [{ givenName: "Ann" }], { givenName: "Ann" }, ["complex.array-of-one"]],
    ["emails", { value: "a@example.com" }, [{ value: "a@example.com" }], ["multi-valued.single-value"]],
    ["emails", ["a@example.com"], [{ value: "a@example.com" }], ["multi-valued.bare-value"]],
    ["emails", "a@example.com", [{ value: "a@example.com" }], ["multi-valued.single-value", "multi-valued.bare-value"]],
    ["members", ["7f1c", { value: "9a" }], [{ value: "7f1c" }, { value: "9a" }], ["multi-valued.bare-value"]],
    ["tags", "a", ["a"], ["multi-valued.single-value"]],
  ];
  for (const [name, value, expected, dialects] of cases) {
    assert.deepEqual(coerce(name, value), { value: expected, unknown: [], dialects });
  }
});

test("sub-attributes that are read-only or unknown are not kept, and the unknown ones are noted without index", () => {
  assert.deepEqual(coerce("manager", { value: "7f1c", displayName: { odd: [1] } }), {
    value: { value: "7f1c" },
    unknown: [],
    dialects: [],
  });
  assert.deepEqual(
    coerce("members", [
      { value: "7f1c", $ref: null, displayName: "Ann" },
      { value: "9a", displayName: "Bo", note: {} },
    ]),
    {
      value: [{ value: "7f1c" }, { value: "9a" }],
      unknown: ["members.displayName", "members.note"],
      dialects: [],
    },
  );
});

test("values that say the same become one, which keeps what each of them said (R7643-2.4-07, AMB-55)", () => {
  const cases: [string, JsonValue, JsonValue][] = [
    ["tags", ["a", "b", "a"], ["a", "b"]],
    ["members", [{ value: "7f1c" }, { value: "9a" }, { value: "7f1c" }], [{ value: "7f1c" }, { value: "9a" }]],
    [
      "emails",
      [
        { value: "a@example.com", type: "work", primary: false },
        { value: "a@example.com", type: "home" },
        { value: "a@example.com", type: "work", primary: true, display: "Ann" },
      ],
      [
        { value: "a@example.com", type: "work", primary: true, display: "Ann" },
        { value: "a@example.com", type: "home" },
      ],
    ],
    ["emails", [{ type: "work" }, { type: "work" }], [{ type: "work" }, { type: "work" }]],
    ["addresses", [{ locality: "X" }, { locality: "X" }], [{ locality: "X" }, { locality: "X" }]],
  ];
  for (const [name, value, expected] of cases) assert.deepEqual(coerce(name, value).value, expected);
});

test("a wrong type or format is refused with the path, what was expected and what was found (ROWN-4-01)", () => {
  const cases: [string, JsonValue, string][] = [
    ["displayName", 7, "displayName: expected a string, found a number"],
    ["displayName", true, "displayName: expected a string, found a boolean"],
    ["displayName", {}, "displayName: expected a string, found an object"],
    ["displayName", ["a"], "displayName: expected a string, found an array"],
    ["displayName", ["a", "b"], "displayName: expected a string, found an array of 2"],
    ["userName", "", "userName: a value is required, found empty text"],
    ["active", "yes", "active: expected true or false, found other text"],
    ["active", "", "active: expected true or false, found other text"],
    ["active", 1, "active: expected true or false, found a number"],
    ["active", [true], "active: expected true or false, found an array"],
    ["integer", 1.5, "integer: expected a whole number, found a number"],
    ["integer", "7", "integer: expected a whole number, found other text"],
    ["integer", 9007199254740992, "integer: expected a whole number, found a number"],
    ["decimal", "1.5", "decimal: expected a number, found other text"],
    ["decimal", JSON.parse("1e999"), "decimal: the number is too large"],
    ["dateTime", "2026-02-03", "dateTime: expected a date and time such as 2026-02-03T04:05:06Z, found other text"],
    ["dateTime", 1, "dateTime: expected a date and time such as 2026-02-03T04:05:06Z, found a number"],
    ["binary", "~", "binary: expected base64, found other text"],
    ["reference", "a b", "reference: expected a URI, found other text"],
    ["name", "Ann Example", "name: expected an object, found a string"],
    ["name", [{}, {}], "name: expected an object, found an array of 2"],
    ["name", [[{}]], "name: expected an object, found an array"],
    ["name", { givenName: 1 }, "name.givenName: expected a string, found a number"],
    ["emails", [{ value: 7 }], "emails[0].value: expected a string, found a number"],
    ["emails", ["a@example.com", 7], "emails[1]: expected an object, found a number"],
    ["emails", [[{ value: "a@example.com" }]], "emails[0]: expected an object, found an array"],
    ["emails", true, "emails: expected an object, found a boolean"],
    ["addresses", ["1 Example Street"], "addresses[0]: expected an object, found a string"],
    ["x509Certificates", [{ value: "not base64" }], "x509Certificates[0].value: expected base64, found other text"],
    ["tags", ["a", 1], "tags[1]: expected a string, found a number"],
    [
      "emails",
      [{ value: "a", primary: true }, { primary: true }],
      "emails: 2 values are marked primary, at most one may be",
    ],
    ["displayName", "a\u0000b", "displayName: U+0000 at position 2 cannot be stored"],
    ["displayName", "ä\u{1f600}\ud800", "displayName: half of a surrogate pair at position 4 cannot be stored"],
  ];
  for (const [name, value, expected] of cases) assert.equal(refusal(name, value), `invalidValue ${expected}`);
});

test("a message never repeats the value, which may be a password", () => {
  assert.equal(refusal("password", ["secret"]), "invalidValue password: expected a string, found an array");
  assert.equal(refusal("active", "secret"), "invalidValue active: expected true or false, found other text");
});

test("names that differ only in case are refused (ROWN-1-02)", () => {
  assert.equal(
    refusal("name", { givenName: "Ann", GIVENNAME: "Bo" }),
    'invalidSyntax name: "givenName" and "GIVENNAME" name the same attribute',
  );
  assert.equal(
    refusal("emails", [{ value: "a" }, { odd: 1, ODD: 2 }]),
    'invalidSyntax emails[1]: "odd" and "ODD" name the same attribute',
  );
});

test("names that could reach a prototype are refused wherever they stand (ROWN-22-01)", () => {
  for (const name of ["__proto__", "constructor", "prototype", "Constructor"]) {
    for (const json of [`{"${name}":1}`, `{"odd":[{"${name}":{}}]}`]) {
      const value = JSON.parse(json) as JsonValue;
      const place = json.includes("odd") ? "name.odd" : "name";
      const expected =
        place === "name" ? `invalidSyntax name: the name "${name}" is not allowed` : "invalidSyntax name";
      assert.equal(
        refusal("name", value),
        json.includes("odd") ? `${expected}: the name "${name}" is not allowed` : expected,
      );
    }
  }
});

test("a dropped value may not be nested deeper than 16 levels", () => {
  const nested = (levels: number) => JSON.parse(`${"[".repeat(levels)}${"]".repeat(levels)}`) as JsonValue;
  assert.equal(refusal("name", { odd: nested(16) }), "accepted");
  assert.equal(refusal("name", { odd: nested(17) }), "invalidSyntax name: more than 16 levels of objects and arrays");
});

test("a thousand unknown names leave a hundred notes of bounded length", () => {
  const value = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`n${index}${"x".repeat(500)}`, 1]));
  const { unknown } = coerce("name", value);
  assert.equal(unknown.length, 100);
  assert.equal(Math.max(...unknown.map((path) => path.length)), 201);
});
