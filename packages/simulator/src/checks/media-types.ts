import { type Answer, mediaTypeOf } from "../verify/answer.ts";
import type { Need } from "../verify/claims.ts";
import { expectAt, expectRefused, expectStatus, expectThat } from "../verify/expect.ts";
import { queryText, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";

const scimJson = "application/scim+json";
const json = "application/json";

/** Requests whose answers have a body, each of another kind. */
const answers: readonly {
  readonly what: string;
  readonly needs?: readonly Need[];
  readonly send: (trial: Trial) => Promise<Answer>;
}[] = [
  { what: "ServiceProviderConfig", send: (trial) => trial.get("/ServiceProviderConfig") },
  { what: "a list of schemas", send: (trial) => trial.get("/Schemas") },
  { what: "a list of resource types", send: (trial) => trial.get("/ResourceTypes") },
  { what: "a list of users", send: (trial) => trial.get(`${trial.users}?count=1`) },
  { what: "a new user", send: (trial) => trial.send("POST", trial.users, trial.userBody()) },
  { what: "a user that is read", send: async (trial) => trial.get((await trial.user()).path) },
  {
    what: "a user that is replaced",
    send: async (trial) => {
      const body = trial.userBody();
      return trial.send("PUT", (await trial.create(trial.users, body)).path, body);
    },
  },
  { what: "an Error", send: (trial) => trial.get(`${trial.users}/${trial.name("nobody")}`) },
  {
    what: "an Error about a filter",
    needs: ["filter"],
    send: (trial) => trial.get(trial.users + queryText({ filter: "userName xx" })),
  },
];

const answerChecks = answers.map(
  ({ what, needs, send }): Check => ({
    shows: ["R7644-3.8-02", "ROWN-1-03"],
    title: `the answer with ${what} is ${scimJson} when that is asked for`,
    ...(needs === undefined ? {} : { needs }),
    run: async (trial) => {
      const answer = await send(trial);
      expectThat(
        mediaTypeOf(answer) === scimJson,
        "Content-Type",
        scimJson,
        answer.headers.get("content-type") ?? "none",
      );
    },
  }),
);

/** Values of Content-Type that a body of SCIM may come under. */
const contentTypes: readonly (readonly [contentType: string | null, level: "must" | "should", shows: string])[] = [
  [scimJson, "must", "R7644-3.1-01"],
  [`${scimJson}; charset=utf-8`, "should", "R7644-8.1-01"],
  [json, "should", "ROWN-1-01"],
  [`${json}; charset=utf-8`, "should", "ROWN-1-01"],
];

const contentTypeChecks = contentTypes.map(
  ([contentType, level, shows]): Check => ({
    shows: [shows],
    level,
    title: `a body may come as ${contentType}`,
    run: async (trial) => {
      const answer = await trial.send("POST", trial.users, trial.userBody(), { "content-type": contentType });
      expectStatus(answer, 201);
    },
  }),
);

/** Values of Accept with the media types that answer them. */
const accepts: readonly (readonly [
  accept: string,
  types: readonly string[],
  level: "must" | "should",
  shows: string,
])[] = [
  ["*/*", [scimJson, json], "must", "R7644-3.8-04"],
  ["application/*", [scimJson, json], "should", "R7644-3.8-04"],
  [json, [scimJson, json], "should", "R7644-3.8-03"],
  [`${json}, ${scimJson};q=0.5`, [scimJson, json], "should", "R7644-3.8-03"],
  ["text/html, */*;q=0.1", [scimJson, json], "should", "ROWN-1-01"],
];

const acceptChecks = accepts.map(
  ([accept, types, level, shows]): Check => ({
    shows: [shows],
    level,
    title: `a request that accepts ${accept} is answered in JSON`,
    run: async (trial) => {
      const answer = await trial.get(`${trial.users}?count=1`, { accept });
      expectStatus(answer, 200);
      const found = mediaTypeOf(answer);
      expectThat(types.includes(found), "Content-Type", types.join(" or "), found);
    },
  }),
);

export const mediaTypes: Section = {
  name: "media-types",
  title: "Media types and encoding",
  source: "RFC 7644 sections 3.1 and 3.8",
  needs: ["users"],
  checks: [
    ...answerChecks,
    ...contentTypeChecks,
    ...acceptChecks,
    {
      shows: ["R7644-3.8-04"],
      title: `a request that accepts nothing in particular is answered as ${scimJson}`,
      level: "should",
      run: async (trial) => {
        const answer = await trial.get(`${trial.users}?count=1`, { accept: null });
        expectStatus(answer, 200);
        expectThat(mediaTypeOf(answer) === scimJson, "Content-Type", scimJson, mediaTypeOf(answer));
      },
    },
    {
      shows: ["ROWN-1-01"],
      level: "should",
      title: "a body of another media type is refused with 415",
      run: async (trial) => {
        const text = JSON.stringify(trial.userBody());
        const headers = { "content-type": "text/plain" };
        expectRefused(await trial.request({ method: "POST", path: trial.users, text, headers }), 415);
      },
    },
    {
      shows: ["R7644-3.8-01"],
      needs: ["User:displayName"],
      title: "text of every script is kept as it was sent",
      run: async (trial) => {
        const displayName = "Zoë Łukasiewicz 李小龙 Ирина 🙂 \u0645\u0631\u062d\u0628\u0627";
        const { path } = await trial.user({ displayName });
        expectAt(await trial.read(path), "displayName", displayName, true);
      },
    },
    {
      shows: ["R7644-3.8-01"],
      needs: ["User:displayName"],
      title: "JSON escapes in a body mean the characters they stand for",
      run: async (trial) => {
        const text = JSON.stringify(trial.userBody({ displayName: "@" })).replace('"@"', '"\\u0041\\/\\n\\u00e9"');
        const answer = await trial.request({ method: "POST", path: trial.users, text });
        expectStatus(answer, 201);
        expectAt(answer.body, "displayName", "A/\né", true);
      },
    },
    {
      shows: ["ROWN-1-02"],
      level: "should",
      title: "a byte-order mark before a body is ignored",
      run: async (trial) => {
        const text = `\ufeff${JSON.stringify(trial.userBody())}`;
        expectStatus(await trial.request({ method: "POST", path: trial.users, text }), 201);
      },
    },
    {
      shows: ["ROWN-1-02"],
      level: "should",
      title: "a body that is not UTF-8 is refused with 400",
      run: async (trial) => {
        const whole = Buffer.from(JSON.stringify(trial.userBody({ displayName: "@" })));
        whole[whole.indexOf('"@"') + 1] = 0xff;
        expectRefused(await trial.request({ method: "POST", path: trial.users, text: whole }), 400);
      },
    },
  ],
};
