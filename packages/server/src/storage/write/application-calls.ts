import type { FirstCall, ProblemCall } from "../../domain/application-health.ts";
import { statement, type Tx } from "../database.ts";

/** What the calls of an application since the last time add to what is known of it. */
export interface CallTally {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  /** Of the source itself; null where only strangers called. */
  readonly lastAt: string | null;
  readonly lastMethod: string | null;
  readonly lastPath: string | null;
  readonly lastStatus: number | null;
  readonly lastUserAgent: string | null;
  readonly lastAcceptedAt: string | null;
  /** Since when no call was accepted; null where the last one was. */
  readonly troubleSince: string | null;
  readonly firsts: Readonly<Record<string, FirstCall>>;
  readonly problems: Readonly<Record<string, ProblemCall>>;
}

const newer = (column: string): string =>
  `${column} = case when excluded.last_at >= coalesce(c.last_at, '-infinity') then excluded.${column} else c.${column} end`;

const tally = statement(
  "tally-application-calls",
  `insert into application_calls as c (organization_id, source_application_id, last_at, last_method, last_path,
      last_status, last_user_agent, last_accepted_at, trouble_since, firsts, problems)
    select "organizationId", "sourceApplicationId", "lastAt", "lastMethod", "lastPath", "lastStatus", "lastUserAgent",
        "lastAcceptedAt", "troubleSince", firsts, problems
      from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, "lastAt" timestamptz,
        "lastMethod" text, "lastPath" text, "lastStatus" smallint, "lastUserAgent" text, "lastAcceptedAt" timestamptz,
        "troubleSince" timestamptz, firsts jsonb, problems jsonb)
      order by "organizationId", "sourceApplicationId"
    on conflict (organization_id, source_application_id) do update
      set last_at = greatest(c.last_at, excluded.last_at), ${newer("last_method")}, ${newer("last_path")},
        ${newer("last_status")}, ${newer("last_user_agent")},
        last_accepted_at = greatest(c.last_accepted_at, excluded.last_accepted_at),
        recovered_at = case when c.trouble_since is not null and excluded.last_accepted_at is not null
          then excluded.last_accepted_at else c.recovered_at end,
        trouble_since = case when excluded.last_accepted_at is null
          then coalesce(c.trouble_since, excluded.trouble_since) else excluded.trouble_since end,
        firsts = excluded.firsts || c.firsts, problems = c.problems || excluded.problems`,
);

/** Adds to what is known of the calls of applications of any organizations. */
export async function tallyCalls(tx: Tx, tallies: readonly CallTally[]): Promise<void> {
  await tx.execute(tally, [JSON.stringify(tallies)]);
}

/** Calls of an application within an hour. */
export interface CallHour {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  /** Its beginning. */
  readonly hour: string;
  readonly answered: number;
  readonly refused: number;
  readonly failed: number;
}

const count = statement(
  "count-application-calls",
  `insert into application_call_hours as h (organization_id, source_application_id, hour, answered, refused, failed)
    select "organizationId", "sourceApplicationId", hour, answered, refused, failed
      from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, hour timestamptz,
        answered bigint, refused bigint, failed bigint)
      order by "organizationId", "sourceApplicationId", hour
    on conflict (organization_id, source_application_id, hour) do update
      set answered = h.answered + excluded.answered, refused = h.refused + excluded.refused,
        failed = h.failed + excluded.failed`,
);

/** Counts calls by the hour. */
export async function countCalls(tx: Tx, hours: readonly CallHour[]): Promise<void> {
  await tx.execute(count, [JSON.stringify(hours)]);
}

/** That a bearer token, or an access token of an OAuth client, was used. */
export interface TokenUse {
  readonly organizationId: string;
  readonly sourceApplicationId: string;
  /** Of the bearer token or the OAuth client. */
  readonly tokenId: string;
  readonly at: string;
  readonly from: string | null;
  readonly by: string | null;
}

const usedOf = (table: string): string =>
  `update ${table} t set last_used_at = greatest(t.last_used_at, x.at), last_used_from = x."from", last_used_by = x."by"
    from uses x
    where t.organization_id = x."organizationId" and t.source_application_id = x."sourceApplicationId"
      and t.id = x."tokenId"`;

const use = statement(
  "note-token-uses",
  `with uses as (
      select * from json_to_recordset($1::json) as x ("organizationId" uuid, "sourceApplicationId" uuid, "tokenId" uuid,
        at timestamptz, "from" text, "by" text)),
    clients as (${usedOf("oauth_clients")})
    ${usedOf("bearer_tokens")}`,
);

/** Notes when, from where and by which client tokens were used: of bearer tokens and OAuth clients alike. */
export async function noteTokenUses(tx: Tx, uses: readonly TokenUse[]): Promise<void> {
  await tx.execute(use, [JSON.stringify(uses)]);
}

const dropHours = statement(
  "drop-old-call-hours",
  "delete from application_call_hours where organization_id = $1 and source_application_id = $2 and hour < $3",
);

/** Drops the counts of an application's hours before an instant. */
export async function dropOldCallHours(
  tx: Tx,
  organizationId: string,
  sourceApplicationId: string,
  before: string,
): Promise<void> {
  await tx.execute(dropHours, [organizationId, sourceApplicationId, before]);
}
