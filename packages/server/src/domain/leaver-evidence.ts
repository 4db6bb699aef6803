import { isProtected } from "./guard.ts";
import type { Outcome, ProvisioningEventType } from "./provisioning-event.ts";
import { heldByLaw } from "./safeguard.ts";

/** The types of events by which somebody leaves: the directory's answer to whoever asked for it. */
export const departingTypes = ["user.disabled", "user.binned"] as const satisfies readonly ProvisioningEventType[];

/** Every type of event that tells of a leaver. */
export const leaverTypes = [
  ...departingTypes,
  "user.left-groups",
  "user.erased",
  "user.enabled",
  "user.restored",
] as const satisfies readonly ProvisioningEventType[];

/** What an event says of a leaver. */
export interface LeaverEvent {
  readonly id: string;
  readonly type: (typeof leaverTypes)[number];
  readonly outcome: Exclude<Outcome, "unchanged" | "refused">;
  readonly reason: string | null;
  readonly actor: string;
  readonly sourceApplicationId: string | null;
  readonly directoryUserId: string;
  readonly exchangeId: string | null;
  /** The status that the person got; null where the event does not say it any more. */
  readonly status: string | null;
  readonly occurredAt: string;
}

/** One time that somebody left. */
export interface Departure {
  /** What asked for it. */
  readonly asked: LeaverEvent;
  /** The last that kept it from the directory; null where it came into force at once. */
  readonly held: LeaverEvent | null;
  /** From when on the person was not in force any more; null while it is not so. */
  readonly disabled: LeaverEvent | null;
  /** What became of the person after that, in its order. */
  readonly steps: readonly LeaverEvent[];
  /** By which the person came back; null for who is still gone. */
  readonly ended: LeaverEvent | null;
  /** It waited, and this asked for it anew: whoever asked had taken it back. */
  readonly askedAnewBy: LeaverEvent | null;
}

type Mutable = { -readonly [K in keyof Departure]: Departure[K] } & { steps: LeaverEvent[] };

/**
 * Makes the departures of one person of the events that tell of them.
 *
 * @param events of one person, oldest first; where the beginning is missing, so is what began then
 */
export function departuresOf(events: readonly LeaverEvent[]): Departure[] {
  const departures: Mutable[] = [];
  let open: Mutable | undefined;
  const begin = (asked: LeaverEvent, held: LeaverEvent | null): Mutable => {
    const departure = { asked, held, disabled: held ? null : asked, steps: [], ended: null, askedAnewBy: null };
    departures.push(departure);
    return departure;
  };
  for (const event of events) {
    if (isDeparting(event)) open = departing(open, event, begin);
    else if (open !== undefined && event.outcome === "applied") open = following(open, event);
  }
  return departures;
}

function departing(
  open: Mutable | undefined,
  event: LeaverEvent,
  begin: (asked: LeaverEvent, held: LeaverEvent | null) => Mutable,
): Mutable | undefined {
  if (event.outcome === "conflict") return open;
  const held = event.outcome !== "applied";
  if (open === undefined) return begin(event, held ? event : null);
  if (open.disabled !== null) {
    // Somebody who is gone already: what is held of them takes no access away; a bin is a step, a disable somebody new
    // to us, whose way back is missing.
    if (held) return open;
    if (event.type === "user.disabled") return begin(event, null);
    open.steps.push(event);
    return open;
  }
  if (isAskedAnew(open, event)) {
    open.askedAnewBy = event;
    return begin(event, held ? event : null);
  }
  if (held) open.held = event;
  else open.disabled = event;
  return open;
}

/**
 * Tells whether what waits was asked for once more, after it had been taken back or rejected. What comes into force after
 * it was held does so without a request, and what the guard holds no request says again; while an application is paused
 * each write says it.
 */
function isAskedAnew(open: Departure, event: LeaverEvent): boolean {
  if (event.exchangeId === null || open.held === null) return false;
  return event.outcome === "applied" || isByGuard(event);
}

function isByGuard(held: LeaverEvent): boolean {
  return ["limit", "protected"].includes(heldBecause(held));
}

/** What kept a departure from the directory: the guard, the person's protection, or the mode of the application. */
export function heldBecause({ outcome, reason }: LeaverEvent): "limit" | "protected" | "paused" | "observe" {
  if (outcome === "observed") return "observe";
  // Of a mode the event gives no reason; that of a legal hold is about the bin.
  if (reason === null || reason === heldByLaw) return "paused";
  return reason === isProtected.reason ? "protected" : "limit";
}

function following(open: Mutable, event: LeaverEvent): Mutable | undefined {
  const back = event.type === "user.enabled" || (event.type === "user.restored" && event.status !== "disabled");
  if (back) open.ended = event;
  else if (open.disabled !== null) open.steps.push(event);
  return back || event.type === "user.erased" ? undefined : open;
}

function isDeparting({ type }: LeaverEvent): boolean {
  return departingTypes.some((one) => one === type);
}

/** What became of what was held. */
export type HeldDecision = "waiting" | "approved" | "released" | "overtaken" | "rejected" | "withdrawn";

/** How long a number of departures took, in seconds; null where there is none. */
export interface Delays {
  readonly count: number;
  readonly p50Seconds: number | null;
  readonly p99Seconds: number | null;
}

/** The delays of which a half, and of which 99 in a hundred, were not longer (nearest rank). */
export function delaysOf(seconds: readonly number[]): Delays {
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
  return { count: sorted.length, p50Seconds: at(0.5), p99Seconds: at(0.99) };
}

/** Seconds from one instant to a later one, to the millisecond; none where a clock went backwards. */
export function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1_000;
}
