/** The URNs of RFC 7643 section 10 and RFC 7644 section 8 that Rollcall knows by name. */
export const coreUserUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
export const coreGroupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const enterpriseUserUrn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
export const serviceProviderConfigUrn = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
export const resourceTypeUrn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
export const schemaUrn = "urn:ietf:params:scim:schemas:core:2.0:Schema";

export const listResponseUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
export const searchRequestUrn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
export const patchOpUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
export const bulkRequestUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
export const bulkResponseUrn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
export const errorUrn = "urn:ietf:params:scim:api:messages:2.0:Error";

/**
 * Tells whether a name is a URN rather than the name of an attribute: `urn:` in any case, then visible ASCII characters
 * of which none needs an escape in JSON or a filter (RFC 8141 section 2).
 */
export function isUrn(name: string): boolean {
  if (name.length < 7 || name.charCodeAt(3) !== 58 || name.slice(0, 3).toLowerCase() !== "urn") return false;
  return /^[!#-Z^-~]+$/.test(name);
}
