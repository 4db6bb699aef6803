import { sessionRoutes } from "@rollcall/admin-api/sessions.ts";
import type { Session } from "@rollcall/admin-api/sessions.ts";
import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { createContext, useContext } from "react";
import { client } from "./client.ts";
import { useAnswer } from "./use-answer.ts";

/** Who is signed in. */
export type Me = Session;

export const MeContext = createContext<Me | undefined>(undefined);

/** Asks who is signed in. */
export function useSession(): UseQueryResult<Me> {
  return useAnswer(sessionRoutes.getSession, {});
}

/** Who is signed in, on every page behind the sign-in. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error("this page stands before the sign-in");
  return me;
}

/** Whether the role of whoever is signed in changes things; the server refuses it all the same. */
export function useMayChange(): boolean {
  return useMe().role !== "auditor";
}

/** Signs out, and forgets everything that was shown. */
export function useSignOut(): () => void {
  return () => {
    void client.call(sessionRoutes.deleteSession, {}).finally(() => location.assign("/sign-in"));
  };
}

/** Goes on to an address of the console as whoever has just signed in; what was answered before is forgotten. */
export function useEnter(): (href: string) => void {
  const queries = useQueryClient();
  const router = useRouter();
  return (href) => {
    queries.clear();
    // Never to another host, whatever an address says.
    router.history.push(/^\/(?![/\\])/.test(href) ? href : "/");
  };
}
