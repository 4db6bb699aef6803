import type { Client } from "@rollcall/admin-api/client.ts";
import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { type DirectoryUser, directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { type ProvisioningEvent, provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import type { Story } from "./demo-story.ts";
import { type Page, walkList } from "./walk-list.ts";

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

/** Reads a list to its end, page by page. */
export async function readPages<Item>(
  readPage: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  return (await walkList(Number.MAX_SAFE_INTEGER, readPage)).items;
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
