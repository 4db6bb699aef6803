import { NotApplicable } from "../verify/deviation.ts";
import {
  expectAbsent,
  expectAt,
  expectSameOrder,
  expectSameSet,
  expectThat,
  shown,
  valueAt,
} from "../verify/expect.ts";
import type { Made, Page, Query, Trial } from "../verify/trial.ts";
import { type Check, needing, type Section } from "./check.ts";

/** Seven people nobody else has in common, and the filter that finds them. */
export interface PagedPeople {
  readonly filter: string;
  readonly ids: readonly string[];
}

/** Makes the people whom paging by index and by cursor walks through. */
export function pagedPeople(trial: Trial): Promise<PagedPeople> {
  return trial.shared("paged people", async (own) => {
    const prefix = own.name("");
    const made: Made[] = [];
    for (const letter of ["a", "b", "c", "d", "e", "f", "g"]) {
      made.push(await own.user({ userName: own.address(`${prefix}${letter}`) }));
    }
    return { filter: `userName sw "${prefix}"`, ids: made.map(({ id }) => id) };
  });
}

/** Reads one page of the seven people and judges it. */
function onPage(query: Query, judge: (page: Page, people: PagedPeople) => void): Check["run"] {
  return async (trial) => {
    const people = await pagedPeople(trial);
    judge(await trial.list(trial.users, { filter: people.filter, ...query }), people);
  };
}

function expectNumber(page: Page, member: string, expected: number): void {
  const found = page.body[member];
  expectThat(found === expected, member, String(expected), shown(found));
}

function expectCount(page: Page, expected: number): void {
  expectThat(page.ids.length === expected, "Resources", `${expected} resources`, `${page.ids.length}`);
}

const pageChecks = needing(
  ["filter"],
  [
    {
      shows: ["R7644-3.4.2-04"],
      title: "totalResults counts all matches, not those of the page",
      run: onPage({ startIndex: 1, count: 3 }, (page) => expectNumber(page, "totalResults", 7)),
    },
    {
      shows: ["R7644-3.4.2.4-05"],
      title: "a page holds as many as count asks for, and no more",
      run: onPage({ startIndex: 1, count: 3 }, (page) => expectCount(page, 3)),
    },
    {
      shows: ["R7644-3.4.2-06"],
      title: "a partial page says its startIndex and itemsPerPage as numbers",
      run: onPage({ startIndex: 3, count: 2 }, (page) => {
        expectNumber(page, "startIndex", 3);
        expectNumber(page, "itemsPerPage", 2);
      }),
    },
    {
      shows: ["R7644-3.4.2-06", "R7644-3.4.2.4-05"],
      title: "the last page holds what is left and says so",
      run: onPage({ startIndex: 6, count: 5 }, (page) => {
        expectCount(page, 2);
        expectNumber(page, "itemsPerPage", 2);
        expectNumber(page, "totalResults", 7);
      }),
    },
    {
      shows: ["R7644-3.4.2.4-02"],
      title: "a startIndex of 0 is read as 1",
      run: onPage({ startIndex: 0, count: 2 }, (page) => {
        expectCount(page, 2);
        expectNumber(page, "startIndex", 1);
      }),
    },
    {
      shows: ["R7644-3.4.2.4-02"],
      title: "a negative startIndex is read as 1",
      run: onPage({ startIndex: -5, count: 2 }, (page) => {
        expectCount(page, 2);
        expectNumber(page, "startIndex", 1);
      }),
    },
    {
      shows: ["R7644-3.4.2.4-04"],
      title: "a count of 0 answers the true total and no resources",
      run: onPage({ count: 0 }, (page) => {
        expectCount(page, 0);
        expectNumber(page, "totalResults", 7);
      }),
    },
    {
      shows: ["R7644-3.4.2.4-03"],
      title: "a negative count is read as 0",
      run: onPage({ count: -3 }, (page) => {
        expectCount(page, 0);
        expectNumber(page, "totalResults", 7);
      }),
    },
    {
      shows: ["AMB-26", "R7644-3.4.2-07"],
      title: "a startIndex past the end is answered 200 with no resources and the true total",
      run: onPage({ startIndex: 100, count: 2 }, (page) => {
        expectCount(page, 0);
        expectNumber(page, "totalResults", 7);
      }),
    },
    {
      shows: ["R7644-3.4.2.4-05", "AMB-24"],
      title: "a count beyond any limit is answered with a page",
      run: onPage({ count: 1_000_000 }, (page) => {
        expectThat(page.ids.length >= 1 && page.ids.length <= 7, "Resources", "1 to 7", `${page.ids.length}`);
        expectNumber(page, "totalResults", 7);
      }),
    },
    {
      shows: ["R7644-3.4.2.4-01", "ROWN-9-01"],
      title: "a walk by startIndex meets everybody once",
      run: async (trial) => {
        const { filter, ids } = await pagedPeople(trial);
        const met: string[] = [];
        for (let startIndex = 1; startIndex <= 7; startIndex += 3) {
          met.push(...(await trial.list(trial.users, { filter, startIndex, count: 3 })).ids);
        }
        expectSameSet("the ids of all pages", ids, met);
      },
    },
    {
      shows: ["ROWN-9-01"],
      level: "should",
      title: "the order is the same each time, as clients that import by pages rely on",
      run: async (trial) => {
        const { filter } = await pagedPeople(trial);
        const [one, other] = [await trial.list(trial.users, { filter }), await trial.list(trial.users, { filter })];
        expectSameOrder("Resources", one.ids, other.ids);
      },
    },
    {
      shows: ["R7644-3.4.2.5-01"],
      needs: ["User:displayName"],
      title: "a page is projected as a single user is",
      run: async (trial) => {
        const { filter } = await pagedPeople(trial);
        const page = await trial.list(trial.users, { filter, count: 2, attributes: "userName" });
        for (const resource of page.resources) {
          expectThat(valueAt(resource, "userName") !== undefined, "userName", "a value", "nothing");
          expectAbsent(resource, "displayName");
        }
      },
    },
    {
      shows: ["AMB-25"],
      level: "should",
      title: "a count that is no number is refused with 400",
      run: async (trial) => {
        const answer = await trial.get(`${trial.users}?count=many`);
        expectThat(answer.status === 400, `GET ${answer.path}`, "400", String(answer.status));
      },
    },
  ],
);

