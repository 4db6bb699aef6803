import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { FindingCounts } from "@rollcall/admin-api/reconciliations.ts";
import { dropOldJobs } from "../../src/actions/drop-old-jobs.ts";
import { startJob } from "../../src/actions/manage-jobs.ts";
import { runJob } from "../../src/actions/run-job.ts";
import type { JobInputs } from "../../src/domain/job.ts";
import { silentLog } from "../../src/log.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { findJob } from "../../src/storage/read/jobs.ts";
import { insertExportedPeople } from "../../src/storage/write/exported-people.ts";
import { type SourceOptions, withServer } from "../support/organization.ts";
import { Reconciling } from "../support/reconciliation.ts";
import { type AnsweredResource, person } from "../support/source.ts";

const own = withServer({ jobsWhenTold: true });

const none: FindingCounts = { gone: 0, inactive: 0, different: 0, extra: 0, missing: 0, same: 0, notActive: 0 };

/** An application with one person for each thing that may be found, and the export of its source. */
async function populated(options: SourceOptions = {}) {
  const organization = await own.organization();
  const source = await organization.source("Okta", options);
  const people = new Map<string, AnsweredResource>();
  for (const name of ["ann", "bob", "cem", "dora", "eve", "fay"]) {
    people.set(name, await source.create("Users", person(name, { title: "Chemist", externalId: `x-${name}` })));
  }
  const idOf = (name: string) => people.get(name)?.id ?? "";
  await source.setActive(idOf("eve"), false);
  await organization.administer("disable", (await organization.user("fay@example.com")).id);
  const rows = [
    ["login", "firstName", "lastName", "email", "title", "department", "status", "city"],
    ["ANN@example.com", "Ann", "Example", "ann@example.com", "Chemist", "Lab", "ACTIVE", "Oslo"],
    ["bob@example.com", "Bob", "Bobsen", "bob@example.com", "Physicist", "", "ACTIVE", ""],
    ["dora@example.com", "Other", "Name", "dora@example.com", "", "", "SUSPENDED", ""],
    ["gus@example.com", "Gus", "Example", "gus@example.com", "=1+1", "", "ACTIVE", ""],
    ["hal@example.com", "Hal", "Example", "hal@example.com", "", "", "DEPROVISIONED", ""],
  ];
  const file = rows.map((row) => row.join(",")).join("\n");
  return { organization, source, idOf, file, reconciling: new Reconciling(organization, source) };
}

test("an export is compared field by field: who is missing, different, gone or inactive there, and extra here", async () => {
  const { organization, idOf, file, reconciling } = await populated();
  const before = await organization.users();
  const { job, id, ...read } = await reconciling.reconcile(file, { fileName: "people.csv" });
  const compared = [
    { column: "email", attribute: "email", label: "Email" },
    { column: "firstName", attribute: "givenName", label: "First Name" },
    { column: "lastName", attribute: "familyName", label: "Last Name" },
    { column: "title", attribute: "title", label: "Title" },
  ];
  assert.deepEqual(
    { ...read, compared: read.compared?.toSorted((a, b) => (a.column < b.column ? -1 : 1)) },
    {
      fileName: "people.csv",
      format: "csv",
      exportOf: "okta",
      key: { column: "login", attribute: "userName" },
      status: { column: "status", active: null },
      compared,
      // Nobody has a department here: the source does not send it.
      ignored: ["city"],
      people: 5,
      counts: { gone: 1, inactive: 1, different: 1, extra: 2, missing: 1, same: 1, notActive: 1 },
      open: { deactivate: 2, delete: 3 },
    },
  );
  assert.deepEqual([job.state, job.done, job.total, job.kind], ["done", 11, 11, "reconcile"]);

  const shown = (await reconciling.findings(id)).map(({ id: itsOwn, directoryUserId, ...finding }) => {
    assert.ok(itsOwn !== "");
    return { ...finding, here: directoryUserId !== null };
  });
  const of = (kind: string, name: string, place: number | null, status: string | null) => ({
    kind,
    name: `${name.slice(0, 1).toUpperCase()}${name.slice(1)} Example`,
    userName: `${name}@example.com`,
    email: `${name}@example.com`,
    place,
    scimId: status === null ? null : idOf(name),
    status,
    changes: [] as object[],
    acted: null,
    here: status !== null,
  });
  assert.deepEqual(shown, [
    {
      ...of("different", "bob", 3, "enabled"),
      changes: [
        { attribute: "familyName", label: "Last Name", there: "Bobsen", here: "Example" },
        { attribute: "title", label: "Title", there: "Physicist", here: "Chemist" },
      ],
    },
    of("extra", "eve", null, "disabled"),
    of("extra", "fay", null, "disabled"),
    of("gone", "cem", null, "enabled"),
    of("inactive", "dora", 4, "enabled"),
    of("missing", "gus", 5, null),
  ]);
  assert.deepEqual(
    (await reconciling.findings(id, "kinds=gone,inactive")).map(({ userName }) => userName),
    ["cem@example.com", "dora@example.com"],
  );
  assert.deepEqual((await reconciling.findings(id, "search=DOR%20")).length, 1);
  assert.deepEqual((await reconciling.findings(id, "attribute=title&search=gus")).length, 0);
  assert.deepEqual((await reconciling.findings(id, "attribute=title")).length, 1);
  assert.deepEqual(await organization.users(), before, "a reconciliation changes nobody");
  const rows = unnamedStatement("select key from exported_people where organization_id = $1");
  assert.deepEqual(await own.server.database.pool.query(rows, [organization.id]), [], "the export itself is not kept");
});

