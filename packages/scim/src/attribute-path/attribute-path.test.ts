import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonValue, Resource } from "../resource.ts";
import { userResourceType } from "../schema/core-resource-types.ts";
import { ScimError } from "../scim-error.ts";
import { enterpriseUserUrn } from "../urns.ts";
import { formatAttributePath } from "./format-attribute-path.ts";
import { parseAttributePath } from "./parse-attribute-path.ts";
import { resolveAttributePath } from "./resolve-attribute-path.ts";
import { selectPath } from "./select-path.ts";

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ScimError) return `${error.scimType} ${error.message}`;
    throw error;
  }
  return "accepted";
}

test("a path that is parsed and formatted reads the same, in its normal spelling", () => {
  const cases: [string, string][] = [
    ["userName", "userName"],
    ["  name.givenName ", "name.givenName"],
    ['emails[type eq "work"].value', 'emails[type eq "work"].value'],
    ['emails[type EQ "work"]', 'emails[type eq "work"]'],
    [
      'emails[ (type eq "work") and not(primary eq true) ].Value',
      'emails[type eq "work" and not (primary eq true)].Value',
    ],
    ['emails[type eq \\"work\\"].value', 'emails[type eq "work"].value'],
    ['emails[value eq \\"a\\\\\\"b\\"]', 'emails[value eq "a\\"b"]'],
    ["members.$ref", "members.$ref"],
    [enterpriseUserUrn, enterpriseUserUrn],
    [`${enterpriseUserUrn}:department`, `${enterpriseUserUrn}:department`],
    [`${enterpriseUserUrn}:manager.value`, `${enterpriseUserUrn}:manager.value`],
    [
      "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName",
      "urn:ietf:params:scim:schemas:core:2.0:User:name.givenName",
    ],
    [
      'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value',
      'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq "work"].value',
    ],
    ["urn:example:hr:1.0:badge", "urn:example:hr:1.0:badge"],
    ["urn:example:hr:badge.code", "urn:example:hr:badge.code"],
  ];
  for (const [text, expected] of cases) {
    const path = parseAttributePath(text);
    assert.equal(formatAttributePath(path), expected);
    assert.deepEqual(parseAttributePath(expected), path);
  }
});

test("a malformed path is refused with its position and what was expected there", () => {
  const cases: [string, string][] = [
    ["", "invalidPath path, position 1: expected an attribute name, found the end"],
    ["   ", "invalidPath path, position 4: expected an attribute name, found the end"],
    ["9lives", 'invalidPath path, position 1: expected an attribute name, found "9lives"'],
    ["name.", "invalidPath path, position 6: expected one sub-attribute name, found the end"],
    ["name..givenName", 'invalidPath path, position 6: expected one sub-attribute name, found ".givenName"'],
    ["name.givenName.x", 'invalidPath path, position 6: expected one sub-attribute name, found "givenName.x"'],
    ["emails/0/value", 'invalidPath path, position 1: expected an attribute name, found "emails/0/value"'],
    ["user name", 'invalidPath path, position 6: expected the end, found "name"'],
    ['emails [type eq "work"]', 'invalidPath path, position 8: expected the end, found "["'],
    ['emails[type eq "work"', 'invalidFilter filter, position 22: expected "and", "or" or "]", found the end'],
    ["emails[type eq]", 'invalidFilter filter, position 15: expected a value, found "]"'],
    ["emails[0]", 'invalidFilter filter, position 8: expected a sub-attribute name, found "0"'],
    [
      'emails[type eq "work"]value',
      'invalidPath path, position 23: expected "." and a sub-attribute name, or the end, found "value"',
    ],
    ['emails[type eq "work"].', "invalidPath path, position 24: expected a sub-attribute name, found the end"],
    ['emails[type eq "work"].value.x', 'invalidPath path, position 24: expected a sub-attribute name, found "value.x"'],
    [
      'emails.value[type eq "work"]',
      'invalidPath path, position 13: expected no filter after a sub-attribute, found "["',
    ],
    ['"userName"', 'invalidPath path, position 1: expected an attribute name, found "\\"userName\\""'],
    ["urn:example:", "invalidPath path, position 13: expected a name after the URN, found the end"],
    ["urn:", "invalidPath path, position 5: expected a name after the URN, found the end"],
    ["__proto__", 'invalidPath path, position 1: expected an attribute name, found "__proto__"'],
    ["name.constructor", 'invalidPath path, position 6: expected one sub-attribute name, found "constructor"'],
    ["urn:example:x:Prototype", 'invalidPath path, position 15: expected an attribute name, found "Prototype"'],
    ["a\u0000", "invalidPath path: expected Unicode text without U+0000 or half a character"],
    ["a".repeat(10_001), "invalidPath path: expected at most 10000 characters, found 10001"],
  ];
  for (const [text, expected] of cases)
    assert.equal(
      refusal(() => parseAttributePath(text)),
      expected,
    );
});

