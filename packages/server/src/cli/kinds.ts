import { applicationKindRoutes } from "@rollcall/admin-api/application-kinds.ts";
import type { Command } from "commander";
import { printableTable, speakToServer } from "./session.ts";

/** rollcall kinds */
export function registerKinds(program: Command, exit: (code: number) => void): void {
  speakToServer<[]>(
    program.command("kinds").description("list the kinds of source applications that can be added"),
    exit,
    async ({ client, print }) => {
      const kinds = await client.call(applicationKindRoutes.listApplicationKinds, {});
      const rows = kinds.items.map(({ id, name, push, pushNote }) => [id, name, push, pushNote ?? ""]);
      print(kinds, () => printableTable(["id", "name", "pushes", "note"], rows));
    },
  );
}
