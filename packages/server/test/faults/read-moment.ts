import type { Client } from "@rollcall/admin-api/client.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { type ProvisioningEvent, provisioningEventRoutes } from "@rollcall/admin-api/provisioning-events.ts";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import type { ScimClient } from "@rollcall/simulator/scim-client.ts";
import { readPages } from "../../src/cli/demo-directory.ts";
import { type Moment, readAll } from "./check-durability.ts";

/**
 * Reads what SCIM, the directory and the feed hold while nobody writes.
 *
 * @param marker user name of a directory user that is made: the feed is read up to its event
 */
export async function readMoment(
  client: Client,
  organizationId: string,
  readers: readonly ScimClient[],
  marker: string,
): Promise<Moment> {
  const users: JsonObject[] = [];
  const groups: JsonObject[] = [];
  for (const reader of readers) {
    users.push(...(await readAll(reader, "/Users")));
    groups.push(...(await readAll(reader, "/Groups")));
  }
  const params = { organizationId };
  const events = await readFeed(client, organizationId, marker);
  const directoryUsers = await readPages((query) =>
    client.call(directoryUserRoutes.listDirectoryUsers, { params, query }),
  );
  return { users, groups, directoryUsers, events };
}

/** Reads the feed up to an event that is written now: everything before it is there by then. */
async function readFeed(client: Client, organizationId: string, userName: string): Promise<ProvisioningEvent[]> {
  const params = { organizationId };
  const last = await client.call(directoryUserRoutes.createDirectoryUser, {
    params,
    body: { attributes: { userName } },
  });
  const events: ProvisioningEvent[] = [];
  let from: { readonly after?: string } = {};
  while (!events.some((event) => event.directoryUserId === last.id)) {
    const query = { limit: 1_000, ...from };
    const page = await client.call(provisioningEventRoutes.listProvisioningEvents, { params, query });
    events.push(...page.items);
    from = { after: page.nextCursor };
  }
  return events;
}
