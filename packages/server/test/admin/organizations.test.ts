import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { type AdminCaller, adminCaller, callerWithRole } from "./admin-caller.ts";

let server: TestServer;
let owner: AdminCaller;
before(async () => {
  server = await startTestServer();
  owner = adminCaller(server);
});
after(() => server.close());

const createOrganization = async (name: string) => owner.call(adminRoutes.createOrganization, { body: { name } });

test("an organization gets an id without underscores and a slug of its name, and reads back", async () => {
  const created = await createOrganization("  Example Partner, Inc. ");
  assert.match(created.id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(created, { id: created.id, name: "Example Partner, Inc.", slug: "example-partner-inc" });
  const params = { organizationId: created.id };
  assert.deepEqual(await owner.call(adminRoutes.getOrganization, { params }), created);
});

test("a name is taken in whatever case; another name with the same slug gets a number", async () => {
  await createOrganization("Acme");
  assert.deepEqual(await owner.refused(adminRoutes.createOrganization, { body: { name: "ACME" } }), {
    status: 409,
    code: "organization.name_taken",
    problems: [],
  });
  assert.equal((await createOrganization("Acme.")).slug, "acme-2");
  assert.equal((await createOrganization("Acme!?")).slug, "acme-3");
});

test("organizations are listed page by page, each once", async () => {
  for (const number of [1, 2, 3, 4, 5]) await createOrganization(`Customer ${number}`);
  const all = await owner.call(adminRoutes.listOrganizations, {});
  assert.equal(all.nextCursor, null);
  const walked = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
    const page = await owner.call(adminRoutes.listOrganizations, { query });
    assert.ok(page.items.length <= 2);
    walked.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(walked, all.items);
});

test("own domains are kept folded and in order, and a PUT replaces them all", async () => {
  const params = { organizationId: server.organizationId };
  assert.deepEqual(await owner.call(adminRoutes.getOrganizationDomains, { params }), { domains: [] });
  const saved = { domains: ["example.com", "example.org"] };
  const body = { domains: ["EXAMPLE.org", "example.com", "Example.com"] };
  assert.deepEqual(await owner.call(adminRoutes.putOrganizationDomains, { params, body }), saved);
  assert.deepEqual(await owner.call(adminRoutes.getOrganizationDomains, { params }), saved);
  const refused = await owner.refused(adminRoutes.putOrganizationDomains, { params, body: { domains: ["localhost"] } });
  assert.deepEqual([refused.status, refused.code], [400, "domain.invalid"]);
  assert.deepEqual(await owner.call(adminRoutes.getOrganizationDomains, { params }), saved);
});

test("an application's share is a subset of the organization's own domains, and shrinks with them", async () => {
  const organization = { organizationId: server.organizationId };
  const { id } = await server.createSourceApplication("Okta");
  const application = { sourceApplicationId: id };
  const share = adminRoutes.putSourceApplicationDomains;
  await owner.call(adminRoutes.putOrganizationDomains, {
    params: organization,
    body: { domains: ["example.com", "example.org"] },
  });
  assert.deepEqual(
    await owner.refused(share, { params: application, body: { domains: ["example.com", "example.net"] } }),
    {
      status: 409,
      code: "domain.not_own",
      problems: [{ where: "/domains", detail: "example.net is not the organization's own" }],
    },
  );
  const body = { domains: ["example.org", "example.com"] };
  assert.deepEqual(await owner.call(share, { params: application, body }), { domains: ["example.com", "example.org"] });
  await owner.call(adminRoutes.putOrganizationDomains, { params: organization, body: { domains: ["example.org"] } });
  assert.deepEqual(await owner.call(adminRoutes.getSourceApplicationDomains, { params: application }), {
    domains: ["example.org"],
  });
  const settings = await server.deps.settings.application(id);
  assert.deepEqual([...(settings?.domains ?? [])], ["example.org"]);
});

test("an API key is shown once, works at once, and is dead at once when it is revoked", async () => {
  const organizationId = server.organizationId;
  const body = { name: "Auditors", role: "auditor" as const, organizationId };
  const created = await owner.call(adminRoutes.createApiKey, { body });
  assert.match(created.apiKey, /^rck-[0-9A-Za-z]{49}$/);
  const auditor = adminCaller(server, created.apiKey);
  const { items } = await auditor.call(adminRoutes.listOrganizations, {});
  assert.deepEqual(
    items.map(({ id }) => id),
    [organizationId],
  );
  const listed = await owner.call(adminRoutes.listApiKeys, {});
  const { apiKey, ...facts } = created;
  assert.deepEqual(
    listed.items.find(({ id }) => id === created.id),
    { ...facts, revokedAt: null },
  );
  assert.equal(JSON.stringify(listed).includes(apiKey), false);
  await owner.call(adminRoutes.revokeApiKey, { params: { apiKeyId: created.id } });
  const refused = await auditor.refused(adminRoutes.listOrganizations, {});
  assert.deepEqual([refused.status, refused.code], [401, "authentication.invalid"]);
});

test("an owner of one organization makes keys for it and for nothing else", async () => {
  const customer = await createOrganization("Example Customer");
  const theirs = await callerWithRole(server, "owner", customer.id);
  const made = await theirs.call(adminRoutes.createApiKey, { body: { name: "CI", role: "administrator" } });
  assert.equal(made.organizationId, customer.id);
  const whole = await theirs.refused(adminRoutes.createApiKey, {
    body: { name: "CI", role: "auditor", organizationId: null },
  });
  assert.deepEqual([whole.status, whole.code], [403, "permission.denied"]);
});

test("an organization is renamed, and its slug and addresses stay", async () => {
  const customer = await createOrganization("Example Renamed");
  const params = { organizationId: customer.id };
  const renamed = await owner.call(adminRoutes.changeOrganization, { params, body: { name: " Example Holding " } });
  assert.deepEqual(renamed, { ...customer, name: "Example Holding" });
  assert.deepEqual(await owner.call(adminRoutes.getOrganization, { params }), renamed);
});

test("a custom attribute gets another label, and is deleted once no mapping fills it", async () => {
  const customer = await createOrganization("Example Attributes");
  const params = { organizationId: customer.id };
  const one = { ...params, directoryAttributeName: "badge" };
  const badge = await owner.call(adminRoutes.createDirectoryAttribute, {
    params,
    body: { name: "badge", label: "Badge", type: "string" },
  });
  const body = { label: "Badge number" };
  assert.deepEqual(await owner.call(adminRoutes.changeDirectoryAttribute, { params: one, body }), {
    ...badge,
    ...body,
  });
  const { id: sourceApplicationId } = await server.createSourceApplication("Okta", customer.id);
  const mapping = await owner.call(adminRoutes.getMapping, { params: { sourceApplicationId } });
  const filled = { ...mapping, users: [...mapping.users, { attribute: "badge", source: { paths: ["nickName"] } }] };
  await owner.call(adminRoutes.putMapping, { params: { sourceApplicationId }, body: filled });
  const refused = await owner.refused(adminRoutes.deleteDirectoryAttribute, { params: one });
  assert.deepEqual(refused, {
    status: 409,
    code: "directory_attribute.mapped",
    problems: [{ where: "Okta", detail: 'its mapping fills "badge"' }],
  });
  await owner.call(adminRoutes.putMapping, {
    params: { sourceApplicationId },
    body: { users: mapping.users, groups: mapping.groups },
  });
  await owner.call(adminRoutes.deleteDirectoryAttribute, { params: one });
  const { users } = await owner.call(adminRoutes.listDirectoryAttributes, { params });
  assert.equal(
    users.some(({ custom }) => custom),
    false,
  );
  const builtIn = { params: { ...params, directoryAttributeName: "userName" } };
  assert.equal(
    (await owner.refused(adminRoutes.deleteDirectoryAttribute, builtIn)).code,
    "directory_attribute.not_found",
  );
});
