import { type PlayedSource, playedSourceRoutes } from "@rollcall/admin-api/played-sources.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client } from "../../api/client.ts";
import { useOrganization } from "../../api/organization.ts";
import { answerKey } from "../../api/use-answer.ts";

/** How the source of made-up people stands, asked often while it is played; undefined where there is none. */
export function usePlayedSource(): PlayedSource | undefined {
  const queries = useQueryClient();
  const input = { params: { organizationId: useOrganization().id } };
  const found = useQuery<{ readonly played: PlayedSource | null }>({
    queryKey: answerKey(playedSourceRoutes.getPlayedSource, input),
    queryFn: ({ signal }) => client.call(playedSourceRoutes.getPlayedSource, { ...input, signal }),
    refetchInterval: ({ state }) => (state.data?.played?.state === "playing" ? 500 : 30_000),
  });
  const played = found.data?.played ?? undefined;
  const { state, title } = played ?? {};
  // Its application has other numbers after each day.
  useEffect(() => {
    if (state === undefined || title === undefined) return;
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey.includes("source-applications") });
  }, [queries, state, title]);
  return played;
}