test("what is found is downloaded as CSV in which nothing runs, the missing with what the source has to send", async () => {
  const { idOf, file, reconciling } = await populated();
  const { id } = await reconciling.reconcile(file);
  assert.equal(
    await reconciling.exported(id, "?kinds=missing"),
    "kind,name,userName,email,place,scimId,status,attribute,there,here,acted,givenName,familyName,title,department\r\n" +
      "missing,Gus Example,gus@example.com,gus@example.com,5,,,,,,,Gus,Example,'=1+1,\r\n",
  );
  assert.equal(
    (await reconciling.exported(id, "?kinds=different")).split("\r\n").slice(1).join("\n"),
    [
      `different,Bob Example,bob@example.com,bob@example.com,3,${idOf("bob")},enabled,familyName,Bobsen,Example,,,,,`,
      `different,Bob Example,bob@example.com,bob@example.com,3,${idOf("bob")},enabled,title,Physicist,Chemist,,,,,`,
      "",
    ].join("\n"),
  );
});

test("acting does what the source did not, by the policy, to whom was chosen and confirmed with their number", async () => {
  const { organization, source, idOf, file, reconciling } = await populated();
  const { id } = await reconciling.reconcile(file);
  const events = (await organization.events()).length;
  const act = (body: object) =>
    organization.server.api<{ code: string; detail: string }>("POST", `${reconciling.path}/${id}/act`, {
      reason: "gone",
      ...body,
    });
  const refusals: [object, string, string][] = [
    [{ action: "deactivate", people: 3 }, "reconciliation.not_confirmed", "Expected people: 2, found 3"],
    [{ action: "delete", people: 1 }, "reconciliation.not_confirmed", "Expected people: 3, found 1"],
    [
      { action: "delete", people: 1, kinds: ["inactive"] },
      "reconciliation.not_confirmed",
      "Expected people: 0, found 1",
    ],
    [{ action: "deactivate", people: 2, search: "cem" }, "reconciliation.not_confirmed", "Expected people: 1, found 2"],
  ];
  for (const [body, code, detail] of refusals) {
    const answer = await act(body);
    assert.deepEqual([answer.status, answer.body.code, answer.body.detail], [409, code, detail]);
  }
  assert.equal((await organization.events()).length, events, "what is refused changes nothing");

  const [inactive] = await reconciling.findings(id, "kinds=inactive");
  const some = await reconciling.act(id, { action: "deactivate", people: 1, findingIds: [inactive?.id] });
  assert.deepEqual([some.state, some.done, some.total, some.result], ["done", 1, 1, { outcomes: { applied: 1 } }]);
  assert.deepEqual(await organization.statuses(), {
    "ann@example.com": "enabled",
    "bob@example.com": "enabled",
    "cem@example.com": "enabled",
    "dora@example.com": "disabled",
    "eve@example.com": "disabled",
    "fay@example.com": "disabled",
  });
  assert.equal((await source.read("Users", idOf("dora")))["active"], false, "SCIM reads what was done in its place");
  const [told] = (await organization.events()).slice(events);
  assert.deepEqual(
    [told?.type, told?.outcome, told?.reason, told?.sourceApplicationId, told?.actor.startsWith("api-key:")],
    ["user.disabled", "applied", "the export says so", source.applicationId, true],
  );
  const noted = (await reconciling.findings(id, "kinds=inactive"))[0]?.acted;
  assert.deepEqual(
    [noted?.jobId, noted?.action, noted?.outcome, noted?.reason],
    [some.id, "deactivate", "applied", null],
  );

  assert.deepEqual((await reconciling.read(id)).open, { deactivate: 1, delete: 3 });
  const rest = await reconciling.act(id, { action: "delete", people: 3 });
  assert.deepEqual(rest.result, { outcomes: { applied: 3 } });
  assert.equal((await source.send("GET", `/Users/${idOf("cem")}`)).status, 404);
  assert.equal((await organization.statuses())["cem@example.com"], "disabled");

  // The source is heard when it says something new.
  await source.setActive(idOf("dora"), true);
  assert.equal((await organization.statuses())["dora@example.com"], "enabled");
});

