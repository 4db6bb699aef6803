import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Administrator } from "@rollcall/admin-api/administrators.ts";
import type { AuditEntry } from "@rollcall/admin-api/audit-trail.ts";
import { Secret, TOTP } from "otpauth";
import { issuePasswordReset } from "../../src/actions/reset-password.ts";
import { issueSetupToken } from "../../src/actions/set-up.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { MovableClock } from "../support/clock.ts";
import { Visitor } from "./visitor.ts";

const password = "correct horse battery";
const ada = { name: "Ada Example", email: "ada@example.com", password };

let server: TestServer;
const clock = new MovableClock();
before(async () => {
  server = await startTestServer({ now: clock.now });
});
after(() => server.close());

const visit = () => new Visitor(server.origin);

async function signedIn(email: string, secret = password): Promise<Visitor> {
  const visitor = visit();
  assert.deepEqual(await visitor.send("POST", "/session", { email, password: secret }), {
    status: 200,
    body: { next: "done" },
  });
  return visitor;
}

/** Invites somebody, who accepts. */
async function invited(by: Visitor, email: string, scope: object): Promise<Visitor> {
  const { status, body } = await by.send<{ link: string }>("POST", "/invitations", { email, ...scope });
  assert.equal(status, 201, JSON.stringify(body));
  const token = new URL(body.link).searchParams.get("token");
  const visitor = visit();
  const accepted = await visitor.send("POST", "/invitation", { token, name: email.split("@")[0], password });
  assert.deepEqual(accepted, { status: 200, body: { next: "done" } });
  return visitor;
}

async function idOf(owner: Visitor, email: string): Promise<string> {
  const { body } = await owner.send<{ items: Administrator[] }>("GET", "/administrators");
  return body.items.find((one) => one.email === email)?.id ?? "";
}

describe("the first start", () => {
  test("a link makes the first administrator and the first organization, once, and a link of an earlier start is dead", async () => {
    const older = await issueSetupToken({ ...server.deps, now: () => new Date(Date.now() - 120_000).toISOString() });
    const [token, another] = await Promise.all([issueSetupToken(server.deps), issueSetupToken(server.deps)]);
    const body = { token, ...ada, organizationName: "Example Partner" };
    const needed = { needed: true, tokenGood: true, organizationName: "Example Corp" };
    assert.deepEqual((await visit().send("GET", `/setup?token=${token}`)).body, needed);
    assert.deepEqual((await visit().send("GET", `/setup?token=${older}`)).body, {
      needed: true,
      tokenGood: false,
      organizationName: null,
    });
    assert.equal((await visit().send("POST", "/setup", { ...body, token: older })).status, 410);
    assert.equal((await visit().send("POST", "/setup", { ...body, password: "short" })).status, 400);
    assert.equal((await visit().send("POST", "/setup", { ...body, password: "passwordpassword" })).status, 400);
    // A refusal uses nothing up: an organization of this name exists.
    assert.equal((await visit().send("POST", "/setup", { ...body, organizationName: "Example Corp" })).status, 409);

    const first = visit();
    const answers = await Promise.all([first.send("POST", "/setup", body), visit().send("POST", "/setup", body)]);
    assert.deepEqual(
      answers.map(({ status }) => status).sort((a, b) => a - b),
      [200, 410],
    );
    // Two nodes that start at once print a link each; whoever comes with the other one finds an administrator.
    assert.equal((await visit().send("POST", "/setup", { ...body, token: another })).status, 409);
    assert.deepEqual((await visit().send("GET", `/setup?token=${token}`)).body, {
      needed: false,
      tokenGood: false,
      organizationName: null,
    });
    assert.equal(await issueSetupToken(server.deps), undefined);
  });
});

