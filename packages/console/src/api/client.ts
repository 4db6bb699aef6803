import { ApiError, ServerUnreachable } from "@rollcall/admin-api/api-error.ts";
import { createClient } from "@rollcall/admin-api/client.ts";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

/** The admin API of the server that this page came from; the session's cookie goes along. */
export const client = createClient({ url: "" });

/** What was answered stays good for a few seconds, so that going back shows it at once and asks again behind it. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: askWhoIsSignedIn }),
  mutationCache: new MutationCache({ onError: askWhoIsSignedIn }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 300_000,
      refetchOnWindowFocus: true,
      retry: (attempt, error) => mayPass(error) && attempt < 3,
    },
  },
});

/** Asks once more who is signed in when a call was refused for want of it: an ended session leads to the sign-in. */
function askWhoIsSignedIn(error: Error): void {
  if (!isSignedOut(error)) return;
  void queryClient.invalidateQueries({
    predicate: ({ queryKey, state }) => queryKey[0] === "session" && !isSignedOut(state.error),
  });
}

/** Tells whether the same call may go through later: nobody answered, or the database was away. */
function mayPass(error: unknown): boolean {
  return error instanceof ServerUnreachable || (error instanceof ApiError && error.status === 503);
}

/** Tells whether a refusal means that nobody is signed in (any more). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
