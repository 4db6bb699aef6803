import Type, { type Static } from "typebox";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Name, nullable } from "./values.ts";

export const Role = Type.Enum(["owner", "administrator", "auditor"], {
  description: "owner: everything, API keys included. administrator: all but API keys. auditor: reads.",
});
export type Role = Static<typeof Role>;

const described = {
  id: Id,
  name: Name,
  role: Role,
  organizationId: nullable(Id, "Null: the whole installation."),
  hint: Type.String({ description: "The key's last four characters." }),
  createdAt: Instant,
};

export const ApiKey = exactly({ ...described, revokedAt: nullable(Instant) });
export type ApiKey = Static<typeof ApiKey>;

export const CreatedApiKey = exactly({ ...described, apiKey: Type.String({ description: "Shown this once." }) });
export type CreatedApiKey = Static<typeof CreatedApiKey>;

export const apiKeyRoutes = defineRoutes({
  listApiKeys: {
    method: "GET",
    path: "/api-keys",
    summary: "Lists the API keys of the caller's organization, or of the installation; the keys stay hidden.",
    permission: "own",
    answer: exactly({ items: Type.Array(ApiKey), nextCursor: Type.Null() }),
  },
  createApiKey: {
    method: "POST",
    path: "/api-keys",
    summary: "Creates an API key; without organizationId it is for what the caller's key is for.",
    permission: "own",
    body: exactly({ name: Name, role: Role, organizationId: Type.Optional(nullable(Id)) }),
    status: 201,
    answer: CreatedApiKey,
  },
  revokeApiKey: {
    method: "DELETE",
    path: "/api-keys/{apiKeyId}",
    summary: "Revokes an API key at once.",
    permission: "own",
    status: 204,
  },
});
