import { isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn, listResponseUrn, schemaUrn } from "@rollcall/scim/urns.ts";
import { NotApplicable } from "../verify/deviation.ts";
import { elementsAt, expectErrorBody, expectRefused, expectThat, isSame, shown, valueAt } from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import type { Check } from "./check.ts";
import { expectNoNulls } from "./service-provider-config.ts";

async function listSchemas(trial: Trial): Promise<readonly JsonObject[]> {
  return (await trial.list("/Schemas")).resources;
}

/** Runs `check` on each schema that is listed. */
function eachSchema(check: (schema: JsonObject, id: string, trial: Trial) => Promise<void> | void): Check["run"] {
  return async (trial) => {
    const schemas = await listSchemas(trial);
    expectThat(schemas.length > 0, "Resources", "at least one schema", "none");
    for (const schema of schemas) await check(schema, String(valueAt(schema, "id")), trial);
  };
}

/** Runs `check` on each attribute definition of every schema, sub-attributes included. */
function eachAttribute(check: (definition: JsonObject, where: string, depth: number) => void): Check["run"] {
  return eachSchema((schema, id) => {
    const walk = (definitions: readonly JsonObject[], where: string, depth: number): void => {
      for (const definition of definitions) {
        const place = `${where}${depth === 0 ? ":" : "."}${String(valueAt(definition, "name"))}`;
        check(definition, place, depth);
        walk(elementsAt(definition, "subAttributes"), place, depth + 1);
      }
    };
    walk(elementsAt(schema, "attributes"), id, 0);
  });
}

/** Characteristics with a closed list of values (RFC 7643 section 7); one that is left out has its default. */
const characteristics: readonly (readonly [member: string, values: readonly string[], shows: string])[] = [
  ["type", ["string", "boolean", "decimal", "integer", "dateTime", "reference", "complex", "binary"], "R7643-7-04"],
  ["mutability", ["readOnly", "readWrite", "immutable", "writeOnly"], "R7643-7-05"],
  ["returned", ["always", "never", "default", "request"], "R7643-7-05"],
  ["uniqueness", ["none", "server", "global"], "R7643-7-02"],
];

const characteristicChecks = characteristics.map(
  ([member, values, shows]): Check => ({
    shows: [shows],
    title: `the ${member} of each attribute is one of ${values.join(", ")}`,
    run: eachAttribute((definition, where) => {
      const value = valueAt(definition, member);
      const holds = value === undefined || values.some((one) => one === value);
      expectThat(holds, `${where}: ${member}`, values.join(", "), shown(value));
    }),
  }),
);

const flags = ["multiValued", "required", "caseExact"] as const;

/** What the schemas of the standard say of an attribute and every service provider has to say likewise. */
interface StandardRow {
  readonly urn: string;
  readonly path: string;
  readonly characteristic: string;
  readonly value: JsonValue;
  readonly shows: string;
}

const standardRows: readonly StandardRow[] = [
  { urn: coreUserUrn, path: "userName", characteristic: "required", value: true, shows: "R7643-4.1.1-01" },
  { urn: coreUserUrn, path: "userName", characteristic: "uniqueness", value: "server", shows: "R7643-4.1.1-01" },
  { urn: coreUserUrn, path: "userName", characteristic: "caseExact", value: false, shows: "R7643-4.1.1-01" },
  { urn: coreUserUrn, path: "active", characteristic: "type", value: "boolean", shows: "R7643-7-04" },
  { urn: coreUserUrn, path: "emails", characteristic: "multiValued", value: true, shows: "R7643-7-05" },
  { urn: coreUserUrn, path: "name", characteristic: "type", value: "complex", shows: "R7643-7-04" },
  { urn: coreUserUrn, path: "password", characteristic: "returned", value: "never", shows: "R7643-4.1.1-pw1" },
  { urn: coreUserUrn, path: "password", characteristic: "mutability", value: "writeOnly", shows: "R7643-4.1.1-pw1" },
  { urn: coreUserUrn, path: "groups", characteristic: "mutability", value: "readOnly", shows: "R7643-4.1.2-04" },
  { urn: coreGroupUrn, path: "displayName", characteristic: "required", value: true, shows: "R7643-4.2-01" },
  { urn: coreGroupUrn, path: "members", characteristic: "multiValued", value: true, shows: "R7643-4.2-01" },
  { urn: enterpriseUserUrn, path: "manager", characteristic: "type", value: "complex", shows: "R7643-4.3-01" },
];

