import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { checkAnswer } from "./check-answer.ts";
import type { Answer, Expectation } from "./conversation.ts";

interface Case {
  readonly name: string;
  readonly expect: Partial<Expectation>;
  readonly right: Partial<Answer>;
  readonly wrong: Partial<Answer>;
  readonly problem: string;
}

const body = (value: JsonValue): Partial<Answer> => ({
  text: JSON.stringify(value),
});
const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** Each kind of expectation beside an answer that meets it and one that does not. */
const cases: readonly Case[] = [
  {
    name: "a status outside the list",
    expect: { status: [200, 204] },
    right: { status: 204, text: "" },
    wrong: { status: 500 },
    problem: "status: expected 200 or 204, found 500",
  },
  {
    name: "a member with another value",
    expect: { bodyContains: { name: { givenName: "Ada" } } },
    right: body({ id: "1", name: { givenName: "Ada", familyName: "King" } }),
    wrong: body({ name: { givenName: "Bob" } }),
    problem: '$.name.givenName: expected "Ada", found "Bob"',
  },
  {
    name: "a member that is missing",
    expect: { bodyContains: { active: false } },
    right: body({ active: false }),
    wrong: body({}),
    problem: "$.active: expected false, found nothing",
  },
  {
    name: "a string where a boolean is demanded",
    expect: { bodyContains: { active: false } },
    right: body({ active: false }),
    wrong: body({ active: "False" }),
    problem: '$.active: expected false, found "False"',
  },
  {
    name: "an array without the listed element",
    expect: { bodyContains: { emails: [{ type: "work" }] } },
    right: body({
      emails: [{ type: "home" }, { type: "work", value: "a@example.com" }],
    }),
    wrong: body({ emails: [{ type: "home" }] }),
    problem: '$.emails: expected an element {"type":"work"}, found [{"type":"home"}]',
  },
  {
    name: "an array element that matches only in parts of two",
    expect: { bodyContains: { emails: [{ type: "work", value: "a" }] } },
    right: body({ emails: [{ type: "work", value: "a" }] }),
    wrong: body({
      emails: [
        { type: "work", value: "b" },
        { type: "home", value: "a" },
      ],
    }),
    problem:
      '$.emails: expected an element {"type":"work","value":"a"}, ' +
      'found [{"type":"work","value":"b"},{"type":"home","value":"a"}]',
  },
  {
    name: "an object where an array is demanded, even an empty one",
    expect: { bodyContains: { schemes: [] } },
    right: body({ schemes: [{ type: "oauthbearertoken" }] }),
    wrong: body({ schemes: {} }),
    problem: "$.schemes: expected [], found {}",
  },
  {
    name: "an array where an object is demanded",
    expect: { bodyContains: { bulk: {} } },
    right: body({ bulk: { supported: false } }),
    wrong: body({ bulk: [] }),
    problem: "$.bulk: expected {}, found []",
  },
  {
    name: "a value that has to be absent",
    expect: { bodyAbsent: ["$.password"] },
    right: body({ id: "1" }),
    wrong: body({ password: "secret" }),
    problem: '$.password: expected nothing, found "secret"',
  },
  {
    name: "a null that has to be absent",
    expect: { bodyAbsent: ["$.title"] },
    right: body({}),
    wrong: body({ title: null }),
    problem: "$.title: expected nothing, found null",
  },
  {
    name: "a value behind a quoted name and an index that has to be absent",
    expect: { bodyAbsent: [`$['${enterprise}'].manager`, "$.members[0]"] },
    right: body({ [enterprise]: {}, members: [] }),
    wrong: body({ [enterprise]: {}, members: ["m"] }),
    problem: '$.members[0]: expected nothing, found "m"',
  },
  {
    name: "a value that has to be present",
    expect: { bodyPresent: ["$.bulk.maxOperations"] },
    right: body({ bulk: { maxOperations: 0 } }),
    wrong: body({ bulk: {} }),
    problem: "$.bulk.maxOperations: expected a value, found nothing",
  },
  {
    name: "an array of another length",
    expect: { arrayLength: { "$.members": 1 } },
    right: body({ members: [{ value: "m" }] }),
    wrong: body({ members: [] }),
    problem: "$.members: expected 1 elements, found 0",
  },
  {
    name: "an array that counts 0 when it is missing",
    expect: { arrayLength: { "$.Resources": 0 } },
    right: body({}),
    wrong: body({ Resources: [1, 2] }),
    problem: "$.Resources: expected 0 elements, found 2",
  },
  {
    name: "a length of what is no array",
    expect: { arrayLength: { "$.members": 0 } },
    right: body({}),
    wrong: body({ members: "none" }),
    problem: "$.members: expected an array",
  },
  {
    name: "a header that does not match",
    expect: { headers: { "Content-Type": "^application/scim\\+json" } },
    right: {
      headers: { "content-type": "application/scim+json; charset=utf-8" },
    },
    wrong: { headers: { "content-type": "text/html" } },
    problem: "header Content-Type: expected ^application/scim\\+json, found text/html",
  },
  {
    name: "a header that is missing, its pattern folding case",
    expect: { headers: { "WWW-Authenticate": "(?i)^bearer" } },
    right: { headers: { "www-authenticate": 'Bearer realm="scim"' } },
    wrong: {},
    problem: "header WWW-Authenticate: expected (?i)^bearer, found nothing",
  },
  {
    name: "a body that is no JSON",
    expect: { bodyAbsent: ["$.password"] },
    right: body({}),
    wrong: { text: "" },
    problem: 'body: expected JSON, found ""',
  },
];

