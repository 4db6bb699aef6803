import { createRoute } from "@tanstack/react-router";
import { Frame } from "./frame/frame.tsx";
import { SignedIn } from "./frame/signed-in.tsx";
import { WithinOrganization } from "./frame/within-organization.tsx";
import { root } from "./signed-out-routes.tsx";

/** What the routes of whoever is signed in lie below. */
export const signedIn = createRoute({ getParentRoute: () => root, id: "signed-in", component: SignedIn });
export const withinOrganization = createRoute({
  getParentRoute: () => signedIn,
  path: "/o/$slug",
  component: WithinOrganization,
});
export const framed = createRoute({ getParentRoute: () => withinOrganization, id: "framed", component: Frame });
