import Type, { type Static } from "typebox";
import { used } from "./bearer-tokens.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Name } from "./values.ts";

const described = {
  id: Id,
  name: Name,
  hint: Type.String({ description: "The secret's last four characters." }),
  createdAt: Instant,
};

/** `id` is the client id of RFC 6749. */
export const OauthClient = exactly({ ...described, ...used });
export type OauthClient = Static<typeof OauthClient>;

export const CreatedOauthClient = exactly({
  ...described,
  clientSecret: Type.String({ description: "Shown this once." }),
  tokenUrl: Type.String({ description: "Where the client exchanges its credentials for access tokens." }),
});
export type CreatedOauthClient = Static<typeof CreatedOauthClient>;

export const oauthClientRoutes = defineRoutes({
  listOauthClients: {
    method: "GET",
    path: "/source-applications/{sourceApplicationId}/oauth-clients",
    summary: "Lists the application's OAuth clients, revoked ones included, newest first; the secrets stay hidden.",
    permission: "read",
    answer: exactly({ items: Type.Array(OauthClient), nextCursor: Type.Null() }),
  },
  createOauthClient: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/oauth-clients",
    summary: "Creates an OAuth client for the grant client_credentials; access tokens are in force for one hour.",
    permission: "change",
    body: exactly({ name: Name }),
    status: 201,
    answer: CreatedOauthClient,
  },
  revokeOauthClient: {
    method: "DELETE",
    path: "/source-applications/{sourceApplicationId}/oauth-clients/{oauthClientId}",
    summary: "Revokes an OAuth client and the access tokens issued to it, at once.",
    permission: "change",
    status: 204,
  },
});
