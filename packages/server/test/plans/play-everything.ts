import { badgeUrn, testResource, testSource } from "../scim/test-resources.ts";
import type { TestOrganization } from "../support/organization.ts";
import { person } from "../support/source.ts";

/**
 * Sends every kind of write that a source and an administrator make, so that each combination of parts that provisioned
 * changes are written by has been composed once.
 */
export async function playEverything(organization: TestOrganization): Promise<void> {
  const source = await organization.source("First");
  const ann = await source.create("Users", person("ann", { externalId: "A-1" }));
  const bob = await source.create("Users", person("bob"));
  await source.patch("Users", ann.id, { op: "replace", path: "title", value: "Chemist" });
  await source.patch("Users", ann.id, { op: "replace", path: "displayName", value: "Ann the Chemist" });
  await source.patch("Users", ann.id, { op: "replace", path: "userName", value: "anna@example.com" });
  await source.patch("Users", ann.id, { op: "replace", path: "nickName", value: "Annie" });
  await source.setActive(ann.id, false);
  await source.setActive(ann.id, true);
  await source.replace("Users", bob.id, person("bob", { title: "Physicist" }));

  const empty = await source.create("Groups", { displayName: "Empty", externalId: "G-1" });
  const group = await source.create("Groups", { displayName: "Staff", members: [{ value: ann.id }] });
  await source.addMembers(group.id, bob.id);
  await source.removeMembers(group.id, ann.id);
  await source.patch("Groups", group.id, { op: "replace", path: "displayName", value: "Everybody" });
  await source.replace("Groups", group.id, {
    displayName: "Everybody",
    members: [{ value: ann.id }, { value: bob.id }],
  });
  await source.patch(
    "Groups",
    group.id,
    { op: "replace", path: "displayName", value: "All" },
    { op: "add", path: "members", value: [{ value: empty.id }] },
  );

  // Another source of the same people: one is linked by e-mail, one becomes a conflict, one shares a user name.
  const second = await organization.source("Second", { domains: ["example.com"] });
  const linked = await second.create("Users", person("anna"));
  await second.patch("Users", linked.id, { op: "replace", path: "title", value: "Chemist in chief" });
  const third = await organization.source("Third");
  await third.create("Users", person("bob"));
  const cem = await third.create("Users", person("cem"));
  await third.patch("Users", cem.id, { op: "replace", path: "userName", value: "bob2@example.com" });
  await third.patch("Users", cem.id, { op: "replace", path: "emails", value: [{ value: "bob@example.com" }] });
  const rule = `/organizations/${organization.id}/status-rule`;
  await organization.call("POST", `${rule}/preview`, { rule: "any" });
  const precedence = [{ attribute: "title", sourceApplicationIds: [second.applicationId] }];
  await organization.call("PUT", `/organizations/${organization.id}/precedence`, { precedence });
  await organization.server.jobs.run();
  await second.delete("Users", linked.id);

  // A leaver returns, and so does a group.
  await source.delete("Users", ann.id);
  await source.create("Users", person("anna", { externalId: "A-1" }));
  await source.delete("Groups", empty.id);
  await source.create("Groups", { displayName: "Empty", externalId: "G-1" });
  await source.delete("Groups", group.id);

  // Its group rules leave a group out and let it in, and its source takes it out and brings it in.
  const ruled = await source.create("Groups", { displayName: "Ruled", members: [{ value: bob.id }] });
  const application = `/source-applications/${source.applicationId}`;
  const rules = (text: string) => ({
    include: [],
    exclude: [{ attribute: "displayName", compare: "equals", text }],
    rename: [{ change: "addSuffix", text: "!" }],
  });
  await organization.call("POST", `${application}/group-rules/preview`, rules("Ruled"));
  await organization.server.jobs.run();
  await organization.call("PUT", `${application}/group-rules`, rules("Outside"));
  for (const [displayName, members] of [
    ["Outside", [bob.id]],
    ["Ruled", []],
    ["Outside", []],
    ["Ruled", [bob.id]],
  ] as const) {
    await source.replace("Groups", ruled.id, { displayName, members: members.map((value) => ({ value })) });
  }
  await source.patch("Groups", ruled.id, { op: "replace", path: "displayName", value: "Outside" });
  await source.removeMembers(ruled.id, bob.id);
  await source.delete("Groups", ruled.id);

  // Resources of an application's own types have unique values, and no links.
  const types = await testSource(organization);
  const made = await types.send("POST", "/TestResources", testResource("one", { code: "c-1" }));
  const path = `/TestResources/${String(made.body["id"])}`;
  await types.send("PUT", path, testResource("one", { code: "c-2" }));
  await types.send("DELETE", path);
  await types.create("Users", person("eve", { [badgeUrn]: { number: 1 } }));

  // What a source writes while its application observes is held, and applied when it goes live.
  const watched = await organization.source("Watched", { mode: "observe", policy: { deleteDeactivatedUsers: true } });
  const dora = await watched.create("Users", person("dora"));
  await watched.create("Groups", { displayName: "Lab", members: [{ value: dora.id }] });
  await organization.resume(watched);
  await watched.setActive(dora.id, false);
  await organization.deleteApplication(watched, "bin");
}
