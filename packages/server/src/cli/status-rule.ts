import { type StatusRule, statusRuleRoutes } from "@rollcall/admin-api/status-rules.ts";
import { Argument, type Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { followJob } from "./follow-job.ts";
import { speakToServer } from "./session.ts";

const rules: readonly StatusRule[] = ["owner", "any", "all"];

/** rollcall status-rule show | preview | set */
export function registerStatusRule(program: Command, exit: (code: number) => void): void {
  const statusRule = program
    .command("status-rule")
    .description("whose word on the status counts where several sources have a person");

  speakToServer<[{ organization?: string }]>(
    statusRule.command("show").description("show the status rule").option(organizationOption, organizationWords),
    exit,
    async (session, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const found = await session.client.call(statusRuleRoutes.getStatusRule, { params: { organizationId } });
      session.print(found, () => `${found.rule}: ${inWords[found.rule]}`);
    },
  );

  speakToServer<[StatusRule, { organization?: string }]>(
    statusRule
      .command("preview")
      .description("count whom a status rule would enable and disable; changes nothing")
      .addArgument(new Argument("<rule>").choices(rules))
      .option(organizationOption, organizationWords),
    exit,
    async (session, rule, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const params = { organizationId };
      const begun = await session.client.call(statusRuleRoutes.previewStatusRule, { params, body: { rule } });
      const job = await followJob(session, organizationId, begun);
      session.print(job, () => `It would have ${counted(job.result)}; nothing was changed.`);
    },
  );

  speakToServer<[StatusRule, { organization?: string }]>(
    statusRule
      .command("set")
      .description("replace the status rule, and decide everybody anew whom several sources have")
      .addArgument(new Argument("<rule>").choices(rules))
      .option(organizationOption, organizationWords),
    exit,
    async (session, rule, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const params = { organizationId };
      const saved = await session.client.call(statusRuleRoutes.putStatusRule, { params, body: { rule } });
      const job = await followJob(session, organizationId, saved.job);
      session.print({ rule, job }, () => `${rule}: ${inWords[rule]} It has ${counted(job.result)}.`);
    },
  );
}

const inWords: Readonly<Record<StatusRule, string>> = {
  owner: "a person is enabled while the owning source says active.",
  any: "a person is enabled while any linked source says active.",
  all: "a person is enabled while all linked sources say active.",
};

function counted(result: Readonly<Record<string, unknown>> | null): string {
  const of = (name: string): string => Number(result?.[name] ?? 0).toLocaleString("en");
  return `enabled ${of("enabled")} and disabled ${of("disabled")} people`;
}