describe("signing in", () => {
  test("a wrong password and an address of nobody are refused in the same words", async () => {
    const refused = async (email: string) => {
      const { status, body } = await visit().send<{ requestId: string }>("POST", "/session", { email, password: "no" });
      return { status, ...body, requestId: "" };
    };
    assert.deepEqual(await refused("ada@example.com"), await refused("nobody@example.com"));
    assert.equal((await refused("ada@example.com")).status, 401);
  });

  test("after ten wrong passwords the right one waits a quarter of an hour, too", async () => {
    const owner = await signedIn(ada.email);
    await invited(owner, "guessed@example.com", { role: "auditor", wholeInstallation: true });
    const attempt = (secret: string) =>
      visit().send("POST", "/session", { email: "Guessed@example.com", password: secret });
    for (let count = 0; count < 10; count += 1) assert.equal((await attempt("wrong wrong wrong")).status, 401);
    const { status, headers } = await visit().request("POST", "/session", {
      email: "guessed@example.com",
      password,
    });
    assert.equal(status, 429);
    assert.ok(Number(headers.get("retry-after")) > 840, headers.get("retry-after") ?? "");
    clock.moveDays(16 / 1_440);
    assert.equal((await attempt(password)).status, 200);
  });

  test("what another site makes a browser send is refused, and so is a cookie without a word of where it comes from", async () => {
    const owner = await signedIn(ada.email);
    const rename = (headers: Record<string, string>) =>
      owner.request("PATCH", "/session", { name: "Mallory" }, headers).then(({ status }) => status);
    assert.equal(await rename({ "sec-fetch-site": "cross-site" }), 403);
    assert.equal(await rename({ "sec-fetch-site": "same-site" }), 403);
    assert.equal(await rename({ "sec-fetch-site": "", origin: "https://evil.example" }), 403);
    assert.equal(await rename({ "sec-fetch-site": "" }), 403);
    assert.equal((await owner.send<{ name: string }>("GET", "/session")).body.name, "Ada Example");
    assert.equal(await rename({ origin: server.origin }), 200);
    await owner.send("PATCH", "/session", { name: "Ada Example" });
  });

  test("a session that was ended, elsewhere too, is dead at once, and so is one that nobody used for 12 hours", async () => {
    const [here, there] = [await signedIn(ada.email), await signedIn(ada.email)];
    const { body } = await here.send<{ items: { id: string; current: boolean }[] }>("GET", "/sessions");
    const current = body.items.find((one) => one.current);
    assert.ok(current !== undefined && body.items.length >= 2);
    assert.equal((await there.send("DELETE", `/sessions/${current.id}`)).status, 204);
    assert.equal((await here.send("GET", "/session")).status, 401);
    assert.equal((await there.send("DELETE", "/sessions")).status, 204);
    assert.equal((await there.send("GET", "/session")).status, 401);
    const idle = await signedIn(ada.email);
    clock.moveDays(0.51);
    assert.equal((await idle.send("GET", "/session")).status, 401);
  });

  test("a new password ends the other sessions, and asks for the old one", async () => {
    const [here, there] = [await signedIn(ada.email), await signedIn(ada.email)];
    const change = (currentPassword: string) =>
      here.send("PUT", "/session/password", { currentPassword, newPassword: "another horse battery" });
    assert.equal((await change("wrong")).status, 403);
    assert.equal((await change(password)).status, 204);
    assert.equal((await there.send("GET", "/session")).status, 401);
    assert.equal((await here.send("GET", "/session")).status, 200);
    const back = { currentPassword: "another horse battery", newPassword: password };
    assert.equal((await here.send("PUT", "/session/password", back)).status, 204);
  });
});

describe("the second factor", () => {
  test("is asked for once it was confirmed; each code works once, and a recovery code instead of it once", async () => {
    const owner = await signedIn(ada.email);
    const visitor = await invited(owner, "carol@example.com", { role: "auditor", wholeInstallation: true });
    const enrolment = { currentPassword: password };
    const begun = await visitor.send<{ secret: string; uri: string }>(
      "POST",
      "/session/second-factor-enrolment",
      enrolment,
    );
    assert.match(begun.body.uri, /^otpauth:\/\/totp\/Rollcall:carol%40example\.com\?/);
    const totp = new TOTP({ secret: Secret.fromBase32(begun.body.secret) });
    const codeNow = () => totp.generate({ timestamp: Date.parse(clock.now()) });
    // Not in force yet: a sign-in asks for no code.
    await signedIn("carol@example.com");
    assert.equal((await visitor.send("PUT", "/session/second-factor-enrolment", { code: "000000" })).status, 401);
    const used = codeNow();
    const confirmed = await visitor.send<{ recoveryCodes: string[] }>("PUT", "/session/second-factor-enrolment", {
      code: used,
    });
    assert.equal(confirmed.body.recoveryCodes.length, 10);

    const half = visit();
    const credentials = { email: "carol@example.com", password };
    assert.deepEqual((await half.send("POST", "/session", credentials)).body, { next: "second-factor" });
    assert.equal((await half.send("GET", "/session")).status, 401);
    assert.equal((await half.send("POST", "/session/second-factor", { code: used })).status, 401);
    clock.moveDays(1 / 2_880);
    assert.deepEqual((await half.send("POST", "/session/second-factor", { code: codeNow() })).body, { next: "done" });
    assert.equal((await half.send<{ secondFactor: boolean }>("GET", "/session")).body.secondFactor, true);

    const recovery = confirmed.body.recoveryCodes[0] ?? "";
    for (const status of [200, 401]) {
      const again = visit();
      await again.send("POST", "/session", credentials);
      assert.equal((await again.send("POST", "/session/second-factor", { code: recovery })).status, status);
    }
    assert.equal((await half.send<{ recoveryCodesLeft: number }>("GET", "/session")).body.recoveryCodesLeft, 9);
  });

  test("a link of the server's operator sets a new password, removes the second factor and ends all sessions", async () => {
    const owner = await signedIn(ada.email);
    const before = await owner.send<{ items: Administrator[] }>("GET", "/administrators");
    assert.equal(before.body.items.find(({ email }) => email === "carol@example.com")?.secondFactor, true);
    const token = await issuePasswordReset(server.deps, "Carol@example.com");
    const visitor = visit();
    assert.deepEqual((await visitor.send("GET", `/password-reset?token=${token}`)).body, {
      email: "carol@example.com",
    });
    const reset = { token, password: "a quite different horse" };
    assert.equal((await visitor.send("POST", "/password-reset", reset)).status, 200);
    assert.equal((await visit().send("POST", "/password-reset", reset)).status, 410);
    await signedIn("carol@example.com", "a quite different horse");
  });
});

