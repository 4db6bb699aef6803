import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const enterprise = (employeeNumber: string) => ({
  more: { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { employeeNumber } },
});

describe("how an application finds people who exist already, in the console", () => {
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
    const { id } = owner.organization;
    await rollcall.api("PUT", `/organizations/${id}/domains`, { domains: ["example.com"] });
    workforce = await connectSource(rollcall, id, "Okta workforce");
    contractors = await connectSource(rollcall, id, "Okta contractors");
    await workforce.createUser({ email: "ana@example.com", name: "Ana Silva", ...enterprise("E-1") });
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("rules are added, put in order and saved, and link whom they find", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps/${contractors.applicationId}`);
    await page.getByRole("navigation", { name: "Application" }).getByRole("link", { name: "Linking" }).click();
    await rule(1).getByRole("combobox", { name: "Attribute of rule 1" }).waitFor();
    await page.getByRole("button", { name: "Add a rule" }).click();
    await choose("Attribute of rule 2", "Employee Number");
    await choose("Decision of rule 2", "link to that person");
    await page.getByRole("button", { name: "Move rule 2 up" }).click();
    assert.equal(await rule(1).getByRole("combobox", { name: "Attribute of rule 1" }).inputValue(), "Employee Number");
    await assertAccessible(page);
    await takePictures(page, "linking");
    await page.getByRole("button", { name: "Save match rules" }).click();
    await page.getByRole("button", { name: "Save match rules" }).waitFor({ state: "detached" });
    await page.getByRole("combobox", { name: "Domains in which it may link" }).click();
    await page.getByRole("option", { name: "example.com" }).click();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Save domains" }).click();
    await page.getByRole("button", { name: "Save domains" }).waitFor({ state: "detached" });
    await contractors.createUser({ email: "ana.silva@example.com", name: "Ana Silva", ...enterprise("e-1") });
    assert.deepEqual(await people(), ["Ana Silva"]);
    await page.setViewportSize({ width: 360, height: 780 });
    await takePictures(page, "linking-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test("a conflict says by what each candidate was found, and where the two differ", async () => {
    await workforce.createUser({ email: "bo@example.com", name: "Bo Lindqvist", ...enterprise("E-2") });
    await workforce.createUser({ email: "bo.berg@example.com", name: "Bo Berg", ...enterprise("E-3") });
    await contractors.createUser({ email: "bo.berg@example.com", name: "Bo Lindqvist", ...enterprise("E-2") });
    await page.goto(`/o/${owner.organization.slug}/directory/conflicts`);
    const conflict = page.getByRole("article", { name: "Conflict about Bo Lindqvist" });
    await conflict.getByText(/found by Employee Number/).waitFor();
    await conflict.getByText(/found by Email, Username/).waitFor();
    await conflict.getByText(/values? differs? between Bo Lindqvist/).click();
    await conflict.getByRole("row", { name: "Email bo.berg@example.com bo@example.com" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "conflict-differences");
    await page.setViewportSize({ width: 360, height: 780 });
    await takePictures(page, "conflict-differences-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    owner.assertQuiet();
  });

  const rule = (place: number) => page.getByRole("listitem", { name: `Rule ${place}` });

  async function choose(label: string, option: string): Promise<void> {
    await page.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name: option }).click();
  }

  /** What those are called whom the directory holds. */
  async function people(): Promise<readonly string[]> {
    const path = `/organizations/${owner.organization.id}/directory-users`;
    const { items } = await rollcall.api<{ items: { displayName: string }[] }>("GET", path);
    return items.map(({ displayName }) => displayName).toSorted();
  }
});
