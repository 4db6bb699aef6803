import type { Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import { applyMapping, type CompiledRule } from "./apply-mapping.ts";
import { decideGroupEffect } from "./decide-group-effect.ts";
import { decideUserEffect } from "./decide-user-effect.ts";
import type { DeprovisioningPolicy } from "./deprovisioning-policy.ts";
import { type AttributeChange, diffAttributes } from "./diff-attributes.ts";
import type { DirectoryGroup } from "./directory-group.ts";
import { type DirectoryUser, type DirectoryValues } from "./directory-user.ts";
import { heldAnyway } from "./held-anyway.ts";
import { type CompiledGroupRules, mapGroup } from "./group-rules.ts";
import type { Link } from "./link.ts";
import { type MappingDifference, type PreviewedChange, type Previewed, shortened } from "./mapping-preview.ts";
import type { Precedence } from "./precedence.ts";
import type { StatusRule } from "./status-rule.ts";
import type { OtherValues, UserEffectInput } from "./user-effect.ts";

/** A resource of an application with what it is in the directory. */
interface PreviewedResource {
  readonly sourceApplicationId: string;
  readonly policy: DeprovisioningPolicy;
  readonly resource: Resource;
  readonly link: Link;
  /** ISO 8601. */
  readonly now: string;
}

/** The rules in force, and those that somebody drafted. */
export interface ComparedRules {
  readonly present: readonly CompiledRule[];
  readonly draft: readonly CompiledRule[];
}

export interface PreviewedUser extends PreviewedResource {
  readonly directoryUser: DirectoryUser | undefined;
  readonly others: readonly OtherValues[];
  readonly statusRule?: StatusRule | undefined;
  readonly precedence?: Precedence | undefined;
}

/**
 * Tells what applying a draft does to one person, by the functions that live traffic is decided by. The person is
 * compared as the directory has them today; who is not there yet, as the mapping in force would make them.
 */
export function previewUser(user: PreviewedUser, { present, draft }: ComparedRules): Previewed {
  if (user.link.state === "conflict" || user.link.state === "ignored") return "undecided";
  const inForce = () => userAfter(user, present);
  const before = user.directoryUser ?? inForce();
  const after = userAfter(user, draft);
  if (before === undefined || after === undefined || before === after) return "unchanged";
  const changes = [...diffAttributes(before.attributes, after.attributes), ...statusChange(before, after)];
  const becomes = becoming(before, after);
  if (changes.length === 0 && becomes === null) return "unchanged";
  // Who is not there yet is compared with the mapping in force already.
  const already = user.directoryUser === undefined ? before : (inForce() ?? before);
  const made = [...diffAttributes(before.attributes, already.attributes), ...statusChange(before, already)];
  return {
    ...subjectOf(user, "User", after.attributes),
    directoryId: user.directoryUser?.id ?? null,
    changes: markChanges(changes, made),
    becomes,
    missing: after.incomplete,
  };
}

function statusChange(before: DirectoryUser, after: DirectoryUser) {
  return before.status === after.status ? [] : [{ attribute: "status", from: before.status, to: after.status }];
}

function becoming(before: DirectoryUser, after: DirectoryUser): MappingDifference["becomes"] {
  if (before.incomplete.length === 0) return after.incomplete.length === 0 ? null : "incomplete";
  return after.incomplete.length === 0 ? "complete" : null;
}

/** The person as the rules make them, when it is in force; what waits for somebody's approval goes on waiting. */
function userAfter(user: PreviewedUser, rules: readonly CompiledRule[]): DirectoryUser | undefined {
  const { sourceApplicationId, policy, resource, link, directoryUser, others, statusRule, precedence, now } = user;
  const input: UserEffectInput = {
    sourceApplicationId,
    resourceId: link.resourceId,
    mode: "live",
    policy,
    mapped: applyMapping(rules, resource),
    link,
    directoryUser,
    match: undefined,
    others,
    statusRule,
    precedence,
    newDirectoryUserId: link.resourceId,
    now,
  };
  const effect = decideUserEffect(input);
  const heldBecause = heldAnyway(input, effect);
  const inForce = heldBecause === undefined ? effect : decideUserEffect({ ...input, heldBecause });
  return inForce.directoryUser ?? directoryUser;
}

export interface PreviewedGroup extends PreviewedResource {
  readonly directoryGroup: DirectoryGroup | undefined;
  readonly groupRules: CompiledGroupRules | undefined;
}

/** Tells what applying a draft does to one group, as `previewUser`. */
export function previewGroup(group: PreviewedGroup, { present, draft }: ComparedRules): Previewed {
  // What the group rules leave out stays out, whatever the mapping says.
  if (group.groupRules?.comesIn(group.resource) === false) return "unchanged";
  const before = group.directoryGroup ?? groupAfter(group, present);
  const after = groupAfter(group, draft);
  if (before === undefined || after === undefined) return "unchanged";
  const changes = diffAttributes(before.attributes, after.attributes);
  if (changes.length === 0) return "unchanged";
  const already = group.directoryGroup === undefined ? before : (groupAfter(group, present) ?? before);
  return {
    ...subjectOf(group, "Group", after.attributes),
    directoryId: group.directoryGroup?.id ?? null,
    changes: markChanges(changes, diffAttributes(before.attributes, already.attributes)),
    becomes: null,
    missing: [],
  };
}

function groupAfter(group: PreviewedGroup, rules: readonly CompiledRule[]): DirectoryGroup | undefined {
  const { sourceApplicationId, policy, resource, link, directoryGroup, groupRules, now } = group;
  const effect = decideGroupEffect({
    sourceApplicationId,
    resourceId: link.resourceId,
    mode: "live",
    policy,
    ...mapGroup(rules, groupRules, resource),
    link,
    directoryGroup,
    newDirectoryGroupId: link.resourceId,
    now,
  });
  return effect.directoryGroup ?? directoryGroup;
}

/** The changes as they are kept, each with whether the mapping in force makes it too. */
function markChanges(changes: readonly AttributeChange[], made: readonly AttributeChange[]): PreviewedChange[] {
  return changes.map(({ attribute, from, to }) => ({
    attribute,
    from: shortened(from),
    to: shortened(to),
    already: made.some((one) => one.attribute === attribute && equalValues(one.to, to)),
  }));
}

/** Whom a difference is about. */
function subjectOf(
  { link, resource }: PreviewedResource,
  resourceType: MappingDifference["resourceType"],
  attributes: DirectoryValues,
): Pick<MappingDifference, "resourceType" | "scimId" | "name" | "userName"> {
  const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
  const given = (name: string) => text(attributes[name]?.value) ?? text(resource[name]);
  return { resourceType, scimId: link.resourceId, name: given("displayName"), userName: given("userName") };
}