describe("administrators", () => {
  test("one of an organization sees and gives only what is theirs", async () => {
    const owner = await signedIn(ada.email);
    const organizationIds = [server.organizationId];
    const admin = await invited(owner, "dan@example.com", { role: "administrator", organizationIds });
    const organizations = await admin.send<{ items: { id: string }[] }>("GET", "/organizations");
    assert.deepEqual(
      organizations.body.items.map(({ id }) => id),
      organizationIds,
    );
    const seen = await admin.send<{ items: Administrator[] }>("GET", "/administrators");
    assert.deepEqual(
      seen.body.items.map(({ email }) => email),
      ["dan@example.com"],
    );
    const invite = (scope: object) => admin.send("POST", "/invitations", { email: "eve@example.com", ...scope });
    assert.equal((await invite({ role: "owner" })).status, 403);
    assert.equal((await invite({ role: "auditor", wholeInstallation: true })).status, 403);
    assert.equal((await invite({ role: "auditor" })).status, 400);
    assert.equal((await invite({ role: "auditor", organizationIds })).status, 201);
    const adaId = await idOf(owner, ada.email);
    assert.equal((await admin.send("DELETE", `/administrators/${adaId}`)).status, 404);
  });

  test("the last owner can neither be removed nor made less, and of two who go at once one stays", async () => {
    const owner = await signedIn(ada.email);
    const id = await idOf(owner, ada.email);
    const less = { role: "auditor", wholeInstallation: true };
    assert.equal((await owner.send("DELETE", `/administrators/${id}`)).status, 409);
    assert.equal((await owner.send("PATCH", `/administrators/${id}`, less)).status, 409);
    const second = await invited(owner, "fay@example.com", { role: "owner" });
    const secondId = await idOf(owner, "fay@example.com");
    const answers = await Promise.all([
      owner.send("PATCH", `/administrators/${secondId}`, less),
      second.send("PATCH", `/administrators/${id}`, less),
    ]);
    // Who comes second is the last owner by then, or may not any more.
    const [done, refused] = answers.map(({ status }) => status).sort((a, b) => a - b);
    assert.equal(done, 200);
    assert.ok(refused === 409 || refused === 403, String(refused));
    // Whoever of them stayed: the tests after this one need the first.
    await server.api("PATCH", `/administrators/${id}`, { role: "owner", wholeInstallation: true });
  });

  test("what an administrator may do is asked anew with each request", async () => {
    const { status } = await server.api("GET", "/administrators");
    assert.equal(status, 200);
    const { body } = await server.api<{ items: Administrator[] }>("GET", "/administrators");
    const dan = body.items.find(({ email }) => email === "dan@example.com");
    const visitor = await signedIn("dan@example.com");
    const create = () =>
      visitor.send("POST", `/organizations/${server.organizationId}/source-applications`, { displayName: "Okta" });
    assert.equal((await create()).status, 201);
    const scope = { role: "auditor", organizationIds: [server.organizationId] };
    assert.equal((await server.api("PATCH", `/administrators/${dan?.id}`, scope)).status, 200);
    assert.equal((await create()).status, 403);
    assert.equal((await server.api("DELETE", `/administrators/${dan?.id}`)).status, 204);
    assert.equal((await create()).status, 401);
  });
});

