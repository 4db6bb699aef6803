import assert from "node:assert/strict";
import { test } from "node:test";
import { knownDialects } from "@rollcall/scim/dialects/known-dialects.ts";
import { applicationKinds, defaultKind, findApplicationKind, mappingOfKind } from "./application-kinds.ts";
import { defaultMapping } from "./mapping.ts";
import { validateMapping } from "./validate-mapping.ts";

test("the catalogue has the fifteen tiles, each once, the general one first", () => {
  assert.deepEqual(
    applicationKinds.map(({ name }) => name),
    [
      "SCIM Client (Source)",
      "Okta",
      "Microsoft Entra ID",
      "OneLogin",
      "JumpCloud",
      "PingOne",
      "PingFederate",
      "Google Workspace",
      "SailPoint",
      "SAP Cloud Identity",
      "CyberArk",
      "Rippling",
      "authentik",
      "Keycloak",
      "miniOrange",
    ],
  );
  assert.equal(new Set(applicationKinds.map(({ id }) => id)).size, applicationKinds.length);
  assert.deepEqual(mappingOfKind(defaultKind), defaultMapping);
});

for (const kind of applicationKinds) {
  test(`${kind.name}: its mapping is valid as it is, and its dialects exist`, () => {
    const mapping = mappingOfKind(kind);
    const checked = validateMapping(mapping, []);
    assert.deepEqual(checked.problems, []);
    assert.deepEqual([checked.users, checked.groups], [mapping.users, mapping.groups], "paths are in normal form");
    for (const name of [...kind.knownDialects, ...kind.refusedDialects]) {
      assert.ok(knownDialects.has(name), `there is no dialect ${name}`);
    }
    const both = kind.knownDialects.filter((name) => kind.refusedDialects.includes(name));
    assert.deepEqual(both, [], "what a kind is known for is not refused");
  });

  test(`${kind.name}: its guide is short, uses known placeholders and hands over address and token`, () => {
    assert.ok(kind.guide.length >= 3 && kind.guide.length <= 10, `${kind.guide.length} steps`);
    const values = kind.guide.flatMap((step) => step.values ?? []);
    for (const { value } of values) {
      if (value.startsWith("{")) assert.match(value, /^\{(scimBaseUrl|bearerToken|displayName)\}$/);
    }
    for (const needed of ["{scimBaseUrl}", "{bearerToken}"]) {
      assert.ok(
        values.some(({ value }) => value === needed),
        `no step hands over ${needed}`,
      );
    }
    for (const { text } of kind.guide) assert.match(text, /[.:]$/);
  });

  test(`${kind.name}: says why where it does not push by itself`, () => {
    assert.equal(kind.pushNote !== undefined, kind.push !== "yes");
    assert.equal(findApplicationKind(kind.id), kind);
  });
}
