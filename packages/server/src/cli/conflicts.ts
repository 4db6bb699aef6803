import { type Conflict, conflictRoutes } from "@rollcall/admin-api/conflicts.ts";
import { linkRoutes } from "@rollcall/admin-api/links.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printableTable, type Session, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

type Exit = (code: number) => void;

/** rollcall conflicts list | link | create | ignore */
export function registerConflicts(program: Command, exit: Exit): void {
  const conflicts = program.command("conflicts").description("resources of which a person decides whom they concern");

  speakToServer<[{ organization?: string; app?: string; limit: string }]>(
    conflicts
      .command("list")
      .description("list the open conflicts of an organization, oldest first, a line for each candidate")
      .option(organizationOption, organizationWords)
      .option("--app <id>", "those of one source application")
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, app, limit }) => {
      const { id } = await chooseOrganization(session, organization);
      const narrowed = app === undefined ? {} : { sourceApplicationId: app };
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(conflictRoutes.listConflicts, {
          params: { organizationId: id },
          query: { ...query, ...narrowed },
        }),
      );
      const head = ["application", "resource", "who arrived", "reason", "candidate", "found by"];
      session.print(page, () => printableTable(head, page.items.flatMap(rowsOf)) + moreLine(page));
    },
  );

  speakToServer<[string, string, string]>(
    conflicts
      .command("link")
      .description("decide that a resource is this directory user")
      .argument("<application id>")
      .argument("<resource id>")
      .argument("<directory user id>"),
    exit,
    async (session, application, scimId, directoryUserId) => {
      const params = { sourceApplicationId: application, scimId };
      say(session, await session.client.call(conflictRoutes.linkConflict, { params, body: { directoryUserId } }));
    },
  );
  for (const [name, route, description] of [
    ["create", conflictRoutes.createFromConflict, "decide that a resource is somebody new"],
    ["ignore", conflictRoutes.ignoreConflict, "decide that a resource concerns nobody"],
  ] as const) {
    speakToServer<[string, string]>(
      conflicts.command(name).description(description).argument("<application id>").argument("<resource id>"),
      exit,
      async (session, application, scimId) => {
        const params = { sourceApplicationId: application, scimId };
        say(session, await session.client.call(route, { params }));
      },
    );
  }
}

/** rollcall links own | unlink */
export function registerLinks(program: Command, exit: Exit): void {
  const links = program.command("links").description("which resource is which directory user");
  speakToServer<[string, string]>(
    links
      .command("own")
      .description("let this resource's source drive the status of its person")
      .argument("<application id>")
      .argument("<resource id>"),
    exit,
    async (session, application, scimId) => {
      const params = { sourceApplicationId: application, linkedScimId: scimId };
      say(session, await session.client.call(linkRoutes.ownPerson, { params }));
    },
  );
  speakToServer<[string, string, { reason: string }]>(
    links
      .command("unlink")
      .description("say that a resource is not the person whom it is linked to")
      .argument("<application id>")
      .argument("<resource id>")
      .requiredOption("--reason <text>", "why; kept with the event"),
    exit,
    async (session, application, scimId, { reason }) => {
      const params = { sourceApplicationId: application, linkedScimId: scimId };
      say(session, await session.client.call(linkRoutes.unlinkPerson, { params, body: { reason } }));
    },
  );
}

function say(session: Session, answer: { readonly outcome: string; readonly reason: string | null }): void {
  session.print(answer, () => (answer.reason === null ? `${answer.outcome}.` : `${answer.outcome}: ${answer.reason}.`));
}

function rowsOf(conflict: Conflict): string[][] {
  const who = conflict.displayName ?? conflict.userName ?? conflict.email ?? "";
  const candidates = conflict.candidates.map(({ id, foundBy }) => [id, foundBy.map(({ name }) => name).join(", ")]);
  return (candidates.length === 0 ? [["", ""]] : candidates).map((candidate, index) =>
    index === 0
      ? [conflict.sourceApplicationId, conflict.scimId, who, conflict.reason, ...candidate]
      : ["", "", "", "", ...candidate],
  );
}
