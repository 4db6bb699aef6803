import type { Permission, Route } from "@rollcall/admin-api/route.ts";
import { type Principal, type Role, sees } from "../../domain/principal.ts";
import { type ErrorCode, RollcallError } from "../../domain/errors.ts";
import { isId } from "../../domain/id.ts";
import { findOrganization } from "../../storage/read/organizations.ts";
import { findSourceApplication } from "../../storage/read/source-applications.ts";
import type { AdminDeps } from "./admin-deps.ts";
import type { Scope } from "./handler.ts";

const permissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: ["signed-in", "read", "change", "own"],
  administrator: ["signed-in", "read", "change"],
  auditor: ["signed-in", "read"],
};

/** What parameters look like that are names, not ids. */
const shapes: ReadonlyMap<string, RegExp> = new Map([
  ["directoryAttributeName", /^[A-Za-z][A-Za-z0-9]{0,63}$/],
  ["mappingVersion", /^[1-9]\d{0,8}$/],
]);

/** What a parameter that cannot be an id names: nothing of this kind. */
const notFound: ReadonlyMap<string, ErrorCode> = new Map([
  ["organizationId", "organization.not_found"],
  ["sourceApplicationId", "source_application.not_found"],
  ["deletedSourceApplicationId", "source_application.not_found"],
  ["oauthClientId", "oauth_client.not_found"],
  ["bearerTokenId", "bearer_token.not_found"],
  ["directoryUserId", "directory_user.not_found"],
  ["directoryGroupId", "directory_group.not_found"],
  ["scimId", "conflict.not_found"],
  ["linkedScimId", "link.not_found"],
  ["apiKeyId", "api_key.not_found"],
  ["exchangeId", "exchange.not_found"],
  ["administratorId", "administrator.not_found"],
  ["invitationId", "invitation.not_found"],
  ["sessionId", "session.not_found"],
  ["webhookId", "webhook.not_found"],
  ["jobId", "job.not_found"],
  ["mappingPreviewId", "mapping_preview.not_found"],
  ["directoryAttributeName", "directory_attribute.not_found"],
  ["mappingVersion", "mapping.version_not_found"],
]);

/**
 * Finds what a path leads to, as far as the principal sees it, and refuses what the principal's role does not allow.
 * What a key does not see does not exist for it: 404 before 403.
 *
 * @throws {RollcallError} organization.not_found, source_application.not_found and so on; permission.denied
 */
export async function requirePermission(
  deps: AdminDeps,
  principal: Principal,
  route: Route,
  params: Readonly<Record<string, string>>,
): Promise<Scope> {
  for (const [name, value] of Object.entries(params)) {
    if (!(shapes.get(name)?.test(value) ?? isId(value)))
      throw new RollcallError(notFound.get(name) ?? "route.not_found");
  }
  if (route.permission === "signed-in" && principal.kind === "api-key") {
    throw new RollcallError("permission.denied", "This is for whoever is signed in, not for an API key");
  }
  const application = await visibleApplication(deps, principal, params["sourceApplicationId"]);
  const organizationId = await visibleOrganization(deps, principal, params["organizationId"]);
  if (!permissions[principal.role].includes(route.permission)) {
    throw new RollcallError("permission.denied", `The role ${principal.role} does not allow this`);
  }
  if (route.installation === true && principal.organizationIds !== null) {
    throw new RollcallError("permission.denied", "Only who sees the whole installation may do this");
  }
  return { principal, organizationId, application };
}

async function visibleApplication(deps: AdminDeps, principal: Principal, id: string | undefined) {
  if (id === undefined) return undefined;
  const application = await findSourceApplication(deps.database.reader, id);
  if (application === undefined || !sees(principal, application.organizationId)) {
    throw new RollcallError("source_application.not_found");
  }
  return application;
}

async function visibleOrganization(deps: AdminDeps, principal: Principal, id: string | undefined) {
  if (id === undefined) return undefined;
  if (!sees(principal, id) || (await findOrganization(deps.database.reader, id)) === undefined) {
    throw new RollcallError("organization.not_found");
  }
  return id;
}
