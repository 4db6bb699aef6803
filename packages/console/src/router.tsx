import { createRoute, createRouter, Navigate } from "@tanstack/react-router";
import { appRoutes } from "./application-routes.tsx";
import { framed, signedIn, withinOrganization } from "./frame-routes.tsx";
import { Loading } from "./frame/fallbacks.tsx";
import { page } from "./lazy-page.ts";
import { activitySearch, texts } from "./search-params.ts";
import { invitation, reset, root, setup, signIn } from "./signed-out-routes.tsx";

// Behind it.
const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  component: page(() => import("./pages/organizations/home-page.tsx"), "HomePage"),
});
const yourSignIn = createRoute({
  getParentRoute: () => signedIn,
  path: "/your-sign-in",
  component: page(() => import("./pages/sessions/your-sign-in-page.tsx"), "YourSignInPage"),
});
const newOrganization = createRoute({
  getParentRoute: () => signedIn,
  path: "/organizations/new",
  component: page(() => import("./pages/organizations/new-organization-page.tsx"), "NewOrganizationPage"),
});

// Of an organization, in the frame.
const organizationStart = createRoute({
  getParentRoute: () => framed,
  path: "/",
  component: () => <Navigate from="/o/$slug" to="/o/$slug/overview" replace />,
});
const overview = createRoute({
  getParentRoute: () => framed,
  path: "/overview",
  staticData: { title: "Overview" },
  component: page(() => import("./pages/overview/overview-page.tsx"), "OverviewPage"),
});

const users = createRoute({ getParentRoute: () => framed, path: "/directory/users", staticData: { title: "Users" } });
const userList = createRoute({
  getParentRoute: () => users,
  path: "/",
  validateSearch: texts("q", "status", "source", "group", "attention", "sort"),
  component: page(() => import("./pages/directory-users/directory-users-page.tsx"), "DirectoryUsersPage"),
});
const user = createRoute({
  getParentRoute: () => users,
  path: "/$directoryUserId",
  staticData: { title: "Person" },
  component: page(() => import("./pages/directory-users/directory-user-page.tsx"), "DirectoryUserPage"),
});
const userEvidence = createRoute({
  getParentRoute: () => users,
  path: "/$directoryUserId/evidence",
  staticData: { title: "Leaver evidence" },
  component: page(() => import("./pages/leaver-evidence/leaver-evidence-page.tsx"), "LeaverEvidencePage"),
});
const groups = createRoute({
  getParentRoute: () => framed,
  path: "/directory/groups",
  staticData: { title: "Groups" },
});
const groupList = createRoute({
  getParentRoute: () => groups,
  path: "/",
  validateSearch: texts("q", "status", "source", "sort"),
  component: page(() => import("./pages/directory-groups/directory-groups-page.tsx"), "DirectoryGroupsPage"),
});
const group = createRoute({
  getParentRoute: () => groups,
  path: "/$directoryGroupId",
  staticData: { title: "Group" },
  validateSearch: texts("tab", "members"),
  component: page(() => import("./pages/directory-groups/directory-group-page.tsx"), "DirectoryGroupPage"),
});

const conflicts = createRoute({
  getParentRoute: () => framed,
  path: "/directory/conflicts",
  staticData: { title: "Conflicts" },
  validateSearch: texts("source"),
  component: page(() => import("./pages/conflicts/conflicts-page.tsx"), "ConflictsPage"),
});

const activity = createRoute({
  getParentRoute: () => framed,
  path: "/activity",
  staticData: { title: "Activity" },
  validateSearch: activitySearch,
  component: page(() => import("./pages/activity/activity-page.tsx"), "ActivityPage"),
});
const held = createRoute({
  getParentRoute: () => framed,
  path: "/held",
  staticData: { title: "Held" },
  validateSearch: texts("source", "target"),
  component: page(() => import("./pages/held-changes/held-page.tsx"), "HeldPage"),
});
const webhooks = createRoute({ getParentRoute: () => framed, path: "/webhooks", staticData: { title: "Webhooks" } });
const webhookList = createRoute({
  getParentRoute: () => webhooks,
  path: "/",
  component: page(() => import("./pages/webhooks/webhooks-page.tsx"), "WebhooksPage"),
});
const webhook = createRoute({
  getParentRoute: () => webhooks,
  path: "/$webhookId",
  staticData: { title: "Webhook" },
  validateSearch: texts("state", "delivery"),
  component: page(() => import("./pages/webhooks/webhook-page.tsx"), "WebhookPage"),
});

const settings = createRoute({
  getParentRoute: () => framed,
  path: "/settings",
  staticData: { title: "Settings" },
  component: page(() => import("./pages/settings/settings-layout.tsx"), "SettingsLayout"),
});
const organizationSettings = createRoute({
  getParentRoute: () => settings,
  path: "/",
  component: page(() => import("./pages/organizations/organization-settings-page.tsx"), "OrganizationSettingsPage"),
});
const attributes = createRoute({
  getParentRoute: () => settings,
  path: "/attributes",
  staticData: { title: "Attributes" },
  component: page(
    () => import("./pages/directory-attributes/directory-attributes-page.tsx"),
    "DirectoryAttributesPage",
  ),
});
const administrators = createRoute({
  getParentRoute: () => settings,
  path: "/administrators",
  staticData: { title: "Administrators" },
  validateSearch: texts("scope"),
  component: page(() => import("./pages/administrators/administrators-page.tsx"), "AdministratorsPage"),
});
const severalSources = createRoute({
  getParentRoute: () => settings,
  path: "/several-sources",
  staticData: { title: "Several sources" },
  component: page(() => import("./pages/status-rules/several-sources-page.tsx"), "SeveralSourcesPage"),
});
const notices = createRoute({
  getParentRoute: () => settings,
  path: "/notices",
  staticData: { title: "Notices" },
  component: page(() => import("./pages/notices/notices-page.tsx"), "NoticesPage"),
});
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: "/api-keys",
  staticData: { title: "API keys" },
  component: page(() => import("./pages/api-keys/api-keys-page.tsx"), "ApiKeysPage"),
});
const auditTrail = createRoute({
  getParentRoute: () => settings,
  path: "/audit-trail",
  staticData: { title: "Audit trail" },
  validateSearch: texts("scope", "actor", "action", "since", "until", "entry"),
  component: page(() => import("./pages/audit-trail/audit-trail-page.tsx"), "AuditTrailPage"),
});
const about = createRoute({
  getParentRoute: () => settings,
  path: "/about",
  staticData: { title: "About" },
  component: page(() => import("./pages/about/about-page.tsx"), "AboutPage"),
});

const routeTree = root.addChildren([
  signIn,
  setup,
  invitation,
  reset,
  signedIn.addChildren([
    home,
    yourSignIn,
    newOrganization,
    withinOrganization.addChildren([
      framed.addChildren([
        organizationStart,
        overview,
        appRoutes,
        users.addChildren([userList, user, userEvidence]),
        groups.addChildren([groupList, group]),
        conflicts,
        activity,
        held,
        webhooks.addChildren([webhookList, webhook]),
        settings.addChildren([
          organizationSettings,
          attributes,
          severalSources,
          administrators,
          notices,
          apiKeys,
          auditTrail,
          about,
        ]),
      ]),
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** What the breadcrumbs call the pages below this route. */
    title?: string;
  }
}
