import type { JsonValue, Resource } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { ResourceType } from "@rollcall/scim/schema/resource-type.ts";
import { applyMapping, type CompiledRule } from "./apply-mapping.ts";
import type { AttributeChange } from "./diff-attributes.ts";
import { compareRules, type RuleChange } from "./compare-mappings.ts";
import { compileMapping } from "./compile-mapping.ts";
import { type DirectoryAttribute, directoryGroupAttributes, directoryUserAttributes } from "./directory-attribute.ts";
import type { Mapping, MappingRule } from "./mapping.ts";
import type { MappingProblem, UnknownPath } from "./mapping-problem.ts";
import type { MappedValue } from "./rule-source.ts";
import { type SentRule, validateMapping } from "./validate-mapping.ts";

/** A rule as it would be saved, and the value that it gives the example or the latest resource. */
export interface CheckedRule {
  readonly rule: MappingRule;
  readonly sample: MappedValue | null;
  /** Why an expression gives it no value. */
  readonly reason: string | null;
}

/** What a mapping would make of one resource otherwise than the present one does. */
export interface ResourceEffect {
  readonly scimId: string;
  /** Its userName or displayName. */
  readonly name: string | null;
  readonly changes: readonly AttributeChange[];
}

export interface CheckedSection {
  readonly rules: readonly CheckedRule[];
  readonly changes: readonly RuleChange[];
  /** Of those of the resources whose values would differ. */
  readonly effects: readonly ResourceEffect[];
  /** Resources that were looked at. */
  readonly sampled: number;
}

/** A resource as the check looks at it. */
export interface SampledResource {
  readonly id: string;
  readonly resource: Resource;
}

/** The one resource that the values of rules are shown for, in the place of the latest of its type. */
export interface MappingExample {
  readonly resourceType: "User" | "Group";
  /** Undefined where it cannot be read: `problem` says why. */
  readonly resource: Resource | undefined;
  /** Its userName or displayName. */
  readonly name: string | null;
  readonly problem: string | null;
  /** Paths of it that the application does not keep, so that no rule reads them. */
  readonly notKept: readonly string[];
}

/** What there is to say of a mapping. */
export interface CheckedMapping {
  readonly problems: readonly MappingProblem[];
  readonly unknownPaths: readonly UnknownPath[];
  readonly users: CheckedSection;
  readonly groups: CheckedSection;
}

/** What a mapping is checked against. */
interface MappingSurroundings {
  readonly present: Mapping;
  readonly customAttributes: readonly DirectoryAttribute[];
  readonly resourceTypes: readonly ResourceType[];
  /** The latest first. */
  readonly users: readonly SampledResource[];
  readonly groups: readonly SampledResource[];
  readonly example?: MappingExample | undefined;
}

/**
 * Checks a mapping before it is saved: its problems, the value that each rule gives the example or the latest resource, how its rules
 * differ from the present ones, and what that changes for some resources. What has a problem is left out of all of it.
 */
export function checkMapping(
  sent: { readonly users: readonly SentRule[]; readonly groups: readonly SentRule[] },
  surroundings: MappingSurroundings,
): CheckedMapping {
  const { present, customAttributes, resourceTypes } = surroundings;
  const { problems, unknownPaths, users, groups } = validateMapping(sent, customAttributes, resourceTypes);
  const rules = { users, groups };
  const next = compileMapping({ version: present.version + 1, ...rules }, customAttributes, resourceTypes);
  const now = compileMapping(present, customAttributes, resourceTypes);
  const section = (name: "users" | "groups", attributes: readonly DirectoryAttribute[]): CheckedSection => {
    const resources = surroundings[name];
    const labels = new Map([...attributes, ...customAttributes].map(({ name: own, label }) => [own, label]));
    const example = surroundings.example?.resourceType === typeNames[name] ? surroundings.example : undefined;
    const shown = example === undefined ? resources[0]?.resource : example.resource;
    return {
      rules: rules[name].map((rule) => ({
        rule,
        ...sampleOf(next[name], rule.attribute, shown),
      })),
      changes: compareRules(present[name], rules[name], labels),
      effects: resources.flatMap((sampled) => effectOn(sampled, now[name], next[name])),
      sampled: resources.length,
    };
  };
  return {
    problems,
    unknownPaths,
    users: section("users", directoryUserAttributes),
    groups: section("groups", directoryGroupAttributes),
  };
}

const typeNames = { users: "User", groups: "Group" } as const;

function sampleOf(
  rules: readonly CompiledRule[],
  attribute: string,
  resource: Resource | undefined,
): Pick<CheckedRule, "sample" | "reason"> {
  const rule = rules.find((one) => one.attribute.name === attribute);
  if (rule === undefined || resource === undefined) return { sample: null, reason: null };
  return {
    sample: readByRules([rule], resource).get(attribute) ?? null,
    reason: rule.source.explain(resource) ?? null,
  };
}

function effectOn(
  { id, resource }: SampledResource,
  now: readonly CompiledRule[],
  next: readonly CompiledRule[],
): ResourceEffect[] {
  const before = readByRules(now, resource);
  const after = readByRules(next, resource);
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((attribute) => {
    const from = before.get(attribute)?.value ?? null;
    const to = after.get(attribute)?.value ?? null;
    return equalValues(from, to) ? [] : [{ attribute, from, to }];
  });
  const name = resource["userName"] ?? resource["displayName"];
  return changes.length === 0 ? [] : [{ scimId: id, name: typeof name === "string" ? name : null, changes }];
}

/** Says in words what a checked mapping would change. */
export function describeEffect({ problems, users, groups }: CheckedMapping): string {
  if (problems.length > 0) return "This mapping cannot be saved before its problems are solved.";
  const changed = users.changes.length + groups.changes.length;
  if (changed === 0) return "Nothing changes.";
  const parts = [describeSection(users, "user"), describeSection(groups, "group")].filter((part) => part !== "");
  const sample =
    parts.length === 0 ? "There is nobody yet to whom it applies." : `${parts.join(" ")} This is a sample.`;
  return `${changed === 1 ? "1 rule changes" : `${changed} rules change`}. ${sample} A new mapping takes effect on each of them at the source's next write, or when it is re-applied.`;
}

function describeSection({ changes, effects, sampled }: CheckedSection, noun: "user" | "group"): string {
  if (changes.length === 0 || sampled === 0) return "";
  const looked =
    sampled === 1 ? `The only ${noun} that was looked at` : `Of the ${sampled} latest ${noun}s, ${effects.length}`;
  if (sampled === 1) return `${looked} ${effects.length === 0 ? "keeps its values" : "gets other values"}.`;
  return `${looked} ${effects.length === 1 ? "gets" : "get"} other values.`;
}

/** What live traffic reads, with the status among the values. */
function readByRules(rules: readonly CompiledRule[], resource: Resource): Map<string, MappedValue> {
  const { values, active } = applyMapping(rules, resource);
  const read = new Map(values);
  if (active !== undefined) read.set("active", { value: active satisfies JsonValue, path: "active" });
  return read;
}
