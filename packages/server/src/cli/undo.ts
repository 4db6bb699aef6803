import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { type Reversal, undoRoutes } from "@rollcall/admin-api/undo.ts";
import type { Command } from "commander";
import { followJob } from "./follow-job.ts";
import { printable, printableTable, speakToServer, WrongUsage } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

interface UndoOptions {
  readonly from: string;
  readonly until?: string;
  readonly apply?: true;
  readonly reason?: string;
  readonly limit: string;
}

/** rollcall undo */
export function registerUndo(program: Command, exit: (code: number) => void): void {
  speakToServer<[string, UndoOptions]>(
    program
      .command("undo")
      .description("take back what a source application did within a window of time; shows what it would do, first")
      .argument("<application id>")
      .requiredOption("--from <instant>", "where the window begins, ISO 8601")
      .option("--until <instant>", "where it ends; now where it is left out")
      .option("--apply", "do it")
      .option("--reason <text>", "why, as everybody's timeline will say; needed with --apply")
      .option("--limit <number>", "list at most so many people and groups", "100"),
    exit,
    async (session, sourceApplicationId, { from, until, apply, reason, limit }) => {
      if (apply === true && reason === undefined) throw new WrongUsage("--apply needs a --reason");
      const params = { sourceApplicationId };
      const window = { from: instant("--from", from), until: instant("--until", until ?? new Date().toISOString()) };
      const most = parseLimit(limit);
      const { client } = session;
      const { organizationId } = await client.call(sourceApplicationRoutes.getSourceApplication, { params });
      const started =
        apply === true
          ? await client.call(undoRoutes.undo, { params, body: { ...window, reason: reason ?? "" } })
          : await client.call(undoRoutes.previewUndo, { params, body: window });
      const job = await followJob(session, organizationId, started);
      const page = await walkList(most, (query) =>
        client.call(undoRoutes.listReversals, { params: { organizationId, jobId: job.id }, query }),
      );
      session.print({ job, ...page }, () =>
        [
          printableTable(["who", "what", "now", "before", "comes back"], page.items.flatMap(linesOf)) + moreLine(page),
          "",
          inWords(job.result ?? {}, apply === true),
          ...(apply === true ? [] : ["Nothing was changed: do it with --apply --reason <why>."]),
        ].join("\n"),
      );
    },
  );
}

function instant(option: string, text: string): string {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new WrongUsage(`${option}: expected an instant as ISO 8601, found ${text}`);
  return new Date(milliseconds).toISOString();
}

function linesOf({ id, name, reversed, left }: Reversal): string[][] {
  const who = name ?? id;
  return [
    ...reversed.map(({ label, from, to }) => [who, label, shown(from), shown(to), "yes"]),
    ...left.map(({ label, from, to, because }) => [who, label, shown(from), shown(to), `no: ${because}`]),
  ];
}

function shown(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function inWords(result: Readonly<Record<string, unknown>>, done: boolean): string {
  const { people, groups } = result as { people?: Record<string, number>; groups?: Record<string, number> };
  const add = (name: string): number => (people?.[name] ?? 0) + (groups?.[name] ?? 0);
  const [verb, bin] = done ? ["came back", "went to"] : ["would come back", "would go to"];
  return printable(
    `${people?.["reversed"] ?? 0} people and ${groups?.["reversed"] ?? 0} groups: ${add("values")} values, ` +
      `${add("statuses")} statuses and ${add("memberships")} memberships ${verb}; ${add("binned")} ${bin} the recycle ` +
      `bin; ${add("left")} stay as they are.`,
  );
}
