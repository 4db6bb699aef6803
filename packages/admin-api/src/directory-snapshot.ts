import Type, { type Static } from "typebox";
import { DirectoryGroupStatus, DirectoryUserStatus } from "./directory-statuses.ts";
import { defineRoutes } from "./route.ts";
import { exactly, Id, Instant, Json, nullable } from "./values.ts";

const common = {
  id: Id,
  attributes: Type.Record(Type.String(), Json, { description: "Directory attribute -> value." }),
  groupIds: Type.Array(Id, { description: "Directory groups of which this effectively is a member itself." }),
  createdAt: Instant,
};

/** A directory user as a copy of the directory keeps it. */
export const CopiedUser = exactly({ ...common, status: DirectoryUserStatus });
export type CopiedUser = Static<typeof CopiedUser>;

/** A directory group as a copy of the directory keeps it; its members name it in their `groupIds`. */
export const CopiedGroup = exactly({ ...common, status: DirectoryGroupStatus });
export type CopiedGroup = Static<typeof CopiedGroup>;

/** What the directory holds of those whom a page of the feed concerns, read after its events were. */
export const ConcernedDirectory = exactly({
  users: Type.Array(CopiedUser),
  groups: Type.Array(CopiedGroup),
  goneUserIds: Type.Array(Id, { description: "The directory holds these no more." }),
  goneGroupIds: Type.Array(Id),
  regroupedIds: Type.Array(Id, {
    description: "Groups whose members may be others altogether: read their lists of members anew.",
  }),
});
export type ConcernedDirectory = Static<typeof ConcernedDirectory>;

export const directorySnapshotRoutes = defineRoutes({
  readDirectorySnapshot: {
    method: "GET",
    path: "/organizations/{organizationId}/directory-snapshot",
    summary:
      "Reads the whole directory page by page; after the last page the feed goes on from feedCursor without a gap.",
    permission: "read",
    query: exactly({
      cursor: Type.Optional(Type.String({ maxLength: 2000, description: "nextCursor of the page before." })),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 1000, description: "People or groups at most; 100 where it is missing." }),
      ),
    }),
    answer: exactly({
      users: Type.Array(CopiedUser),
      groups: Type.Array(CopiedGroup),
      nextCursor: nullable(Type.String()),
      feedCursor: Type.String({ description: "The same on every page: where the feed stood before the first." }),
    }),
  },
});