test("acting leaves who is protected, who changed since, and who is gone already; and passes the guard otherwise", async () => {
  const { organization, source, idOf, file, reconciling } = await populated({
    policy: { deleteDeactivatedUsers: true },
  });
  await organization.call("PUT", `/source-applications/${source.applicationId}/guard`, {
    enabled: true,
    atLeast: 0,
    percent: 0,
  });
  // Without these three rows, Ann, Bob and Dora are gone, too.
  const { id } = await reconciling.reconcile(file.split("\n").toSpliced(1, 3).join("\n"));
  await organization.administer("protect", (await organization.user("ann@example.com")).id);
  await source.patch("Users", idOf("bob"), { op: "replace", path: "title", value: "Dentist" });
  await source.setActive(idOf("dora"), false);
  assert.equal((await organization.statuses())["dora@example.com"], "enabled", "the guard holds what the source does");
  const { result } = await reconciling.act(id, { action: "deactivate", people: 4 });
  assert.deepEqual(result, { outcomes: { unchanged: 3, applied: 1 } });
  const acted = await reconciling.findings(id, "kinds=gone");
  assert.deepEqual(
    acted.map(({ userName, acted: one }) => [userName, one?.outcome, one?.reason]),
    [
      ["ann@example.com", "unchanged", "the person is protected"],
      ["bob@example.com", "unchanged", "the source wrote it since"],
      ["cem@example.com", "applied", null],
      ["dora@example.com", "unchanged", "the source says inactive already: something else keeps the person"],
    ],
  );
  assert.equal((await organization.statuses())["cem@example.com"], "binned");
  const answer = await organization.server.api("POST", `${reconciling.path}/${id}/act`, {
    action: "deactivate",
    people: 4,
    reason: "again",
  });
  assert.equal(answer.status, 409, "nobody is acted on twice");
});

test("a JSON export is found by externalId or e-mail where that is chosen, and the choice is remembered", async () => {
  const { reconciling } = await populated();
  const people = ["ann", "bob", "cem", "dora", "eve", "fay"].map((name) => ({
    number: `x-${name}`,
    state: name === "eve" || name === "fay" ? "left" : "here",
    mail: `${name.toUpperCase()}@example.com`,
  }));
  const chosen = { keyColumn: "number", keyAttribute: "externalId", statusColumn: "state", activeValues: "here" };
  const first = await reconciling.reconcile(JSON.stringify(people), chosen);
  assert.deepEqual([first.counts, first.key.column], [{ ...none, same: 6 }, "number"]);
  const again = await reconciling.reconcile(JSON.stringify({ value: people }));
  assert.deepEqual(again.status, { column: "state", active: ["here"] });
  assert.deepEqual(again.counts, { ...none, same: 6 });
  const columns = (await reconciling.send(JSON.stringify(people).slice(0, 200), {}, "/columns")).body;
  assert.deepEqual(columns, {
    format: "json",
    delimiter: null,
    columns: [
      { name: "number", samples: ["x-ann", "x-bob", "x-cem"] },
      { name: "state", samples: ["here"] },
      { name: "mail", samples: ["ANN@example.com", "BOB@example.com", "CEM@example.com"] },
    ],
    exportOf: "generic",
    key: { column: "number", attribute: "externalId" },
    status: { column: "state", active: ["here"] },
    compared: [{ column: "mail", attribute: "email", label: "Email" }],
  });
  const byMail = await reconciling.reconcile("mail\nann@example.com\nbob@example.com\n", {
    keyColumn: "mail",
    statusColumn: "",
  });
  assert.deepEqual(byMail.counts, { ...none, same: 2, gone: 2, extra: 2 });
});

