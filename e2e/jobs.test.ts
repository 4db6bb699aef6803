import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

/** People whose mapping takes long enough that what waits for it can be cancelled. */
const people = 400;
const addresses = Array.from({ length: 150 }, (_, index) => ({ value: `a${index}@example.com` }));
/** Every address with every other one: as much as an expression may do. */
const slow = "size(emails.map(a, emails.map(b, a.value + b.value)))";
const slowlyFilled = new Set(
  "title nickName userType department division costCenter locale timezone middleName preferredLanguage".split(" "),
);

interface Rule {
  readonly attribute: string;
  readonly source: object;
}

describe("what is done in the background, in the console", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  withConsole((opened) => {
    ({ rollcall, owner, page } = opened);
  });

  const jobs = () => page.getByRole("table", { name: "Jobs" });
  const job = (title: string) => jobs().getByRole("row").filter({ hasText: title });
  const mappingPath = () => `/source-applications/${source.applicationId}/mapping`;

  async function createPeople(): Promise<void> {
    for (let first = 0; first < people; first += 20) {
      const some = Array.from({ length: 20 }, (_, index) => first + index);
      await Promise.all(
        some.map((number) =>
          source.createUser({ email: `p${number}@example.com`, name: `Person ${number}`, more: { emails: addresses } }),
        ),
      );
    }
  }

  /** The mapping in force, with expressions that take their time. */
  async function slowMapping(): Promise<object> {
    const { users, groups } = await rollcall.api<{ users: Rule[]; groups: Rule[] }>("GET", mappingPath());
    const slowed = users.map((rule) =>
      slowlyFilled.has(rule.attribute) ? { ...rule, source: { expression: `string(${slow})` } } : rule,
    );
    return { users: slowed, groups };
  }

  test("before anything was begun the page says what will be there", async () => {
    await page.goto(`/o/${owner.organization.slug}/activity`);
    await page.getByRole("tab", { name: "Jobs" }).click();
    await page.getByText("Nothing was done in the background yet").waitFor();
    await assertAccessible(page);
    await takePictures(page, "jobs-none");
  });

  test("a job is seen while it goes on, one that waits is cancelled, and what came of them stays", async () => {
    source = await connectSource(rollcall, owner.organization.id, "HR feed");
    await createPeople();
    await rollcall.api("POST", `${mappingPath()}/previews`, await slowMapping());
    await rollcall.api("POST", `${mappingPath()}/apply`);
    await job("Apply the mapping").getByText("Waits").waitFor();
    await job("Apply the mapping").getByRole("button", { name: "Cancel Apply the mapping" }).click();
    await job("Apply the mapping").getByText("Cancelled").waitFor();
    assert.equal(await job("Apply the mapping").getByRole("button").count(), 0);
    await job("Preview a mapping").getByText("HR feed").waitFor();
    await takePictures(page, "jobs");
    await assertAccessible(page);
    await page.setViewportSize({ width: 360, height: 740 });
    await assertAccessible(page);
    await takePictures(page, "jobs-narrow");
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(wide <= 360, `${wide} px in a window of 360 px`);
    await page.setViewportSize({ width: 1440, height: 900 });
    await job("Preview a mapping").getByText(`${people} of ${people}`).waitFor();
    await job("Preview a mapping").getByText("Done").waitFor();
    await job("Preview a mapping").getByText("0 people would change").waitFor();
    assert.equal(await page.getByRole("button", { name: /^Cancel / }).count(), 0);
  });

  test("the list is narrowed to a source, leads to where a job was begun, and is found from there", async () => {
    const other = await connectSource(rollcall, owner.organization.id, "Another feed");
    await page.goto(`/o/${owner.organization.slug}/activity?tab=jobs`);
    await page.getByRole("combobox", { name: "All applications" }).click();
    await page.getByRole("option", { name: "Another feed" }).click();
    await page.getByText("No job of this source").waitFor();
    await page.goto(`/o/${owner.organization.slug}/activity?tab=jobs`);
    await job("Apply the mapping").getByRole("link", { name: "Apply the mapping" }).click();
    await page.getByText("Apply the mapping: cancelled after").waitFor();
    await assertAccessible(page);
    await page.getByRole("link", { name: "All jobs" }).click();
    await job("Preview a mapping").waitFor();
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const window = { from, until: new Date(Date.now() - 1).toISOString() };
    await rollcall.api("POST", `/source-applications/${other.applicationId}/undo/preview`, window);
    await page.getByRole("button", { name: "Clear All applications" }).click();
    await job("Preview an undo").getByText("0 people would come back").waitFor();
    owner.assertQuiet();
  });
});
