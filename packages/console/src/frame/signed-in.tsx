import { Center } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { isSignedOut } from "../api/client.ts";
import { MeContext, useSession } from "../api/session.ts";
import { Refusal } from "../components/refusal.tsx";
import { Loading } from "./fallbacks.tsx";

/** What stands behind the sign-in: leads there first, and back to where somebody wanted to go. */
export function SignedIn() {
  const session = useSession();
  const { href, pathname } = useLocation();
  // The address is the sign-in's already while its page is still on the way.
  if (pathname === "/sign-in") return <Loading />;
  if (isSignedOut(session.error)) return <Navigate to="/sign-in" search={href === "/" ? {} : { next: href }} replace />;
  if (session.data !== undefined) {
    return (
      <MeContext value={session.data}>
        <Outlet />
      </MeContext>
    );
  }
  if (session.isError) {
    return (
      <Center mih="60vh" p="lg">
        <Refusal error={session.error} onRetry={() => void session.refetch()} />
      </Center>
    );
  }
  return <Loading />;
}
