import { listResponseUrn } from "@rollcall/scim/urns.ts";
import { NotApplicable } from "../verify/deviation.ts";
import {
  expectAbsent,
  expectAt,
  expectErrorBody,
  expectRefused,
  expectStatus,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import { expectDateTime } from "./date-time.ts";
import type { Check, Section } from "./check.ts";

const listChecks: readonly Check[] = [
  {
    shows: ["R7644-3.4.2-03"],
    title: "a query is answered 200 with a ListResponse",
    run: async (trial) => {
      const { body } = await trial.list(trial.users, { count: 1 });
      const schemas = valueAt(body, "schemas");
      const named = Array.isArray(schemas) && schemas.includes(listResponseUrn);
      expectThat(named, "schemas", JSON.stringify([listResponseUrn]), shown(schemas));
    },
  },
  {
    shows: ["R7644-3.4.2-04"],
    title: "totalResults is a whole number, also of a page",
    run: async (trial) => {
      await trial.user();
      const { body } = await trial.list(trial.users, { count: 1 });
      const total = body["totalResults"];
      expectThat(Number.isInteger(total) && Number(total) >= 1, "totalResults", "a whole number above 0", shown(total));
    },
  },
  {
    shows: ["R7644-3.4.2-05"],
    title: "Resources is there as soon as totalResults is not 0",
    run: async (trial) => {
      await trial.user();
      const { body } = await trial.list(trial.users, { count: 1 });
      expectThat(Array.isArray(body["Resources"]), "Resources", "an array", shown(body["Resources"]));
    },
  },
  {
    shows: ["R7643-3.1-02", "R7643-3.1-01"],
    title: "each listed user has an id, schemas and meta",
    run: async (trial) => {
      await trial.user();
      const { resources } = await trial.list(trial.users, { count: 3 });
      for (const [index, resource] of resources.entries()) {
        for (const member of ["id", "schemas", "meta"]) {
          const found = valueAt(resource, member);
          expectThat(found !== undefined, `Resources[${index}].${member}`, "a value", "nothing");
        }
      }
    },
  },
  {
    shows: ["R7644-3.4.2-07"],
    needs: ["filter"],
    title: "a query that finds nobody is answered 200 with totalResults 0",
    run: async (trial) => {
      const filter = `userName eq "${trial.address(trial.name("nobody"))}"`;
      const { body } = await trial.list(trial.users, { filter });
      expectThat(body["totalResults"] === 0, "totalResults", "0", shown(body["totalResults"]));
    },
  },
  {
    shows: ["AMB-27"],
    level: "should",
    needs: ["filter"],
    title: "a query that finds nobody has an empty list of Resources, for clients that insist on it",
    run: async (trial) => {
      const filter = `userName eq "${trial.address(trial.name("nobody"))}"`;
      const { body } = await trial.list(trial.users, { filter });
      const resources = body["Resources"];
      expectThat(Array.isArray(resources) && resources.length === 0, "Resources", "[]", shown(resources));
    },
  },
  {
    shows: ["R7644-3.4.2-02"],
    level: "should",
    title: "a query parameter that the standard does not know is ignored",
    run: async (trial) => expectStatus(await trial.get(`${trial.users}?count=1&rvUnknown=1`), 200),
  },
  {
    shows: ["R7644-3.4.2-03", "R7644-3.4.2-04"],
    needs: ["groups"],
    title: "groups are listed as users are",
    run: async (trial) => {
      await trial.group();
      const { body, resources } = await trial.list(trial.groups, { count: 1 });
      const total = body["totalResults"];
      expectThat(Number.isInteger(total) && Number(total) >= 1, "totalResults", "a whole number above 0", shown(total));
      expectThat(resources.length === 1, "Resources", "one group", `${resources.length}`);
    },
  },
];

export const read: Section = {
  name: "read",
  title: "Read",
  source: "RFC 7644 sections 3.4.1 and 3.4.2",
  needs: ["users"],
  checks: [
    {
      shows: ["R7644-3.4.1-01"],
      title: "a user is read with the id and the user name it was created with",
      run: async (trial) => {
        const made = await trial.user();
        const found = await trial.read(made.path);
        expectAt(found, "id", made.id, true);
        expectAt(found, "userName", String(made.resource["userName"]));
      },
    },
    {
      shows: ["R7644-3.4-01", "R7643-3.1-01"],
      title: "a user is read with schemas and meta",
      run: async (trial) => {
        const made = await trial.user();
        const found = await trial.read(made.path);
        const schemas = valueAt(found, "schemas");
        expectThat(Array.isArray(schemas), "schemas", "a list that is not empty", shown(schemas));
        expectDateTime(found, "meta.created");
        expectDateTime(found, "meta.lastModified");
      },
    },
    {
      shows: ["R7643-3.1-08", "R7643-3.1-11"],
      title: "meta.location of a user that is read ends in the path it was read at",
      run: async (trial) => {
        const made = await trial.user();
        const answer = await trial.get(made.path);
        const location = valueAt(answer.body, "meta.location");
        const holds = typeof location === "string" && location.endsWith(made.path);
        expectThat(holds, "meta.location", `a URI that ends in ${made.path}`, shown(location));
        const header = answer.headers.get("content-location");
        expectThat(header === undefined || header === location, "Content-Location", shown(location), String(header));
      },
    },
    {
      shows: ["R7643-7-10"],
      needs: ["User:password"],
      title: "a password that is asked for by name is not answered",
      run: async (trial) => {
        const made = await trial.user({ password: "t1meToSay-aPassword" });
        expectAbsent(await trial.read(`${made.path}?attributes=password`), "password");
      },
    },
    {
      shows: ["R7644-3.4.1-01"],
      title: "a user that does not exist is answered 404 with an Error",
      run: async (trial) => {
        const answer = await trial.get(`${trial.users}/${trial.name("nobody")}`);
        expectRefused(answer, 404);
        expectErrorBody(answer);
      },
    },
    {
      shows: ["R7644-3.4.1-01"],
      needs: ["groups"],
      title: "the id of a user is no group",
      run: async (trial) => {
        const { id } = await trial.user();
        expectRefused(await trial.get(`${trial.groups}/${encodeURIComponent(id)}`), 404);
      },
    },
    {
      shows: ["R7643-3.1-02"],
      level: "should",
      title: "an id in another case is not found",
      run: async (trial) => {
        const { id } = await trial.user();
        const other = id === id.toUpperCase() ? id.toLowerCase() : id.toUpperCase();
        if (other === id) throw new NotApplicable("the id has no letters");
        expectRefused(await trial.get(`${trial.users}/${encodeURIComponent(other)}`), 404);
      },
    },
    {
      shows: ["R7644-1.2-01"],
      title: "an id may be percent-encoded in a path",
      run: async (trial) => {
        const made = await trial.user();
        const encoded = [...Buffer.from(made.id)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
        expectAt(await trial.read(`${trial.users}/${encoded}`), "id", made.id, true);
      },
    },
    {
      shows: ["R9110-9.1-01"],
      level: "should",
      title: "HEAD of a user is answered as GET is, without a body",
      run: async (trial) => {
        const made = await trial.user();
        const answer = await trial.send("HEAD", made.path);
        expectStatus(answer, 200);
        expectThat(answer.text === "", "body", "none", shown(answer.text));
      },
    },
    ...listChecks,
  ],
};
