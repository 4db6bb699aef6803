import type { CheckedMapping as Presented, MappingRule as PresentedRule } from "@rollcall/admin-api/mappings.ts";
import type { CheckedSection, MappingExample } from "../../domain/check-mapping.ts";
import type { MappingRule } from "../../domain/mapping.ts";

/** A rule with its label, as it may be sent again. */
export function presentRule(rule: MappingRule, labels: ReadonlyMap<string, string>): PresentedRule {
  const { attribute, source, required, apply = "always", whenMissing = "clear", default: given, merge = false } = rule;
  return {
    attribute,
    label: labels.get(attribute) ?? attribute,
    source: "paths" in source ? { paths: [...source.paths] } : source,
    required,
    apply,
    whenMissing,
    ...(given === undefined ? {} : { default: given }),
    merge,
  };
}

/** Whom the values of rules are shown for; never what was sent. */
export function presentExample({ resourceType, name, problem, notKept }: MappingExample): Presented["example"] {
  return { resourceType, name, problem, notKept: [...notKept] };
}

/** A section of a checked mapping with the labels of the console, and what its samples are called. */
export function presentSection(
  section: CheckedSection,
  labels: ReadonlyMap<string, string>,
  total: number,
): Presented["users"] {
  const labelOf = (attribute: string) => labels.get(attribute) ?? attribute;
  return {
    rules: section.rules.map(({ rule, sample, reason }) => ({ ...presentRule(rule, labels), sample, reason })),
    changes: section.changes.map(({ before, after, ...change }) => ({
      ...change,
      label: labelOf(change.attribute),
      before: before && [...before],
      after: after && [...after],
    })),
    effects: section.effects.map(({ scimId, name, changes }) => ({
      scimId,
      name,
      changes: changes.map((change) => ({ ...change, label: labelOf(change.attribute) })),
    })),
    sampled: section.sampled,
    total,
  };
}
