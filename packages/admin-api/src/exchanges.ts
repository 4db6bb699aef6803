import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery, SentId } from "./values.ts";

const text = nullable(Type.String());

export const Exchange = exactly({
  id: Id,
  method: Type.String(),
  path: Type.String(),
  status: Type.Integer(),
  scimType: text,
  detail: text,
  outcome: text,
  reason: text,
  scimId: nullable(Id),
  dialects: Type.Array(Type.String()),
  userAgent: text,
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
