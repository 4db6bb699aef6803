import { searchRequestUrn } from "@rollcall/scim/urns.ts";
import { textAt } from "../scim-answer.ts";
import { NotApplicable } from "../verify/deviation.ts";
import { expectAbsent, expectRefused, expectSameOrder, expectSameSet, expectThat, shown } from "../verify/expect.ts";
import { type Page, pageOf, type Query, queryText, type Trial } from "../verify/trial.ts";
import type { Section } from "./check.ts";
import { pagedPeople } from "./paging.ts";

const unreserved = /^[A-Za-z0-9._~-]+$/;

async function page(trial: Trial, query: Query): Promise<Page> {
  const { filter } = await pagedPeople(trial);
  return trial.list(trial.users, { filter, ...query });
}

function nextOf({ body }: Page): string | undefined {
  return textAt(body, "nextCursor");
}

/** Reads the page after this one; there has to be one. */
async function pageAfter(trial: Trial, before: Page, query: Query): Promise<Page> {
  const cursor = nextOf(before);
  expectThat(cursor !== undefined, "nextCursor", "a text, for there is more", shown(before.body["nextCursor"]));
  return page(trial, { ...query, cursor });
}

export const cursor: Section = {
  name: "cursor",
  title: "Paging by cursor",
  source: "RFC 9865",
  needs: ["users", "cursor", "filter"],
  checks: [
    {
      shows: ["R9865-2-01", "R9865-2-03"],
      title: "the first page, asked for with an empty cursor, has a nextCursor",
      run: async (trial) => {
        const first = await page(trial, { cursor: "", count: 2 });
        expectThat(first.ids.length === 2, "Resources", "2 resources", `${first.ids.length}`);
        const next = nextOf(first);
        expectThat(next !== undefined && next !== "", "nextCursor", "a text", shown(first.body["nextCursor"]));
      },
    },
    {
      shows: ["ROWN-9-03", "R9865-2-01"],
      title: "a cursor without a value asks for the first page too",
      run: async (trial) => {
        const { filter } = await pagedPeople(trial);
        const answer = await trial.get(`${trial.users}${queryText({ filter, count: 2 })}&cursor`);
        const next = nextOf(pageOf(answer));
        expectThat(next !== undefined, "nextCursor", "a text", "nothing");
      },
    },
    {
      shows: ["R9865-2-01", "R9865-2-03"],
      title: "a walk by cursors meets everybody once, and the last page has no nextCursor",
      run: async (trial) => {
        const { ids } = await pagedPeople(trial);
        const met: string[] = [];
        let next: string | undefined = "";
        for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
          const found: Page = await page(trial, { cursor: next, count: 3 });
          met.push(...found.ids);
          next = nextOf(found);
        }
        expectThat(next === undefined, "nextCursor of the last page", "nothing", "a text");
        expectSameSet("the ids of all pages", ids, met);
      },
    },
    {
      shows: ["R9865-2-03"],
      title: "a page that holds everybody has no nextCursor",
      run: async (trial) => expectAbsent((await page(trial, { cursor: "", count: 50 })).body, "nextCursor"),
    },
    {
      shows: ["R9865-2-04"],
      title: "the first page has no previousCursor",
      run: async (trial) => expectAbsent((await page(trial, { cursor: "", count: 2 })).body, "previousCursor"),
    },
    {
      shows: ["R9865-2-04"],
      title: "previousCursor leads back to the page before",
      run: async (trial) => {
        const query = { count: 2 };
        const first = await page(trial, { cursor: "", ...query });
        const second = await pageAfter(trial, first, query);
        const previous = textAt(second.body, "previousCursor");
        if (previous === undefined) throw new NotApplicable("it gives no previousCursor");
        const back = await page(trial, { ...query, cursor: previous });
        expectSameOrder("Resources", first.ids, back.ids);
      },
    },
    {
      shows: ["R9865-2-01"],
      title: "a cursor is made of characters that need no encoding in a URL",
      run: async (trial) => {
        const next = nextOf(await page(trial, { cursor: "", count: 2 })) ?? "";
        expectThat(unreserved.test(next), "nextCursor", "letters, digits and -._~", next);
      },
    },
    {
      shows: ["R9865-2-02"],
      title: "a page by cursor holds no more than count",
      run: async (trial) => {
        const first = await page(trial, { cursor: "", count: 3 });
        const second = await pageAfter(trial, first, { count: 3 });
        expectThat(second.ids.length <= 3, "Resources", "at most 3", `${second.ids.length}`);
      },
    },
    {
      shows: ["R9865-2-02", "R9865-2-06"],
      title: "a count of 0 with a cursor answers no resources",
      run: async (trial) => {
        const { ids, body } = await page(trial, { cursor: "", count: 0 });
        expectThat(ids.length === 0, "Resources", "none", `${ids.length}`);
        const total = body["totalResults"];
        expectThat(total === undefined || total === 7, "totalResults", "7, or nothing", shown(total));
      },
    },
    {
      shows: ["R9865-2-06"],
      title: "totalResults of a page by cursor is right, where it is there",
      run: async (trial) => {
        const total = (await page(trial, { cursor: "", count: 2 })).body["totalResults"];
        expectThat(total === undefined || total === 7, "totalResults", "7, or nothing", shown(total));
      },
    },
    {
      shows: ["R9865-2-07"],
      level: "should",
      title: "a page by cursor says its itemsPerPage",
      run: async (trial) => {
        const found = (await page(trial, { cursor: "", count: 2 })).body["itemsPerPage"];
        expectThat(found === 2, "itemsPerPage", "2", shown(found));
      },
    },
    {
      shows: ["R9865-2.1-01", "R9865-5-03"],
      title: "a cursor that was never given is refused with 400",
      run: async (trial) => {
        const { filter } = await pagedPeople(trial);
        const query = queryText({ filter, cursor: "rv-forged", count: 2 });
        expectRefused(await trial.get(trial.users + query), 400);
      },
    },
    {
      shows: ["R9865-2.1-01"],
      level: "should",
      title: "a cursor that was never given is refused as invalidCursor",
      run: async (trial) => {
        const { filter } = await pagedPeople(trial);
        const query = queryText({ filter, cursor: "rv-forged", count: 2 });
        expectRefused(await trial.get(trial.users + query), 400, "invalidCursor");
      },
    },
    {
      shows: ["R9865-5-03"],
      level: "should",
      title: "a cursor with one character changed is refused",
      run: async (trial) => {
        const { filter } = await pagedPeople(trial);
        const next = nextOf(await page(trial, { cursor: "", count: 2 })) ?? "";
        const middle = Math.floor(next.length / 2);
        const changed = next.slice(0, middle) + (next[middle] === "A" ? "B" : "A") + next.slice(middle + 1);
        expectRefused(await trial.get(trial.users + queryText({ filter, cursor: changed, count: 2 })), 400);
      },
    },
    {
      shows: ["R9865-2.1-01", "R9865-2-05"],
      level: "should",
      title: "a cursor of another query is refused",
      run: async (trial) => {
        const next = nextOf(await page(trial, { cursor: "", count: 2 })) ?? "";
        const filter = `userName eq "${trial.name("other")}"`;
        expectRefused(await trial.get(trial.users + queryText({ filter, cursor: next, count: 2 })), 400);
      },
    },
    {
      shows: ["R9865-3-01"],
      needs: ["search"],
      title: "a search by POST is walked by cursors too",
      run: async (trial) => {
        const { filter, ids } = await pagedPeople(trial);
        const met: string[] = [];
        let next: string | undefined = "";
        for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
          const body = { schemas: [searchRequestUrn], filter, count: 3, cursor: next };
          const found: Page = pageOf(await trial.send("POST", `${trial.users}/.search`, body));
          met.push(...found.ids);
          next = nextOf(found);
        }
        expectSameSet("the ids of all pages", ids, met);
      },
    },
    {
      shows: ["R9865-2-03", "R9865-4-01"],
      title: "a walk loses nobody who was there throughout when somebody else is deleted",
      run: async (trial) => {
        const prefix = trial.name("");
        const made = [];
        for (const letter of ["a", "b", "c", "d", "e"]) {
          made.push(await trial.user({ userName: trial.address(`${prefix}${letter}`) }));
        }
        const query = { filter: `userName sw "${prefix}"`, count: 2 };
        const first = await trial.list(trial.users, { ...query, cursor: "" });
        const gone = made.find(({ id }) => first.ids.includes(id));
        if (gone !== undefined) await trial.send("DELETE", gone.path);
        const met = [...first.ids];
        let next = nextOf(first);
        for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
          const found = await trial.list(trial.users, { ...query, cursor: next });
          met.push(...found.ids);
          next = nextOf(found);
        }
        expectSameSet(
          "the ids of all pages",
          made.map(({ id }) => id),
          met,
        );
      },
    },
  ],
};
