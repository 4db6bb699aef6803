import type { Resource } from "@rollcall/scim/resource.ts";
import type { CompiledRule } from "./apply-mapping.ts";
import { decideGroupEffect } from "./decide-group-effect.ts";
import type { DeprovisioningPolicy } from "./deprovisioning-policy.ts";
import type { DirectoryGroup } from "./directory-group.ts";
import { type CompiledGroupRules, mapGroup } from "./group-rules.ts";
import type { Link } from "./link.ts";

/** What group rules do to a group. */
export type GroupRulesChange = "enters" | "leaves" | "renamed";

/** A group whose place or name in the directory rules change. */
export interface ChangedGroup {
  readonly change: GroupRulesChange;
  readonly directoryGroupId: string | null;
  /** What its source calls it. */
  readonly sourceName: string | null;
  /** In the directory, today and then; null while it is not there. */
  readonly from: string | null;
  readonly to: string | null;
  /** Its provisioned members. */
  readonly members: number;
}

/** How many groups rules concern. */
export interface GroupRulesCounts {
  /** All groups of the application. */
  readonly groups: number;
  readonly comesIn: number;
  readonly enters: number;
  readonly leaves: number;
  readonly renamed: number;
  /** Memberships of the groups that leave. */
  readonly membershipsLeft: number;
  /** Groups that enter, or are renamed, and then have the name of another group of the directory. */
  readonly sharedNames: number;
}

export const noGroupRulesCounts: GroupRulesCounts = {
  groups: 0,
  comesIn: 0,
  enters: 0,
  leaves: 0,
  renamed: 0,
  membershipsLeft: 0,
  sharedNames: 0,
};

/** A group of an application with what it is in the directory. */
export interface RuledGroup {
  readonly sourceApplicationId: string;
  readonly policy: DeprovisioningPolicy;
  readonly resource: Resource;
  readonly link: Link;
  readonly directoryGroup: DirectoryGroup | undefined;
  readonly memberCount: number;
  /** ISO 8601. */
  readonly now: string;
}

/** Where a group stands, and under what name. */
interface Place {
  readonly isIn: boolean;
  readonly name: string | null;
}

/**
 * Tells what rules do to one group when they are saved and applied, by the function that live traffic is decided by. Of
 * a group that the directory does not know yet the rules in force say where it stands today.
 */
export function previewGroupPlace(
  group: RuledGroup,
  mapping: readonly CompiledRule[],
  {
    present,
    draft,
  }: { readonly present: CompiledGroupRules | undefined; readonly draft: CompiledGroupRules | undefined },
): { readonly isIn: boolean; readonly changed: ChangedGroup | undefined } {
  const { link, directoryGroup, resource, memberCount } = group;
  const [before, after] =
    link.state === "pending"
      ? [mappedPlace(mapping, present, resource), mappedPlace(mapping, draft, resource)]
      : [placeOf(link, directoryGroup), placeAfter(group, mapping, draft)];
  const change = changeBetween(before, after);
  if (change === undefined) return { isIn: after.isIn, changed: undefined };
  return {
    isIn: after.isIn,
    changed: {
      change,
      directoryGroupId: directoryGroup?.id ?? null,
      sourceName: textOf(resource["displayName"]),
      from: before.isIn ? before.name : null,
      to: after.isIn ? after.name : null,
      members: memberCount,
    },
  };
}

function changeBetween(before: Place, after: Place): GroupRulesChange | undefined {
  if (before.isIn !== after.isIn) return after.isIn ? "enters" : "leaves";
  return after.isIn && before.name !== after.name ? "renamed" : undefined;
}

function mappedPlace(mapping: readonly CompiledRule[], rules: CompiledGroupRules | undefined, group: Resource): Place {
  const { mapped, leftOut } = mapGroup(mapping, rules, group);
  return { isIn: !leftOut, name: textOf(mapped.values.get("displayName")?.value) };
}

function placeOf(link: Link, directoryGroup: DirectoryGroup | undefined): Place {
  return {
    isIn: link.state === "linked" && directoryGroup?.status === "active",
    name: textOf(directoryGroup?.attributes["displayName"]?.value),
  };
}

/** Rules that are saved are a newer word than that of whoever kept a group in. */
function placeAfter(
  { sourceApplicationId, policy, resource, link, directoryGroup, now }: RuledGroup,
  mapping: readonly CompiledRule[],
  rules: CompiledGroupRules | undefined,
): Place {
  const effect = decideGroupEffect({
    sourceApplicationId,
    resourceId: link.resourceId,
    mode: "live",
    policy,
    ...mapGroup(mapping, rules, resource),
    link: { ...link, keptIn: null },
    directoryGroup,
    newDirectoryGroupId: link.resourceId,
    now,
  });
  return placeOf(effect.link ?? link, effect.directoryGroup ?? directoryGroup);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Adds a page of groups to what was counted before. */
export function countRuled(
  counts: GroupRulesCounts,
  found: readonly { readonly isIn: boolean; readonly changed: ChangedGroup | undefined }[],
): GroupRulesCounts {
  const changed = found.flatMap((one) => one.changed ?? []);
  const count = (change: GroupRulesChange) => changed.filter((one) => one.change === change).length;
  const left = changed.filter(({ change }) => change === "leaves").reduce((sum, { members }) => sum + members, 0);
  return {
    ...counts,
    groups: counts.groups + found.length,
    comesIn: counts.comesIn + found.filter(({ isIn }) => isIn).length,
    enters: counts.enters + count("enters"),
    leaves: counts.leaves + count("leaves"),
    renamed: counts.renamed + count("renamed"),
    membershipsLeft: counts.membershipsLeft + left,
  };
}
