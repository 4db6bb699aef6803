import type { JsonObject } from "@rollcall/scim/resource.ts";
import { coreUserUrn } from "@rollcall/scim/urns.ts";
import type { Answer } from "../verify/answer.ts";
import {
  expectAbsent,
  expectAt,
  expectPresent,
  expectStatus,
  expectThat,
  isSame,
  shown,
  valueAt,
} from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";
import { createBodyChecks } from "./create-body.ts";
import { createGroupChecks } from "./create-group.ts";
import { expectDateTime } from "./date-time.ts";

/** Creates a user; the answer has to be 201. */
async function created(trial: Trial, more: JsonObject = {}): Promise<Answer & { readonly body: JsonObject }> {
  const answer = await trial.send("POST", trial.users, trial.userBody(more));
  expectStatus(answer, 201);
  return { ...answer, body: answer.body ?? {} };
}

/** What the answer to a create says of the new user. */
function onCreated(judge: (answer: Answer & { readonly body: JsonObject }, trial: Trial) => void): Check["run"] {
  return async (trial) => judge(await created(trial), trial);
}

const answerChecks: readonly Check[] = [
  {
    shows: ["R7644-3.3-04"],
    title: "a user that is created is answered 201",
    run: onCreated((answer) => expectStatus(answer, 201)),
  },
  {
    shows: ["R7644-3.3-05"],
    title: "the answer holds the new user with the user name that was sent",
    run: async (trial) => {
      const body = trial.userBody();
      const answer = await trial.send("POST", trial.users, body);
      expectAt(answer.body, "userName", String(body["userName"]));
    },
  },
  {
    shows: ["R7643-3.1-01", "R7643-3.1-02"],
    title: "the new user has an id, a text that is not empty",
    run: onCreated(({ body }) => {
      const id = valueAt(body, "id");
      expectThat(typeof id === "string" && id !== "", "id", "a text that is not empty", shown(id));
    }),
  },
  {
    shows: ["R7643-3.1-02"],
    title: "an id does not contain the reserved word bulkId",
    run: onCreated(({ body }) => {
      const id = String(expectPresent(body, "id"));
      expectThat(!/bulkid/i.test(id), "id", "without bulkId", id);
    }),
  },
  {
    shows: ["R7643-3.1-02"],
    title: "two users have different ids",
    run: async (trial) => {
      const [one, other] = [await trial.user(), await trial.user()];
      expectThat(one.id !== other.id, "id", "another one for each user", one.id);
    },
  },
  {
    shows: ["R7644-3.3-09"],
    title: "the address of the new user is in the header Location",
    run: onCreated(({ headers, body }) => {
      const location = headers.get("location") ?? "nothing";
      const id = encodeURIComponent(String(expectPresent(body, "id")));
      expectThat(location.endsWith(`/${id}`), "Location", `a URI that ends in /${id}`, location);
    }),
  },
  {
    shows: ["R7644-3.3-09", "R7643-3.1-08"],
    title: "meta.location is the same address as Location",
    run: onCreated(({ headers, body }) => {
      const location = headers.get("location") ?? "nothing";
      expectAt(body, "meta.location", location, true);
    }),
  },
  {
    shows: ["R7643-3.1-08", "R7644-3.4.1-01"],
    title: "a GET of the address that was answered finds the new user",
    run: async (trial) => {
      const { body, headers } = await created(trial);
      const location = new URL(headers.get("location") ?? "nothing", `${trial.baseUrl}/`);
      const below = location.pathname.slice(new URL(trial.baseUrl).pathname.replace(/\/$/, "").length);
      const found = await trial.read(below);
      expectAt(found, "id", String(body["id"]), true);
    },
  },
  {
    shows: ["R7643-3.1-05", "R7644-3.3.1-01"],
    title: "meta.resourceType is the type of the endpoint",
    run: onCreated(({ body }, trial) => {
      const type = trial.claims.types.find(({ endpoint }) => endpoint === trial.users)?.name ?? "User";
      expectAt(body, "meta.resourceType", type, true);
    }),
  },
  {
    shows: ["R7643-3.1-06"],
    title: "meta.created is an instant",
    run: onCreated(({ body }) => expectDateTime(body, "meta.created")),
  },
  {
    shows: ["R7643-3.1-07"],
    title: "meta.lastModified of a new user equals meta.created",
    run: onCreated(({ body }) => {
      const when = (path: string): number => Date.parse(String(expectPresent(body, path)));
      const same = when("meta.lastModified") === when("meta.created");
      expectThat(
        same,
        "meta.lastModified",
        shown(valueAt(body, "meta.created")),
        shown(valueAt(body, "meta.lastModified")),
      );
    }),
  },
  {
    shows: ["R7643-2.1-02", "R7643-3.3-01"],
    title: "schemas of the new user names the schema User",
    run: onCreated(({ body }) => {
      const schemas = valueAt(body, "schemas");
      const named = Array.isArray(schemas) && schemas.some((urn) => isSame(coreUserUrn, urn));
      expectThat(named, "schemas", `${coreUserUrn} among others`, shown(schemas));
    }),
  },
  {
    shows: ["R7644-3.3-05"],
    level: "should",
    title: "the answer holds everything that was stored",
    run: async (trial) => {
      const answer = await created(trial);
      const stored = await trial.read(`${trial.users}/${encodeURIComponent(String(answer.body["id"]))}`);
      expectThat(isSame(stored, answer.body), "body", shown(stored), shown(answer.body));
    },
  },
  {
    shows: ["R7644-3.9-01", "R7644-3.9-03"],
    needs: ["User:displayName"],
    title: "attributes narrows the answer to a create",
    run: async (trial) => {
      const answer = await trial.send("POST", `${trial.users}?attributes=userName`, trial.userBody());
      expectStatus(answer, 201);
      expectPresent(answer.body, "id");
      expectPresent(answer.body, "userName");
      expectAbsent(answer.body, "displayName");
    },
  },
  {
    shows: ["R7644-3.9-01", "R7644-3.9-04"],
    needs: ["User:displayName"],
    title: "excludedAttributes narrows the answer to a create",
    run: async (trial) => {
      const answer = await trial.send("POST", `${trial.users}?excludedAttributes=displayName`, trial.userBody());
      expectStatus(answer, 201);
      expectPresent(answer.body, "userName");
      expectAbsent(answer.body, "displayName");
    },
  },
];

export const create: Section = {
  name: "create",
  title: "Create",
  source: "RFC 7644 section 3.3",
  needs: ["users"],
  checks: [...answerChecks, ...createBodyChecks, ...createGroupChecks],
};
