import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("two applications that push the same person, in the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let workforce: Source;
  let contractors: Source;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
    workforce = await connectSource(rollcall, owner.organization.id, "Okta workforce");
    contractors = await connectSource(rollcall, owner.organization.id, "Okta contractors");
    await workforce.createUser({ email: "ana@example.com", name: "Ana Silva" });
    await workforce.createUser({ email: "bo@example.com", name: "Bo Lindqvist" });
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("nothing waits while nobody came twice", async () => {
    await page.goto(`/o/${owner.organization.slug}/directory/conflicts`);
    await page.getByRole("heading", { name: "No conflicts" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "conflicts-empty");
  });

  test("wait in the directory, oldest first, whichever application sent them", async () => {
    await contractors.createUser({ email: "ana@example.com", name: "Ana Costa" });
    await contractors.createUser({ email: "bo@example.com", name: "Bo Berg" });
    await workforce.createUser({ email: "cy@example.com", name: "Cy Duarte" });
    await contractors.createUser({ email: "cy@example.com", name: "Cy Dunn" });
    await page.goto(`/o/${owner.organization.slug}/overview`);
    await page.getByRole("link", { name: "3 conflicts wait for a decision" }).click();
    const cards = page.getByRole("article", { name: /^Conflict about/ });
    await cards.nth(2).waitFor();
    assert.deepEqual(
      await cards.evaluateAll((found) => found.map((card) => card.getAttribute("aria-label"))),
      ["Ana Costa", "Bo Berg", "Cy Dunn"].map((name) => `Conflict about ${name}`),
    );
    const place = page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: /^Conflicts/ });
    await place.getByRole("img", { name: "3 waiting" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "conflicts-directory");
    await conflict("Cy Dunn").getByRole("button", { name: "Link to Cy Duarte" }).focus();
    await page.keyboard.press("Enter");
    await conflict("Cy Dunn").waitFor({ state: "detached" });
    await place.getByRole("img", { name: "2 waiting" }).waitFor();
    assert.deepEqual(await people(), ["Ana Silva", "Bo Lindqvist", "Cy Duarte"]);
    await page.setViewportSize({ width: 360, height: 780 });
    await takePictures(page, "conflicts-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("wait for somebody who decides that it is the same person, or somebody new", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps/${contractors.applicationId}`);
    await conflict("Ana Costa")
      .getByText(/may not link there/)
      .waitFor();
    await assertAccessible(page);
    await takePictures(page, "conflicts");
    await conflict("Ana Costa").getByRole("button", { name: "Link to Ana Silva" }).click();
    await conflict("Ana Costa").waitFor({ state: "detached" });
    await conflict("Bo Berg").getByRole("button", { name: "Create" }).click();
    await conflict("Bo Berg").waitFor({ state: "detached" });
    assert.deepEqual(await people(), ["Ana Silva", "Bo Berg", "Bo Lindqvist", "Cy Duarte"]);
  });

  test("are shown on the person's page, each with the resource that it wrote and what it may do", async () => {
    await page.goto(`/o/${owner.organization.slug}/directory/users?q=ana`);
    await page.getByRole("row", { name: /Ana Silva/ }).click();
    await linkOf("Okta workforce")
      .getByText(/Drives the status/)
      .waitFor();
    await linkOf("Okta contractors")
      .getByText(/Fills what is empty/)
      .waitFor();
    await choose("Okta contractors", "Show the resource");
    await page
      .getByRole("dialog")
      .getByText(/"displayName": "Ana Costa"/)
      .waitFor();
    await assertAccessible(page);
    await takePictures(page, "user-resource");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("change places when an administrator moves the ownership, and part when one is unlinked", async () => {
    await choose("Okta contractors", "Let it drive the status");
    await page.getByRole("heading", { name: "Ana Costa", level: 1 }).waitFor();
    await linkOf("Okta contractors")
      .getByText(/Drives the status/)
      .waitFor();
    await takePictures(page, "user-two-sources");
    await choose("Okta workforce", "Unlink…");
    await page.getByRole("textbox", { name: "Reason" }).fill("another Ana");
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
    await linkOf("Okta workforce").waitFor({ state: "detached" });
    await page.goto(`/o/${owner.organization.slug}/apps/${workforce.applicationId}`);
    await conflict("Ana Silva")
      .getByText(/An administrator unlinked it/)
      .waitFor();
    await conflict("Ana Silva").getByRole("button", { name: "Ignore" }).click();
    await conflict("Ana Silva").waitFor({ state: "detached" });
    assert.deepEqual(await people(), ["Ana Costa", "Bo Berg", "Bo Lindqvist", "Cy Duarte"]);
    owner.assertQuiet();
  });

  /** What those are called whom the directory holds. */
  async function people(): Promise<readonly string[]> {
    const path = `/organizations/${owner.organization.id}/directory-users`;
    const { items } = await rollcall.api<{ items: { displayName: string }[] }>("GET", path);
    return items.map(({ displayName }) => displayName).toSorted();
  }

  const conflict = (name: string) => page.getByRole("article", { name: `Conflict about ${name}` });
  const linkOf = (application: string) =>
    page.getByRole("region", { name: "Sources" }).getByRole("listitem").filter({ hasText: application });

  /** Chooses from the menu of a source's resource. */
  async function choose(application: string, item: string): Promise<void> {
    await linkOf(application).getByRole("button").click();
    await page.getByRole("menuitem", { name: item }).click();
  }
});
