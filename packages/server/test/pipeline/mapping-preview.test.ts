import assert from "node:assert/strict";
import { test } from "node:test";
import type { DirectoryUserDetails } from "@rollcall/admin-api/directory-users.ts";
import type { Mapping, SentMapping } from "@rollcall/admin-api/mappings.ts";
import type { MappingDifference, MappingPreview } from "@rollcall/admin-api/mapping-previews.ts";
import type { JsonValue } from "@rollcall/scim/resource.ts";
import { dropOldJobs } from "../../src/actions/drop-old-jobs.ts";
import { unnamedStatement } from "../../src/storage/database.ts";
import { type TestOrganization, withServer } from "../support/organization.ts";
import { person, type Source } from "../support/source.ts";

let ahead = 0;
const own = withServer({ now: () => new Date(Date.now() + ahead).toISOString(), jobsWhenTold: true });

type Rule = SentMapping["users"][number];
type Rules = Readonly<Record<string, Omit<Rule, "attribute">>>;

const mappingPath = (source: Source) => `/source-applications/${source.applicationId}/mapping`;

/** The mapping in force with some user rules changed or added. */
async function drafted(organization: TestOrganization, source: Source, rules: Rules): Promise<SentMapping> {
  const present = await organization.call<Mapping>("GET", mappingPath(source));
  const others = present.users.filter(({ attribute }) => !Object.hasOwn(rules, attribute));
  const changed = Object.entries(rules).map(([attribute, rule]) => ({ attribute, ...rule }));
  return { users: [...others, ...changed], groups: present.groups };
}

async function previewed(organization: TestOrganization, source: Source, draft: SentMapping): Promise<MappingPreview> {
  const { id } = await organization.call<MappingPreview>("POST", `${mappingPath(source)}/previews`, draft);
  await own.server.jobs.run();
  return organization.call("GET", `${mappingPath(source)}/previews/${id}`);
}

async function differences(source: Source, organization: TestOrganization, { id }: MappingPreview, query = "") {
  const path = `${mappingPath(source)}/previews/${id}/differences${query}`;
  return (await organization.call<{ items: MappingDifference[] }>("GET", path)).items;
}

async function applied(organization: TestOrganization, source: Source): Promise<void> {
  await organization.call("POST", `${mappingPath(source)}/apply`);
  ahead += 2_001;
  await own.server.jobs.run();
}

/** The values, status and missing values of everybody in the directory, and the values of groups. */
async function everybody(organization: TestOrganization): Promise<Map<string, Record<string, JsonValue>>> {
  const seen = new Map<string, Record<string, JsonValue>>();
  for (const { id } of await organization.users()) {
    const user: DirectoryUserDetails = await organization.userById(id);
    const values = Object.fromEntries(Object.entries(user.attributes).map(([name, value]) => [name, value ?? null]));
    seen.set(id, { ...values, status: user.status, incomplete: user.incomplete });
  }
  for (const { id, displayName } of await organization.groups()) seen.set(id, { displayName });
  return seen;
}

/** Whom and what has changed, in the words of a preview. */
function changesBetween(before: Map<string, Record<string, JsonValue>>, after: typeof before) {
  const changes: string[] = [];
  for (const [id, now] of after) {
    const then = before.get(id) ?? {};
    for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
      const [from, to] = [JSON.stringify(then[name] ?? null), JSON.stringify(now[name] ?? null)];
      if (from !== to) changes.push(`${id} ${name} ${from} ${to}`);
    }
  }
  return changes.toSorted();
}

