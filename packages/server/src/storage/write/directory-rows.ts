import { directoryGroupKeys } from "../../domain/directory-group.ts";
import { type DirectoryUser, directoryUserKeys } from "../../domain/directory-user.ts";
import { matchKeys } from "../../domain/match-rule.ts";
import { ladderDueAt } from "../../domain/leaver-ladder.ts";
import type { ProvisionedChange } from "../../domain/provisioned-change.ts";
import type { PartFacts } from "./change-part.ts";

type Changes = readonly ProvisionedChange[];
type Rows = readonly object[];

export const directoryUserTouchColumns = `organization_id uuid, id uuid, status text, source_active boolean, sources_active boolean, hold jsonb,
    override jsonb, override_expires_at timestamptz, held_back boolean, binned_by text, binned_at timestamptz,
    flags text[], leaving jsonb, leaving_due_at timestamptz, version bigint, expected_version bigint, modified_at timestamptz`;

export const directoryUserColumns = `${directoryUserTouchColumns}, user_name_key text, email_key text, name_key text,
    attributes jsonb, incomplete text[], protected boolean, protection jsonb, legal_hold jsonb, search_text text, created_at timestamptz`;

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
    before.protection === after.protection &&
    before.legalHold === after.legalHold &&
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
    sources_active: user.sourcesActive,
    hold: user.hold,
    override: user.override,
    override_expires_at: user.override?.expiresAt ?? null,
    held_back: user.heldBack,
    binned_by: user.binnedBy,
    binned_at: user.binnedAt,
    flags: user.flags,
    leaving: user.leaving,
    leaving_due_at: ladderDueAt(user),
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
    name_key: keys.nameKey,
    attributes: user.attributes,
    incomplete: user.incomplete,
    // What nodes of the version before read.
    protected: user.protection !== null,
    protection: user.protection,
    legal_hold: user.legalHold,
    search_text: keys.searchText,
    created_at: user.createdAt,
  };
}

/** The people of whom a value changed that is kept as a match key, with all their keys. */
export function matchKeyRows(changes: Changes, { matchedAttributes }: PartFacts): Rows {
  if (matchedAttributes.length === 0) return [];
  return changes.flatMap(({ organizationId, directoryUser }) => {
    if (directoryUser === undefined) return [];
    const { before, after } = directoryUser;
    if (matchedAttributes.every((name) => before?.attributes[name] === after.attributes[name])) return [];
    const keys = matchKeys(after.attributes, matchedAttributes);
    const attributes = keys.map(({ attribute }) => attribute);
    return [
      {
        organization_id: organizationId,
        directory_user_id: after.id,
        attributes,
        keys: keys.map(({ key }) => key),
      },
    ];
  });
}

/** People who leave the ladder after it had taken them out of their groups. */
export function rejoins(changes: Changes): Rows {
  return changes.flatMap(({ organizationId, directoryUser, exchangeId, now, events }) =>
    directoryUser?.before?.leaving?.outOfGroups === true && directoryUser.after.leaving === null
      ? [
          {
            organization_id: organizationId,
            id: directoryUser.after.id,
            actor: events[0]?.actor ?? "source",
            exchange_id: exchangeId,
            now,
          },
        ]
      : [],
  );
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
      ? [
          {
            organization_id: change.organizationId,
            source_application_id: change.sourceApplicationId,
            directory_group_id: change.directoryMembers.directoryGroupId,
            exchange_id: change.exchangeId,
            now: change.now,
          },
        ]
      : [],
  );
}

/** Groups of whose members is told because they come into the directory or leave it. */
export function membersTold(changes: Changes): Rows {
  return changes.flatMap((change) => {
    if (change.membersTold === undefined) return [];
    const { groupId, directoryGroupId, joins, reason, actor } = change.membersTold;
    const told = { group_id: groupId, directory_group_id: directoryGroupId, joins, reason, actor };
    const owner = { organization_id: change.organizationId, source_application_id: change.sourceApplicationId };
    return [{ ...owner, ...told, exchange_id: change.exchangeId, now: change.now }];
  });
}
