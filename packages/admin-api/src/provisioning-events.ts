import Type, { type Static } from "typebox";
import { ConcernedDirectory } from "./directory-snapshot.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery, SentId } from "./values.ts";

const facts = {
  id: Id,
  type: Type.String({ description: "user.created, user.disabled, group.member-added and so on." }),
  outcome: Type.Enum(["applied", "observed", "held", "conflict"]),
  reason: nullable(Type.String()),
  actor: Type.String({ description: "source, or api-key: with the key's id." }),
  sourceApplicationId: nullable(Id),
  directoryUserId: nullable(Id),
  directoryGroupId: nullable(Id),
  scimId: nullable(Id),
  externalId: nullable(Type.String()),
  exchangeId: nullable(Id),
  changes: Type.Array(exactly({ attribute: Type.String(), from: Json, to: Json })),
  occurredAt: Instant,
};

export const ProvisioningEvent = exactly(facts);
export type ProvisioningEvent = Static<typeof ProvisioningEvent>;

/** An event in the feed, and as webhooks tell it. */
export const FeedEvent = exactly({
  ...facts,
  position: Type.Integer({ description: "Its place in the feed: what has a higher one happened later." }),
});
export type FeedEvent = Static<typeof FeedEvent>;

/** An event as people are shown it: with what those are called who appear in it. */
export const NamedProvisioningEvent = exactly({
  ...facts,
  actorName: nullable(Type.String({ description: "What the actor is called; of the source, its application's name." })),
  sourceApplicationName: nullable(Type.String()),
  directoryUserName: nullable(Type.String()),
  directoryGroupName: nullable(Type.String()),
  people: Type.Record(Type.String(), Type.String(), {
    description: "SCIM ids of people in the changes, as a manager's -> what they are called.",
  }),
});
export type NamedProvisioningEvent = Static<typeof NamedProvisioningEvent>;

export const provisioningEventRoutes = defineRoutes({
  listProvisioningEvents: {
    method: "GET",
    path: "/organizations/{organizationId}/provisioning-events",
    summary:
      "Lists events in commit order, none missed: always pass nextCursor as after; `more` says that there are more at once.",
    permission: "read",
    waits: true,
    query: exactly({
      after: Type.Optional(Type.String({ maxLength: 2000, description: "nextCursor of the answer before." })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: "100 where it is missing." })),
      wait: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 30, description: "Seconds to wait for an event where there is none yet." }),
      ),
      types: Type.Optional(
        Type.String({
          maxLength: 1000,
          description: "Only these, as in user.disabled,group.*; all where it is missing.",
        }),
      ),
      directoryUserId: Type.Optional(SentId),
      directoryGroupId: Type.Optional(SentId),
      include: Type.Optional(
        Type.Enum(["directory"], { description: "With what the directory holds of those whom the events concern." }),
      ),
    }),
    answer: exactly({
      items: Type.Array(FeedEvent),
      nextCursor: Type.String(),
      more: Type.Boolean({ description: "The feed goes on behind nextCursor." }),
      directory: Type.Optional(ConcernedDirectory),
    }),
  },
  listLatestProvisioningEvents: {
    method: "GET",
    path: "/organizations/{organizationId}/provisioning-events/latest",
    summary: "Lists events newest first, for people who look; programs that must miss none follow the feed.",
    permission: "read",
    query: exactly({
      sourceApplicationId: Type.Optional(SentId),
      directoryUserId: Type.Optional(SentId),
      directoryGroupId: Type.Optional(SentId),
      type: Type.Optional(Type.String({ maxLength: 50, description: "user.created and so on." })),
      outcome: Type.Optional(Type.Enum(["applied", "observed", "held", "conflict"])),
      since: Type.Optional(Instant),
      until: Type.Optional(Instant),
      ...pageQuery(500),
    }),
    answer: page(NamedProvisioningEvent),
  },
});
