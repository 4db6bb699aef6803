import type { JsonValue } from "@rollcall/scim/resource.ts";
import { directoryGroupKeys } from "../../domain/directory-group.ts";
import { type DirectoryUser, directoryUserKeys } from "../../domain/directory-user.ts";
import type { ProvisionedChange, StoredResource } from "../../domain/provisioned-change.ts";
import { resourceKeys } from "../../domain/resource-keys.ts";
import type { PartFacts } from "./provisioned-change-parts.ts";

type Changes = readonly ProvisionedChange[];
type Rows = readonly object[];

const owner = (change: ProvisionedChange): { organization_id: string; source_application_id: string | null } => ({
  organization_id: change.organizationId,
  source_application_id: change.sourceApplicationId,
});

/** The people that decisions saw under the match keys of those whom they create. */
export function claims(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.claim === undefined
      ? []
      : [{ organization_id: change.organizationId, keys: change.claim.keys, seen: [...change.claim.seen].sort() }],
  );
}

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
        outcome: change.memberships?.outcome ?? "applied",
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
    change.resource?.kind === "update" && change.resource.searchableChanged
      ? [resourceRow(change, change.resource.after, change.resource.before.version)]
      : [],
  );
}

export function resourceTouches(changes: Changes): Rows {
  return changes.flatMap((change) => {
    if (change.resource?.kind !== "update" || change.resource.searchableChanged) return [];
    const { before, after } = change.resource;
    return [
      {
        ...owner(change),
        resource_type: after.type,
        id: after.id,
        active: after.resource["active"] ?? null,
        document: JSON.stringify(after.resource),
        version: after.version,
        expected_version: before.version,
        modified_at: after.modifiedAt,
      },
    ];
  });
}

function resourceRow(change: ProvisionedChange, stored: StoredResource, expectedVersion: number | null): object {
  const keys = resourceKeys(stored.resource);
  return {
    ...owner(change),
    resource_type: stored.type,
    id: stored.id,
    name_key: keys.nameKey,
    external_id: keys.externalId,
    email_key: keys.emailKey,
    other_email_keys: keys.otherEmailKeys.length === 0 ? null : keys.otherEmailKeys,
    active: stored.resource["active"] ?? null,
    document: JSON.stringify(stored.resource),
    searchable: stored.searchable,
    version: stored.version,
    expected_version: expectedVersion,
    created_at: stored.createdAt,
    modified_at: stored.modifiedAt,
  };
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
        conflict: after.conflict,
        created_at: change.now,
      },
    ];
  });
}

export function linkUpdates(changes: Changes): Rows {
  return changes.flatMap((change) => {
    if (change.link?.before === undefined) return [];
    const { before, after } = change.link;
    // A resource that goes leaves behind what its return is recognised by.
    const gone = change.resource?.kind === "delete" ? resourceKeys(change.resource.before.resource) : undefined;
    return [
      {
        ...owner(change),
        resource_id: after.resourceId,
        state: after.state,
        directory_id: after.directoryId,
        owning: after.owning,
        held: after.held,
        conflict: after.conflict,
        external_id: gone?.externalId ?? after.closedExternalId ?? null,
        name_key: gone?.nameKey ?? after.closedNameKey ?? null,
        closed_at: after.state === "closed" ? change.now : null,
        expected_state: before.state,
      },
    ];
  });
}

export const directoryUserTouchColumns = `organization_id uuid, id uuid, status text, source_active boolean, hold jsonb,
    override jsonb, override_expires_at timestamptz, held_back boolean, binned_by text, binned_at timestamptz,
    flags text[], version bigint, expected_version bigint, modified_at timestamptz`;

export const directoryUserColumns = `${directoryUserTouchColumns}, user_name_key text, email_key text, attributes jsonb,
    incomplete text[], protected boolean, search_text text, created_at timestamptz`;

export function directoryUserInserts(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.directoryUser !== undefined && change.directoryUser.before === undefined
      ? [directoryUserRow(change.organizationId, change.directoryUser.after, null)]
      : [],
  );
}

export function directoryUserUpdates(changes: Changes): Rows {
  return changes.flatMap((change) => {
    const { before, after } = change.directoryUser ?? {};
    if (before === undefined || after === undefined || onlyTouched(before, after)) return [];
    return [directoryUserRow(change.organizationId, after, before.version)];
  });
}

