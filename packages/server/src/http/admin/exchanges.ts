import type { Exchange, exchangeRoutes } from "@rollcall/admin-api/exchanges.ts";
import { type ExchangeFacts, listExchanges } from "../../storage/read/exchanges.ts";
import { listOrganizationExchanges } from "../../storage/read/organization-exchanges.ts";
import type { HandlersOf } from "./handler.ts";
import { idRange } from "./id-range.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const exchangeHandlers: HandlersOf<typeof exchangeRoutes> = {
  listExchanges: async ({ deps, application, query }) => {
    const { after, limit } = listParameters("exchanges", query);
    const { organizationId, id } = application;
    const page = await listExchanges(deps.database.lists, organizationId, id, query.outcome ?? null, after, limit);
    return presentPage("exchanges", page, present);
  },
  listOrganizationExchanges: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters("organization-exchanges", query);
    const { sourceApplicationId, directoryUserId, tokenId, status, method, outcome } = query;
    const statusClass = status === undefined ? undefined : Number(status.slice(0, 1));
    const wanted = { sourceApplicationId, directoryUserId, tokenId, statusClass, method, outcome, ...idRange(query) };
    const page = await listOrganizationExchanges(deps.database.lists, organizationId, wanted, after, limit);
    return presentPage("organization-exchanges", page, ({ sourceApplicationId: of, ...exchange }) => ({
      ...present(exchange),
      sourceApplicationId: of,
    }));
  },
};

function present({ resourceId, dialects, ...exchange }: ExchangeFacts): Exchange {
  return { ...exchange, scimId: resourceId, dialects: [...dialects] };
}
