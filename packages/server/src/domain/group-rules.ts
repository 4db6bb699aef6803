import { foldCase } from "@rollcall/scim/filter/compare-values.ts";
import type { Resource } from "@rollcall/scim/resource.ts";
import { applyMapping, type CompiledRule, type MappedValues } from "./apply-mapping.ts";

/** What a group is told by. Upper and lower case are the same. */
export interface GroupCondition {
  /** Of the group as its source wrote it. */
  readonly attribute: "displayName" | "externalId";
  readonly compare: "equals" | "startsWith" | "endsWith" | "contains";
  readonly text: string;
}

/** One step of what a group's name becomes in the directory. Upper and lower case are the same where it looks for a text. */
export interface NameStep {
  readonly change: "removePrefix" | "removeSuffix" | "addPrefix" | "addSuffix" | "replace";
  readonly text: string;
  /** Of `replace`: what stands in the place of every occurrence. */
  readonly by?: string;
}

/** Which groups of an application come into the directory, and what they are called there. */
export interface GroupRules {
  /** A group that one of them fits comes in; without any, every group does. */
  readonly include: readonly GroupCondition[];
  /** A group that one of them fits stays out, whatever `include` says. */
  readonly exclude: readonly GroupCondition[];
  /** In order. */
  readonly rename: readonly NameStep[];
}

/** The rules as they are saved; the version counts up by one with each save. */
export interface SavedGroupRules extends GroupRules {
  readonly version: number;
}

/** Every group comes in under its own name. */
export const noGroupRules: SavedGroupRules = { version: 0, include: [], exclude: [], rename: [] };

/** Characters of a directory name that steps make at most; a step that would make a longer or an empty one is left out. */
const longestName = 1_000;

type Test = (group: Resource) => boolean;

/** Rules that are ready to be applied. */
export interface CompiledGroupRules {
  readonly comesIn: Test;
  /** Undefined where names stay as they are. */
  readonly rename: ((name: string) => string) | undefined;
}

/** Why a group that the rules leave out is not in the directory. */
export const leftOutByRules = "the group rules of the application leave this group out";
/** Why a group that they left out is in the directory again. */
export const letInByRules = "the group rules of the application let this group in";

/** Compiles rules; undefined for those that change nothing, which is most. */
export function compileGroupRules({ include, exclude, rename }: GroupRules): CompiledGroupRules | undefined {
  if (include.length + exclude.length + rename.length === 0) return undefined;
  const included = include.map(compileCondition);
  const excluded = exclude.map(compileCondition);
  const steps = rename.map(compileStep);
  return {
    comesIn: (group) =>
      (included.length === 0 || included.some((fits) => fits(group))) && !excluded.some((fits) => fits(group)),
    rename: steps.length === 0 ? undefined : (name) => steps.reduce((renamed, step) => step(renamed), name),
  };
}

function compileCondition({ attribute, compare, text }: GroupCondition): Test {
  const wanted = foldCase(text);
  const compares: Readonly<Record<GroupCondition["compare"], (found: string) => boolean>> = {
    equals: (found) => found === wanted,
    startsWith: (found) => found.startsWith(wanted),
    endsWith: (found) => found.endsWith(wanted),
    contains: (found) => found.includes(wanted),
  };
  const fits = compares[compare];
  return (group) => {
    const found = group[attribute];
    return typeof found === "string" && fits(foldCase(found));
  };
}

function compileStep({ change, text, by = "" }: NameStep): (name: string) => string {
  const wanted = foldCase(text);
  const { length } = text;
  const isHere = (name: string, at: number): boolean =>
    at >= 0 && at + length <= name.length && foldCase(name.slice(at, at + length)) === wanted;
  const changes: Readonly<Record<NameStep["change"], (name: string) => string>> = {
    removePrefix: (name) => (isHere(name, 0) ? name.slice(length) : name),
    removeSuffix: (name) => (isHere(name, name.length - length) ? name.slice(0, -length) : name),
    addPrefix: (name) => `${text}${name}`,
    addSuffix: (name) => `${name}${text}`,
    replace: (name) => {
      let replaced = "";
      for (let at = 0; at < name.length; ) {
        const here = isHere(name, at);
        replaced += here ? by : name[at];
        at += here ? length : 1;
      }
      return replaced;
    },
  };
  return (name) => {
    if (name.length > longestName) return name;
    const renamed = changes[change](name);
    return renamed.trim() === "" || renamed.length > longestName ? name : renamed;
  };
}

/** What mapping and group rules make of a group. */
export interface MappedGroup {
  readonly mapped: MappedValues;
  /** The rules leave it out of the directory. */
  readonly leftOut: boolean;
}

/** Reads the values of a group by the mapping, and names it and says whether it comes in by the group rules. */
export function mapGroup(
  mapping: readonly CompiledRule[],
  rules: CompiledGroupRules | undefined,
  group: Resource,
): MappedGroup {
  const mapped = applyMapping(mapping, group);
  if (rules === undefined) return { mapped, leftOut: false };
  const leftOut = !rules.comesIn(group);
  const name = mapped.values.get("displayName");
  if (rules.rename === undefined || typeof name?.value !== "string") return { mapped, leftOut };
  const values = new Map(mapped.values).set("displayName", { ...name, value: rules.rename(name.value) });
  return { mapped: { ...mapped, values }, leftOut };
}
