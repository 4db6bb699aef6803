import { type Precedence, precedenceRoutes } from "@rollcall/admin-api/precedences.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { followJob } from "./follow-job.ts";
import { printableTable, type Session, speakToServer, WrongUsage } from "./session.ts";

/** rollcall precedence show | set */
export function registerPrecedence(program: Command, exit: (code: number) => void): void {
  const precedence = program
    .command("precedence")
    .description("which sources come before the owner of a person, for which attributes");

  speakToServer<[{ organization?: string }]>(
    precedence
      .command("show")
      .description("show the precedence: for other attributes the owner's value wins")
      .option(organizationOption, organizationWords),
    exit,
    async (session, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const found = await session.client.call(precedenceRoutes.getPrecedence, { params: { organizationId } });
      session.print(found, () => tableOf(found));
    },
  );

  speakToServer<[string, string[], { organization?: string; none?: true }]>(
    precedence
      .command("set")
      .description("replace the precedence of an attribute, and make the values of everybody anew")
      .argument("<attribute>")
      .argument("[application ids...]", "the first one that gives a value wins")
      .option("--none", "the owner's value wins again")
      .option(organizationOption, organizationWords),
    exit,
    async (session, attribute, sourceApplicationIds, { organization, none }) => {
      if ((none === true) !== (sourceApplicationIds.length === 0)) {
        throw new WrongUsage("expected the ids of source applications, or --none");
      }
      const { id: organizationId } = await chooseOrganization(session, organization);
      await replace(session, organizationId, { attribute, sourceApplicationIds });
    },
  );
}

async function replace(
  session: Session,
  organizationId: string,
  sent: { readonly attribute: string; readonly sourceApplicationIds: string[] },
): Promise<void> {
  const params = { organizationId };
  const present = await session.client.call(precedenceRoutes.getPrecedence, { params });
  const others = present.precedence
    .filter(({ attribute }) => attribute !== sent.attribute)
    .map(({ attribute, applications }) => ({ attribute, sourceApplicationIds: applications.map(({ id }) => id) }));
  const body = { precedence: [...others, sent] };
  const saved = await session.client.call(precedenceRoutes.putPrecedence, { params, body });
  const job = await followJob(session, organizationId, saved.job);
  const changed = Number(job.result?.["changed"] ?? 0).toLocaleString("en");
  session.print({ ...saved, job }, () => `${tableOf(saved)}\n\nIt has changed values of ${changed} people.`);
}

function tableOf({ precedence }: Precedence): string {
  const rows = precedence.map(({ attribute, applications }) => [
    attribute,
    applications.map(({ displayName }) => displayName).join(", then "),
  ]);
  return printableTable(["attribute", "first"], rows);
}