test("what a preview says of everybody is what saving and applying does", async () => {
  const organization = await own.organization();
  const source = await organization.source("Okta", { domains: ["example.com"] });
  await organization.call("PUT", mappingPath(source), {
    ...(await drafted(organization, source, {
      title: { source: { paths: ["title"] } },
      userType: { source: { paths: ["userType"] }, apply: "whenCreating" },
      costCenter: { source: { constant: "100" }, whenMissing: "keep" },
    })),
  });
  const names = Array.from({ length: 30 }, (_, index) => `p${String(index).padStart(2, "0")}`);
  const created: { id: string }[] = [];
  for (const [index, name] of names.entries()) {
    const some = index % 3 === 0 ? { nickName: `nick ${name}`, userType: "Employee" } : { title: `Title ${name}` };
    created.push(await source.create("Users", { ...person(name), ...some, active: index % 7 !== 0 }));
  }
  await source.create("Groups", {
    displayName: "Sales",
    externalId: "g-1",
    members: [{ value: created[0]?.id ?? "" }],
  });
  // Somebody else gives values to the same person; an administrator's word stands against the source's.
  const other = await organization.source("Entra ID", { domains: ["example.com"] });
  await other.create("Users", { ...person("p01"), title: "From the other", nickName: "other nick" });
  const p02 = await organization.user("p02@example.com");
  await organization.administer("disable", p02.id);
  const p07 = await organization.user("p07@example.com");
  await organization.administer("enable", p07.id);
  const p08 = await organization.user("p08@example.com");
  await organization.administer("delete", p08.id);
  // Whom the resource concerns is for a person to decide.
  const stranger = await organization.source("Workday");
  await stranger.create("Users", person("p03"));

  const draft = await drafted(organization, source, {
    title: { source: { expression: "default(nickName, title)" } },
    displayName: { source: { paths: ["nickName"] } },
    userType: { source: { constant: "Person" }, apply: "neverOverwrite" },
    costCenter: { source: { paths: ["nickName"] }, whenMissing: "keep" },
    active: { source: { expression: 'active && !userName.startsWith("p04")' } },
    department: { source: { paths: ["nickName"] }, whenMissing: "default", default: "None" },
  });
  draft.groups[0] = { attribute: "displayName", source: { expression: "upper(displayName)" } };

  const before = await everybody(organization);
  const events = (await organization.events()).length;
  const preview = await previewed(organization, source, draft);
  assert.deepEqual([preview.job.state, preview.job.done, preview.job.total], ["done", 31, 31]);
  assert.deepEqual([...(await everybody(organization))], [...before], "a preview changes nothing");
  assert.equal((await organization.events()).length, events);

  await organization.call("PUT", mappingPath(source), draft);
  await applied(organization, source);
  const after = await everybody(organization);
  const found = await differences(source, organization, preview);
  const said = found.flatMap(({ directoryId, changes, becomes }) => [
    ...changes.map(
      ({ attribute, from, to }) => `${directoryId} ${attribute} ${JSON.stringify(from)} ${JSON.stringify(to)}`,
    ),
    ...(becomes === null ? [] : [`${directoryId} incomplete ${becomes === "complete"} ${becomes === "incomplete"}`]),
  ]);
  assert.deepEqual(said.toSorted(), changesBetween(before, after));

  const { counts } = preview;
  assert.equal(counts.users.changed + counts.users.unchanged + counts.groups.changed, 31);
  assert.deepEqual(counts.groups, { changed: 1, unchanged: 0 });
  assert.equal(counts.becomeIncomplete, 19, "who has no nickname has no name, but whom another source names");
  assert.equal(counts.departures, 1);
  assert.deepEqual(counts.attributes.map(({ attribute }) => attribute).toSorted(), [
    "costCenter",
    "department",
    "displayName",
    "status",
    "title",
    "userType",
  ]);
});

test("a mapping that was saved and not applied is told apart from the draft", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  await source.create("Users", { ...person("ann"), nickName: "Annie" });
  await organization.remap(source, "title", "nickName");
  const draft = await drafted(organization, source, { department: { source: { constant: "Sales" } } });
  const preview = await previewed(organization, source, draft);
  assert.deepEqual(preview.rules, [
    'Department is filled from the constant "Sales", no longer from urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department.',
  ]);
  assert.equal(preview.counts.already, 1);
  const [ann] = await differences(source, organization, preview);
  assert.deepEqual(
    ann?.changes.map(({ label, to, already }) => [label, to, already]),
    [
      ["Department", "Sales", false],
      ["Title", "Annie", true],
    ],
  );
});

test("while an application observes, people are compared as the mapping in force would make them", async () => {
  const organization = await own.organization();
  const source = await organization.source("Observed", { mode: "observe" });
  await source.create("Users", { ...person("ann"), nickName: "Annie", title: "Engineer" });
  const draft = await drafted(organization, source, { title: { source: { paths: ["nickName"] } } });
  const preview = await previewed(organization, source, draft);
  const found = await differences(source, organization, preview);
  assert.deepEqual(
    found.map(({ directoryId, userName, changes }) => [directoryId, userName, changes]),
    [
      [
        null,
        "ann@example.com",
        [{ attribute: "title", label: "Title", from: "Engineer", to: "Annie", already: false }],
      ],
    ],
  );
});

