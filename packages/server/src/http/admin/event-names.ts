import type { ProvisioningEvent } from "../../domain/provisioning-event.ts";
import { findActorNames } from "../../storage/read/actor-names.ts";
import { findApplicationNames } from "../../storage/read/directory-users.ts";
import type { AdminDeps } from "./admin-deps.ts";

/** What those who appear in events are called. */
export interface EventNames {
  readonly actors: ReadonlyMap<string, string>;
  readonly applications: ReadonlyMap<string, string>;
}

/** Finds the names of all who appear in some events, in at most two look-ups. */
export async function namesOfEvents(
  deps: AdminDeps,
  organizationId: string,
  events: readonly ProvisioningEvent[],
): Promise<EventNames> {
  const applicationIds = [...new Set(events.flatMap((event) => event.sourceApplicationId ?? []))];
  const actorIds = [...new Set(events.map((event) => event.actor))];
  const [actors, applications] = await Promise.all([
    findActorNames(deps.database.lists, organizationId, actorIds),
    findApplicationNames(deps.database.lists, organizationId, applicationIds),
  ]);
  return { actors, applications };
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
