import { RollcallError } from "../domain/errors.ts";
import type { NoticeSettings } from "../domain/notice.ts";
import { saveNoticeSettings as save } from "../storage/write/notices.ts";
import type { ActionDeps } from "./action-deps.ts";

/**
 * Saves whom an organization tells of what; what was told already is not told again.
 *
 * @throws {RollcallError} notice.same_address
 */
export async function saveNoticeSettings(
  { database }: Pick<ActionDeps, "database">,
  organizationId: string,
  sent: NoticeSettings,
): Promise<NoticeSettings> {
  const addresses = sent.recipients.map(({ address }) => address.toLowerCase());
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) throw new RollcallError("notice.same_address", `Found "${twice}" twice`);
  const recipients = sent.recipients.map(({ address, kinds }) => ({ address, kinds: [...new Set(kinds)] }));
  const settings = { quietDays: sent.quietDays, recipients };
  await save(database.pool, organizationId, settings);
  return settings;
}