const unfilteredChecks: readonly Check[] = [
  {
    shows: ["R7644-3.4.2.4-05"],
    title: "a list without a filter holds no more than count asks for",
    run: async (trial) => {
      await trial.user();
      await trial.user();
      const { ids } = await trial.list(trial.users, { count: 1 });
      expectThat(ids.length === 1, "Resources", "one", `${ids.length}`);
    },
  },
  {
    shows: ["R7644-3.4.2.4-04"],
    title: "a list without a filter and with a count of 0 holds the total only",
    run: async (trial) => {
      await trial.user();
      const { ids, body } = await trial.list(trial.users, { count: 0 });
      expectThat(ids.length === 0, "Resources", "none", `${ids.length}`);
      expectThat(Number(body["totalResults"]) >= 1, "totalResults", "at least 1", shown(body["totalResults"]));
    },
  },
  {
    shows: ["R7644-3.4.2.4-05", "R7643-5-01"],
    title: "a list without a count holds no more than filter.maxResults",
    run: async (trial) => {
      const most = valueAt(trial.claims.config, "filter.maxResults");
      if (typeof most !== "number" || most < 1 || most > 10_000) {
        throw new NotApplicable("ServiceProviderConfig names no filter.maxResults that can be reached");
      }
      const { ids } = await trial.list(trial.users);
      expectThat(ids.length <= most, "Resources", `at most ${most}`, `${ids.length}`);
    },
  },
  {
    shows: ["R7644-3.4.2.4-05", "R7644-3.4.2-06"],
    needs: ["groups", "filter"],
    title: "groups are paged as users are",
    run: async (trial) => {
      const displayName = trial.name("paged");
      const groups = [1, 2, 3].map((number) => trial.group([], { displayName: `${displayName} ${number}` }));
      const made = await Promise.all(groups);
      const met: string[] = [];
      for (const startIndex of [1, 2, 3]) {
        const query = { filter: `displayName sw "${displayName}"`, startIndex, count: 1 };
        const page = await trial.list(trial.groups, query);
        expectAt(page.body, "totalResults", 3);
        met.push(...page.ids);
      }
      expectSameSet(
        "the ids of all pages",
        made.map(({ id }) => id),
        met,
      );
    },
  },
];

export const paging: Section = {
  name: "paging",
  title: "Paging by index",
  source: "RFC 7644 section 3.4.2.4",
  needs: ["users", "index"],
  checks: [...pageChecks, ...unfilteredChecks],
};
