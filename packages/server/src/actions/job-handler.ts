import type { Job, JobKind } from "../domain/job.ts";
import type { Tx } from "../storage/database.ts";
import type { ActionDeps } from "./action-deps.ts";

/** What a batch of a job came to. What `write` writes and where the job is then commit together, or neither does. */
export type JobStep = {
  readonly write?: ((tx: Tx) => Promise<void>) | undefined;
} & (
  | {
      /** Where the next batch begins; kept as JSON. */
      readonly position: object | string;
      readonly done: number;
      /** As soon as it is known. */
      readonly total?: number | undefined;
    }
  | {
      /** What came of all of it; kept as JSON. */
      readonly result: object;
      readonly done?: number | undefined;
    }
);

/** How the jobs of one kind are done. */
export interface JobHandler<Kind extends JobKind> {
  /**
   * Does the next batch: what takes some tenths of a second, so that others have their turn. A batch that was
   * interrupted is done once more from where it began, so what it does apart from `write` must not add up.
   *
   * @throws {RollcallError} ends the job with that problem; whatever else is thrown is tried again, up to five times
   */
  readonly step: (deps: ActionDeps, job: Job<Kind>) => Promise<JobStep>;
}
