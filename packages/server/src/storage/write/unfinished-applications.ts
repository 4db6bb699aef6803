import { statement, type Tx } from "../database.ts";

const finishCatchingUp = statement(
  "finish-catching-up",
  `update source_applications set catching_up = false where organization_id = $1 and id = $2 and catching_up`,
);
const finishPeopleFate = statement(
  "finish-people-fate",
  `update source_applications set people_fate = null
    where organization_id = $1 and id = $2 and people_fate is not null`,
);

/** Notes that nothing is left to be done. */
export async function finishApplication(
  tx: Tx,
  organizationId: string,
  id: string,
  what: "catching-up" | "people-fate",
): Promise<void> {
  await tx.execute(what === "catching-up" ? finishCatchingUp : finishPeopleFate, [organizationId, id]);
}
