import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonObject, JsonValue, Resource } from "../resource.ts";
import { groupResourceType, userResourceType } from "../schema/core-resource-types.ts";
import { validateResource } from "../schema/validate-resource.ts";
import { ScimError } from "../scim-error.ts";
import { coreUserUrn, enterpriseUserUrn } from "../urns.ts";
import { applyPatch } from "./apply-patch.ts";
import { foldMemberChanges } from "./fold-member-changes.ts";
import { parsePatchOp } from "./parse-patch-op.ts";
import { splitMemberOperations } from "./patch-members.ts";

/** fast-check prints the seed and the smallest case of a failure. */
const runs = { numRuns: 3000 };

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

/** A user as the naive model has one. */
interface ModelUser {
  title?: string;
  name?: { givenName?: string; familyName?: string };
  emails?: { type: string; value: string; display?: string }[];
}

type ModelOperation =
  | { kind: "title"; op: "add" | "replace"; value: string }
  | { kind: "no title" }
  | {
      kind: "name";
      op: "add" | "replace";
      part: "givenName" | "familyName";
      value: string;
      spelling: "path" | "object" | "key";
    }
  | { kind: "no name part"; part: "givenName" | "familyName" }
  | { kind: "add e-mail"; type: string; value: string }
  | { kind: "set e-mail"; op: "add" | "replace"; type: string; value: string }
  | { kind: "show e-mail"; type: string; display: string }
  | { kind: "no e-mail"; type: string; spelling: "filter" | "list" }
  | { kind: "only e-mail"; type: string; value: string };

/** The same operation as a client sends it. */
function asOperation(operation: ModelOperation, emails: NonNullable<ModelUser["emails"]>): JsonObject {
  switch (operation.kind) {
    case "title":
      return { op: operation.op, path: "title", value: operation.value };
    case "no title":
      return { op: "remove", path: "title" };
    case "name": {
      const { op, part, value, spelling } = operation;
      if (spelling === "path") return { op, path: `name.${part}`, value };
      return spelling === "key"
        ? { op, value: { [`name.${part}`]: value } }
        : { op, value: { name: { [part]: value } } };
    }
    case "no name part":
      return { op: "remove", path: `name.${operation.part}` };
    case "add e-mail":
      return { op: "add", path: "emails", value: [{ type: operation.type, value: operation.value }] };
    case "set e-mail":
      return { op: operation.op, path: `emails[type eq "${operation.type}"].value`, value: operation.value };
    case "show e-mail":
      return { op: "add", path: `emails[type eq "${operation.type}"].display`, value: operation.display };
    case "no e-mail": {
      if (operation.spelling === "filter") return { op: "remove", path: `emails[type eq "${operation.type}"]` };
      const listed = emails.filter(({ type }) => type === operation.type).map(({ type, value }) => ({ type, value }));
      return { op: "remove", path: "emails", value: listed };
    }
    case "only e-mail":
      return { op: "replace", path: "emails", value: { type: operation.type, value: operation.value } };
  }
}

/** What the operation comes to, written down as plainly as possible. */
function applyToModel(user: ModelUser, operation: ModelOperation): void {
  const emails = (user.emails ??= []);
  switch (operation.kind) {
    case "title":
      user.title = operation.value;
      break;
    case "no title":
      delete user.title;
      break;
    case "name":
      (user.name ??= {})[operation.part] = operation.value;
      break;
    case "no name part":
      if (user.name !== undefined) delete user.name[operation.part];
      if (user.name !== undefined && Object.keys(user.name).length === 0) delete user.name;
      break;
    case "add e-mail": {
      const { type, value } = operation;
      if (!emails.some((email) => email.type === type && email.value === value)) emails.push({ type, value });
      break;
    }
    case "set e-mail": {
      const { type, value } = operation;
      const found = emails.filter((email) => email.type === type);
      for (const email of found) email.value = value;
      if (found.length === 0) emails.push({ type, value });
      // What has become the same is one; the first one takes over what only a later one says.
      const [first, ...others] = found;
      for (const other of others) {
        if (first !== undefined && first.display === undefined && other.display !== undefined)
          first.display = other.display;
      }
      user.emails = emails.filter((email) => !others.includes(email));
      break;
    }
    case "show e-mail": {
      const found = emails.filter((email) => email.type === operation.type);
      for (const email of found) email.display = operation.display;
      if (found.length === 0) throw new Error("the arbitrary shows only what is there");
      break;
    }
    case "no e-mail":
      user.emails = emails.filter(({ type }) => type !== operation.type);
      break;
    case "only e-mail":
      user.emails = [{ type: operation.type, value: operation.value }];
  }
  if (user.emails?.length === 0) delete user.emails;
}

/** Ordinary objects, as parsers make them; fast-check mixes in others. */
function record<Model>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }): fc.Arbitrary<Model> {
  return fc.record(model, { noNullPrototype: true });
}

