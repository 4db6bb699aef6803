import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printableTable, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

/** rollcall groups list | members */
export function registerGroups(program: Command, exit: (code: number) => void): void {
  const groups = program.command("groups").description("the groups of an organization's directory");

  speakToServer<[{ organization?: string; search?: string; limit: string }]>(
    groups
      .command("list")
      .description("list directory groups")
      .option(organizationOption, organizationWords)
      .option("--search <words>", "words that all occur in the name")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, search, limit }) => {
      const { id } = await chooseOrganization(session, organization);
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(directoryGroupRoutes.listDirectoryGroups, {
          params: { organizationId: id },
          query: { ...(search === undefined ? {} : { search }), ...query },
        }),
      );
      const rows = page.items.map((group) => [group.id, group.displayName, group.status, group.provisionedMembers]);
      session.print(page, () => printableTable(["id", "name", "status", "provisioned members"], rows) + moreLine(page));
    },
  );

  speakToServer<[string, { organization?: string; all?: true; limit: string }]>(
    groups
      .command("members")
      .description("list the effective members of a directory group")
      .argument("<id>")
      .option(organizationOption, organizationWords)
      .option("--all", "those that are provisioned and not effective, too")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, directoryGroupId, { organization, all = false, limit }) => {
      const { id } = await chooseOrganization(session, organization);
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(directoryGroupRoutes.listDirectoryGroupMembers, {
          params: { organizationId: id, directoryGroupId },
          query: { all, ...query },
        }),
      );
      const rows = page.items.map((member) => [
        member.id ?? member.scimId,
        member.type,
        member.userName ?? member.displayName,
        member.status,
        member.effective ? "effective" : "not effective",
      ]);
      session.print(page, () => printableTable(["id", "type", "name", "status", ""], rows) + moreLine(page));
    },
  );
}
