import { type ChangedGroup, groupRuleRoutes, type SentGroupRules } from "@rollcall/admin-api/group-rules.ts";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import type { Command } from "commander";
import { followJob } from "./follow-job.ts";
import { readJsonFile } from "./read-json-file.ts";
import { printable, printableTable, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

const shown = "group rules as `rollcall group-rules show --json` prints them";

/** rollcall group-rules show | set */
export function registerGroupRules(program: Command, exit: (code: number) => void): void {
  const rules = program
    .command("group-rules")
    .description("which groups of a source application come into the directory, and what they are called there");

  speakToServer<[string]>(
    rules.command("show").description("show the group rules of an application").argument("<application id>"),
    exit,
    async ({ client, print }, sourceApplicationId) => {
      const found = await client.call(groupRuleRoutes.getGroupRules, { params: { sourceApplicationId } });
      print(found, () =>
        [
          printableTable(["rule", "what", "text"], rowsOf(found)),
          "",
          `Version ${found.version}; ${found.leftOut} of ${found.groups} groups are left out of the directory.`,
        ].join("\n"),
      );
    },
  );

  speakToServer<[string, { file: string; apply?: true; limit: string }]>(
    rules
      .command("set")
      .description("replace the group rules of an application; shows what that would do, first")
      .argument("<application id>")
      .requiredOption("--file <path>", `${shown}; - is standard input`)
      .option("--apply", "save them, and apply them to the groups that are stored already")
      .option("--limit <number>", "list at most so many groups", "100"),
    exit,
    async (session, sourceApplicationId, { file, apply, limit }) => {
      const params = { sourceApplicationId };
      const { include, exclude, rename } = await readJsonFile<SentGroupRules>(file, shown);
      const body: SentGroupRules = { include, exclude, rename };
      const most = parseLimit(limit);
      const { client } = session;
      const { organizationId } = await client.call(sourceApplicationRoutes.getSourceApplication, { params });
      if (apply === true) {
        const saved = await client.call(groupRuleRoutes.putGroupRules, { params, body });
        const job = await followJob(session, organizationId, saved.job);
        const present = await client.call(groupRuleRoutes.getGroupRules, { params });
        session.print(
          { rules: present, job },
          () => `Saved version ${present.version}; ${present.leftOut} of ${present.groups} groups are left out.`,
        );
        return;
      }
      const started = await client.call(groupRuleRoutes.previewGroupRules, { params, body });
      const job = await followJob(session, organizationId, started);
      const page = await walkList(most, (query) =>
        client.call(groupRuleRoutes.listChangedGroups, { params: { organizationId, jobId: job.id }, query }),
      );
      session.print({ job, ...page }, () =>
        [
          printableTable(["group", "what", "now", "then", "members"], page.items.map(rowOf)) + moreLine(page),
          "",
          inWords(job.result),
          "Nothing was changed: do it with --apply.",
        ].join("\n"),
      );
    },
  );
}

function rowsOf({ include, exclude, rename }: SentGroupRules): string[][] {
  const conditions = (rule: string, some: SentGroupRules["include"]): string[][] =>
    some.map(({ attribute, compare, text }) => [rule, `${attribute} ${compare}`, text]);
  return [
    ...conditions("include", include),
    ...conditions("exclude", exclude),
    ...rename.map(({ change, text, by }) => ["rename", change, change === "replace" ? `${text} by ${by ?? ""}` : text]),
  ];
}

function rowOf({
  sourceName,
  scimId,
  change,
  from,
  to,
  members,
  sharesName,
}: ChangedGroup): (string | number | null)[] {
  return [sourceName ?? scimId, sharesName ? `${change}, shares its name` : change, from, to, members];
}

function inWords(result: Job["result"]): string {
  const number = (name: string): string => JSON.stringify(result?.[name] ?? 0);
  return printable(
    `${number("comesIn")} of ${number("groups")} groups would be in the directory: ${number("enters")} come in, ` +
      `${number("leaves")} leave with ${number("membershipsLeft")} memberships, ${number("renamed")} are renamed; ` +
      `${number("sharedNames")} of these have the name of another group then.`,
  );
}
