import type { Guarded, GuardTarget, HeldCause } from "../../domain/guard.ts";
import { instant } from "./directory-user-row.ts";

/** What the guard keeps of a link, from its columns. */
export function guardFromRow(row: {
  readonly guard: GuardTarget | null;
  readonly guarded_at: Date | null;
  readonly guard_because: HeldCause | null;
}) {
  const guarded: Guarded | null =
    row.guard === null || row.guarded_at === null
      ? null
      : { target: row.guard, since: instant(row.guarded_at), because: row.guard_because ?? "limit" };
  return guarded;
}
