import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { paramNames, type Route } from "@rollcall/admin-api/route.ts";
import { adminRoutes } from "@rollcall/admin-api/routes.ts";
import { issueSetupToken } from "../../src/actions/set-up.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";
import { Visitor } from "./visitor.ts";

// Each route of the table with each who may call: what is not allowed is refused before anything is read of the body.

type Role = "owner" | "administrator" | "auditor";
interface Caller {
  readonly name: string;
  readonly role: Role | undefined;
  /** Sees the organization that the routes are called for. */
  readonly sees: boolean;
  /** Sees the whole installation. */
  readonly everything: boolean;
  readonly kind: "nobody" | "API key" | "session";
  send(route: Route, params: Readonly<Record<string, string>>): Promise<{ status: number; code: string | undefined }>;
}

const password = "a quiet morning in Porto";
const nothing = "00000000-0000-7000-8000-000000000000";
const mayDo: Readonly<Record<Role, readonly string[]>> = {
  owner: ["read", "change", "own"],
  administrator: ["read", "change"],
  auditor: ["read"],
};

let server: TestServer;
let ids: Readonly<Record<string, string>>;
const callers: Caller[] = [];

before(async () => {
  server = await startTestServer();
  const { organizationId } = server;
  const other = (await server.api<{ id: string }>("POST", "/organizations", { name: "Other Corp" })).body.id;
  const application = await server.createSourceApplication("Entra ID");
  const ann = await new Source(application).create("Users", person("ann"));
  const attribute = { name: "costCentre", label: "Cost centre", type: "string" };
  await server.api("POST", `/organizations/${organizationId}/directory-attributes`, attribute);
  const users = await server.api<{ items: { id: string }[] }>(
    "GET",
    `/organizations/${organizationId}/directory-users`,
  );
  ids = {
    organizationId,
    sourceApplicationId: application.id,
    directoryUserId: users.body.items[0]?.id ?? "",
    scimId: ann.id,
    directoryAttributeName: attribute.name,
    mappingVersion: "1",
  };

  const token = await issueSetupToken(server.deps);
  const owner = new Visitor(server.origin);
  const setUp = { token, name: "Olga Okafor", email: "olga@example.com", password, organizationName: "Third Corp" };
  assert.equal((await owner.send("POST", "/setup", setUp)).status, 200);

  callers.push({
    name: "nobody",
    role: undefined,
    sees: false,
    everything: false,
    kind: "nobody",
    send: sender(visitor()),
  });
  callers.push(caller("owner", "session", organizationId, true, sender(owner)));
  for (const role of ["administrator", "auditor"] as const) {
    callers.push(caller(role, "session", organizationId, false, sender(await invited(role, organizationId))));
  }
  callers.push(caller("administrator", "session", other, false, sender(await invited("administrator", other))));
  for (const role of ["owner", "administrator", "auditor"] as const) {
    callers.push(caller(role, "API key", organizationId, false, sender(await keyOf(role, organizationId))));
  }
  callers.push(caller("owner", "API key", organizationId, true, sender(await keyOf("owner", null))));
  callers.push(caller("owner", "API key", other, false, sender(await keyOf("owner", other))));
});
after(() => server.close());

function caller(
  role: Role,
  kind: Caller["kind"],
  organizationId: string,
  everything: boolean,
  send: Caller["send"],
): Caller {
  const sees = everything || organizationId === server.organizationId;
  const where = everything ? "of the installation" : sees ? "of this organization" : "of another organization";
  return { name: `${role} ${where} by ${kind}`, role, sees, everything, kind, send };
}

const visitor = () => new Visitor(server.origin);

async function invited(role: Role, organizationId: string): Promise<Visitor> {
  const email = `${crypto.randomUUID()}@example.com`;
  const scope = { email, role, organizationIds: [organizationId] };
  const { body } = await server.api<{ link: string }>("POST", "/invitations", scope);
  const made = visitor();
  const accept = { token: new URL(body.link).searchParams.get("token"), name: role, password };
  assert.equal((await made.send("POST", "/invitation", accept)).status, 200);
  return made;
}