describe("the audit trail", () => {
  const trail = async (query = "") =>
    (await server.api<{ items: AuditEntry[] }>("GET", `/organizations/${server.organizationId}/audit-trail${query}`))
      .body.items;

  test("has what was changed, by whom, before and after, and nothing that was refused", async () => {
    const { id } = await server.createSourceApplication("Entra ID");
    await server.api("PATCH", `/source-applications/${id}`, { displayName: "Entra", mode: "observe" });
    assert.equal((await server.api("PATCH", `/source-applications/${id}`, { mode: "asleep" })).status, 400);
    const [changed, made] = await trail("?limit=2");
    assert.deepEqual(changed?.changes, [
      { field: "displayName", from: "Entra ID", to: "Entra" },
      { field: "mode", from: "live", to: "observe" },
    ]);
    assert.deepEqual(
      [changed?.action, changed?.targetName, changed?.actor.kind, changed?.completed],
      ["changeSourceApplication", "Entra ID", "api-key", true],
    );
    assert.deepEqual([made?.action, made?.targetName], ["createSourceApplication", "Entra ID"]);
    assert.doesNotMatch(JSON.stringify(made), /rct-|bearerToken/);
  });

  test("what was deleted is there as it was", async () => {
    const { id } = await server.createSourceApplication("Gone");
    const { body } = await server.api<{ id: string }>("POST", `/source-applications/${id}/bearer-tokens`, {
      name: "second",
    });
    await server.api("DELETE", `/source-applications/${id}/bearer-tokens/${body.id}`);
    const [revoked] = await trail("?action=revokeBearerToken");
    assert.equal(revoked?.targetName, "second");
    assert.ok(revoked.changes.some(({ field, from, to }) => field === "revokedAt" && from === null && to !== null));
  });

  test("sign-ins stand in the trail of the installation, refused ones too", async () => {
    const { body } = await server.api<{ items: AuditEntry[] }>("GET", "/audit-trail?limit=500");
    const actions = new Set(body.items.map(({ action }) => action));
    for (const action of ["set-up", "sign-in", "sign-in-refused", "invitation-accepted", "password-reset"]) {
      assert.ok(actions.has(action), `no ${action} among ${[...actions].join(", ")}`);
    }
    assert.doesNotMatch(JSON.stringify(body), /correct horse|rcl-|rcs-/);
  });

  test("is exported with the same filters, an organization's and the installation's, and holds nothing of the other", async () => {
    await server.createSourceApplication("Exported");
    const csv = async (path: string) => {
      const answer = await fetch(`${server.origin}/api/v1${path}`, {
        headers: { authorization: `Bearer ${server.apiKey}` },
      });
      assert.match(answer.headers.get("content-type") ?? "", /^text\/csv/);
      const [head, ...lines] = (await answer.text()).trimEnd().split("\r\n");
      assert.match(head ?? "", /^at,actor,actor kind,action,/);
      return lines.map((line) => line.split(",")[3]);
    };
    const ofOrganization = await csv(`/organizations/${server.organizationId}/audit-trail/export.csv`);
    const ofInstallation = await csv("/audit-trail/export.csv");
    assert.ok(ofOrganization.includes("createSourceApplication") && !ofOrganization.includes("sign-in"));
    assert.ok(ofInstallation.includes("sign-in") && !ofInstallation.includes("createSourceApplication"));
    assert.deepEqual(
      new Set(await csv("/audit-trail/export.csv?action=sign-in-refused")),
      new Set(["sign-in-refused"]),
    );
  });
});

test("what an administrator does by hand carries the name in the person's timeline", async () => {
  const owner = await signedIn(ada.email);
  const users = `/organizations/${server.organizationId}/directory-users`;
  const made = await owner.send<{ id: string }>("POST", users, { attributes: { userName: "finn" } });
  await owner.send("POST", `${users}/${made.body.id}/disable`, { reason: "asked for" });
  const timeline = await owner.send<{ items: { type: string; actorName: string | null }[] }>(
    "GET",
    `${users}/${made.body.id}/timeline`,
  );
  assert.deepEqual(
    timeline.body.items.map(({ type, actorName }) => [type, actorName]),
    [
      ["user.disabled", "Ada Example"],
      ["user.created", "Ada Example"],
    ],
  );
  const details = await owner.send<{ statusFacts: { hold: { byName: string } } }>("GET", `${users}/${made.body.id}`);
  assert.equal(details.body.statusFacts.hold.byName, "Ada Example");
});

test("checking a mapping changes nothing, so an auditor may, and the audit trail is silent", async () => {
  const owner = await signedIn(ada.email);
  const organizationIds = [server.organizationId];
  const auditor = await invited(owner, "nia@example.com", { role: "auditor", organizationIds });
  const { id } = await server.createSourceApplication("Checked");
  const mapping = await auditor.send<object>("GET", `/source-applications/${id}/mapping`);
  const checked = await auditor.send("POST", `/source-applications/${id}/mapping/check`, mapping.body);
  assert.equal(checked.status, 200);
  assert.equal((await auditor.send("PUT", `/source-applications/${id}/mapping`, mapping.body)).status, 403);
  const trail = await owner.send<{ items: AuditEntry[] }>("GET", `/organizations/${server.organizationId}/audit-trail`);
  assert.equal(
    trail.body.items.some(({ action }) => action === "checkMapping"),
    false,
  );
});
