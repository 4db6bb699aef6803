import Type, { type Static } from "typebox";
import { NamedProvisioningEvent } from "./provisioning-events.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery, SentId } from "./values.ts";

const text = nullable(Type.String());

export const Exchange = exactly({
  id: Id,
  requestId: nullable(Type.String(), "The name that the request came with as `X-Request-Id`, as a proxy gives it."),
  method: Type.String(),
  path: Type.String({ description: "Below the SCIM base URL, without the query." }),
  query: nullable(Type.String(), "As it was sent, without its question mark, masked."),
  status: Type.Integer(),
  scimType: text,
  detail: text,
  outcome: text,
  reason: text,
  scimId: nullable(Id),
  dialects: Type.Array(Type.String()),
  userAgent: text,
  client: nullable(Type.String(), "The client that the User-Agent belongs to, by name."),
  durationMicroseconds: Type.Integer(),
  occurredAt: Instant,
  tokenId: nullable(
    Id,
    "Of the bearer token or OAuth client; null on reads that were answered, and on unknown tokens.",
  ),
  callerAddress: nullable(Type.String(), "Null on reads that were answered."),
});
export type Exchange = Static<typeof Exchange>;

/** One of an organization: it says of which source application it is. */
export const OrganizationExchange = exactly({ ...Exchange.properties, sourceApplicationId: Id });
export type OrganizationExchange = Static<typeof OrganizationExchange>;

const body = nullable(
  exactly({
    text: Type.String(),
    cut: Type.Boolean({ description: "There was more; the first 16,384 characters are kept." }),
  }),
  "Masked. Null where there was none, on reads that were answered, and when the days for it are over.",
);

/** One with all that is known of it. */
export const ExchangeDetails = exactly({
  ...OrganizationExchange.properties,
  token: nullable(
    exactly({ kind: Type.Enum(["bearer-token", "oauth-client"]), name: Type.String() }),
    "What `tokenId` names.",
  ),
  request: body,
  answer: body,
  effects: Type.Array(NamedProvisioningEvent, { description: "What it changed in the directory; the first 200." }),
  meaning: nullable(
    exactly({ meaning: Type.String(), whatToDo: Type.String() }),
    "In plain words. Null on reads that were answered.",
  ),
});
export type ExchangeDetails = Static<typeof ExchangeDetails>;

const outcome = Type.Optional(Type.Enum(["applied", "unchanged", "observed", "held", "conflict", "refused"]));

export const exchangeRoutes = defineRoutes({
  listExchanges: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/exchanges",
    summary: "Lists the recorded SCIM requests of a source application, newest first.",
    permission: "read",
    query: exactly({
      outcome,
      ...pageQuery(500),
    }),
    answer: page(Exchange),
  },
  getExchange: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/exchanges/{exchangeId}",
    summary: "Reads one recorded SCIM request: what was asked and answered, what it changed, and what that means.",
    permission: "read",
    answer: ExchangeDetails,
  },
  listOrganizationExchanges: {
    method: "GET",
    path: "/organizations/{organizationId}/exchanges",
    summary: "Lists the recorded SCIM requests of all source applications, newest first, refused tokens included.",
    permission: "read",
    query: exactly({
      sourceApplicationId: Type.Optional(SentId),
      directoryUserId: Type.Optional(SentId),
      tokenId: Type.Optional(SentId),
      status: Type.Optional(Type.Enum(["2xx", "3xx", "4xx", "5xx"])),
      method: Type.Optional(Type.Enum(["GET", "POST", "PUT", "PATCH", "DELETE"])),
      outcome,
      since: Type.Optional(Instant),
      until: Type.Optional(Instant),
      ...pageQuery(500),
    }),
    answer: page(OrganizationExchange),
  },
});
