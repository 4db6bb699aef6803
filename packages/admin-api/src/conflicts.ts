import Type, { type Static } from "typebox";
import { ProvisioningOutcome } from "./directory-user-administration.ts";
import { DirectoryUserStatus } from "./directory-statuses.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable, page, pageQuery, SentId } from "./values.ts";

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
  reason: Type.Enum([
    "candidate-not-allowed",
    "several-candidates",
    "several-leavers",
    "candidate-linked-already",
    "asked-by-rule",
    "refused-by-rule",
    "unlinked-by-administrator",
  ]),
  candidates: Type.Array(
    exactly({
      id: Id,
      userName: text,
      displayName: text,
      email: text,
      status: DirectoryUserStatus,
      foundBy: Type.Array(exactly({ name: Type.String(), label: Type.String() }), {
        description: "The directory attributes by which it was found.",
      }),
      differences: Type.Array(
        exactly({ attribute: Type.String(), label: Type.String(), resource: Json, directory: Json }),
        { description: "Where the resource, mapped, and the directory user say different things; null for nothing." },
      ),
    }),
    { description: "Directory users whom the resource may be; at most 20." },
  ),
  createdAt: Instant,
});
export type Conflict = Static<typeof Conflict>;

export const conflictRoutes = defineRoutes({
  listConflicts: {
    method: "GET",
    path: "/organizations/{organizationId}/conflicts",
    summary: "Lists resources of which a person must decide whom they concern, oldest first.",
    permission: "read",
    query: exactly({ sourceApplicationId: Type.Optional(SentId), ...pageQuery(500) }),
    answer: page(Conflict),
  },
  linkConflict: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/conflicts/{scimId}/link",
    summary: "Decides that the resource is this directory user.",
    permission: "change",
    body: exactly({ directoryUserId: Id }),
    answer: ProvisioningOutcome,
  },
  createFromConflict: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/conflicts/{scimId}/create",
    summary: "Decides that the resource is somebody new.",
    permission: "change",
    answer: ProvisioningOutcome,
  },
  ignoreConflict: {
    method: "POST",
    path: "/source-applications/{sourceApplicationId}/conflicts/{scimId}/ignore",
    summary: "Decides that the resource concerns nobody; it can still be linked or created later.",
    permission: "change",
    answer: ProvisioningOutcome,
  },
});