const word = fc.constantFrom("a", "b", "c");
const type = fc.constantFrom("work", "home", "other");
const setting = fc.constantFrom("add" as const, "replace" as const);
const part = fc.constantFrom("givenName" as const, "familyName" as const);
const modelOperation: fc.Arbitrary<ModelOperation> = fc.oneof(
  record({ kind: fc.constant("title" as const), op: setting, value: word }),
  record({ kind: fc.constant("no title" as const) }),
  record({
    kind: fc.constant("name" as const),
    op: setting,
    part,
    value: word,
    spelling: fc.constantFrom("path" as const, "object" as const, "key" as const),
  }),
  record({ kind: fc.constant("no name part" as const), part }),
  record({ kind: fc.constant("add e-mail" as const), type, value: word }),
  record({ kind: fc.constant("set e-mail" as const), op: setting, type, value: word }),
  record({ kind: fc.constant("show e-mail" as const), type, display: word }),
  record({
    kind: fc.constant("no e-mail" as const),
    type,
    spelling: fc.constantFrom("filter" as const, "list" as const),
  }),
  record({ kind: fc.constant("only e-mail" as const), type, value: word }),
);

test("a patch comes to what a naive model of it comes to", () => {
  fc.assert(
    fc.property(fc.array(modelOperation, { maxLength: 12 }), (drawn) => {
      const model: ModelUser = {};
      const operations: JsonObject[] = [];
      for (const operation of drawn) {
        const emails = model.emails ?? [];
        if (operation.kind === "show e-mail" && !emails.some((email) => email.type === operation.type)) continue;
        operations.push(asOperation(operation, emails));
        applyToModel(model, operation);
      }
      const stored: Resource = { schemas: [coreUserUrn], id: "7f1c", userName: "ann" };
      const { resource } = applyPatch(userResourceType, deepFreeze(stored), parsePatchOp({ Operations: operations }));
      assert.deepEqual(resource, { ...stored, ...model });
    }),
    runs,
  );
});

const wildPath = fc.constantFrom<(string | undefined)[]>(
  undefined,
  "title",
  "userName",
  "active",
  "name",
  "name.givenName",
  "emails",
  "emails.value",
  "emails.primary",
  'emails[type eq "work"]',
  'emails[type eq "work"].value',
  "emails[primary eq true].type",
  'emails[value co "a"].display',
  "emails[not (type pr)]",
  "roles",
  'roles[primary eq "True"].value',
  "addresses",
  'addresses[type eq "work"].country',
  "manager",
  `${enterpriseUserUrn}:manager.value`,
  enterpriseUserUrn,
  `${enterpriseUserUrn}:department`,
  "department",
  coreUserUrn,
  "schemas",
  "id",
  "groups",
  "password",
  "urn:example:acme",
  "urn:example:acme:badge",
  "urn:example:acme:badge.colour",
  "nope",
  "x509Certificates",
  "profileUrl",
);
const wildName = fc.constantFrom(
  "title",
  "TITLE",
  "active",
  "name",
  "name.givenName",
  "emails",
  "value",
  "type",
  "primary",
  "display",
  "$ref",
  "givenName",
  "department",
  "manager",
  "id",
  "schemas",
  "password",
  "nope",
  enterpriseUserUrn,
  `${enterpriseUserUrn}:department`,
  coreUserUrn,
  "urn:example:acme",
  "urn:example:acme:badge",
  'emails[type eq "work"].value',
  "__proto__",
  "meta",
  "userName",
);
const wildScalar = fc.constantFrom<JsonValue>(
  null,
  "",
  "a",
  "A",
  "work",
  "True",
  "ann@example.com",
  true,
  false,
  0,
  7,
  1.5,
  "QQ==",
  "not base64!",
  "\u0000",
);
const { value: wildValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    wildScalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(wildName, tie("value")), { maxLength: 4 }).map((members) => {
      const object: JsonObject = {};
      for (const [name, value] of members)
        Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
      return object;
    }),
  ),
}));
const wildOperation = record({
  op: fc.constantFrom("add", "remove", "replace", "Add"),
  path: wildPath,
  value: fc.option(wildValue, { nil: undefined }),
}).map(({ op, path, value }) => ({
  op,
  ...(path === undefined ? {} : { path }),
  ...(value === undefined ? {} : { value }),
}));

