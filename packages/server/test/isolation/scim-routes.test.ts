import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { JsonObject } from "@rollcall/scim/resource.ts";
import { bulkRequestUrn, patchOpUrn, searchRequestUrn } from "@rollcall/scim/urns.ts";
import { scimRoutes } from "../../src/http/scim/routes.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { recordTables, schemasAreRead, tableNames } from "../support/snapshot.ts";
import { type AnsweredResource, person, type Source, type SourceAnswer } from "../support/source.ts";

const own = withServer();

/** The application that others try to reach, and those who try. */
interface World {
  readonly organization: TestOrganization;
  readonly source: Source;
  readonly user: AnsweredResource;
  readonly group: AnsweredResource;
  /** Of a resource type that each of the applications has of its own. */
  readonly device: AnsweredResource;
  readonly intruders: Readonly<Record<string, Source>>;
}

interface Attempt {
  readonly path: (world: World) => string;
  readonly body?: (world: World) => JsonObject;
  /** What an intruder is answered at its own base URL; 404 where nothing else is said. */
  readonly answered?: (answer: SourceAnswer, world: World) => void;
}

const deviceUrn = "urn:example:params:scim:schemas:device:1.0";

/** Gives an application the resource type Device. */
async function withDevices(organization: TestOrganization, source: Source): Promise<Source> {
  const application = `/source-applications/${source.applicationId}`;
  const attributes = [{ name: "serialNumber", required: true, uniqueness: "server" }];
  await organization.call("PUT", `${application}/schemas`, {
    schemas: [{ id: deviceUrn, name: "Device", attributes }],
  });
  const { resourceTypes } = await organization.call<{ resourceTypes: object[] }>(
    "GET",
    `${application}/resource-types`,
  );
  const device = { name: "Device", endpoint: "/Devices", schema: deviceUrn };
  await organization.call("PUT", `${application}/resource-types`, { resourceTypes: [...resourceTypes, device] });
  return source;
}

const replaceTitle = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "title", value: "Seized" }] };

const created = (answer: SourceAnswer) => assert.equal(answer.status, 201, answer.text);
const nothingFound = (answer: SourceAnswer) =>
  assert.deepEqual([answer.status, answer.body["totalResults"], answer.body["Resources"]], [200, 0, []]);
const described = (answer: SourceAnswer, { source }: World) => {
  assert.equal(answer.status, 200, answer.text);
  assert.ok(!answer.text.includes(source.applicationId));
};

