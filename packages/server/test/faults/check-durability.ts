import { isDeepStrictEqual } from "node:util";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { isObject, type JsonObject, own } from "@rollcall/scim/resource.ts";
import { resourcesOf, textAt } from "@rollcall/simulator/scim-answer.ts";
import { Refused, type ScimClient } from "@rollcall/simulator/scim-client.ts";
import { type AcknowledgedWrites, versionOf } from "./acknowledged-writes.ts";
import type { Findings } from "./findings.ts";

/** What the source holds now, by SCIM ids. */
export interface Wanted {
  user(id: string): boolean;
  member(groupId: string, memberId: string): boolean;
}

/** Finds acknowledged writes that are not there: users older than their answer, deleted ones, memberships undone. */
export async function checkAcknowledged(
  scim: ScimClient,
  writes: AcknowledgedWrites,
  wanted: Wanted,
  { lost, halfApplied }: Findings,
): Promise<void> {
  for (const [id, answer] of writes.users) {
    const found = await readOrGone(scim, `/Users/${id}`);
    if (answer === undefined) {
      if (found !== undefined) lost.push(`user ${id} was deleted and is there again`);
    } else if (found === undefined) {
      // A delete that was under way is the only reason for an acknowledged user to be gone.
      if (wanted.user(id)) lost.push(`user ${id} was acknowledged and is gone`);
    } else if (versionOf(found) < versionOf(answer)) {
      lost.push(`user ${id} is older than what was acknowledged`);
    } else if (versionOf(found) === versionOf(answer) && !isDeepStrictEqual(comparable(found), comparable(answer))) {
      halfApplied.push(`user ${id} is not what was acknowledged`);
    }
  }
  for (const [groupId, members] of writes.memberships) {
    const found = await readOrGone(scim, `/Groups/${groupId}`);
    if (found === undefined) lost.push(`group ${groupId} was acknowledged and is gone`);
    const present = new Set(memberIds(found ?? {}));
    for (const [memberId, added] of members) {
      // Where the source wants the opposite by now, a write that was under way may have come after.
      if (found === undefined || wanted.member(groupId, memberId) !== added) continue;
      if (present.has(memberId) !== added) lost.push(`group ${groupId}, member ${memberId}: expected ${added}`);
    }
  }
}

// A user's groups change without a change of the user.
function comparable(resource: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => name !== "groups"));
}

async function readOrGone(scim: ScimClient, path: string): Promise<JsonObject | undefined> {
  try {
    return await scim.send("GET", path);
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  }
}

export function memberIds(group: JsonObject): string[] {
  const members = own(group, "members");
  return Array.isArray(members)
    ? members.flatMap((member) => (isObject(member) ? (textAt(member, "value") ?? []) : []))
    : [];
}

/** Reads all resources of one endpoint by SCIM, page by page. */
export async function readAll(scim: ScimClient, endpoint: "/Users" | "/Groups"): Promise<JsonObject[]> {
  const resources: JsonObject[] = [];
  for (;;) {
    const page = resourcesOf(await scim.send("GET", `${endpoint}?startIndex=${resources.length + 1}&count=100`));
    resources.push(...page);
    if (page.length < 100) return resources;
  }
}

/** What SCIM reads, what the directory holds and what the feed says, all at one moment without writers. */
export interface Moment {
  readonly users: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
  readonly directoryUsers: readonly DirectoryUser[];
  readonly events: readonly ProvisioningEvent[];
}

/**
 * Finds resources without their directory effect, and effects without their event or with more than one: there is one
 * directory user per resource with the status and the values of the resource; events lead from nothing to that directory
 * user, and from nothing to the memberships, without a gap and without a step taken twice.
 */
