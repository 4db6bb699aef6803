import { setTimeout as wait } from "node:timers/promises";
import type { ActionDeps } from "../actions/action-deps.ts";
import { runJob } from "../actions/run-job.ts";
import type { Job } from "../domain/job.ts";
import type { Log } from "../log.ts";
import { findDueJobs } from "../storage/read/jobs.ts";

/** What does jobs, one batch after the other. */
export interface JobWorker {
  /** Does now, whoever leads, what is due; resolves when nothing is. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

const everyMilliseconds = 500;
/** For how long one job goes on before the next one has its turn. */
const turnMilliseconds = 500;
/** Of the time that a batch took, what is left to others after it: requests come first. */
const restShare = 0.2;

/** Starts the worker that does jobs: of all applications in turn, those of one application one after the other. */
export function startJobs(deps: ActionDeps, log: Log, leads: () => boolean): JobWorker {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let waiting = false;

  /** @param goesOn asked between the batches */
  async function doJobs(goesOn: () => boolean): Promise<void> {
    try {
      for (let jobs = await findDueJobs(deps.database.reader, deps.now()); jobs.length > 0 && goesOn(); ) {
        for (const job of jobs) await doTurn(job, goesOn);
        jobs = await findDueJobs(deps.database.reader, deps.now());
      }
    } catch (error) {
      // Where each job is stands in the database: the next run takes it up.
      if (!stopped) log.warn({ reason: (error as Error).message }, "jobs could not go on, trying again");
    }
  }

  async function doTurn(first: Job, goesOn: () => boolean): Promise<void> {
    const ends = performance.now() + turnMilliseconds;
    for (let job: Job | undefined = first; job !== undefined && goesOn() && performance.now() < ends; ) {
      const begun = performance.now();
      job = await runJob(deps, log, job);
      await wait((performance.now() - begun) * restShare);
    }
  }

  function begin(goesOn: () => boolean): Promise<void> {
    running = running.then(() => (stopped ? undefined : doJobs(goesOn)));
    return running;
  }

  const timer = setInterval(() => {
    if (waiting || !leads()) return;
    waiting = true;
    void begin(() => !stopped && leads()).finally(() => {
      waiting = false;
    });
  }, everyMilliseconds);
  timer.unref();
  return {
    run: () => begin(() => !stopped),
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
