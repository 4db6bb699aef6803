import { RollcallError } from "../domain/errors.ts";
import type { NoticeKind } from "../domain/notice.ts";
import { type DueMail, findDueMails } from "../storage/read/notices.ts";
import { recordMail } from "../storage/write/notices.ts";
import type { ActionDeps } from "./action-deps.ts";
import type { Mail, Mailer } from "./open-mailer.ts";

/** What notices are sent with. */
export interface NoticeDeps extends Pick<ActionDeps, "database" | "now" | "newId"> {
  /** Undefined where no mail server is named. */
  readonly mailer?: Mailer | undefined;
  /** The public address, for the links in e-mails; without a slash at its end. */
  readonly origin: string;
}

/** An address gets so many e-mails within an hour; the rest waits. */
const mostOfHour = 10;
const mailsAtOnce = 50;
/** Seconds between the attempts of an e-mail: nearly two days. */
const retrySeconds: readonly number[] = [60, 300, 1_800, 7_200, 21_600, 43_200, 86_400];

const pages: Readonly<Record<NoticeKind, string>> = {
  held: "held",
  conflict: "conflicts",
  "source-failing": "apps",
  "source-quiet": "apps",
  "token-expiring": "apps",
  "webhook-broken": "webhooks",
  "domain-lost": "settings",
};

/**
 * Sends the e-mails that are due, one after the other. A crash between the sending and the note of it sends an e-mail a
 * second time, with the same Message-ID.
 *
 * @param goesOn is asked between the e-mails
 * @returns how many were sent
 */
export async function sendNotices(deps: NoticeDeps, goesOn: () => boolean): Promise<number> {
  const { mailer, database } = deps;
  if (mailer === undefined) return 0;
  let sent = 0;
  for (const mail of await findDueMails(database.reader, deps.now(), mostOfHour, mailsAtOnce)) {
    if (!goesOn()) break;
    const error = await mailer.send(written(deps, mail));
    const now = deps.now();
    const wait = error === null ? undefined : retrySeconds[mail.attempts];
    const state = error === null ? "sent" : wait === undefined ? "dead" : "waiting";
    const next = wait === undefined ? null : new Date(Date.parse(now) + wait * 1_000).toISOString();
    await recordMail(database.pool, mail.organizationId, mail.id, state, error, next, now);
    if (error === null) sent += 1;
  }
  return sent;
}

function written({ origin }: NoticeDeps, { id, address, organizationName, slug, notices }: DueMail): Mail {
  const [first] = notices;
  const others = notices.length - 1;
  const subject = `${organizationName}: ${first?.sentence ?? "nothing any more"}${others > 0 ? ` (and ${others} more)` : ""}`;
  const lines = notices.map(({ kind, sentence }) => `${sentence}\n${origin}/o/${slug}/${pages[kind]}\n`);
  const foot = `Who is told of what: ${origin}/o/${slug}/settings/notices`;
  return { to: address, subject: subject.slice(0, 200), text: `${lines.join("\n")}\n-- \n${foot}\n`, id };
}

/**
 * Sends a test to an address now.
 *
 * @returns why it could not be sent; null when the mail server took it
 * @throws {RollcallError} notice.no_mail_server
 */
export async function testNotice(
  { mailer, newId, origin }: NoticeDeps,
  organization: { readonly name: string; readonly slug: string },
  address: string,
): Promise<string | null> {
  if (mailer === undefined) throw new RollcallError("notice.no_mail_server");
  const text = `This is a test of Rollcall's notices. ${organization.name} can be told here.\n\n${origin}/o/${organization.slug}/settings/notices\n`;
  return mailer.send({ to: address, subject: `${organization.name}: a test of notices`, text, id: newId() });
}
