import { statement, type Tx, unnamedStatement } from "../database.ts";

// By the database's clock, which is one for all nodes. Who finds it held by another writes nothing.
const hold = statement(
  "hold-lease",
  `update leases set held_by = $2, held_until = clock_timestamp() + make_interval(secs => $3)
    where role = $1 and (held_by = $2 or held_until < clock_timestamp())
    returning 1`,
);

/** What there is one lease for: the work that is done once, whatever the number of nodes. */
export type LeaseRole = "background";

/** Takes a lease that nobody holds, or renews one's own. @returns false while another node holds it */
export async function holdLease(tx: Tx, role: LeaseRole, nodeId: string, seconds: number): Promise<boolean> {
  return (await tx.query(hold, [role, nodeId, seconds])).length === 1;
}

const release = unnamedStatement(
  "update leases set held_by = null, held_until = '-infinity' where role = $1 and held_by = $2",
);

/** Gives a lease back, so that another node takes it at once. */
export async function releaseLease(tx: Tx, role: LeaseRole, nodeId: string): Promise<void> {
  await tx.execute(release, [role, nodeId]);
}
