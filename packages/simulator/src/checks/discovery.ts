import { isObject, type JsonObject } from "@rollcall/scim/resource.ts";
import { listResponseUrn, resourceTypeUrn } from "@rollcall/scim/urns.ts";
import { expectErrorBody, expectRefused, expectStatus, expectThat, isSame, shown, valueAt } from "../verify/expect.ts";
import type { Page, Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";
import { schemaChecks } from "./schemas.ts";
import { expectNoNulls, serviceProviderConfigChecks } from "./service-provider-config.ts";

const endpoints = ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"] as const;

/** What all three discovery endpoints have in common. */
const endpointChecks = endpoints.flatMap((endpoint): Check[] => [
  {
    shows: ["R7644-4-04"],
    title: `GET ${endpoint} does not follow the parameters of queries`,
    run: async (trial) => {
      const plain = await trial.get(endpoint);
      const asked = await trial.get(`${endpoint}?startIndex=2&count=0&sortBy=id&attributes=nothing`);
      expectStatus(asked, 200);
      const same = isSame(plain.body ?? null, asked.body ?? null) && isSame(asked.body ?? null, plain.body ?? null);
      expectThat(same, `GET ${asked.path}`, "the answer without parameters", asked.text.slice(0, 200));
    },
  },
  {
    shows: ["R7644-4-05"],
    level: "should",
    title: `GET ${endpoint} with a filter is refused with 403`,
    run: async (trial) => expectRefused(await trial.get(`${endpoint}?filter=${encodeURIComponent('id eq "x"')}`), 403),
  },
  {
    shows: ["ROWN-17-02", "R7643-7-05"],
    title: `POST ${endpoint} is refused`,
    run: async (trial) => {
      const answer = await trial.send("POST", endpoint, { schemas: [] });
      expectThat(answer.status >= 400 && answer.status < 600, `POST ${endpoint}`, "4xx", String(answer.status));
      expectStatus(await trial.get(endpoint), 200);
    },
  },
  {
    shows: ["ROWN-17-02"],
    level: "should",
    title: `POST ${endpoint} is answered 405 with the methods that are allowed`,
    run: async (trial) => {
      const answer = await trial.send("POST", endpoint, { schemas: [] });
      expectStatus(answer, 405);
      const allowed = answer.headers.get("allow") ?? "none";
      expectThat(/\bGET\b/.test(allowed), "Allow", "GET among others", allowed);
    },
  },
]);

async function listTypes(trial: Trial): Promise<Page> {
  return trial.list("/ResourceTypes");
}

/** Runs `check` on each declared resource type. */
function eachType(check: (type: JsonObject, where: string, trial: Trial) => Promise<void> | void): Check["run"] {
  return async (trial) => {
    const { resources } = await listTypes(trial);
    expectThat(resources.length > 0, "Resources", "at least one resource type", "none");
    for (const [index, type] of resources.entries()) await check(type, `Resources[${index}]`, trial);
  };
}

const typeChecks: readonly Check[] = [
  {
    shows: ["R7644-4-03"],
    title: "GET /ResourceTypes answers a ListResponse that counts all of them",
    run: async (trial) => {
      const { body, resources } = await listTypes(trial);
      const schemas = valueAt(body, "schemas");
      expectThat(
        Array.isArray(schemas) && schemas.includes(listResponseUrn),
        "schemas",
        listResponseUrn,
        shown(schemas),
      );
      const total = body["totalResults"];
      expectThat(total === resources.length, "totalResults", String(resources.length), shown(total));
    },
  },
  ...(["name", "endpoint", "schema"] as const).map(
    (member): Check => ({
      shows: ["R7643-6-01"],
      title: `each resource type has its ${member}`,
      run: eachType((type, where) => {
        const value = valueAt(type, member);
        expectThat(typeof value === "string" && value !== "", `${where}.${member}`, "a text", shown(value));
      }),
    }),
  ),
  {
    shows: ["R7643-6-01", "R7643-3-01"],
    title: "each resource type carries the schema ResourceType",
    run: eachType((type, where) => {
      const schemas = valueAt(type, "schemas");
      const named = Array.isArray(schemas) && schemas.includes(resourceTypeUrn);
      expectThat(named, `${where}.schemas`, JSON.stringify([resourceTypeUrn]), shown(schemas));
    }),
  },
  {
    shows: ["R7643-6-01"],
    title: "no two resource types have the same name or endpoint",
    run: async (trial) => {
      const { resources } = await listTypes(trial);
      for (const member of ["name", "endpoint"]) {
        const values = resources.map((type) => shown(valueAt(type, member)));
        expectThat(new Set(values).size === values.length, member, "each once", values.join(", "));
      }
    },
  },
  {
    shows: ["R7643-6-01"],
    title: "each schema extension names its schema and says whether it is required",
    run: eachType((type, where) => {
      const extensions = valueAt(type, "schemaExtensions") ?? [];
      expectThat(Array.isArray(extensions), `${where}.schemaExtensions`, "an array", shown(extensions));
      for (const extension of Array.isArray(extensions) ? extensions : []) {
        const schema = valueAt(extension, "schema");
        const required = valueAt(extension, "required");
        expectThat(typeof schema === "string", `${where}.schemaExtensions.schema`, "a URN", shown(schema));
        const known = typeof required === "boolean";
        expectThat(known, `${where}.schemaExtensions.required`, "true or false", shown(required));
      }
    }),
  },
  {
    shows: ["R7643-6-01", "R7643-7-05"],
    title: "each schema that a resource type names can be read below /Schemas",
    run: eachType(async (type, where, trial) => {
      const extensions = valueAt(type, "schemaExtensions") ?? [];
      const named = [type, ...(Array.isArray(extensions) ? extensions.filter(isObject) : [])];
      for (const urn of named.map((holder) => valueAt(holder, "schema"))) {
        if (typeof urn !== "string") continue;
        const schema = await trial.read(`/Schemas/${encodeURIComponent(urn)}`);
        expectThat(isSame(urn, valueAt(schema, "id")), `${where}: id of the schema`, urn, shown(schema["id"]));
      }
    }),
  },
  {
    shows: ["R7644-4-03"],
    title: "GET /ResourceTypes/{id} answers the same resource type as the list",
    run: eachType(async (type, where, trial) => {
      const id = valueAt(type, "id") ?? valueAt(type, "name");
      const found = await trial.read(`/ResourceTypes/${encodeURIComponent(String(id))}`);
      expectThat(isSame(type, found), where, shown(type), shown(found));
    }),
  },
  {
    shows: ["R7644-4-03"],
    title: "a resource type that does not exist is answered 404 with an Error",
    run: async (trial) => {
      const answer = await trial.get(`/ResourceTypes/${trial.name("Nothing")}`);
      expectRefused(answer, 404);
      expectErrorBody(answer);
    },
  },
  {
    shows: ["R7644-3.2-01", "R7643-6-01"],
    title: "each endpoint that is declared answers queries",
    run: eachType(async (type, where, trial) => {
      const declared = trial.claims.types.find(({ name }) => name === valueAt(type, "name"));
      const answer = await trial.get(`${declared?.endpoint ?? String(valueAt(type, "endpoint"))}?count=1`);
      expectThat(answer.status === 200, `${where}: GET ${answer.path}`, "200", String(answer.status));
    }),
  },
  {
    shows: ["R7643-6-01"],
    level: "should",
    title: "each endpoint is relative to the base URL and begins with a slash",
    run: eachType((type, where) => {
      const endpoint = valueAt(type, "endpoint");
      const holds = typeof endpoint === "string" && /^\/[^/]/.test(endpoint);
      expectThat(holds, `${where}.endpoint`, "such as /Users", shown(endpoint));
    }),
  },
  {
    shows: ["ROWN-17-01"],
    level: "should",
    title: "resource types hold no nulls, over which typed clients trip",
    run: eachType((type, where) => expectNoNulls(type, where)),
  },
];

export const discovery: Section = {
  name: "discovery",
  title: "Discovery",
  source: "RFC 7644 section 4, RFC 7643 sections 5 to 7",
  checks: [...serviceProviderConfigChecks, ...typeChecks, ...schemaChecks, ...endpointChecks],
};
