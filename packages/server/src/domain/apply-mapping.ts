import type { Resource } from "@rollcall/scim/resource.ts";
import type { DirectoryAttribute } from "./directory-attribute.ts";
import type { CompiledSource, MappedValue } from "./rule-source.ts";

/** What a mapping makes of one resource. */
export interface MappedValues {
  /** By directory attribute; `active` is not among them. */
  readonly values: ReadonlyMap<string, MappedValue>;
  /** What the source says of the status: undefined when nothing arrived, null when it is not a boolean. */
  readonly active: boolean | null | undefined;
  /** Attributes for which nothing arrived and that keep what this source gave before. */
  readonly kept: ReadonlySet<string>;
  /** Required attributes for which nothing arrived. */
  readonly missing: readonly string[];
}

export interface CompiledRule {
  readonly attribute: DirectoryAttribute;
  readonly required: boolean;
  readonly source: CompiledSource;
  /** What stands for what did not arrive. */
  readonly default: MappedValue | undefined;
  readonly keeps: boolean;
  /** What every value of it carries; undefined for nothing, which is most. */
  readonly manner: Pick<MappedValue, "apply" | "merge"> | undefined;
}

/** A mapping whose sources are ready to be read. */
export interface CompiledMapping {
  readonly version: number;
  readonly users: readonly CompiledRule[];
  readonly groups: readonly CompiledRule[];
}

/** Reads the values of a resource by the rules. */
export function applyMapping(rules: readonly CompiledRule[], resource: Resource): MappedValues {
  const values = new Map<string, MappedValue>();
  const missing: string[] = [];
  const kept = new Set<string>();
  let active: MappedValues["active"];
  for (const rule of rules) {
    const mapped = rule.source.read(resource) ?? rule.default;
    if (rule.attribute.name === "active") {
      active = mapped === undefined ? undefined : typeof mapped.value === "boolean" ? mapped.value : null;
    } else if (mapped !== undefined) {
      values.set(rule.attribute.name, rule.manner === undefined ? mapped : { ...mapped, ...rule.manner });
    } else {
      if (rule.keeps) kept.add(rule.attribute.name);
      if (rule.required) missing.push(rule.attribute.name);
    }
  }
  return { values, active, kept, missing };
}
