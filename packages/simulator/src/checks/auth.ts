import type { Answer } from "../verify/answer.ts";
import { expectErrorBody, expectRefused, expectStatus, expectThat } from "../verify/expect.ts";
import type { Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";

/** Requests that nobody may make without a token. */
const requests: readonly (readonly [
  what: string,
  send: (trial: Trial, authorization: string | null) => Promise<Answer>,
])[] = [
  ["a list of users", (trial, authorization) => trial.get(`${trial.users}?count=1`, { authorization })],
  ["a user", (trial, authorization) => trial.get(`${trial.users}/${trial.name("nobody")}`, { authorization })],
  ["a create", (trial, authorization) => trial.send("POST", trial.users, trial.userBody(), { authorization })],
];

const wrongToken = "Bearer rv-wrong-token-0123456789";

const refusalChecks = requests.flatMap(([what, send]): Check[] => [
  {
    shows: ["R7644-2-07", "R6750-3-01"],
    title: `${what} without a token is refused with 401 and WWW-Authenticate`,
    run: async (trial) => {
      const answer = await send(trial, null);
      expectRefused(answer, 401);
      const header = answer.headers.get("www-authenticate") ?? "none";
      expectThat(/^[A-Za-z]+/.test(header) && header !== "none", "WWW-Authenticate", "a scheme", header);
    },
  },
  {
    shows: ["R6750-3-01", "R7644-3.12-02"],
    title: `${what} with a token that was never given is refused with 401`,
    run: async (trial) => expectRefused(await send(trial, wrongToken), 401),
  },
]);

export const auth: Section = {
  name: "auth",
  title: "Authentication",
  source: "RFC 7644 section 2, RFC 6750",
  needs: ["users", "token"],
  checks: [
    ...refusalChecks,
    {
      shows: ["R7644-2-08"],
      title: "a change without a token changes nothing",
      run: async (trial) => {
        const { path } = await trial.user();
        expectRefused(await trial.send("DELETE", path, undefined, { authorization: null }), 401);
        expectStatus(await trial.get(path), 200);
      },
    },
    {
      shows: ["R7644-3.12-01"],
      title: "a refusal with 401 has an Error as its body",
      run: async (trial) => expectErrorBody(await trial.get(`${trial.users}?count=1`, { authorization: wrongToken })),
    },
    {
      shows: ["R6750-3-02", "R6750-3.1-01"],
      level: "should",
      title: "a token that was never given is refused with the error invalid_token",
      run: async (trial) => {
        const answer = await trial.get(`${trial.users}?count=1`, { authorization: wrongToken });
        const header = answer.headers.get("www-authenticate") ?? "none";
        expectThat(/error="?invalid_token"?/.test(header), "WWW-Authenticate", 'error="invalid_token"', header);
      },
    },
    {
      shows: ["R6750-3.1-02"],
      level: "should",
      title: "a request without any token is told no error code",
      run: async (trial) => {
        const answer = await trial.get(`${trial.users}?count=1`, { authorization: null });
        expectRefused(answer, 401);
        const header = answer.headers.get("www-authenticate") ?? "";
        expectThat(!/\berror=/.test(header), "WWW-Authenticate", "no error", header);
      },
    },
    {
      shows: ["R6750-3-03"],
      title: "WWW-Authenticate holds printable ASCII only",
      run: async (trial) => {
        const answer = await trial.get(`${trial.users}?count=1`, { authorization: wrongToken });
        expectRefused(answer, 401);
        const header = answer.headers.get("www-authenticate") ?? "";
        expectThat(/^[\x20-\x7e]*$/.test(header), "WWW-Authenticate", "printable ASCII", header);
      },
    },
    {
      shows: ["R6750-2.1-01", "R7644-2-04"],
      title: "an empty token and a token of blanks are refused with 401",
      run: async (trial) => {
        for (const authorization of ["Bearer", "Bearer  "]) {
          expectRefused(await trial.get(`${trial.users}?count=1`, { authorization }), [401, 400]);
        }
      },
    },
    {
      shows: ["R6750-2.3-01"],
      title: "a token that was never given is not believed in the query either",
      run: async (trial) => {
        const path = `${trial.users}?count=1&access_token=rv-wrong-token`;
        expectRefused(await trial.get(path, { authorization: null }), [400, 401, 403]);
      },
    },
    {
      shows: ["R7644-3.11-02"],
      level: "should",
      title: "/Me is answered 501 where it is not supported, otherwise as a user or with a redirect",
      run: async (trial) => expectStatus(await trial.get("/Me"), 501, 200, 308),
    },
  ],
};
