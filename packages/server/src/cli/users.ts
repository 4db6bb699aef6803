import { directoryUserAdministrationRoutes } from "@rollcall/admin-api/directory-user-administration.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { Argument, type Command, Option } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { printable, printableTable, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

interface ListOptions {
  readonly organization?: string;
  readonly search?: string;
  readonly status?: "enabled" | "disabled" | "binned";
  readonly app?: string;
  readonly incomplete?: true;
  readonly safeguard?: "protection" | "legalHold";
  readonly limit: string;
}

/** rollcall users list | show */
export function registerUsers(program: Command, exit: (code: number) => void): void {
  const users = program.command("users").description("the people of an organization's directory");

  speakToServer<[ListOptions]>(
    users
      .command("list")
      .description("list directory users")
      .option(organizationOption, organizationWords)
      .option("--search <words>", "words that all occur in user name, e-mail, names or employee number")
      .addOption(new Option("--status <status>", "only these").choices(["enabled", "disabled", "binned"]))
      .option("--app <id>", "only those that this source application writes or wrote")
      .option("--incomplete", "only those for whom a required attribute did not arrive")
      .addOption(new Option("--safeguard <kind>", "only those over whom it is").choices(["protection", "legalHold"]))
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, search, status, app, incomplete, safeguard, limit }) => {
      const { id } = await chooseOrganization(session, organization);
      const filter = {
        ...(search === undefined ? {} : { search }),
        ...(status === undefined ? {} : { status }),
        ...(app === undefined ? {} : { sourceApplicationId: app }),
        ...(incomplete === undefined ? {} : { incomplete }),
        ...(safeguard === undefined ? {} : { safeguard }),
      };
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(directoryUserRoutes.listDirectoryUsers, {
          params: { organizationId: id },
          query: { ...filter, ...query },
        }),
      );
      const rows = page.items.map((user) => [user.id, user.userName, user.displayName, user.email, user.status]);
      session.print(
        page,
        () => printableTable(["id", "user name", "display name", "e-mail", "status"], rows) + moreLine(page),
      );
    },
  );

  speakToServer<[string, { organization?: string }]>(
    users
      .command("show")
      .description("show a directory user: each value with where it came from")
      .argument("<id>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, directoryUserId, { organization }) => {
      const { id } = await chooseOrganization(session, organization);
      const user = await session.client.call(directoryUserRoutes.getDirectoryUser, {
        params: { organizationId: id, directoryUserId },
      });
      session.print(user, () => {
        const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
        const rows = user.provenance.flatMap(({ attribute, value, from, path, others }) => [
          [attribute, written(value), from?.displayName ?? "by hand", path],
          ...others.map((lost) => ["", written(lost.value), `${lost.from.displayName} (does not count)`, lost.path]),
        ]);
        const missing = user.missing.length === 0 ? "" : `, missing: ${user.missing.join(", ")}`;
        const table = printableTable(["attribute", "value", "from", "path"], rows);
        return `${printable(user.displayName ?? user.userName ?? user.id)}: ${user.status}${missing}${safeguardWords(user)}\n\n${table}`;
      });
    },
  );

  speakToServer<[string, LadderChange, { organization?: string; reason: string }]>(
    users
      .command("ladder")
      .description("stop a leaver's ladder, let it go on, leave its next step out or take it now")
      .argument("<id>")
      .addArgument(new Argument("<change>").choices(["stop", "resume", "skip", "do-now"]))
      .requiredOption("--reason <text>", "why; kept with the person's timeline")
      .option(organizationOption, organizationWords),
    exit,
    async (session, directoryUserId, change, { organization, reason }) => {
      const { id } = await chooseOrganization(session, organization);
      const answer = await session.client.call(routes.changeLadderOfDirectoryUser, {
        params: { organizationId: id, directoryUserId },
        body: { change, reason },
      });
      session.print(answer, () =>
        answer.directoryUser === null
          ? "erased"
          : `${printable(answer.directoryUser.displayName ?? directoryUserId)}: ${answer.directoryUser.status}`,
      );
    },
  );

  for (const [verb, route, description] of safeguardVerbs) {
    speakToServer<[string, { organization?: string; reason: string }]>(
      users
        .command(verb)
        .description(description)
        .argument("<id>")
        .requiredOption("--reason <text>", "why; kept with the person's timeline")
        .option(organizationOption, organizationWords),
      exit,
      async (session, directoryUserId, { organization, reason }) => {
        const { id } = await chooseOrganization(session, organization);
        const user = await session.client.call(routes[route], {
          params: { organizationId: id, directoryUserId },
          body: { reason },
        });
        session.print(user, () => `${printable(user.displayName ?? user.id)}: ${user.status}${safeguardWords(user)}`);
      },
    );
  }
}

const routes = directoryUserAdministrationRoutes;

type LadderChange = "stop" | "resume" | "skip" | "do-now";

const safeguardVerbs = [
  ["protect", "protectDirectoryUser", "let no source take anything away from a person without an approval"],
  ["unprotect", "unprotectDirectoryUser", "end the protection of a person"],
  ["legal-hold", "placeLegalHold", "keep a person out of the recycle bin and from being erased"],
  ["lift-legal-hold", "liftLegalHold", "end the legal hold over a person"],
] as const;

function safeguardWords(user: { readonly protected: boolean; readonly legalHold: boolean }): string {
  return `${user.protected ? ", protected" : ""}${user.legalHold ? ", under legal hold" : ""}`;
}
