import assert from "node:assert/strict";
import type { DirectoryUser } from "@rollcall/admin-api/directory-users.ts";
import type { ProvisioningEvent } from "@rollcall/admin-api/provisioning-events.ts";
import { isObject, type JsonObject, own } from "@rollcall/scim/resource.ts";
import { resourcesOf, textAt } from "@rollcall/simulator/scim-answer.ts";
import { Refused, type ScimClient } from "@rollcall/simulator/scim-client.ts";
import { type AcknowledgedWrites, versionOf } from "./acknowledged-writes.ts";

/** What the source holds now, by SCIM ids. */
export interface Wanted {
  user(id: string): boolean;
  member(groupId: string, memberId: string): boolean;
}

/** Every acknowledged write is there: no user older than what was acknowledged, no deleted one, no membership undone. */
export async function checkAcknowledged(scim: ScimClient, writes: AcknowledgedWrites, wanted: Wanted): Promise<void> {
  for (const [id, answer] of writes.users) {
    const found = await readOrGone(scim, `/Users/${id}`);
    if (answer === undefined) {
      assert.equal(found, undefined, `user ${id} was deleted and is there again`);
      continue;
    }
    // A delete that was under way is the only reason for an acknowledged user to be gone.
    if (found === undefined && !wanted.user(id)) continue;
    assert.ok(found, `user ${id} was acknowledged and is gone`);
    assert.ok(versionOf(found) >= versionOf(answer), `user ${id} is older than what was acknowledged`);
    if (versionOf(found) === versionOf(answer)) assert.deepEqual(comparable(found), comparable(answer));
  }
  for (const [groupId, members] of writes.memberships) {
    const found = await readOrGone(scim, `/Groups/${groupId}`);
    assert.ok(found, `group ${groupId} was acknowledged and is gone`);
    const present = new Set(memberIds(found));
    for (const [memberId, added] of members) {
      // Where the source wants the opposite by now, a write that was under way may have come after.
      if (wanted.member(groupId, memberId) !== added) continue;
      assert.equal(present.has(memberId), added, `group ${groupId}, member ${memberId}: expected ${added}`);
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
 * Each resource has its directory effect, and every effect its event, exactly once: one directory user per resource with
 * the status and the values of the resource; events that lead from nothing to that directory user, and from nothing to
 * the memberships, without a gap and without a step taken twice.
 */
export function checkEffects(moment: Moment): void {
  const { users, groups, directoryUsers, events } = moment;
  assert.equal(new Set(events.map((event) => event.id)).size, events.length, "an event is in the feed twice");
  const byId = new Map(directoryUsers.map((user) => [user.id, user]));
  for (const resource of users) {
    const scimId = textAt(resource, "id") ?? "";
    const linking = events.filter((event) => event.scimId === scimId && linkingTypes.has(event.type));
    assert.equal(linking.length, 1, `resource ${scimId}: expected one event that links it, found ${linking.length}`);
    const user = byId.get(linking[0]?.directoryUserId ?? "");
    assert.ok(user, `resource ${scimId} has no directory user`);
    assert.equal(user.status, own(resource, "active") === true ? "enabled" : "disabled", `status of ${scimId}`);
    assert.equal(user.userName, textAt(resource, "userName"));
    assert.equal(user.displayName, textAt(resource, "displayName"));
  }
  const histories = Map.groupBy(
    events.filter((event) => event.type.startsWith("user.")),
    (event) => event.directoryUserId,
  );
  for (const user of directoryUsers) checkHistory(user, histories.get(user.id) ?? []);
  checkMemberships(groups, events);
}

const linkingTypes = new Set(["user.created", "user.linked", "user.returned"]);

/** Walks the membership events: somebody is added who was not in, removed who was; the end is what SCIM reads. */
function checkMemberships(groups: readonly JsonObject[], events: readonly ProvisioningEvent[]): void {
  const scimIds = new Map(
    events.filter(({ type }) => type === "group.created").map((event) => [event.directoryGroupId, event.scimId]),
  );
  assert.equal(scimIds.size, groups.length, "each group was created once");
  const memberships = new Set<string>();
  for (const { type, directoryGroupId, scimId } of events) {
    const membership = `${scimIds.get(directoryGroupId)} ${scimId}`;
    if (type === "group.member-added") {
      assert.ok(!memberships.has(membership), `added twice: ${membership}`);
      memberships.add(membership);
    } else if (type === "group.member-removed") {
      assert.ok(memberships.delete(membership), `removed without being a member: ${membership}`);
    }
  }
  const read = groups.flatMap((group) => memberIds(group).map((id) => `${textAt(group, "id")} ${id}`));
  assert.deepEqual(memberships, new Set(read));
}

/** Walks a directory user's events: each change begins where the one before ended, and the last ends at today's value. */
function checkHistory(user: DirectoryUser, events: readonly ProvisioningEvent[]): void {
  assert.equal(events.filter((event) => event.type === "user.created").length, 1, `${user.id} was created once`);
  const values = new Map<string, unknown>();
  for (const { type, changes } of events) {
    for (const { attribute, from, to } of changes) {
      assert.deepEqual(from, values.get(attribute) ?? null, `${type} of ${user.id}: ${attribute} began elsewhere`);
      assert.notDeepEqual(from, to, `${type} of ${user.id} changed nothing`);
      values.set(attribute, to);
    }
  }
  for (const attribute of ["status", "userName", "email", "displayName", "givenName", "familyName"] as const) {
    assert.deepEqual(values.get(attribute) ?? null, user[attribute] ?? null, `${attribute} of ${user.id}`);
  }
}
