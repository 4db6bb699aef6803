import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("the preview of a mapping in the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
    source = await connectSource(rollcall, owner.organization.id, "HR feed");
    await source.createUser({ email: "ann@example.com", name: "Ann Example", more: { nickName: "Annie" } });
    await source.createUser({ email: "bo@example.com", name: "Bo Example", more: { nickName: "Bo" } });
    await source.createUser({ email: "cy@example.com", name: "Cy Example" });
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("a draft is previewed over everybody, then saved and applied at once", async () => {
    const row = page.getByRole("group", { name: "Display Name" });
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}/mapping`);
    await row.getByRole("combobox", { name: "SCIM attribute for Display Name" }).fill("nickName");
    await row.getByRole("button", { name: "Remove path 2 of Display Name" }).click();
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "What this mapping does to everybody" });
    const whom = dialog.getByRole("list", { name: "Whom it changes" });
    await whom.getByText("Ann Example").first().waitFor();
    assert.equal(await whom.getByRole("listitem").count(), 3);
    await whom.getByText("Becomes incomplete").waitFor();
    await dialog.getByText("0 stay as they are").waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-preview");
    await page.setViewportSize({ width: 360, height: 780 });
    await takePictures(page, "mapping-preview-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await dialog.getByRole("combobox", { name: "Becomes" }).click();
    await page.getByRole("option", { name: "Incomplete" }).click();
    await whom.getByText("Ann Example").first().waitFor({ state: "detached" });
    assert.deepEqual(await whom.getByRole("listitem").count(), 1);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "mapping-preview.csv");

    await dialog.getByRole("button", { name: "Save and apply now" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText(/Apply the mapping(: about to begin|: \d+ of \d+|: done)/).waitFor();
    await page.getByText("Apply the mapping: done, 3 people and groups.").waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-applied");
    const { items } = await rollcall.api<{ items: { displayName: string | null }[] }>(
      "GET",
      `/organizations/${owner.organization.id}/directory-users?sort=userName`,
    );
    assert.deepEqual(
      items.map(({ displayName }) => displayName),
      ["Annie", "Bo", null],
      "the source has sent nothing",
    );
    owner.assertQuiet();
  });
});
