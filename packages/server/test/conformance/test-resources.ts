import type { TestServer } from "../support/server.ts";

const testResourceUrn = "urn:example:params:scim:schemas:2.0:TestResource";
const testExtensionUrn = "urn:example:params:scim:schemas:extension:2.0:TestExtension";

/** A schema with every data type, mutability, returned and uniqueness of RFC 7643. */
const testResourceSchema = {
  id: testResourceUrn,
  name: "TestResource",
  attributes: [
    { name: "label", required: true, uniqueness: "server" },
    { name: "badge", mutability: "immutable" },
    { name: "exact", caseExact: true },
    { name: "plain" },
    { name: "flag", type: "boolean" },
    { name: "count", type: "integer" },
    { name: "ratio", type: "decimal" },
    { name: "since", type: "dateTime" },
    { name: "blob", type: "binary" },
    { name: "link", type: "reference", referenceTypes: ["external"] },
    { name: "secret", mutability: "writeOnly", returned: "never" },
    { name: "asked", returned: "request" },
    { name: "always", returned: "always" },
    { name: "stamp", mutability: "readOnly" },
    { name: "parts", type: "complex", multiValued: true, subAttributes: [{ name: "value" }, { name: "type" }] },
  ],
};

const testExtensionSchema = {
  id: testExtensionUrn,
  name: "TestExtension",
  attributes: [{ name: "region", required: true }],
};

/** Gives an application the resource type TestResources, with a required extension, by the admin API. */
export async function addTestResources(server: TestServer, applicationId: string): Promise<void> {
  const path = `/source-applications/${applicationId}`;
  const schemas = await server.api("PUT", `${path}/schemas`, { schemas: [testResourceSchema, testExtensionSchema] });
  if (schemas.status !== 200) throw new Error(JSON.stringify(schemas.body));
  const { body } = await server.api<{ resourceTypes: object[] }>("GET", `${path}/resource-types`);
  const type = {
    name: "TestResource",
    endpoint: "/TestResources",
    schema: testResourceUrn,
    schemaExtensions: [{ schema: testExtensionUrn, required: true }],
  };
  const types = await server.api("PUT", `${path}/resource-types`, { resourceTypes: [...body.resourceTypes, type] });
  if (types.status !== 200) throw new Error(JSON.stringify(types.body));
}
