import type { oauthClientRoutes } from "@rollcall/admin-api/oauth-clients.ts";
import { createOauthClient, revokeOauthClient } from "../../actions/manage-oauth-clients.ts";
import { listOauthClients } from "../../storage/read/oauth-clients.ts";
import type { HandlersOf } from "./handler.ts";

export const oauthClientHandlers: HandlersOf<typeof oauthClientRoutes> = {
  listOauthClients: async ({ deps, application }) => ({
    items: await listOauthClients(deps.database.lists, application.organizationId, application.id),
    nextCursor: null,
  }),
  createOauthClient: async ({ deps, application, body }) => {
    const { secret, ...client } = await createOauthClient(deps, application, body.name);
    return { ...client, clientSecret: secret, tokenUrl: `${deps.origin}/scim/${application.id}/oauth/token` };
  },
  revokeOauthClient: async ({ deps, application, params }) => {
    await revokeOauthClient(deps, application, params.oauthClientId);
    return undefined;
  },
};
