import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import { findSubjectNames } from "../../storage/read/subject-names.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** What those who appear in events are called. */
export interface EventNames {
  readonly actors: ReadonlyMap<string, string>;
  readonly applications: ReadonlyMap<string, string>;
  /** Of the directory users and groups that the events are about. */
  readonly subjects: ReadonlyMap<string, string>;
}

/** Finds the names of all who appear in some events, in at most four look-ups. */
export async function namesOfEvents(
  deps: AdminDeps,
  organizationId: string,
  events: readonly ProvisioningEvent[],
): Promise<EventNames> {
  const applicationIds = [...new Set(events.flatMap((event) => event.sourceApplicationId ?? []))];
  const actorIds = [...new Set(events.map((event) => event.actor))];
  const userIds = [...new Set(events.flatMap((event) => event.directoryUserId ?? []))];
  const groupIds = [...new Set(events.flatMap((event) => event.directoryGroupId ?? []))];
  const [actors, applications, users, groups] = await Promise.all([
    findActorNames(deps.database.lists, organizationId, actorIds),
    findApplicationNames(deps.database.lists, organizationId, applicationIds),
    findSubjectNames(deps.database.lists, organizationId, "user", userIds),
    findSubjectNames(deps.database.lists, organizationId, "group", groupIds),
  ]);
  return { actors, applications, subjects: new Map([...users, ...groups]) };
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
