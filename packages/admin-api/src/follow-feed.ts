import { ApiError } from "./api-error.ts";
import type { Client } from "./client.ts";
import type { ConcernedDirectory } from "./directory-snapshot.ts";
import { type FeedEvent, provisioningEventRoutes } from "./provisioning-events.ts";

/** Which feed is followed, and from where. */
export interface FollowOptions {
  readonly organizationId: string;
  /** The `cursor` of the last page that was dealt with; the beginning of the feed where it is missing. */
  readonly after?: string | undefined;
  /** Only these types: `["user.disabled", "group.*"]`. */
  readonly types?: readonly string[];
  readonly directoryUserId?: string;
  readonly directoryGroupId?: string;
  /** With what the directory holds of those whom the events concern. */
  readonly withDirectory?: boolean;
  /** Events in a page at most. */
  readonly limit?: number;
  /** Ends the iteration quietly. */
  readonly signal?: AbortSignal;
}

/** Events in their order, never empty, and the cursor to keep once they are dealt with. */
export interface FeedStep {
  readonly events: readonly FeedEvent[];
  readonly cursor: string;
  /** The feed goes on at once. */
  readonly more: boolean;
  readonly directory?: ConcernedDirectory;
}

/** Events have been dropped or the feed has begun anew since a cursor was given: take a snapshot. */
export class FeedBegunAnew extends Error {
  constructor(cause: ApiError) {
    super("the feed cannot go on from this cursor: take a snapshot and follow from there", { cause });
    this.name = "FeedBegunAnew";
  }
}

const waitSeconds = 25;

/**
 * Follows the feed of an organization: each event once and in order for a reader that keeps the cursor of a page in the
 * same transaction as what it makes of it. Waits on the server while nothing is new.
 *
 * @throws {FeedBegunAnew} the cursor leads nowhere any more
 *
 * @example
 * for await (const { events, cursor } of followFeed(client, { organizationId, after: await readCursor() })) {
 *   await inOneTransaction(() => [deal(events), keepCursor(cursor)]);
 * }
 */
export async function* followFeed(client: Client, options: FollowOptions): AsyncGenerator<FeedStep, void, undefined> {
  const { organizationId, types, directoryUserId, directoryGroupId, limit, signal } = options;
  const fixed = {
    wait: waitSeconds,
    ...(types === undefined ? {} : { types: types.join(",") }),
    ...(directoryUserId === undefined ? {} : { directoryUserId }),
    ...(directoryGroupId === undefined ? {} : { directoryGroupId }),
    ...(limit === undefined ? {} : { limit }),
    ...(options.withDirectory === true ? { include: "directory" as const } : {}),
  };
  for (let { after } = options; !isAborted(signal); ) {
    try {
      const page = await client.call(provisioningEventRoutes.listProvisioningEvents, {
        params: { organizationId },
        query: { ...fixed, ...(after === undefined ? {} : { after }) },
        ...(signal === undefined ? {} : { signal }),
      });
      after = page.nextCursor;
      if (page.items.length === 0) continue;
      const directory = page.directory === undefined ? {} : { directory: page.directory };
      yield { events: page.items, cursor: page.nextCursor, more: page.more, ...directory };
    } catch (error) {
      if (isAborted(signal)) return;
      if (error instanceof ApiError && error.status === 410) throw new FeedBegunAnew(error);
      throw error;
    }
  }
}

/** Asked anew each time: the types would take the first answer for the last. */
export function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
