import type { JsonObject, JsonValue } from "@rollcall/scim/resource.ts";
import type { Answer } from "../verify/answer.ts";
import {
  elementsAt,
  expectAbsent,
  expectAt,
  expectErrorBody,
  expectPresent,
  expectRefused,
  expectStatus,
  expectThat,
  isSame,
  shown,
  valueAt,
} from "../verify/expect.ts";
import { type Made, patchBody, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";
import { instantAt } from "./date-time.ts";
import { addRows, otherRows, type PatchRow, type Refusal, removeRows, replaceRows } from "./patch-user-cases.ts";

function rowCheck(row: PatchRow): Check {
  const { title, shows, level, needs } = row;
  return {
    shows,
    title,
    ...(level === undefined ? {} : { level }),
    ...(needs === undefined ? {} : { needs }),
    run: (trial) => carryOut(trial, row),
  };
}

async function carryOut(trial: Trial, row: PatchRow): Promise<void> {
  const unique = trial.name("");
  const made = await trial.user(inThisRun(trial, row.before ?? {}, unique) as JsonObject);
  const before = await trial.read(made.path);
  const operations = inThisRun(trial, [...row.operations], unique) as JsonObject[];
  const answer = await trial.patch(made.path, ...operations);
  if (isRefusal(row.after)) {
    expectRefused(answer, row.after.refused, row.after.scimType);
    expectErrorBody(answer);
    await expectUnchanged(trial, made, before);
    return;
  }
  expectStatus(answer, 200, 204);
  const stored = await trial.read(made.path);
  const after = inThisRun(trial, row.after, unique) as JsonObject;
  for (const [name, value] of Object.entries(after)) {
    if (value === null) expectAbsent(stored, [name]);
    else expectAt(stored, [name], value);
  }
  // The title of most rows is about one attribute; the others must not have suffered.
  if (!Object.hasOwn(after, "userName")) expectAt(stored, "userName", String(before["userName"]));
}

function isRefusal(after: JsonObject | Refusal): after is Refusal {
  return "refused" in after;
}

/** A `~` at the beginning of a text stands for what makes it unique; user names are addresses. */
function inThisRun(trial: Trial, value: JsonValue, unique: string): JsonValue {
  if (typeof value === "string") return value.startsWith("~") ? trial.address(unique + value.slice(1)) : value;
  if (Array.isArray(value)) return value.map((element) => inThisRun(trial, element, unique));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, inThisRun(trial, member, unique)]));
}

async function expectUnchanged(trial: Trial, made: Made, before: JsonObject): Promise<void> {
  const after = await trial.read(made.path);
  expectThat(isSame(before, after, true), "the user afterwards", shown(before), shown(after));
}

/** Patches a user who has a title and judges the answer. */
function onPatched(
  judge: (answer: Answer, before: JsonObject, trial: Trial, made: Made) => Promise<void> | void,
): Check["run"] {
  return async (trial) => {
    const made = await trial.user({ title: "Dr" });
    const before = await trial.read(made.path);
    const answer = await trial.patch(made.path, { op: "replace", path: "title", value: "Prof" });
    await judge(answer, before, trial, made);
  };
}

const bodies: readonly (readonly [what: string, body: JsonValue, shows: string])[] = [
  ["without Operations", { schemas: patchBody([])["schemas"] ?? [] }, "R7644-3.5.2-03"],
  ["whose Operations are no list", { ...patchBody([]), Operations: "x" }, "R7644-3.5.2-03"],
  ["whose operation is a text", { ...patchBody([]), Operations: ["x"] }, "R7644-3.5.2-03"],
  ["that is a list", [], "R7644-3.5.2-02"],
];

