import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const names = ["Ann Example", "Bo Example", "Cy Example"];

interface Mapping {
  readonly users: readonly { readonly attribute: string }[];
  readonly groups: readonly object[];
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

  /** The mapping in force, but for a title for everybody. */
  async function anotherMapping(): Promise<Mapping> {
    const { users, groups } = await rollcall.api<Mapping>("GET", mappingPath());
    const others = users.filter(({ attribute }) => attribute !== "title");
    return {
      users: [...others, { attribute: "title", source: { constant: "Chemist" } } as Mapping["users"][0]],
      groups,
    };
  }

  /** Keeps previews from writing what they find until the answered function is called. */
  async function holdPreviews(): Promise<() => Promise<void>> {
    const connection = await rollcall.connect();
    await connection.query("begin; lock table mapping_differences in exclusive mode");
    return () => connection.end();
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
    for (const name of names) await source.createUser({ email: `${name.slice(0, 2).trim()}@example.com`, name });
    const release = await holdPreviews();
    await rollcall.api("POST", `${mappingPath()}/previews`, await anotherMapping());
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
    await release();
    await job("Preview a mapping").getByText("Done").waitFor();
    await job("Preview a mapping").getByText("3 people would change").waitFor();
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
