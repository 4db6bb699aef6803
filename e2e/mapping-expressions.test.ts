import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Locator, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

describe("the editor of a mapping's expression, in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let row: Locator;
  let field: Locator;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
    const source = await connectSource(rollcall, owner.organization.id, "HR feed");
    await source.createUser({ email: "ann@example.com", name: "Ann Example", more: { title: "Engineer" } });
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}/mapping`);
    row = page.getByRole("group", { name: "Nickname" });
    field = row.getByRole("textbox", { name: "Expression for Nickname" });
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  /** The files of the console that the page has fetched and that hold the editor. */
  const fetched = () =>
    page.evaluate<string[]>(
      'performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("expression-editor"))',
    );
  /** Fails where it is drawn outside of the window, or something lies over it. */
  async function assertInSight(one: Locator): Promise<void> {
    const { x, y, width, height } = (await one.boundingBox()) ?? assert.fail("it is not drawn");
    const there = `document.elementFromPoint(${x + width / 2}, ${y + height / 2})?.textContent ?? ""`;
    const seen = await page.evaluate<string>(there);
    assert.equal(seen !== "" && ((await one.textContent()) ?? "").includes(seen), true, `at its place is: ${seen}`);
  }
  const option = (label: string) => page.getByRole("option", { name: new RegExp(`^${label}`) });

  test("it is fetched once somebody has an expression, and completes attributes and functions by keyboard", async () => {
    await row.waitFor();
    assert.deepEqual(await fetched(), []);
    await row.getByRole("button", { name: "Source of Nickname: Attribute paths" }).click();
    await page.getByRole("radio", { name: "Expression" }).check();
    await page.getByRole("button", { name: "Done" }).click();
    await row.locator(".cm-editor").waitFor();
    assert.equal((await fetched()).length > 0, true);

    await field.click();
    await page.keyboard.type("low");
    await option("lower").getByText("The text in lower case.").waitFor();
    await assertInSight(option("lower"));
    await assertAccessible(page);
    await takePictures(page, "expression-completion");
    await page.keyboard.press("Enter");
    assert.equal(await field.textContent(), "lower(");
    await page.keyboard.type("name.gi");
    await option("name.givenName").waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type(")");
    await row.getByText("ann", { exact: true }).waitFor();
    assert.equal(await field.textContent(), "lower(name.givenName)");

    await page.keyboard.type(" + emails.fil");
    await option("filter").waitFor();
    await page.keyboard.press("Escape");
    await option("filter").waitFor({ state: "detached" });
    assert.equal(await field.textContent(), "lower(name.givenName) + emails.fil", "Escape takes the list away only");
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>("document.activeElement.textContent");
    assert.equal(focused, "Attributes and functions", "Tab leaves the field");
  });

  test("what is wrong is underlined where it stands, and said in words to those who do not see it", async () => {
    for (const [text, marked, said] of [
      ["lower(usrName)", "usrName", "at character 7: unknown variable: usrName"],
      ["lower(size(emails))", "lower(size(emails))", "at character 1: found no matching overload for 'lower(int)'"],
      ["userName +", "+", "at character 11: "],
    ] as const) {
      await field.fill(text);
      const words = row.getByText(said);
      await words.waitFor();
      assert.equal(await row.locator(".cm-problem").textContent(), marked);
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      const described = page.locator(`[id="${await field.getAttribute("aria-describedby")}"]`);
      assert.equal(await described.textContent(), await words.textContent());
      assert.equal(await described.getAttribute("aria-live"), "polite");
    }
    await field.fill("  lower(usrName)");
    await row.getByText("at character 7: unknown variable: usrName").waitFor();
    assert.equal(await row.locator(".cm-problem").textContent(), "usrName", "blanks before it do not count");
    await assertAccessible(page);
    await takePictures(page, "expression-problem");
    await page.setViewportSize({ width: 360, height: 780 });
    await field.fill("emails.filter(e, e.");
    await field.press("End");
    await page.keyboard.type("ty");
    await option("type").waitFor();
    await assertInSight(option("type"));
    await assertInSight(field);
    await takePictures(page, "expression-narrow");
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(wide <= 360, `${wide} px in a window of 360 px`);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 1440, height: 900 });

    await field.fill("upper(title)");
    await row.getByText("ENGINEER", { exact: true }).waitFor();
    assert.equal(await row.locator(".cm-problem").count(), 0);
    assert.equal(await field.getAttribute("aria-invalid"), null);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("region", { name: "Save" }).waitFor({ state: "detached" });
    await page.reload();
    await field.getByText("upper(title)").waitFor();
    await field.fill("lower(title)");
    await row.getByText("engineer", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Discard" }).click();
    await field.getByText("upper(title)").waitFor();
    owner.assertQuiet();
  });
});