test("whatever is sent, a patch leaves a resource that could have been created so, or is refused and leaves everything", () => {
  const stored: Resource = deepFreeze({
    schemas: [coreUserUrn, enterpriseUserUrn, "urn:example:acme"],
    userName: "ann",
    title: "a",
    active: true,
    name: { givenName: "A", familyName: "a" },
    emails: [
      { value: "ann@example.com", type: "work", primary: true },
      { value: "a", type: "home" },
      { type: "other" },
    ],
    roles: [{ value: "a" }],
    [enterpriseUserUrn]: { department: "a", manager: { value: "a", $ref: "a" } },
    "urn:example:acme": { badge: { colour: "a" } },
  });
  let applied = 0;
  fc.assert(
    fc.property(fc.array(wildOperation, { maxLength: 3 }), (operations) => {
      const body = deepFreeze({ Operations: operations });
      try {
        const { resource, changed } = applyPatch(userResourceType, stored, parsePatchOp(body));
        applied += 1;
        assert.equal(changed, resource !== stored);
        // Canonical: reading it as a body changes nothing in it.
        assert.deepEqual(validateResource(userResourceType, resource).resource, resource);
        assert.equal(applyPatch(userResourceType, resource, []).changed, false);
        assert.ok(!Object.hasOwn(resource, "password"));
      } catch (error) {
        if (!(error instanceof ScimError)) throw error;
        assert.equal(error.status, 400);
        assert.notEqual(error.message, "");
      }
    }),
    { numRuns: 10_000 },
  );
  assert.ok(applied > 1000, `only ${applied} of the patches were applied`);
});

test("a changed user that is patched the same way again does not change, unless the patch depends on what it changes", () => {
  const settled = fc.oneof(
    record({
      op: fc.constant("replace"),
      path: fc.constantFrom("title", "name.givenName", 'emails[type eq "work"].value', "department", "nickName"),
      value: word,
    }),
    record({ op: fc.constant("add"), path: fc.constant("emails"), value: record({ value: word, type }) }),
    record({
      op: fc.constant("replace"),
      value: record({ title: word, "name.familyName": word, active: fc.constantFrom("True", "False", true) }),
    }),
    record({ op: fc.constant("remove"), path: fc.constantFrom("title", "emails", 'emails[type eq "home"]') }),
  );
  fc.assert(
    fc.property(settled, (operation) => {
      const operations = parsePatchOp({ Operations: [operation] });
      const stored: Resource = {
        schemas: [coreUserUrn],
        userName: "ann",
        title: "x",
        emails: [{ value: "a", type: "home" }],
      };
      const { resource } = applyPatch(userResourceType, stored, operations);
      assert.equal(applyPatch(userResourceType, resource, operations).changed, false);
    }),
    runs,
  );
});

test("the folded effect of member changes is what carrying them out one by one comes to", () => {
  const id = fc.constantFrom("a", "b", "c", "d");
  const members = fc.array(id, { maxLength: 3 }).map((ids) => ids.map((value) => ({ value })));
  const operation = fc.oneof(
    record({ op: fc.constantFrom("add", "replace", "remove"), path: fc.constant("members"), value: members }),
    fc.constant({ op: "remove", path: "members" }),
    id.map((value) => ({ op: "remove", path: `members[value eq "${value}"]` })),
    id.map((value) => ({ op: "remove", path: `members[value ge "${value}"]` })),
    members.map((value) => ({ op: "replace", value: { members: value } })),
    fc
      .tuple(id, id)
      .map(([from, to]) => ({ op: "replace", path: `members[value eq "${from}"]`, value: { value: to } })),
  );
  fc.assert(
    fc.property(
      fc.subarray(["a", "b", "c", "d"]),
      fc.array(operation, { minLength: 1, maxLength: 6 }),
      (before, operations) => {
        const { members: changes, rest } = splitMemberOperations(
          groupResourceType,
          parsePatchOp({ Operations: operations as JsonObject[] }),
        );
        assert.deepEqual(rest, []);
        let expected = new Set(before);
        for (const one of operations as { op: string; path?: string; value?: JsonValue }[])
          expected = carryOut(expected, one);
        const effect = foldMemberChanges(changes);
        assert.ok(effect !== undefined);
        const from = effect.mode === "replace" ? [] : before.filter((member) => !effect.remove.has(member));
        const kept = from.filter(
          (member) =>
            !effect.removeWhere.some((filter) => filter.kind === "comparison" && member >= String(filter.value)),
        );
        assert.deepEqual(new Set([...kept, ...effect.add]), expected);
        assert.deepEqual(
          [...effect.add].filter((member) => effect.remove.has(member)),
          [],
        );
      },
    ),
    runs,
  );
});

function carryOut(members: Set<string>, operation: { op: string; path?: string; value?: JsonValue }): Set<string> {
  const { op, path, value } = operation;
  const listed = (list: JsonValue | undefined) => (list as { value: string }[]).map((member) => member.value);
  if (path === undefined) return new Set(listed((value as { members: JsonValue }).members));
  const bracket = /value (eq|ge) "(.)"/.exec(path);
  if (bracket !== null) {
    const [, operator, id = ""] = bracket;
    const kept = [...members].filter((member) => (operator === "eq" ? member !== id : member < id));
    return new Set(op === "replace" ? [...kept, (value as { value: string }).value] : kept);
  }
  if (op === "add") return new Set([...members, ...listed(value)]);
  if (op === "replace") return new Set(listed(value));
  return new Set([...members].filter((member) => value !== undefined && !listed(value).includes(member)));
}