const ownChecks: readonly Check[] = [
  {
    shows: ["R7644-3.5.2-12"],
    needs: ["User:title"],
    title: "a PATCH is answered 200 with the whole user, or 204",
    run: onPatched((answer, before) => {
      expectStatus(answer, 200, 204);
      if (answer.status === 204) return expectThat(answer.text === "", "body", "none with 204", shown(answer.text));
      expectAt(answer.body, "id", String(before["id"]), true);
      expectAt(answer.body, "userName", String(before["userName"]));
      expectAt(answer.body, "title", "Prof");
    }),
  },
  {
    shows: ["R7643-3.1-07", "R7644-3.5.2.1-06"],
    needs: ["User:title"],
    title: "a PATCH keeps meta.created and does not set meta.lastModified back",
    run: onPatched(async (_answer, before, trial, made) => {
      const after = await trial.read(made.path);
      const created = instantAt(after, "meta.created") === instantAt(before, "meta.created");
      expectThat(created, "meta.created", shown(before["meta"]), shown(after["meta"]));
      const later = instantAt(after, "meta.lastModified") >= instantAt(before, "meta.lastModified");
      expectThat(later, "meta.lastModified", shown(before["meta"]), shown(after["meta"]));
    }),
  },
  {
    shows: ["R7644-3.5.2.1-06"],
    needs: ["User:emails"],
    title: "an add of what is there already leaves meta.lastModified as it is",
    run: async (trial) => {
      const made = await trial.user();
      const before = await trial.read(made.path);
      const emails = elementsAt(before, "emails");
      expectStatus(await trial.patch(made.path, { op: "add", path: "emails", value: emails }), 200, 204);
      const after = await trial.read(made.path);
      const path = "meta.lastModified";
      const same = instantAt(after, path) === instantAt(before, path);
      expectThat(same, path, shown(valueAt(before, path)), shown(valueAt(after, path)));
    },
  },
  {
    shows: ["R7644-3.5.2.3-08", "AMB-10"],
    needs: ["User:emails.value", "User:emails.type"],
    title:
      "replace through a value path that matches nothing is refused, or makes the element; never a 2xx for nothing",
    run: async (trial) => {
      const made = await trial.user({ emails: [{ value: "ann@work.example", type: "work" }] });
      const path = 'emails[type eq "home"].value';
      const answer = await trial.patch(made.path, { op: "replace", path, value: "ann@home.example" });
      if (answer.status === 400) return;
      expectStatus(answer, 200, 204);
      const home = elementsAt(await trial.read(made.path), "emails").find((email) => isSame("home", email["type"]));
      expectAt(home, "value", "ann@home.example");
    },
  },
  {
    shows: ["R7644-3.5.2.3-08"],
    // A MUST of the RFC that Entra ID cannot live with: a service provider that it provisions makes the element.
    level: "should",
    needs: ["User:emails.value", "User:emails.type"],
    title: "replace through a value path that matches nothing is refused as noTarget",
    run: async (trial) => {
      const made = await trial.user({ emails: [{ value: "ann@work.example", type: "work" }] });
      const path = 'emails[type eq "home"].value';
      const answer = await trial.patch(made.path, { op: "replace", path, value: "ann@home.example" });
      expectRefused(answer, 400, "noTarget");
    },
  },
  {
    shows: ["R7644-3.12-uniqueness", "AMB-64"],
    title: "a PATCH to the user name of somebody else is refused and changes nothing",
    run: async (trial) => {
      const [one, other] = [await trial.user(), await trial.user()];
      const value = String(other.resource["userName"]);
      const answer = await trial.patch(one.path, { op: "replace", path: "userName", value });
      expectRefused(answer, [409, 400]);
      expectAt(await trial.read(one.path), "userName", String(one.resource["userName"]));
    },
  },
  {
    shows: ["R7644-3.5.2-06", "R7643-4.1.2-04"],
    needs: ["User:groups"],
    title: "a PATCH cannot put a user into groups",
    run: async (trial) => {
      const made = await trial.user();
      const answer = await trial.patch(made.path, { op: "add", path: "groups", value: [{ value: trial.name("g") }] });
      expectRefused(answer, 400);
      expectAbsent(await trial.read(made.path), "groups");
    },
  },
  {
    shows: ["R7643-4.1.1-pw1"],
    needs: ["User:password"],
    title: "a password that is patched is in no answer",
    run: async (trial) => {
      const made = await trial.user();
      const value = "an0ther-Password-9";
      const answer = await trial.patch(made.path, { op: "replace", path: "password", value });
      expectThat(answer.status < 500, `PATCH ${made.path}`, "no 5xx", String(answer.status));
      for (const { text } of [answer, await trial.get(made.path)]) {
        expectThat(!text.includes(value), "body", "no password", "the password that was sent");
      }
    },
  },
  {
    shows: ["R7644-3.4.1-01"],
    title: "a PATCH at an id that does not exist is answered 404 with an Error",
    run: async (trial) => {
      const path = `${trial.users}/${trial.name("nobody")}`;
      const answer = await trial.patch(path, { op: "replace", path: "displayName", value: "x" });
      expectRefused(answer, 404);
      expectErrorBody(answer);
    },
  },
  ...bodies.map(
    ([what, body, shows]): Check => ({
      shows: [shows],
      title: `a PATCH ${what} is refused with 400`,
      run: async (trial) => {
        const made = await trial.user();
        const before = await trial.read(made.path);
        expectRefused(await trial.send("PATCH", made.path, body), 400);
        await expectUnchanged(trial, made, before);
      },
    }),
  ),
  {
    shows: ["R7643-3.1-09"],
    needs: ["etag", "User:title"],
    title: "a PATCH that changes something changes meta.version",
    run: onPatched(async (_answer, before, trial, made) => {
      const after = expectPresent(await trial.read(made.path), "meta.version");
      expectThat(after !== valueAt(before, "meta.version"), "meta.version", "another than before", shown(after));
    }),
  },
];

export const patchUsers: Section = {
  name: "patch-users",
  title: "Modify users by PATCH",
  source: "RFC 7644 section 3.5.2",
  needs: ["users", "patch"],
  checks: [...[...addRows, ...replaceRows, ...removeRows, ...otherRows].map(rowCheck), ...ownChecks],
};
