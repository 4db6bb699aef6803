import { coreUserUrn } from "@rollcall/scim/urns.ts";
import type { TypeClaim } from "../verify/claims.ts";
import { exampleValue } from "../verify/complete-body.ts";
import { NotApplicable } from "../verify/deviation.ts";
import {
  expectAbsent,
  expectAt,
  expectPresent,
  expectRefused,
  expectSameSet,
  expectStatus,
  expectThat,
  isSame,
  shown,
  valueAt,
} from "../verify/expect.ts";
import type { AttributeClaim } from "../verify/schema-claims.ts";
import type { Trial } from "../verify/trial.ts";
import { type Check, needing } from "./check.ts";
import { bodyOf, declared, isPlain, makeWith } from "./declared-attribute.ts";

/** What the characteristics of RFC 7643 section 7 promise, each tried on the first attribute that declares it. */
const declaredChecks: readonly Check[] = [
  {
    shows: ["R7644-3.3-01"],
    title: "a value that a create gives to a readOnly attribute is ignored",
    run: async (trial) => {
      const found = declared(trial, "readOnly attribute", ({ mutability }) => mutability === "readOnly");
      const sent = exampleValue(found.attribute, trial.name("mine"));
      const { path } = await makeWith(trial, found, sent);
      const stored = valueAt(await trial.read(path), found.attribute.name);
      expectThat(!isSame(sent, stored), found.attribute.name, "not what was sent", shown(stored));
    },
  },
  {
    shows: ["R7644-3.5.1-06"],
    title: "an immutable attribute keeps its value: a PUT with another one is refused",
    run: async (trial) => {
      const found = declared(trial, "immutable attribute of type string", isImmutableText);
      const body = bodyOf(trial, found.type, { [found.attribute.name]: trial.name("one") });
      const { path } = await trial.create(found.type.endpoint, body);
      const other = { ...body, [found.attribute.name]: trial.name("other") };
      expectRefused(await trial.send("PUT", path, other), 400);
      expectAt(await trial.read(path), found.attribute.name, String(body[found.attribute.name]));
    },
  },
  {
    shows: ["R7644-3.5.1-06"],
    title: "a PUT with the value that an immutable attribute has is carried out",
    run: async (trial) => {
      const found = declared(trial, "immutable attribute of type string", isImmutableText);
      const body = bodyOf(trial, found.type, { [found.attribute.name]: trial.name("one") });
      const { path } = await trial.create(found.type.endpoint, body);
      expectStatus(await trial.send("PUT", path, body), 200);
    },
  },
  {
    shows: ["R7644-3.5.2-07"],
    needs: ["patch"],
    title: "a PATCH that replaces the value of an immutable attribute is refused",
    run: async (trial) => {
      const found = declared(trial, "immutable attribute of type string", isImmutableText);
      const { path } = await makeWith(trial, found, trial.name("one"));
      const operation = { op: "replace", path: found.attribute.name, value: trial.name("other") };
      expectRefused(await trial.patch(path, operation), 400, "mutability");
    },
  },
  {
    shows: ["R7643-7-10"],
    title: "an attribute that is never returned is in no answer",
    run: async (trial) => {
      const found = declared(trial, "attribute that is never returned", (one) => {
        return one.returned === "never" && one.mutability !== "readOnly" && one.type === "string" && !one.multiValued;
      });
      const secret = trial.name("aSecret-1");
      const made = await makeWith(trial, found, secret);
      const { name } = found.attribute;
      for (const resource of [made.resource, await trial.read(`${made.path}?attributes=${name}`)]) {
        expectAbsent(resource, name);
        expectThat(!JSON.stringify(resource).includes(secret), name, "in no answer", "in one");
      }
    },
  },
  {
    shows: ["R7643-7-10"],
    title: "an attribute that is returned on request is read only when it is named",
    run: async (trial) => {
      const found = declared(trial, "attribute that is returned on request", (one) => {
        return one.returned === "request" && one.mutability === "readWrite";
      });
      const { name } = found.attribute;
      const { path } = await makeWith(trial, found, exampleValue(found.attribute, trial.name("asked")));
      expectAbsent(await trial.read(path), name);
      expectPresent(await trial.read(`${path}?attributes=${name}`), name);
    },
  },
  {
    shows: ["R7644-3.9-04"],
    title: "an attribute that is always returned cannot be excluded",
    run: async (trial) => {
      const found = declared(trial, "attribute that is always returned", (one) => {
        return one.returned === "always" && one.mutability === "readWrite";
      });
      const { name } = found.attribute;
      const { path } = await makeWith(trial, found, exampleValue(found.attribute, trial.name("always")));
      expectPresent(await trial.read(`${path}?excludedAttributes=${name}`), name);
      expectPresent(await trial.read(`${path}?attributes=id`), name);
    },
  },
  {
    shows: ["R7643-7-02", "R7644-3.3-10"],
    title: "a value that is unique is refused with 409 uniqueness the second time",
    run: async (trial) => {
      const found = declared(trial, "unique attribute beside userName", (one) => {
        return one.uniqueness !== "none" && one.type === "string" && !one.multiValued && one.name !== "userName";
      });
      const value = trial.name("unique");
      await makeWith(trial, found, value);
      const body = bodyOf(trial, found.type, { [found.attribute.name]: value });
      expectRefused(await trial.send("POST", found.type.endpoint, body), 409, "uniqueness");
    },
  },
  {
    shows: ["R7643-7-05", "R7644-3.12-invalidValue"],
    title: "a create without a required attribute is refused with 400",
    run: async (trial) => {
      const found = declared(trial, "required attribute", (one) => one.required && one.mutability !== "readOnly");
      const body = bodyOf(trial, found.type, {});
      delete body[found.attribute.name];
      expectRefused(await trial.send("POST", found.type.endpoint, body), 400);
    },
  },
  {
    shows: ["R7644-3.4.2.2-07"],
    needs: ["filter"],
    title: "a filter on a case-exact attribute tells upper from lower case",
    run: async (trial) => {
      const found = declared(trial, "case-exact attribute of type string", (one) => {
        return one.caseExact && one.type === "string" && !one.multiValued && isPlain(one);
      });
      const value = `${trial.name("case")}-aBc`;
      const { id } = await makeWith(trial, found, value);
      const find = async (text: string) =>
        (await trial.list(found.type.endpoint, { filter: `${found.attribute.name} eq "${text}"` })).ids;
      expectSameSet("Resources in the same case", [id], await find(value));
      expectSameSet("Resources in another case", [], await find(value.toUpperCase()));
    },
  },
  {
    shows: ["R7643-6-05"],
    title: "a create without a required extension is refused with 400",
    run: async (trial) => {
      const type = trial.claims.types.find(({ extensions }) => extensions.some(({ required }) => required));
      const extension = type?.extensions.find(({ required }) => required);
      if (type === undefined || extension === undefined) throw new NotApplicable("it declares no required extension");
      const body = bodyOf(trial, type, {});
      delete body[extension.schema];
      const urns = [type.schema];
      expectRefused(await trial.send("POST", type.endpoint, { ...body, schemas: urns }), 400);
    },
  },
];

