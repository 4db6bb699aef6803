import type { exchangeRoutes } from "@rollcall/admin-api/exchanges.ts";
import { listExchanges } from "../../storage/read/exchanges.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const exchangeHandlers: HandlersOf<typeof exchangeRoutes> = {
  listExchanges: async ({ deps, application, query }) => {
    const { after, limit } = listParameters("exchanges", query);
    const { organizationId, id } = application;
    const page = await listExchanges(deps.database.lists, organizationId, id, query.outcome ?? null, after, limit);
    return presentPage("exchanges", page, ({ resourceId, dialects, ...exchange }) => ({
      ...exchange,
      scimId: resourceId,
      dialects: [...dialects],
    }));
  },
};
