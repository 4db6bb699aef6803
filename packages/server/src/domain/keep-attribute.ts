import type { JsonObject } from "@rollcall/scim/resource.ts";
import { parseAttributePath } from "@rollcall/scim/attribute-path/parse-attribute-path.ts";
import { resolveAttributePath } from "@rollcall/scim/attribute-path/resolve-attribute-path.ts";
import { userResourceType } from "@rollcall/scim/schema/core-resource-types.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { type ApplicationSchemas, defineResourceType } from "./application-schemas.ts";

/** The extension of users that holds what was once received and not kept. */
export const receivedExtensionUrn = "urn:rollcall:params:scim:schemas:extension:received:1.0:User";

/** An attribute as somebody wants it kept. */
export interface KeptAttribute {
  readonly name: string;
  readonly type: "string" | "boolean" | "decimal";
  readonly multiValued: boolean;
}

/**
 * Tells whether what a source sends under a path can be kept by an extension: a plain name, which is found in the
 * extension wherever it stands in the body (AMB-15). Parts of the standard's attributes, and what stands in the
 * containers of its extensions, have no place there.
 */
export function isKeepable(path: string): boolean {
  return /^[A-Za-z][\w$-]*$/.test(path) && !/password|secret|token/i.test(path);
}

/** Tells whether a schema of a resource type has a path, so that what arrives there is kept now. */
export function isKept(type: ResourceType, path: string): boolean {
  try {
    return resolveAttributePath(type, parseAttributePath(path)).kind === "attribute";
  } catch (error) {
    // The one way in which the parser says that there is no such path.
    if (!(error instanceof ScimError)) throw error;
    return false;
  }
}

/** Adds an attribute to the extension for what was received, which is made, and joined to User, where it is missing. */
export function withKeptAttribute(
  own: ApplicationSchemas,
  { name, type, multiValued }: KeptAttribute,
): ApplicationSchemas {
  const attribute = { name, type, multiValued, description: "Received from the source." };
  const present = own.schemas.find((schema) => schema["id"] === receivedExtensionUrn);
  const before = Array.isArray(present?.["attributes"]) ? present["attributes"] : [];
  const schema: JsonObject = {
    ...(present ?? {
      id: receivedExtensionUrn,
      name: "Received attributes",
      description: "What this source sends and the standard has no attribute for.",
    }),
    attributes: [...before, attribute],
  };
  const schemas = [...own.schemas.filter((one) => one !== present), schema];
  const user =
    own.resourceTypes.find((one) => one.name === userResourceType.name) ?? defineResourceType(userResourceType);
  const joined = user.schemaExtensions.some((extension) => extension.schema === receivedExtensionUrn);
  if (joined) return { schemas, resourceTypes: own.resourceTypes };
  const extended = {
    ...user,
    schemaExtensions: [...user.schemaExtensions, { schema: receivedExtensionUrn, required: false }],
  };
  return { schemas, resourceTypes: [extended, ...own.resourceTypes.filter((one) => one.name !== user.name)] };
}
