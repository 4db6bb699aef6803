import {
  type Departure,
  departuresOf,
  heldBecause,
  type HeldDecision,
  type LeaverEvent,
  secondsBetween,
} from "../domain/leaver-evidence.ts";
import type { ListPage } from "../domain/list-cursor.ts";
import {
  type AskingExchange,
  findAskingExchanges,
  listToldDeliveries,
  listToldWebhooks,
} from "../storage/read/leaver-evidence.ts";
import {
  findHeldPeople,
  findLeaverEvents,
  findRejections,
  listDepartingEvents,
  type Rejection,
} from "../storage/read/leaver-events.ts";
import type { ActionDeps } from "./action-deps.ts";
import { type Acknowledgement, acknowledgementsOf } from "./acknowledgements.ts";

/** One thing that became of a leaver, and who downstream acknowledged it. */
export interface EvidencedStep {
  readonly event: LeaverEvent;
  readonly secondsAfterAsked: number;
  readonly receivers: readonly Acknowledgement[];
}

/** What kept a departure from the directory, and what became of that. */
export interface EvidencedHold {
  readonly because: ReturnType<typeof heldBecause>;
  readonly reason: string | null;
  readonly decision: HeldDecision;
  /** Who decided, and when; null where nobody did, or where it is not known. */
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/** One departure with all that proves it. */
export interface EvidencedDeparture {
  readonly asked: LeaverEvent;
  /** When the request came in that asked for it; else when the directory decided it. */
  readonly askedAt: string;
  /** Null where no request asked for it, and where it is not kept any more. */
  readonly exchange: AskingExchange | null;
  readonly held: EvidencedHold | null;
  /** Null while the person is in force. */
  readonly disabled: EvidencedStep | null;
  readonly steps: readonly EvidencedStep[];
  readonly ended: LeaverEvent | null;
}

/**
 * Reads the evidence of all departures of one directory user, newest first; also of somebody who is erased.
 *
 * @returns nothing where the newest 200 events of leaving and coming back tell of none
 */
export async function readLeaverEvidence(
  deps: ActionDeps,
  organizationId: string,
  directoryUserId: string,
): Promise<EvidencedDeparture[]> {
  const found = await findLeaverEvents(deps.database.lists, organizationId, [directoryUserId]);
  const departures = departuresOf(found.get(directoryUserId) ?? []);
  return (await evidence(deps, organizationId, departures)).toReversed();
}

/** Which departures of an application are wanted. */
export interface EvidenceWindow {
  /** Asked for by an event from this id on. */
  readonly from: string | undefined;
  /** By one below this id. */
  readonly below: string | undefined;
  /** Only those that wait for a person or for a receiver. */
  readonly open?: boolean | undefined;
}

/** Pages that are looked through at most for departures that are open: an answer does not take long. */
const mostPages = 10;

/**
 * Lists the evidence of the departures that an application asked for, newest first. So many events are looked at, at most:
 * a page may be shorter than the limit, and even empty, although there are more.
 *
 * @param before the id at which the page begins, exclusive
 */
export async function listLeaverEvidence(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  window: EvidenceWindow,
  before: string | null,
  limit: number,
): Promise<ListPage<EvidencedDeparture>> {
  let page = await readPage(deps, application, window, before, limit);
  for (let pages = 1; page.items.length === 0 && page.next !== undefined && pages < mostPages; pages++) {
    page = await readPage(deps, application, window, page.next[0] ?? null, limit);
  }
  return page;
}

async function readPage(
  deps: ActionDeps,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  window: EvidenceWindow,
  before: string | null,
  limit: number,
): Promise<ListPage<EvidencedDeparture>> {
  const { lists } = deps.database;
  const page = await listDepartingEvents(lists, organizationId, id, window, before, limit);
  const people = [...new Set(page.items.flatMap(({ directoryUserId }) => directoryUserId ?? []))];
  const events = await findLeaverEvents(lists, organizationId, people);
  const asking = new Map([...events.values()].flatMap(departuresOf).map((one) => [one.asked.id, one]));
  const found = page.items.flatMap((event) => asking.get(event.id) ?? []);
  const items = await evidence(deps, organizationId, found);
  return { items: window.open === true ? items.filter(isOpen) : items, next: page.next };
}

function isOpen(departure: EvidencedDeparture): boolean {
  return departure.held?.decision === "waiting" || isUnacknowledged(departure);
}

/** Tells whether somebody is out of force and a receiver has not acknowledged it: its delivery waits, or is dead. */
export function isUnacknowledged({ disabled }: EvidencedDeparture): boolean {
  return disabled?.receivers.some(({ state }) => state === "waiting" || state === "dead") ?? false;
}

/** Gathers what proves some departures, in six statements however many there are. */
async function evidence(
  deps: ActionDeps,
  organizationId: string,
  departures: readonly Departure[],
): Promise<EvidencedDeparture[]> {
  const { lists } = deps.database;
  const events = departures.flatMap(({ disabled, steps }) => [...(disabled === null ? [] : [disabled]), ...steps]);
  const webhooks = await listToldWebhooks(lists, organizationId);
  const webhookIds = webhooks.map(({ id }) => id);
  const people = [...new Set(departures.map(({ asked }) => asked.directoryUserId))];
  const eventIds = events.map(({ id }) => id);
  const waiting = departures.filter(({ held, disabled }) => held !== null && disabled === null);
  const [exchanges, deliveries, rejections, isHeld] = await Promise.all([
    findAskingExchanges(lists, organizationId, departures.flatMap(askedBy)),
    listToldDeliveries(lists, organizationId, eventIds, webhookIds, people),
    findRejections(lists, organizationId, waiting.map(waitedFrom)),
    findHeldPeople(lists, organizationId, [...new Set(waiting.map(({ asked }) => asked.directoryUserId))]),
  ]);
  const told = acknowledgementsOf(webhooks, deliveries, deps.now());
  return departures.map((departure): EvidencedDeparture => {
    const { asked, disabled, steps, ended } = departure;
    const exchange = exchanges.get(asked.exchangeId ?? "") ?? null;
    const askedAt = exchange?.at ?? asked.occurredAt;
    const step = (event: LeaverEvent): EvidencedStep => ({
      event,
      secondsAfterAsked: secondsBetween(askedAt, event.occurredAt),
      receivers: told(event),
    });
    return {
      asked,
      askedAt,
      exchange,
      held: holdOf(departure, rejections.get(asked.id), isHeld),
      disabled: disabled && step(disabled),
      steps: steps.map(step),
      ended,
    };
  });
}

function askedBy({ asked: { sourceApplicationId, exchangeId } }: Departure) {
  return sourceApplicationId === null || exchangeId === null ? [] : [{ sourceApplicationId, exchangeId }];
}

function waitedFrom({ asked, askedAnewBy }: Departure) {
  return { directoryUserId: asked.directoryUserId, after: asked.id, below: askedAnewBy?.id ?? null };
}

function holdOf(
  { asked, held, disabled, askedAnewBy }: Departure,
  rejection: Rejection | undefined,
  isHeld: (directoryUserId: string, sourceApplicationId: string | null) => boolean,
): EvidencedHold | null {
  if (held === null) return null;
  const hold = { because: heldBecause(held), reason: held.reason };
  if (disabled !== null) {
    // What is done by hand is of no application; a source that is live again takes its own word up.
    const byHand = disabled.sourceApplicationId === null;
    const decision = byHand ? "overtaken" : disabled.actor === "source" ? "released" : "approved";
    return { ...hold, decision, decidedBy: disabled.actor, decidedAt: disabled.occurredAt };
  }
  if (rejection !== undefined) {
    return { ...hold, decision: "rejected", decidedBy: rejection.actor, decidedAt: rejection.occurredAt };
  }
  const waits = askedAnewBy === null && isHeld(asked.directoryUserId, asked.sourceApplicationId);
  return { ...hold, decision: waits ? "waiting" : "withdrawn", decidedBy: null, decidedAt: null };
}
