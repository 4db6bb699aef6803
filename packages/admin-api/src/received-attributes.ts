import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Instant, nullable } from "./values.ts";

const ValueType = Type.Enum(["string", "boolean", "decimal", "complex"]);

export const ReceivedAttribute = exactly({
  path: Type.String({ description: "As the source writes it, without indexes." }),
  received: Type.Integer({ description: "How often it came." }),
  sample: nullable(Type.String({ description: "The latest value, masked: its shape, not its content." })),
  lastAt: Instant,
  type: nullable(ValueType, "Of the latest value; null where it is not known, and where it may be secret."),
  multiValued: Type.Boolean({ description: "The latest value was a list." }),
  keepable: Type.Boolean({
    description: "It can be kept by an extension of the application's own: it has a plain name.",
  }),
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
  keepReceivedAttribute: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/received-attributes/keep",
    summary:
      "Adds an attribute of users that nothing keeps to the application's own extension: from the next write on it is kept and can be mapped.",
    permission: "change",
    body: exactly({
      path: Type.String({ maxLength: 200, description: "As the list of received attributes has it." }),
      type: Type.Enum(["string", "boolean", "decimal"], {
        description: "A value of another type is refused from then on.",
      }),
      multiValued: Type.Optional(Type.Boolean()),
    }),
    answer: exactly({ path: Type.String({ description: "The attribute path that a mapping rule can read." }) }),
  },
});
