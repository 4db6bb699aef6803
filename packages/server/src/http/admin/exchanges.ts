import type { Exchange, exchangeRoutes, OrganizationExchange } from "@rollcall/admin-api/exchanges.ts";
import { clientName } from "../../domain/client-name.ts";
import { RollcallError } from "../../domain/errors.ts";
import { explainExchange } from "../../domain/explain-exchange.ts";
import { idAt, instantOf } from "../../domain/id.ts";
import { findExchange, listEventsOfExchange } from "../../storage/read/exchange-details.ts";
import { type ExchangeFacts, listExchanges } from "../../storage/read/exchanges.ts";
import {
  listOrganizationExchanges,
  type OrganizationExchangeFacts,
} from "../../storage/read/organization-exchanges.ts";
import { namesOfEvents } from "./event-names.ts";
import type { HandlersOf } from "./handler.ts";
import { idRange } from "./id-range.ts";
import { listParameters, presentPage } from "./list-parameters.ts";
import { presentNamedEvent } from "./provisioning-events.ts";

export const exchangeHandlers: HandlersOf<typeof exchangeRoutes> = {
  listExchanges: async ({ deps, application, query }) => {
    const { after, limit } = listParameters("exchanges", query);
    const { organizationId, id } = application;
    const page = await listExchanges(deps.database.lists, organizationId, id, query.outcome ?? null, after, limit);
    return presentPage("exchanges", page, present);
  },
  getExchange: async ({ deps, application, params }) => {
    const { organizationId, id } = application;
    const found = await findExchange(deps.database.reader, organizationId, id, params.exchangeId);
    if (found === undefined) throw new RollcallError("exchange.not_found");
    const below = idAt(endOf(found) + clockMilliseconds);
    const events = await listEventsOfExchange(deps.database.lists, organizationId, found.id, found.id, below);
    const names = await namesOfEvents(deps, organizationId, events);
    const { request, answer, token, ...exchange } = found;
    return {
      ...present(exchange),
      sourceApplicationId: id,
      token,
      request,
      answer,
      effects: events.map((event) => presentNamedEvent(event, names)),
      meaning: explainExchange(found) ?? null,
    };
  },
  listOrganizationExchanges: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters("organization-exchanges", query);
    const { sourceApplicationId, directoryUserId, tokenId, status, method, outcome } = query;
    const statusClass = status === undefined ? undefined : Number(status.slice(0, 1));
    const wanted = { sourceApplicationId, directoryUserId, tokenId, statusClass, method, outcome, ...idRange(query) };
    const page = await listOrganizationExchanges(deps.database.lists, organizationId, wanted, after, limit);
    return presentPage("organization-exchanges", page, presentOrganizationExchange);
  },
};

/** By how much the clock that makes ids and the one of a request may differ. */
const clockMilliseconds = 1_000;

/** When the last of an exchange's events was made at the latest, in milliseconds. */
function endOf({ id, occurredAt, durationMicroseconds }: ExchangeFacts): number {
  return Math.max(Date.parse(occurredAt), instantOf(id) + durationMicroseconds / 1_000);
}

export function presentOrganizationExchange({
  sourceApplicationId,
  ...exchange
}: OrganizationExchangeFacts): OrganizationExchange {
  return { ...present(exchange), sourceApplicationId };
}

function present({ resourceId, dialects, ...exchange }: ExchangeFacts): Exchange {
  return { ...exchange, client: clientName(exchange.userAgent), scimId: resourceId, dialects: [...dialects] };
}
