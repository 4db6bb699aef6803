import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("the group rules of an application in the console", () => {
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
    const ann = await source.createUser({ email: "ann@example.com", name: "Ann Example" });
    await source.createGroup("Everybody", [ann]);
    await source.createGroup("app-Jira", [ann]);
    await source.createGroup("app-Wiki");
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("rules are written, previewed, and saved and applied to what is stored", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}`);
    await page.getByRole("navigation", { name: "Application" }).getByRole("link", { name: "Group rules" }).click();
    await page.getByText("All 3 groups of the source come into the directory.").waitFor();
    await page.getByRole("button", { name: "Add a condition to come in" }).click();
    await page.getByText("Every rule needs a text.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Preview", exact: true }).isDisabled(), true);
    await page.getByRole("textbox", { name: "Text of condition to come in 1" }).fill("APP-");
    await page.getByRole("button", { name: "Add a condition to stay out" }).click();
    await choose("Comparison of condition to stay out 1", "ends with");
    await page.getByRole("textbox", { name: "Text of condition to stay out 1" }).fill("wiki");
    await page.getByRole("button", { name: "Add a step" }).click();
    await page.getByRole("textbox", { name: "Text of step 1" }).fill("app-");
    await page.getByRole("button", { name: "Add a step" }).click();
    await choose("What step 2 does", "replace everywhere");
    await page.getByRole("textbox", { name: "Text of step 2" }).fill("j");
    await page.getByRole("textbox", { name: "What stands in its place in step 2" }).fill("Everybody J");
    await assertAccessible(page);
    await takePictures(page, "group-rules");
    await narrow("group-rules-narrow");
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "What these rules do" });
    const groups = dialog.getByRole("list", { name: "Groups that change" });
    await groups.getByText("app-Jira → Everybody Jira").waitFor();
    assert.equal(await groups.getByRole("listitem").count(), 3);
    await dialog.getByText("with 1 membership").waitFor();
    await assertAccessible(page);
    await takePictures(page, "group-rules-preview");
    await narrow("group-rules-preview-narrow");
    await dialog.getByRole("combobox", { name: "Change" }).click();
    await page.getByRole("option", { name: "Leave" }).click();
    await groups.getByText("app-Jira → Everybody Jira").waitFor({ state: "detached" });
    assert.equal(await groups.getByRole("listitem").count(), 2);
    assert.deepEqual(await groupsInForce(), ["Everybody", "app-Jira", "app-Wiki"]);
    await dialog.getByRole("button", { name: "Save and apply" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("Apply the group rules: done, 3 groups.").waitFor();
    await page.getByText("1 of 3 groups of the source are in the directory; 2 are left out.").waitFor();
    await assertAccessible(page);
    await takePictures(page, "group-rules-applied");
    assert.deepEqual(await groupsInForce(), ["Everybody Jira"]);
    owner.assertQuiet();
  });

  test("a group that is left out says so, with whose rules", async () => {
    const path = `/organizations/${owner.organization.id}/directory-groups?status=binned&search=wiki`;
    const { items } = await rollcall.api<{ items: { id: string }[] }>("GET", path);
    await page.goto(`/o/${owner.organization.slug}/directory/groups/${items[0]?.id}`);
    await page.getByText(/^Left out of the directory .* by the group rules of HR feed\./).waitFor();
    owner.assertQuiet();
  });

  async function choose(label: string, option: string): Promise<void> {
    await page.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name: option }).click();
  }

  async function narrow(picture: string): Promise<void> {
    await page.setViewportSize({ width: 360, height: 780 });
    await takePictures(page, picture);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });
  }

  async function groupsInForce(): Promise<readonly string[]> {
    const path = `/organizations/${owner.organization.id}/directory-groups?status=active`;
    const { items } = await rollcall.api<{ items: { displayName: string }[] }>("GET", path);
    return items.map(({ displayName }) => displayName).toSorted();
  }
});
