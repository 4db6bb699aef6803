import type { Route } from "@rollcall/admin-api/route.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { bulkRequestUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import type { TestOrganization } from "../support/organization.ts";
import { type AnsweredResource, person, type Source } from "../support/source.ts";

/** Reads what sources read, in every way that has a statement of its own, and writes by Bulk. */
export async function readAsSource(source: Source, user: AnsweredResource, group: AnsweredResource): Promise<void> {
  const filters = {
    Users: [
      `userName eq "${String(user["userName"])}"`,
      `externalId eq "A-1"`,
      `id eq "${user.id}"`,
      `emails[type eq "work"].value eq "ann@example.com"`,
      `emails.value eq "ann@example.com"`,
      `name.familyName sw "Exam"`,
      `displayName co "xampl"`,
      `active eq true and not (title pr)`,
      `groups.value eq "${group.id}"`,
      `meta.lastModified gt "2020-01-01T00:00:00Z"`,
    ],
    Groups: [
      `displayName eq "All"`,
      `members.value eq "${user.id}"`,
      `id eq "${group.id}" and members.value eq "${user.id}"`,
      `meta.lastModified gt "2020-01-01T00:00:00Z"`,
    ],
  };
  for (const [endpoint, some] of Object.entries(filters)) {
    const path = (query: string): string => `/${endpoint}?${query}`;
    for (const filter of some) await read(source, path(`filter=${encodeURIComponent(filter)}`));
    for (const query of [
      "count=0",
      "count=2",
      "startIndex=2&count=2",
      "cursor=&count=1",
      "sortBy=displayName&count=2",
    ]) {
      const page = await read(source, path(query));
      const next = page["nextCursor"];
      if (typeof next === "string") await read(source, path(`cursor=${encodeURIComponent(next)}&count=1`));
    }
  }
  for (const path of [`/Users/${user.id}`, `/Users/${user.id}?excludedAttributes=groups`]) await read(source, path);
  for (const path of [`/Groups/${group.id}`, `/Groups/${group.id}?excludedAttributes=members`])
    await read(source, path);
  await read(source, "/?count=2");
  await source.send("POST", "/.search", { schemas: [searchRequestUrn], filter: `displayName sw "a"` });
  const Operations = ["one", "two"].map((name) => ({
    method: "POST",
    path: "/Users",
    bulkId: name,
    data: { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], ...person(`${name}-in-bulk`) },
  }));
  await source.send("POST", "/Bulk", { schemas: [bulkRequestUrn], Operations });
}

async function read(source: Source, path: string): Promise<AnsweredResource> {
  const answer = await source.send("GET", path);
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
  return answer.body as AnsweredResource;
}

/** Asks every route of the admin API that reads, with the ids of what the organization holds. */
export async function readAsAdministrator(
  organization: TestOrganization,
  ids: Readonly<Record<string, string>>,
): Promise<void> {
  const { origin, apiKey } = organization.server;
  for (const { method, path, answerType } of Object.values<Route>(adminRoutes)) {
    if (method !== "GET" || answerType === "text/event-stream") continue;
    const named = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? crypto.randomUUID());
    const query = named.endsWith("/search") ? "?q=ann" : "";
    const response = await fetch(`${origin}/api/v1${named}${query}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    await response.arrayBuffer();
    if (response.status >= 500) throw new Error(`GET ${named}: ${response.status}`);
  }
}
