import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { directoryGroupRoutes } from "@rollcall/admin-api/directory-groups.ts";
import { directoryUserRoutes } from "@rollcall/admin-api/directory-users.ts";
import { organizationRoutes } from "@rollcall/admin-api/organizations.ts";
import { paramNames, type Route } from "@rollcall/admin-api/route.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { type AdminCaller, adminCaller, callerWithRole } from "./admin-caller.ts";

let server: TestServer;
/** Real ids of the organization that others must not see. */
let ids: Readonly<Record<string, string>>;
let owner: AdminCaller;
let stranger: AdminCaller;
let strangersOrganizationId: string;

/** Every route that there is: a new one is covered here, or fails here. */
const all = Object.entries(adminRoutes) as [keyof typeof adminRoutes, Route][];
const routes = all.filter(([, { permission }]) => permission !== "public" && permission !== "signed-in");

before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
  const application = await server.createSourceApplication("Entra ID");
  const source = new Source(application);
  const ann = await source.create("Users", person("ann"));
  await source.create("Groups", { displayName: "Everybody", members: [{ value: ann.id }] });
  const organizationId = server.organizationId;
  const users = await owner.call(directoryUserRoutes.listDirectoryUsers, { params: { organizationId } });
  const groups = await owner.call(directoryGroupRoutes.listDirectoryGroups, { params: { organizationId } });
  const tokens = await owner.call(adminRoutes.listBearerTokens, { params: { sourceApplicationId: application.id } });
  const deleted = await server.createSourceApplication("Old");
  await owner.call(adminRoutes.deleteSourceApplication, { params: { sourceApplicationId: deleted.id } });
  const key = await owner.call(adminRoutes.createApiKey, { body: { name: "ours", role: "owner", organizationId } });
  const client = await owner.call(adminRoutes.createOauthClient, {
    params: { sourceApplicationId: application.id },
    body: { name: "ours" },
  });
  const webhook = await owner.call(adminRoutes.createWebhook, {
    params: { organizationId },
    body: { name: "ours", url: "https://hooks.example.com/" },
  });
  const job = await owner.call(adminRoutes.applyMapping, { params: { sourceApplicationId: application.id } });
  const preview = await owner.call(adminRoutes.createMappingPreview, {
    params: { sourceApplicationId: application.id },
    body: await owner.call(adminRoutes.getMapping, { params: { sourceApplicationId: application.id } }),
  });
  const reconciliation = await owner.call(adminRoutes.createReconciliation, {
    params: { sourceApplicationId: application.id },
    body: new Blob(["userName\nann@example.com\n"]),
  });
  await owner.call(adminRoutes.createDirectoryAttribute, {
    params: { organizationId },
    body: { name: "badge", label: "Badge", type: "string" },
  });
  ids = {
    directoryAttributeName: "badge",
    mappingVersion: "1",
    jobId: job.id,
    mappingPreviewId: preview.id,
    reconciliationId: reconciliation.id,
    webhookId: webhook.id,
    organizationId,
    sourceApplicationId: application.id,
    bearerTokenId: tokens.items[0]?.id ?? "",
    directoryUserId: users.items[0]?.id ?? "",
    directoryGroupId: groups.items[0]?.id ?? "",
    deletedSourceApplicationId: deleted.id,
    scimId: ann.id,
    linkedScimId: ann.id,
    apiKeyId: key.id,
    administratorId: (await inviteAuditor(organizationId)).administratorId,
    invitationId: (await invite(organizationId)).id,
    oauthClientId: client.id,
    exchangeId: await newestExchange(application.id),
  };
  const other = await owner.call(organizationRoutes.createOrganization, { body: { name: "Example Partner" } });
  strangersOrganizationId = other.id;
  stranger = await callerWithRole(server, "owner", other.id);
});
after(() => server.close());

async function newestExchange(sourceApplicationId: string): Promise<string> {
  await server.recorder.flush();
  const { items } = await owner.call(adminRoutes.listExchanges, { params: { sourceApplicationId } });
  return items[0]?.id ?? "";
}

async function invite(organizationId: string) {
  const body = {
    email: `${crypto.randomUUID()}@example.com`,
    role: "auditor" as const,
    organizationIds: [organizationId],
  };
  return owner.call(adminRoutes.createInvitation, { body });
}

/** Makes an administrator by an invitation that is accepted. */
async function inviteAuditor(organizationId: string): Promise<{ administratorId: string }> {
  const { link, email } = await invite(organizationId);
  const token = new URL(link).searchParams.get("token") ?? "";
  const body = { token, name: "Ola Nordby", password: "correct horse battery" };
  await owner.call(adminRoutes.acceptInvitation, { body });
  const { items } = await owner.call(adminRoutes.listAdministrators, {});
  return { administratorId: items.find((administrator) => administrator.email === email)?.id ?? "" };
}

