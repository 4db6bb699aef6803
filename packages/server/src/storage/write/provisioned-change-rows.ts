import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { ProvisionedChange, StoredResource } from "../../domain/provisioned-change.ts";
import { resourceKeys, storedKeys } from "../../domain/resource-keys.ts";
import { guardKinds, guardWindow, lossSubject, minuteSubject } from "../read/guard-counts.ts";
import { searchText } from "../search-text.ts";
import type { PartFacts } from "./change-part.ts";

type Changes = readonly ProvisionedChange[];
type Rows = readonly object[];

const owner = (change: ProvisionedChange): { organization_id: string; source_application_id: string | null } => ({
  organization_id: change.organizationId,
  source_application_id: change.sourceApplicationId,
});

export function departures(changes: Changes, facts: PartFacts): Rows {
  return changes.flatMap((change) => {
    if (change.resource?.kind !== "delete") return [];
    const { before } = change.resource;
    const members = change.directoryMembers;
    return [
      {
        ...owner(change),
        resource_type: before.type,
        id: before.id,
        expected_version: before.version,
        directory_group_id: members?.become === "stay-without-source" ? members.directoryGroupId : null,
        slot: facts.slot,
        outcome: change.departure ?? "applied",
        exception: change.link?.after.guard ? "guarded" : (change.departure ?? "applied"),
        exchange_id: change.exchangeId,
        now: change.now,
      },
    ];
  });
}

export function resourceInserts(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.resource?.kind === "insert" ? [resourceRow(change, change.resource.after, null)] : [],
  );
}

/** Updates that change something a filter reads. */
export function resourceUpdates(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.resource?.kind === "update" && change.resource.after.searchable !== undefined
      ? [resourceRow(change, change.resource.after, change.resource.before.version)]
      : [],
  );
}

export function resourceTouches(changes: Changes): Rows {
  return changes.flatMap((change) => {
    if (change.resource?.kind !== "update" || change.resource.after.searchable !== undefined) return [];
    const { before, after } = change.resource;
    return [
      {
        ...owner(change),
        resource_type: after.type,
        id: after.id,
        active: activeOf(after),
        document: JSON.stringify(after.resource),
        version: after.version,
        expected_version: before.version,
        modified_at: after.modifiedAt,
      },
    ];
  });
}

function resourceRow(change: ProvisionedChange, stored: StoredResource, expectedVersion: number | null): object {
  const keys = storedKeys(stored.type, stored.resource);
  return {
    ...owner(change),
    resource_type: stored.type,
    id: stored.id,
    name_key: keys.nameKey,
    external_id: keys.externalId,
    email_key: keys.emailKey,
    other_email_keys: keys.otherEmailKeys.length === 0 ? null : keys.otherEmailKeys,
    active: activeOf(stored),
    document: JSON.stringify(stored.resource),
    searchable: stored.searchable,
    search_text: stored.searchable === undefined ? null : searchText(stored.searchable, keys.externalId),
    version: stored.version,
    expected_version: expectedVersion,
    created_at: stored.createdAt,
    modified_at: stored.modifiedAt,
  };
}

/** The column is a user's; what a type of an application's own calls `active` may be anything. */
function activeOf({ type, resource }: StoredResource): JsonValue {
  return type === "User" ? (resource["active"] ?? null) : null;
}

/** The values that are to be a resource's own, one row per resource: those that it has and no more. */
export function uniqueValues(changes: Changes): Rows {
  return changes.flatMap((change) => {
    if (change.resource === undefined || change.resource.kind === "delete") return [];
    const { id, unique } = change.resource.after;
    if (unique === undefined) return [];
    const values = { scopes: unique.map((value) => value.scope), paths: unique.map((value) => value.path) };
    const kept = unique.map((value) => value.kept);
    return [{ ...owner(change), resource_id: id, ...values, hashes: unique.map((value) => value.hash), kept }];
  });
}

export function linkInserts(changes: Changes): Rows {
  return changes.flatMap((change) => {
    if (change.link === undefined || change.link.before !== undefined) return [];
    const { after } = change.link;
    return [
      {
        ...owner(change),
        resource_id: after.resourceId,
        resource_type: change.resourceType,
        state: after.state,
        directory_id: after.directoryId,
        owning: after.owning,
        held: after.held,
        guard: after.guard?.target ?? null,
        guarded_at: after.guard?.since ?? null,
        guard_because: after.guard?.because ?? null,
        source_active: after.sourceActive ?? null,
        conflict: after.conflict,
        created_at: change.now,
      },
    ];
  });
}

export function linkUpdates(changes: Changes): Rows {
  return changes.flatMap((change) => [...updatesOf(change, change.link), ...updatesOf(change, change.formerOwner)]);
}

function updatesOf(change: ProvisionedChange, link: ProvisionedChange["link"]): Rows {
  if (link?.before === undefined) return [];
  const { before, after } = link;
  // A resource that goes leaves behind what its return is recognised by.
  const gone =
    change.resource?.kind === "delete" && after.directoryId !== null
      ? resourceKeys(change.resource.before.resource)
      : undefined;
  return [
    {
      ...owner(change),
      source_application_id: after.sourceApplicationId,
      resource_id: after.resourceId,
      state: after.state,
      directory_id: after.directoryId,
      owning: after.owning,
      held: after.held,
      guard: after.guard?.target ?? null,
      guarded_at: after.guard?.since ?? null,
      guard_because: after.guard?.because ?? null,
      source_active: after.sourceActive ?? null,
      kept_in: after.keptIn ?? undefined,
      conflict: after.conflict,
      external_id: gone?.externalId ?? after.closedExternalId ?? null,
      name_key: gone?.nameKey ?? after.closedNameKey ?? null,
      closed_at: after.state === "closed" ? change.now : null,
      expected_state: before.state,
    },
  ];
}

