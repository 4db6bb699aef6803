import type { EventDraft, ProvisioningEventType } from "./provisioning-event.ts";
import { type Departures, noDepartures, sumDepartures, within } from "./guard.ts";
import type { ProvisionedChange } from "./provisioned-change.ts";

/** What an application that is not live does to the directory when it goes live, in numbers. */
export interface GoingLiveCounts {
  readonly people: {
    readonly created: number;
    readonly linked: number;
    readonly returned: number;
    readonly changed: number;
    readonly disabled: number;
    readonly binned: number;
    readonly enabled: number;
    readonly held: number;
    readonly conflicts: number;
  };
  readonly groups: {
    readonly created: number;
    readonly returned: number;
    readonly changed: number;
    readonly binned: number;
    readonly held: number;
  };
  readonly memberships: { readonly added: number; readonly removed: number };
}

export const nothingGoesLive: GoingLiveCounts = {
  people: {
    created: 0,
    linked: 0,
    returned: 0,
    changed: 0,
    disabled: 0,
    binned: 0,
    enabled: 0,
    held: 0,
    conflicts: 0,
  },
  groups: { created: 0, returned: 0, changed: 0, binned: 0, held: 0 },
  memberships: { added: 0, removed: 0 },
};

type PeopleName = keyof GoingLiveCounts["people"];
type GroupName = keyof GoingLiveCounts["groups"];

const ofPeople: Partial<Record<ProvisioningEventType, PeopleName>> = {
  "user.created": "created",
  "user.linked": "linked",
  "user.returned": "returned",
  "user.changed": "changed",
  "user.disabled": "disabled",
  "user.binned": "binned",
  "user.enabled": "enabled",
  "user.restored": "enabled",
};
const ofGroups: Partial<Record<ProvisioningEventType, GroupName>> = {
  "group.created": "created",
  "group.returned": "returned",
  "group.changed": "changed",
  "group.binned": "binned",
};

/** How many departures have gone within the hour, those that were counted included, and how many may; undefined: all. */
export interface GoneAndLimits {
  readonly gone: Departures;
  readonly limits: Departures | undefined;
}

/**
 * Adds what the decision of one resource would write. Decisions are counted in the order in which they are carried out,
 * so that the guard holds the same ones.
 */
export function countGoingLive(
  counts: GoingLiveCounts,
  { gone, limits }: GoneAndLimits,
  change: ProvisionedChange,
): { readonly counts: GoingLiveCounts; readonly gone: Departures } {
  const load = change.departures?.load ?? noDepartures;
  const goes = limits === undefined || load.departures === 0 || within(sumDepartures(gone, load), limits);
  const guarded = change.link !== undefined && (change.link.after.guard ?? null) !== null;
  const events = change.events.filter((event) => goes || !takesAway(event));
  const told = (outcome: string) => events.filter((event) => event.outcome === outcome);
  const held = !goes || guarded ? 1 : 0;
  const after = goes ? sumDepartures(gone, load) : gone;
  if (change.resourceType === "Group") {
    const groups = addEach(counts.groups, told("applied"), ofGroups);
    return { gone: after, counts: { ...counts, groups: { ...groups, held: groups.held + held } } };
  }
  const people = addEach(counts.people, told("applied"), ofPeople);
  const conflicts = people.conflicts + (told("conflict").length > 0 ? 1 : 0);
  return { gone: after, counts: { ...counts, people: { ...people, held: people.held + held, conflicts } } };
}

/** What does not happen where the guard holds a departure; values are applied all the same. */
function takesAway({ type }: Pick<EventDraft, "type">): boolean {
  return type === "user.disabled" || type === "user.binned" || type === "user.unlinked" || type === "group.binned";
}

function addEach<Counts extends Readonly<Record<string, number>>>(
  counts: Counts,
  events: readonly Pick<EventDraft, "type">[],
  names: Partial<Record<ProvisioningEventType, keyof Counts & string>>,
): Counts {
  const sum: Record<string, number> = { ...counts };
  for (const { type } of events) {
    const name = names[type];
    if (name !== undefined) sum[name] = (sum[name] ?? 0) + 1;
  }
  return sum as Counts;
}
