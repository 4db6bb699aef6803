import type { CheckedMapping as Presented, RuleSource as PresentedSource } from "@rollcall/admin-api/mappings.ts";
import type { CheckedSection } from "../../domain/check-mapping.ts";
import type { RuleSource } from "../../domain/mapping.ts";

/** Where a rule takes its value from, as it may be sent again. */
export function presentSource(source: RuleSource): PresentedSource {
  return "paths" in source ? { paths: [...source.paths] } : source;
}

/** A section of a checked mapping with the labels of the console, and what its samples are called. */
export function presentSection(
  section: CheckedSection,
  labels: ReadonlyMap<string, string>,
  total: number,
): Presented["users"] {
  const labelOf = (attribute: string) => labels.get(attribute) ?? attribute;
  return {
    rules: section.rules.map((rule) => ({
      ...rule,
      label: labelOf(rule.attribute),
      source: presentSource(rule.source),
    })),
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
