import type { FeedPosition, SnapshotPosition } from "../domain/list-cursor.ts";
import type { ProvisioningEvent } from "../domain/provisioning-event.ts";
import {
  type CopiedGroup,
  type CopiedUser,
  findCopiedGroups,
  findCopiedUsers,
  findGroupsByScimId,
  listCopiedGroups,
  listCopiedUsers,
} from "../storage/read/copied-directory.ts";
import { findFeedEnd } from "../storage/read/provisioning-events.ts";
import type { ActionDeps } from "./action-deps.ts";

/** One page of a snapshot. */
export interface SnapshotPage {
  readonly users: readonly CopiedUser[];
  readonly groups: readonly CopiedGroup[];
  readonly feed: FeedPosition;
  readonly next: SnapshotPosition | undefined;
}

type ReadDeps = Pick<ActionDeps, "database">;

/**
 * Reads one page of the directory: people first, then groups. Where the feed stands is read before the first page, so
 * whatever changes while the pages are read has its event behind that: a reader who then follows the feed, and takes over
 * what the directory holds of those whom each event concerns, misses nothing.
 *
 * @param from undefined begins
 */
export async function readSnapshot(
  { database }: ReadDeps,
  organizationId: string,
  from: SnapshotPosition | undefined,
  limit: number,
): Promise<SnapshotPage> {
  const { feed, kind, after } = from ?? {
    feed: await findFeedEnd(database.reader, organizationId),
    kind: "users",
    after: null,
  };
  if (kind === "users") {
    const users = await listCopiedUsers(database.lists, organizationId, after, limit);
    const last = users.length < limit ? undefined : users.at(-1);
    const next = { feed, kind: last === undefined ? "groups" : "users", after: last?.id ?? null } as const;
    return { users, groups: [], feed, next };
  }
  const groups = await listCopiedGroups(database.lists, organizationId, after, limit);
  const last = groups.length < limit ? undefined : groups.at(-1);
  return { users: [], groups, feed, next: last && { feed, kind: "groups", after: last.id } };
}

/** What the directory holds of those whom events concern. */
export interface Concerned {
  readonly users: readonly CopiedUser[];
  readonly groups: readonly CopiedGroup[];
  readonly goneUserIds: readonly string[];
  readonly goneGroupIds: readonly string[];
  /** Groups that may have other members altogether, without an event for each. */
  readonly regroupedIds: readonly string[];
}

/** Events after which the members of a group may be others, because it lost its source or has one again. */
const regroups: ReadonlySet<string> = new Set(["group.returned", "group.binned", "group.kept"]);

/** Reads what the directory holds of those whom events concern: their values, their status and the groups they are in. */
export async function readConcerned(
  { database }: ReadDeps,
  organizationId: string,
  events: readonly ProvisioningEvent[],
): Promise<Concerned> {
  const { lists } = database;
  const userIds = [...new Set(events.flatMap(({ directoryUserId }) => directoryUserId ?? []))];
  // A group that joins or leaves a group is named by its resource alone.
  const members = events.flatMap(({ type, directoryUserId, sourceApplicationId, scimId }) =>
    type.startsWith("group.member-") && directoryUserId === null && sourceApplicationId !== null && scimId !== null
      ? [{ sourceApplicationId, scimId }]
      : [],
  );
  const groupIds = new Set([
    ...events.flatMap(({ directoryGroupId }) => directoryGroupId ?? []),
    ...(await findGroupsByScimId(lists, organizationId, members)),
  ]);
  const [users, groups] = await Promise.all([
    findCopiedUsers(lists, organizationId, userIds),
    findCopiedGroups(lists, organizationId, [...groupIds]),
  ]);
  const found = new Set([...users, ...groups].map(({ id }) => id));
  const regrouped = events.flatMap(({ type, directoryGroupId }) =>
    regroups.has(type) ? (directoryGroupId ?? []) : [],
  );
  return {
    users,
    groups,
    goneUserIds: userIds.filter((id) => !found.has(id)),
    goneGroupIds: [...groupIds].filter((id) => !found.has(id)),
    regroupedIds: [...new Set(regrouped)].filter((id) => found.has(id)),
  };
}
