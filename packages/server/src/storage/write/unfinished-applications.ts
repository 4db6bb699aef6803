import { statement, type Tx } from "../database.ts";

/** Longer than a node trusts settings and a request may take, together. */
const lateSeconds = 120;
const finishCatchingUp = statement(
  "finish-catching-up",
  `update source_applications set catching_up = false
    where organization_id = $1 and id = $2 and catching_up
      and modified_at < $3::timestamptz - interval '${lateSeconds} seconds'`,
);
const finishPeopleFate = statement(
  "finish-people-fate",
  `update source_applications set people_fate = null
    where organization_id = $1 and id = $2 and people_fate is not null
      and deleted_at < $3::timestamptz - interval '${lateSeconds} seconds'`,
);

/**
 * Notes that nothing is left to be done, two minutes after the decision at the earliest: a request that began before an
 * application went live, or was deleted, may still leave something.
 */
export async function finishApplication(
  tx: Tx,
  organizationId: string,
  id: string,
  what: "catching-up" | "people-fate",
  now: string,
): Promise<void> {
  await tx.execute(what === "catching-up" ? finishCatchingUp : finishPeopleFate, [organizationId, id, now]);
}
