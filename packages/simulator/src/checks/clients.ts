import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import { coreGroupUrn, coreUserUrn, enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import {
  elementsAt,
  expectAbsent,
  expectAt,
  expectSameSet,
  expectStatus,
  expectThat,
  isSame,
  shown,
  valueAt,
} from "../verify/expect.ts";
import { type Made, queryText, type Trial } from "../verify/trial.ts";
import { type Check, needing, type Section } from "./check.ts";
import { userPatches } from "./client-patch-cases.ts";

const userPatchChecks = userPatches.map(
  ({ title, shows, before, operations, after, needs }): Check => ({
    shows,
    title,
    level: "should",
    needs: ["patch", ...(needs ?? [])],
    run: async (trial) => {
      const { path } = await trial.user(before);
      expectStatus(await trial.patch(path, ...operations), 200, 204);
      const stored = await trial.read(path);
      for (const [name, value] of Object.entries(after)) {
        if (value === null) expectThat(isSame("", valueAt(stored, name) ?? ""), name, "no value", shown(stored[name]));
        else expectAt(stored, [name], value);
      }
    },
  }),
);

/** How clients name a manager. */
const managers: readonly (readonly [who: string, path: string, value: (id: string) => JsonValue, shows: string])[] = [
  ["Entra ID: a manager comes as a text", `${enterpriseUserUrn}:manager`, (id) => id, "AMB-14"],
  ["Entra ID: a manager comes as a list of one", `${enterpriseUserUrn}:manager`, (id) => [{ value: id }], "AMB-13"],
];

const managerChecks = managers.map(
  ([title, path, value, shows]): Check => ({
    shows: [shows],
    title,
    level: "should",
    needs: ["patch", "enterprise", "Enterprise:manager"],
    run: async (trial) => {
      const manager = await trial.user();
      const user = await trial.user();
      expectStatus(await trial.patch(user.path, { op: "Add", path, value: value(manager.id) }), 200, 204);
      expectAt(await trial.read(user.path), [enterpriseUserUrn, "manager", "value"], manager.id, true);
    },
  }),
);

async function membersOf(trial: Trial, group: Made): Promise<string[]> {
  return elementsAt(await trial.read(group.path), "members").map(({ value }) => String(value));
}

const groupChecks = needing(
  ["patch", "groups", "Group:members"],
  [
    {
      shows: ["AMB-08"],
      title: "Entra ID and others: Remove of members with a list of values takes only those out",
      run: async (trial) => {
        const [stays, goes] = [await trial.user(), await trial.user()];
        const group = await trial.group([stays, goes]);
        const operation = { op: "Remove", path: "members", value: [{ value: goes.id }] };
        expectStatus(await trial.patch(group.path, operation), 200, 204);
        expectSameSet("members.value", [stays.id], await membersOf(trial, group));
      },
    },
    {
      shows: ["R7643-2.5-01", "ROWN-13-06"],
      title: "Entra ID: a member that is added carries a $ref of null",
      run: async (trial) => {
        const user = await trial.user();
        const group = await trial.group();
        const operation = { op: "Add", path: "members", value: [{ $ref: null, value: user.id }] };
        expectStatus(await trial.patch(group.path, operation), 200, 204);
        expectSameSet("members.value", [user.id], await membersOf(trial, group));
      },
    },
    {
      shows: ["AMB-21"],
      title: "Okta: the rename of a group repeats its id",
      run: async (trial) => {
        const user = await trial.user();
        const group = await trial.group([user]);
        const displayName = trial.name("renamed");
        expectStatus(await trial.patch(group.path, { op: "replace", value: { id: group.id, displayName } }), 200, 204);
        expectAt(await trial.read(group.path), "displayName", displayName);
        expectSameSet("members.value", [user.id], await membersOf(trial, group));
      },
    },
    {
      shows: ["ROWN-13-06", "AMB-33"],
      title: "Okta: a member that is added carries a display of its own",
      run: async (trial) => {
        const user = await trial.user();
        const group = await trial.group();
        const value = [{ value: user.id, display: "somebody" }];
        expectStatus(await trial.patch(group.path, { op: "add", path: "members", value }), 200, 204);
        expectSameSet("members.value", [user.id], await membersOf(trial, group));
      },
    },
  ],
);

const createChecks: readonly Check[] = [
  {
    shows: ["AMB-17"],
    needs: ["groups"],
    title: "Entra ID: a group names a schema of its own besides",
    run: async (trial) => {
      const extra = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
      const body = { ...trial.groupBody(), schemas: [coreGroupUrn, extra] };
      expectStatus(await trial.send("POST", trial.groups, body), 201);
    },
  },
  {
    shows: ["R7643-2.5-01", "R7643-3.1-04"],
    title: "Entra ID: a new user carries meta, an empty list of roles and nulls",
    run: async (trial) => {
      const body = trial.userBody({ meta: { resourceType: "User" }, roles: [], addresses: null });
      expectStatus(await trial.send("POST", trial.users, body), 201);
    },
  },
  {
    shows: ["AMB-06"],
    needs: ["User:active"],
    title: 'several clients: a new user is active "true", as a text',
    run: async (trial) => {
      const { path } = await trial.user({ active: "true" });
      expectAt(await trial.read(path), "active", true);
    },
  },
  {
    shows: ["AMB-71"],
    title: "Okta: a new user carries a password and an empty list of groups",
    run: async (trial) => {
      const body = trial.userBody({ password: "Aa1-bcdefghij", groups: [] });
      expectStatus(await trial.send("POST", trial.users, body), 201);
    },
  },
  {
    shows: ["AMB-17", "AMB-18"],
    title: "OneLogin: a new user names the schema of SCIM 1.1",
    run: async (trial) => {
      const body = { ...trial.userBody(), schemas: ["urn:scim:schemas:core:1.0"] };
      expectStatus(await trial.send("POST", trial.users, body), 201);
    },
  },
  {
    shows: ["R7644-3.5.1-02", "R7644-3.5.1-07"],
    title: "Okta: a PUT sends back what was read, with empty texts in it",
    run: async (trial) => {
      const { path } = await trial.user();
      const read = await trial.read(path);
      const name = { ...(read["name"] as JsonObject | undefined), middleName: "" };
      expectStatus(await trial.send("PUT", path, { ...read, name }), 200);
    },
  },
];

const queryChecks: readonly Check[] = [
  {
    shows: ["AMB-04"],
    needs: ["filter", "User:emails.type"],
    title: 'Entra ID: emails[type eq "work"].value eq finds a user',
    run: async (trial) => {
      const value = trial.address(trial.name("work"));
      const { id } = await trial.user({ emails: [{ value, type: "work" }] });
      const { ids } = await trial.list(trial.users, { filter: `emails[type eq "work"].value eq "${value}"` });
      expectSameSet("Resources", [id], ids);
    },
  },
  {
    shows: ["AMB-60"],
    needs: ["filter"],
    title: "Entra ID: a plus sign in a query stands for a blank",
    run: async (trial) => {
      const { id, resource } = await trial.user();
      const filter = encodeURIComponent(`userName eq "${String(resource["userName"])}"`).replaceAll("%20", "+");
      const answer = await trial.get(`${trial.users}?filter=${filter}`);
      expectStatus(answer, 200);
      expectSameSet(
        "Resources",
        [id],
        elementsAt(answer.body, "Resources").map((user) => String(user["id"])),
      );
    },
  },
  {
    shows: ["AMB-28"],
    needs: ["filter", "User:active"],
    title: "Entra ID: a user who is inactive is still found",
    run: async (trial) => {
      const { id, resource } = await trial.user({ active: false });
      const { ids } = await trial.list(trial.users, { filter: `userName eq "${String(resource["userName"])}"` });
      expectSameSet("Resources", [id], ids);
    },
  },
  {
    shows: ["AMB-45"],
    needs: ["filter", "enterprise", "Enterprise:manager"],
    title: "Entra ID: a user is looked up by id and manager",
    run: async (trial) => {
      const manager = await trial.user();
      const { id } = await trial.user({ [enterpriseUserUrn]: { manager: { value: manager.id } } });
      const filter = `id eq "${id}" and ${enterpriseUserUrn}:manager eq "${manager.id}"`;
      expectSameSet("Resources", [id], (await trial.list(trial.users, { filter, attributes: "id" })).ids);
    },
  },
  {
    shows: ["AMB-05"],
    needs: ["filter"],
    title: "authentik: a value without quotes never finds everybody",
    run: async (trial) => {
      const answer = await trial.get(trial.users + queryText({ filter: `userName eq ${trial.name("nobody")}` }));
      if (answer.status === 400) return;
      expectStatus(answer, 200);
      expectAbsent(answer.body, "Resources");
    },
  },
  {
    shows: ["R7644-3.4.2.4-05", "AMB-76"],
    title: "Okta: the first page of an import says its numbers as numbers",
    run: async (trial) => {
      await trial.user();
      const { body } = await trial.list(trial.users, { startIndex: 1, count: 2 });
      for (const member of ["totalResults", "startIndex", "itemsPerPage"]) {
        expectThat(typeof body[member] === "number", member, "a number", shown(body[member]));
      }
    },
  },
  {
    shows: ["AMB-61"],
    title: "several clients: a slash at the end of an endpoint is forgiven",
    run: async (trial) => expectStatus(await trial.get(`${trial.users}/?count=1`), 200),
  },
  {
    shows: ["R7644-3.4.1-01"],
    title: "PingFederate: /Users/0 is answered 404",
    run: async (trial) => expectStatus(await trial.get(`${trial.users}/0`), 404),
  },
  {
    shows: ["R7644-4-03", "R7644-4-02"],
    title: "CyberArk and SailPoint: ResourceTypes/User and the schema User are there by id",
    run: async (trial) => {
      await trial.read("/ResourceTypes/User");
      await trial.read(`/Schemas/${coreUserUrn}`);
    },
  },
];

export const clients: Section = {
  name: "clients",
  title: "What widespread clients send and rely on",
  source: "the clients' documentation and recorded conversations",
  needs: ["users"],
  checks: [
    ...userPatchChecks,
    ...managerChecks,
    ...[...groupChecks, ...createChecks, ...queryChecks].map((check): Check => ({ ...check, level: "should" })),
  ],
};
