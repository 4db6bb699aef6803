import type { JsonObject } from "../resource.ts";
import type { ScimError } from "../scim-error.ts";
import { errorUrn } from "../urns.ts";

/**
 * Makes the body that answers a refused request; its `status` is a string (RFC 7644 section 3.12, R7644-3.12-01,
 * AMB-76).
 *
 * @example
 * errorResponse(new ScimError("uniqueness", "userName: there is a user of this name"));
 * // { schemas: ["…:Error"], status: "409", scimType: "uniqueness", detail: "userName: there is a user of this name" }
 */
export function errorResponse(error: ScimError): JsonObject {
  return {
    schemas: [errorUrn],
    status: String(error.status),
    ...(error.scimType === undefined ? {} : { scimType: error.scimType }),
    detail: error.message,
  };
}
