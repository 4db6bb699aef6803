import { noticeRoutes, type NoticeSettings } from "@rollcall/admin-api/notices.ts";
import type { Command } from "commander";
import { chooseOrganization, organizationOption, organizationWords } from "./choose-organization.ts";
import { readJsonFile } from "./read-json-file.ts";
import { printableTable, speakToServer, WorkFailed } from "./session.ts";
import { moreLine, parseLimit, walkList } from "./walk-list.ts";

const shown = "settings as `rollcall notices show --json` prints them";

/** rollcall notices list | show | set | test */
export function registerNotices(program: Command, exit: (code: number) => void): void {
  const notices = program.command("notices").description("what somebody should know of, and who is told by e-mail");

  speakToServer<[{ organization?: string; limit: string }]>(
    notices
      .command("list")
      .description("list what there was to know, newest first, and who was told")
      .option(organizationOption, organizationWords)
      .option("--limit <number>", "at most so many", "100"),
    exit,
    async (session, { organization, limit }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const page = await walkList(parseLimit(limit), (query) =>
        session.client.call(noticeRoutes.listNotices, { params: { organizationId }, query }),
      );
      const rows = page.items.map(({ kind, sentence, createdAt, endedAt, mails }) => [
        createdAt,
        kind,
        sentence,
        endedAt === null ? "still so" : `until ${endedAt}`,
        mails.map(({ address, state }) => `${address}: ${state}`).join(", "),
      ]);
      session.print(page, () => printableTable(["since", "kind", "what", "state", "e-mails"], rows) + moreLine(page));
    },
  );

  speakToServer<[{ organization?: string }]>(
    notices.command("show").description("show who is told of what").option(organizationOption, organizationWords),
    exit,
    async (session, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const found = await session.client.call(noticeRoutes.getNoticeSettings, { params: { organizationId } });
      session.print(found, () =>
        [
          printableTable(
            ["e-mail address", "is told of"],
            found.recipients.map(({ address, kinds }) => [address, kinds.join(", ")]),
          ),
          "",
          `A source has gone quiet after ${found.quietDays} days without a call.`,
          found.from === null ? "No mail server is named: ROLLCALL_SMTP_URL." : `E-mails come from ${found.from}.`,
        ].join("\n"),
      );
    },
  );

  speakToServer<[string, { organization?: string }]>(
    notices
      .command("set")
      .description("replace who is told of what")
      .argument("<file>", `${shown}; - is standard input`)
      .option(organizationOption, organizationWords),
    exit,
    async (session, file, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const { quietDays, recipients } = await readJsonFile<NoticeSettings>(file, shown);
      const body = { quietDays, recipients };
      const saved = await session.client.call(noticeRoutes.putNoticeSettings, { params: { organizationId }, body });
      session.print(saved, () => `Saved; ${saved.recipients.length} are told by e-mail.`);
    },
  );

  speakToServer<[string, { organization?: string }]>(
    notices
      .command("test")
      .description("send a test e-mail now")
      .argument("<e-mail address>")
      .option(organizationOption, organizationWords),
    exit,
    async (session, address, { organization }) => {
      const { id: organizationId } = await chooseOrganization(session, organization);
      const params = { organizationId };
      const answer = await session.client.call(noticeRoutes.testNotice, { params, body: { address } });
      if (answer.error !== null) throw new WorkFailed(`The e-mail was not sent: ${answer.error}`);
      session.print(answer, () => `The mail server took an e-mail to ${address}.`);
    },
  );
}
