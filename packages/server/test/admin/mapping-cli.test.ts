import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Job } from "@rollcall/admin-api/jobs.ts";
import type { MappingPreview } from "@rollcall/admin-api/mapping-previews.ts";
import type { CheckedMapping, Mapping } from "@rollcall/admin-api/mappings.ts";
import { startJob } from "../../src/actions/manage-jobs.ts";
import { openCommandLine } from "../support/command-line.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { person, Source } from "../support/source.ts";

let server: TestServer;
let folder: string;
before(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), "rollcall-mapping-cli-"));
});
after(async () => {
  await rm(folder, { recursive: true, force: true });
  await server.close();
});
const { rollcall, json } = openCommandLine(() => server);

async function fileOf(name: string, content: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** The mapping in force, with another rule for titles. */
async function titledBy(id: string, expression: string): Promise<string> {
  const present = await json<Mapping>("mapping", "show", id);
  const users = present.users.filter(({ attribute }) => attribute !== "title");
  return JSON.stringify({ ...present, users: [...users, { attribute: "title", source: { expression } }] });
}

test("a mapping is shown, previewed from a file, saved, applied, listed by version and restored", async () => {
  const created = await server.createSourceApplication("Mapped");
  const { id } = created;
  const source = new Source(created);
  await source.create("Users", person("ann", { title: "Chief\u001b[31m" }));
  await source.create("Users", person("bo"));
  const shown = await rollcall(["mapping", "show", id]);
  assert.equal(shown.err, "");
  assert.match(shown.out, /^Version 1\n\nof +attribute +filled from +how\n/);
  assert.match(shown.out, /\nusers +userName +userName +required\n/);
  assert.match(shown.out, /\ngroups +displayName +displayName +required\n?/);

  const file = await fileOf("draft.json", await titledBy(id, "upper(title)"));
  const seen = await rollcall(["mapping", "preview", id, "--file", file]);
  assert.equal(seen.code, 0, seen.err);
  assert.match(seen.out, /\nann@example\.com +Title +Chief\ufffd\[31m +CHIEF\ufffd\[31M\n/);
  assert.match(seen.out, /\n1 people and 0 groups change; 1 people and 0 groups stay as they are\.\n/);
  assert.match(seen.out, /\nNothing was saved\.\n$/);
  assert.equal(seen.out.includes("\u001b"), false);
  const same = await json<{ preview: MappingPreview; items: unknown[] }>("mapping", "preview", id);
  assert.deepEqual([same.preview.job.state, same.preview.rules, same.items], ["done", [], []]);
  assert.equal((await json<Mapping>("mapping", "show", id)).version, 1);

  const saved = await rollcall(["mapping", "save", id, file]);
  assert.deepEqual([saved.code, saved.out, saved.err], [0, "Saved as version 2.\n", ""]);
  assert.match((await rollcall(["mapping", "show", id])).out, /\nusers +title +expression: upper\(title\)\n/);
  // The file says that it was made from version 1.
  const late = await rollcall(["mapping", "save", id, file]);
  assert.deepEqual([late.code, late.out], [1, ""]);
  assert.match(late.err, /mapping\.version_conflict/);

  const applied = await rollcall(["mapping", "apply", id]);
  assert.deepEqual([applied.code, applied.out, applied.err], [0, "Applied to 2 people and groups.\n", ""]);
  const listed = await json<{ items: { id: string }[] }>("users", "list", "--search", "ann");
  const ann = await rollcall(["users", "show", listed.items[0]?.id ?? ""]);
  assert.match(ann.out, /\ntitle +CHIEF/);

  const restored = await rollcall(["mapping", "restore", id, "1"]);
  assert.deepEqual([restored.code, restored.out], [0, "Version 1 is in force again, as version 3.\n"]);
  const versions = await rollcall(["mapping", "versions", id, "--limit", "2"]);
  assert.match(versions.out, /^version +saved +by +name +what it changed\n/);
  assert.match(versions.out, /\n3 \(in force\) .*Title/);
  assert.match(versions.out, /\n2 .*\n\(the newest 2; more with --limit\)\n$/s);
  const all = await json<{ items: { version: number }[]; more: boolean }>("mapping", "versions", id);
  assert.deepEqual([all.items.map(({ version }) => version), all.more], [[3, 2, 1], false]);
});

test("a mapping is checked with its values for the latest user, for a stored one, and for a payload", async () => {
  const created = await server.createSourceApplication("Checked");
  const { id } = created;
  const source = new Source(created);
  const ann = await source.create("Users", person("ann-checked", { title: "Chief" }));
  await source.create("Users", person("bo-checked"));
  const latest = await rollcall(["mapping", "check", id]);
  assert.deepEqual([latest.code, latest.err], [0, ""]);
  assert.match(latest.out, /^attribute +value for the latest user +given by\n/);
  assert.match(latest.out, /\nuserName +bo-checked@example\.com +userName\n/);
  const file = await fileOf("checked.json", await titledBy(id, "upper(title)"));
  const stored = await rollcall(["mapping", "check", id, "--file", file, "--resource", ann.id]);
  assert.match(stored.out, /^attribute +value for ann-checked@example\.com +given by\n/);
  assert.match(stored.out, /\ntitle +CHIEF +\(expression\)\n/);
  const payload = await fileOf("zoe.json", '{"userName":"zoe\\u001b@example.com","shoeSize":38}');
  const pasted = await rollcall(["mapping", "check", id, "--file", file, "--payload", payload]);
  assert.match(pasted.out, /^attribute +value for zoe\ufffd@example\.com +given by\n/);
  assert.match(pasted.out, /\ntitle +title did not arrive\n/);
  assert.match(pasted.out, /\nNo schema keeps shoeSize\.\n$/);
  const group = await fileOf("group.json", '{"displayName":"Pilots"}');
  const grouped = await json<CheckedMapping>("mapping", "check", id, "--payload", group, "--type", "Group");
  assert.deepEqual(grouped.groups.rules[0]?.sample, { value: "Pilots", path: "displayName" });

  const faulty = await fileOf("faulty-check.json", await titledBy(id, "lower(usrName)"));
  const wrong = await rollcall(["mapping", "check", id, "--file", faulty]);
  assert.deepEqual([wrong.code, wrong.err], [1, "1 problem: it cannot be saved.\n"]);
  assert.match(wrong.out, /\n\/users\/\d+\/source\/expression: at character 7: unknown variable: usrName\n$/);
  const half = await fileOf("half.json", '{"userName":');
  const unread = await rollcall(["mapping", "check", id, "--payload", half]);
  assert.equal(unread.code, 1);
  assert.match(unread.err, /^No values are shown: The body is not JSON: expected .+, found the end at position 13\n$/);
  const both = await rollcall(["mapping", "check", id, "--payload", half, "--resource", ann.id]);
  assert.deepEqual([both.code, both.err], [2, "expected --resource or --payload, found both\n"]);
});

test("jobs are listed, shown, waited for and cancelled", async () => {
  const { id } = await server.createSourceApplication("Jobs");
  const applied = await json<Job>("mapping", "apply", id);
  assert.equal(applied.state, "done");
  // Long enough that nobody begins it.
  const { id: jobId } = await startJob(server.deps, server.database.pool, {
    organizationId: server.organizationId,
    sourceApplicationId: id,
    kind: "apply-mapping",
    input: { mappingVersion: 1 },
    createdBy: applied.createdBy,
    delay: 3_600_000,
  });
  const listed = await rollcall(["jobs", "list", "--app", id]);
  assert.match(listed.out, /^id +what +application +state +done +begun by +begun\n/);
  assert.match(
    listed.out,
    new RegExp(`\n${jobId} +Apply the mapping +${id} +queued +0 .*\n${applied.id} .* done +0 of 0 `),
  );
  assert.match(
    (await rollcall(["jobs", "list", "--app", id, "--limit", "1"])).out,
    /\(the first 1; more with --limit\)\n$/,
  );
  const cancelled = await rollcall(["jobs", "cancel", jobId]);
  assert.deepEqual([cancelled.code, cancelled.out], [0, "Apply the mapping is cancelled; 0 were done and stay.\n"]);
  assert.equal((await json<Job>("jobs", "show", jobId)).state, "cancelled");
  const waited = await rollcall(["jobs", "show", jobId, "--wait"]);
  assert.deepEqual(
    [waited.code, waited.out, waited.err],
    [1, "", "Apply the mapping was cancelled; what it had done stays\n"],
  );
  const again = await rollcall(["jobs", "cancel", jobId]);
  assert.deepEqual([again.code, again.out], [1, ""]);
  assert.match(again.err, /job\.ended/);
  const shown = await rollcall(["jobs", "show", applied.id, "--wait"]);
  assert.match(shown.out, new RegExp(`^id +${applied.id}\n.*\nwhat +Apply the mapping\nstate +done\ndone +0 of 0\n`));
  assert.match(shown.out, /\nmappingVersion +1\n$/);
});

test("match rules are shown and set", async () => {
  const { id } = await server.createSourceApplication("Matching");
  const set = await json<{ rules: unknown[] }>("match-rules", "set", id, "email:ignoreCase:link", "userName:exact:ask");
  assert.deepEqual(set.rules, [
    { attribute: "email", compare: "ignoreCase", whenFound: "link" },
    { attribute: "userName", compare: "exact", whenFound: "ask" },
  ]);
  const shown = await rollcall(["match-rules", "show", id]);
  assert.match(
    shown.out,
    /^attribute +compared +when found\n[─ ]+\nemail +ignoreCase +link\nuserName +exact +ask\n\ncan be used\n/,
  );
  assert.deepEqual((await json<{ rules: unknown[] }>("match-rules", "set", id, "--none")).rules, []);
});

test("what is wrong with a mapping, a version or a rule is said, and nothing is saved", async () => {
  const { id } = await server.createSourceApplication("Faults");
  const unknown = "00000000-0000-7000-8000-000000000000";
  const broken = await fileOf("broken.json", "{");
  const list = await fileOf("list.json", "[]");
  const faulty = await fileOf("faulty.json", await titledBy(id, "lower(usrName)"));
  const cases: [string[], number, RegExp][] = [
    [["mapping", "show", unknown], 1, /source_application\.not_found/],
    [["mapping", "preview", id, "--file", join(folder, "none.json")], 2, /none\.json cannot be read: ENOENT/],
    [["mapping", "preview", id, "--file", broken], 2, /broken\.json: expected a mapping .* found what is no JSON/],
    [["mapping", "save", id, list], 2, /list\.json: expected a mapping .* found an array/],
    [["mapping", "save", id, faulty], 1, /at character 7: unknown variable: usrName/],
    [["mapping", "preview", id, "--file", faulty], 1, /at character 7: unknown variable: usrName/],
    [["mapping", "restore", id, "first"], 2, /version: expected a whole number, found first/],
    [["mapping", "restore", id, "9"], 1, /mapping\.version_not_found/],
    [["jobs", "show", unknown], 1, /job\.not_found/],
    [["match-rules", "set", id], 2, /expected match rules, such as email:ignoreCase:link, or --none/],
    [
      ["match-rules", "set", id, "email:link"],
      2,
      /expected attribute:exact\|ignoreCase:link\|ask\|refuse, found email:link/,
    ],
    [["match-rules", "set", id, "shoe:exact:link"], 1, /shoe/],
  ];
  for (const [args, code, said] of cases) {
    const ended = await rollcall(args);
    assert.deepEqual([args, ended.code, ended.out], [args, code, ""], ended.err);
    assert.match(ended.err, said);
  }
  assert.equal((await json<Mapping>("mapping", "show", id)).version, 1);
});

test("group rules are shown, previewed from a file, and saved and applied with --apply", async () => {
  const created = await server.createSourceApplication("Ruled");
  const { id } = created;
  const source = new Source(created);
  await source.create("Groups", { displayName: "app-Jira" });
  await source.create("Groups", { displayName: "Everybody\u0007" });
  assert.match((await rollcall(["group-rules", "show", id])).out, /^\(none\)\n\nVersion 0; 0 of 2 groups are left out/);
  const include = [{ attribute: "displayName", compare: "startsWith", text: "app-" }];
  const rename = [{ change: "replace", text: "app-", by: "" }];
  const file = await fileOf("rules.json", JSON.stringify({ include, exclude: [], rename }));
  const foreseen = await rollcall(["group-rules", "set", id, "--file", file]);
  assert.equal(foreseen.code, 0, foreseen.err);
  assert.match(foreseen.out, /^group +what +now +then +members\n/);
  assert.match(foreseen.out, /\nEverybody\ufffd +leaves +Everybody\ufffd +0\n/);
  assert.match(foreseen.out, /\napp-Jira +renamed +app-Jira +Jira +0\n/);
  assert.match(
    foreseen.out,
    /1 of 2 groups would be in the directory: 0 come in, 1 leave with 0 memberships, 1 are ren/,
  );
  assert.match(foreseen.out, /Nothing was changed: do it with --apply\.\n$/);
  const done = await json<{ rules: object; job: { state: string } }>(
    "group-rules",
    "set",
    id,
    "--file",
    file,
    "--apply",
  );
  assert.equal(done.job.state, "done");
  assert.deepEqual(done.rules, { version: 1, include, exclude: [], rename, groups: 2, leftOut: 1 });
  const { out } = await rollcall(["group-rules", "show", id]);
  assert.match(out, /include +displayName startsWith +app-\nrename +replace +app- by\s*\n\nVersion 1; 1 of 2 groups/);
  await fileOf("rules.json", "{");
  const broken = await rollcall(["group-rules", "set", id, "--file", file]);
  assert.deepEqual([broken.code, /found what is no JSON/.test(broken.err)], [2, true]);
  await fileOf("rules.json", JSON.stringify({ include: [{}] }));
  const refused = await rollcall(["group-rules", "set", id, "--file", file]);
  assert.deepEqual([refused.code, /request\.invalid/.test(refused.err)], [1, true]);
  assert.equal((await rollcall(["group-rules", "set", id, "--file", join(folder, "none.json")])).code, 2);
});
