import type { noticeRoutes } from "@rollcall/admin-api/notices.ts";
import { saveNoticeSettings } from "../../actions/save-notice-settings.ts";
import { testNotice } from "../../actions/send-notices.ts";
import { RollcallError } from "../../domain/errors.ts";
import { defaultNoticeSettings, type NoticeSettings } from "../../domain/notice.ts";
import { findNoticeSettings, listNotices } from "../../storage/read/notices.ts";
import { findOrganization } from "../../storage/read/organizations.ts";
import type { HandlersOf } from "./handler.ts";
import { listParameters, presentPage } from "./list-parameters.ts";

export const noticeHandlers: HandlersOf<typeof noticeRoutes> = {
  getNoticeSettings: async ({ deps, organizationId }) => {
    const settings = (await findNoticeSettings(deps.database.reader, organizationId)) ?? defaultNoticeSettings;
    return { ...present(settings), from: deps.mailer?.from ?? null };
  },
  putNoticeSettings: async ({ deps, organizationId, body }) =>
    present(await saveNoticeSettings(deps, organizationId, body)),
  testNotice: async ({ deps, organizationId, body }) => {
    const organization = await findOrganization(deps.database.reader, organizationId);
    if (organization === undefined) throw new RollcallError("organization.not_found");
    return { error: await testNotice(deps, organization, body.address) };
  },
  listNotices: async ({ deps, organizationId, query }) => {
    const { after, limit } = listParameters("notices", query);
    const page = await listNotices(deps.database.lists, organizationId, after, limit);
    return presentPage("notices", page, (notice) => ({ ...notice, mails: notice.mails.map((mail) => ({ ...mail })) }));
  },
};

function present({ quietDays, recipients }: NoticeSettings) {
  return { quietDays, recipients: recipients.map(({ address, kinds }) => ({ address, kinds: [...kinds] })) };
}
