import { receivedAttributeRoutes } from "@rollcall/admin-api/received-attributes.ts";
import { type Command, Option } from "commander";
import { printableTable, speakToServer } from "./session.ts";

const types = ["string", "boolean", "decimal"] as const;

/** rollcall received list | keep */
export function registerReceived(program: Command, exit: (code: number) => void): void {
  const received = program.command("received").description("what a source sends and nothing keeps");

  speakToServer<[string]>(
    received
      .command("list")
      .description("list attributes that arrive and are not kept, the most frequent first")
      .argument("<application id>"),
    exit,
    async ({ client, print }, sourceApplicationId) => {
      const params = { sourceApplicationId };
      const found = await client.call(receivedAttributeRoutes.listReceivedAttributes, { params });
      const rows = found.items.map(({ path, received: times, sample, type, multiValued, lastAt, keepable }) => [
        path,
        times,
        type === null ? "" : `${type}${multiValued ? ", several" : ""}`,
        sample,
        lastAt,
        keepable ? "yes" : "no",
      ]);
      const head = ["attribute", "times", "type", "looks like", "last", "can be kept"];
      print(found, () => printableTable(head, rows));
    },
  );

  speakToServer<[string, string, { type: (typeof types)[number]; several?: true }]>(
    received
      .command("keep")
      .description("keep an attribute of users from the next write on, so that a mapping can read it")
      .argument("<application id>")
      .argument("<attribute>")
      .addOption(new Option("--type <type>", "of its values").choices(types).default("string"))
      .option("--several", "it is a list"),
    exit,
    async ({ client, print }, sourceApplicationId, path, { type, several }) => {
      const kept = await client.call(receivedAttributeRoutes.keepReceivedAttribute, {
        params: { sourceApplicationId },
        body: { path, type, ...(several === undefined ? {} : { multiValued: several }) },
      });
      print(kept, () => `Kept; a mapping rule reads it as ${kept.path}.`);
    },
  );
}
