import type { oauthClientRoutes } from "@rollcall/admin-api/oauth-clients.ts";
import { createOauthClient, revokeOauthClient } from "../../actions/manage-oauth-clients.ts";
import { clientName } from "../../domain/client-name.ts";
import { listOauthClients } from "../../storage/read/oauth-clients.ts";
import type { HandlersOf } from "./handler.ts";

export const oauthClientHandlers: HandlersOf<typeof oauthClientRoutes> = {
  listOauthClients: async ({ deps, application }) => {
    const clients = await listOauthClients(deps.database.lists, application.organizationId, application.id);
    const items = clients.map((client) => ({ ...client, lastUsedClient: clientName(client.lastUsedBy) }));
    return { items, nextCursor: null };
  },
  createOauthClient: async ({ deps, application, body }) => {
    const { secret, ...client } = await createOauthClient(deps, application, body.name);
    return { ...client, clientSecret: secret, tokenUrl: `${deps.origin}/scim/${application.id}/oauth/token` };
  },
  revokeOauthClient: async ({ deps, principal, application, params }) => {
    await revokeOauthClient(deps, principal, application, params.oauthClientId);
    return undefined;
  },
};
