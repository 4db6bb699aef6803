import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("several sources of one person, in the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let workforce: Source;
  let contractors: Source;
  let ana: string;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
    const { id } = owner.organization;
    await rollcall.api("PUT", `/organizations/${id}/domains`, { domains: ["example.com"] });
    workforce = await connectSource(rollcall, id, "Okta workforce");
    contractors = await connectSource(rollcall, id, "Okta contractors");
    const share = { domains: ["example.com"] };
    await rollcall.api("PUT", `/source-applications/${contractors.applicationId}/domains`, share);
    ana = await workforce.createUser({ email: "ana@example.com", name: "Ana Silva", more: { title: "Accountant" } });
    await contractors.createUser({ email: "ana@example.com", name: "Ana Silva", more: { title: "Auditor" } });
    await workforce.createUser({ email: "bo@example.com", name: "Bo Berg" });
    await workforce.change(`/Users/${ana}`, "active", false);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("another status rule is chosen by keyboard, previewed, and decides everybody anew", {
    timeout: 60_000,
  }, async () => {
    await page.goto(`/o/${owner.organization.slug}/settings`);
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Several sources" }).click();
    await page.getByRole("radio", { name: "The owner decides", checked: true }).focus();
    await page.keyboard.press("ArrowDown");
    await page.getByRole("radio", { name: "Any source is enough", checked: true }).waitFor();
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText("It would enable 1 person and disable 0 people.").waitFor();
    await assertAccessible(page);
    await takePictures(page, "settings-several-sources");
    await page.setViewportSize({ width: 360, height: 780 });
    await takePictures(page, "settings-several-sources-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Save and decide anew" }).click();
    await page.getByText("Decided anew: 1 person enabled, 0 people disabled.").waitFor({ timeout: 30_000 });
  });

  test("the person's page says whose word it is", async () => {
    await page.goto(`/o/${owner.organization.slug}/directory/users?q=ana`);
    await page
      .getByRole("link", { name: /Ana Silva/ })
      .first()
      .click();
    await page.getByText("A linked source says active although Okta workforce says inactive").waitFor();
    const sources = page.getByRole("region", { name: "Sources" });
    await sources.getByText("Owns the person · says inactive").waitFor();
    await sources.getByText("Fills what is empty · says active").waitFor();
    await page.getByText('the status rule is "any": a linked source says active').first().waitFor();
    await assertAccessible(page);
    await page.getByText("Okta contractors gives “Auditor”").waitFor();
    await takePictures(page, "directory-user-several-sources");
  });

  test("an application comes first for an attribute, and the person's page says who won and who lost", {
    timeout: 60_000,
  }, async () => {
    await page.goto(`/o/${owner.organization.slug}/settings/several-sources`);
    await page.getByText("For every attribute the owner’s value wins.").waitFor();
    await page.getByRole("button", { name: "Add an attribute" }).click();
    const list = page.getByRole("list", { name: "Precedence" });
    await list.getByRole("combobox", { name: "Attribute" }).click();
    await page.getByRole("option", { name: "Title", exact: true }).click();
    await list.getByRole("combobox", { name: "Applications that come first for Title, in this order" }).click();
    await page.getByRole("option", { name: "Okta contractors" }).click();
    await page.keyboard.press("Escape");
    await assertAccessible(page);
    await takePictures(page, "settings-precedence");
    await page.setViewportSize({ width: 360, height: 1_100 });
    await takePictures(page, "settings-precedence-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Save precedence" }).click();
    await page.getByText("Made anew: values of 1 person changed.").waitFor({ timeout: 30_000 });
    await page.goto(`/o/${owner.organization.slug}/directory/users?q=ana`);
    await page
      .getByRole("link", { name: /Ana Silva/ })
      .first()
      .click();
    const title = page.getByRole("row", { name: /^Title/ });
    await title.getByText("Auditor", { exact: true }).waitFor();
    await title.getByText("Okta workforce gives “Accountant”").waitFor();
    await page.getByText("the precedence of sources was changed").first().waitFor();
    await assertAccessible(page);
    await takePictures(page, "directory-user-precedence");
    owner.assertQuiet();
  });
});
