import { type RepeatedWork, type Repeating, repeatWork } from "./repeat-work.ts";

export interface NoticeWorkerOptions extends Pick<RepeatedWork, "leads" | "log"> {
  /** Looks for what somebody should know of; asks whether it goes on. */
  readonly raise: (goesOn: () => boolean) => Promise<void>;
  /** Sends what is due; asks whether it goes on. */
  readonly send: (goesOn: () => boolean) => Promise<unknown>;
}

/**
 * Looks six times a minute, on the node that leads, for what somebody should know of, and sends it; what is so is found
 * at the next look.
 */
export function startNotices({ leads, raise, send, log }: NoticeWorkerOptions): Repeating {
  return repeatWork({
    everyMilliseconds: 10_000,
    leads,
    async work(goesOn) {
      await raise(goesOn);
      await send(goesOn);
    },
    log,
    failure: "notices wait, trying again",
  });
}
