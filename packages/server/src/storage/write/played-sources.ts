import type { PlayProgress } from "../../domain/played-source.ts";
import { type Tx, unnamedStatement } from "../database.ts";

const lock = unnamedStatement("select id from organizations where id = $1 for no key update");

/** Lets whoever begins a play of the same organization wait until this transaction ends. */
export async function lockPlayedSource(tx: Tx, organizationId: string): Promise<void> {
  await tx.query(lock, [organizationId]);
}

const begin = unnamedStatement(
  `insert into played_sources (organization_id, round, state, title, percent, requests, refused, started_at, modified_at)
    values ($1, $2, 'playing', $3, 0, 0, 0, $4, $4)
    on conflict (organization_id) do update set source_application_id = null, round = excluded.round,
      state = excluded.state, title = excluded.title, percent = 0, requests = 0, refused = 0, problem = null,
      started_at = excluded.started_at, modified_at = excluded.modified_at`,
);

/** Writes that a play begins, over the one before. */
export async function beginPlayedSource(
  tx: Tx,
  organizationId: string,
  { round, title }: { readonly round: number; readonly title: string },
  now: string,
): Promise<void> {
  await tx.execute(begin, [organizationId, round, title, now]);
}

const note = unnamedStatement(
  `update played_sources set source_application_id = coalesce($3, source_application_id), state = $4,
      title = coalesce($5, title), percent = coalesce($6, percent), requests = coalesce($7, requests),
      refused = coalesce($8, refused), problem = $9, modified_at = $10
    where organization_id = $1 and round = $2`,
);

/** Writes how far the play of a round is, or how it ended. */
export async function notePlayedSource(
  tx: Tx,
  organizationId: string,
  round: number,
  what: {
    readonly state: "playing" | "done" | "failed";
    readonly sourceApplicationId?: string;
    readonly progress?: PlayProgress | undefined;
    readonly problem?: string;
  },
  now: string,
): Promise<void> {
  const { state, sourceApplicationId = null, progress, problem = null } = what;
  const { title = null, percent = null, requests = null, refused = null } = progress ?? {};
  const values = [state, title, percent, requests, refused, problem, now];
  await tx.execute(note, [organizationId, round, sourceApplicationId, ...values]);
}
