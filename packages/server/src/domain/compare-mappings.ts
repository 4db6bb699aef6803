import type { MappingRule } from "./mapping.ts";
import { describeSource } from "./rule-source.ts";

/** What a new mapping does to one rule of the present one. */
export interface RuleChange {
  readonly attribute: string;
  readonly change: "added" | "removed" | "changed";
  /** Paths, or the constant or expression in words; null for a rule that was added. */
  readonly before: readonly string[] | null;
  /** Null for a rule that was removed. */
  readonly after: readonly string[] | null;
  readonly sentence: string;
}

/** Says how rules differ from the present ones, those of the new mapping first in their order. */
export function compareRules(
  present: readonly MappingRule[],
  next: readonly MappingRule[],
  labels: ReadonlyMap<string, string>,
): RuleChange[] {
  const before = new Map(present.map((rule) => [rule.attribute, describeSource(rule.source)]));
  const after = new Map(next.map((rule) => [rule.attribute, describeSource(rule.source)]));
  const label = (attribute: string) => labels.get(attribute) ?? attribute;
  const kept = [...after].flatMap(([attribute, sources]): RuleChange[] => {
    const old = before.get(attribute);
    const given = sources.join(", then ");
    if (old === undefined) {
      const sentence = `${label(attribute)} is filled from ${given}.`;
      return [{ attribute, change: "added", before: null, after: sources, sentence }];
    }
    if (old.length === sources.length && old.every((source, index) => source === sources[index])) return [];
    const sentence = `${label(attribute)} is filled from ${given}, no longer from ${old.join(", then ")}.`;
    return [{ attribute, change: "changed", before: old, after: sources, sentence }];
  });
  const removed = [...before].flatMap(([attribute, sources]): RuleChange[] => {
    if (after.has(attribute)) return [];
    const sentence = `${label(attribute)} is no longer filled from this application.`;
    return [{ attribute, change: "removed", before: sources, after: null, sentence }];
  });
  return [...kept, ...removed];
}
