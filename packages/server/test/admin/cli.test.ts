import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openCommandLine } from "../support/command-line.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server.close());

const { start, rollcall, json } = openCommandLine(() => server);

test("an application is made, listed, paused, resumed and deleted, and its tokens made and revoked", async () => {
  const kinds = await json<{ items: { id: string; name: string }[] }>("kinds");
  const entra = kinds.items.find(({ name }) => name === "Microsoft Entra ID");
  const created = await json<{ id: string; kind: string; bearerToken: string; scimBaseUrl: string }>(
    "apps",
    "create",
    "Entra ID",
    "--kind",
    entra?.id ?? "",
  );
  assert.equal(created.kind, "entra");
  assert.equal((await new Source({ ...created }).send("GET", "/Users")).status, 200);
  const mode = async () => (await json<{ items: { mode: string }[] }>("apps", "list")).items.map((app) => app.mode);
  assert.deepEqual(await mode(), ["live"]);
  assert.equal(
    (await rollcall(["apps", "pause", created.id])).out,
    "Entra ID is paused: what it sends is kept and held.\n",
  );
  assert.deepEqual(await mode(), ["paused"]);
  const source = new Source({ ...created });
  const { id: previewed } = await source.create("Users", person("previewed"));
  assert.match((await rollcall(["apps", "preview", created.id])).out, /^Going live would create 1, link 0, change 0, /);
  await source.delete("Users", previewed);
  assert.equal((await rollcall(["apps", "resume", created.id])).code, 0);
  assert.deepEqual(await mode(), ["live"]);

  const token = await json<{ id: string; bearerToken: string }>("tokens", "create", created.id, "--name", "Second");
  assert.match(token.bearerToken, /^rct-/);
  await json("tokens", "revoke", created.id, token.id);
  const { out } = await rollcall(["tokens", "list", created.id]);
  assert.match(out, /^id +name +ends in +created +expires +revoked +last used\n/);
  assert.match(out, new RegExp(`${token.id} +Second +…${token.bearerToken.slice(-4)} `));
  assert.equal(out.includes(token.bearerToken), false);

  assert.equal((await rollcall(["apps", "delete", created.id, "--people", "disable"])).out, "Deleted.\n");
  assert.deepEqual(await mode(), []);
});

test("people, groups, members and events are shown as tables, and what a source sends cannot steer the terminal", async () => {
  const source = new Source(await server.createSourceApplication("Okta"));
  const ann = await source.create("Users", person("ann", { displayName: "Ann \u001b[31mred\u202e" }));
  await source.create("Groups", { displayName: "Sales", members: [{ value: ann.id }] });
  const users = await rollcall(["users", "list", "--search", "ann"]);
  assert.match(users.out, /^id +user name +display name +e-mail +status\n[─ ]+\n[0-9a-f-]{36} +ann@example\.com /);
  assert.ok(users.out.includes("Ann \ufffd[31mred\ufffd"));
  assert.equal(/[\u001b\u202e]/.test(users.out), false);
  const listed = await json<{ items: { id: string }[] }>("users", "list");
  const shown = await rollcall(["users", "show", listed.items[0]?.id ?? ""]);
  assert.match(shown.out, /enabled\n\nattribute +value +from +path\n/);
  assert.match(shown.out, /\nuserName +ann@example\.com +Okta +userName\n/);
  const groups = await json<{ items: { id: string }[] }>("groups", "list");
  const members = await rollcall(["groups", "members", groups.items[0]?.id ?? ""]);
  assert.match(members.out, / User +ann@example\.com +enabled +effective\n/);
  assert.match((await rollcall(["users", "list", "--status", "binned"])).out, /^\(none\)\n$/);
});

test("a list that is longer than its limit says so", async () => {
  const source = new Source(await server.createSourceApplication("Long"));
  for (const name of ["x1", "x2", "x3"]) await source.create("Users", person(name));
  const { out } = await rollcall(["users", "list", "--app", source.applicationId, "--limit", "2"]);
  assert.match(out, /x2@example\.com.*\n\n?\(the first 2; more with --limit\)\n$/);
  const all = await json<{ items: unknown[] }>("users", "list", "--app", source.applicationId, "--limit", "501");
  assert.equal(all.items.length, 3);
});

test("events --follow prints what happens, one JSON object on a line, until it is told to stop", async () => {
  const source = new Source(await server.createSourceApplication("Follow"));
  const { child, ended } = start(["events", "--follow", "--json"]);
  let text = "";
  const seen = new Promise<void>((resolve) => {
    child.stdout.on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("follow@example.com")) resolve();
    });
  });
  await source.create("Users", person("follow"));
  await seen;
  child.kill("SIGINT");
  const { code, out, err } = await ended;
  assert.deepEqual([code, err], [0, ""]);
  const types = out
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { type: string }).type);
  assert.equal(types.at(-1), "user.created");
});

