import {
  type CheckedMapping,
  type MappingExample,
  mappingRoutes,
  type SentMapping,
} from "@rollcall/admin-api/mappings.ts";
import { type Command, Option } from "commander";
import { readJsonFile, readTextFile } from "./read-json-file.ts";
import { printable, printableTable, speakToServer, WorkFailed, WrongUsage } from "./session.ts";

interface CheckOptions {
  readonly file?: string;
  readonly resource?: string;
  readonly payload?: string;
  readonly type: MappingExample["resourceType"];
}

/**
 * rollcall mapping check
 *
 * @param asShown what a mapping's file holds, in words
 */
export function registerMappingCheck(mapping: Command, exit: (code: number) => void, asShown: string): void {
  speakToServer<[string, CheckOptions]>(
    mapping
      .command("check")
      .description("say what is wrong with a mapping, and what each rule gives for one resource; saves nothing")
      .argument("<application id>")
      .option("--file <path>", `${asShown}; the mapping in force where it is left out`)
      .option("--resource <id>", "show values for this SCIM id; for the latest one where it is left out")
      .option("--payload <path>", "show values for what the source would POST; - is standard input; it is kept nowhere")
      .addOption(new Option("--type <name>", "what the resource is").choices(["User", "Group"]).default("User")),
    exit,
    async ({ client, print }, sourceApplicationId, { file, resource, payload, type }) => {
      if (resource !== undefined && payload !== undefined)
        throw new WrongUsage("expected --resource or --payload, found both");
      if (file === "-" && payload === "-")
        throw new WrongUsage("expected one of --file and --payload to be -, found both");
      const params = { sourceApplicationId };
      const sent =
        file === undefined
          ? await client.call(mappingRoutes.getMapping, { params })
          : await readJsonFile<SentMapping>(file, asShown);
      const example = await exampleOf(type, resource, payload);
      const body = { ...sent, ...(example === undefined ? {} : { example }) };
      const checked = await client.call(mappingRoutes.checkMapping, { params, body });
      print(checked, () => inWords(checked, type));
      const unreadable = checked.example?.problem ?? undefined;
      if (unreadable !== undefined) throw new WorkFailed(`No values are shown: ${unreadable}`);
      const { length } = checked.problems;
      if (length > 0) throw new WorkFailed(`${length} ${length === 1 ? "problem" : "problems"}: it cannot be saved.`);
    },
  );
}

async function exampleOf(
  resourceType: MappingExample["resourceType"],
  scimId: string | undefined,
  payload: string | undefined,
): Promise<MappingExample | undefined> {
  if (scimId !== undefined) return { resourceType, scimId };
  return payload === undefined ? undefined : { resourceType, text: await readTextFile(payload) };
}

function inWords(checked: CheckedMapping, type: MappingExample["resourceType"]): string {
  const { rules } = type === "User" ? checked.users : checked.groups;
  const rows = rules.map(({ attribute, sample, reason }) => [
    attribute,
    sample === null ? "" : typeof sample.value === "string" ? sample.value : JSON.stringify(sample.value),
    sample === null ? (reason ?? "") : sample.path,
  ]);
  const { name, notKept } = checked.example ?? { name: null, notKept: [] };
  const noun = type === "User" ? "user" : "group";
  const heading = `value for ${checked.example === null ? `the latest ${noun}` : printable(name ?? `this ${noun}`)}`;
  return [
    printableTable(["attribute", heading, "given by"], rows),
    ...(notKept.length === 0 ? [] : ["", printable(`No schema keeps ${notKept.join(", ")}.`)]),
    ...(checked.notices.length + checked.problems.length === 0 ? [] : [""]),
    ...[...checked.problems, ...checked.notices].map(({ where, detail }) => printable(`${where}: ${detail}`)),
  ].join("\n");
}
