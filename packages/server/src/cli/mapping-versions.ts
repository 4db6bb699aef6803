import { mappingVersionRoutes, type MappingVersion } from "@rollcall/admin-api/mapping-versions.ts";
import type { Command } from "commander";
import { printable, printableTable, speakToServer, WrongUsage } from "./session.ts";
import { parseLimit } from "./walk-list.ts";

const pageSize = 100;

/** rollcall mapping versions | compare | name | restore */
export function registerMappingVersions(mapping: Command, exit: (code: number) => void): void {
  speakToServer<[string, { limit: string }]>(
    mapping
      .command("versions")
      .description("list the saved mappings, the newest first, with what each changed")
      .argument("<application id>")
      .option("--limit <number>", "at most so many", "20"),
    exit,
    async ({ client, print }, sourceApplicationId, { limit }) => {
      const most = parseLimit(limit);
      const items: MappingVersion[] = [];
      let more = true;
      while (more && items.length < most) {
        const before = items.at(-1)?.version;
        const page = await client.call(mappingVersionRoutes.listMappingVersions, {
          params: { sourceApplicationId },
          query: { limit: Math.min(pageSize, most - items.length), ...(before === undefined ? {} : { before }) },
        });
        items.push(...page.items);
        more = page.more;
      }
      print({ items, more }, () => {
        const table = printableTable(["version", "saved", "by", "name", "what it changed"], items.flatMap(linesOf));
        return table + (more ? `\n(the newest ${items.length}; more with --limit)` : "");
      });
    },
  );

  speakToServer<[string, string]>(
    mapping
      .command("compare")
      .description("say what restoring an earlier mapping would change")
      .argument("<application id>")
      .argument("<version>"),
    exit,
    async ({ client, print }, sourceApplicationId, version) => {
      const params = { sourceApplicationId, mappingVersion: versionOf(version) };
      const found = await client.call(mappingVersionRoutes.getMappingVersion, { params });
      const same = `Version ${version} has the rules of the mapping in force.`;
      print(found, () => (found.restoring.length === 0 ? same : found.restoring.map(printable).join("\n")));
    },
  );

  speakToServer<[string, string, string | undefined]>(
    mapping
      .command("name")
      .description("give a saved mapping a name; without one, take it away")
      .argument("<application id>")
      .argument("<version>")
      .argument("[name]"),
    exit,
    async ({ client, print }, sourceApplicationId, version, name) => {
      const params = { sourceApplicationId, mappingVersion: versionOf(version) };
      const named = await client.call(mappingVersionRoutes.nameMappingVersion, {
        params,
        body: { name: name ?? null },
      });
      print(named, () => `Version ${version} ${named.name === null ? "has no name" : `is called ${named.name}`}.`);
    },
  );

  speakToServer<[string, string]>(
    mapping
      .command("restore")
      .description("save an earlier mapping again, as the next version; `apply` brings it to everybody")
      .argument("<application id>")
      .argument("<version>"),
    exit,
    async ({ client, print }, sourceApplicationId, version) => {
      const params = { sourceApplicationId, mappingVersion: versionOf(version) };
      const restored = await client.call(mappingVersionRoutes.restoreMappingVersion, { params });
      print(restored, () => `Version ${version} is in force again, as version ${restored.version}.`);
    },
  );
}

function versionOf(text: string): string {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new WrongUsage(`version: expected a whole number, found ${text}`);
  return text;
}

function linesOf({ version, name, savedAt, savedByName, savedBy, inForce, changes }: MappingVersion) {
  const head = [`${version}${inForce ? " (in force)" : ""}`, savedAt, savedByName ?? savedBy, name];
  return (changes.length === 0 ? [""] : changes).map((sentence, index) =>
    index === 0 ? [...head, sentence] : ["", "", "", "", sentence],
  );
}