/** How each route is tried with what belongs to another application; a new route needs a row here. */
const attempts: Readonly<Record<string, Attempt>> = {
  "POST /Users": { path: () => "/Users", body: () => person("ann", { externalId: "b-1" }), answered: created },
  "GET /Users": {
    path: ({ user }) => `/Users?filter=${encodeURIComponent(`id eq "${user.id}" or externalId eq "ann-1"`)}`,
    answered: nothingFound,
  },
  "POST /Users/.search": {
    path: () => "/Users/.search",
    body: ({ user, group }) => ({
      schemas: [searchRequestUrn],
      filter: `id eq "${user.id}" or groups.value eq "${group.id}"`,
    }),
    answered: nothingFound,
  },
  "GET /Users/:id": { path: ({ user }) => `/Users/${user.id}` },
  "PUT /Users/:id": { path: ({ user }) => `/Users/${user.id}`, body: () => person("seized") },
  "PATCH /Users/:id": { path: ({ user }) => `/Users/${user.id}`, body: () => replaceTitle },
  "DELETE /Users/:id": { path: ({ user }) => `/Users/${user.id}` },
  "POST /Groups": {
    path: () => "/Groups",
    body: ({ user }) => ({ displayName: "Lab", members: [{ value: user.id }] }),
    answered: (answer, { user }) => {
      assert.deepEqual([answer.status, answer.body["scimType"]], [400, "invalidValue"]);
      assert.ok(answer.detail.includes(user.id), answer.text);
    },
  },
  "GET /Groups": {
    path: ({ user }) => `/Groups?filter=${encodeURIComponent(`displayName eq "Lab" or members eq "${user.id}"`)}`,
    answered: nothingFound,
  },
  "POST /Groups/.search": {
    path: () => "/Groups/.search",
    body: ({ group }) => ({ schemas: [searchRequestUrn], filter: `id eq "${group.id}"` }),
    answered: nothingFound,
  },
  "GET /Groups/:id": { path: ({ group }) => `/Groups/${group.id}` },
  "PUT /Groups/:id": {
    path: ({ group }) => `/Groups/${group.id}`,
    body: () => ({ displayName: "Seized", members: [] }),
  },
  "PATCH /Groups/:id": {
    path: ({ group }) => `/Groups/${group.id}`,
    body: () => ({ schemas: [patchOpUrn], Operations: [{ op: "remove", path: "members" }] }),
  },
  "DELETE /Groups/:id": { path: ({ group }) => `/Groups/${group.id}` },
  "POST /:endpoint": {
    path: () => "/Devices",
    body: () => ({ schemas: [deviceUrn], serialNumber: "serial-1" }),
    answered: created,
  },
  "GET /:endpoint": {
    path: ({ device }) => `/Devices?filter=${encodeURIComponent(`id eq "${device.id}"`)}`,
    answered: nothingFound,
  },
  "POST /:endpoint/.search": {
    path: () => "/Devices/.search",
    body: ({ device }) => ({ schemas: [searchRequestUrn], filter: `id eq "${device.id}"` }),
    answered: nothingFound,
  },
  "GET /:endpoint/:id": { path: ({ device }) => `/Devices/${device.id}` },
  "PUT /:endpoint/:id": {
    path: ({ device }) => `/Devices/${device.id}`,
    body: () => ({ schemas: [deviceUrn], serialNumber: "seized" }),
  },
  "PATCH /:endpoint/:id": {
    path: ({ device }) => `/Devices/${device.id}`,
    body: () => ({ schemas: [patchOpUrn], Operations: [{ op: "replace", path: "serialNumber", value: "seized" }] }),
  },
  "DELETE /:endpoint/:id": { path: ({ device }) => `/Devices/${device.id}` },
  "GET ": {
    path: ({ user, group }) => `?filter=${encodeURIComponent(`id eq "${user.id}" or id eq "${group.id}"`)}`,
    answered: nothingFound,
  },
  "POST /.search": {
    path: () => "/.search",
    body: ({ user }) => ({ schemas: [searchRequestUrn], filter: `id eq "${user.id}"` }),
    answered: nothingFound,
  },
  "POST /Bulk": {
    path: () => "/Bulk",
    body: ({ user, group }) => ({
      schemas: [bulkRequestUrn],
      Operations: [
        { method: "PATCH", path: `/Users/${user.id}`, data: replaceTitle },
        { method: "PUT", path: `/Groups/${group.id}`, data: { displayName: "Seized" } },
        { method: "DELETE", path: `/Users/${user.id}` },
        {
          method: "POST",
          path: "/Groups",
          bulkId: "g",
          data: { displayName: "Seized", members: [{ value: user.id }] },
        },
      ],
    }),
    answered: (answer) => {
      assert.equal(answer.status, 200, answer.text);
      const operations = answer.body["Operations"] as JsonObject[];
      assert.deepEqual(
        operations.map(({ status }) => status),
        ["404", "404", "404", "400"],
      );
    },
  },
  "GET /ServiceProviderConfig": { path: () => "/ServiceProviderConfig", answered: described },
  "GET /ResourceTypes": { path: () => "/ResourceTypes", answered: described },
  "GET /ResourceTypes/:id": { path: () => "/ResourceTypes/User", answered: described },
  "GET /Schemas": { path: () => "/Schemas", answered: described },
  "GET /Schemas/:id": { path: () => "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", answered: described },
};

let world: World;

const send = (source: Source, method: string, attempt: Attempt) =>
  source.send(method, attempt.path(world), attempt.body?.(world));

