import type { CallInput } from "@rollcall/admin-api/client.ts";
import type { AnswerOf, Route } from "@rollcall/admin-api/route.ts";
import { type QueryClient, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";

interface ChangeOptions<Answer, Input> {
  /** Called with the answer, after what is stale was asked again. */
  readonly onDone?: (answer: Answer, input: Input) => void;
  /** The nouns whose answers are stale afterwards, as paths name them; all, where it is missing. */
  readonly stale?: readonly string[];
}

/**
 * Changes something by the admin API. Whoever shows it asks again afterwards. A refusal is in `error`: show it with
 * `<Refusal>` beside what was tried.
 */
export function useChange<const R extends Route>(
  route: R,
  { onDone, stale }: ChangeOptions<AnswerOf<R>, CallInput<R>> = {},
): UseMutationResult<AnswerOf<R>, Error, CallInput<R>> {
  const queries = useQueryClient();
  return useMutation<AnswerOf<R>, Error, CallInput<R>>({
    mutationFn: (input) => client.call(route, input),
    onSuccess: async (answer, input) => {
      await askAnew(queries, stale);
      onDone?.(answer, input);
    },
  });
}

/** Asks anew what is stale: answers about these nouns, as paths name them; all, where none is named. */
export async function askAnew(queries: QueryClient, stale: readonly string[] | undefined): Promise<void> {
  await queries.invalidateQueries({
    predicate: ({ queryKey }) => stale === undefined || stale.some((noun) => queryKey.includes(noun)),
  });
}
