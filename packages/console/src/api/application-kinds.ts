import { type ApplicationKind, applicationKindRoutes } from "@rollcall/admin-api/application-kinds.ts";
import { useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";
import { answerKey } from "./use-answer.ts";

const route = applicationKindRoutes.listApplicationKinds;

/** The kinds that can be added. They change only with the version of the server, so they are asked for once. */
export function useApplicationKinds() {
  return useQuery({
    queryKey: answerKey(route),
    queryFn: ({ signal }) => client.call(route, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** One kind by its id; undefined while they are on their way, and for one that this version does not know. */
export function useApplicationKind(id: string): ApplicationKind | undefined {
  return useApplicationKinds().data?.items.find((kind) => kind.id === id);
}
