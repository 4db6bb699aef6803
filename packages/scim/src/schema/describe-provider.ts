import type { JsonObject } from "../resource.ts";
import { resourceTypeUrn, schemaUrn, serviceProviderConfigUrn } from "../urns.ts";
import type { Attribute, AttributeTable } from "./attribute.ts";
import { resourceTypeSchema, schemaSchema, serviceProviderConfigSchema } from "./discovery-schemas.ts";
import type { ResourceType } from "./resource-type.ts";
import type { Schema } from "./schema.ts";

/** What a service provider offers; the one source of its discovery document. */
export interface ProviderFeatures {
  readonly patch: boolean;
  /** The limits are required even where bulk is not supported (R7643-5-01): operations, and bytes of the body. */
  readonly bulk: { readonly supported: boolean; readonly maxOperations: number; readonly maxPayloadSize: number };
  /** `maxResults`: resources in one answer. */
  readonly filter: { readonly supported: boolean; readonly maxResults: number };
  readonly changePassword: boolean;
  readonly sort: boolean;
  readonly etag: boolean;
  readonly pagination: {
    readonly cursor: boolean;
    readonly index: boolean;
    readonly defaultPaginationMethod: "cursor" | "index";
    readonly defaultPageSize: number;
    readonly maxPageSize: number;
    /** Seconds for which a cursor stays valid at least; left out where there are no cursors. */
    readonly cursorTimeout?: number;
  };
  readonly authenticationSchemes: readonly AuthenticationScheme[];
  readonly documentationUri?: string;
}

/** A way to authenticate (RFC 7643 section 5). */
export interface AuthenticationScheme {
  readonly type: "oauth" | "oauth2" | "oauthbearertoken" | "httpbasic" | "httpdigest";
  readonly name: string;
  readonly description: string;
  readonly specUri?: string;
  readonly documentationUri?: string;
  readonly primary?: boolean;
}

/** Bearer tokens as RFC 6750 has them, the scheme that every client can use. */
export const bearerTokenScheme: AuthenticationScheme = Object.freeze({
  type: "oauthbearertoken",
  name: "Bearer token",
  description: "A token in the Authorization header, with the scheme Bearer.",
  specUri: "https://www.rfc-editor.org/rfc/rfc6750",
  primary: true,
});

/**
 * Describes what a service provider supports: the answer to `GET /ServiceProviderConfig` (RFC 7643 section 5, RFC 9865
 * section 4). Every member that clients insist on is there, and none is null.
 *
 * @param baseUrl Absolute, without a slash at its end.
 */
export function describeServiceProviderConfig(features: ProviderFeatures, baseUrl: string): JsonObject {
  return {
    schemas: [serviceProviderConfigUrn],
    ...(features.documentationUri === undefined ? {} : { documentationUri: features.documentationUri }),
    patch: { supported: features.patch },
    bulk: { ...features.bulk },
    filter: { ...features.filter },
    changePassword: { supported: features.changePassword },
    sort: { supported: features.sort },
    etag: { supported: features.etag },
    pagination: { ...features.pagination },
    authenticationSchemes: features.authenticationSchemes.map((scheme) => ({ ...scheme })),
    meta: { resourceType: "ServiceProviderConfig", location: `${baseUrl}/ServiceProviderConfig` },
  };
}

/**
 * Describes a resource type: the answer to `GET /ResourceTypes/{id}` (RFC 7643 section 6).
 *
 * @param baseUrl Absolute, without a slash at its end.
 */
export function describeResourceType(type: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [resourceTypeUrn],
    id: type.id,
    name: type.name,
    description: type.description,
    endpoint: type.endpoint,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ schema, required }) => ({ schema: schema.id, required })),
    meta: { resourceType: "ResourceType", location: `${baseUrl}/ResourceTypes/${type.id}` },
  };
}

/**
 * Describes all schemas in use: the base schemas and extensions of the types, each once, then the three that describe
 * the service itself (ROWN-17-01). Message schemas are not among them (R7644-3.1-02).
 *
 * @param baseUrl Absolute, without a slash at its end.
 */
export function describeSchemas(types: readonly ResourceType[], baseUrl: string): JsonObject[] {
  const schemas = new Map<string, Schema>();
  for (const type of types) {
    for (const schema of [type.schema, ...type.extensions.map((extension) => extension.schema)]) {
      schemas.set(schema.id.toLowerCase(), schema);
    }
  }
  const all = [...schemas.values(), serviceProviderConfigSchema, resourceTypeSchema, schemaSchema];
  return all.map((schema) => describeSchema(schema, baseUrl));
}

/** Describes one schema: the answer to `GET /Schemas/{urn}` (RFC 7643 section 7, RERR-8417). */
export function describeSchema(schema: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [schemaUrn],
    id: schema.id,
    name: schema.name,
    description: schema.description,
    attributes: describeAttributes(schema.attributes),
    meta: { resourceType: "Schema", location: `${baseUrl}/Schemas/${schema.id}` },
  };
}

function describeAttributes(table: AttributeTable): JsonObject[] {
  return [...table.values()].map(describeAttribute);
}

/** Says every characteristic, the defaults too: clients with typed models miss the ones that are left out. */
function describeAttribute(attribute: Attribute): JsonObject {
  return {
    name: attribute.name,
    type: attribute.type,
    multiValued: attribute.multiValued,
    description: attribute.description,
    required: attribute.required,
    ...(attribute.canonicalValues.length === 0 ? {} : { canonicalValues: [...attribute.canonicalValues] }),
    caseExact: attribute.caseExact,
    mutability: attribute.mutability,
    returned: attribute.returned,
    uniqueness: attribute.uniqueness,
    ...(attribute.referenceTypes.length === 0 ? {} : { referenceTypes: [...attribute.referenceTypes] }),
    ...(attribute.subAttributes.size === 0 ? {} : { subAttributes: describeAttributes(attribute.subAttributes) }),
  };
}
