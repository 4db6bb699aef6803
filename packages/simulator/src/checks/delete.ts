import type { JsonObject } from "@rollcall/scim/resource.ts";
import {
  elementsAt,
  expectErrorBody,
  expectRefused,
  expectSameSet,
  expectStatus,
  expectThat,
} from "../verify/expect.ts";
import { type Made, patchBody, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";

/** Makes a user and deletes it. */
async function deletedUser(trial: Trial): Promise<Made & { readonly body: JsonObject }> {
  const body = trial.userBody();
  const made = await trial.create(trial.users, body);
  expectStatus(await trial.send("DELETE", made.path), 204);
  return { ...made, body };
}

const change = patchBody([{ op: "replace", path: "displayName", value: "Gone" }]);

/** What a deleted user answers to each method. */
const afterwards = (["GET", "PUT", "PATCH", "DELETE"] as const).map(
  (method): Check => ({
    shows: ["R7644-3.6-01"],
    ...(method === "PATCH" ? { needs: ["patch"] } : {}),
    title: `${method} of a deleted user is answered 404`,
    run: async (trial) => {
      const { path, body } = await deletedUser(trial);
      const sent = method === "PUT" ? body : method === "PATCH" ? change : undefined;
      const answer = await trial.send(method, path, sent);
      expectRefused(answer, 404);
      expectErrorBody(answer);
    },
  }),
);

export const remove: Section = {
  name: "delete",
  title: "Delete",
  source: "RFC 7644 section 3.6",
  needs: ["users"],
  checks: [
    {
      shows: ["R7644-3.6-04"],
      title: "DELETE is answered 204 without a body",
      run: async (trial) => {
        const made = await trial.user();
        const answer = await trial.send("DELETE", made.path);
        expectStatus(answer, 204);
        expectThat(answer.text === "", "body", "none", answer.text.slice(0, 100));
      },
    },
    ...afterwards,
    {
      shows: ["R7644-3.6-04"],
      title: "DELETE of a user that never was is answered 404 with an Error",
      run: async (trial) => {
        const answer = await trial.send("DELETE", `${trial.users}/${trial.name("nobody")}`);
        expectRefused(answer, 404);
        expectErrorBody(answer);
      },
    },
    {
      shows: ["R7644-3.6-02"],
      needs: ["filter"],
      title: "a deleted user is in no query",
      run: async (trial) => {
        const { body } = await deletedUser(trial);
        const { ids } = await trial.list(trial.users, { filter: `userName eq "${String(body["userName"])}"` });
        expectSameSet("Resources", [], ids);
      },
    },
    {
      shows: ["R7644-3.6-03"],
      level: "should",
      title: "the user name of a deleted user is free again",
      run: async (trial) => {
        const { body } = await deletedUser(trial);
        expectStatus(await trial.send("POST", trial.users, body), 201);
      },
    },
    {
      shows: ["R7643-3.1-02"],
      title: "a user of the same name gets an id of its own",
      run: async (trial) => {
        const { body, id } = await deletedUser(trial);
        const answer = await trial.send("POST", trial.users, body);
        expectStatus(answer, 201);
        expectThat(answer.body?.["id"] !== id, "id", "not that of the deleted user", id);
      },
    },
    {
      shows: ["R7644-3.6-01", "R7644-3.6-04"],
      needs: ["groups"],
      title: "a deleted group is gone, its members stay",
      run: async (trial) => {
        const user = await trial.user();
        const group = await trial.group([user]);
        expectStatus(await trial.send("DELETE", group.path), 204);
        expectRefused(await trial.get(group.path), 404);
        await trial.read(user.path);
      },
    },
    {
      shows: ["ROWN-14-01", "AMB-56"],
      level: "should",
      needs: ["groups", "Group:members"],
      title: "a deleted user is no member of any group",
      run: async (trial) => {
        const [stays, goes] = [await trial.user(), await trial.user()];
        const group = await trial.group([stays, goes]);
        expectStatus(await trial.send("DELETE", goes.path), 204);
        const members = elementsAt(await trial.read(group.path), "members");
        expectSameSet(
          "members.value",
          [stays.id],
          members.map(({ value }) => String(value)),
        );
      },
    },
    {
      shows: ["AMB-77"],
      level: "should",
      title: "a DELETE with a body is carried out, the body ignored",
      run: async (trial) => {
        const made = await trial.user();
        expectStatus(await trial.send("DELETE", made.path, {}), 204);
      },
    },
  ],
};
