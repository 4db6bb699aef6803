import type { Need } from "../verify/claims.ts";
import {
  elementsAt,
  expectAbsent,
  expectAt,
  expectErrorBody,
  expectPresent,
  expectRefused,
  expectSameSet,
  expectStatus,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import { type Made, queryText, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";
import { instantAt } from "./date-time.ts";
import { byId, memberRows, type MemberRow } from "./patch-group-cases.ts";

async function membersOf(trial: Trial, path: string): Promise<string[]> {
  return elementsAt(await trial.read(path), "members").map(({ value }) => String(value));
}

function memberCheck({ title, shows, before, operations, after, level }: MemberRow): Check {
  return {
    shows,
    title,
    needs: ["Group:members"],
    ...(level === undefined ? {} : { level }),
    run: async (trial) => {
      const people = new Map<string, Made>();
      for (const key of ["a", "b", "c"]) people.set(key, await trial.user({}, key));
      const id = (key: string): string => people.get(key)?.id ?? "";
      const group = await trial.group(before.flatMap((key) => people.get(key) ?? []));
      const answer = await trial.patch(group.path, ...operations(id));
      if (!isList(after)) {
        expectRefused(answer, after.refused);
        expectErrorBody(answer);
      } else expectStatus(answer, 200, 204);
      const wanted = (isList(after) ? after : before).map(id);
      expectSameSet("members.value", wanted, await membersOf(trial, group.path));
    },
  };
}

function isList(after: MemberRow["after"]): after is readonly string[] {
  return Array.isArray(after);
}

const members: readonly Need[] = ["Group:members"];

const ownChecks: readonly Check[] = [
  {
    shows: ["R7644-3.5.2.3-02"],
    title: "replace of displayName renames a group",
    run: async (trial) => {
      const { path } = await trial.group();
      const value = trial.name("renamed");
      expectStatus(await trial.patch(path, { op: "replace", path: "displayName", value }), 200, 204);
      expectAt(await trial.read(path), "displayName", value);
    },
  },
  {
    shows: ["R7644-3.5.2.3-01"],
    needs: members,
    title: "replace without a path renames a group and leaves its members",
    run: async (trial) => {
      const user = await trial.user();
      const { path } = await trial.group([user]);
      const displayName = trial.name("renamed");
      expectStatus(await trial.patch(path, { op: "replace", value: { displayName } }), 200, 204);
      expectAt(await trial.read(path), "displayName", displayName);
      expectSameSet("members.value", [user.id], await membersOf(trial, path));
    },
  },
  {
    shows: ["R7644-3.5.2.2-06", "R7643-4.2-01"],
    title: "remove of displayName, which is required, is refused and changes nothing",
    run: async (trial) => {
      const { path, resource } = await trial.group();
      expectRefused(await trial.patch(path, { op: "remove", path: "displayName" }), 400);
      expectAt(await trial.read(path), "displayName", String(resource["displayName"]));
    },
  },
  {
    shows: ["R7644-3.5.2-12"],
    title: "a PATCH of a group is answered 200 with the group, or 204",
    run: async (trial) => {
      const { path, id } = await trial.group();
      const answer = await trial.patch(path, { op: "replace", path: "displayName", value: trial.name("renamed") });
      expectStatus(answer, 200, 204);
      if (answer.status === 200) expectAt(answer.body, "id", id, true);
      else expectThat(answer.text === "", "body", "none with 204", shown(answer.text));
    },
  },
  {
    shows: ["R7643-4.2-01"],
    needs: members,
    title: "a member has the id of the user",
    run: async (trial) => {
      const user = await trial.user();
      const { path } = await trial.group([user]);
      const [member] = elementsAt(await trial.read(path), "members");
      expectAt(member, "value", user.id, true);
    },
  },
  {
    shows: ["R7643-4.2-01", "R7643-2.3.7-03"],
    level: "should",
    needs: ["Group:members.$ref"],
    title: "a member's $ref is the address of the user",
    run: async (trial) => {
      const user = await trial.user();
      const { path } = await trial.group([user]);
      const [member] = elementsAt(await trial.read(path), "members");
      const ref = valueAt(member, "$ref");
      const holds = typeof ref === "string" && ref.endsWith(user.path.slice(1));
      expectThat(holds, "members.$ref", `a URI that ends in ${user.path.slice(1)}`, shown(ref));
    },
  },
  {
    shows: ["R7643-4.1.2-04"],
    needs: ["Group:members", "User:groups"],
    title: "a user shows the group it is in, and no longer when it is out",
    run: async (trial) => {
      const user = await trial.user();
      const group = await trial.group([user]);
      const groupsOf = async (): Promise<string[]> =>
        elementsAt(await trial.read(user.path), "groups").map(({ value }) => String(value));
      expectSameSet("groups.value", [group.id], await groupsOf());
      expectStatus(await trial.patch(group.path, { op: "remove", path: byId(user.id) }), 200, 204);
      expectSameSet("groups.value", [], await groupsOf());
    },
  },
  {
    shows: ["R7643-4.2-01"],
    level: "should",
    needs: members,
    title: "a group may be a member of a group",
    run: async (trial) => {
      const inner = await trial.group();
      const outer = await trial.group();
      const value = [{ value: inner.id }];
      expectStatus(await trial.patch(outer.path, { op: "add", path: "members", value }), 200, 204);
      expectSameSet("members.value", [inner.id], await membersOf(trial, outer.path));
    },
  },
  {
    shows: ["AMB-53"],
    level: "should",
    needs: members,
    title: "a group cannot be a member of itself",
    run: async (trial) => {
      const { path, id } = await trial.group();
      const answer = await trial.patch(path, { op: "add", path: "members", value: [{ value: id }] });
      expectRefused(answer, 400);
      expectAbsent(await trial.read(path), "members");
    },
  },
  {
    shows: ["AMB-54", "R7644-3.5.2.1-06"],
    needs: members,
    title: "an add of somebody who is in leaves meta.lastModified of the group as it is",
    run: async (trial) => {
      const user = await trial.user();
      const { path } = await trial.group([user]);
      const before = await trial.read(path);
      expectStatus(await trial.patch(path, { op: "add", path: "members", value: [{ value: user.id }] }), 200, 204);
      const after = await trial.read(path);
      const same = instantAt(after, "meta.lastModified") === instantAt(before, "meta.lastModified");
      expectThat(same, "meta.lastModified", shown(before["meta"]), shown(after["meta"]));
    },
  },
  {
    shows: ["R7644-3.5.2-12"],
    needs: members,
    title: "a PATCH of a group with attributes is answered 200 with what was asked for",
    run: async (trial) => {
      const user = await trial.user();
      const { path } = await trial.group();
      const target = path + queryText({ attributes: "displayName" });
      const answer = await trial.patch(target, { op: "add", path: "members", value: [{ value: user.id }] });
      expectStatus(answer, 200);
      expectPresent(answer.body, "displayName");
      expectAbsent(answer.body, "members");
    },
  },
  {
    shows: ["R7644-3.4.1-01"],
    title: "a PATCH of a group that does not exist is answered 404 with an Error",
    run: async (trial) => {
      const path = `${trial.groups}/${trial.name("nothing")}`;
      const answer = await trial.patch(path, { op: "replace", path: "displayName", value: "x" });
      expectRefused(answer, 404);
      expectErrorBody(answer);
    },
  },
  {
    shows: ["R7644-3.5.2-08", "R7643-4.2-01"],
    needs: members,
    title: "members who are added at the same moment are all in",
    run: async (trial) => {
      const { path } = await trial.group();
      const users: Made[] = [];
      for (const key of ["a", "b", "c", "d"]) users.push(await trial.user({}, key));
      const adding = users.map(({ id }) => trial.patch(path, { op: "add", path: "members", value: [{ value: id }] }));
      for (const answer of await Promise.all(adding)) expectStatus(answer, 200, 204);
      expectSameSet(
        "members.value",
        users.map(({ id }) => id),
        await membersOf(trial, path),
      );
    },
  },
];

export const patchGroups: Section = {
  name: "patch-groups",
  title: "Modify groups and their members by PATCH",
  source: "RFC 7644 section 3.5.2",
  needs: ["users", "groups", "patch"],
  checks: [...memberRows.map(memberCheck), ...ownChecks],
};
