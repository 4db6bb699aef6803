import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery } from "./values.ts";

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
});
export type Exchange = Static<typeof Exchange>;

export const exchangeRoutes = defineRoutes({
  listExchanges: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/exchanges",
    summary: "Lists the recorded SCIM requests of a source application, newest first.",
    permission: "read",
    query: exactly({
      outcome: Type.Optional(Type.Enum(["applied", "unchanged", "observed", "held", "conflict", "refused"])),
      ...pageQuery(500),
    }),
    answer: page(Exchange),
  },
});
