import { type RepeatedWork, type Repeating, repeatWork } from "./repeat-work.ts";

export interface DomainWorkerOptions extends Pick<RepeatedWork, "leads" | "log"> {
  /** Looks for the records of domains that are due; asks whether it goes on. */
  readonly check: (goesOn: () => boolean) => Promise<void>;
}

/** Looks twice a minute, on the node that leads, for domains that are due; what is due stays due. */
export function startCheckingDomains({ leads, check, log }: DomainWorkerOptions): Repeating {
  return repeatWork({
    everyMilliseconds: 30_000,
    leads,
    work: check,
    log,
    failure: "domains could not be checked, trying again",
  });
}
