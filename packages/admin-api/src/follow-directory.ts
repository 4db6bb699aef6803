import type { Client } from "./client.ts";
import { directoryGroupRoutes } from "./directory-groups.ts";
import { type CopiedGroup, type CopiedUser, directorySnapshotRoutes } from "./directory-snapshot.ts";
import { FeedBegunAnew, followFeed, isAborted } from "./follow-feed.ts";
import type { FeedEvent } from "./provisioning-events.ts";

/** The members of a group, all of them. */
export interface CopiedMembers {
  readonly groupId: string;
  readonly userIds: readonly string[];
  readonly groupIds: readonly string[];
}

/**
 * What a copy of the directory does next, each in one transaction:
 * - `start`: a snapshot follows; what it does not bring is gone at its end. Forget a kept cursor.
 * - `snapshot`: put these people and groups in, in place of what the copy has of them.
 * - `end`: the snapshot is complete: remove what it did not bring, keep the cursor.
 * - `changes`: put these in, remove what is gone, set the members of these groups, keep the cursor.
 */
export type CopyStep =
  | { readonly kind: "start" }
  | { readonly kind: "snapshot"; readonly users: readonly CopiedUser[]; readonly groups: readonly CopiedGroup[] }
  | { readonly kind: "end"; readonly cursor: string }
  | {
      readonly kind: "changes";
      readonly users: readonly CopiedUser[];
      readonly groups: readonly CopiedGroup[];
      readonly goneUserIds: readonly string[];
      readonly goneGroupIds: readonly string[];
      readonly members: readonly CopiedMembers[];
      /** What happened, for whoever wants to know; the copy does not need it. */
      readonly events: readonly FeedEvent[];
      readonly cursor: string;
    };

export interface CopyOptions {
  readonly organizationId: string;
  /** The cursor that the copy keeps; where it has none, a snapshot is taken. */
  readonly cursor: string | undefined;
  /** People, groups or events of a page at most; 500 where it is missing. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/**
 * Says what to do to hold a copy of an organization's directory and keep it true: a snapshot where there is no cursor, or
 * where the feed cannot go on from it, then what the feed tells.
 *
 * A copy that has done all steps up to a cursor holds every change that the feed tells up to there, and may hold some
 * that come after: what is put in is what the directory holds when the page is read. It is never behind its cursor, and
 * equals the directory once the feed has nothing more to tell.
 */
export async function* followDirectory(
  client: Client,
  options: CopyOptions,
): AsyncGenerator<CopyStep, void, undefined> {
  const { organizationId, limit = 500, signal } = options;
  for (let { cursor } = options; !isAborted(signal); ) {
    try {
      if (cursor === undefined) cursor = yield* snapshot(client, options, limit);
      for await (const step of followFeed(client, {
        organizationId,
        after: cursor,
        limit,
        withDirectory: true,
        ...(signal === undefined ? {} : { signal }),
      })) {
        if (step.directory === undefined) throw new Error("the server is older than this client: it sent no directory");
        const { users, groups, goneUserIds, goneGroupIds, regroupedIds } = step.directory;
        const members: CopiedMembers[] = [];
        for (const groupId of regroupedIds) members.push(await membersOf(client, options, groupId));
        const { events } = step;
        yield { kind: "changes", users, groups, goneUserIds, goneGroupIds, members, events, cursor: step.cursor };
      }
    } catch (error) {
      if (isAborted(signal)) return;
      if (!(error instanceof FeedBegunAnew)) throw error;
      cursor = undefined;
    }
  }
}

async function* snapshot(
  client: Client,
  { organizationId, signal }: CopyOptions,
  limit: number,
): AsyncGenerator<CopyStep, string, undefined> {
  yield { kind: "start" };
  for (let cursor: string | null = null; ; ) {
    const page: { users: CopiedUser[]; groups: CopiedGroup[]; nextCursor: string | null; feedCursor: string } =
      await client.call(directorySnapshotRoutes.readDirectorySnapshot, {
        params: { organizationId },
        query: { limit, ...(cursor === null ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      });
    yield { kind: "snapshot", users: page.users, groups: page.groups };
    cursor = page.nextCursor;
    if (cursor !== null) continue;
    yield { kind: "end", cursor: page.feedCursor };
    return page.feedCursor;
  }
}

async function membersOf(client: Client, options: CopyOptions, groupId: string): Promise<CopiedMembers> {
  const { organizationId, signal } = options;
  const userIds: string[] = [];
  const groupIds: string[] = [];
  for (let cursor: string | null = null; ; ) {
    const page: { items: { type: "User" | "Group"; id: string | null }[]; nextCursor: string | null } =
      await client.call(directoryGroupRoutes.listDirectoryGroupMembers, {
        params: { organizationId, directoryGroupId: groupId },
        query: { limit: 1000, ...(cursor === null ? {} : { cursor }) },
        ...(signal === undefined ? {} : { signal }),
      });
    for (const { type, id } of page.items) if (id !== null) (type === "User" ? userIds : groupIds).push(id);
    cursor = page.nextCursor;
    if (cursor === null) return { groupId, userIds: [...new Set(userIds)], groupIds: [...new Set(groupIds)] };
  }
}
