import type { JsonValue } from "@rollcall/scim/resource.ts";
import type { AttributeChange } from "./diff-attributes.ts";
import type { MappingRule } from "./mapping.ts";

/** A mapping that somebody wants to see before it is saved. */
export interface MappingDraft {
  /** The version in force when it was drafted. */
  readonly mappingVersion: number;
  readonly users: readonly MappingRule[];
  readonly groups: readonly MappingRule[];
  /** How it differs from that version, in sentences. */
  readonly changes: readonly string[];
}

/** One value of the directory that a draft changes. */
export interface PreviewedChange extends AttributeChange {
  /** The mapping in force makes the same of it: it was saved and is not yet applied to this one. */
  readonly already: boolean;
}

/** What a draft does to one person or group; only of those whom it changes. */
export interface MappingDifference {
  readonly resourceType: "User" | "Group";
  readonly scimId: string;
  /** Null: not in the directory yet. */
  readonly directoryId: string | null;
  /** What they are called. */
  readonly name: string | null;
  readonly userName: string | null;
  readonly changes: readonly PreviewedChange[];
  /** Whether required values begin to be missing, or are no longer. */
  readonly becomes: "incomplete" | "complete" | null;
  /** The required attributes that are missing then. */
  readonly missing: readonly string[];
}

/** How often a draft changes one attribute. */
export interface AttributeCounts {
  /** There was no value. */
  readonly given: number;
  readonly changed: number;
  /** There is no value any more. */
  readonly taken: number;
}

/** What a draft does to all of an application's people and groups, counted. */
export interface PreviewCounts {
  readonly users: { readonly changed: number; readonly unchanged: number };
  readonly groups: { readonly changed: number; readonly unchanged: number };
  /** Of the changed: in the directory they differ from what the mapping in force makes of them. */
  readonly already: number;
  /** Not counted above: a person decides first whom the resource concerns. */
  readonly undecided: number;
  readonly becomeIncomplete: number;
  readonly becomeComplete: number;
  /** Enabled people who are not any more; the guard may hold some of them. */
  readonly departures: number;
  readonly attributes: Readonly<Record<string, AttributeCounts>>;
}

export const noCounts: PreviewCounts = {
  users: { changed: 0, unchanged: 0 },
  groups: { changed: 0, unchanged: 0 },
  already: 0,
  undecided: 0,
  becomeIncomplete: 0,
  becomeComplete: 0,
  departures: 0,
  attributes: {},
};

/** What was found of one resource. */
export type Previewed = MappingDifference | "unchanged" | "undecided";

/** Adds what was found of resources of one type to the counts. */
export function countPreviewed(
  before: PreviewCounts,
  section: "users" | "groups",
  found: readonly Previewed[],
): PreviewCounts {
  const differences = found.filter((one) => typeof one === "object");
  const count = (holds: (one: MappingDifference) => boolean) => differences.filter(holds).length;
  const of = (word: Previewed) => found.filter((one) => one === word).length;
  const attributes = new Map(Object.entries(before.attributes));
  for (const { changes } of differences) {
    for (const { attribute, from, to } of changes) {
      const { given, changed, taken } = attributes.get(attribute) ?? { given: 0, changed: 0, taken: 0 };
      const [gives, takes] = [from === null, to === null];
      attributes.set(attribute, {
        given: given + Number(gives),
        changed: changed + Number(!gives && !takes),
        taken: taken + Number(takes),
      });
    }
  }
  return {
    ...before,
    [section]: {
      changed: before[section].changed + differences.length,
      unchanged: before[section].unchanged + of("unchanged"),
    },
    already: before.already + count(({ changes }) => changes.some(({ already }) => already)),
    undecided: before.undecided + of("undecided"),
    becomeIncomplete: before.becomeIncomplete + count(({ becomes }) => becomes === "incomplete"),
    becomeComplete: before.becomeComplete + count(({ becomes }) => becomes === "complete"),
    departures: before.departures + count(({ changes }) => changes.some(isDeparture)),
    attributes: Object.fromEntries(attributes),
  };
}

function isDeparture({ attribute, from }: AttributeChange): boolean {
  return attribute === "status" && from === "enabled";
}

const longest = 500;

/** A value as it is kept of a difference: a long one only its beginning, as text. */
export function shortened(value: JsonValue): JsonValue {
  if (value === null || typeof value === "boolean" || typeof value === "number") return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= longest ? value : `${text.slice(0, longest)}…`;
}
