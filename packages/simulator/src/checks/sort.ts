import { searchRequestUrn } from "@rollcall/scim/urns.ts";
import type { Need } from "../verify/claims.ts";
import { expectRefused, expectSameOrder, expectSameSet } from "../verify/expect.ts";
import { pageOf, type Query, type Trial } from "../verify/trial.ts";
import type { Check, Level, Section } from "./check.ts";

/** People whose order differs from attribute to attribute, and the filter that finds them. */
interface SortedPeople {
  readonly filter: string;
  readonly keyOf: ReadonlyMap<string, string>;
}

const people: readonly (readonly [key: string, familyName: string, title: string | undefined, mail: string])[] = [
  ["a", "delta", "Zoologist", "4"],
  ["b", "Alpha", undefined, "3"],
  ["c", "charlie", "architect", "5"],
  ["d", "Bravo", "Baker", "1"],
  ["e", "Echo", undefined, "2"],
];

function sortedPeople(trial: Trial): Promise<SortedPeople> {
  return trial.shared("sorted people", async (own) => {
    const prefix = own.name("");
    const keyOf = new Map<string, string>();
    for (const [key, familyName, title, mail] of people) {
      const { id } = await own.user({
        userName: own.address(`${prefix}${key}`),
        name: { givenName: "Ann", familyName },
        // The primary address decides, not the first.
        emails: [
          { value: own.address(`${prefix}z${key}`), type: "home" },
          { value: own.address(`${prefix}${mail}`), type: "work", primary: true },
        ],
        ...(title === undefined ? {} : { title }),
      });
      keyOf.set(id, key);
    }
    return { filter: `userName sw "${prefix}"`, keyOf };
  });
}

interface SortRow {
  readonly title: string;
  readonly query: Query;
  /** The keys of the people in their order. */
  readonly order: string;
  readonly shows: readonly string[];
  readonly needs?: readonly Need[];
  readonly level?: Level;
}

const rows: readonly SortRow[] = [
  { title: "ascending is the default", query: { sortBy: "userName" }, order: "abcde", shows: ["R7644-3.4.2.3-03"] },
  {
    title: "sortOrder ascending",
    query: { sortBy: "userName", sortOrder: "ascending" },
    order: "abcde",
    shows: ["R7644-3.4.2.3-03"],
  },
  {
    title: "sortOrder descending",
    query: { sortBy: "userName", sortOrder: "descending" },
    order: "edcba",
    shows: ["R7644-3.4.2.3-03"],
  },
  {
    title: "sortBy in another case",
    query: { sortBy: "USERNAME", sortOrder: "descending" },
    order: "edcba",
    shows: ["R7643-2.1-01"],
  },
  {
    title: "sortBy a sub-attribute, in whatever case the values are",
    query: { sortBy: "name.familyName" },
    order: "bdcae",
    shows: ["R7644-3.4.2.3-02", "R7644-3.4.2.3-05"],
    needs: ["User:name.familyName"],
  },
  {
    title: "sortBy a sub-attribute, descending",
    query: { sortBy: "name.familyName", sortOrder: "descending" },
    order: "eacdb",
    shows: ["R7644-3.4.2.3-03", "R7644-3.4.2.3-05"],
    needs: ["User:name.familyName"],
  },
  {
    title: "sortBy a multi-valued attribute goes by its primary value",
    query: { sortBy: "emails.value" },
    order: "debac",
    shows: ["R7644-3.4.2.3-02"],
    needs: ["User:emails.primary"],
  },
  {
    title: "sortBy a multi-valued attribute without its sub-attribute",
    query: { sortBy: "emails" },
    order: "debac",
    shows: ["R7644-3.4.2.3-02", "ROWN-8-01"],
    needs: ["User:emails.primary"],
    level: "should",
  },
  {
    title: "sortBy an instant goes by time",
    query: { sortBy: "meta.created" },
    order: "abcde",
    shows: ["R7644-3.4.2.3-05"],
  },
  {
    title: "sortBy with a URN before the name",
    query: { sortBy: "urn:ietf:params:scim:schemas:core:2.0:User:userName", sortOrder: "descending" },
    order: "edcba",
    shows: ["R7644-3.10-01"],
  },
];

