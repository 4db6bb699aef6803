import type { bearerTokenRoutes } from "@rollcall/admin-api/bearer-tokens.ts";
import { createBearerToken } from "../../actions/create-bearer-token.ts";
import { revokeBearerToken } from "../../actions/revoke-bearer-token.ts";
import { clientName } from "../../domain/client-name.ts";
import { listBearerTokens } from "../../storage/read/bearer-tokens.ts";
import type { HandlersOf } from "./handler.ts";

export const bearerTokenHandlers: HandlersOf<typeof bearerTokenRoutes> = {
  listBearerTokens: async ({ deps, application }) => {
    const tokens = await listBearerTokens(deps.database.lists, application.organizationId, application.id);
    const items = tokens.map((token) => ({ ...token, lastUsedClient: clientName(token.lastUsedBy) }));
    return { items, nextCursor: null };
  },
  createBearerToken: async ({ deps, application, body }) => {
    const { name, expiresAt = null } = body;
    const { secret, ...token } = await createBearerToken(deps, application, { name, expiresAt });
    return { ...token, bearerToken: secret };
  },
  revokeBearerToken: async ({ deps, principal, application, params }) => {
    await revokeBearerToken(deps, principal, application, params.bearerTokenId);
    return undefined;
  },
};