test("the exit code says who is to blame", async () => {
  const unknown = "00000000-0000-7000-8000-000000000000";
  const cases: [string[], Record<string, string>, number, RegExp][] = [
    [["apps", "pause", unknown], {}, 1, /source_application\.not_found/],
    [["apps", "preview", unknown], {}, 1, /source_application\.not_found/],
    [["organizations", "create", "example CORP"], {}, 1, /organization\.name_taken/],
    [["tokens", "create", unknown], {}, 2, /--name/],
    [["apps", "delete", unknown, "--people", "shoot"], {}, 2, /keep, disable, bin/],
    [["users", "list", "--limit", "many"], {}, 2, /--limit: expected a whole number, found many/],
    [["users", "list", "-o", "nobody"], {}, 2, /--organization: the key sees none with id or slug nobody/],
    [["organizations", "list"], { ROLLCALL_API_KEY: "" }, 2, /no API key/],
    [["organizations", "list", "--url", "http://127.0.0.1:9"], {}, 3, /cannot be reached/],
    [["organizations", "list", "--key", "rck-nobody-knows-this-key"], {}, 4, /authentication\.invalid/],
  ];
  for (const [args, environment, code, said] of cases) {
    const ended = await rollcall(args, environment);
    assert.deepEqual([args, ended.code, ended.out], [args, code, ""]);
    assert.match(ended.err, said);
  }
});

test("with several organizations a verb asks which, and takes its slug", async () => {
  await json("organizations", "create", "Example Partner");
  const { code, err } = await rollcall(["apps", "list"]);
  assert.deepEqual(
    [code, err],
    [2, "which organization? Name one with --organization: example-corp, example-partner\n"],
  );
  assert.equal((await rollcall(["apps", "list", "-o", "example-partner"])).out, "(none)\n");
});

test("whose word counts is shown, previewed and set", async () => {
  const organization = ["-o", server.organizationId];
  const first = new Source(await server.createSourceApplication("Words one"));
  const second = new Source(await server.createSourceApplication("Words two"));
  const ann = await first.create("Users", person("worded"));
  const again = await second.create("Users", person("worded"));
  const found = await server.api<{ items: { id: string; userName: string }[] }>(
    "GET",
    `/organizations/${server.organizationId}/directory-users?search=worded`,
  );
  await rollcall(["conflicts", "link", second.applicationId, again.id, found.body.items[0]?.id ?? ""]);
  const told = await rollcall(["users", "show", found.body.items[0]?.id ?? "", ...organization]);
  assert.match(
    told.out,
    /\nuserName +worded@example\.com +Words one +userName\n +worded@example\.com +Words two \(does not count\) +userName\n/,
  );
  await first.setActive(ann.id, false);
  const shown = await rollcall(["status-rule", "show", ...organization]);
  assert.equal(shown.out, "owner: a person is enabled while the owning source says active.\n");
  const previewed = await rollcall(["status-rule", "preview", "any", ...organization]);
  assert.equal(previewed.out, "It would have enabled 1 and disabled 0 people; nothing was changed.\n", previewed.err);
  const set = await rollcall(["status-rule", "set", "any", ...organization]);
  assert.equal(
    set.out,
    "any: a person is enabled while any linked source says active. It has enabled 1 and disabled 0 people.\n",
    set.err,
  );
  const back = await json<{ rule: string; job: { state: string; result: unknown } }>(
    "status-rule",
    "set",
    "owner",
    ...organization,
  );
  assert.deepEqual([back.rule, back.job.state, back.job.result], ["owner", "done", { enabled: 0, disabled: 1 }]);
  assert.deepEqual(await json("status-rule", "show", ...organization), { rule: "owner" });
  const wrong = await rollcall(["status-rule", "set", "most", ...organization]);
  assert.deepEqual([wrong.code, wrong.out], [2, ""]);
  assert.match(wrong.err, /owner, any, all/);
});

