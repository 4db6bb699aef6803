import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import type { Mapping, MappingRule } from "./mapping.ts";
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
  const before = new Map(present.map((rule) => [rule.attribute, rule]));
  const after = new Map(next.map((rule) => [rule.attribute, rule]));
  const label = (attribute: string) => labels.get(attribute) ?? attribute;
  const kept = [...after].flatMap(([attribute, rule]): RuleChange[] => {
    const old = before.get(attribute);
    const sources = describeSource(rule.source);
    const given = sources.join(", then ");
    if (old === undefined) {
      const sentence = `${label(attribute)} is filled from ${given}${mannerInWords(rule)}.`;
      return [{ attribute, change: "added", before: null, after: sources, sentence }];
    }
    const oldSources = describeSource(old.source);
    const sameSource = oldSources.join("\n") === sources.join("\n");
    const sameManner = mannerInWords(old) === mannerInWords(rule);
    if (sameSource && sameManner) return [];
    const was = sameSource ? "" : `, no longer from ${oldSources.join(", then ")}`;
    const manner = sameManner ? "" : mannerInWords(rule) || ", always, and cleared when nothing arrives";
    const sentence = `${label(attribute)} is filled from ${given}${manner}${was}.`;
    return [{ attribute, change: "changed", before: oldSources, after: sources, sentence }];
  });
  const removed = [...before].flatMap(([attribute, rule]): RuleChange[] => {
    if (after.has(attribute)) return [];
    const sentence = `${label(attribute)} is no longer filled from this application.`;
    return [{ attribute, change: "removed", before: describeSource(rule.source), after: null, sentence }];
  });
  return [...kept, ...removed];
}

/** Says in sentences how a mapping differs from another one, users' rules first. */
export function compareMappings(
  before: Pick<Mapping, "users" | "groups">,
  after: Pick<Mapping, "users" | "groups">,
  customAttributes: readonly DirectoryAttribute[],
): string[] {
  const labels = (attributes: readonly DirectoryAttribute[]) =>
    new Map([...attributes, ...customAttributes].map(({ name, label }) => [name, label]));
  return [
    ...compareRules(before.users, after.users, labels(directoryUserAttributes)),
    ...compareRules(before.groups, after.groups, labels(directoryGroupAttributes)),
  ].map(({ sentence }) => sentence);
}

/** How a rule applies, where that is not as usual; begins with a comma. */
function mannerInWords({ apply, whenMissing, default: given, merge }: MappingRule): string {
  const parts = [
    apply === "whenCreating" ? "only when somebody is created" : apply === "neverOverwrite" ? "never over a value" : "",
    whenMissing === "keep" ? "kept when nothing arrives" : "",
    whenMissing === "default" ? `${JSON.stringify(given)} when nothing arrives` : "",
    merge === true ? "merged with other sources" : "",
  ].filter((part) => part !== "");
  return parts.map((part) => `, ${part}`).join("");
}
