import { type HeldChange, type HeldDecision, heldChangeRoutes } from "@rollcall/admin-api/held-changes.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printableTable, speakToServer, WrongUsage } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

const decisions: readonly (readonly [HeldDecision, string])[] = [
  ["approve", "let held changes happen"],
  ["disable", "let held changes happen, but send nobody to the recycle bin"],
  ["reject", "keep the directory as it is, against what the source says"],
];

/** rollcall held list | approve | disable | reject */
export function registerHeld(program: Command, exit: (code: number) => void): void {
  const held = program.command("held").description("what the guard holds until a person decides");

  speakToServer<[{ organization?: string; app?: string; limit: string }]>(
    held
      .command("list")
      .description("list what is held")
      .option(organizationOption, organizationWords)
      .option("--app <id>", "of one source application")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, app, limit }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const narrowed = app === undefined ? {} : { sourceApplicationId: app };
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(heldChangeRoutes.listHeldChanges, {
          params: { organizationId },
          query: { ...query, ...narrowed },
        }),
      );
      const head = ["application", "resource", "who", "what waits", "because", "since", "decided"];
      session.print(page, () => printableTable(head, page.items.map(rowOf)) + moreLine(page));
    },
  );

  for (const [decision, description] of decisions) {
    speakToServer<[string, string[], { all?: true; reason: string }]>(
      held
        .command(decision)
        .description(description)
        .argument("<application id>")
        .argument("[resource id...]")
        .option("--all", "everything that is held of the application")
        .requiredOption("--reason <text>", "why; kept with the events"),
      exit,
      async (session, sourceApplicationId, scimIds, { all, reason }) => {
        if ((scimIds.length === 0) !== (all === true)) {
          throw new WrongUsage("which of them? Name resources as rollcall held list shows them, or say --all");
        }
        const answer = await session.client.call(heldChangeRoutes.decideHeldChanges, {
          params: { sourceApplicationId },
          body: { decision, reason, ...(all === true ? {} : { scimIds }) },
        });
        session.print(answer, () => `Decided about ${answer.decided}; carried out within a second or so.`);
      },
    );
  }
}

function rowOf(change: HeldChange): (string | null)[] {
  const { sourceApplicationId, scimId, displayName, email, target, because, since, decision } = change;
  return [sourceApplicationId, scimId, displayName ?? email, target, because, since, decision];
}
