import { type Delays, delaysOf } from "../domain/leaver-evidence.ts";
import type { ActionDeps } from "./action-deps.ts";
import {
  type EvidencedDeparture,
  type EvidenceWindow,
  isUnacknowledged,
  listLeaverEvidence,
} from "./read-leaver-evidence.ts";

/** How long the departures of a window took. */
export interface LeaverDelays {
  readonly departures: number;
  /** There are more in the window: the newest were measured. */
  readonly more: boolean;
  /** Held, and not decided. */
  readonly waiting: number;
  /** Rejected, or taken back by the source, before they came into force. */
  readonly rejected: number;
  readonly withdrawn: number;
  /** From asked to disabled, of those that came into force at once. */
  readonly disabled: Delays;
  /** The same of those that were held before. */
  readonly disabledAfterHold: Delays;
  /** Out of force, and a receiver has not acknowledged it: its delivery waits, or is dead. */
  readonly unacknowledged: number;
  readonly receivers: readonly ReceiverDelays[];
}

/** How long a receiver took to acknowledge that somebody is disabled. */
export interface ReceiverDelays extends Delays {
  readonly webhookId: string;
  readonly webhookName: string;
  readonly waiting: number;
  readonly dead: number;
  readonly notLogged: number;
}

const pageSize = 500;
const mostDepartures = 10_000;

/** Measures the delays of the departures that an application asked for, page by page: the newest 10,000 of a window. */
export async function measureLeaverDelays(
  deps: ActionDeps,
  application: { readonly organizationId: string; readonly id: string },
  window: EvidenceWindow,
): Promise<LeaverDelays> {
  const found: EvidencedDeparture[] = [];
  let before: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listLeaverEvidence>> = await listLeaverEvidence(
      deps,
      application,
      window,
      before,
      pageSize,
    );
    found.push(...page.items);
    before = page.next?.[0] ?? null;
  } while (before !== null && found.length < mostDepartures);
  const decided = (decision: string) => found.filter(({ held }) => held?.decision === decision).length;
  const secondsOf = (held: boolean) =>
    found.flatMap((one) =>
      one.disabled !== null && (one.held !== null) === held ? one.disabled.secondsAfterAsked : [],
    );
  return {
    departures: found.length,
    more: before !== null,
    waiting: decided("waiting"),
    rejected: decided("rejected"),
    withdrawn: decided("withdrawn"),
    disabled: delaysOf(secondsOf(false)),
    disabledAfterHold: delaysOf(secondsOf(true)),
    unacknowledged: found.filter(isUnacknowledged).length,
    receivers: receiversOf(found),
  };
}

function receiversOf(departures: readonly EvidencedDeparture[]): ReceiverDelays[] {
  const all = Map.groupBy(
    departures.flatMap(({ disabled }) => disabled?.receivers ?? []),
    ({ webhookId }) => webhookId,
  );
  return [...all].map(([webhookId, some]) => {
    const count = (state: string) => some.filter((one) => one.state === state).length;
    return {
      webhookId,
      webhookName: some[0]?.webhookName ?? "",
      ...delaysOf(some.flatMap(({ secondsAfterStep }) => secondsAfterStep ?? [])),
      waiting: count("waiting"),
      dead: count("dead"),
      notLogged: count("not-logged"),
    };
  });
}