/** Directory groups whose members stay while no deletion of a resource takes them along. */
export function directoryMembersStay(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.directoryMembers?.become === "stay-without-source" && change.resource?.kind !== "delete"
      ? [
          {
            ...owner(change),
            group_id: change.directoryMembers.groupId,
            directory_group_id: change.directoryMembers.directoryGroupId,
          },
        ]
      : [],
  );
}

const noSubject = "00000000-0000-0000-0000-000000000000";

/** One row per application and counter: a statement may raise a counter only once. */
export function totals(changes: Changes, facts: PartFacts): Rows {
  const counted = new Map<string, { amount: number } & Record<string, JsonValue>>();
  const count = (change: ProvisionedChange, kind: string, subject: string, amount: number): void => {
    if (amount === 0) return;
    // What is changed by hand is counted of no application.
    const application = change.sourceApplicationId ?? noSubject;
    const key = `${change.organizationId} ${application} ${kind} ${subject}`;
    const of = { organization_id: change.organizationId, source_application_id: application };
    const row = counted.get(key) ?? { ...of, kind, subject, slot: facts.slot, amount: 0, now: change.now };
    row.amount += amount;
    counted.set(key, row);
  };
  for (const change of changes) {
    const resources = change.resource?.kind === "insert" ? 1 : change.resource?.kind === "delete" ? -1 : 0;
    count(change, `total.${change.resourceType}`, noSubject, resources);
    for (const [kind, amount] of directoryCounts(change)) count(change, kind, noSubject, amount);
    if (change.departures === undefined) continue;
    const { load, lost = 0 } = change.departures;
    const minute = minuteSubject(change.now);
    count(change, guardKinds.departures, minute, load.departures);
    count(change, guardKinds.bins, minute, load.bins);
    const group = change.memberships?.groupId;
    if (group !== undefined) count(change, guardKinds.lost, lossSubject(group, change.now), lost);
  }
  // What a change leaves as it was is not written.
  return [...counted.values()].filter(({ amount }) => amount !== 0);
}

/** By how much a change alters the counts of a directory; the application is the one that did. */
function directoryCounts({ directoryUser, directoryGroup }: ProvisionedChange): [kind: string, amount: number][] {
  const counts: [string, number][] = [];
  for (const [user, amount] of [
    [directoryUser?.before, -1],
    [directoryUser?.after, 1],
  ] as const) {
    if (user === undefined) continue;
    counts.push([`people.${user.status}`, amount]);
    if (user.incomplete.length > 0) counts.push(["people.incomplete", amount]);
  }
  if (directoryGroup?.before?.status === "active") counts.push(["groups.active", -1]);
  if (directoryGroup?.after.status === "active") counts.push(["groups.active", 1]);
  return counts;
}

/** One row per application whose guard is near its limit. */
export function admissions(changes: Changes): Rows {
  const asked = new Map<string, { departing: number; binning: number } & Record<string, JsonValue>>();
  for (const change of changes) {
    const { load, limits } = change.departures ?? {};
    if (load === undefined || limits === undefined) continue;
    const row = asked.get(change.sourceApplicationId ?? "") ?? {
      ...owner(change),
      ...guardWindow(change.now),
      departing: 0,
      binning: 0,
      departure_limit: limits.departures,
      bin_limit: limits.bins,
    };
    row.departing += load.departures;
    row.binning += load.bins;
    asked.set(change.sourceApplicationId ?? "", row);
  }
  return [...asked.values()];
}

export function memberships(changes: Changes, facts: PartFacts): Rows {
  return changes.flatMap((change) => {
    const members = change.memberships;
    if (members === undefined || change.resource?.kind === "delete") return [];
    return [
      {
        ...owner(change),
        resource_type: change.resourceType,
        group_id: members.groupId,
        directory_group_id: members.directoryGroupId,
        outcome: members.outcome,
        exception: members.guarded === true ? "guarded" : members.outcome,
        untold: members.untold === true ? true : undefined,
        slot: facts.slot,
        exchange_id: change.exchangeId,
        now: change.now,
        group_written: change.resource !== undefined,
        replace: members.replace,
        add_ids: members.add.map((member) => member.memberId),
        add_events: members.add.map((member) => member.eventId),
        remove_ids: members.remove.map((member) => member.memberId),
        remove_events: members.remove.map((member) => member.eventId),
      },
    ];
  });
}

export function events(changes: Changes): Rows {
  const all = changes.flatMap((change) => change.events.map((event) => ({ change, event })));
  return all.map(({ change, event }, n) => ({
    n,
    organization_id: change.organizationId,
    source_application_id: event.sourceApplicationId,
    id: event.id,
    type: event.type,
    outcome: event.outcome,
    reason: event.reason,
    actor: event.actor,
    directory_user_id: event.directoryUserId,
    directory_group_id: event.directoryGroupId,
    scim_id: event.scimId,
    external_id: event.externalId,
    exchange_id: event.exchangeId,
    changes: event.changes,
    occurred_at: event.occurredAt,
  }));
}
