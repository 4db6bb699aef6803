import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import type { Command } from "commander";
import { printableTable, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

/** rollcall organizations list | create */
export function registerOrganizations(program: Command, exit: (code: number) => void): void {
  const organizations = program.command("organizations").description("the customers whose directories Rollcall keeps");

  speakToServer<[{ limit: string }]>(
    organizations
      .command("list")
      .description("list the organizations that the key sees")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async ({ client, print }, { limit }) => {
      const page = await walkList(parseLimit(limit), (query) =>
        client.call(organizationRoutes.listOrganizations, { query }),
      );
      const rows = page.items.map(({ id, slug, name }) => [id, slug, name]);
      print(page, () => printableTable(["id", "slug", "name"], rows) + moreLine(page));
    },
  );

  speakToServer<[string]>(
    organizations.command("create").description("create an organization").argument("<name>"),
    exit,
    async ({ client, print }, name) => {
      const organization = await client.call(organizationRoutes.createOrganization, { body: { name } });
      print(organization, () => `Created ${organization.slug} with the id ${organization.id}.`);
    },
  );
}