const rowChecks = rows.map(
  ({ title, query, order, shows, needs, level }): Check => ({
    shows,
    title,
    ...(needs === undefined ? {} : { needs }),
    ...(level === undefined ? {} : { level }),
    run: async (trial) => {
      const { filter, keyOf } = await sortedPeople(trial);
      const { ids } = await trial.list(trial.users, { filter, ...query });
      expectSameOrder(
        "Resources",
        order.split(""),
        ids.map((id) => keyOf.get(id) ?? "somebody else"),
      );
    },
  }),
);

/** The titles in their order: those who have one, and those who have none wherever they stand. */
async function byTitle(trial: Trial, sortOrder: string): Promise<string[]> {
  const { filter, keyOf } = await sortedPeople(trial);
  const { ids } = await trial.list(trial.users, { filter, sortBy: "title", sortOrder });
  return ids.map((id) => keyOf.get(id) ?? "somebody else");
}

export const sort: Section = {
  name: "sort",
  title: "Sorting",
  source: "RFC 7644 section 3.4.2.3",
  needs: ["users", "sort", "filter"],
  checks: [
    ...rowChecks,
    {
      shows: ["R7644-3.4.2.3-04"],
      needs: ["User:title"],
      title: "ascending, those without a value come last",
      run: async (trial) => {
        const order = await byTitle(trial, "ascending");
        expectSameOrder("Resources", ["c", "d", "a"], order.slice(0, 3));
        expectSameSet("the last of Resources", ["b", "e"], order.slice(3));
      },
    },
    {
      shows: ["R7644-3.4.2.3-04"],
      needs: ["User:title"],
      title: "descending, those without a value come first",
      run: async (trial) => {
        const order = await byTitle(trial, "descending");
        expectSameSet("the first of Resources", ["b", "e"], order.slice(0, 2));
        expectSameOrder("the rest of Resources", ["a", "d", "c"], order.slice(2));
      },
    },
    {
      shows: ["R7644-3.4.2.3-02", "R7644-3.4.2.4-05"],
      needs: ["index"],
      title: "pages follow the order",
      run: async (trial) => {
        const { filter, keyOf } = await sortedPeople(trial);
        const met: string[] = [];
        for (const startIndex of [1, 3, 5]) {
          const query = { filter, sortBy: "userName", sortOrder: "descending", startIndex, count: 2 };
          met.push(...(await trial.list(trial.users, query)).ids);
        }
        expectSameOrder(
          "the ids of all pages",
          ["e", "d", "c", "b", "a"],
          met.map((id) => keyOf.get(id) ?? "?"),
        );
      },
    },
    {
      shows: ["R7644-3.4.2.3-02", "R7644-3.4.3-03"],
      needs: ["search"],
      title: "a search by POST is sorted as a query by GET is",
      run: async (trial) => {
        const { filter, keyOf } = await sortedPeople(trial);
        const body = { schemas: [searchRequestUrn], filter, sortBy: "userName", sortOrder: "descending" };
        const { ids } = pageOf(await trial.send("POST", `${trial.users}/.search`, body));
        expectSameOrder(
          "Resources",
          ["e", "d", "c", "b", "a"],
          ids.map((id) => keyOf.get(id) ?? "?"),
        );
      },
    },
    {
      shows: ["R7644-3.4.2.3-02"],
      needs: ["groups"],
      title: "groups are sorted by displayName",
      run: async (trial) => {
        const prefix = trial.name("");
        const ids = new Map<string, string>();
        for (const name of ["b", "C", "a"]) {
          ids.set(name, (await trial.group([], { displayName: `${prefix}${name}` })).id);
        }
        const page = await trial.list(trial.groups, { filter: `displayName sw "${prefix}"`, sortBy: "displayName" });
        expectSameOrder(
          "Resources",
          ["a", "b", "C"].map((name) => ids.get(name) ?? ""),
          page.ids,
        );
      },
    },
    {
      shows: ["ROWN-8-01"],
      level: "should",
      title: "a sortOrder that does not exist is refused as invalidValue",
      run: async (trial) => {
        const { filter } = await sortedPeople(trial);
        const query = `?filter=${encodeURIComponent(filter)}&sortBy=userName&sortOrder=upwards`;
        expectRefused(await trial.get(trial.users + query), 400, "invalidValue");
      },
    },
  ],
};
