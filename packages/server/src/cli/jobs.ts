import { type Job, jobRoutes } from "@rollcall/admin-api/jobs.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { followJob } from "./follow-job.ts";
import { printable, printableTable, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

type Exit = (code: number) => void;

/** rollcall jobs list | show | cancel */
export function registerJobs(program: Command, exit: Exit): void {
  const jobs = program.command("jobs").description("what takes long and is done in the background");

  speakToServer<[{ organization?: string; app?: string; limit: string }]>(
    jobs
      .command("list")
      .description("list what is or was done in the background, the newest first")
      .option(organizationOption, organizationWords)
      .option("--app <id>", "of one source application")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, app, limit }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const narrowed = app === undefined ? {} : { sourceApplicationId: app };
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(jobRoutes.listJobs, { params: { organizationId }, query: { ...query, ...narrowed } }),
      );
      const rows = page.items.map((job) => [
        job.id,
        job.title,
        job.sourceApplicationId,
        job.state,
        progressOf(job),
        job.createdByName ?? job.createdBy,
        job.createdAt,
      ]);
      const head = ["id", "what", "application", "state", "done", "begun by", "begun"];
      session.print(page, () => printableTable(head, rows) + moreLine(page));
    },
  );

  speakToServer<[string, { organization?: string; wait?: true }]>(
    jobs
      .command("show")
      .description("show a job: how far it is, and what came of it")
      .argument("<id>")
      .option("--wait", "wait until it has ended")
      .option(organizationOption, organizationWords),
    exit,
    async (session, jobId, { organization, wait }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const job = await session.client.call(jobRoutes.getJob, { params: { organizationId, jobId } });
      const last = wait === true ? await followJob(session, organizationId, job) : job;
      session.print(last, () => printableTable(["id", last.id], factsOf(last)));
    },
  );

  speakToServer<[string, { organization?: string }]>(
    jobs
      .command("cancel")
      .description("cancel a job: what it has done stays, and it goes no further")
      .argument("<id>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, jobId, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const job = await session.client.call(jobRoutes.cancelJob, { params: { organizationId, jobId } });
      session.print(job, () => printable(`${job.title} is cancelled; ${progressOf(job)} were done and stay.`));
    },
  );
}

function progressOf({ done, total }: Job): string {
  return total === null ? String(done) : `${done} of ${total}`;
}

function factsOf(job: Job): (string | null)[][] {
  const facts: [string, string | null][] = [
    ["what", job.title],
    ["state", job.state],
    ["done", progressOf(job)],
    ["application", job.sourceApplicationId],
    ["begun by", job.createdByName ?? job.createdBy],
    ["begun", job.createdAt],
    ["ended", job.finishedAt],
    ["problem", job.problem],
    ...Object.entries(job.result ?? {}).map(([name, value]): [string, string] => [name, JSON.stringify(value)]),
  ];
  return facts.filter(([, value]) => value !== null);
}
