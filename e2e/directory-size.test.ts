import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";

const people = 100_000;
/** What one import takes. */
const batch = 10_000;
/** Rows that are scrolled through. */
const depth = 3_000;

describe("a directory of 100,000 people in the console", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  withConsole(async (opened) => {
    ({ rollcall, owner, page } = opened);
    for (let first = 0; first < people; first += batch) {
      await importPeople(first);
    }
    await untilEventsAreInOrder();
  });

  test("is listed as soon as an empty one, and finds one of them as somebody types", async (context) => {
    const empty = await rollcall.api<{ slug: string }>("POST", "/organizations", { name: "Empty Corp" });
    let yardstick = 0;
    let full = 0;
    // The first time warms both up.
    for (let turn = 0; turn < 2; turn++) {
      yardstick = await opened(empty.slug, "Nobody yet");
      full = await opened(owner.organization.slug, "Person 000000");
    }
    say(context, `usable after ${full} ms with ${people.toLocaleString("en")} people, ${yardstick} ms with none`);
    await page.getByRole("searchbox", { name: "Search people" }).fill("person099123");
    await page.getByRole("link", { name: "Person 099123" }).waitFor();
    assert.equal(await page.getByRole("table", { name: "People" }).getByRole("link").count(), 1);
    await page.getByRole("searchbox", { name: "Search people" }).fill("");
    await page.getByRole("link", { name: "Person 000000" }).waitFor();
  });

  test("is scrolled through with only the rows in sight in the page", async (context) => {
    await page.evaluate(watchFrames);
    const begun = performance.now();
    let last = 0;
    let most = 0;
    while (last < depth) {
      await page.mouse.wheel(0, 900);
      const indexes = await page
        .locator('[role="row"][aria-rowindex]')
        .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("aria-rowindex"))));
      last = Math.max(last, ...indexes);
      most = Math.max(most, indexes.length);
    }
    const took = Math.round(performance.now() - begun);
    const [median, worst] = await framesSeen(page);
    say(context, `${last} rows in ${took} ms; a frame every ${median} ms, the slowest after ${worst} ms`);
    assert.ok(most < 100, `${most} rows stood in the page at once`);
    owner.assertQuiet();
  });

  async function importPeople(first: number): Promise<void> {
    const answer = await fetch(
      `${rollcall.origin}/api/v1/organizations/${owner.organization.id}/directory-users/import`,
      {
        method: "POST",
        headers: { authorization: `Bearer ${rollcall.apiKey}`, "content-type": "text/csv" },
        body: table(first),
      },
    );
    assert.equal(answer.status, 201, await answer.text());
  }

  /** Reads the feed to its end: what an import leaves behind is not what is measured. */
  async function untilEventsAreInOrder(): Promise<void> {
    let after = "";
    let seen = 0;
    while (seen < people) {
      const path = `/organizations/${owner.organization.id}/provisioning-events?limit=1000${after}`;
      const { items, nextCursor } = await rollcall.api<{ items: unknown[]; nextCursor: string }>("GET", path);
      seen += items.length;
      after = `&after=${encodeURIComponent(nextCursor)}`;
      if (items.length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Opens the list as somebody does who comes from nowhere; answers the milliseconds until the text is seen. */
  async function opened(slug: string, text: string): Promise<number> {
    const begun = performance.now();
    await page.goto(`/o/${slug}/directory/users`);
    await page.getByText(text).first().waitFor();
    return Math.round(performance.now() - begun);
  }
});

/** A yardstick stands beside each figure; none is asserted, for machines differ. */
function say(context: TestContext, figures: string): void {
  context.diagnostic(figures);
}

function table(first: number): string {
  const lines = Array.from({ length: batch }, (_, index) => {
    const number = String(first + index).padStart(6, "0");
    return `person${number}@example.com,person${number}@example.com,Person,${number},Person ${number}`;
  });
  return `userName,email,givenName,familyName,displayName\n${lines.join("\n")}\n`;
}

/** Notes in the page the milliseconds between frames from now on. */
const watchFrames = `{
  const frames = (globalThis.frameGaps = []);
  let before = performance.now();
  const note = () => {
    const now = performance.now();
    frames.push(now - before);
    before = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}`;

/** Half of the frames came sooner than the first answer, and all of them sooner than the second. */
async function framesSeen(page: Page): Promise<readonly [median: number, worst: number]> {
  const frames = (await page.evaluate<number[]>("globalThis.frameGaps")).toSorted((one, other) => one - other);
  return [Math.round(frames[frames.length >> 1] ?? 0), Math.round(frames.at(-1) ?? 0)];
}
