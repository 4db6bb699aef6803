import Type, { type Static } from "typebox";
import { DirectoryUserStatus } from "./directory-users.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, nullable, page, pageQuery } from "./values.ts";

const text = nullable(Type.String());

export const Conflict = exactly({
  id: Id,
  sourceApplicationId: Id,
  sourceApplicationName: Type.String(),
  resourceType: Type.String(),
  scimId: Id,
  externalId: text,
  userName: text,
  displayName: text,
  email: text,
  reason: Type.Enum(["candidate-not-allowed", "several-candidates", "several-leavers", "candidate-linked-already"]),
  candidates: Type.Array(
    exactly({ id: Id, userName: text, displayName: text, email: text, status: DirectoryUserStatus }),
    { description: "Directory users whom the resource may be; at most 20." },
  ),
  createdAt: Instant,
});
export type Conflict = Static<typeof Conflict>;

export const conflictRoutes = defineRoutes({
  listConflicts: {
    method: "GET",
    path: "/organizations/{organizationId}/conflicts",
    summary: "Lists resources of which a person must decide whom they concern.",
    permission: "read",
    query: exactly({ sourceApplicationId: Type.Optional(Id), ...pageQuery(500) }),
    answer: page(Conflict),
  },
});