test("which source comes first is shown and set, an attribute at a time", async () => {
  const organization = ["-o", server.organizationId];
  const first = new Source(await server.createSourceApplication("First \u001b[31mred"));
  const second = new Source(await server.createSourceApplication("First two"));
  assert.equal((await rollcall(["precedence", "show", ...organization])).out, "(none)\n");
  const ids = [first.applicationId, second.applicationId];
  const title = await rollcall(["precedence", "set", "title", ...ids, ...organization]);
  assert.match(
    title.out,
    /\ntitle +First \ufffd\[31mred, then First two\n\nIt has changed values of 0 people\.\n$/,
    title.err,
  );
  const both = await json<{ precedence: { attribute: string }[]; job: { state: string } }>(
    "precedence",
    "set",
    "department",
    second.applicationId,
    ...organization,
  );
  assert.deepEqual(
    [both.precedence.map(({ attribute }) => attribute), both.job.state],
    [["department", "title"], "done"],
  );
  await json("precedence", "set", "title", "--none", ...organization);
  const shown = await json<{ precedence: { attribute: string; applications: { id: string }[] }[] }>(
    "precedence",
    "show",
    ...organization,
  );
  assert.deepEqual(
    shown.precedence.map(({ attribute, applications }) => [attribute, applications.map(({ id }) => id)]),
    [["department", [second.applicationId]]],
  );
  await json("precedence", "set", "department", "--none", ...organization);
  const nobody = await rollcall(["precedence", "set", "title", ...organization]);
  assert.deepEqual([nobody.code, nobody.err], [2, "expected the ids of source applications, or --none\n"]);
  const unknown = await rollcall(["precedence", "set", "shoeSize", second.applicationId, ...organization]);
  assert.equal(unknown.code, 1);
  assert.match(unknown.err, /precedence\.invalid/);
});

test("a conflict is listed with its candidates and decided, and a link is moved and taken apart", async () => {
  const first = new Source(await server.createSourceApplication("Conflicts one"));
  const second = new Source(await server.createSourceApplication("Conflicts two"));
  await first.create("Users", person("twice"));
  const again = await second.create("Users", person("twice"));
  const { items } = await json<{ items: { scimId: string; candidates: { id: string }[] }[] }>(
    "conflicts",
    "list",
    "-o",
    server.organizationId,
  );
  const candidate = items.find(({ scimId }) => scimId === again.id)?.candidates[0]?.id ?? "";
  const listed = await rollcall(["conflicts", "list", "-o", server.organizationId, "--app", second.applicationId]);
  assert.match(listed.out, new RegExp(`${again.id}.*candidate-not-allowed.*${candidate}.*email, userName`));
  const linked = await rollcall(["conflicts", "link", second.applicationId, again.id, candidate]);
  assert.match(linked.out, /^applied/, linked.err);
  const owned = await rollcall(["links", "own", second.applicationId, again.id]);
  assert.match(owned.out, /^applied/, owned.err);
  const refused = await rollcall(["links", "unlink", second.applicationId, again.id, "--reason", "another one"]);
  assert.match(refused.err, /link\.owning|owns its directory user/);
  assert.equal(refused.code, 1);
});

test("an export is compared, told as a table, CSV and JSON, and acted on with a reason and a number", async () => {
  const created = await server.createSourceApplication("Reconciled");
  const { id } = created;
  const source = new Source(created);
  for (let at = 0; at < 26; at += 1) await source.create("Users", person(`left-${at}`));
  await source.create("Users", person("stays", { title: "Chemist" }));
  const folder = await mkdtemp(join(tmpdir(), "rollcall-export-"));
  const file = join(folder, "people.csv");
  try {
    await writeFile(file, "login,title,status\nstays@example.com,\u0007Boss,ACTIVE\nnew@example.com,=1,ACTIVE\n");
    const told = await rollcall(["reconcile", id, file, "--limit", "2"]);
    assert.equal(told.code, 0, told.err);
    assert.match(told.out, /\nstays@example.com +Title +\ufffdBoss +Chemist\nleft-/);
    assert.match(told.out, /2 people in the export: 0 are the same, 1 differ, 1 are missing here; 26 are active here/);
    assert.match(told.out, /Nobody was changed\.\n$/);
    const csv = await rollcall(["reconcile", id, file, "--csv"]);
    assert.match(csv.out, /\r\nmissing,,new@example.com,,3,,,,,,,'=1\r\n$/);
    const apply = ["reconcile", id, file, "--apply", "deactivate"];
    const refusals: [string[], number, RegExp][] = [
      [apply, 2, /--apply needs a --reason/],
      [["reconcile", id, file, "--apply", "undo"], 2, /expected deactivate or delete, found undo/],
      [["reconcile", id, file, "--key-attribute", "id"], 2, /expected userName, externalId, email, found id/],
      [["reconcile", id, join(folder, "no.csv")], 2, /cannot be read/],
      [["reconcile", id, file, "--key-column", "x"], 1, /has no column "x"; it has "login", "title", "status"/],
      [[...apply, "--reason", "left"], 1, /concerns 26 people: confirm it with --people 26/],
      [[...apply, "--reason", "left", "--people", "25"], 1, /concerns 26 people, found 25/],
    ];
    for (const [args, code, message] of refusals) {
      const refused = await rollcall(args);
      assert.equal(refused.code, code, refused.err);
      assert.match(refused.err, message);
    }
    const done = await json<{ items: { acted: { outcome: string } | null }[] }>(
      ...apply,
      "--reason",
      "left",
      "--people",
      "26",
    );
    assert.equal(done.items.filter(({ acted }) => acted?.outcome === "applied").length, 26);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("an undo is shown first, done with --apply and a reason, and says what came back", async () => {
  const created = await server.createSourceApplication("Undone");
  const { id } = created;
  const source = new Source(created);
  const ann = await source.create("Users", person("undone-ann"));
  const from = new Date().toISOString();
  await source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Bad\u0007" });
  const foreseen = await rollcall(["undo", id, "--from", from]);
  assert.equal(foreseen.code, 0, foreseen.err);
  assert.match(foreseen.out, /^who +what +now +before +comes back\n/);
  assert.match(foreseen.out, /\nBad\ufffd +Display Name +Bad\ufffd +Undone-ann Example +yes\n/);
  assert.match(
    foreseen.out,
    /1 people and 0 groups: 1 values, 0 statuses and 0 memberships would come back; 0 would go/,
  );
  assert.equal((await rollcall(["undo", id, "--from", from, "--apply"])).code, 2);
  assert.equal((await rollcall(["undo", id, "--from", "yesterday"])).code, 2);
  const done = await json<{ job: { state: string; result: { people: { values: number } } } }>(
    "undo",
    id,
    "--from",
    from,
    "--apply",
    "--reason",
    "a bad sync",
  );
  assert.deepEqual([done.job.state, done.job.result.people.values], ["done", 1]);
  const organization = ["--organization", server.organizationId];
  const listed = await rollcall(["users", "list", "--search", "undone-ann", ...organization]);
  assert.match(listed.out, /Undone-ann Example/);
});

test("the evidence of a leaver is told in words and as JSON, of a person and of an application", async () => {
  const created = await server.createSourceApplication("Leaving");
  const { id } = created;
  const source = new Source(created);
  const ann = await source.create("Users", person("leaving-ann"));
  await source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Ann\u0007" });
  const organization = ["--organization", server.organizationId];
  const listed = await json<{ items: { id: string }[] }>("users", "list", "--search", "leaving-ann", ...organization);
  const userId = listed.items[0]?.id ?? "";
  const none = await rollcall(["evidence", "person", userId, ...organization]);
  assert.equal(none.out, "Ann\ufffd\n\nNothing tells of a departure.\n", none.err);
  await source.setActive(ann.id, false);
  for (let turn = 0, found = 0; turn < 400 && found < 3; turn++) {
    await sleep(25);
    await server.recorder.flush();
    found = (await server.api<{ items: unknown[] }>("GET", `/source-applications/${id}/exchanges`)).body.items.length;
  }
  const told = await rollcall(["evidence", "person", userId, ...organization]);
  assert.match(
    told.out,
    new RegExp(
      `^Ann\ufffd\n\nwhat +when +after +by\n[─ ]+\nasked +\\S+Z +Leaving, PATCH /Users/${ann.id}, token First token\n` +
        "user.disabled +\\S+Z +[0-9.]+ s +Leaving\n$",
    ),
  );
  const ofApp = await rollcall(["evidence", "app", id, "--since", "2026-01-01"]);
  assert.match(
    ofApp.out,
    /^who +asked +disabled after +acknowledged +waits for\n[─ ]+\nAnn\ufffd +\S+Z +[0-9.]+ s *\n/,
    ofApp.err,
  );
  assert.match(ofApp.out, /\nasked to disabled +1 +[0-9.]+ +[0-9.]+\n/);
  assert.match(ofApp.out, /\n1 departures: 0 held, 0 rejected, 0 withdrawn, 0 not acknowledged\.\n$/);
  const parsed = await json<{ delays: { departures: number }; items: { directoryUserId: string }[] }>(
    "evidence",
    "app",
    id,
  );
  assert.deepEqual([parsed.delays.departures, parsed.items.map((one) => one.directoryUserId)], [1, [userId]]);
  const open = await json<{ items: unknown[] }>("evidence", "app", id, "--open");
  assert.deepEqual(open.items, []);
  assert.equal((await rollcall(["evidence", "app", id, "--since", "yesterday"])).code, 2);
  assert.equal((await rollcall(["evidence", "person", crypto.randomUUID(), ...organization])).code, 1);
});