async function keyOf(role: Role, organizationId: string | null): Promise<string> {
  const { body } = await server.api<{ apiKey: string }>("POST", "/api-keys", { name: role, role, organizationId });
  return body.apiKey;
}

/** Sends what changes nothing where it is allowed: a body of no route, or an id of nothing. */
function sender(who: Visitor | string): Caller["send"] {
  return async (route, params) => {
    const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? nothing);
    const headers: Record<string, string> =
      typeof who === "string" ? { authorization: `Bearer ${who}` } : { "sec-fetch-site": "same-origin" };
    const body = route.body === undefined ? undefined : { nonsense: true };
    const browser = typeof who === "string" ? visitor() : who;
    const ending = new AbortController();
    const response = await browser.request(route.method, path, body, headers, ending.signal);
    if (response.ok && route.answerType === "text/event-stream") {
      ending.abort();
      return { status: response.status, code: undefined };
    }
    const text = await response.text();
    const code = response.ok ? undefined : (JSON.parse(text) as { code: string }).code;
    return { status: response.status, code };
  };
}

/** What a caller gets from a route: an answer (or a word about the request itself), or a refusal for who they are. */
function expected(route: Route, { kind, role, sees, everything }: Caller): number | "let in" {
  const { permission, path } = route;
  if (permission === "public") return "let in";
  if (kind === "nobody" || role === undefined) return 401;
  if (permission === "signed-in") return kind === "session" ? "let in" : 403;
  if (/\{(organizationId|sourceApplicationId)\}/.test(path) && !sees) return 404;
  if (!mayDo[role].includes(permission)) return 403;
  return route.installation === true && !everything ? 403 : "let in";
}

/** What ends the caller's own session, and what takes no id of a thing that could be nothing. */
const endsSession = new Set(["deleteSession", "revokeSessions"]);

for (const [name, route] of Object.entries(adminRoutes) as [string, Route][]) {
  test(`${name} (${route.method} ${route.path}): each caller gets what their role allows`, async (t) => {
    let cells = 0;
    for (const one of callers) {
      const wanted = expected(route, one);
      if (wanted === "let in" && endsSession.has(name) && one.kind === "session") continue;
      const found = await one.send(route, await paramsFor(route, wanted));
      cells += 1;
      if (wanted !== "let in") {
        assert.equal(found.status, wanted, `${one.name}: ${found.code}`);
        continue;
      }
      const refused = /^(authentication|permission|organization\.not_found|source_application\.not_found)/;
      assert.ok(
        found.code === undefined || !refused.test(found.code) || found.code === missing(route),
        `${one.name}: expected to be let in, found ${found.status} ${found.code}`,
      );
    }
    t.diagnostic(`${cells} cells`);
  });
}

/** A deleted application is looked for by an id of nothing, and not found then. */
function missing(route: Route): string | undefined {
  return route.path.includes("{deletedSourceApplicationId}") ? "source_application.not_found" : undefined;
}

/**
 * The real ids of a path. What would change something by its address alone is sent for a thing that is made for it, or
 * for nothing.
 */
async function paramsFor(route: Route, wanted: number | "let in"): Promise<Record<string, string>> {
  const names = paramNames(route.path);
  const real = Object.fromEntries(names.flatMap((name) => (ids[name] === undefined ? [] : [[name, ids[name]]])));
  if (wanted !== "let in" || route.method === "GET" || route.body !== undefined) return real;
  const last = names.at(-1);
  if (last === "sourceApplicationId") {
    return { ...real, sourceApplicationId: (await server.createSourceApplication(crypto.randomUUID())).id };
  }
  if (last !== undefined && last !== "organizationId") return { ...real, [last]: nothing };
  return real;
}