describe("what belongs to one application, asked for by others", () => {
  before(async () => {
    const organization = await own.organization();
    const source = await withDevices(organization, await organization.source("Owner"));
    const user = await source.create("Users", person("ann", { externalId: "ann-1", title: "Clerk" }));
    const group = await source.create("Groups", { displayName: "Lab", members: [{ value: user.id }] });
    const made = await source.send("POST", "/Devices", { schemas: [deviceUrn], serialNumber: "serial-1" });
    assert.equal(made.status, 201, made.text);
    const device = made.body as AnsweredResource;
    const stranger = await own.organization();
    world = {
      organization,
      source,
      user,
      group,
      device,
      intruders: {
        "another application of the organization": await withDevices(
          organization,
          await organization.source("Neighbour"),
        ),
        "an application of another organization": await withDevices(stranger, await stranger.source("Stranger")),
      },
    };
    await schemasAreRead(own.server.database);
  });

  test("every route of the SCIM service is tried here", () => {
    const routes = scimRoutes.map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(Object.keys(attempts).sort(), routes.sort());
  });

  for (const { method, path, discovery, open } of scimRoutes) {
    const name = `${method} ${path}`;
    describe(name, () => {
      const attempt = attempts[name] as Attempt;
      for (const intruder of ["another application of the organization", "an application of another organization"]) {
        test(`the token of ${intruder} is good for nothing at this address`, async () => {
          const rows = await rowsOfWorld();
          const token = (world.intruders[intruder] as Source).token;
          const headers = { authorization: `Bearer ${token}` };
          const answer = await world.source.send(method, attempt.path(world), attempt.body?.(world), headers);
          assert.equal(answer.status, open === true ? 200 : discovery === true ? 403 : 404, answer.text);
          if (open !== true) assertTellsNothing(answer);
          assert.deepEqual(await rowsOfWorld(), rows);
        });

        test(`${intruder} finds and changes nothing through its own address`, async () => {
          const rows = await rowsOfWorld();
          const answer = await send(world.intruders[intruder] as Source, method, attempt);
          if (attempt.answered !== undefined) attempt.answered(answer, world);
          else {
            assert.equal(answer.status, 404, answer.text);
            assertTellsNothing(answer);
          }
          assert.deepEqual(await rowsOfWorld(), rows);
        });
      }

      test("without a token, with an unknown one or with another application's id in the address, nothing", async () => {
        const rows = await rowsOfWorld();
        const plain = open === true ? 200 : 401;
        for (const authorization of ["", "Bearer", "Bearer rct-unknown", "Basic YTpi"]) {
          const answer = await world.source.send(method, attempt.path(world), attempt.body?.(world), { authorization });
          assert.equal(answer.status, plain, `${authorization}: ${answer.text}`);
          if (plain === 401) assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer realm="rollcall"/);
        }
        for (const id of ["01a20b81-494e-7222-95a4-1d73102b48fd", "none"]) {
          const url = world.source.baseUrl.replace(world.source.applicationId, id) + attempt.path(world);
          const response = await fetch(url, {
            method,
            headers: { authorization: `Bearer ${world.source.token}`, "content-type": "application/scim+json" },
            ...(attempt.body === undefined ? {} : { body: JSON.stringify(attempt.body(world)) }),
          });
          assert.equal(response.status, open === true ? 200 : discovery === true ? 403 : 404, id);
        }
        assert.deepEqual(await rowsOfWorld(), rows);
      });
    });
  }
});

/** No value of the other application is in an answer. */
function assertTellsNothing(answer: SourceAnswer): void {
  for (const value of ["ann@example.com", "Clerk", "ann-1", "Lab", "serial-1"]) {
    assert.ok(!answer.text.includes(value), `${value} in ${answer.text}`);
  }
}

/** All that the other application wrote, and whom of the directory it made. */
async function rowsOfWorld(): Promise<Record<string, string[]>> {
  const { database } = own.server;
  const { organization, source } = world;
  const rows: Record<string, string[]> = {};
  for (const table of await tableNames(database)) {
    // Records of requests are made whoever asks; events of neighbours are in the organization's feed.
    if (recordTables.has(table) || table === "provisioning_event_queue") continue;
    const select = unnamedStatement(
      `select to_jsonb(t)::text as row from ${table} t
        where to_jsonb(t) ->> 'source_application_id' = $1
          or to_jsonb(t) ->> 'organization_id' = $2 and to_jsonb(t)::text like '%' || $1 || '%' order by 1`,
    );
    const found = await database.pool.query<{ row: string }>(select, [source.applicationId, organization.id]);
    rows[table] = found.map(({ row }) => row);
  }
  assert.ok((rows["provisioned_resources"] ?? []).length === 3 && (rows["directory_users"] ?? []).length === 1);
  return rows;
}
