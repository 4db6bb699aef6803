import type { JsonValue } from "@rollcall/scim/resource.ts";
import { equalValues } from "@rollcall/scim/schema/equal-values.ts";
import { leftOutByRules, letInByRules } from "./group-rules.ts";
import type { ProvisioningEvent } from "./provisioning-event.ts";

/** What an application did between two instants: what an undo takes back. */
export interface UndoWindow {
  readonly sourceApplicationId: string;
  /** ISO 8601; what happened at this instant is undone. */
  readonly from: string;
  /** ISO 8601; what happened at this instant is not. */
  readonly until: string;
}

/** Why something of a window stays as it is. */
export type LeftBecause =
  /** Something changed it after the application did: that stands. */
  | "changed-since"
  /** Another application was linked to somebody whom this one had created. */
  | "linked-since"
  /** An administrator disabled or deleted the person; only an administrator takes that back. */
  | "held-by-administrator"
  /** Of a group within a group the resource of one is gone: it is in the other one only as long as the source says so. */
  | "resource-gone"
  /** Somebody under legal hold does not go to the recycle bin. */
  | "legal-hold"
  /** The directory does not hold the person or group any more. */
  | "erased";

/** One value that an undo brings back: null stands for none. */
export interface ReversedChange {
  /** A directory attribute, `status`, or `member` for a membership of the group. */
  readonly attribute: string;
  /** Of a membership. */
  readonly directoryGroupId?: string;
  /** Of a membership of a group within the group: its SCIM id; null for a person's. */
  readonly memberId?: string | null;
  readonly from: JsonValue;
  readonly to: JsonValue;
}

/** One value that an undo leaves as it is. */
export interface LeftChange extends ReversedChange {
  readonly because: LeftBecause;
  /** The event that stands against it; null where none is known. */
  readonly since: Pick<ProvisioningEvent, "id" | "actor" | "sourceApplicationId" | "occurredAt"> | null;
}

/** One change of one value, in the order of events. */
export interface ValueChange {
  readonly event: ProvisioningEvent;
  readonly from: JsonValue;
  readonly to: JsonValue;
}

export type Reversal =
  | { readonly kind: "reverse"; readonly to: JsonValue }
  | { readonly kind: "leave"; readonly to: JsonValue; readonly since: ProvisioningEvent | null };

/** Tells whether an event is one that the undo of a window takes back. */
export function isInWindow(event: ProvisioningEvent, { sourceApplicationId, from, until }: UndoWindow): boolean {
  return (
    event.outcome === "applied" &&
    event.sourceApplicationId === sourceApplicationId &&
    event.occurredAt >= from &&
    event.occurredAt < until
  );
}

/** Leaves out that groups came in and left by the group rules, with their members: that is theirs to say, today as then. */
export function withoutGroupRules(events: readonly ProvisioningEvent[]): readonly ProvisioningEvent[] {
  return events.filter(({ reason }) => reason !== leftOutByRules && reason !== letInByRules);
}

/**
 * Decides what becomes of one value: it gets back what it was before the first change within the window, unless it is
 * that already, or something outside of the window changed it after that.
 *
 * @param history every change of it from the beginning of the window until today
 * @param today what it is now
 * @returns undefined where there is nothing to do
 */
export function reverseValue(
  history: readonly ValueChange[],
  window: UndoWindow,
  today: JsonValue,
): Reversal | undefined {
  const first = history.findIndex(({ event }) => isInWindow(event, window));
  const [one, ...later] = first === -1 ? [] : history.slice(first);
  if (one === undefined || equalValues(one.from, today)) return undefined;
  const others = later.filter(({ event }) => !isInWindow(event, window));
  const last = later.at(-1) ?? one;
  if (others.length === 0 && equalValues(last.to, today)) return { kind: "reverse", to: one.from };
  return { kind: "leave", to: one.from, since: others.at(-1)?.event ?? null };
}

/** The changes of each attribute that some events tell of. */
export function changesByAttribute(events: readonly ProvisioningEvent[]): Map<string, ValueChange[]> {
  const found = new Map<string, ValueChange[]>();
  for (const event of events) {
    if (event.outcome !== "applied") continue;
    for (const { attribute, from, to } of event.changes) {
      const changes = found.get(attribute);
      if (changes === undefined) found.set(attribute, [{ event, from, to }]);
      else changes.push({ event, from, to });
    }
  }
  return found;
}

/** A value that stays as it is, and what stands against its reversal. */
export function left(change: ReversedChange, because: LeftBecause, since: ProvisioningEvent | null): LeftChange {
  const event = since && {
    id: since.id,
    actor: since.actor,
    sourceApplicationId: since.sourceApplicationId,
    occurredAt: since.occurredAt,
  };
  return { ...change, because, since: event };
}
