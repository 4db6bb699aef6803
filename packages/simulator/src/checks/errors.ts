import type { JsonValue } from "@rollcall/scim/resource.ts";
import { textAt } from "../scim-answer.ts";
import type { Answer } from "../verify/answer.ts";
import type { Need } from "../verify/claims.ts";
import { expectErrorBody, expectRefused, expectStatus, expectThat, shown } from "../verify/expect.ts";
import { patchBody, queryText, type Trial } from "../verify/trial.ts";
import type { Check, Section } from "./check.ts";

/** Requests that are refused, each with another status. */
const refusals: readonly {
  readonly what: string;
  readonly status: number | readonly number[];
  readonly needs?: readonly Need[];
  readonly send: (trial: Trial) => Promise<Answer>;
}[] = [
  {
    what: "a user that does not exist",
    status: 404,
    send: (trial) => trial.get(`${trial.users}/${trial.name("nobody")}`),
  },
  {
    what: "an endpoint that does not exist",
    status: 404,
    send: (trial) => trial.get(`/${trial.name("Nothing")}`),
  },
  {
    what: "a body that is no JSON",
    status: 400,
    send: (trial) => trial.request({ method: "POST", path: trial.users, text: "{" }),
  },
  {
    what: "a user without a user name",
    status: 400,
    send: (trial) => {
      const { userName: _, ...body } = trial.userBody();
      return trial.send("POST", trial.users, body);
    },
  },
  {
    what: "a user name that is taken",
    status: 409,
    send: async (trial) => {
      const { resource } = await trial.user();
      return trial.send("POST", trial.users, trial.userBody({ userName: String(resource["userName"]) }));
    },
  },
  {
    what: "a filter that cannot be read",
    status: 400,
    needs: ["filter"],
    send: (trial) => trial.get(trial.users + queryText({ filter: 'userName xx "a"' })),
  },
  {
    what: "a PATCH that has no target",
    status: 400,
    needs: ["patch"],
    send: async (trial) => trial.patch((await trial.user()).path, { op: "remove" }),
  },
  {
    what: "a request without a token",
    status: 401,
    needs: ["token"],
    send: (trial) => trial.get(trial.users, { authorization: null }),
  },
];

const errorBodyChecks = refusals.flatMap(({ what, status, needs, send }): Check[] => {
  const more = needs === undefined ? {} : { needs };
  return [
    {
      shows: ["R7644-3.12-01", "R7644-3.2-03"],
      title: `the refusal of ${what} has an Error as its body, the status as a text`,
      ...more,
      run: async (trial) => {
        const answer = await send(trial);
        expectRefused(answer, status);
        expectErrorBody(answer);
      },
    },
    {
      shows: ["R7644-3.12-01"],
      level: "should",
      title: `the refusal of ${what} says in detail what is wrong`,
      ...more,
      run: async (trial) => {
        const answer = await send(trial);
        const detail = textAt(answer.body, "detail");
        expectThat(detail !== undefined && detail !== "", "detail", "a sentence", shown(answer.body?.["detail"]));
      },
    },
  ];
});

/** Texts that are no body of a user. */
const malformed: readonly (readonly [what: string, text: string, scimType: boolean])[] = [
  ["that ends early", '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"', true],
  ["that is a list", "[]", true],
  ["that is a text", '"user"', true],
  ["that is null", "null", true],
  ["that is empty", "", false],
  ["that is HTML", "<html></html>", true],
];

const malformedChecks = malformed.flatMap(([what, text, scimType]): Check[] => {
  const post = (trial: Trial): Promise<Answer> => trial.request({ method: "POST", path: trial.users, text });
  const must: Check = {
    shows: ["R7644-3.12-02", "ROWN-1-02"],
    title: `a body ${what} is refused with 400`,
    run: async (trial) => expectRefused(await post(trial), 400),
  };
  const should: Check = {
    shows: ["R7644-3.12-02"],
    level: "should",
    title: `a body ${what} is refused as invalidSyntax`,
    run: async (trial) => expectRefused(await post(trial), 400, "invalidSyntax"),
  };
  return scimType ? [must, should] : [must];
});

