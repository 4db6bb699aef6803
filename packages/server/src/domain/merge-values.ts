import type { JsonValue } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import type { MappedValues } from "./apply-mapping.ts";
import type { DirectoryValue, DirectoryValues } from "./directory-user.ts";
import { inPrecedence, type Precedence } from "./precedence.ts";
import type { MappedValue } from "./rule-source.ts";

/** The values that one source application gives to a directory user; none where it gives nothing any more. */
export interface GivenValues extends Pick<MappedValues, "values"> {
  readonly from: string;
  /** Attributes for which nothing arrived and that keep what this source gave before. */
  readonly kept?: MappedValues["kept"];
}

/** The values without overrides: what each of them stands against is there instead. */
export function withoutOverrides(values: DirectoryValues): DirectoryValues {
  const names = Object.keys(values).filter((name) => values[name]?.insteadOf !== undefined);
  if (names.length === 0) return values;
  const sourced: Record<string, DirectoryValue> = Object.assign(
    Object.create(null) as Record<string, DirectoryValue>,
    values,
  );
  for (const name of names) {
    const value = values[name]?.insteadOf;
    if (value) sourced[name] = value;
    else delete sourced[name];
  }
  return sourced;
}

/**
 * Makes a directory user's values from what its sources give; an override stays until they give another value than the
 * one that it stands against.
 */
export function mergeValues(
  before: DirectoryValues,
  given: readonly GivenValues[],
  now: string,
  precedence?: Precedence,
): DirectoryValues {
  const sourced = withoutOverrides(before);
  const merged = mergeSources(sourced, given, now, precedence);
  if (sourced === before) return merged;
  for (const [name, value] of Object.entries(before)) {
    if (value.insteadOf === undefined) continue;
    const [against, gives] = [value.insteadOf?.value ?? null, valueOf(merged, name)];
    if (equalValues(against, gives)) merged[name] = value;
  }
  return merged;
}

/**
 * As `mergeValues`, where another precedence makes the sources give another value: an override stays, and stands against
 * that one from now on.
 */
export function mergeAnew(
  before: DirectoryValues,
  given: readonly GivenValues[],
  now: string,
  precedence: Precedence,
): DirectoryValues {
  const merged = mergeSources(withoutOverrides(before), given, now, precedence);
  for (const [name, value] of Object.entries(before)) {
    if (value.insteadOf === undefined) continue;
    const insteadOf = Object.hasOwn(merged, name) ? (merged[name] ?? null) : null;
    merged[name] = { ...value, insteadOf };
  }
  return merged;
}

/** What the sources make of the values, each attribute in the order that a precedence gives its sources. */
function mergeSources(
  before: DirectoryValues,
  given: readonly GivenValues[],
  now: string,
  precedence: Precedence | undefined,
): Record<string, DirectoryValue> {
  const merged = mergeInOrder(before, given, now);
  if (precedence === undefined || given.length < 2) return merged;
  for (const [name, order] of Object.entries(precedence)) {
    const named = mergeInOrder(before, inPrecedence(given, order), now);
    const value = Object.hasOwn(named, name) ? named[name] : undefined;
    if (value === undefined) delete merged[name];
    else merged[name] = value;
  }
  return merged;
}

/**
 * Makes a directory user's values from what its sources give: the first source (the owner) wins, the others fill what
 * is empty (rules.md section 3), or add to it where both merge. Values of an administrator, and of a former source, which
 * is none of those that give, stay where no source gives one; a rule that applies when somebody is created, or never
 * overwrites, leaves what is there. A value that did not change keeps the instant at which it came.
 */
function mergeInOrder(
  before: DirectoryValues,
  given: readonly GivenValues[],
  now: string,
): Record<string, DirectoryValue> {
  const after: Record<string, DirectoryValue> = Object.create(null) as Record<string, DirectoryValue>;
  const sources = new Set<string | null>(given.map(({ from }) => from));
  for (const [name, value] of Object.entries(before)) {
    if (!sources.has(value.from)) after[name] = value;
  }
  const creating = Object.keys(before).length === 0;
  const filled = new Map<string, MappedValue | undefined>();
  for (const { from, values, kept } of given) {
    for (const name of kept ?? []) {
      const old = Object.hasOwn(before, name) ? before[name] : undefined;
      if (filled.has(name) || old?.from !== from) continue;
      filled.set(name, undefined);
      after[name] = old;
    }
    for (const [name, mapped] of values) {
      const old = Object.hasOwn(before, name) ? before[name] : undefined;
      if (filled.has(name)) {
        const first = after[name];
        if (first === undefined || filled.get(name)?.merge !== true || mapped.merge !== true) continue;
        after[name] = unlessEqual(old, { ...first, value: together(first.value, mapped.value), at: now });
        continue;
      }
      if (mapped.apply !== undefined && !creating) {
        // Somebody new to this source gets nothing by a rule for those whom it creates.
        if (old === undefined && mapped.apply === "whenCreating") continue;
        if (old !== undefined && (mapped.apply === "neverOverwrite" || old.from === from)) {
          filled.set(name, undefined);
          after[name] = old;
          continue;
        }
        if (mapped.apply === "whenCreating") continue;
      }
      filled.set(name, mapped);
      after[name] = unlessEqual(old, { value: mapped.value, from, path: mapped.path, at: now });
    }
  }
  return after;
}

function valueOf(values: DirectoryValues, name: string): JsonValue {
  return Object.hasOwn(values, name) ? (values[name]?.value ?? null) : null;
}

function unlessEqual(old: DirectoryValue | undefined, value: DirectoryValue): DirectoryValue {
  const same =
    old !== undefined && old.from === value.from && old.path === value.path && equalValues(old.value, value.value);
  return same ? old : value;
}

/** The values of two lists, each once, those of the first before the others. */
function together(first: JsonValue, second: JsonValue): JsonValue {
  const [one, other] = [first, second].map((value) => (Array.isArray(value) ? value : [value])) as [
    JsonValue[],
    JsonValue[],
  ];
  return [...one, ...other.filter((value) => !one.some((present) => equalValues(present, value)))];
}
