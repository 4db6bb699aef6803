import type { Client } from "@rollcall/admin-api/client.ts";
import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { type DirectoryUser, directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { type ProvisioningEvent, provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import type { Story } from "./demo-story.ts";

/** A directory group with the user names of its members in force. */
export interface GroupWithMembers {
  readonly displayName: string | null;
  readonly memberNames: readonly string[];
}

/** What the directory holds of one source. */
export interface DirectoryPart {
  readonly users: readonly DirectoryUser[];
  readonly groups: readonly GroupWithMembers[];
}

export interface DemoDirectory {
  readonly entra: DirectoryPart;
  readonly okta: DirectoryPart;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Walks a list by its cursor, page after page. */
export async function readPages<Item>(
  readPage: (query: { readonly limit: number; readonly cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page<Item> = await readPage(cursor === "" ? { limit: 500 } : { limit: 500, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** Reads what the directory holds of both sources, memberships in force included. */
export async function readDirectory(
  client: Client,
  organizationId: string,
  story: Story,
  applications: { readonly entra: { readonly id: string }; readonly okta: { readonly id: string } },
): Promise<DemoDirectory> {
  const params = { organizationId };
  const users = await readPages((query) => client.call(directoryUserRoutes.listDirectoryUsers, { params, query }));
  // By domain, not by link: a deleted person's link is closed, and they are still of that source.
  const usersOf = (domain: string): DirectoryUser[] => users.filter(({ userName }) => userName?.endsWith(`@${domain}`));
  return {
    entra: {
      users: usersOf(story.domains.entra),
      groups: await readGroups(client, organizationId, applications.entra.id),
    },
    okta: {
      users: usersOf(story.domains.okta),
      groups: await readGroups(client, organizationId, applications.okta.id),
    },
  };
}

async function readGroups(
  client: Client,
  organizationId: string,
  sourceApplicationId: string,
): Promise<GroupWithMembers[]> {
  const groups = await readPages((query) =>
    client.call(directoryGroupRoutes.listDirectoryGroups, {
      params: { organizationId },
      query: { ...query, sourceApplicationId },
    }),
  );
  const read: GroupWithMembers[] = [];
  for (const { id, displayName } of groups) {
    const members = await readPages((query) =>
      client.call(directoryGroupRoutes.listDirectoryGroupMembers, {
        params: { organizationId, directoryGroupId: id },
        query,
      }),
    );
    read.push({ displayName, memberNames: members.flatMap(({ userName }) => userName ?? []) });
  }
  return read;
}

/** Reads the feed of an organization from its beginning to its end of now. */
export async function readEvents(client: Client, organizationId: string): Promise<ProvisioningEvent[]> {
  const events: ProvisioningEvent[] = [];
  for (let after: string | undefined; ; ) {
    const page: { items: ProvisioningEvent[]; nextCursor: string } = await client.call(
      provisioningEventRoutes.listProvisioningEvents,
      { params: { organizationId }, query: { limit: 1_000, ...(after === undefined ? {} : { after }) } },
    );
    if (page.items.length === 0) return events;
    events.push(...page.items);
    after = page.nextCursor;
  }
}