function isImmutableText({ mutability, type, multiValued }: AttributeClaim): boolean {
  return mutability === "immutable" && type === "string" && !multiValued;
}

/** The types beside User and Group. */
function extraTypes(trial: Trial): readonly TypeClaim[] {
  const standard = new Set(["user", "group"].map((name) => coreUserUrn.toLowerCase().replace(/user$/, name)));
  return trial.claims.types.filter(({ schema }) => !standard.has(schema.toLowerCase()));
}

const extraTypeChecks = needing(
  ["extra-types"],
  [
    {
      shows: ["R7644-3.2-01", "R7644-3.3-04", "R7644-3.4.1-01", "R7644-3.6-04"],
      title: "a resource of each further type is created, read, listed and deleted",
      run: async (trial) => {
        for (const type of extraTypes(trial)) {
          const made = await trial.create(type.endpoint, bodyOf(trial, type, {}));
          expectAt(await trial.read(made.path), "id", made.id, true);
          expectAt(made.resource, "meta.resourceType", type.name, true);
          await trial.list(type.endpoint, { count: 1 });
          expectStatus(await trial.send("DELETE", made.path), 204);
          expectRefused(await trial.get(made.path), 404);
        }
      },
    },
    {
      shows: ["R7644-3.5.1-09"],
      title: "a resource of each further type is replaced by itself",
      run: async (trial) => {
        for (const type of extraTypes(trial)) {
          const body = bodyOf(trial, type, {});
          const made = await trial.create(type.endpoint, body);
          expectStatus(await trial.send("PUT", made.path, body), 200);
        }
      },
    },
    {
      shows: ["R7644-3.5.2.3-02"],
      needs: ["patch"],
      title: "a text of each further type is patched",
      run: async (trial) => {
        const found = declared(trial, "text of a further type that can be written", (one) => {
          return one.type === "string" && !one.multiValued && isPlain(one) && one.canonicalValues.length === 0;
        });
        const made = await makeWith(trial, found, trial.name("one"));
        const value = trial.name("other");
        expectStatus(await trial.patch(made.path, { op: "replace", path: found.attribute.name, value }), 200, 204);
        expectAt(await trial.read(made.path), found.attribute.name, value);
      },
    },
  ],
);

export const characteristicChecks: readonly Check[] = [...declaredChecks, ...extraTypeChecks];
