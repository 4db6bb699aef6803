import Type, { type Static } from "typebox";
import { OrganizationExchange } from "./exchanges.ts";
import { NamedProvisioningEvent } from "./provisioning-events.ts";
import { defineRoutes } from "./route.ts";
import { exactly } from "./values.ts";

/** The first message: the stream is open. */
export const LiveReady = exactly({
  missed: Type.Boolean({ description: "More happened since the Last-Event-ID than is sent after: list anew." }),
});
export type LiveReady = Static<typeof LiveReady>;

/** Provisioning events in commit order; none is missed, and the message's id leads on after a break. */
export const LiveEvents = exactly({ items: Type.Array(NamedProvisioningEvent) });
export type LiveEvents = Static<typeof LiveEvents>;

/** Exchanges as they are recorded, up to a second late; under load not all of them. */
export const LiveExchanges = exactly({
  items: Type.Array(OrganizationExchange),
  more: Type.Boolean({ description: "There were more at once than are sent." }),
});
export type LiveExchanges = Static<typeof LiveExchanges>;

/** The messages of the stream by their event names. */
export interface LiveMessages {
  readonly ready: LiveReady;
  readonly events: LiveEvents;
  readonly exchanges: LiveExchanges;
}

export const liveRoutes = defineRoutes({
  followOrganization: {
    method: "GET",
    path: "/organizations/{organizationId}/live",
    summary:
      "Streams what happens (server-sent events): `ready` once, then `events` and `exchanges`. Last-Event-ID goes on after a break.",
    permission: "read",
    answerType: "text/event-stream",
  },
});
