import Type, { type Static } from "typebox";
import { DirectoryGroupStatus, DirectoryUserStatus } from "./directory-statuses.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, nullable } from "./values.ts";

const text = nullable(Type.String());

/** What was found: at most five of each. */
export const OrganizationFindings = exactly({
  applications: Type.Array(exactly({ id: Id, displayName: Type.String(), kind: Type.String() })),
  people: Type.Array(exactly({ id: Id, userName: text, displayName: text, email: text, status: DirectoryUserStatus })),
  groups: Type.Array(exactly({ id: Id, displayName: text, status: DirectoryGroupStatus })),
});
export type OrganizationFindings = Static<typeof OrganizationFindings>;

export const organizationSearchRoutes = defineRoutes({
  searchOrganization: {
    method: "GET",
    path: "/organizations/{organizationId}/search",
    summary: "Finds applications, people and groups by what somebody types; at most five of each.",
    permission: "read",
    query: exactly({
      q: Type.Optional(
        Type.String({
          maxLength: 200,
          description: "Words that must all occur; fewer than three characters find names that begin so.",
        }),
      ),
    }),
    answer: OrganizationFindings,
  },
});
