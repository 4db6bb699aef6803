import type { Outcome } from "../domain/provisioning-event.ts";

/** Why a write that leaves its resource as it was is unchanged. */
export const alreadyLikeThis = "the resource is already like this";

/** What became of a provisioned change. */
export interface Provisioned {
  readonly outcome: Outcome;
  readonly reason: string | undefined;
  /** Of a group: how many members came or went. */
  readonly moved?: number;
}
