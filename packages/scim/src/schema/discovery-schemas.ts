import { resourceTypeUrn, schemaUrn, serviceProviderConfigUrn } from "../urns.ts";
import type { AttributeDefinition } from "./attribute.ts";
import { schema } from "./schema.ts";

const readOnly = { mutability: "readOnly" } as const;
const text = (name: string, description: string): AttributeDefinition => ({ name, description, ...readOnly });
const exactText = (name: string, description: string): AttributeDefinition => ({
  ...text(name, description),
  caseExact: true,
});
const flag = (name: string, description: string): AttributeDefinition => ({
  ...text(name, description),
  type: "boolean",
});
const count = (name: string, description: string): AttributeDefinition => ({
  ...text(name, description),
  type: "integer",
});
const link = (name: string, description: string, referenceType: string): AttributeDefinition => ({
  ...text(name, description),
  type: "reference",
  referenceTypes: [referenceType],
});
const required = (definition: AttributeDefinition): AttributeDefinition => ({ ...definition, required: true });
const box = (
  name: string,
  description: string,
  subAttributes: readonly AttributeDefinition[],
): AttributeDefinition => ({ ...text(name, description), type: "complex", subAttributes });

const feature = (name: string, description: string, more: readonly AttributeDefinition[] = []): AttributeDefinition =>
  required(box(name, description, [required(flag("supported", "Whether it can be used.")), ...more]));

/** The schema of `/ServiceProviderConfig` (RFC 7643 sections 5 and 8.7.2 with its gaps closed, RFC 9865 section 4). */
export const serviceProviderConfigSchema = schema({
  id: serviceProviderConfigUrn,
  name: "ServiceProviderConfig",
  description: "What the service provider supports.",
  attributes: [
    link("documentationUri", "Where people read about the service.", "external"),
    feature("patch", "PATCH."),
    feature("bulk", "Bulk requests.", [
      required(count("maxOperations", "Operations that one bulk request may have.")),
      required(count("maxPayloadSize", "Bytes that a bulk request may have.")),
    ]),
    feature("filter", "Filters.", [required(count("maxResults", "Resources that one answer may have."))]),
    feature("changePassword", "Changing passwords."),
    feature("sort", "Sorting."),
    feature("etag", "Versions of resources as ETags."),
    {
      ...required(
        box("authenticationSchemes", "How clients may authenticate.", [
          {
            ...required(text("type", "Keyword of the scheme.")),
            canonicalValues: ["oauth", "oauth2", "oauthbearertoken", "httpbasic", "httpdigest"],
          },
          required(text("name", "Name of the scheme for people.")),
          required(text("description", "What the scheme is, for people.")),
          link("specUri", "Specification of the scheme.", "external"),
          link("documentationUri", "How to use the scheme here.", "external"),
          flag("primary", "Marks the preferred scheme."),
        ]),
      ),
      multiValued: true,
    },
    box("pagination", "How lists are paged.", [
      required(flag("cursor", "Whether pages can be asked for by cursor.")),
      required(flag("index", "Whether pages can be asked for by index.")),
      {
        ...text("defaultPaginationMethod", "The method when a request names none."),
        canonicalValues: ["cursor", "index"],
      },
      count("defaultPageSize", "Resources on a page when a request does not say."),
      count("maxPageSize", "Resources on a page at most."),
      count("cursorTimeout", "Seconds for which a cursor stays valid at least."),
    ]),
  ],
});

/** The schema of `/ResourceTypes` (RFC 7643 sections 6 and 8.7.2, with its errata). */
export const resourceTypeSchema = schema({
  id: resourceTypeUrn,
  name: "ResourceType",
  description: "A kind of resource: where it is and which schemas it has.",
  attributes: [
    text("id", "Identifier of the resource type."),
    required(text("name", "Name of the resource type, as in meta.resourceType.")),
    text("description", "What the resources are, for people."),
    required(link("endpoint", "Path of the endpoint below the base URL.", "uri")),
    required(link("schema", "URN of the base schema.", "uri")),
    {
      ...box("schemaExtensions", "Extensions of the base schema.", [
        required(link("schema", "URN of the extension.", "uri")),
        required(flag("required", "Whether each resource carries the extension.")),
      ]),
      multiValued: true,
    },
  ],
});

/** The characteristics of an attribute, which are the same for sub-attributes (RFC 7643 section 7). */
const characteristics: readonly AttributeDefinition[] = [
  required(exactText("name", "Name of the attribute.")),
  {
    ...required(text("type", "Data type.")),
    canonicalValues: ["string", "complex", "boolean", "decimal", "integer", "dateTime", "reference", "binary"],
  },
  required(flag("multiValued", "Whether there may be several values.")),
  exactText("description", "What the attribute is, for people."),
  flag("required", "Whether a value must be present."),
  { ...exactText("canonicalValues", "Values that are suggested."), multiValued: true },
  flag("caseExact", "Whether case matters when values are compared."),
  {
    ...exactText("mutability", "Whether and when the value can be written."),
    canonicalValues: ["readOnly", "readWrite", "immutable", "writeOnly"],
  },
  {
    ...exactText("returned", "When the value is returned."),
    canonicalValues: ["always", "never", "default", "request"],
  },
  {
    ...exactText("uniqueness", "Among which resources the value occurs once."),
    canonicalValues: ["none", "server", "global"],
  },
  { ...exactText("referenceTypes", "What a reference may point to."), multiValued: true },
];

/** The schema of `/Schemas` (RFC 7643 sections 7 and 8.7.2, with its errata); the one with complex sub-attributes. */
export const schemaSchema = schema({
  id: schemaUrn,
  name: "Schema",
  description: "A named set of attributes.",
  attributes: [
    { ...required(exactText("id", "URN of the schema.")), returned: "always" },
    required(text("name", "Name of the schema for people.")),
    text("description", "What the schema is for, for people."),
    {
      ...required(
        box("attributes", "The attributes of the schema.", [
          ...characteristics,
          { ...box("subAttributes", "Parts of a complex attribute.", characteristics), multiValued: true },
        ]),
      ),
      multiValued: true,
    },
  ],
});
