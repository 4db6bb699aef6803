import type { apiKeyRoutes } from "@rollcall/admin-api/api-keys.ts";
import { createApiKey } from "../../actions/create-api-key.ts";
import { revokeApiKey } from "../../actions/revoke-api-key.ts";
import { listApiKeys } from "../../storage/read/api-keys.ts";
import type { HandlersOf } from "./handler.ts";

export const apiKeyHandlers: HandlersOf<typeof apiKeyRoutes> = {
  listApiKeys: async ({ deps, principal }) => ({
    items: await listApiKeys(deps.database.lists, principal.organizationIds),
    nextCursor: null,
  }),
  createApiKey: async ({ deps, principal, body }) => {
    const { name, role, organizationId } = body;
    const { secret, ...key } = await createApiKey(deps, principal, { name, role, organizationId });
    return { ...key, apiKey: secret };
  },
  revokeApiKey: async ({ deps, principal, params }) => {
    await revokeApiKey(deps, principal, params.apiKeyId);
    return undefined;
  },
};
