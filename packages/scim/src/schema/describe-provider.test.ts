import assert from "node:assert/strict";
import { test } from "node:test";
import { isObject, type JsonObject } from "../resource.ts";
import {
  coreGroupUrn,
  coreUserUrn,
  enterpriseUserUrn,
  resourceTypeUrn,
  schemaUrn,
  serviceProviderConfigUrn,
} from "../urns.ts";
import { coerceObject } from "./coerce-value.ts";
import { groupResourceType, userResourceType } from "./core-resource-types.ts";
import {
  bearerTokenScheme,
  describeResourceType,
  describeSchemas,
  describeServiceProviderConfig,
  type ProviderFeatures,
} from "./describe-provider.ts";
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from "./discovery-schemas.ts";
import { type Attribute, attribute as defineAttribute } from "./attribute.ts";
import type { Schema } from "./schema.ts";

const baseUrl = "https://example.com/scim/a1/v2";
const features: ProviderFeatures = {
  patch: true,
  bulk: { supported: false, maxOperations: 1000, maxPayloadSize: 1_048_576 },
  filter: { supported: true, maxResults: 500 },
  changePassword: false,
  sort: false,
  etag: true,
  pagination: { cursor: false, index: true, defaultPaginationMethod: "index", defaultPageSize: 100, maxPageSize: 500 },
  authenticationSchemes: [bearerTokenScheme],
};

test("the configuration has every member that clients insist on, with numbers even for what is off (R7643-5-01)", () => {
  assert.deepEqual(describeServiceProviderConfig(features, baseUrl), {
    schemas: [serviceProviderConfigUrn],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 1000, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: 500 },
    changePassword: { supported: false },
    sort: { supported: false },
    etag: { supported: true },
    pagination: {
      cursor: false,
      index: true,
      defaultPaginationMethod: "index",
      defaultPageSize: 100,
      maxPageSize: 500,
    },
    authenticationSchemes: [
      {
        type: "oauthbearertoken",
        name: "Bearer token",
        description: "A token in the Authorization header, with the scheme Bearer.",
        specUri: "https://www.rfc-editor.org/rfc/rfc6750",
        primary: true,
      },
    ],
    meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
  });
  const documented = describeServiceProviderConfig(
    { ...features, documentationUri: "https://example.com/docs" },
    baseUrl,
  );
  assert.equal(documented.documentationUri, "https://example.com/docs");
});

test("a resource type says where it is and which schemas it has (R7643-6-01)", () => {
  assert.deepEqual(
    [userResourceType, groupResourceType].map((type) => describeResourceType(type, baseUrl)),
    [
      {
        schemas: [resourceTypeUrn],
        id: "User",
        name: "User",
        description: "People, and programs that sign in like them.",
        endpoint: "/Users",
        schema: coreUserUrn,
        schemaExtensions: [{ schema: enterpriseUserUrn, required: false }],
        meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/User` },
      },
      {
        schemas: [resourceTypeUrn],
        id: "Group",
        name: "Group",
        description: "Groups and their members.",
        endpoint: "/Groups",
        schema: coreGroupUrn,
        schemaExtensions: [],
        meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/Group` },
      },
    ],
  );
});

test("all schemas in use and those of discovery are listed once, those of messages never (R7644-3.1-02)", () => {
  const schemas = describeSchemas([userResourceType, groupResourceType, userResourceType], baseUrl);
  assert.deepEqual(
    schemas.map((schema) => [schema.id, schema.name, schema.schemas, schema.meta]),
    [
      [coreUserUrn, "User"],
      [enterpriseUserUrn, "EnterpriseUser"],
      [coreGroupUrn, "Group"],
      [serviceProviderConfigUrn, "ServiceProviderConfig"],
      [resourceTypeUrn, "ResourceType"],
      [schemaUrn, "Schema"],
    ].map(([id, name]) => [id, name, [schemaUrn], { resourceType: "Schema", location: `${baseUrl}/Schemas/${id}` }]),
  );
});

test("an attribute is described with every characteristic (R7643-7-05)", () => {
  const [user] = describeSchemas([userResourceType], baseUrl);
  assert.ok(user !== undefined);
  const described = (user.attributes as JsonObject[]).filter(
    (found) => found.name === "userName" || found.name === "photos",
  );
  assert.deepEqual(described, [
    {
      name: "userName",
      type: "string",
      multiValued: false,
      description: "Name the user signs in with; no two users share one.",
      required: true,
      caseExact: false,
      mutability: "readWrite",
      returned: "default",
      uniqueness: "server",
    },
    {
      name: "photos",
      type: "complex",
      multiValued: true,
      description: "Pictures of the user.",
      required: false,
      caseExact: false,
      mutability: "readWrite",
      returned: "default",
      uniqueness: "none",
      subAttributes: [
        {
          name: "value",
          type: "reference",
          description: "Address of an image file.",
          caseExact: true,
          referenceTypes: ["external"],
        },
        { name: "display", type: "string", description: "Text to show for this value.", caseExact: false },
        {
          name: "type",
          type: "string",
          description: "What the value is for.",
          canonicalValues: ["photo", "thumbnail"],
          caseExact: false,
        },
        {
          name: "primary",
          type: "boolean",
          description: "Marks the preferred value; at most one value is marked.",
          caseExact: false,
        },
      ].map((sub) => ({
        multiValued: false,
        required: false,
        mutability: "readWrite",
        returned: "default",
        uniqueness: "none",
        ...sub,
      })),
    },
  ]);
});

/** The definition with everything writable, since what is read-only would be passed over. */
function writable(attribute: Attribute): Attribute {
  const subAttributes = new Map([...attribute.subAttributes].map(([name, sub]) => [name, writable(sub)]));
  return {
    ...defineAttribute({ name: attribute.name, description: "" }),
    ...attribute,
    mutability: "readWrite",
    subAttributes,
  };
}

function checkAgainst(schema: Schema, document: JsonObject): void {
  const table = new Map([...schema.attributes].map(([name, attribute]) => [name, writable(attribute)]));
  const { schemas, meta, id, ...attributes } = document;
  assert.deepEqual(schemas, [schema.id]);
  assert.ok(isObject(meta));
  if (!schema.attributes.has("id")) assert.equal(id, undefined);
  const canonical = coerceObject(table, attributes, schema.name, ".") ?? {};
  assert.deepEqual(canonical, attributes);
  for (const attribute of schema.attributes.values()) {
    if (attribute.required) assert.ok(Object.hasOwn(document, attribute.name), `${schema.name}.${attribute.name}`);
  }
}

test("the discovery documents keep to the schemas that they list for themselves (R7643-7-05)", () => {
  checkAgainst(serviceProviderConfigSchema, describeServiceProviderConfig(features, baseUrl));
  checkAgainst(resourceTypeSchema, describeResourceType(userResourceType, baseUrl));
  // The schema of schemas has one level more than it can describe, in the standard too (R7643-2.3.8-01).
  const describable = describeSchemas([userResourceType, groupResourceType], baseUrl).slice(0, -1);
  for (const schema of describable) checkAgainst(schemaSchema, schema);
});

test("no discovery document has a null (ROWN-17-01)", () => {
  const documents = [
    describeServiceProviderConfig(features, baseUrl),
    describeResourceType(groupResourceType, baseUrl),
    ...describeSchemas([userResourceType, groupResourceType], baseUrl),
  ];
  assert.equal(documents.filter((document) => JSON.stringify(document).includes("null")).length, 0);
});