export function checkEffects(moment: Moment, found: Findings): void {
  const { users, groups, directoryUsers, events } = moment;
  const { duplicated, halfApplied } = found;
  const ids = new Set<string>();
  for (const { id } of events) {
    if (ids.has(id)) duplicated.push(`event ${id} is in the feed twice`);
    ids.add(id);
  }
  const byId = new Map(directoryUsers.map((user) => [user.id, user]));
  const linkings = Map.groupBy(
    events.filter((event) => linkingTypes.has(event.type)),
    (event) => event.scimId,
  );
  for (const resource of users) {
    const scimId = textAt(resource, "id") ?? "";
    const linking = linkings.get(scimId) ?? [];
    if (linking.length > 1) duplicated.push(`resource ${scimId} was linked by ${linking.length} events`);
    const user = byId.get(linking[0]?.directoryUserId ?? "");
    if (user === undefined) {
      halfApplied.push(`resource ${scimId} has no event that links it, or no directory user`);
      continue;
    }
    const effect = [user.status, user.userName, user.displayName];
    const status = own(resource, "active") === true ? "enabled" : "disabled";
    const wanted = [status, textAt(resource, "userName"), textAt(resource, "displayName")];
    if (!isDeepStrictEqual(effect, wanted))
      halfApplied.push(`resource ${scimId}: ${wanted.join()} is ${effect.join()}`);
  }
  const histories = Map.groupBy(
    events.filter((event) => event.type.startsWith("user.")),
    (event) => event.directoryUserId,
  );
  for (const user of directoryUsers) checkHistory(user, histories.get(user.id) ?? [], found);
  checkMemberships(groups, events, found);
}

const linkingTypes = new Set(["user.created", "user.linked", "user.returned"]);

/** Walks the membership events: somebody is added who was not in, removed who was; the end is what SCIM reads. */
function checkMemberships(
  groups: readonly JsonObject[],
  events: readonly ProvisioningEvent[],
  { duplicated, halfApplied }: Findings,
): void {
  const scimIds = new Map(
    events.filter(({ type }) => type === "group.created").map((event) => [event.directoryGroupId, event.scimId]),
  );
  if (scimIds.size !== groups.length) halfApplied.push(`${groups.length} groups have ${scimIds.size} creations`);
  const memberships = new Set<string>();
  for (const { type, directoryGroupId, scimId } of events) {
    const membership = `${scimIds.get(directoryGroupId)} ${scimId}`;
    if (type === "group.member-added") {
      if (memberships.has(membership)) duplicated.push(`added twice: ${membership}`);
      memberships.add(membership);
    } else if (type === "group.member-removed") {
      if (!memberships.delete(membership)) halfApplied.push(`removed without being a member: ${membership}`);
    }
  }
  const read = new Set(groups.flatMap((group) => memberIds(group).map((id) => `${textAt(group, "id")} ${id}`)));
  for (const one of read) if (!memberships.has(one)) halfApplied.push(`membership without its event: ${one}`);
  for (const one of memberships) if (!read.has(one)) halfApplied.push(`event without its membership: ${one}`);
}

/** Walks a directory user's events: each change begins where the one before ended, and the last ends at today's value. */
function checkHistory(user: DirectoryUser, events: readonly ProvisioningEvent[], found: Findings): void {
  const { duplicated, halfApplied } = found;
  const creations = events.filter((event) => event.type === "user.created").length;
  if (creations > 1) duplicated.push(`${user.id} was created ${creations} times`);
  if (creations < 1) halfApplied.push(`${user.id} is there without an event of its creation`);
  const values = new Map<string, unknown>();
  for (const { type, changes } of events) {
    for (const { attribute, from, to } of changes) {
      const before = values.get(attribute) ?? null;
      if (isDeepStrictEqual(from, to)) duplicated.push(`${type} of ${user.id} changed nothing`);
      else if (isDeepStrictEqual(before, to)) duplicated.push(`${type} of ${user.id}: ${attribute} was so already`);
      else if (!isDeepStrictEqual(from, before))
        halfApplied.push(`${type} of ${user.id}: ${attribute} began elsewhere`);
      values.set(attribute, to);
    }
  }
  for (const attribute of ["status", "userName", "email", "displayName", "givenName", "familyName"] as const) {
    if (isDeepStrictEqual(values.get(attribute) ?? null, user[attribute] ?? null)) continue;
    halfApplied.push(`${attribute} of ${user.id} has no event`);
  }
}