/** The real ids of a route's path. */
function paramsFor(route: Route): Record<string, string> {
  return Object.fromEntries(
    paramNames(route.path).map((name) => {
      const id = ids[name];
      assert.ok(id !== undefined && id !== "", `the test has no ${name}: give it one`);
      return [name, id];
    }),
  );
}

/** What an owner's key of another organization gets from routes whose path names no organization. */
const withoutOrganization: Readonly<Record<string, (route: Route) => Promise<void>>> = {
  listOrganizations: async (route) => {
    const { body } = await stranger.send(route, {});
    assert.deepEqual(
      (body as { items: { id: string }[] }).items.map(({ id }) => id),
      [strangersOrganizationId],
    );
  },
  createOrganization: async (route) => {
    const answer = await stranger.send(route, { body: { name: "Another" } });
    assert.equal(answer.status, 403);
  },
  getAbout: async (route) => {
    assert.notEqual((await owner.call(adminRoutes.getAbout, {})).dataFolder, null);
    const { status, body } = await stranger.send(route, {});
    assert.equal(status, 200);
    assert.equal((body as { dataFolder: unknown }).dataFolder, null, "where the data lies is the installation's own");
  },
  listApplicationKinds: async (route) => {
    const answer = await stranger.send(route, {});
    assert.equal(answer.status, 200, "the catalogue is the same for everybody");
  },
  listOrganizationHealth: async (route) => {
    const { body } = await stranger.send(route, {});
    assert.deepEqual(
      (body as { items: { organizationId: string }[] }).items.map(({ organizationId }) => organizationId),
      [strangersOrganizationId],
    );
  },
  listApiKeys: async (route) => {
    const { body } = await stranger.send(route, {});
    const { items } = body as { items: { organizationId: string }[] };
    assert.deepEqual([...new Set(items.map(({ organizationId }) => organizationId))], [strangersOrganizationId]);
  },
  listAdministrators: async (route) => {
    const { body } = await stranger.send(route, {});
    assert.deepEqual((body as { items: unknown[] }).items, []);
  },
  listInvitations: async (route) => {
    const { body } = await stranger.send(route, {});
    assert.deepEqual((body as { items: unknown[] }).items, []);
  },
  createInvitation: async (route) => {
    const invitation = { email: "ines.moreau@example.com", role: "administrator" };
    const organizationIds = [ids["organizationId"]];
    assert.equal((await stranger.send(route, { body: { ...invitation, organizationIds } })).status, 404);
    assert.equal((await stranger.send(route, { body: { ...invitation, wholeInstallation: true } })).status, 403);
    assert.equal((await stranger.send(route, { body: { ...invitation, role: "owner" } })).status, 403);
  },
  listInstallationAuditTrail: async (route) => {
    assert.equal((await stranger.send(route, {})).status, 403);
  },
  exportInstallationAuditTrail: async (route) => {
    assert.equal((await stranger.send(route, {})).status, 403);
  },
  createApiKey: async (route) => {
    for (const organizationId of [ids["organizationId"], null]) {
      const answer = await stranger.send(route, { body: { name: "x", role: "auditor", organizationId } });
      assert.ok(answer.status === 404 || answer.status === 403, answer.text);
    }
  },
};

