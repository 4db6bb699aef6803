import { createRoute } from "@tanstack/react-router";
import { framed } from "./frame-routes.tsx";
import { page } from "./lazy-page.ts";
import { texts } from "./search-params.ts";

const apps = createRoute({ getParentRoute: () => framed, path: "/apps", staticData: { title: "Apps" } });
const appList = createRoute({
  getParentRoute: () => apps,
  path: "/",
  validateSearch: texts("q", "state"),
  component: page(() => import("./pages/source-applications/apps-page.tsx"), "AppsPage"),
});
const newApp = createRoute({
  getParentRoute: () => apps,
  path: "/new",
  staticData: { title: "Choose Application" },
  validateSearch: texts("q", "category", "kind"),
  component: page(() => import("./pages/source-applications/choose-application-page.tsx"), "ChooseApplicationPage"),
});
const app = createRoute({
  getParentRoute: () => apps,
  path: "/$applicationId",
  staticData: { title: "Application" },
  component: page(() => import("./pages/source-applications/application-layout.tsx"), "ApplicationLayout"),
});
const appOverview = createRoute({
  getParentRoute: () => app,
  path: "/",
  component: page(() => import("./pages/source-applications/application-overview-page.tsx"), "ApplicationOverviewPage"),
});
const basicSettings = createRoute({
  getParentRoute: () => app,
  path: "/basic-settings",
  component: page(() => import("./pages/source-applications/basic-settings-page.tsx"), "BasicSettingsPage"),
});
const authorization = createRoute({
  getParentRoute: () => app,
  path: "/authorization",
  component: page(() => import("./pages/bearer-tokens/authorization-page.tsx"), "AuthorizationPage"),
});
const mapping = createRoute({
  getParentRoute: () => app,
  path: "/mapping",
  validateSearch: texts("section"),
  component: page(() => import("./pages/mappings/mapping-page.tsx"), "MappingPage"),
});
const provisioning = createRoute({
  getParentRoute: () => app,
  path: "/provisioning",
  component: page(() => import("./pages/deprovisioning-policies/provisioning-page.tsx"), "ProvisioningPage"),
});
const linking = createRoute({
  getParentRoute: () => app,
  path: "/linking",
  component: page(() => import("./pages/linking/linking-page.tsx"), "LinkingPage"),
});
const groupRules = createRoute({
  getParentRoute: () => app,
  path: "/group-rules",
  component: page(() => import("./pages/group-rules/group-rules-page.tsx"), "GroupRulesPage"),
});
const schemas = createRoute({
  getParentRoute: () => app,
  path: "/schemas",
  component: page(() => import("./pages/schemas/schemas-page.tsx"), "SchemasPage"),
});
const leavers = createRoute({
  getParentRoute: () => app,
  path: "/leavers",
  validateSearch: texts("since", "until", "open"),
  component: page(() => import("./pages/leaver-evidence/leavers-page.tsx"), "LeaversPage"),
});
const undo = createRoute({
  getParentRoute: () => app,
  path: "/undo",
  validateSearch: texts("from", "until", "preview", "undo"),
  component: page(() => import("./pages/undo/undo-page.tsx"), "UndoPage"),
});
const reconcile = createRoute({
  getParentRoute: () => app,
  path: "/reconcile",
  validateSearch: texts("reconciliation", "act", "q", "kind", "attribute"),
  component: page(() => import("./pages/reconciliations/reconciliation-page.tsx"), "ReconciliationPage"),
});

/** The applications of an organization, and the pages of each. */
export const appRoutes = apps.addChildren([
  appList,
  newApp,
  app.addChildren([
    appOverview,
    basicSettings,
    authorization,
    mapping,
    provisioning,
    linking,
    groupRules,
    schemas,
    leavers,
    reconcile,
    undo,
  ]),
]);
