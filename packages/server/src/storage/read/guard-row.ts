import type { Guarded, GuardTarget } from "../../domain/guard.ts";
import { instant } from "./directory-user-row.ts";

/** What the guard keeps of a link, from its two columns. */
export function guardFromRow(row: { readonly guard: GuardTarget | null; readonly guarded_at: Date | null }) {
  const guarded: Guarded | null =
    row.guard === null || row.guarded_at === null ? null : { target: row.guard, since: instant(row.guarded_at) };
  return guarded;
}
