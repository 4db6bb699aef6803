import { cutPage, type ListPage } from "../../domain/list-cursor.ts";
import type { BrokenWebhook, ExpiringToken, LostDomain, NoticeKind, NoticeSettings } from "../../domain/notice.ts";
import { type Reader, statement, unnamedStatement } from "../database.ts";
import { instant } from "./directory-user-row.ts";

/** An organization that is looked at. */
export interface WatchedOrganization {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly settings: NoticeSettings | null;
}

const watched = statement(
  "watched-organizations",
  `select id, name, slug, notice_settings as settings from organizations
    where $1::uuid is null or id > $1 order by id limit $2`,
);

/** Lists organizations with whom they tell of what, a page at a time. */
export async function listWatchedOrganizations(
  reader: Reader,
  after: string | null,
  limit: number,
): Promise<WatchedOrganization[]> {
  return reader.query<WatchedOrganization>(watched, [after, limit]);
}

const settings = unnamedStatement("select notice_settings as settings from organizations where id = $1");

export async function findNoticeSettings(reader: Reader, organizationId: string): Promise<NoticeSettings | null> {
  return (await reader.query<{ settings: NoticeSettings | null }>(settings, [organizationId]))[0]?.settings ?? null;
}

const names = statement(
  "names-of-applications",
  `select organization_id as "organizationId", id, display_name as "displayName" from source_applications
    where organization_id = any ($1::uuid[]) and deleted_at is null`,
);

/** What the applications of some organizations are called. */
export async function findNamesOfApplications(
  reader: Reader,
  organizationIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await reader.query<{ id: string; displayName: string }>(names, [organizationIds]);
  return new Map(rows.map(({ id, displayName }) => [id, displayName]));
}

const expiring = statement(
  "expiring-tokens",
  // A token that was followed by a younger one, which the source uses, may expire.
  `select t.organization_id as "organizationId", t.id, t.name, t.hint, t.source_application_id as "sourceApplicationId",
      t.expires_at as "expiresAt"
    from bearer_tokens t
    where t.organization_id = any ($1::uuid[]) and t.revoked_at is null
      and t.expires_at between $2::timestamptz - interval '30 days' and $2::timestamptz + interval '30 days'
      and not exists (select from bearer_tokens y where y.organization_id = t.organization_id
        and y.source_application_id = t.source_application_id and y.id > t.id and y.revoked_at is null
        and (y.expires_at is null or y.expires_at > t.expires_at) and y.last_used_at is not null)`,
);

export async function listExpiringTokens(
  reader: Reader,
  organizationIds: readonly string[],
  now: string,
): Promise<(ExpiringToken & { readonly organizationId: string })[]> {
  const rows = await reader.query<Omit<ExpiringToken, "expiresAt"> & { organizationId: string; expiresAt: Date }>(
    expiring,
    [organizationIds, now],
  );
  return rows.map((row) => ({ ...row, expiresAt: instant(row.expiresAt) }));
}

const broken = statement(
  "broken-webhooks",
  `select organization_id as "organizationId", id, name, state_reason as reason from webhooks
    where organization_id = any ($1::uuid[]) and state = 'broken'`,
);

export async function listBrokenWebhooks(
  reader: Reader,
  organizationIds: readonly string[],
): Promise<(BrokenWebhook & { readonly organizationId: string })[]> {
  return reader.query(broken, [organizationIds]);
}

const lost = statement(
  "lost-domains",
  `select organization_id as "organizationId", domain, problem from organization_domains
    where organization_id = any ($1::uuid[]) and lost_at is not null`,
);

export async function listLostDomains(
  reader: Reader,
  organizationIds: readonly string[],
): Promise<(LostDomain & { readonly organizationId: string })[]> {
  return reader.query(lost, [organizationIds]);
}

const open = statement(
  "open-notices",
  `select organization_id as "organizationId", kind, cause from notices
    where organization_id = any ($1::uuid[]) and ended_at is null`,
);

/** Lists the notices of some organizations whose causes last. */
export async function listOpenNotices(
  reader: Reader,
  organizationIds: readonly string[],
): Promise<{ readonly organizationId: string; readonly kind: string; readonly cause: string }[]> {
  return reader.query(open, [organizationIds]);
}

/** A notice and what became of its e-mails. */
export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly sourceApplicationId: string | null;
  readonly sentence: string;
  readonly createdAt: string;
  /** Null while its cause lasts. */
  readonly endedAt: string | null;
  readonly mails: readonly NoticeMailFacts[];
}

export interface NoticeMailFacts {
  readonly address: string;
  readonly state: "waiting" | "sent" | "dead";
  readonly error: string | null;
  readonly sentAt: string | null;
}

interface NoticeRow {
  id: string;
  kind: NoticeKind;
  source_application_id: string | null;
  sentence: string;
  created_at: Date;
  ended_at: Date | null;
  mails: { address: string; state: NoticeMailFacts["state"]; error: string | null; sent_at: string | null }[] | null;
}

const notices = unnamedStatement(
  `select n.*, (select json_agg(json_build_object('address', m.address, 'state', m.state, 'error', m.error,
        'sent_at', m.sent_at) order by m.address)
      from notice_mails m where m.organization_id = $1 and m.created_at = n.created_at and n.id = any (m.notice_ids)) as mails
    from (select id, kind, source_application_id, sentence, created_at, ended_at from notices
      where organization_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3) as n
    order by n.id desc`,
);

/** Lists the notices of an organization, newest first. */
export async function listNotices(
  reader: Reader,
  organizationId: string,
  before: string | null,
  limit: number,
): Promise<ListPage<Notice>> {
  const rows = await reader.query<NoticeRow>(notices, [organizationId, before, limit + 1]);
  return cutPage(
    rows,
    limit,
    (row) => [row.id],
    (row): Notice => ({
      id: row.id,
      kind: row.kind,
      sourceApplicationId: row.source_application_id,
      sentence: row.sentence,
      createdAt: instant(row.created_at),
      endedAt: row.ended_at && instant(row.ended_at),
      mails: (row.mails ?? []).map(({ sent_at, ...mail }) => ({ ...mail, sentAt: sent_at && instant(sent_at) })),
    }),
  );
}

/** An e-mail that is to be sent. */
export interface DueMail {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly slug: string;
  readonly id: string;
  readonly address: string;
  readonly attempts: number;
  readonly notices: readonly { readonly kind: NoticeKind; readonly sentence: string }[];
}

const due = statement(
  "due-notice-mails",
  `select m.organization_id as "organizationId", o.name as "organizationName", o.slug, m.id, m.address, m.attempts,
      (select json_agg(json_build_object('kind', n.kind, 'sentence', n.sentence) order by n.id)
        from notices n where n.organization_id = m.organization_id and n.id = any (m.notice_ids)) as notices
    from notice_mails m join organizations o on o.id = m.organization_id
    where m.state = 'waiting' and m.next_attempt_at <= $1
      and (select count(*) from notice_mails s where s.organization_id = m.organization_id and s.address = m.address
        and s.state = 'sent' and s.sent_at > $1::timestamptz - interval '1 hour') < $2
    order by m.next_attempt_at limit $3`,
);

/** Lists e-mails that are to be sent now. @param mostOfHour an address gets no more within an hour; the rest waits */
export async function findDueMails(reader: Reader, now: string, mostOfHour: number, limit: number): Promise<DueMail[]> {
  const rows = await reader.query<Omit<DueMail, "notices"> & { notices: DueMail["notices"] | null }>(due, [
    now,
    mostOfHour,
    limit,
  ]);
  return rows.map((row) => ({ ...row, notices: row.notices ?? [] }));
}
