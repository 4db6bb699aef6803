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
    where organization_id = $1 and id = $2 and people_fate is not null`,
);

/**
 * Notes that nothing is left to be done. An application that went live catches up for two minutes more: a request that
 * began before it did may still leave something that is not in force.
 */
export async function finishApplication(
  tx: Tx,
  organizationId: string,
  id: string,
  what: "catching-up" | "people-fate",
  now: string,
): Promise<void> {
  if (what === "catching-up") await tx.execute(finishCatchingUp, [organizationId, id, now]);
  else await tx.execute(finishPeopleFate, [organizationId, id]);
}
