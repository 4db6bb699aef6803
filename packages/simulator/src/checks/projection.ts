import { enterpriseUserUrn } from "@rollcall/scim/urns.ts";
import type { Need } from "../verify/claims.ts";
import { elementsAt, expectAbsent, expectPresent, expectStatus, expectThat, type Path } from "../verify/expect.ts";
import type { Made, Trial } from "../verify/trial.ts";
import type { Check, Level, Section } from "./check.ts";

function projectedUser(trial: Trial): Promise<Made> {
  return trial.shared("projected user", (own) =>
    own.user({
      externalId: own.name("e"),
      ...(declares(own, "title") ? { title: "Engineer" } : {}),
      ...(trial.claims.missing.has("enterprise")
        ? {}
        : { [enterpriseUserUrn]: { department: "Lab", division: "North" } }),
    }),
  );
}

function declares(trial: Trial, name: string): boolean {
  return [...trial.claims.schemas.values()].some(({ attributes }) => attributes.has(name));
}

/** What a projection leaves of a user and what it takes away. */
interface ProjectionRow {
  readonly query: string;
  readonly keeps: readonly Path[];
  readonly drops: readonly Path[];
  readonly shows: readonly string[];
  readonly needs?: readonly Need[];
  readonly level?: Level;
}

const department = [enterpriseUserUrn, "department"];
const division = [enterpriseUserUrn, "division"];
const enterprise: readonly Need[] = ["enterprise", "Enterprise:department", "Enterprise:division"];

const rows: readonly ProjectionRow[] = [
  {
    query: "attributes=userName",
    keeps: ["id", "userName"],
    drops: ["displayName", "emails", "name", "meta", "externalId"],
    shows: ["R7644-3.9-03"],
  },
  { query: "attributes=displayName", keeps: ["id", "displayName"], drops: ["userName"], shows: ["R7644-3.9-03"] },
  {
    query: "attributes=userName,displayName",
    keeps: ["userName", "displayName"],
    drops: ["emails", "name"],
    shows: ["R7644-3.9-05"],
  },
  {
    query: "attributes=USERNAME",
    keeps: ["userName"],
    drops: ["displayName"],
    shows: ["R7644-3.9-05", "R7643-2.1-01"],
  },
  {
    query: "attributes=userName,%20displayName",
    keeps: ["userName", "displayName"],
    drops: ["name"],
    shows: ["R7644-3.9-05"],
    level: "should",
  },
  {
    query: "attributes=name.givenName",
    keeps: ["id", "name.givenName"],
    drops: ["name.familyName", "userName"],
    shows: ["R7644-3.9-03"],
    needs: ["User:name.givenName"],
  },
  {
    query: "attributes=name",
    keeps: ["name.givenName", "name.familyName"],
    drops: ["userName"],
    shows: ["R7644-3.9-03"],
    needs: ["User:name.familyName"],
  },
  {
    query: "attributes=emails",
    keeps: ["emails"],
    drops: ["userName", "name"],
    shows: ["R7644-3.9-03"],
    needs: ["User:emails"],
  },
  {
    query: `attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName`,
    keeps: ["userName"],
    drops: ["displayName"],
    shows: ["R7644-3.9-05", "R7644-3.10-01"],
  },
  {
    query: `attributes=${enterpriseUserUrn}:department`,
    keeps: ["id", department],
    drops: [division, "userName"],
    shows: ["R7644-3.9-05", "R7644-3.10-01"],
    needs: enterprise,
  },
  {
    query: `attributes=${enterpriseUserUrn}`,
    keeps: [department, division],
    drops: ["userName"],
    shows: ["R7644-3.9-05"],
    needs: enterprise,
    level: "should",
  },
  { query: "attributes=externalId", keeps: ["externalId"], drops: ["userName"], shows: ["R7644-3.9-03"] },
  {
    query: "attributes=meta",
    keeps: ["meta.resourceType", "meta.created"],
    drops: ["userName"],
    shows: ["R7644-3.9-03"],
  },
  {
    query: "attributes=meta.created",
    keeps: ["meta.created"],
    drops: ["meta.lastModified", "userName"],
    shows: ["R7644-3.9-03"],
  },
  {
    query: "attributes=rvNoSuchAttribute",
    keeps: ["id"],
    drops: ["userName"],
    shows: ["R7644-3.9-03"],
    level: "should",
  },
  {
    query: "excludedAttributes=displayName",
    keeps: ["id", "userName", "meta"],
    drops: ["displayName"],
    shows: ["R7644-3.9-04"],
  },
  {
    query: "excludedAttributes=displayName,emails",
    keeps: ["userName"],
    drops: ["displayName", "emails"],
    shows: ["R7644-3.9-05"],
  },
  {
    query: "excludedAttributes=name.givenName",
    keeps: ["name.familyName", "userName"],
    drops: ["name.givenName"],
    shows: ["R7644-3.9-04"],
    needs: ["User:name.givenName", "User:name.familyName"],
  },
  { query: "excludedAttributes=id", keeps: ["id", "userName"], drops: [], shows: ["R7644-3.9-04", "R7643-3.1-02"] },
  {
    query: "excludedAttributes=schemas",
    keeps: ["schemas", "userName"],
    drops: [],
    shows: ["R7643-3-02", "AMB-48"],
    level: "should",
  },
  {
    query: `excludedAttributes=${enterpriseUserUrn}:department`,
    keeps: [division, "userName"],
    drops: [department],
    shows: ["R7644-3.9-04", "R7644-3.10-01"],
    needs: enterprise,
  },
  { query: "excludedAttributes=meta", keeps: ["userName"], drops: ["meta"], shows: ["R7644-3.9-04"] },
  {
    query: "excludedAttributes=externalId",
    keeps: ["userName"],
    drops: ["externalId"],
    shows: ["R7644-3.9-04"],
  },
];

