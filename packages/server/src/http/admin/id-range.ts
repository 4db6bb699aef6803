import { idAt } from "../../domain/id.ts";

/** Ids from which and below which what a list shows was made. */
export interface IdRange {
  readonly from: string | undefined;
  readonly below: string | undefined;
}

/** The ids that were made from `since` until before `until` (ISO 8601): ids are in the order of creation. */
export function idRange(query: { readonly since?: string; readonly until?: string }): IdRange {
  const idOf = (instant: string | undefined) => (instant === undefined ? undefined : idAt(Date.parse(instant)));
  return { from: idOf(query.since), below: idOf(query.until) };
}
