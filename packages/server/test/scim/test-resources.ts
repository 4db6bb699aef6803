import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { TestOrganization } from "../support/organization.ts";
import type { Source } from "../support/source.ts";

export const testUrn = "urn:example:params:scim:schemas:test:1.0:TestResource";
export const extensionUrn = "urn:example:params:scim:schemas:extension:test:1.0:TestResource";
export const gadgetUrn = "urn:example:params:scim:schemas:gadget:1.0:Gadget";
export const badgeUrn = "urn:example:badge:1.0";

/** Every data type, mutability, returned and uniqueness, single and multi-valued. */
const testSchema = {
  id: testUrn,
  name: "TestResource",
  description: "What a schema can say.",
  attributes: [
    { name: "label", required: true, returned: "always" },
    { name: "text" },
    { name: "exact", caseExact: true },
    { name: "grade", canonicalValues: ["low", "high"] },
    { name: "flag", type: "boolean" },
    { name: "amount", type: "decimal" },
    { name: "count", type: "integer" },
    { name: "at", type: "dateTime" },
    { name: "bytes", type: "binary" },
    { name: "link", type: "reference", referenceTypes: ["external"] },
    { name: "peer", type: "reference", referenceTypes: ["TestResource"] },
    { name: "active", description: "No boolean here: the name belongs to nobody." },
    {
      name: "place",
      type: "complex",
      subAttributes: [{ name: "street" }, { name: "floor", type: "integer" }, { name: "pin", returned: "request" }],
    },
    { name: "tags", multiValued: true },
    { name: "levels", type: "integer", multiValued: true },
    { name: "visits", type: "dateTime", multiValued: true },
    {
      name: "contacts",
      type: "complex",
      multiValued: true,
      subAttributes: [
        { name: "value" },
        { name: "type", canonicalValues: ["work", "home"] },
        { name: "primary", type: "boolean" },
        { name: "since", type: "dateTime" },
        { name: "note", returned: "request" },
        { name: "key", mutability: "immutable" },
      ],
    },
    { name: "born", mutability: "immutable" },
    { name: "bornAt", type: "dateTime", mutability: "immutable" },
    { name: "computed", mutability: "readOnly" },
    { name: "secret", mutability: "writeOnly", returned: "never" },
    { name: "password", mutability: "writeOnly", returned: "never" },
    { name: "hidden", returned: "never" },
    { name: "onDemand", returned: "request" },
    { name: "code", uniqueness: "server" },
    { name: "exactCode", caseExact: true, uniqueness: "server" },
    { name: "serial", type: "integer", uniqueness: "server" },
    { name: "slot", type: "dateTime", uniqueness: "server" },
    { name: "names", multiValued: true, uniqueness: "server" },
    {
      name: "ports",
      type: "complex",
      multiValued: true,
      subAttributes: [{ name: "value", uniqueness: "server" }, { name: "type" }],
    },
  ],
};
const extensionSchema = {
  id: extensionUrn,
  name: "TestExtension",
  attributes: [
    { name: "region", required: true },
    { name: "cost", type: "decimal" },
    { name: "asset", uniqueness: "global" },
    { name: "box", type: "complex", subAttributes: [{ name: "value" }, { name: "colour" }] },
  ],
};
const gadgetSchema = { id: gadgetUrn, name: "Gadget", attributes: [{ name: "label" }] };
const badgeSchema = {
  id: badgeUrn,
  name: "Badge",
  attributes: [
    { name: "number", type: "integer", uniqueness: "server" },
    { name: "colour", caseExact: true },
    { name: "puk", returned: "request" },
  ],
};

const schemas = [testSchema, extensionSchema, gadgetSchema, badgeSchema];
const resourceTypes = [
  {
    name: "User",
    endpoint: "/Users",
    schema: "urn:ietf:params:scim:schemas:core:2.0:User",
    schemaExtensions: [{ schema: badgeUrn, required: false }],
  },
  {
    name: "TestResource",
    description: "Test resources.",
    endpoint: "/TestResources",
    schema: testUrn,
    schemaExtensions: [{ schema: extensionUrn, required: true }],
  },
  {
    name: "Gadget",
    endpoint: "/Gadgets",
    schema: gadgetUrn,
    schemaExtensions: [{ schema: extensionUrn, required: false }],
  },
];

/** Makes a source application with the resource types TestResource and Gadget, and with badges of users. */
export async function testSource(organization: TestOrganization, name = "Types"): Promise<Source> {
  const source = await organization.source(name);
  const application = `/source-applications/${source.applicationId}`;
  await organization.call("PUT", `${application}/schemas`, { schemas });
  await organization.call("PUT", `${application}/resource-types`, { resourceTypes });
  return source;
}

/** The body of a test resource; `more` adds and replaces. */
export function testResource(label: string, more: JsonObject = {}): JsonObject {
  return { schemas: [testUrn, extensionUrn], label, [extensionUrn]: { region: "north" }, ...more };
}
