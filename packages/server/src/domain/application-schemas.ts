import type { JsonObject } from "@rollcall/scim/resource.ts";
import { groupResourceType, userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import { describeSchema } from "@rollcall/scim/schema/describe-provider.ts";
import { enterpriseUserSchema } from "@rollcall/scim/schema/enterprise-user.ts";
import { type ResourceType, resourceType } from "@rollcall/scim/schema/resource-type.ts";
import { schemaFromDocument } from "@rollcall/scim/schema/schema-from-document.ts";
import type { Schema } from "@rollcall/scim/schema/schema.ts";

/** A resource type as an administrator writes it (RFC 7643 section 6). */
export interface ResourceTypeDefinition {
  readonly name: string;
  readonly description: string;
  /** With its leading slash. */
  readonly endpoint: string;
  /** URN of the base schema. */
  readonly schema: string;
  readonly schemaExtensions: readonly { readonly schema: string; readonly required: boolean }[];
}

/** What a source application has of its own beside Users and Groups, as it is stored: checked, with every member. */
export interface ApplicationSchemas {
  /** Schema documents of RFC 7643 section 7. */
  readonly schemas: readonly JsonObject[];
  /** Those that differ from the built-in ones: User and Group with more extensions, and whole new types. */
  readonly resourceTypes: readonly ResourceTypeDefinition[];
}

/** The types that every source application has, and whose endpoint and base schema stay what they are. */
export const builtInResourceTypes: readonly ResourceType[] = [userResourceType, groupResourceType];

/** Says what a resource type is, as an administrator would write it. */
export function defineResourceType(type: ResourceType): ResourceTypeDefinition {
  const { name, description, endpoint, schema, extensions } = type;
  const schemaExtensions = extensions.map((extension) => ({
    schema: extension.schema.id,
    required: extension.required,
  }));
  return { name, description, endpoint, schema: schema.id, schemaExtensions };
}

/** Writes a schema as the document that it is stored as: every characteristic, nothing of where it is found. */
export function schemaDocument(schema: Schema): JsonObject {
  const { schemas: _schemas, meta: _meta, ...document } = describeSchema(schema, "");
  return document;
}

/** What types can be made of, by lower-cased URN: the application's own schemas, and the enterprise extension. */
export function schemasByUrn(schemas: readonly Schema[]): ReadonlyMap<string, Schema> {
  return new Map([enterpriseUserSchema, ...schemas].map((schema) => [schema.id.toLowerCase(), schema]));
}

/** Makes the resource types of a source application: User and Group, then its own in the order of their definition. */
export function compileResourceTypes({ schemas, resourceTypes }: ApplicationSchemas): readonly ResourceType[] {
  const known = schemasByUrn(schemas.map((document) => schemaFromDocument(document)));
  const defined = new Map(resourceTypes.map((definition) => [definition.name, definition]));
  const builtIn = builtInResourceTypes.map((type) => {
    const definition = defined.get(type.name);
    return definition === undefined ? type : compile(definition, type.schema, known);
  });
  const own = resourceTypes.flatMap((definition) => {
    if (builtInResourceTypes.some(({ name }) => name === definition.name)) return [];
    const base = known.get(definition.schema.toLowerCase());
    return base === undefined ? [] : [compile(definition, base, known)];
  });
  return [...builtIn, ...own];
}

function compile(definition: ResourceTypeDefinition, base: Schema, known: ReadonlyMap<string, Schema>): ResourceType {
  const extensions = definition.schemaExtensions.flatMap(({ schema: urn, required }) => {
    const schema = known.get(urn.toLowerCase());
    return schema === undefined ? [] : [{ schema, required }];
  });
  const { name, endpoint, description } = definition;
  return resourceType({ name, endpoint, description, schema: base, extensions });
}

/** The URNs that the resource types of an application name, and that it has no schema for. */
export function missingSchemas(
  resourceTypes: readonly ResourceTypeDefinition[],
  schemas: readonly Schema[],
): readonly { readonly resourceType: string; readonly urn: string }[] {
  const known = new Set([
    ...schemasByUrn(schemas).keys(),
    ...builtInResourceTypes.map(({ schema }) => schema.id.toLowerCase()),
  ]);
  return resourceTypes.flatMap(({ name, schema, schemaExtensions }) =>
    [schema, ...schemaExtensions.map((extension) => extension.schema)]
      .filter((urn) => !known.has(urn.toLowerCase()))
      .map((urn) => ({ resourceType: name, urn })),
  );
}
