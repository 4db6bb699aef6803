import { mappingVersionRoutes, type MappingVersion } from "@rollcall/admin-api/mapping-versions.ts";
import type { Command } from "commander";
import { printableTable, speakToServer, WrongUsage } from "./session.ts";
import { parseLimit } from "./walk-list.ts";

const pageSize = 100;

/** rollcall mapping versions | restore */
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
      .command("restore")
      .description("save an earlier mapping again, as the next version; `apply` brings it to everybody")
      .argument("<application id>")
      .argument("<version>"),
    exit,
    async ({ client, print }, sourceApplicationId, version) => {
      if (!/^[1-9]\d{0,9}$/.test(version)) throw new WrongUsage(`version: expected a whole number, found ${version}`);
      const params = { sourceApplicationId, mappingVersion: version };
      const restored = await client.call(mappingVersionRoutes.restoreMappingVersion, { params });
      print(restored, () => `Version ${version} is in force again, as version ${restored.version}.`);
    },
  );
}

function linesOf({ version, name, savedAt, savedByName, savedBy, inForce, changes }: MappingVersion) {
  const head = [`${version}${inForce ? " (in force)" : ""}`, savedAt, savedByName ?? savedBy, name];
  return (changes.length === 0 ? [""] : changes).map((sentence, index) =>
    index === 0 ? [...head, sentence] : ["", "", "", "", sentence],
  );
}
