import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { formatBearerToken } from "./bearer-token.ts";
import { keepBody, keepQuery } from "./mask-content.ts";
import { compileMasking, defaultMasking } from "./masking.ts";

const enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

function kept(body: JsonValue, more: readonly string[] = []): JsonValue {
  return JSON.parse(keepBody(JSON.stringify(body), compileMasking(more))?.text ?? "null") as JsonValue;
}

describe("what of a body is kept", () => {
  const secret = "S3cret-of-Ann";
  const hidden: Record<string, JsonValue> = {
    "a password in any case": { PassWord: secret },
    "a password below its URN": { "urn:ietf:params:scim:schemas:core:2.0:User:password": secret },
    "a password of a PATCH": { Operations: [{ op: "replace", path: "password", value: secret }] },
    "a password of a PATCH without a path": { Operations: [{ OP: "add", value: { password: secret } }] },
    "a password of a bulk job": { Operations: [{ method: "POST", data: { userName: "ann", password: secret } }] },
    "a password that is said again elsewhere": { password: secret, nickName: `really ${secret}` },
    "a secret that nobody knows": { "urn:example:custom": { clientSecret: { value: secret } } },
    "a search by a password": { filter: `password eq "${secret}"` },
    "an address": { addresses: [{ formatted: secret }] },
    "an address of a PATCH": {
      Operations: [{ op: "replace", path: 'addresses[type eq "work"].locality', value: secret }],
    },
  };
  for (const [name, body] of Object.entries(hidden)) {
    test(`${name} is masked`, () => {
      const text = JSON.stringify(kept(body));
      assert.ok(!text.includes(secret), text);
      assert.ok(text.includes("•••"), text);
    });
  }

  test("a name that is written with escapes is masked too", () => {
    const text = keepBody(`{"pass\\u0077ord":"${secret}"}`, defaultMasking)?.text ?? "";
    assert.deepEqual(JSON.parse(text), { password: "•••" });
  });

  test("our tokens, web tokens and keys are masked wherever they stand", () => {
    const token = formatBearerToken(new Uint8Array(32).fill(7));
    const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl";
    assert.deepEqual(kept({ title: `x ${token} y`, nickName: jwt }), { title: "x ••• y", nickName: "•••" });
  });

  test("a token behind an escaped blank is masked too", () => {
    const body = { title: "Bearer\n0123456789abcdef0123", password: "x" };
    assert.deepEqual(kept(body), { title: "•••", password: "•••" });
    const token = `${"x".repeat(20)}\neyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl`;
    assert.deepEqual(kept([token, { secret }]), [`${"x".repeat(20)}\n•••`, { secret: "•••" }]);
    assert.equal(kept("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl"), "•••");
  });

  test("a secret below the name of a prototype is masked, and the name stays a name", () => {
    const text = `{"__proto__":{"password":"${secret}","x":1},"constructor":{"token":"${secret}"}}`;
    const expected = '{"__proto__":{"password":"•••","x":1},"constructor":{"token":"•••"}}';
    assert.deepEqual(keepBody(text, defaultMasking), { text: expected, cut: false });
  });

  test("a name that says nothing here says nothing there", () => {
    const masking = compileMasking(["name.familyName"]);
    const first = keepBody('{"name":{"familyName":"Lee"},"manager":{"familyName":"Kim"}}', masking)?.text;
    assert.equal(first, '{"name":{"familyName":"•••"},"manager":{"familyName":"Kim"}}');
    const again = keepBody('{"manager":{"familyName":"Kim"},"Name":{"FamilyName":"Lee"}}', masking)?.text;
    assert.equal(again, '{"manager":{"familyName":"Kim"},"Name":{"FamilyName":"•••"}}');
  });

  test("a secret whose name stands twice is not kept", () => {
    assert.equal(keepBody(`{"password":"${secret}","password":null}`, defaultMasking)?.text, '{"password":null}');
    assert.equal(keepBody(`{"a":{"password":"${secret}"},"a":1}`, defaultMasking)?.text, '{"a":1}');
  });

  test("everything else is kept to the letter, blanks included", () => {
    const text = '{ "userName" : "ann@example.com",\n "active": false }';
    assert.deepEqual(keepBody(text, defaultMasking), { text, cut: false });
    const body = { name: { givenName: "Ann" }, emails: [{ value: "ann@example.com" }], password: "x" };
    assert.deepEqual(kept(body), { ...body, password: "•••" });
  });

  test("an organization's own paths are masked, wherever and however a client writes them", () => {
    const more = [`${enterprise}:employeeNumber`, "name.familyName", "title"];
    assert.deepEqual(kept({ title: "Chemist", name: { familyName: "Lee", givenName: "Ann" } }, more), {
      title: "•••",
      name: { familyName: "•••", givenName: "Ann" },
    });
    assert.deepEqual(kept({ [enterprise]: { employeeNumber: "17", department: "Lab" } }, more), {
      [enterprise]: { employeeNumber: "•••", department: "Lab" },
    });
    for (const [path, value] of [
      [`${enterprise}:employeeNumber`, "17"],
      ["name.familyName", "Lee"],
    ]) {
      const patch = { Operations: [{ op: "add", path: path ?? "", value: value ?? "" }] };
      assert.deepEqual(kept(patch, more), { Operations: [{ op: "add", path: path ?? "", value: "•••" }] });
    }
    assert.deepEqual(kept({ "name.familyName": "Lee" }, more), { "name.familyName": "•••" });
  });

  test("what is no JSON and may hold a secret is not kept; what cannot is", () => {
    assert.match(keepBody(`{"password":"${secret}"`, defaultMasking)?.text ?? "", /not kept/);
    assert.equal(keepBody("hello", defaultMasking)?.text, "hello");
  });

  test("a long body is cut and says so, and no character is halved", () => {
    const body = keepBody(`"${"😀".repeat(20_000)}`, defaultMasking);
    assert.equal(body?.cut, true);
    assert.equal(body?.text.isWellFormed(), true);
    assert.equal(keepBody("", defaultMasking), undefined);
  });
});

describe("what of a query is kept", () => {
  const cases: readonly (readonly [sent: string, kept: string | null])[] = [
    ["", null],
    ["filter=userName%20eq%20%22ann%22&count=1", "filter=userName%20eq%20%22ann%22&count=1"],
    ["access_token=abc&count=1", "access_token=•••&count=1"],
    ["filter=password+eq+%22abc%22", `filter=${encodeURIComponent('password eq "•••"')}`],
    ["filter=p%61ssword+eq+%22abc", `filter=${encodeURIComponent('password eq "•••"')}`],
    ["filter=userName+eq+%22password%22", "filter=userName+eq+%22password%22"],
    ["filter=%ff", "•••"],
  ];
  for (const [sent, expected] of cases) {
    test(`${JSON.stringify(sent)} is kept as ${JSON.stringify(expected)}`, () => {
      assert.equal(keepQuery(sent, defaultMasking), expected);
    });
  }
});
