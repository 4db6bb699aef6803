import { RollcallError } from "../domain/errors.ts";
import { formatClientSecret } from "../domain/oauth-secret.ts";
import { actorOf, type Principal } from "../domain/principal.ts";
import { createOauthClient as insertClient, revokeOauthClient as revoke } from "../storage/write/oauth-clients.ts";
import type { ActionDeps } from "./action-deps.ts";
import { changeSettings } from "./change-settings.ts";
import { issueSecret } from "./issue-secret.ts";

type Application = { readonly organizationId: string; readonly id: string };

/** An OAuth client just made; `secret` is shown this once. */
export interface CreatedOauthClient {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly secret: string;
  readonly createdAt: string;
}

/** Creates an OAuth client of an application; its id is the client id of RFC 6749. */
export async function createOauthClient(
  deps: ActionDeps,
  application: Application,
  name: string,
): Promise<CreatedOauthClient> {
  const now = deps.now();
  const { secret, hash: secretHash, hint } = issueSecret(formatClientSecret);
  const client = { id: deps.newId(), name: name.trim(), hint };
  await changeSettings(deps, (tx) =>
    insertClient(tx, application.organizationId, application.id, { ...client, secretHash }, now),
  );
  return { ...client, secret, createdAt: now };
}

/**
 * Revokes an OAuth client and the access tokens issued to it: at once on this node, within a second on the others.
 *
 * @throws {RollcallError} oauth_client.not_found
 */
export async function revokeOauthClient(
  deps: ActionDeps,
  principal: Principal,
  application: Application,
  id: string,
): Promise<void> {
  await changeSettings(deps, async (tx) => {
    const found = await revoke(tx, application.organizationId, application.id, id, deps.now(), actorOf(principal));
    if (!found) throw new RollcallError("oauth_client.not_found");
  });
}
