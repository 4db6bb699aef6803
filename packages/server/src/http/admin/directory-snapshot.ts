import type {
  ConcernedDirectory,
  CopiedGroup,
  CopiedUser,
  directorySnapshotRoutes,
} from "@rollcall/admin-api/directory-snapshot.ts";
import { type Concerned, readSnapshot } from "../../actions/copy-directory.ts";
import { formatFeedCursor, formatSnapshotCursor, parseSnapshotCursor } from "../../domain/list-cursor.ts";
import type { Copied } from "../../storage/read/copied-directory.ts";
import type { HandlersOf } from "./handler.ts";
import { defaultLimit } from "./list-parameters.ts";
import { valuesOf } from "./present-values.ts";

export const directorySnapshotHandlers: HandlersOf<typeof directorySnapshotRoutes> = {
  readDirectorySnapshot: async ({ deps, organizationId, query }) => {
    const from = query.cursor === undefined ? undefined : parseSnapshotCursor(query.cursor);
    const page = await readSnapshot(deps, organizationId, from, query.limit ?? defaultLimit);
    return {
      users: page.users.map(present) satisfies CopiedUser[],
      groups: page.groups.map(present) satisfies CopiedGroup[],
      nextCursor: page.next === undefined ? null : formatSnapshotCursor(page.next),
      feedCursor: formatFeedCursor(page.feed),
    };
  },
};

export function presentConcerned(concerned: Concerned): ConcernedDirectory {
  return {
    users: concerned.users.map(present),
    groups: concerned.groups.map(present),
    goneUserIds: [...concerned.goneUserIds],
    goneGroupIds: [...concerned.goneGroupIds],
    regroupedIds: [...concerned.regroupedIds],
  };
}

function present<Status>(one: Copied<Status>) {
  return { ...one, attributes: valuesOf(one.attributes), groupIds: [...one.groupIds] };
}
