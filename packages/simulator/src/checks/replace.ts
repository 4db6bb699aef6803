import type { JsonObject } from "@rollcall/scim/resource.ts";
import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Answer } from "../verify/answer.ts";
import {
  elementsAt,
  expectAbsent,
  expectAt,
  expectErrorBody,
  expectRefused,
  expectSameSet,
  expectStatus,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import type { Made, Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";
import { instantAt } from "./date-time.ts";
import { replaceGroupChecks } from "./replace-group.ts";

interface Replaced {
  readonly made: Made;
  readonly answer: Answer;
  /** As it reads afterwards. */
  readonly stored: JsonObject;
}

/** Makes a user of `before`, replaces it by the same user with `after`, and reads it back. */
async function replaceUser(trial: Trial, before: JsonObject, after: JsonObject): Promise<Replaced> {
  const body = trial.userBody(before);
  const made = await trial.create(trial.users, body);
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(before, name)));
  const answer = await trial.send("PUT", made.path, { ...kept, ...after });
  expectStatus(answer, 200);
  return { made, answer, stored: await trial.read(made.path) };
}

const userChecks: readonly Check[] = [
  {
    shows: ["R7644-3.5.1-09"],
    needs: ["User:title"],
    title: "a PUT is answered 200 with the whole user",
    run: async (trial) => {
      const { made, answer } = await replaceUser(trial, {}, { title: "Prof" });
      expectAt(answer.body, "id", made.id, true);
      expectAt(answer.body, "title", "Prof");
      expectAt(answer.body, "userName", String(made.resource["userName"]));
    },
  },
  {
    shows: ["R7644-3.5.1-03"],
    needs: ["User:title"],
    title: "a value that a PUT gives takes the place of the old one",
    run: async (trial) => {
      const { stored } = await replaceUser(trial, { title: "Dr" }, { title: "Prof" });
      expectAt(stored, "title", "Prof");
    },
  },
  {
    shows: ["R7644-3.5.1-03"],
    needs: ["User:emails"],
    title: "a list that a PUT gives takes the place of the whole old list",
    run: async (trial) => {
      const value = trial.address(trial.name("new"));
      const emails = [{ value, type: "home" }];
      const { stored } = await replaceUser(trial, {}, { emails });
      expectSameSet(
        "emails.value",
        [value],
        elementsAt(stored, "emails").map((email) => String(email["value"])),
      );
    },
  },
  {
    shows: ["R7644-3.5.1-03"],
    needs: ["User:name.givenName", "User:name.familyName"],
    title: "a complex value that a PUT gives is stored",
    run: async (trial) => {
      const { stored } = await replaceUser(trial, {}, { name: { givenName: "Anna", familyName: "Other" } });
      expectAt(stored, "name", { givenName: "Anna", familyName: "Other" });
    },
  },
  {
    shows: ["R7644-3.5.1-05", "R7643-2.5-01"],
    needs: ["User:title"],
    title: "null in a PUT takes a value away",
    run: async (trial) => expectAbsent((await replaceUser(trial, { title: "Dr" }, { title: null })).stored, "title"),
  },
  {
    shows: ["R7644-3.5.1-05", "R7643-2.5-01"],
    needs: ["User:phoneNumbers"],
    title: "an empty list in a PUT takes all values away",
    run: async (trial) => {
      const phoneNumbers = [{ value: "+1-555-0100", type: "work" }];
      const { stored } = await replaceUser(trial, { phoneNumbers }, { phoneNumbers: [] });
      expectAbsent(stored, "phoneNumbers");
    },
  },
  {
    shows: ["R7644-3.5.1-04", "ROWN-12-01"],
    level: "should",
    needs: ["User:title"],
    title: "an attribute that a PUT leaves out is cleared",
    run: async (trial) => expectAbsent((await replaceUser(trial, { title: "Dr" }, {})).stored, "title"),
  },
  {
    shows: ["R7644-3.5.1-07", "ROWN-12-03"],
    title: "an id in a PUT is ignored",
    run: async (trial) => {
      const { made, stored } = await replaceUser(trial, {}, { id: trial.name("other") });
      expectAt(stored, "id", made.id, true);
    },
  },
  {
    shows: ["R7644-3.5.1-07", "R7643-3.1-04"],
    title: "meta in a PUT is ignored",
    run: async (trial) => {
      const meta = { resourceType: "Dog", created: "2001-01-01T00:00:00Z" };
      const { made, stored } = await replaceUser(trial, {}, { meta });
      expectAt(stored, "meta.created", String(valueAt(made.resource, "meta.created")));
      expectAt(stored, "meta.resourceType", String(valueAt(made.resource, "meta.resourceType")));
    },
  },
  {
    shows: ["R7644-3.5.1-07", "R7643-4.1.2-04"],
    needs: ["User:groups"],
    title: "groups in a PUT are ignored",
    run: async (trial) => {
      const { stored } = await replaceUser(trial, {}, { groups: [{ value: trial.name("group") }] });
      expectAbsent(stored, "groups");
    },
  },
  {
    shows: ["R7644-3.5.1-02"],
    title: "what was read may be sent back as it is",
    run: async (trial) => {
      const made = await trial.user();
      const read = await trial.read(made.path);
      const answer = await trial.send("PUT", made.path, read);
      expectStatus(answer, 200);
      expectAt(answer.body, "userName", String(read["userName"]));
    },
  },
  {
    shows: ["R7643-3.1-06", "R7643-3.1-07"],
    needs: ["User:title"],
    title: "a PUT keeps meta.created and does not set meta.lastModified back",
    run: async (trial) => {
      const { made, stored } = await replaceUser(trial, {}, { title: "Prof" });
      const created = instantAt(made.resource, "meta.created");
      expectThat(
        instantAt(stored, "meta.created") === created,
        "meta.created",
        shown(made.resource["meta"]),
        shown(stored["meta"]),
      );
      const later = instantAt(stored, "meta.lastModified") >= created;
      expectThat(later, "meta.lastModified", "not before meta.created", shown(stored["meta"]));
    },
  },
  {
    shows: ["R7643-3.1-02"],
    title: "a PUT with a new user name keeps the id",
    run: async (trial) => {
      const userName = trial.address(trial.name("renamed"));
      const { made, stored } = await replaceUser(trial, {}, { userName });
      expectAt(stored, "userName", userName);
      expectAt(stored, "id", made.id, true);
    },
  },
  {
    shows: ["R7644-3.5.1-01", "R7644-3.2-02"],
    title: "a PUT at an id that does not exist is answered 404 and creates nothing",
    run: async (trial) => {
      const path = `${trial.users}/${trial.name("nobody")}`;
      const answer = await trial.send("PUT", path, trial.userBody());
      expectRefused(answer, 404);
      expectErrorBody(answer);
      expectRefused(await trial.get(path), 404);
    },
  },
  {
    shows: ["R7644-3.5.1-08"],
    title: "a PUT without a user name is refused with 400 and changes nothing",
    run: async (trial) => {
      const body = trial.userBody();
      const made = await trial.create(trial.users, body);
      const { userName, ...rest } = body;
      expectRefused(await trial.send("PUT", made.path, rest), 400);
      expectAt(await trial.read(made.path), "userName", String(userName));
    },
  },
  {
    shows: ["R7644-3.12-uniqueness", "AMB-64"],
    title: "a PUT with the user name of somebody else is refused and changes nothing",
    run: async (trial) => {
      const other = await trial.user();
      const body = trial.userBody();
      const made = await trial.create(trial.users, body);
      const answer = await trial.send("PUT", made.path, { ...body, userName: String(other.resource["userName"]) });
      expectRefused(answer, [409, 400]);
      expectAt(await trial.read(made.path), "userName", String(body["userName"]));
    },
  },
  {
    shows: ["R7644-3.12-uniqueness"],
    level: "should",
    title: "a PUT with the user name of somebody else is refused with 409 uniqueness",
    run: async (trial) => {
      const other = await trial.user();
      const made = await trial.user();
      const body = trial.userBody({ userName: String(other.resource["userName"]) });
      expectRefused(await trial.send("PUT", made.path, body), 409, "uniqueness");
    },
  },
  {
    shows: ["ROWN-12-01", "AMB-20"],
    level: "should",
    needs: ["User:active"],
    title: "a PUT that leaves active out does not change it",
    run: async (trial) => {
      const { active: _, ...body } = trial.userBody();
      const made = await trial.create(trial.users, body);
      const before = valueAt(await trial.read(made.path), "active");
      expectStatus(await trial.send("PUT", made.path, body), 200);
      const after = valueAt(await trial.read(made.path), "active");
      expectThat(before === after, "active", shown(before), shown(after));
    },
  },
  {
    shows: ["R7644-3.5.1-03"],
    needs: ["User:active"],
    title: "a PUT with active false deactivates, and one with active true activates again",
    run: async (trial) => {
      const body = trial.userBody();
      const made = await trial.create(trial.users, body);
      for (const active of [false, true]) {
        expectStatus(await trial.send("PUT", made.path, { ...body, active }), 200);
        expectAt(await trial.read(made.path), "active", active);
      }
    },
  },
  {
    shows: ["R7644-3.5.1-03", "R7643-3.3-02"],
    needs: ["enterprise", "Enterprise:department"],
    title: "a PUT replaces attributes of the enterprise extension",
    run: async (trial) => {
      const before = { [enterpriseUserUrn]: { department: "Lab" } };
      const { stored } = await replaceUser(trial, before, { [enterpriseUserUrn]: { department: "Stage" } });
      expectAt(stored, [enterpriseUserUrn, "department"], "Stage");
    },
  },
  {
    shows: ["R7643-4.1.1-pw1"],
    needs: ["User:password"],
    title: "a PUT with a password does not answer it",
    run: async (trial) => {
      const password = "t1meToSay-aPassword";
      const { answer } = await replaceUser(trial, {}, { password });
      expectThat(!answer.text.includes(password), "body", "no password", "the password that was sent");
    },
  },
];

export const replace: Section = {
  name: "replace",
  title: "Replace by PUT",
  source: "RFC 7644 section 3.5.1",
  needs: ["users"],
  checks: [...userChecks, ...replaceGroupChecks],
};
