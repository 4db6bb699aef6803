import { openAsBlob } from "node:fs";
import { basename } from "node:path";
import { type Finding, type Reconciliation, reconciliationRoutes } from "@rollcall/admin-api/reconciliations.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import type { Command } from "commander";
import { followJob } from "./follow-job.ts";
import { printableTable, speakToServer, WorkFailed, WrongUsage } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

interface ReconcileOptions {
  readonly keyColumn?: string;
  readonly keyAttribute?: string;
  readonly statusColumn?: string;
  readonly activeValues?: string;
  readonly csv?: true;
  readonly apply?: string;
  readonly people?: string;
  readonly reason?: string;
  readonly limit: string;
}

const keyAttributes = ["userName", "externalId", "email"] as const;
/** More people have to be confirmed by their number. */
const unconfirmed = 25;

/** rollcall reconcile */
export function registerReconcile(program: Command, exit: (code: number) => void): void {
  speakToServer<[string, string, ReconcileOptions]>(
    program
      .command("reconcile")
      .description("compare a source's own export, CSV or JSON, with what Rollcall holds for it")
      .argument("<application id>")
      .argument("<file>")
      .option("--key-column <name>", "the column that people are found by")
      .option("--key-attribute <name>", "what it is: userName, externalId or email")
      .option("--status-column <name>", "the column that says who is active; empty for none")
      .option("--active-values <list>", "what means active in it, comma-separated")
      .option("--csv", "print what was found as CSV")
      .option(
        "--apply <action>",
        "do it in the source's place: deactivate (who is gone or inactive) or delete (who is gone)",
      )
      .option("--people <number>", `how many people that concerns; needed above ${unconfirmed}`)
      .option("--reason <text>", "why, as everybody's timeline will say; needed with --apply")
      .option("--limit <number>", "list at most so many people", "100"),
    exit,
    async (session, sourceApplicationId, file, options) => {
      const action = actionOf(options);
      const most = parseLimit(options.limit);
      const { client } = session;
      const params = { sourceApplicationId };
      const { organizationId } = await client.call(sourceApplicationRoutes.getSourceApplication, { params });
      const begun = await client.call(reconciliationRoutes.createReconciliation, {
        params,
        query: { fileName: basename(file).slice(0, 200), ...chosen(options) },
        body: await opened(file),
      });
      await followJob(session, organizationId, begun.job);
      const one = { ...params, reconciliationId: begun.id };
      const reconciliation = await client.call(reconciliationRoutes.getReconciliation, { params: one });
      if (action !== undefined) {
        const { reason = "" } = options;
        const people = confirmed(reconciliation, action, options.people);
        const body = { action, people, reason };
        const { job } = await client.call(reconciliationRoutes.actOnFindings, { params: one, body });
        await followJob(session, organizationId, job);
      }
      if (options.csv === true && !session.json) {
        process.stdout.write(await client.call(reconciliationRoutes.exportFindings, { params: one }));
        return;
      }
      const page = await walkList(most, (query) =>
        client.call(reconciliationRoutes.listFindings, { params: one, query }),
      );
      session.print({ reconciliation, ...page }, () =>
        [
          printableTable(["who", "what", "there", "here", "done"], page.items.flatMap(linesOf)) + moreLine(page),
          "",
          inWords(reconciliation),
          ...(action === undefined ? ["Nobody was changed."] : []),
        ].join("\n"),
      );
    },
  );
}

type Action = "deactivate" | "delete";

function actionOf({ apply, reason }: ReconcileOptions): Action | undefined {
  if (apply === undefined) return undefined;
  if (apply !== "deactivate" && apply !== "delete") {
    throw new WrongUsage(`--apply: expected deactivate or delete, found ${apply}`);
  }
  if (reason === undefined) throw new WrongUsage("--apply needs a --reason");
  return apply;
}

function chosen({ keyColumn, keyAttribute, statusColumn, activeValues }: ReconcileOptions) {
  const attribute = keyAttributes.find((name) => name === keyAttribute);
  if (keyAttribute !== undefined && attribute === undefined) {
    throw new WrongUsage(`--key-attribute: expected ${keyAttributes.join(", ")}, found ${keyAttribute}`);
  }
  return {
    ...(keyColumn === undefined ? {} : { keyColumn }),
    ...(attribute === undefined ? {} : { keyAttribute: attribute }),
    ...(statusColumn === undefined ? {} : { statusColumn }),
    ...(activeValues === undefined ? {} : { activeValues }),
  };
}

async function opened(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file);
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function confirmed({ open }: Reconciliation, action: Action, given: string | undefined): number {
  const people = open?.[action] ?? 0;
  if (people === 0) throw new WorkFailed(`There is nobody to ${action}.`);
  if (given !== undefined && Number(given) !== people) {
    throw new WorkFailed(`--people: this concerns ${people} people, found ${given}; nobody was changed`);
  }
  if (given === undefined && people > unconfirmed) {
    throw new WorkFailed(`This concerns ${people} people: confirm it with --people ${people}. Nobody was changed.`);
  }
  return people;
}

const words: Readonly<Record<Finding["kind"], string>> = {
  gone: "active here, not in the export",
  inactive: "active here, inactive there",
  different: "different",
  extra: "not active here, not in the export",
  missing: "missing here: the source has to send it",
};

function linesOf({ kind, name, userName, email, id, changes, acted }: Finding): string[][] {
  const who = userName ?? name ?? email ?? id;
  const done = acted === null ? "" : (acted.reason ?? acted.outcome ?? "begun");
  if (changes.length === 0) return [[who, words[kind], "", "", done]];
  return changes.map(({ label, there, here }) => [who, label, there, here, done]);
}

function inWords({ counts, people }: Reconciliation): string {
  const { gone, inactive, different, extra, missing, same } = counts;
  return (
    `${people} people in the export: ${same} are the same, ${different} differ, ${missing} are missing here; ` +
    `${gone} are active here and not in the export, ${inactive} are active here and inactive there, ` +
    `${extra} are here, not active, and not in the export.`
  );
}