test("an export that cannot be compared is refused with line and column, and leaves nothing", async () => {
  const { organization, reconciling } = await populated();
  const header = "login,status";
  const twice = `expected everybody once, found the same person in`;
  const rows = (count: number) => Array.from({ length: count }, (_, index) => `p${index},ACTIVE`).join("\n");
  const cases: [string, string, string][] = [
    [
      "",
      "reconciliation.invalid_export",
      "line 1: expected a header line with the names of columns, or a JSON list, found an empty file",
    ],
    [`${header}\n`, "reconciliation.invalid_export", "line 1: expected at least one person after it, found none"],
    ["[]", "reconciliation.invalid_export", "line 1: expected at least one person, found an empty list"],
    [
      "a,b\n1,2\n",
      "reconciliation.columns",
      'keyColumn: expected the column that people are found by; the file has "a", "b"',
    ],
    [
      `${header}\nann,ACTIVE\n,ACTIVE\n`,
      "reconciliation.invalid_export",
      'line 3, column "login": expected what the person is found by, found nothing',
    ],
    [
      `${header}\nann,ACTIVE\nANN,ACTIVE\n`,
      "reconciliation.invalid_export",
      `line 3, column "login": ${twice} line 2, column "login"`,
    ],
    // Found across batches, and told with the others.
    [
      `${header}\n${rows(1_500)}\np3,ACTIVE\np4,SOMETIMES\n`,
      "reconciliation.invalid_export",
      'line 1503, column "status": expected a status such as active, suspended, true or false, found "SOMETIMES" (and 1 more)',
    ],
    [
      `${header}\nann,ACTIVE\nbob,"ACTIVE\n`,
      "reconciliation.invalid_export",
      "line 3, column 2: expected the end of a quoted value, found the end of the file",
    ],
  ];
  for (const [file, code, detail] of cases) {
    const { status, body } = await reconciling.send(file);
    assert.deepEqual([status, body.code, body.detail], [400, code, detail]);
    assert.ok(body.problems.length > 0);
  }
  const unread = await organization.server.api<{ code: string }>("POST", reconciling.path, { a: 1 });
  assert.deepEqual([unread.status, unread.body.code], [415, "request.unsupported_media_type"]);
  const left = unnamedStatement(
    `select (select count(*)::int from exported_people where organization_id = $1) as people,
      (select count(*)::int from jobs where organization_id = $1) as jobs`,
  );
  assert.deepEqual(await own.server.database.pool.query(left, [organization.id]), [{ people: 0, jobs: 0 }]);
});

test("a reconciliation and what is done by it go on where they were when a node is killed", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  for (let at = 0; at < 130; at += 1) await source.create("Users", person(`p${String(at).padStart(3, "0")}`));
  const reconciling = new Reconciling(organization, source);
  const file = `userName,active\n${Array.from({ length: 1_200 }, (_, index) => `q${index}@example.com,true`).join("\n")}\n`;
  const { deps } = own.server;

  /** Does each batch twice, the first time as if the node was killed before it was noted. */
  const finish = async (jobId: string, change: (job: object) => object) => {
    for (;;) {
      const job = await findJob(deps.database.reader, organization.id, jobId);
      if (job === undefined || job.finishedAt !== null) return job;
      await runJob(deps, silentLog, change(job) as typeof job);
      await runJob(deps, silentLog, job);
    }
  };
  const begun = await reconciling.send(file);
  const ended = await finish(begun.body.id, (job) => ({ ...job, version: -1 }));
  assert.equal(ended?.state, "done", ended?.problem ?? "");
  const { counts } = await reconciling.read(begun.body.id);
  assert.deepEqual(counts, { ...none, gone: 130, missing: 1_200 });
  assert.equal((await reconciling.findings(begun.body.id, "kinds=gone&limit=500")).length, 130);

  const { job } = await organization.call<{ job: { id: string } }>("POST", `${reconciling.path}/${begun.body.id}/act`, {
    action: "deactivate",
    people: 130,
    reason: "gone",
  });
  const done = await finish(job.id, (one) => ({ ...one, version: -1 }));
  assert.deepEqual([done?.state, done?.done, done?.result], ["done", 130, { outcomes: { applied: 130 } }]);
  assert.deepEqual(new Set(Object.values(await organization.statuses())), new Set(["disabled"]));
  const disabled = (await organization.eventTypes()).filter((type) => type === "user.disabled");
  assert.equal(disabled.length, 130, "each is told once");
});

