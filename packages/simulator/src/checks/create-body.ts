import type { JsonObject } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import {
  elementsAt,
  expectAbsent,
  expectAt,
  expectRefused,
  expectStatus,
  expectThat,
  isSame,
  shown,
  valueAt,
} from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import type { Check } from "./check.ts";

/** Creates a user with `more` and reads it back. */
async function storedUser(trial: Trial, more: JsonObject): Promise<JsonObject> {
  const made = await trial.user(more);
  return trial.read(made.path);
}

const bodyChecks: readonly Check[] = [
  {
    shows: ["R7644-3.3-01", "R7643-3.1-02"],
    title: "an id that the client sends is ignored",
    run: async (trial) => {
      const own = trial.name("own");
      const { id } = await trial.user({ id: own });
      expectThat(id !== own, "id", "one that the service provider gave", id);
    },
  },
  {
    shows: ["R7643-3.1-04", "R7644-3.3-01"],
    title: "meta that the client sends is ignored",
    run: async (trial) => {
      const meta = { resourceType: "Dog", created: "2001-01-01T00:00:00Z", location: "https://example.com/none" };
      const stored = await storedUser(trial, { meta });
      for (const [name, sent] of Object.entries(meta)) {
        const found = valueAt(stored, `meta.${name}`);
        expectThat(found !== sent, `meta.${name}`, "what the service provider says", shown(found));
      }
    },
  },
  {
    shows: ["R7643-4.1.2-04", "R7644-3.3-01"],
    needs: ["User:groups"],
    title: "groups that the client sends are ignored",
    run: async (trial) => expectAbsent(await storedUser(trial, { groups: [{ value: trial.name("group") }] }), "groups"),
  },
  {
    shows: ["R7643-3.1-03"],
    title: "externalId is kept with the case that was sent",
    run: async (trial) => {
      const externalId = `${trial.name("e")}-aBcD`;
      expectAt(await storedUser(trial, { externalId }), "externalId", externalId, true);
    },
  },
  {
    shows: ["R7643-3.1-03"],
    title: "no externalId is made up where none was sent",
    run: async (trial) => expectAbsent(await storedUser(trial, {}), "externalId"),
  },
  {
    shows: ["R7643-2.5-01", "R7644-3.3-03"],
    needs: ["User:title"],
    title: "null leaves an attribute without a value",
    run: async (trial) => expectAbsent(await storedUser(trial, { title: null }), "title"),
  },
  {
    shows: ["R7643-2.5-01", "R7644-3.3-03"],
    needs: ["User:phoneNumbers"],
    title: "an empty list leaves an attribute without a value",
    run: async (trial) => expectAbsent(await storedUser(trial, { phoneNumbers: [] }), "phoneNumbers"),
  },
  {
    shows: ["R7643-2.1-01"],
    needs: ["User:displayName"],
    title: "attribute names count in any case",
    run: async (trial) => {
      const displayName = trial.name("Any Case");
      const { displayName: _, ...body } = trial.userBody();
      const made = await trial.create(trial.users, { ...body, DISPLAYNAME: displayName });
      expectAt(await trial.read(made.path), "displayName", displayName);
    },
  },
  {
    shows: ["R7643-3.3-02", "R7643-4.3-01"],
    needs: ["enterprise", "Enterprise:department"],
    title: "an attribute of the enterprise extension is kept in its container",
    run: async (trial) => {
      const stored = await storedUser(trial, { [enterpriseUserUrn]: { department: "Research" } });
      expectAt(stored, [enterpriseUserUrn, "department"], "Research");
      const schemas = valueAt(stored, "schemas");
      const named = Array.isArray(schemas) && schemas.some((urn) => isSame(enterpriseUserUrn, urn));
      expectThat(named, "schemas", `${enterpriseUserUrn} among others`, shown(schemas));
    },
  },
  {
    shows: ["R7643-4.1.1-06", "AMB-28"],
    needs: ["User:active"],
    title: "a user who is created inactive is inactive, and can be read",
    run: async (trial) => expectAt(await storedUser(trial, { active: false }), "active", false),
  },
  {
    shows: ["R7643-4.1.1-pw1", "R7643-7-10"],
    needs: ["User:password"],
    title: "a password is in no answer",
    run: async (trial) => {
      const password = "t1meToSay-aPassword";
      const answer = await trial.send("POST", trial.users, trial.userBody({ password }));
      expectStatus(answer, 201);
      const path = `${trial.users}/${encodeURIComponent(String(answer.body?.["id"]))}`;
      for (const found of [answer, await trial.get(path), await trial.get(`${path}?attributes=password`)]) {
        expectThat(!found.text.includes(password), found.path, "no password", "the password that was sent");
        expectAbsent(found.body, "password");
      }
    },
  },
  {
    shows: ["R7643-2.4-02", "AMB-57"],
    needs: ["User:emails.primary"],
    title: "of two primary e-mail addresses at most one is kept as primary",
    run: async (trial) => {
      const emails = ["a", "b"].map((one) => ({ value: trial.address(trial.name(one)), primary: true }));
      const answer = await trial.send("POST", trial.users, trial.userBody({ emails }));
      if (answer.status === 400) return;
      expectStatus(answer, 201);
      const primary = elementsAt(answer.body, "emails").filter((email) => email["primary"] === true);
      expectThat(primary.length <= 1, "emails", "at most one with primary true", `${primary.length}`);
    },
  },
];

const refusalChecks: readonly Check[] = [
  {
    shows: ["R7644-3.3-10", "R7643-4.1.1-01"],
    title: "a second user of the same user name is refused with 409 uniqueness",
    run: async (trial) => {
      const { resource } = await trial.user();
      const body = trial.userBody({ userName: String(resource["userName"]) });
      expectRefused(await trial.send("POST", trial.users, body), 409, "uniqueness");
    },
  },
  {
    shows: ["R7644-3.3-10", "R7643-4.1.1-01"],
    title: "a user name that differs only in case is taken as well",
    run: async (trial) => {
      const { resource } = await trial.user();
      const body = trial.userBody({ userName: String(resource["userName"]).toUpperCase() });
      expectRefused(await trial.send("POST", trial.users, body), 409);
    },
  },
  {
    shows: ["R7643-4.1.1-01", "R7644-3.12-invalidValue"],
    title: "a user without a user name is refused with 400",
    run: async (trial) => {
      const { userName: _, ...body } = trial.userBody();
      expectRefused(await trial.send("POST", trial.users, body), 400);
    },
  },
  {
    shows: ["R7644-3.12-invalidValue"],
    level: "should",
    title: "a user without a user name is refused as invalidValue",
    run: async (trial) => {
      const { userName: _, ...body } = trial.userBody();
      expectRefused(await trial.send("POST", trial.users, body), 400, "invalidValue");
    },
  },
  {
    shows: ["R7643-4.1.1-01"],
    title: "an empty user name is refused with 400",
    run: async (trial) => expectRefused(await trial.send("POST", trial.users, trial.userBody({ userName: "" })), 400),
  },
  {
    shows: ["R7643-4.1.1-01", "R7643-2.5-01"],
    title: "a user name of null is refused with 400",
    run: async (trial) => expectRefused(await trial.send("POST", trial.users, trial.userBody({ userName: null })), 400),
  },
];

export const createBodyChecks: readonly Check[] = [...bodyChecks, ...refusalChecks];
