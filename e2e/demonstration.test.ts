import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { playDemo } from "../packages/server/src/cli/demo.ts";
import type { DemoResult } from "../packages/server/src/cli/demo-result.ts";
import { fullSize } from "../packages/server/src/cli/demo-story.ts";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

const silent = { begin: () => undefined, advance: () => undefined, end: () => undefined };

describe("the console after the demonstration, with hundreds of people from two sources", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  let result: DemoResult;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    visit = await setUp(browser, rollcall);
    result = await playDemo(rollcall.origin, rollcall.apiKey, fullSize, silent);
    assert.deepEqual(result.problems, []);
  });
  after(async () => {
    visit?.assertQuiet();
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("Overview has the numbers that the sources brought about", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/overview");
    const { enabled, disabled } = result.directory.users;
    for (const [label, count] of [
      ["Enabled people", enabled],
      ["Disabled", disabled],
      ["Groups", result.directory.groups],
    ] as const) {
      const figure = page.getByText(label, { exact: true }).locator("..");
      await figure.getByText(count.toLocaleString("en"), { exact: true }).waitFor();
    }
    await assertAccessible(page);
    await takePictures(page, "demonstration-overview");
  });

  test("Apps says that both sources flow, and what each of them has", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/apps");
    for (const [application, people] of [
      // One was deleted by the source.
      ["Entra ID", fullSize.entraPeople - 1],
      ["Okta", fullSize.oktaPeople],
    ] as const) {
      const row = page.getByRole("row").filter({ hasText: application });
      await row.getByText("Flowing").waitFor();
      await row.getByText(String(people), { exact: true }).waitFor();
    }
    await assertAccessible(page);
    await takePictures(page, "demonstration-apps");
    await page.getByRole("link", { name: "Entra ID" }).first().click();
    await page.getByRole("heading", { name: "Entra ID" }).waitFor();
    await page.getByText("patch.op-capitalised").waitFor();
    await assertAccessible(page);
    await takePictures(page, "demonstration-application");
  });

  test("a leaver is found among all by the name, and the timeline tells what was asked", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/directory/users");
    const table = page.getByRole("table", { name: "People" });
    await table.getByRole("link").nth(10).waitFor();
    await page.getByRole("combobox", { name: "Order" }).click();
    await page.getByRole("option", { name: "By name" }).click();
    await page.waitForURL(/sort=name/);
    await table.getByRole("link").nth(10).waitFor();
    await assertAccessible(page);
    await takePictures(page, "demonstration-users");
    const leaver = result.leavers.find(
      ({ status, application }) => status === "disabled" && application === "Entra ID",
    );
    await page.getByRole("searchbox", { name: "Search people" }).fill(leaver?.userName ?? "nobody");
    await table
      .getByRole("row")
      .filter({ hasText: leaver?.userName ?? "nobody" })
      .getByRole("link")
      .first()
      .click();
    await page.getByText("Disabled", { exact: true }).first().waitFor();
    await page.getByText("Entra ID").first().waitFor();
    await assertAccessible(page);
    await takePictures(page, "demonstration-user");
  });

  test("Activity lists what happened, by source too", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/activity");
    await page.getByRole("table", { name: "Events" }).getByRole("row").nth(10).waitFor();
    await assertAccessible(page);
    await takePictures(page, "demonstration-activity");
    await page.goto("/o/example-corp/activity?tab=exchanges");
    await page.getByRole("table", { name: "Exchanges" }).getByRole("row").nth(10).waitFor();
    await takePictures(page, "demonstration-exchanges");
  });
});
