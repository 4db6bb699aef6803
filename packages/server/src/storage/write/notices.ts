import type { Cause, NoticeSettings } from "../../domain/notice.ts";
import { statement, type Tx, unnamedStatement } from "../database.ts";

const save = unnamedStatement("update organizations set notice_settings = $2 where id = $1");

export async function saveNoticeSettings(tx: Tx, organizationId: string, settings: NoticeSettings): Promise<void> {
  await tx.execute(save, [organizationId, JSON.stringify(settings)]);
}

const raise = statement(
  "raise-notices",
  `with causes as materialized (
    select * from json_to_recordset($2::json) as x(kind text, cause text, source_application_id uuid, sentence text)),
  ended as (
    update notices n set ended_at = $3
      where n.organization_id = $1 and n.ended_at is null
        and not exists (select from causes c where c.kind = n.kind and c.cause = n.cause)),
  raised as (
    insert into notices (organization_id, id, kind, cause, source_application_id, sentence, created_at)
    select $1, new_event_id($3), c.kind, c.cause, c.source_application_id, c.sentence, $3 from causes c
      -- What comes and goes is told of once an hour at most.
      where not exists (select from notices o where o.organization_id = $1 and o.kind = c.kind and o.cause = c.cause
        and o.ended_at > $3::timestamptz - interval '1 hour')
    on conflict (organization_id, kind, cause) where ended_at is null do nothing
    returning id, kind, source_application_id, sentence),
  events as (
    insert into provisioning_events (organization_id, id, type, outcome, reason, actor, source_application_id, occurred_at)
    select $1, r.id, 'notice.' || r.kind, 'applied', r.sentence, 'rollcall', r.source_application_id, $3 from raised r
    returning id),
  queued as (
    insert into provisioning_event_queue (organization_id, event_id) select $1, id from events),
  mails as (
    insert into notice_mails (organization_id, id, address, notice_ids, state, next_attempt_at, created_at)
    select $1, new_event_id($3), x.address, array_agg(r.id order by r.id), 'waiting', $3, $3
      from json_to_recordset($4::json) as x(address text, kinds text[]) join raised r on r.kind = any (x.kinds)
      group by x.address
    returning id)
  select (select count(*) from raised) as raised, (select count(*) from mails) as mails`,
);

/**
 * Compares what is so now with the notices that there are, in one statement: a cause that is new gets its notice, its
 * event and its e-mails, one that is over ends its notice, and one that lasts is left alone, whoever looks.
 *
 * @returns how many notices are new
 */
export async function raiseNotices(
  tx: Tx,
  organizationId: string,
  causes: readonly Cause[],
  recipients: NoticeSettings["recipients"],
  now: string,
): Promise<number> {
  const rows = causes.map(({ sourceApplicationId, ...cause }) => ({
    ...cause,
    source_application_id: sourceApplicationId,
  }));
  const values = [organizationId, JSON.stringify(rows), now, JSON.stringify(recipients)];
  return (await tx.query<{ raised: number }>(raise, values))[0]?.raised ?? 0;
}

const record = statement(
  "record-notice-mail",
  `update notice_mails set state = $3, attempts = attempts + 1, error = $4, next_attempt_at = $5,
      sent_at = case when $3 = 'sent' then $6::timestamptz end
    where organization_id = $1 and id = $2 and state = 'waiting'`,
);

/** Notes what came of sending an e-mail. @param nextAttemptAt null unless it waits */
export async function recordMail(
  tx: Tx,
  organizationId: string,
  id: string,
  state: "waiting" | "sent" | "dead",
  error: string | null,
  nextAttemptAt: string | null,
  now: string,
): Promise<void> {
  await tx.execute(record, [organizationId, id, state, error, nextAttemptAt, now]);
}

const dropMails = statement(
  "drop-old-notice-mails",
  "delete from notice_mails where created_at < $1 and state <> 'waiting'",
);
const dropNotices = statement("drop-old-notices", "delete from notices where ended_at < $1");

/** Drops notices that ended, and e-mails that were sent or given up, before an instant. */
export async function dropOldNotices(tx: Tx, before: string): Promise<void> {
  await tx.execute(dropMails, [before]);
  await tx.execute(dropNotices, [before]);
}