const rowChecks = rows.map(
  ({ query, keeps, drops, shows, needs, level }): Check => ({
    shows,
    title: `a user read with ${decodeURIComponent(query)} ${drops.length === 0 ? "keeps all that is always there" : "is narrowed to that"}`,
    ...(level === undefined ? {} : { level }),
    needs: needs ?? (query.includes("displayName") || drops.includes("displayName") ? ["User:displayName"] : []),
    run: async (trial) => {
      const { path } = await projectedUser(trial);
      const user = await trial.read(`${path}?${query}`);
      for (const kept of keeps) expectPresent(user, kept);
      for (const dropped of drops) expectAbsent(user, dropped);
    },
  }),
);

export const projection: Section = {
  name: "projection",
  title: "Projection by attributes and excludedAttributes",
  source: "RFC 7644 sections 3.4.2.5 and 3.9",
  needs: ["users"],
  checks: [
    ...rowChecks,
    {
      shows: ["R7644-3.9-03"],
      needs: ["User:emails.value", "User:emails.type"],
      title: "a sub-attribute that is named is all that is left of each element",
      run: async (trial) => {
        const { path } = await projectedUser(trial);
        const user = await trial.read(`${path}?attributes=emails.value`);
        const emails = elementsAt(user, "emails");
        expectThat(emails.length > 0, "emails", "one", "none");
        for (const email of emails) {
          expectPresent(email, "value");
          expectAbsent(email, "type");
        }
      },
    },
    {
      shows: ["R7644-3.9-02", "R7644-3.5.1-09"],
      needs: ["User:displayName"],
      title: "attributes narrows the answer to a PUT",
      run: async (trial) => {
        const body = trial.userBody();
        const made = await trial.create(trial.users, body);
        const answer = await trial.send("PUT", `${made.path}?attributes=userName`, body);
        expectStatus(answer, 200);
        expectPresent(answer.body, "userName");
        expectAbsent(answer.body, "displayName");
      },
    },
    {
      shows: ["R7644-3.5.2-12", "R7644-3.9-02"],
      needs: ["patch", "User:displayName"],
      title: "a PATCH with attributes is answered 200 with what was asked for",
      run: async (trial) => {
        const made = await trial.user();
        const value = trial.name("Renamed");
        const operation = { op: "replace", path: "displayName", value };
        const answer = await trial.patch(`${made.path}?attributes=displayName`, operation);
        expectStatus(answer, 200);
        expectThat(answer.body?.["displayName"] === value, "displayName", value, answer.text.slice(0, 200));
        expectAbsent(answer.body, "userName");
      },
    },
    {
      shows: ["R7644-3.9-04", "ROWN-10-01"],
      needs: ["groups", "Group:members"],
      title: "excludedAttributes=members leaves the members of a group out",
      run: async (trial) => {
        const { path } = await trial.group([await trial.user()]);
        const group = await trial.read(`${path}?excludedAttributes=members`);
        expectPresent(group, "displayName");
        expectAbsent(group, "members");
      },
    },
    {
      shows: ["R7644-3.9-04", "ROWN-10-01"],
      needs: ["groups", "Group:members", "filter"],
      title: "excludedAttributes=members leaves them out of a list of groups too",
      run: async (trial) => {
        const { resource } = await trial.group([await trial.user()]);
        const filter = `displayName eq "${String(resource["displayName"])}"`;
        const { resources } = await trial.list(trial.groups, { filter, excludedAttributes: "members" });
        expectThat(resources.length === 1, "Resources", "the group", `${resources.length} groups`);
        expectAbsent(resources[0], "members");
      },
    },
    {
      shows: ["R7644-3.9-03"],
      needs: ["groups", "Group:members"],
      title: "attributes=members leaves the name of a group out",
      run: async (trial) => {
        const { path } = await trial.group([await trial.user()]);
        const group = await trial.read(`${path}?attributes=members`);
        expectPresent(group, "members");
        expectAbsent(group, "displayName");
      },
    },
  ],
};
