import type { AdminApi } from "./demo-admin-api.ts";
import type { DirectoryPart, ListedGroup, ListedUser } from "./demo-check.ts";

interface Applications {
  readonly entra: { readonly id: string };
  readonly okta: { readonly id: string };
}

/** An event of the feed; what the demonstration looks at. */
export interface ListedEvent {
  readonly type: string;
  readonly outcome: string;
  readonly directoryUserId: string | null;
}

/** Reads what the directory holds of each of two applications, memberships in force included. */
export async function readDirectory(
  api: AdminApi,
  organizationId: string,
  applications: Applications,
): Promise<{ readonly entra: DirectoryPart; readonly okta: DirectoryPart }> {
  return {
    entra: await readPart(api, organizationId, applications.entra.id),
    okta: await readPart(api, organizationId, applications.okta.id),
  };
}

async function readPart(api: AdminApi, organizationId: string, sourceApplicationId: string): Promise<DirectoryPart> {
  const of = `?sourceApplicationId=${encodeURIComponent(sourceApplicationId)}`;
  const users = await api.all<ListedUser>(`/organizations/${organizationId}/directory-users${of}`);
  const listed = await api.all<Omit<ListedGroup, "memberNames">>(
    `/organizations/${organizationId}/directory-groups${of}`,
  );
  const groups: ListedGroup[] = [];
  for (const group of listed) {
    const members = await api.all<{ userName?: string | null }>(
      `/organizations/${organizationId}/directory-groups/${group.id}/members`,
    );
    groups.push({ ...group, memberNames: members.flatMap(({ userName }) => userName ?? []) });
  }
  return { users, groups };
}

/** Reads the whole feed of an organization, from its beginning. */
export async function readEvents(api: AdminApi, organizationId: string): Promise<ListedEvent[]> {
  const events: ListedEvent[] = [];
  let after = "";
  for (;;) {
    const page = await api.get<{ items: ListedEvent[]; nextCursor: string }>(
      `/organizations/${organizationId}/provisioning-events?limit=1000${after}`,
    );
    events.push(...page.items);
    if (page.items.length === 0) return events;
    after = `&after=${encodeURIComponent(page.nextCursor)}`;
  }
}
