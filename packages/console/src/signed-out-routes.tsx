import { createRootRoute, createRoute } from "@tanstack/react-router";
import { Broken, NotFound } from "./frame/fallbacks.tsx";
import { page } from "./lazy-page.ts";
import { texts } from "./search-params.ts";

/** Above every page. */
export const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: Broken });

// The pages before the sign-in.
export const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: texts("next"),
  component: page(() => import("./pages/sessions/sign-in-page.tsx"), "SignInPage"),
});
export const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  validateSearch: texts("token"),
  component: page(() => import("./pages/setup/setup-page.tsx"), "SetupPage"),
});
export const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  validateSearch: texts("token"),
  component: page(() => import("./pages/invitations/invitation-page.tsx"), "InvitationPage"),
});
export const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  validateSearch: texts("token"),
  component: page(() => import("./pages/sessions/reset-page.tsx"), "ResetPage"),
});
