import { callLimitRoutes } from "@rollcall/admin-api/call-limits.ts";
import { type Client, createClient } from "@rollcall/admin-api/client.ts";
import { type CopiedGroup, type CopiedUser, directorySnapshotRoutes } from "@rollcall/admin-api/directory-snapshot.ts";
import { type CreatedSourceApplication, sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { retryingFetch } from "@rollcall/admin-api/wait-and-retry.ts";
import type { RollcallProcess } from "./rollcall-process.ts";

/** A client of the admin API that waits while the server is being restarted. */
export function patientClient({ origin, apiKey }: RollcallProcess): Client {
  const send = retryingFetch({ attempts: Number.POSITIVE_INFINITY, firstWait: 20, longestWait: 500 });
  return createClient({ url: origin, key: apiKey, fetch: send });
}

/** Makes an application whose source may call as often as it likes. */
export async function unlimitedApplication(
  client: Client,
  organizationId: string,
  displayName: string,
): Promise<CreatedSourceApplication> {
  const created = await client.call(sourceApplicationRoutes.createSourceApplication, {
    params: { organizationId },
    body: { displayName },
  });
  await client.call(callLimitRoutes.putCallLimit, {
    params: { sourceApplicationId: created.id },
    body: { enabled: false, perSecond: 1, raisedPerSecond: 1, inFlight: 1 },
  });
  return created;
}

/** Everybody and every group of a directory, with values, status and who effectively is in which group. */
export async function readWholeDirectory(
  client: Client,
  organizationId: string,
): Promise<{ users: CopiedUser[]; groups: CopiedGroup[] }> {
  const users: CopiedUser[] = [];
  const groups: CopiedGroup[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { users: CopiedUser[]; groups: CopiedGroup[]; nextCursor: string | null } = await client.call(
      directorySnapshotRoutes.readDirectorySnapshot,
      { params: { organizationId }, query: { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) } },
    );
    users.push(...page.users);
    groups.push(...page.groups);
    cursor = page.nextCursor;
  }
  return { users, groups };
}
