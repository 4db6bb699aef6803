import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Name, nullable } from "./values.ts";

const described = {
  id: Id,
  name: Name,
  hint: Type.String({ description: "The token's last four characters." }),
  createdAt: Instant,
  expiresAt: nullable(Instant),
};

/** What is known of the use of a bearer token or OAuth client. */
export const used = {
  revokedAt: nullable(Instant),
  revokedBy: nullable(Type.String(), "The actor, as in events."),
  lastUsedAt: nullable(Instant, "Up to a minute late."),
  lastUsedFrom: nullable(Type.String(), "The caller's address."),
  lastUsedBy: nullable(Type.String(), "The caller's User-Agent."),
  lastUsedClient: nullable(Type.String(), "The client that this User-Agent belongs to, by name."),
};

export const BearerToken = exactly({ ...described, ...used });
export type BearerToken = Static<typeof BearerToken>;

export const CreatedBearerToken = exactly({
  ...described,
  bearerToken: Type.String({ description: "Shown this once." }),
});
export type CreatedBearerToken = Static<typeof CreatedBearerToken>;

export const bearerTokenRoutes = defineRoutes({
  listBearerTokens: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/bearer-tokens",
    summary: "Lists the application's bearer tokens, revoked ones included, newest first; the tokens stay hidden.",
    permission: "read",
    answer: exactly({ items: Type.Array(BearerToken), nextCursor: Type.Null() }),
  },
  createBearerToken: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/bearer-tokens",
    summary: "Creates a bearer token; those that exist stay in force, so that a source can change over.",
    permission: "change",
    body: exactly({ name: Name, expiresAt: Type.Optional(Instant) }),
    status: 201,
    answer: CreatedBearerToken,
  },
  revokeBearerToken: {
    method: "DELETE",
    path: "/source-applications/{sourceApplicationId}/bearer-tokens/{bearerTokenId}",
    summary: "Revokes a bearer token at once.",
    permission: "change",
    status: 204,
  },
});