test("differences are searched, narrowed, paged and exported", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  for (const name of ["ann", "bob", "cid"]) {
    const named = name === "cid" ? {} : { nickName: name === "ann" ? "=1+1" : "Bobby" };
    await source.create("Users", { ...person(name), displayName: `Name of ${name}`, ...named });
  }
  const draft = await drafted(organization, source, {
    title: { source: { paths: ["nickName"] } },
    displayName: { source: { paths: ["nickName"] } },
  });
  const preview = await previewed(organization, source, draft);
  const whom = async (query: string) =>
    (await differences(source, organization, preview, query)).map(({ userName }) => userName?.split("@")[0]);
  assert.deepEqual(await whom(""), ["ann", "bob", "cid"]);
  assert.deepEqual(await whom("?search=BOBBY"), ["bob"]);
  assert.deepEqual(await whom("?attribute=title"), ["ann", "bob"]);
  assert.deepEqual(await whom("?becomes=incomplete"), ["cid"]);
  assert.deepEqual(await whom("?resourceType=Group"), []);
  const path = `${mappingPath(source)}/previews/${preview.id}/differences`;
  const first = await organization.call<{ items: unknown[]; nextCursor: string }>("GET", `${path}?limit=2`);
  assert.deepEqual([first.items.length, await whom(`?limit=2&cursor=${first.nextCursor}`)], [2, ["cid"]]);

  const exported = async (format: string) => {
    const response = await fetch(`${own.server.origin}/api/v1${path}.${format}`, {
      headers: { authorization: `Bearer ${own.server.apiKey}` },
    });
    return { type: response.headers.get("content-type"), lines: (await response.text()).trimEnd().split(/\r?\n/) };
  };
  const csv = await exported("csv");
  assert.equal(csv.type, "text/csv; charset=utf-8");
  assert.equal(csv.lines.length, 6);
  assert.match(csv.lines.find((line) => line.includes(",Title,") && line.includes("ann@")) ?? "", /,'=1\+1,no,$/);
  assert.match(csv.lines.at(-1) ?? "", /,Display Name,Name of cid,,no,incomplete$/);
  const json = await exported("ndjson");
  assert.equal(json.type, "application/x-ndjson; charset=utf-8");
  assert.deepEqual(
    json.lines.map((line) => (JSON.parse(line) as MappingDifference).userName),
    ["ann@example.com", "bob@example.com", "cid@example.com"],
  );
});

test("a draft that could not be saved is not previewed, for the same reasons", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  const draft = await drafted(organization, source, { title: { source: { expression: "upper(" } } });
  const answers = await Promise.all(
    [
      ["POST", `${mappingPath(source)}/previews`],
      ["PUT", mappingPath(source)],
    ].map(([method = "", path = ""]) => own.server.api<{ code: string; problems: unknown }>(method, path, draft)),
  );
  const [first, second] = answers.map(({ status, body }) => [status, body.code, body.problems]);
  assert.deepEqual(first?.slice(0, 2), [400, "mapping.invalid_expression"]);
  assert.deepEqual(first, second);
});

test("the latest few previews are kept, for a week", async () => {
  const organization = await own.organization();
  const source = await organization.source();
  await source.create("Users", { ...person("ann"), nickName: "Annie" });
  const draft = await drafted(organization, source, { title: { source: { paths: ["nickName"] } } });
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.unshift((await previewed(organization, source, draft)).id);
  const listed = async () => {
    const { items } = await organization.call<{ items: MappingPreview[] }>("GET", `${mappingPath(source)}/previews`);
    return items.map(({ id }) => id);
  };
  const rows = unnamedStatement("select distinct job_id as id from mapping_differences where organization_id = $1");
  const kept = async () =>
    (await own.server.database.lists.query<{ id: string }>(rows, [organization.id])).map(({ id }) => id);
  assert.deepEqual(await listed(), made.slice(0, 3));
  assert.deepEqual((await kept()).toSorted(), made.slice(0, 3).toSorted());
  const inDays = (days: number) => () => new Date(Date.now() + ahead + days * 86_400_000).toISOString();
  const { database } = own.server;
  await dropOldJobs({ database, now: inDays(6) }, () => true);
  assert.equal((await listed()).length, 3);
  await dropOldJobs({ database, now: inDays(7) }, () => true);
  assert.deepEqual([await listed(), await kept()], [[], []]);
});