function nested(depth: number): JsonValue {
  let value: JsonValue = "x";
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

/** Requests that try to break something. Any refusal is right, and any answer that is no 5xx. */
const hostile: readonly (readonly [what: string, send: (trial: Trial) => Promise<Answer>])[] = [
  [
    "attributes called __proto__ and constructor",
    (trial) => postText(trial, '"__proto__":{"active":false},"constructor":{"prototype":{"a":1}}'),
  ],
  ["objects 200 deep", (trial) => trial.send("POST", trial.users, trial.userBody({ rvDeep: nested(200) }))],
  ["a text with \\u0000", (trial) => postText(trial, '"displayName":"a\\u0000b"')],
  ["half a surrogate pair", (trial) => postText(trial, '"displayName":"a\\ud800b"')],
  ["a number too large for a double", (trial) => postText(trial, '"displayName":1e999')],
  ["a key that is there twice", (trial) => postText(trial, '"displayName":"a","displayName":"b"')],
  [
    "a text of 50,000 characters",
    (trial) => trial.send("POST", trial.users, trial.userBody({ displayName: "x".repeat(50_000) })),
  ],
  ["2,000 e-mail addresses", (trial) => trial.send("POST", trial.users, trial.userBody({ emails: manyEmails(trial) }))],
  [
    "1,000 nested parentheses in a filter",
    (trial) => filtered(trial, `${"(".repeat(1_000)}userName pr${")".repeat(1_000)}`),
  ],
  [
    "a filter of 300 conditions",
    (trial) => filtered(trial, Array.from({ length: 300 }, () => 'userName eq "x"').join(" or ")),
  ],
  ["SQL in a filter", (trial) => filtered(trial, `userName eq "x' or 1=1; --"`)],
  ["an id of dots and slashes", (trial) => trial.get(`${trial.users}/..%2f..%2fServiceProviderConfig`)],
  ["an id that cannot be decoded", (trial) => trial.get(`${trial.users}/%ff%fe`)],
  ["a query that cannot be decoded", (trial) => trial.get(`${trial.users}?count=1&filter=%ff`)],
  ["a PATCH of 200 operations", (trial) => manyOperations(trial)],
];

function postText(trial: Trial, members: string): Promise<Answer> {
  const text = JSON.stringify(trial.userBody()).replace(/\}$/, `,${members}}`);
  return trial.request({ method: "POST", path: trial.users, text });
}

function manyEmails(trial: Trial): JsonValue {
  return Array.from({ length: 2_000 }, (_, number) => ({ value: trial.address(`rv-${number}`), type: "other" }));
}

function filtered(trial: Trial, filter: string): Promise<Answer> {
  return trial.get(trial.users + queryText({ filter, count: 1 }));
}

async function manyOperations(trial: Trial): Promise<Answer> {
  const { path } = await trial.user();
  const operations = Array.from({ length: 200 }, (_, number) => ({
    op: "replace",
    path: "displayName",
    value: `Ann ${number}`,
  }));
  return trial.send("PATCH", path, patchBody(operations));
}

const leaks =
  /\n\s+at \S+ \(|\bat [\w.$]+\([\w.]+\.java:\d+\)|Traceback \(most recent|\bSQLSTATE\b|node_modules|ORA-\d{5}/;

const hostileChecks = hostile.map(
  ([what, send]): Check => ({
    shows: ["R7644-3.12-02", "ROWN-22-01", "ROWN-18-01"],
    title: `${what}: no 5xx, and nothing of the inside in the answer`,
    run: async (trial) => {
      const answer = await send(trial);
      const fine = answer.status < 500 || answer.status === 501;
      expectThat(fine, `${answer.method} ${answer.path.slice(0, 100)}`, "no 5xx", String(answer.status));
      expectThat(!leaks.test(answer.text), "body", "no stack and no SQL", answer.text.slice(0, 200));
      expectStatus(await trial.get(`${trial.users}?count=1`), 200);
    },
  }),
);

/** At a resource of its own: what a service provider makes of a method on the whole list is not for us to find out. */
const methodChecks: readonly Check[] = [
  {
    shows: ["ROWN-3-01", "R7644-3.2-03"],
    title: "POST at the address of a user is refused",
    run: async (trial) => {
      const { path } = await trial.user();
      expectRefused(await trial.send("POST", path, trial.userBody()), [400, 403, 404, 405, 501]);
    },
  },
  {
    shows: ["ROWN-3-01"],
    level: "should",
    title: "POST at the address of a user is answered 405 with the methods that are allowed",
    run: async (trial) => {
      const { path } = await trial.user();
      const answer = await trial.send("POST", path, trial.userBody());
      expectRefused(answer, 405);
      const allow = answer.headers.get("allow") ?? "none";
      expectThat(/\bGET\b/.test(allow) && /\bPUT\b/.test(allow), "Allow", "GET and PUT", allow);
    },
  },
];

export const errors: Section = {
  name: "errors",
  title: "Errors and hostile input",
  source: "RFC 7644 section 3.12",
  needs: ["users"],
  checks: [...errorBodyChecks, ...malformedChecks, ...methodChecks, ...hostileChecks],
};
