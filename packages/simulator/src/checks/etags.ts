import type { JsonObject } from "@rollcall/scim/resource.ts";
import { expectAt, expectRefused, expectStatus, expectThat, shown, valueAt } from "../verify/expect.ts";
import { type Made, patchBody, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";

interface Versioned {
  readonly made: Made;
  readonly body: JsonObject;
  readonly etag: string;
}

/** Makes a user and reads its ETag. */
async function versioned(trial: Trial): Promise<Versioned> {
  const body = trial.userBody();
  const made = await trial.create(trial.users, body);
  const answer = await trial.get(made.path);
  const etag = answer.headers.get("etag");
  expectThat(etag !== undefined && etag !== "", "ETag", "a value", "none");
  return { made, body, etag: etag ?? "" };
}

/** An ETag that the user had before its last change. */
async function outdated(trial: Trial): Promise<Versioned> {
  const before = await versioned(trial);
  const changed = { ...before.body, externalId: trial.name("changed") };
  expectStatus(await trial.send("PUT", before.made.path, changed), 200);
  return { ...before, body: changed };
}

const change = (value: string): JsonObject => patchBody([{ op: "replace", path: "externalId", value }]);

interface WriteRow {
  readonly method: "PUT" | "PATCH" | "DELETE";
  readonly body: (versioned: Versioned) => JsonObject | undefined;
}

const writes: readonly WriteRow[] = [
  { method: "PUT", body: ({ made, body }) => ({ ...body, externalId: `after-${made.id}` }) },
  { method: "PATCH", body: ({ made }) => change(`after-${made.id}`) },
  { method: "DELETE", body: () => undefined },
];

const preconditionChecks = writes.flatMap(({ method, body }): Check[] => {
  const more = {
    ...(method === "PATCH" ? { needs: ["patch"] as const } : {}),
    // RFC 7644 names PUT and PATCH; of DELETE it has examples.
    ...(method === "DELETE" ? { level: "should" as const } : {}),
  };
  return [
    {
      shows: ["R7644-3.14-03", "AMB-39"],
      title: `${method} with If-Match of an old version is refused with 412 and changes nothing`,
      ...more,
      run: async (trial) => {
        const user = await outdated(trial);
        const before = await trial.read(user.made.path);
        const answer = await trial.send(method, user.made.path, body(user), { "if-match": user.etag });
        expectRefused(answer, 412);
        const after = await trial.read(user.made.path);
        expectAt(after, "externalId", String(before["externalId"]), true);
      },
    },
    {
      shows: ["R7644-3.14-03", "AMB-40"],
      title: `${method} with If-Match of the version that is there is carried out`,
      ...more,
      run: async (trial) => {
        const user = await versioned(trial);
        const answer = await trial.send(method, user.made.path, body(user), { "if-match": user.etag });
        expectStatus(answer, 200, 204);
      },
    },
    {
      shows: ["R9110-13.1.1-01"],
      title: `${method} with If-Match * is carried out on what exists`,
      ...more,
      run: async (trial) => {
        const user = await versioned(trial);
        const answer = await trial.send(method, user.made.path, body(user), { "if-match": "*" });
        expectStatus(answer, 200, 204);
      },
    },
    {
      shows: ["R9110-13.1.1-01"],
      level: "should",
      title: `${method} with If-Match of several versions is carried out when one of them is there`,
      ...(method === "PATCH" ? { needs: ["patch"] as const } : {}),
      run: async (trial) => {
        const user = await versioned(trial);
        const answer = await trial.send(method, user.made.path, body(user), { "if-match": `W/"rv", ${user.etag}` });
        expectStatus(answer, 200, 204);
      },
    },
  ];
});

const answerChecks: readonly Check[] = [
  {
    shows: ["R7644-3.14-01"],
    title: "a user that is read has an ETag",
    run: async (trial) => void (await versioned(trial)),
  },
  {
    shows: ["R7644-3.14-01", "R7643-3.1-09"],
    title: "an ETag is a quoted text, weak ones with W/ before it",
    run: async (trial) => {
      const { etag } = await versioned(trial);
      expectThat(/^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/.test(etag), "ETag", 'such as W/"3"', etag);
    },
  },
  {
    shows: ["R7644-3.14-01", "R7643-3.1-09"],
    level: "should",
    title: "meta.version is there",
    run: async (trial) => {
      const { made } = await versioned(trial);
      const version = valueAt(await trial.read(made.path), "meta.version");
      expectThat(typeof version === "string", "meta.version", "a text", shown(version));
    },
  },
  {
    shows: ["R7643-3.1-09", "R7644-3.14-02"],
    title: "meta.version equals the ETag, where it is there",
    run: async (trial) => {
      const { made, etag } = await versioned(trial);
      const version = valueAt(await trial.read(made.path), "meta.version") ?? etag;
      expectThat(version === etag, "meta.version", etag, shown(version));
    },
  },
  {
    shows: ["R7644-3.14-01"],
    title: "the answer to a create has the ETag of the new user",
    run: async (trial) => {
      const answer = await trial.send("POST", trial.users, trial.userBody());
      const etag = answer.headers.get("etag") ?? "none";
      const read = await trial.get(`${trial.users}/${encodeURIComponent(String(answer.body?.["id"]))}`);
      expectThat(etag === read.headers.get("etag"), "ETag", read.headers.get("etag") ?? "one", etag);
    },
  },
  {
    shows: ["R7644-3.14-01"],
    title: "a change gives another ETag, and the answer to the PUT has it",
    run: async (trial) => {
      const { made, body, etag } = await versioned(trial);
      const answer = await trial.send("PUT", made.path, { ...body, externalId: trial.name("changed") });
      expectStatus(answer, 200);
      const now = (await trial.get(made.path)).headers.get("etag") ?? "none";
      expectThat(now !== etag, "ETag", "another than before", now);
      expectThat(answer.headers.get("etag") === now, "ETag of the PUT", now, answer.headers.get("etag") ?? "none");
    },
  },
  {
    shows: ["R7644-3.5.2-13"],
    needs: ["patch"],
    title: "the answer to a PATCH has the new ETag",
    run: async (trial) => {
      const { made } = await versioned(trial);
      const answer = await trial.send("PATCH", made.path, change(trial.name("changed")));
      expectStatus(answer, 200, 204);
      const now = (await trial.get(made.path)).headers.get("etag") ?? "none";
      expectThat(answer.headers.get("etag") === now, "ETag", now, answer.headers.get("etag") ?? "none");
    },
  },
  {
    shows: ["R7643-3.1-09"],
    title: "reading does not change the ETag",
    run: async (trial) => {
      const { made, etag } = await versioned(trial);
      const again = (await trial.get(made.path)).headers.get("etag") ?? "none";
      expectThat(again === etag, "ETag", etag, again);
    },
  },
  {
    shows: ["ROWN-13-05", "ROWN-12-01"],
    level: "should",
    title: "a PUT that changes nothing does not change the ETag",
    run: async (trial) => {
      const { made, body, etag } = await versioned(trial);
      expectStatus(await trial.send("PUT", made.path, body), 200);
      const again = (await trial.get(made.path)).headers.get("etag") ?? "none";
      expectThat(again === etag, "ETag", etag, again);
    },
  },
  {
    shows: ["ROWN-19-01"],
    level: "should",
    title: "an ETag does not depend on the projection",
    run: async (trial) => {
      const { made, etag } = await versioned(trial);
      const projected = (await trial.get(`${made.path}?attributes=userName`)).headers.get("etag") ?? "none";
      expectThat(projected === etag, "ETag", etag, projected);
    },
  },
];

const readChecks: readonly Check[] = [
  {
    shows: ["R7644-3.14-04"],
    title: "GET with If-None-Match of the version that is there is answered 304 without a body",
    run: async (trial) => {
      const { made, etag } = await versioned(trial);
      const answer = await trial.get(made.path, { "if-none-match": etag });
      expectStatus(answer, 304);
      expectThat(answer.text === "", "body", "none", shown(answer.text));
    },
  },
  {
    shows: ["R9110-15.4.5-01"],
    level: "should",
    title: "a 304 carries the ETag",
    run: async (trial) => {
      const { made, etag } = await versioned(trial);
      const answer = await trial.get(made.path, { "if-none-match": etag });
      expectThat(answer.headers.get("etag") === etag, "ETag", etag, answer.headers.get("etag") ?? "none");
    },
  },
  {
    shows: ["R7644-3.14-04"],
    title: "GET with If-None-Match of an old version is answered 200 with the user",
    run: async (trial) => {
      const { made, etag } = await outdated(trial);
      const answer = await trial.get(made.path, { "if-none-match": etag });
      expectStatus(answer, 200);
      expectAt(answer.body, "id", made.id, true);
    },
  },
  {
    shows: ["R9110-13.1.2-01"],
    level: "should",
    title: "GET with If-None-Match of several versions is answered 304 when one of them is there",
    run: async (trial) => {
      const { made, etag } = await versioned(trial);
      expectStatus(await trial.get(made.path, { "if-none-match": `W/"rv", ${etag}` }), 304);
    },
  },
  {
    shows: ["R7644-3.14-01"],
    needs: ["groups"],
    title: "a group has an ETag that changes with it",
    run: async (trial) => {
      const { path, resource } = await trial.group();
      const before = (await trial.get(path)).headers.get("etag") ?? "none";
      const { meta: _, ...body } = resource;
      expectStatus(await trial.send("PUT", path, { ...body, displayName: trial.name("renamed") }), 200);
      const after = (await trial.get(path)).headers.get("etag") ?? "none";
      expectThat(before !== "none" && after !== before, "ETag", `another than ${before}`, after);
    },
  },
];

export const etags: Section = {
  name: "etags",
  title: "Versions and conditional requests",
  source: "RFC 7644 section 3.14",
  needs: ["users", "etag"],
  checks: [...answerChecks, ...readChecks, ...preconditionChecks],
};
