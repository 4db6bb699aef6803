import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, nullable } from "./values.ts";

export const ReceivedAttribute = exactly({
  path: Type.String({ description: "As the source writes it, without indexes." }),
  received: Type.Integer({ description: "How often it came." }),
  sample: nullable(Type.String({ description: "The latest value, masked: its shape, not its content." })),
  lastAt: Instant,
});
export type ReceivedAttribute = Static<typeof ReceivedAttribute>;

export const receivedAttributeRoutes = defineRoutes({
  listReceivedAttributes: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/received-attributes",
    summary: "Lists what the source sends and nothing keeps, the most frequent first; at most 500.",
    permission: "read",
    answer: exactly({ items: Type.Array(ReceivedAttribute), nextCursor: Type.Null() }),
  },
});