test("a path that the schemas do not know is refused, except in the container of an unknown extension (AMB-16)", () => {
  const cases: [string, string][] = [
    ["nope", "invalidPath nope is no attribute of User"],
    ["name.nope", "invalidPath name.nope is no sub-attribute of name"],
    ["title.value", "invalidPath title.value is no sub-attribute of title"],
    [`${enterpriseUserUrn}:nope`, `invalidPath ${enterpriseUserUrn}:nope is no attribute of ${enterpriseUserUrn}`],
    [
      "urn:ietf:params:scim:schemas:core:2.0:Group:displayName",
      "invalidPath urn:ietf:params:scim:schemas:core:2.0:Group is no schema of User",
    ],
    ['title[value eq "x"]', 'invalidPath title[value eq "x"] has a filter, but title is a single value'],
    ['emails[nope eq "x"]', "invalidFilter nope is no sub-attribute of emails"],
    ['urn:example:x:y[a eq "b"]', 'invalidPath urn:example:x:y[a eq "b"] has a filter, but its URN names no attribute'],
    ["urn:example:x:y", "accepted"],
    ["urn:example:acme:2.0:User", "accepted"],
    [enterpriseUserUrn.toUpperCase(), "accepted"],
    ["DEPARTMENT", "accepted"],
  ];
  for (const [text, expected] of cases) {
    assert.equal(
      refusal(() => resolveAttributePath(userResourceType, parseAttributePath(text))),
      expected,
    );
  }
});

test("a path selects its values in the order of the resource, and nothing that is empty", () => {
  const user: Resource = {
    userName: "ann",
    name: { givenName: "Ann" },
    title: "",
    active: false,
    emails: [
      { value: "a@example.com", type: "home" },
      { value: "b@example.com", type: "WORK", primary: true },
      { type: "work" },
    ],
    [enterpriseUserUrn]: { department: "Lab", manager: { value: "bob" } },
    "urn:example:Acme": { Badge: { Colour: "red" }, levels: [1, 2] },
  };
  const cases: [string, JsonValue[]][] = [
    ["USERNAME", ["ann"]],
    ["name.givenName", ["Ann"]],
    ["name.familyName", []],
    ["title", []],
    ["active", [false]],
    ["nickName", []],
    ["emails.value", ["a@example.com", "b@example.com"]],
    ['emails[type eq "work"].value', ["b@example.com"]],
    ['emails[type eq "work"]', [{ value: "b@example.com", type: "WORK", primary: true }, { type: "work" }]],
    ['emails[type eq "other"].value', []],
    ["emails[primary eq true].value", ["b@example.com"]],
    ["department", ["Lab"]],
    [`${enterpriseUserUrn}:manager.value`, ["bob"]],
    ["manager", [{ value: "bob" }]],
    [enterpriseUserUrn, [{ department: "Lab", manager: { value: "bob" } }]],
    ["urn:EXAMPLE:acme:badge.COLOUR", ["red"]],
    ["urn:example:acme:levels", [1, 2]],
    ["urn:example:other:levels", []],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(selectPath(userResourceType, parseAttributePath(text), user), expected, text);
  }
});