test("what a reconciliation keeps about people goes after a week, with its application, or when nobody will compare it", async () => {
  const { organization, source, file, reconciling } = await populated();
  const other = await organization.source("Other");
  const others = new Reconciling(organization, other);
  const first = await reconciling.reconcile(file);
  await others.reconcile(file);
  await reconciling.act(first.id, { action: "deactivate", people: 2 });
  const { database, deps } = own.server;
  // One that no worker takes up: it begins in a week.
  const before = await findJob(database.reader, organization.id, first.id);
  assert.ok(before !== undefined);
  const { columns } = before.input as JobInputs["reconcile"];
  const begun = await startJob(deps, database.pool, {
    organizationId: organization.id,
    sourceApplicationId: source.applicationId,
    kind: "reconcile",
    input: { fileName: null, format: "csv", columns, ignored: [], people: 1 },
    createdBy: before.createdBy,
    delay: 7 * 86_400_000,
  });
  const somebody = { key: "ann", place: 2, active: true, attributes: {} };
  await insertExportedPeople(database.pool, organization.id, begun.id, [somebody]);
  const kept = async () => {
    const text = `select (select count(*)::int from exported_people where organization_id = $1) as people,
      (select count(*)::int from jobs where organization_id = $1) as jobs,
      (select count(*)::int from export_columns where organization_id = $1) as columns,
      (select count(distinct job_id)::int from job_items where organization_id = $1) as found`;
    return (await database.pool.query(unnamedStatement(text), [organization.id]))[0];
  };
  const drop = (days: number) =>
    dropOldJobs({ database, now: () => new Date(Date.now() + days * 86_400_000).toISOString() }, () => true);
  await drop(6);
  assert.deepEqual(await kept(), { people: 1, jobs: 4, columns: 2, found: 2 });

  await organization.call("POST", `/organizations/${organization.id}/jobs/${begun.id}/cancel`);
  await drop(0);
  assert.equal(((await kept()) as { people: number }).people, 1, "the upload may be just begun");
  await drop(2);
  assert.deepEqual(await kept(), { people: 0, jobs: 4, columns: 2, found: 2 });

  await organization.deleteApplication(source);
  await drop(0);
  assert.deepEqual(await kept(), { people: 0, jobs: 1, columns: 1, found: 1 });
  await drop(8);
  assert.deepEqual(await kept(), { people: 0, jobs: 0, columns: 1, found: 0 });
});

test("a file that is refused at its beginning is answered while the rest is still coming, and its connection serves on", async () => {
  const { reconciling } = await populated();
  const file = `login,status\nann,ACTIVE,twice\n${"p,ACTIVE\n".repeat(1_000_000)}`;
  const { status, body } = await reconciling.send(file);
  assert.deepEqual([status, body.problems.map(({ where }) => where)], [400, ["line 2"]]);
  const socket = await connected();
  socket.write(upload(reconciling, file.length) + file);
  socket.write(`GET /healthz HTTP/1.1\r\nhost: rollcall\r\nconnection: close\r\n\r\n`);
  const answers = (await socket.setEncoding("utf8").toArray()).join("");
  assert.deepEqual(answers.match(/HTTP\/1.1 \d+/g), ["HTTP/1.1 400", "HTTP/1.1 200"]);
});

test("a file that stops coming leaves nothing", async () => {
  const { organization, reconciling } = await populated();
  const socket = await connected();
  const begun = Array.from({ length: 1_500 }, (_, index) => `p${index},ACTIVE`).join("\n");
  socket.write(`${upload(reconciling, 1_000_000)}login,status\n${begun}`);
  const people = async () => {
    const text = unnamedStatement("select count(*)::int as count from exported_people where organization_id = $1");
    const [row] = await own.server.database.pool.query<{ count: number }>(text, [organization.id]);
    return row?.count ?? 0;
  };
  while ((await people()) === 0) await sleep(20);
  socket.destroy();
  while ((await people()) > 0) await sleep(20);
  const jobs = await organization.call<{ items: object[] }>("GET", `/organizations/${organization.id}/jobs`);
  assert.deepEqual(jobs.items, []);
});

async function connected(): Promise<Socket> {
  const socket = connect(Number(new URL(own.server.origin).port), "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** The head of the request that uploads a file of that many bytes. */
function upload({ path }: Reconciling, length: number): string {
  const head = [
    "host: rollcall",
    `authorization: Bearer ${own.server.apiKey}`,
    "content-type: application/octet-stream",
  ];
  return [`POST /api/v1${path} HTTP/1.1`, ...head, `content-length: ${length}`, "", ""].join("\r\n");
}
