import type { CallInput } from "@rollcall/admin-api/client.ts";
import type { AnswerOf, Route } from "@rollcall/admin-api/route.ts";
import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";
import { client } from "./client.ts";

interface AnswerOptions {
  /** Milliseconds between two looks, for what changes by itself. */
  readonly every?: number;
  readonly enabled?: boolean;
  /** Shows the answer before while the next is on its way: for filters that are being typed. */
  readonly keepPrevious?: boolean;
}

/** The key of an answer: routes of one path prefix are forgotten together. */
export function answerKey(route: Route, input: object = {}): readonly unknown[] {
  return [...route.path.split("/").filter((part) => part !== "" && !part.startsWith("{")), route.method, input];
}

/** Asks the admin API, and keeps what it answered. */
export function useAnswer<const R extends Route>(
  route: R,
  input: CallInput<R>,
  { every, enabled = true, keepPrevious = false }: AnswerOptions = {},
): UseQueryResult<AnswerOf<R>> {
  return useQuery<AnswerOf<R>>({
    queryKey: answerKey(route, input),
    queryFn: ({ signal }) => client.call(route, { ...input, signal }),
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

interface Paged<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}
type ItemOf<R extends Route> = AnswerOf<R> extends Paged<infer Item> ? Item : never;

/** Walks a list of the admin API page by page, as far as somebody scrolls. */
export function usePages<const R extends Route & { readonly method: "GET" }>(
  route: R,
  input: CallInput<R>,
  { limit = 100, every, enabled = true, keepPrevious = true }: AnswerOptions & { readonly limit?: number } = {},
): UseInfiniteQueryResult<InfiniteData<Paged<ItemOf<R>>>> {
  const { query } = input as { readonly query?: unknown };
  return useInfiniteQuery({
    queryKey: [...answerKey(route, input), "pages"],
    queryFn: async ({ pageParam, signal }) => {
      const paged = { ...input, query: { ...(query as object | undefined), limit, cursor: pageParam }, signal };
      return (await client.call(route, paged)) as Paged<ItemOf<R>>;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
    ...(every === undefined ? {} : { refetchInterval: every }),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}
