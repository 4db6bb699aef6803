import type { QueryOf, Route } from "@rollcall/admin-api/route.ts";
import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { sinceOf } from "./activity-filters.tsx";

/** How the admin API calls what the address narrows the lists by. */
const asked = {
  source: "sourceApplicationId",
  person: "directoryUserId",
  token: "tokenId",
  type: "type",
  outcome: "outcome",
  status: "status",
  method: "method",
  since: "since",
  until: "until",
} as const;

/**
 * The filters of the address as the admin API takes them; the same object until one of them changes.
 *
 * @param _route the list; its type says which values they have
 * @param names those that this list knows
 */
export function useActivityQuery<R extends Route & { readonly query: object }>(
  _route: R,
  names: readonly (keyof typeof asked)[],
): QueryOf<R> {
  const search = useSearch({ from: "/signed-in/o/$slug/framed/activity" });
  const key = JSON.stringify(names.map((name) => [name, search[name]]));
  return useMemo(() => {
    const values = JSON.parse(key) as readonly (readonly [name: keyof typeof asked, value: string | null])[];
    return Object.fromEntries(
      values.flatMap(([name, value]) => {
        const sent = name === "since" ? sinceOf(value ?? undefined) : (value ?? undefined);
        return sent === undefined ? [] : [[asked[name], sent]];
      }),
    ) as QueryOf<R>;
  }, [key]);
}

/** Tells whether a row that came by itself is one that the filters would have listed; what comes now is not too old. */
export function fits(query: object, row: object): boolean {
  const values = new Map(Object.entries(row));
  return Object.entries(query).every(([name, wanted]) => name === "since" || values.get(name) === wanted);
}
