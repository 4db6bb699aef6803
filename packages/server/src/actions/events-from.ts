import type { EventDraft, ProvisioningEvent } from "../domain/provisioning-event.ts";

/** What all events of one write have in common. */
export interface EventFacts {
  readonly newId: () => string;
  readonly now: string;
  readonly actor: string;
  readonly sourceApplicationId: string | null;
  readonly scimId: string | null;
  readonly externalId: string | null;
  readonly exchangeId: string | null;
}

/** Completes the events that a decision drafted. */
export function eventsFrom(drafts: readonly EventDraft[], facts: EventFacts): ProvisioningEvent[] {
  return drafts.map((draft) => ({
    id: facts.newId(),
    type: draft.type,
    outcome: draft.outcome,
    reason: draft.reason ?? null,
    actor: facts.actor,
    sourceApplicationId: facts.sourceApplicationId,
    directoryUserId: draft.directoryUserId ?? null,
    directoryGroupId: draft.directoryGroupId ?? null,
    scimId: facts.scimId,
    externalId: facts.externalId,
    exchangeId: facts.exchangeId,
    changes: draft.changes ?? [],
    occurredAt: facts.now,
  }));
}
