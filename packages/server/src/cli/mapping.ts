import type { Job } from "@rollcall/admin-api/jobs.ts";
import {
  type MappingDifference,
  type MappingPreview,
  mappingPreviewRoutes,
} from "@rollcall/admin-api/mapping-previews.ts";
import { type Mapping, type MappingRule, mappingRoutes, type SentMapping } from "@rollcall/admin-api/mappings.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import type { Command } from "commander";
import { followJob } from "./follow-job.ts";
import { registerMappingCheck } from "./mapping-check.ts";
import { registerMappingVersions } from "./mapping-versions.ts";
import { readJsonFile } from "./read-json-file.ts";
import { printable, printableTable, type Session, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

type Exit = (code: number) => void;

const asShown = "a mapping as `rollcall mapping show --json` prints it";
const fileWords = `${asShown}; - is standard input`;

/** rollcall mapping show | check | preview | save | apply | versions | restore */
export function registerMapping(program: Command, exit: Exit): void {
  const mapping = program.command("mapping").description("how the directory gets its values from a source application");

  speakToServer<[string]>(
    mapping.command("show").description("show the mapping in force, rule by rule").argument("<application id>"),
    exit,
    async ({ client, print }, sourceApplicationId) => {
      const found = await client.call(mappingRoutes.getMapping, { params: { sourceApplicationId } });
      print(found, () => `Version ${found.version}\n\n${rulesTable(found)}`);
    },
  );

  speakToServer<[string, { file?: string; limit: string }]>(
    mapping
      .command("preview")
      .description("say what a mapping would do to everybody if it were saved and applied; changes nothing")
      .argument("<application id>")
      .option("--file <path>", `${fileWords}; the mapping in force where it is left out`)
      .option("--limit <number>", "list at most so many people and groups", "100"),
    exit,
    async (session, sourceApplicationId, { file, limit }) => {
      const most = parseLimit(limit);
      const { client } = session;
      const params = { sourceApplicationId };
      const body =
        file === undefined
          ? await client.call(mappingRoutes.getMapping, { params })
          : await readJsonFile<SentMapping>(file, asShown);
      const begun = await client.call(mappingPreviewRoutes.createMappingPreview, { params, body });
      await follow(session, sourceApplicationId, begun.job);
      const one = { ...params, mappingPreviewId: begun.id };
      const preview = await client.call(mappingPreviewRoutes.getMappingPreview, { params: one });
      const page = await walkList(most, (query) =>
        client.call(mappingPreviewRoutes.listMappingDifferences, { params: one, query }),
      );
      session.print({ preview, ...page }, () =>
        [
          ...preview.rules,
          ...(preview.rules.length === 0 ? ["The rules are those in force."] : []),
          "",
          printableTable(["who", "attribute", "now", "then"], page.items.flatMap(linesOf)) + moreLine(page),
          "",
          inWords(preview),
        ]
          .map((line) => keepLines(line))
          .join("\n"),
      );
    },
  );

  speakToServer<[string, string]>(
    mapping
      .command("save")
      .description("replace the mapping; it takes effect on each person at the source's next write, or by `apply`")
      .argument("<application id>")
      .argument("<file>", fileWords),
    exit,
    async ({ client, print }, sourceApplicationId, file) => {
      const body = await readJsonFile<SentMapping>(file, asShown);
      const saved = await client.call(mappingRoutes.putMapping, { params: { sourceApplicationId }, body });
      print(saved, () => `Saved as version ${saved.version}.`);
    },
  );

  speakToServer<[string]>(
    mapping
      .command("apply")
      .description("map everybody again by the mapping in force, from what the source wrote last")
      .argument("<application id>"),
    exit,
    async (session, sourceApplicationId) => {
      const begun = await session.client.call(mappingRoutes.applyMapping, { params: { sourceApplicationId } });
      const job = await follow(session, sourceApplicationId, begun);
      session.print(job, () => `Applied to ${job.done} people and groups.`);
    },
  );

  registerMappingCheck(mapping, exit, asShown);
  registerMappingVersions(mapping, exit);
}

async function follow(session: Session, sourceApplicationId: string, job: Job): Promise<Job> {
  const params = { sourceApplicationId };
  const { organizationId } = await session.client.call(sourceApplicationRoutes.getSourceApplication, { params });
  return followJob(session, organizationId, job);
}

function rulesTable({ users, groups }: Mapping): string {
  const row =
    (of: string) =>
    (rule: MappingRule): string[] => [of, rule.attribute, sourceWords(rule), mannerWords(rule)];
  return printableTable(
    ["of", "attribute", "filled from", "how"],
    [...users.map(row("users")), ...groups.map(row("groups"))],
  );
}

function sourceWords({ source: { paths = [], constant, expression } }: MappingRule): string {
  if (expression !== undefined) return `expression: ${expression}`;
  return constant === undefined ? paths.join(", ") : `constant: ${shown(constant)}`;
}

/** What is not as usual, in the words of the admin API. */
function mannerWords({ required, apply, whenMissing, default: given, merge }: MappingRule): string {
  return [
    ...(required ? ["required"] : []),
    ...(apply === "always" ? [] : [apply]),
    ...(whenMissing === "default" ? [`else ${shown(given)}`] : whenMissing === "keep" ? ["keep"] : []),
    ...(merge ? ["merge"] : []),
  ].join(", ");
}

function linesOf({ name, userName, scimId, changes, becomes, missing }: MappingDifference): string[][] {
  const who = userName ?? name ?? scimId;
  return [
    ...changes.map(({ label, from, to, already }) => [
      who,
      label,
      shown(from),
      shown(to) + (already ? " (already)" : ""),
    ]),
    ...(becomes === "incomplete" ? [[who, "becomes incomplete", "", `missing: ${missing.join(", ")}`]] : []),
    ...(becomes === "complete" ? [[who, "becomes complete", "", ""]] : []),
  ];
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A sentence cannot steer the terminal; the lines of a table have been made so already. */
function keepLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

function inWords({ counts }: MappingPreview): string {
  const { users, groups, already, undecided, becomeIncomplete, becomeComplete, departures } = counts;
  return [
    `${users.changed} people and ${groups.changed} groups change; ${users.unchanged} people and ${groups.unchanged} groups stay as they are.`,
    `${becomeIncomplete} become incomplete, ${becomeComplete} become complete, ${departures} would not be enabled any more.`,
    ...(already === 0 ? [] : [`(already): ${already} change by the mapping in force as well, when it is applied.`]),
    ...(undecided === 0 ? [] : [`${undecided} wait for a person to decide whom they concern.`]),
    "Nothing was saved.",
  ].join("\n");
}
