import type { JsonObject } from "@rollcall/scim/resource.ts";
import { searchRequestUrn } from "@rollcall/scim/urns.ts";
import {
  expectAbsent,
  expectErrorBody,
  expectPresent,
  expectRefused,
  expectSameSet,
  expectStatus,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import { type Page, pageOf, type Trial } from "../verify/trial.ts";
import { type Check, needing, type Section } from "./check.ts";
import { pagedPeople } from "./paging.ts";

async function search(trial: Trial, more: JsonObject, at?: string): Promise<Page> {
  return pageOf(await trial.send("POST", `${at ?? trial.users}/.search`, { schemas: [searchRequestUrn], ...more }));
}

/** Searches among the seven people of the paging checks. */
function onSearch(more: JsonObject, judge: (page: Page, ids: readonly string[]) => void): Check["run"] {
  return async (trial) => {
    const { filter, ids } = await pagedPeople(trial);
    judge(await search(trial, { filter, ...more }), ids);
  };
}

const typeChecks = needing(
  ["search", "filter"],
  [
    {
      shows: ["R7644-3.4.3-01", "R7644-3.4.3-03"],
      title: "a search is answered 200 with what the query by GET finds, not 201",
      run: onSearch({}, ({ ids, answer }, expected) => {
        expectStatus(answer, 200);
        expectSameSet("Resources", expected, ids);
      }),
    },
    {
      shows: ["R7644-3.4.3-03"],
      needs: ["index"],
      title: "a search is paged by startIndex and count",
      run: onSearch({ startIndex: 6, count: 5 }, ({ ids, body }) => {
        expectThat(ids.length === 2, "Resources", "2 resources", `${ids.length}`);
        expectThat(body["totalResults"] === 7, "totalResults", "7", shown(body["totalResults"]));
        expectThat(body["startIndex"] === 6, "startIndex", "6", shown(body["startIndex"]));
      }),
    },
    {
      shows: ["R7644-3.4.3-03", "R7644-3.4.2.4-04"],
      title: "a search with a count of 0 answers the total only",
      run: onSearch({ count: 0 }, ({ ids, body }) => {
        expectThat(ids.length === 0, "Resources", "none", `${ids.length}`);
        expectThat(body["totalResults"] === 7, "totalResults", "7", shown(body["totalResults"]));
      }),
    },
    {
      shows: ["R7644-3.4.3-02", "R7644-3.9-05"],
      needs: ["User:displayName"],
      title: "a search is projected by a list of attributes",
      run: onSearch({ attributes: ["userName"], count: 2 }, ({ resources }) => {
        expectThat(resources.length === 2, "Resources", "2 resources", `${resources.length}`);
        for (const resource of resources) {
          expectPresent(resource, "userName");
          expectAbsent(resource, "displayName");
        }
      }),
    },
    {
      shows: ["R7644-3.4.3-02", "R7644-3.9-05"],
      needs: ["User:displayName"],
      title: "a search is projected by a list of excludedAttributes",
      run: onSearch({ excludedAttributes: ["displayName"], count: 2 }, ({ resources }) => {
        expectThat(resources.length === 2, "Resources", "2 resources", `${resources.length}`);
        for (const resource of resources) {
          expectPresent(resource, "userName");
          expectAbsent(resource, "displayName");
        }
      }),
    },
    {
      shows: ["R7644-3.4.3-04", "R7644-3.4.2.2-03"],
      title: "a search by a filter that cannot be read is refused as invalidFilter",
      run: async (trial) => {
        const body = { schemas: [searchRequestUrn], filter: 'userName xx "a"' };
        const answer = await trial.send("POST", `${trial.users}/.search`, body);
        expectRefused(answer, 400, "invalidFilter");
        expectErrorBody(answer);
      },
    },
    {
      shows: ["R7644-3.4.3-04"],
      title: "a search whose body is no object is refused with 400",
      run: async (trial) => expectRefused(await trial.send("POST", `${trial.users}/.search`, []), 400),
    },
    {
      shows: ["R7644-3.4.3-04"],
      title: "a search whose filter is no text is refused with 400",
      run: async (trial) => {
        const body = { schemas: [searchRequestUrn], filter: 7 };
        expectRefused(await trial.send("POST", `${trial.users}/.search`, body), 400);
      },
    },
    {
      shows: ["R7644-3.4.3-01"],
      needs: ["groups"],
      title: "groups are searched as users are",
      run: async (trial) => {
        const { id, resource } = await trial.group();
        const filter = `displayName eq "${String(resource["displayName"])}"`;
        expectSameSet("Resources", [id], (await search(trial, { filter }, trial.groups)).ids);
      },
    },
  ],
);

/** Searches everything there is, by GET at the base URL or by POST. */
interface RootWay {
  readonly what: string;
  readonly need: "root-search" | "root-query";
  readonly find: (trial: Trial, filter: string) => Promise<Page>;
}

const rootWays: readonly RootWay[] = [
  {
    what: "a search at the base URL",
    need: "root-search",
    find: (trial, filter) => search(trial, { filter }, ""),
  },
  {
    what: "a query at the base URL",
    need: "root-query",
    find: (trial, filter) => trial.list("", { filter }),
  },
];

const rootChecks = rootWays.flatMap(({ what, need, find }): Check[] => [
  {
    shows: ["R7644-3.4.2.1-02", "R7644-3.4.3-01"],
    needs: [need, "filter", "groups"],
    title: `${what} finds users and groups`,
    run: async (trial) => {
      const externalId = trial.name("root");
      const user = await trial.user({ externalId });
      const group = await trial.group([], { externalId });
      const { ids } = await find(trial, `externalId eq "${externalId}"`);
      expectSameSet("Resources", [user.id, group.id], ids);
    },
  },
  {
    shows: ["R7644-3.4.2.1-02", "R7644-3.4.2.2-17"],
    needs: [need, "filter", "groups"],
    title: `${what} is narrowed by meta.resourceType`,
    run: async (trial) => {
      const externalId = trial.name("root");
      await trial.user({ externalId });
      const group = await trial.group([], { externalId });
      const type = String(valueAt(group.resource, "meta.resourceType"));
      const { ids } = await find(trial, `externalId eq "${externalId}" and meta.resourceType eq "${type}"`);
      expectSameSet("Resources", [group.id], ids);
    },
  },
  {
    shows: ["R7644-3.4.2.1-04"],
    needs: [need, "filter", "groups"],
    title: `${what} takes an attribute that a type lacks as having no value`,
    run: async (trial) => {
      const externalId = trial.name("root");
      const user = await trial.user({ externalId });
      const group = await trial.group([], { externalId });
      const { ids } = await find(trial, `externalId eq "${externalId}" and userName pr`);
      expectSameSet("Resources with a user name", [user.id], ids);
      const without = await find(trial, `externalId eq "${externalId}" and not (userName pr)`);
      expectSameSet("Resources without a user name", [group.id], without.ids);
    },
  },
]);

export const searches: Section = {
  name: "search",
  title: "Search by POST, and across all types",
  source: "RFC 7644 sections 3.4.3 and 3.4.2.1",
  needs: ["users"],
  checks: [...typeChecks, ...rootChecks],
};