for (const [name, route] of routes) {
  const title = `${name} (${route.method} ${route.path})`;

  test(`${title}: a key of another organization finds nothing`, async () => {
    if (!/\{(organizationId|sourceApplicationId|apiKeyId|administratorId|invitationId)\}/.test(route.path)) {
      const check = withoutOrganization[name];
      assert.ok(check !== undefined, "a route whose path names no organization says here what a stranger gets");
      return check(route);
    }
    const answer = await stranger.send(route, { params: paramsFor(route), ...inputFor(route) });
    assert.equal(answer.status, 404, answer.text);
  });

  test(`${title}: a stranger's own organization in the path does not lead to other people's things`, async () => {
    const inner = paramNames(route.path).filter((param) => param !== "organizationId");
    if (!route.path.includes("{organizationId}") || inner.length === 0) return;
    const params = { ...paramsFor(route), organizationId: strangersOrganizationId };
    const answer = await stranger.send(route, { params, ...inputFor(route) });
    assert.equal(answer.status, 404, answer.text);
  });

  test(`${title}: without an API key, or with one that is unknown, the answer is 401`, async () => {
    for (const authorization of ["", "Bearer", "Bearer rck-unknown", "Basic cmNrOg=="]) {
      const answer = await owner.send(route, { params: paramsFor(route) }, { authorization });
      assert.equal(answer.status, 401, answer.text);
      assert.equal(answer.headers.get("www-authenticate"), 'Bearer realm="rollcall"');
    }
  });

  test(`${title}: only the roles that may do so can`, async () => {
    const allowed = { read: 3, change: 2, own: 1, public: 0, "signed-in": 0 }[route.permission];
    const roles = ["owner", "administrator", "auditor"] as const;
    for (const [index, role] of roles.entries()) {
      const caller = await callerWithRole(
        server,
        role,
        route.installation === true ? null : (ids["organizationId"] ?? null),
      );
      if (index < allowed && route.permission !== "read") continue;
      // A route that reads may need something to read by; a query that is required would narrow what is found.
      const input = route.body === undefined ? {} : { body: inputFor(route).body };
      const answer = await caller.send(route, { params: paramsFor(route), ...input });
      if (index < allowed) assert.equal(answer.status, 200, answer.text);
      else assert.equal(answer.status, 403, answer.text);
    }
  });

  test(`${title}: an id that names nothing, or is no id, is 404`, async () => {
    const names = paramNames(route.path);
    const last = names.at(-1);
    if (last === undefined) return;
    for (const id of ["00000000-0000-7000-8000-000000000000", "nothing", "0'--", "%00", "x".repeat(299)]) {
      const params = { ...paramsFor(route), [last]: encodeURIComponent(id) };
      const answer = await owner.send(route, { params, ...inputFor(route) });
      assert.equal(answer.status, 404, `${id}: ${answer.text}`);
    }
  });
}

test("these routes and no others answer to anybody", () => {
  assert.deepEqual(
    all.filter(([, { permission }]) => permission === "public").map(([name]) => name),
    [
      "getSetup",
      "setUp",
      "getInvitation",
      "acceptInvitation",
      "getPasswordReset",
      "resetPassword",
      "createSession",
      "passSecondFactor",
    ],
  );
});

for (const [name, route] of all.filter(([, { permission }]) => permission === "signed-in")) {
  test(`${name} (${route.method} ${route.path}): is for whoever is signed in, and for no API key`, async () => {
    const params = { sessionId: "00000000-0000-7000-8000-000000000000" };
    assert.equal((await owner.send(route, { params, ...inputFor(route) })).status, 403);
    assert.equal((await owner.send(route, { params, ...inputFor(route) }, { authorization: "" })).status, 401);
  });
}

/** A body and a query that the route takes, so that what is refused is the address. */
function inputFor(route: Route): { body?: unknown; query: unknown } {
  const query = required(route.query);
  if (route.body === undefined) return { query };
  return { query, body: route.bodyType === undefined ? required(route.body) : "userName\nx\n" };
}

const acceptable: Readonly<Record<string, unknown>> = {
  role: "auditor",
  email: "ola.nordby@example.com",
  code: "123456",
  currentPassword: "correct horse battery",
  newPassword: "correct horse battery staple",
  reason: "a test",
  ladders: [],
  change: "stop",
  from: "2026-01-01T00:00:00.000Z",
  until: "2026-01-02T00:00:00.000Z",
  directoryUserId: "00000000-0000-7000-8000-000000000000",
  name: "x",
  displayName: "x",
  domains: [],
  users: [],
  groups: [],
  deleteDeactivatedUsers: false,
  enabled: true,
  atLeast: 25,
  percent: 10,
  perSecond: 500,
  raisedPerSecond: 2_500,
  inFlight: 64,
  decision: "approve",
  action: "deactivate",
  people: 1,
  url: "https://hooks.example.com/",
  deliveryIds: ["01a20b81-494e-7222-95a4-1d73102b48fd"],
  schemas: [],
  resourceTypes: [],
  attributes: { userName: "x" },
  label: "x",
  maskedPaths: [],
  retentionDays: 30,
  contentRetentionDays: 7,
  type: "string",
  path: "shoeSize",
  rules: [],
  rule: "any",
  required: true,
  domain: "example.com",
  include: [],
  exclude: [],
  rename: [],
  precedence: [],
  quietDays: 3,
  recipients: [],
  address: "ola@example.com",
};

/** A value for each property that a schema requires. */
function required(schema: { readonly required?: readonly string[] } | undefined): object {
  const names = schema?.required ?? [];
  return Object.fromEntries(
    names.map((name) => {
      assert.ok(Object.hasOwn(acceptable, name), `the test has no value for ${name}: give it one`);
      return [name, acceptable[name]];
    }),
  );
}
