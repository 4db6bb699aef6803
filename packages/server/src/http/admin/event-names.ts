import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { isId } from "../../domain/id.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import { findPeopleByScimId, type NamedPerson, type ScimIdOf } from "../../storage/read/people-by-scim-id.ts";
import { findSubjectNames } from "../../storage/read/subject-names.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** What those who appear in events are called. */
export interface EventNames {
  readonly actors: ReadonlyMap<string, string>;
  readonly applications: ReadonlyMap<string, string>;
  /** Of the directory users and groups that the events are about. */
  readonly subjects: ReadonlyMap<string, string>;
  /** Whom the SCIM ids in the changes stand for. */
  readonly people: ReadonlyMap<string, NamedPerson>;
}

/** Finds the names of all who appear in some events, in at most five look-ups. */
export async function namesOfEvents(
  deps: AdminDeps,
  organizationId: string,
  events: readonly ProvisioningEvent[],
): Promise<EventNames> {
  const applicationIds = [...new Set(events.flatMap((event) => event.sourceApplicationId ?? []))];
  const actorIds = [...new Set(events.map((event) => event.actor))];
  const userIds = [...new Set(events.flatMap((event) => event.directoryUserId ?? []))];
  const groupIds = [...new Set(events.flatMap((event) => event.directoryGroupId ?? []))];
  const [actors, applications, users, groups, people] = await Promise.all([
    findActorNames(deps.database.lists, organizationId, actorIds),
    findApplicationNames(deps.database.lists, organizationId, applicationIds),
    findSubjectNames(deps.database.lists, organizationId, "user", userIds),
    findSubjectNames(deps.database.lists, organizationId, "group", groupIds),
    findPeopleByScimId(deps.database.lists, organizationId, events.flatMap(scimIdsOf)),
  ]);
  return { actors, applications, subjects: new Map([...users, ...groups]), people };
}

function scimIdsOf({ sourceApplicationId, changes }: ProvisioningEvent): ScimIdOf[] {
  if (sourceApplicationId === null) return [];
  return changes
    .flatMap(({ from, to }) => [from, to])
    .flatMap((value) => (typeof value === "string" && isId(value) ? [{ sourceApplicationId, scimId: value }] : []));
}

/** What those are called whose SCIM ids stand in an event's changes, by these. */
export function peopleNames(event: ProvisioningEvent, { people }: EventNames): Record<string, string> {
  return Object.fromEntries(
    scimIdsOf(event).flatMap(({ scimId }) => {
      const person = people.get(scimId);
      return person === undefined ? [] : [[scimId, person.name]];
    }),
  );
}

/** What the actor of an event is called: the source itself by its application's name. */
export function actorName({ actor, sourceApplicationId }: ProvisioningEvent, names: EventNames): string | null {
  if (actor === "source") return applicationName(sourceApplicationId, names);
  return names.actors.get(actor) ?? null;
}

/** The display name of an application, deleted or not. */
export function applicationName(sourceApplicationId: string | null, names: EventNames): string | null {
  return sourceApplicationId === null ? null : (names.applications.get(sourceApplicationId) ?? null);
}

/** What those are called whom an event is about: a person, a group, or both. */
export function subjectNames(event: ProvisioningEvent, { subjects }: EventNames) {
  return {
    directoryUserName: event.directoryUserId === null ? null : (subjects.get(event.directoryUserId) ?? null),
    directoryGroupName: event.directoryGroupId === null ? null : (subjects.get(event.directoryGroupId) ?? null),
  };
}
