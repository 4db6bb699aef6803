import { type GoingLiveCounts, goingLiveRoutes } from "@rollcall/admin-api/going-live.ts";
import { sourceApplicationRoutes } from "@rollcall/admin-api/source-applications.ts";
import { type Command, Option } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { followJob } from "./follow-job.ts";
import { printable, printableTable, type Session, speakToServer } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

type Exit = (code: number) => void;

/** rollcall apps list | create | pause | resume | preview | delete */
export function registerApps(program: Command, exit: Exit): void {
  const apps = program.command("apps").description("the source applications that push to an organization");

  speakToServer<[{ organization?: string; limit: string }]>(
    apps
      .command("list")
      .description("list the source applications of an organization")
      .option(organizationOption, organizationWords)
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, limit }) => {
      const { id } = await chooseOrganization(session, organization);
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(sourceApplicationRoutes.listSourceApplications, { params: { organizationId: id }, query }),
      );
      const rows = page.items.map((app) => [app.id, app.displayName, app.mode, app.users, app.groups]);
      session.print(
        page,
        () => printableTable(["id", "display name", "mode", "users", "groups"], rows) + moreLine(page),
      );
    },
  );

  speakToServer<[string, { organization?: string; kind?: string }]>(
    apps
      .command("create")
      .description("create a source application; its bearer token is shown this once")
      .argument("<display name>")
      .option("--kind <id>", "what pushes, by its id in `rollcall kinds`; any SCIM client where it is left out")
      .option(organizationOption, organizationWords),
    exit,
    async (session, displayName, { organization, kind }) => {
      const { id } = await chooseOrganization(session, organization);
      const created = await session.client.call(sourceApplicationRoutes.createSourceApplication, {
        params: { organizationId: id },
        body: { displayName, ...(kind === undefined ? {} : { kind }) },
      });
      session.print(created, () =>
        [
          `Created ${printable(created.displayName)} with the id ${created.id}.`,
          `SCIM Base URL: ${created.scimBaseUrl}`,
          `Bearer Token:  ${created.bearerToken}`,
          "The token is shown this once.",
        ].join("\n"),
      );
    },
  );

  const setMode = async ({ client, print }: Session, id: string, mode: "paused" | "live", said: string) => {
    const application = await client.call(sourceApplicationRoutes.changeSourceApplication, {
      params: { sourceApplicationId: id },
      body: { mode },
    });
    print(application, () => `${printable(application.displayName)} ${said}`);
  };
  speakToServer<[string]>(
    apps
      .command("pause")
      .description("hold what a source application sends: it is answered as usual, the directory stays")
      .argument("<id>"),
    exit,
    (session, id) => setMode(session, id, "paused", "is paused: what it sends is kept and held."),
  );
  speakToServer<[string]>(
    apps.command("resume").description("bring the directory to what a source application says now").argument("<id>"),
    exit,
    (session, id) => setMode(session, id, "live", "is live: the directory follows."),
  );

  speakToServer<[string]>(
    apps
      .command("preview")
      .description("count what a source application that observes or is paused does when it goes live")
      .argument("<id>"),
    exit,
    async (session, id) => {
      const params = { sourceApplicationId: id };
      const { client } = session;
      const { organizationId } = await client.call(sourceApplicationRoutes.getSourceApplication, { params });
      const begun = await client.call(goingLiveRoutes.previewGoingLive, { params });
      const job = await followJob(session, organizationId, begun.job);
      const counts = job.result as GoingLiveCounts;
      session.print({ ...begun, job, counts }, () => inWords(counts));
    },
  );

  speakToServer<[string, { people: "keep" | "disable" | "bin" }]>(
    apps
      .command("delete")
      .description("delete a source application; its tokens are dead at once, and it stays restorable for 30 days")
      .argument("<id>")
      .addOption(
        new Option("--people <fate>", "what becomes of its people").choices(["keep", "disable", "bin"]).default("keep"),
      ),
    exit,
    async ({ client, print }, id, { people }) => {
      const params = { sourceApplicationId: id };
      await client.call(sourceApplicationRoutes.deleteSourceApplication, { params, query: { people } });
      print({ id, people, deleted: true }, () => "Deleted.");
    },
  );
}

function inWords({ people, groups, memberships }: GoingLiveCounts): string {
  return [
    `Going live would create ${people.created}, link ${people.linked}, change ${people.changed}, enable ` +
      `${people.enabled}, disable ${people.disabled} and bin ${people.binned} people; ${people.returned} return, ` +
      `${people.conflicts} are conflicts, ${people.held} are held by the guard.`,
    `Groups: ${groups.created} created, ${groups.returned} come back, ${groups.changed} changed, ${groups.binned} ` +
      `binned, ${groups.held} held. Memberships: ${memberships.added} begin, ${memberships.removed} end.`,
    "Nothing was changed: do it with `apps resume`.",
  ].join("\n");
}