export function directoryUserTouches(changes: Changes): Rows {
  return changes.flatMap((change) => {
    const { before, after } = change.directoryUser ?? {};
    if (before === undefined || after === undefined || !onlyTouched(before, after)) return [];
    return [directoryUserTouchRow(change.organizationId, after, before.version)];
  });
}

function onlyTouched(before: DirectoryUser, after: DirectoryUser): boolean {
  const same = (name: string): boolean => before.attributes[name] === after.attributes[name];
  const names = Object.keys(after.attributes);
  return (
    before.incomplete.join() === after.incomplete.join() &&
    before.protected === after.protected &&
    names.length === Object.keys(before.attributes).length &&
    names.every(same)
  );
}

function directoryUserTouchRow(organizationId: string, user: DirectoryUser, expectedVersion: number | null): object {
  return {
    organization_id: organizationId,
    id: user.id,
    status: user.status,
    source_active: user.sourceActive,
    hold: user.hold,
    override: user.override,
    override_expires_at: user.override?.expiresAt ?? null,
    held_back: user.heldBack,
    binned_by: user.binnedBy,
    binned_at: user.binnedAt,
    flags: user.flags,
    version: user.version,
    expected_version: expectedVersion,
    modified_at: user.modifiedAt,
  };
}

function directoryUserRow(organizationId: string, user: DirectoryUser, expectedVersion: number | null): object {
  const keys = directoryUserKeys(user.attributes);
  return {
    ...directoryUserTouchRow(organizationId, user, expectedVersion),
    user_name_key: keys.userNameKey,
    email_key: keys.emailKey,
    attributes: user.attributes,
    incomplete: user.incomplete,
    protected: user.protected,
    search_text: keys.searchText,
    created_at: user.createdAt,
  };
}

export function directoryUserFlags(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.flagged.map((id) => ({ organization_id: change.organizationId, id, flag: "name-collision" })),
  );
}

export const directoryGroupColumns = `organization_id uuid, id uuid, name_key text, attributes jsonb, status text,
    binned_at timestamptz, search_text text, version bigint, expected_version bigint, created_at timestamptz,
    modified_at timestamptz`;

export function directoryGroupInserts(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.directoryGroup !== undefined && change.directoryGroup.before === undefined
      ? [directoryGroupRow(change)]
      : [],
  );
}

export function directoryGroupUpdates(changes: Changes): Rows {
  return changes.flatMap((change) => (change.directoryGroup?.before === undefined ? [] : [directoryGroupRow(change)]));
}

function directoryGroupRow(change: ProvisionedChange): object {
  const group = change.directoryGroup?.after;
  if (group === undefined) throw new Error("a change without a directory group has no row for one");
  const keys = directoryGroupKeys(group.attributes);
  return {
    organization_id: change.organizationId,
    id: group.id,
    name_key: keys.nameKey,
    attributes: group.attributes,
    status: group.status,
    binned_at: group.binnedAt,
    search_text: keys.searchText,
    version: group.version,
    expected_version: change.directoryGroup?.before?.version ?? null,
    created_at: group.createdAt,
    modified_at: group.modifiedAt,
  };
}

export function directoryMembersFollow(changes: Changes): Rows {
  return changes.flatMap((change) =>
    change.directoryMembers?.become === "follow-source"
      ? [{ organization_id: change.organizationId, directory_group_id: change.directoryMembers.directoryGroupId }]
      : [],
  );
}

/** One row per application and resource type: a statement may raise a counter only once. */
export function totals(changes: Changes, facts: PartFacts): Rows {
  const counted = new Map<string, { amount: number } & Record<string, JsonValue>>();
  for (const change of changes) {
    const amount = change.resource?.kind === "insert" ? 1 : change.resource?.kind === "delete" ? -1 : 0;
    if (amount === 0) continue;
    const kind = `total.${change.resourceType}`;
    const key = `${change.sourceApplicationId} ${kind}`;
    const row = counted.get(key) ?? { ...owner(change), kind, slot: facts.slot, amount: 0, now: change.now };
    row.amount += amount;
    counted.set(key, row);
  }
  return [...counted.values()];
}

export function memberships(changes: Changes, facts: PartFacts): Rows {
  return changes.flatMap((change) => {
    const members = change.memberships;
    if (members === undefined || change.resource?.kind === "delete") return [];
    return [
      {
        ...owner(change),
        group_id: members.groupId,
        directory_group_id: members.directoryGroupId,
        outcome: members.outcome,
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
