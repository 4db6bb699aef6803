import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery, SentId } from "./values.ts";

const text = nullable(Type.String());

export const HeldDecision = Type.Enum(["approve", "disable", "reject"], {
  description:
    "approve: decided again on today's resource. disable: the same, but nobody goes to the bin. reject: an override.",
});
export type HeldDecision = Static<typeof HeldDecision>;

export const HeldChange = exactly({
  sourceApplicationId: Id,
  sourceApplicationName: Type.String(),
  scimId: Id,
  resourceType: Type.String(),
  target: Type.Enum(["disable", "bin", "delete", "members", "leave"], {
    description:
      "What waits: a deactivation, one that bins, a deletion of the resource, the loss of members, or that a group leaves the directory by the group rules.",
  }),
  because: Type.Enum(["limit", "protected"], {
    description: "More went than the guard lets through, or somebody protected would lose something.",
  }),
  since: Instant,
  directoryUserId: nullable(Id),
  directoryGroupId: nullable(Id),
  displayName: text,
  email: text,
  decision: nullable(HeldDecision, "Decided, and carried out within a second or so."),
});
export type HeldChange = Static<typeof HeldChange>;

export const heldChangeRoutes = defineRoutes({
  listHeldChanges: {
    method: "GET",
    path: "/organizations/{organizationId}/held-changes",
    summary: "Lists what the guard holds until a person decides.",
    permission: "read",
    query: exactly({ sourceApplicationId: Type.Optional(SentId), ...pageQuery(500) }),
    answer: page(HeldChange),
  },
  decideHeldChanges: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/held-changes/decide",
    summary: "Decides about changes that the guard holds: some, or all of them where scimIds is missing.",
    permission: "change",
    body: exactly({
      decision: HeldDecision,
      scimIds: Type.Optional(Type.Array(SentId, { minItems: 1, maxItems: 1000 })),
      reason: Type.String({ minLength: 1, maxLength: 1000, pattern: "\\S", description: "Why; kept with the events." }),
    }),
    answer: exactly({ decided: Type.Integer({ description: "Changes that the decision is about." }) }),
  },
});
