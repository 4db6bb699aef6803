import { describeJsonType, isObject, type JsonObject, type JsonValue } from "@rollcall/scim/resource.ts";
import { serviceProviderConfigUrn } from "@rollcall/scim/urns.ts";
import { NotApplicable } from "../verify/deviation.ts";
import { elementsAt, expectStatus, expectThat, shown, valueAt } from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import type { Check } from "./check.ts";

const path = "/ServiceProviderConfig";

async function readConfig(trial: Trial): Promise<JsonObject> {
  return trial.read(path);
}

/** Members that every ServiceProviderConfig has, with their JSON type (RFC 7643 section 5). */
const members: readonly (readonly [path: string, type: "boolean" | "integer"])[] = [
  ["patch.supported", "boolean"],
  ["bulk.supported", "boolean"],
  ["bulk.maxOperations", "integer"],
  ["bulk.maxPayloadSize", "integer"],
  ["filter.supported", "boolean"],
  ["filter.maxResults", "integer"],
  ["changePassword.supported", "boolean"],
  ["sort.supported", "boolean"],
  ["etag.supported", "boolean"],
];

const memberChecks = members.map(
  ([member, type]): Check => ({
    shows: ["R7643-5-01"],
    title: `ServiceProviderConfig has ${member}, ${type === "integer" ? "a whole number" : "a boolean"}`,
    run: async (trial) => {
      const value = valueAt(await readConfig(trial), member);
      const holds = type === "boolean" ? typeof value === "boolean" : Number.isInteger(value) && Number(value) >= 0;
      expectThat(holds, member, type === "boolean" ? "true or false" : "a whole number of 0 or more", shown(value));
    },
  }),
);

const schemeTypes = ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"];

/** Runs `check` on the member `pagination`; without one there is nothing to judge. */
function ofPagination(check: (pagination: JsonObject) => void): Check["run"] {
  return async (trial) => {
    const pagination = valueAt(await readConfig(trial), "pagination");
    if (!isObject(pagination)) throw new NotApplicable("ServiceProviderConfig has no member pagination");
    check(pagination);
  };
}

export const serviceProviderConfigChecks: readonly Check[] = [
  {
    shows: ["R7644-4-01"],
    title: "GET /ServiceProviderConfig answers 200 with one object of its schema, not a list",
    run: async (trial) => {
      const config = await readConfig(trial);
      const schemas = valueAt(config, "schemas");
      const named = Array.isArray(schemas) && schemas.includes(serviceProviderConfigUrn);
      expectThat(named, "schemas", JSON.stringify([serviceProviderConfigUrn]), shown(schemas));
      expectThat(!("Resources" in config), "Resources", "nothing", "a list");
    },
  },
  ...memberChecks,
  {
    shows: ["R7643-5-01"],
    title: "authenticationSchemes is a list, each with a type, a name and a description",
    run: async (trial) => {
      const config = await readConfig(trial);
      expectThat(
        Array.isArray(config["authenticationSchemes"]),
        "authenticationSchemes",
        "an array",
        describeJsonType(config["authenticationSchemes"]),
      );
      elementsAt(config, "authenticationSchemes").forEach((scheme, index) => {
        for (const member of ["type", "name", "description"]) {
          const value = valueAt(scheme, member);
          const where = `authenticationSchemes[${index}].${member}`;
          expectThat(typeof value === "string" && value !== "", where, "a text", shown(value));
        }
      });
    },
  },
  {
    shows: ["R7643-5-01"],
    level: "should",
    title: "each authentication scheme has one of the types of RFC 7643 section 5",
    run: async (trial) => {
      elementsAt(await readConfig(trial), "authenticationSchemes").forEach((scheme, index) => {
        const type = valueAt(scheme, "type");
        const holds = typeof type === "string" && schemeTypes.includes(type);
        expectThat(holds, `authenticationSchemes[${index}].type`, schemeTypes.join(", "), shown(type));
      });
    },
  },
  {
    shows: ["R9865-4-01"],
    title: "pagination says of cursor and index whether they are on",
    run: ofPagination((pagination) => {
      for (const method of ["cursor", "index"]) {
        const value = valueAt(pagination, method);
        expectThat(typeof value === "boolean", `pagination.${method}`, "true or false", shown(value));
      }
    }),
  },
  {
    shows: ["R9865-4-01"],
    title: "pagination names its default method and positive limits, where it names them",
    run: ofPagination((pagination) => {
      const method = valueAt(pagination, "defaultPaginationMethod");
      const known = method === undefined || method === "cursor" || method === "index";
      expectThat(known, "pagination.defaultPaginationMethod", "cursor or index", shown(method));
      for (const limit of ["defaultPageSize", "maxPageSize", "cursorTimeout"]) {
        const value = valueAt(pagination, limit);
        const holds = value === undefined || (Number.isInteger(value) && Number(value) > 0);
        expectThat(holds, `pagination.${limit}`, "a whole number above 0", shown(value));
      }
    }),
  },
  {
    shows: ["R7643-5-01"],
    title: "documentationUri is a URI, where there is one",
    run: async (trial) => {
      const uri = valueAt(await readConfig(trial), "documentationUri");
      const holds = uri === undefined || (typeof uri === "string" && URL.canParse(uri, trial.baseUrl));
      expectThat(holds, "documentationUri", "a URI", shown(uri));
    },
  },
  {
    shows: ["ROWN-17-01"],
    level: "should",
    title: "ServiceProviderConfig holds no nulls, over which typed clients trip",
    run: async (trial) => expectNoNulls(await readConfig(trial), "ServiceProviderConfig"),
  },
  {
    shows: ["R7643-5-02"],
    level: "should",
    needs: ["token"],
    title: "ServiceProviderConfig can be read without a token",
    run: async (trial) => expectStatus(await trial.get(path, { authorization: null }), 200),
  },
  {
    shows: ["ROWN-17-03", "R7643-3.1-08"],
    level: "should",
    title: "ServiceProviderConfig says in meta where it is",
    run: async (trial) => {
      const location = valueAt(await readConfig(trial), "meta.location");
      const holds = typeof location === "string" && location.endsWith(path);
      expectThat(holds, "meta.location", `a URI that ends in ${path}`, shown(location));
    },
  },
];

/** No member of it, however deep, is null. */
export function expectNoNulls(value: JsonValue, where: string): void {
  if (Array.isArray(value)) {
    value.forEach((element, index) => expectNoNulls(element, `${where}[${index}]`));
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) expectNoNulls(member, `${where}.${name}`);
  } else {
    expectThat(value !== null, where, "a value, or no member", "null");
  }
}