function check(expect: Partial<Expectation>, answer: Partial<Answer>): string[] {
  return checkAnswer(
    { status: [200], ...expect },
    { status: 200, headers: {}, text: "{}", ...answer },
    new Map<string, JsonValue>([
      ["userId", "u.1"],
      ["count", 2],
    ]),
  );
}

describe("the expectations of a recorded step", () => {
  for (const { name, expect, right, wrong, problem } of cases) {
    test(`refuse ${name}`, () => {
      assert.deepEqual(check(expect, right), []);
      assert.deepEqual(check(expect, wrong), [problem]);
    });
  }

  test("apply to the body of 2xx answers only where the status is a choice between 2xx and 4xx", () => {
    const choice = { status: [201, 400], bodyContains: { active: true } };
    assert.deepEqual(check(choice, { status: 400, text: "{}" }), []);
    assert.deepEqual(check(choice, { status: 201, text: "{}" }), ["$.active: expected true, found nothing"]);
  });

  test("apply to the body of refusals where only refusals are allowed", () => {
    const refusal = { status: [400, 404], bodyContains: { status: "400" } };
    assert.deepEqual(check(refusal, { status: 400, text: "{}" }), ['$.status: expected "400", found nothing']);
  });

  test("do not apply to the body of a 204", () => {
    const expect = {
      status: [200, 204],
      bodyAbsent: ["$.password"],
      arrayLength: { "$.members": 3 },
    };
    assert.deepEqual(check(expect, { status: 204, text: "" }), []);
  });

  test("name captured values, literally in patterns and with their type in bodies", () => {
    const location = { headers: { Location: "/Users/{{userId}}$" } };
    assert.deepEqual(
      check(location, {
        headers: { location: "http://localhost/scim/Users/u.1" },
      }),
      [],
    );
    assert.deepEqual(
      check(location, {
        headers: { location: "http://localhost/scim/Users/ux1" },
      }),
      ["header Location: expected /Users/{{userId}}$, found http://localhost/scim/Users/ux1"],
    );
    assert.deepEqual(check({ bodyContains: { id: "{{userId}}", n: "{{count}}" } }, body({ id: "u.1", n: 2 })), []);
    assert.deepEqual(check({ bodyContains: { n: "{{count}}" } }, body({ n: "2" })), ['$.n: expected 2, found "2"']);
  });
});