/** Attributes of which some service providers leave one out; then there is nothing to judge. */
const standardChecks = standardRows.map(
  ({ urn, path, characteristic, value, shows }): Check => ({
    shows: [shows],
    title: `${urn.slice(urn.lastIndexOf(":", urn.lastIndexOf(":") - 1) + 1)}:${path} has ${characteristic} ${String(value)}`,
    run: async (trial) => {
      const schema = (await listSchemas(trial)).find((one) => isSame(urn, valueAt(one, "id")));
      if (schema === undefined) throw new NotApplicable(`it lists no schema ${urn}`);
      const definition = elementsAt(schema, "attributes").find((one) => isSame(path, valueAt(one, "name")));
      if (definition === undefined) throw new NotApplicable(`its schema has no attribute ${path}`);
      const found = definition[characteristic] ?? defaults.get(characteristic);
      expectThat(isSame(value, found), `${path}: ${characteristic}`, shown(value), shown(found));
    },
  }),
);

const defaults: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ["required", false],
  ["caseExact", false],
  ["mutability", "readWrite"],
  ["returned", "default"],
  ["uniqueness", "none"],
  ["type", "string"],
  ["multiValued", false],
]);

export const schemaChecks: readonly Check[] = [
  {
    shows: ["R7644-4-02"],
    title: "GET /Schemas answers a ListResponse that counts all of them",
    run: async (trial) => {
      const { body, resources } = await trial.list("/Schemas");
      const schemas = valueAt(body, "schemas");
      const named = Array.isArray(schemas) && schemas.includes(listResponseUrn);
      expectThat(named, "schemas", listResponseUrn, shown(schemas));
      const total = body["totalResults"];
      expectThat(total === resources.length, "totalResults", String(resources.length), shown(total));
    },
  },
  {
    shows: ["R7643-7-05"],
    title: "each schema has its URN as its id",
    run: eachSchema((_schema, id) => expectThat(/^urn:[^:]+:.+/i.test(id), "id", "a URN", id)),
  },
  {
    shows: ["R7643-7-05"],
    title: "each schema lists its attributes, each with a name",
    run: eachSchema((schema, id) => {
      const attributes = valueAt(schema, "attributes");
      expectThat(Array.isArray(attributes), `${id}: attributes`, "an array", shown(attributes));
      for (const definition of elementsAt(schema, "attributes")) {
        const name = valueAt(definition, "name");
        expectThat(typeof name === "string", `${id}: name of an attribute`, "a text", shown(definition));
      }
    }),
  },
  {
    shows: ["R7644-4-02"],
    title: "GET /Schemas/{urn} answers the same schema as the list",
    run: eachSchema(async (schema, id, trial) => {
      const found = await trial.read(`/Schemas/${encodeURIComponent(id)}`);
      expectThat(isSame(schema, found), id, "the schema as in the list", "another one");
    }),
  },
  {
    shows: ["R7644-4-02"],
    title: "a schema that does not exist is answered 404 with an Error",
    run: async (trial) => {
      const answer = await trial.get(`/Schemas/urn:example:params:${trial.name("nothing")}:2.0:Nothing`);
      expectRefused(answer, 404);
      expectErrorBody(answer);
    },
  },
  {
    shows: ["R7644-3.1-02"],
    title: "no schema of a protocol message is listed",
    run: eachSchema((_schema, id) => {
      expectThat(!id.toLowerCase().startsWith("urn:ietf:params:scim:api:"), "Resources", "no message schema", id);
    }),
  },
  ...characteristicChecks,
  ...flags.map(
    (member): Check => ({
      shows: ["R7643-7-05"],
      title: `${member} of each attribute is true or false`,
      run: eachAttribute((definition, where) => {
        const value = definition[member];
        // Only multiValued and required say something that has no usable default.
        const may = value === undefined && member !== "multiValued";
        expectThat(may || typeof value === "boolean", `${where}: ${member}`, "true or false", shown(value));
      }),
    }),
  ),
  {
    shows: ["R7643-2.1-01"],
    title: "each attribute has a name that the grammar allows",
    run: eachAttribute((definition, where) => {
      const name = valueAt(definition, "name");
      const holds = typeof name === "string" && /^(?:[A-Za-z][A-Za-z0-9$_-]*|\$ref)$/.test(name);
      expectThat(holds, where, "a letter, then letters, digits, $, - and _", shown(name));
    }),
  },
  {
    shows: ["R7643-2.3.8-01"],
    title: "no complex attribute has complex sub-attributes, but in the schema of schemas",
    run: eachSchema((schema, id) => {
      if (id.toLowerCase() === schemaUrn.toLowerCase()) return;
      for (const definition of elementsAt(schema, "attributes")) {
        for (const sub of elementsAt(definition, "subAttributes")) {
          const where = `${id}:${String(definition["name"])}.${String(sub["name"])}`;
          expectThat(valueAt(sub, "type") !== "complex", where, "a simple type", "complex");
        }
      }
    }),
  },
  {
    shows: ["R7643-7-06"],
    level: "should",
    title: "each complex attribute lists its sub-attributes",
    run: eachAttribute((definition, where) => {
      if (valueAt(definition, "type") !== "complex") return;
      const listed = elementsAt(definition, "subAttributes").length > 0;
      expectThat(listed, `${where}: subAttributes`, "at least one", "none");
    }),
  },
  {
    shows: ["R7643-7-03", "R7643-7-05"],
    title: "canonicalValues and referenceTypes are lists of texts, where there are any",
    run: eachAttribute((definition, where) => {
      for (const member of ["canonicalValues", "referenceTypes"]) {
        const value = definition[member];
        const texts = Array.isArray(value) && value.every((one) => typeof one === "string");
        expectThat(value === undefined || texts, `${where}: ${member}`, "a list of texts", shown(value));
      }
    }),
  },
  {
    shows: ["R7643-7-05"],
    level: "should",
    title: "each reference says what it may refer to",
    run: eachAttribute((definition, where) => {
      if (valueAt(definition, "type") !== "reference") return;
      const types = valueAt(definition, "referenceTypes");
      expectThat(Array.isArray(types), `${where}: referenceTypes`, "at least one", shown(types));
    }),
  },
  ...standardChecks,
  {
    shows: ["RERR-8417"],
    level: "should",
    title: "each schema carries the schema Schema and says in meta where it is",
    run: eachSchema((schema, id) => {
      const schemas = valueAt(schema, "schemas");
      const named = Array.isArray(schemas) && schemas.includes(schemaUrn);
      expectThat(named, `${id}: schemas`, JSON.stringify([schemaUrn]), shown(schemas));
      expectThat(valueAt(schema, "meta.resourceType") === "Schema", `${id}: meta.resourceType`, "Schema", "another");
      const location = valueAt(schema, "meta.location");
      expectThat(typeof location === "string", `${id}: meta.location`, "a URI", shown(location));
    }),
  },
  {
    shows: ["ROWN-17-01"],
    level: "should",
    title: "schemas hold no nulls, over which typed clients trip",
    run: eachSchema((schema, id) => expectNoNulls(isObject(schema) ? schema : {}, id)),
  },
];
