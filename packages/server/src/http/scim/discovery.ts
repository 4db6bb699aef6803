import { createHash } from "node:crypto";
import { listResponse } from "@rollcall/scim/messages/list-response.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import {
  type AuthenticationScheme,
  bearerTokenScheme,
  describeResourceType,
  describeSchemas,
  describeServiceProviderConfig,
} from "@rollcall/scim/schema/describe-provider.ts";
import { ScimError } from "@rollcall/scim/scim-error.ts";
import { defaultPageSize, maxPageSize } from "../../actions/prepare-query.ts";
import { cursorTimeout } from "../../actions/walk-resources.ts";
import { isId } from "../../domain/id.ts";
import { maxBulkOperations } from "./bulk.ts";
import { isNotModified } from "./check-if-match.ts";
import type { ScimAnswer, ScimRequest } from "./scim-request.ts";

/** GET /ServiceProviderConfig (RFC 7644 section 4): what is on, and nothing that is not. */
export async function serviceProviderConfig(request: ScimRequest): Promise<ScimAnswer> {
  refuseFilter(request);
  const { applicationId, baseUrl, bodyLimit, deps } = request;
  // Read without a token, so that a client learns which one to send.
  const application = isId(applicationId) ? await deps.settings.application(applicationId) : undefined;
  const features = {
    patch: true,
    bulk: { supported: true, maxOperations: maxBulkOperations, maxPayloadSize: bodyLimit },
    filter: { supported: true, maxResults: maxPageSize },
    changePassword: false,
    sort: true,
    etag: true,
    authenticationSchemes: [
      bearerTokenScheme,
      ...(application?.basicAllowed === true ? [httpBasicScheme] : []),
      ...(application?.hasOauthClients === true ? [clientCredentialsScheme] : []),
    ],
    pagination: {
      cursor: true,
      index: true,
      // Most clients page by index and name no method (R9865-2.4-01).
      defaultPaginationMethod: "index" as const,
      defaultPageSize,
      maxPageSize,
      cursorTimeout,
    },
  };
  return json(request, describeServiceProviderConfig(features, baseUrl));
}

const httpBasicScheme: AuthenticationScheme = {
  type: "httpbasic",
  name: "HTTP Basic",
  description: "A token as the password, with any user name.",
  specUri: "https://www.rfc-editor.org/rfc/rfc7617",
};
const clientCredentialsScheme: AuthenticationScheme = {
  type: "oauth2",
  name: "OAuth 2.0 client credentials",
  description: "An access token of one hour from the token endpoint beside the base URL: ../oauth/token.",
  specUri: "https://www.rfc-editor.org/rfc/rfc6749#section-4.4",
};

/** GET /ResourceTypes. */
export async function listResourceTypes(request: ScimRequest): Promise<ScimAnswer> {
  refuseFilter(request);
  const { application, baseUrl } = request;
  return list(
    request,
    application.resourceTypes.map((type) => describeResourceType(type, baseUrl)),
  );
}

/** GET /ResourceTypes/{name}. */
export async function readResourceType(request: ScimRequest): Promise<ScimAnswer> {
  refuseFilter(request);
  const { application, id, baseUrl } = request;
  const found = application.resourceTypes.find((type) => type.id === id);
  if (found === undefined) throw new ScimError(404, `There is no resource type ${JSON.stringify(id?.slice(0, 100))}`);
  return json(request, describeResourceType(found, baseUrl));
}

/** GET /Schemas. */
export async function listSchemas(request: ScimRequest): Promise<ScimAnswer> {
  refuseFilter(request);
  return list(request, describeSchemas(request.application.resourceTypes, request.baseUrl));
}

/** GET /Schemas/{urn}; URNs compare without case. */
export async function readSchema(request: ScimRequest): Promise<ScimAnswer> {
  refuseFilter(request);
  const { application, id, baseUrl } = request;
  const wanted = id?.toLowerCase();
  const found = describeSchemas(application.resourceTypes, baseUrl).find(
    ({ id: urn }) => typeof urn === "string" && urn.toLowerCase() === wanted,
  );
  if (found === undefined) throw new ScimError(404, `There is no schema ${JSON.stringify(id?.slice(0, 200))}`);
  return json(request, found);
}

/** So that no client believes that its filter was applied (R7644-4-05). */
function refuseFilter({ query }: ScimRequest): void {
  if (query.has("filter")) throw new ScimError(403, "Discovery is not filtered: leave the filter out");
}

function list(request: ScimRequest, resources: readonly JsonObject[]): ScimAnswer {
  return json(request, listResponse(resources, { totalResults: resources.length, startIndex: 1 }));
}

/** A document with a tag made of what it says (ROWN-17-03): a client that has it is answered 304. */
function json({ headers: sent }: ScimRequest, document: JsonObject): ScimAnswer {
  const body = JSON.stringify(document);
  const version = createHash("sha256").update(body).digest("base64url").slice(0, 22);
  // May be kept, and is asked for again each time: what an administrator turns on or off counts at once.
  const headers = { etag: `W/"${version}"`, "cache-control": "private, no-cache" };
  return isNotModified(sent, version) ? { status: 304, headers } : { status: 200, headers, body };
}
