import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

describe("whom the values beside a mapping are shown for, in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
    const source = await connectSource(rollcall, owner.organization.id, "HR feed");
    const annId = await source.createUser({
      email: "ann@example.com",
      name: "Ann Example",
      more: { title: "Engineer" },
    });
    await source.createUser({ email: "bo@example.com", name: "Bo Example", more: { title: "Lawyer" } });
    await source.createGroup("Sales", [annId]);
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}/mapping`);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  const choice = () => page.getByRole("radiogroup", { name: "Values are shown for" });
  const value = (row: string, text: string) =>
    page.getByRole("group", { name: row, exact: true }).getByText(text, { exact: true });

  test("the latest user, somebody who is searched, and a payload that is pasted, as a rule is typed", async () => {
    await value("Title", "Lawyer").waitFor();
    await choice().getByText("Chosen user").click();
    await page.getByRole("combobox", { name: "User to show values for" }).fill("ann");
    await page.getByRole("option", { name: "Ann Example · ann@example.com" }).click();
    await value("Title", "Engineer").waitFor();
    await page.getByText("ann@example.com", { exact: true }).first().waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-example-chosen");

    await choice().getByText("Payload").click();
    const payload = page.getByRole("textbox", { name: "SCIM payload of a user" });
    await value("Title", "Engineer").waitFor({ state: "detached" });
    await payload.fill('{ "userName": "zoe@example.com", "title": "Pilot", "shoeSize": 38 ');
    await page.getByText(/^The body is not JSON: expected .+, found the end at position 67$/).waitFor();
    await payload.pressSequentially("}");
    await value("Title", "Pilot").waitFor();
    await page.getByText("No schema keeps shoeSize.").waitFor();
    const row = page.getByRole("group", { name: "Nickname" });
    await row.getByRole("button", { name: "Source of Nickname: Attribute paths" }).click();
    await page.getByRole("radio", { name: "Expression" }).check();
    await page.getByRole("button", { name: "Done" }).click();
    const expression = row.getByRole("textbox", { name: "Expression for Nickname" });
    await expression.fill('lower(title) + "!"');
    await row.getByText("pilot!").waitFor();
    await expression.fill("name.givenName");
    await row.getByText("Nothing for this payload: name did not arrive").waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-example-payload");
    await page.setViewportSize({ width: 360, height: 780 });
    await payload.scrollIntoViewIfNeeded();
    await assertAccessible(page);
    await takePictures(page, "mapping-example-payload-narrow");
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(wide <= 360, `${wide} px in a window of 360 px`);
    await page.setViewportSize({ width: 1440, height: 900 });

    await payload.fill(`{ "userName": "${"z".repeat(66_000)}" }`);
    await page.getByText("Expected at most 65,536 characters, found 66,018.").waitFor();
    await choice().getByText("Latest user").click();
    await value("Title", "Lawyer").waitFor();
  });

  test("a payload of a group, and nothing that was pasted is kept", async () => {
    await page.getByRole("radiogroup", { name: "Section" }).getByText("Groups").click();
    await value("Group Name", "Sales").waitFor();
    await choice().getByText("Payload").click();
    await page.getByRole("textbox", { name: "SCIM payload of a group" }).fill('{ "displayName": "Pilots" }');
    await value("Group Name", "Pilots").waitFor();
    await choice().getByText("Chosen group").click();
    await page.getByRole("combobox", { name: "Group to show values for" }).click();
    await page.getByRole("option", { name: "Sales" }).click();
    await value("Group Name", "Sales").waitFor();
    await page.reload();
    await choice().getByText("Payload").click();
    assert.equal(await page.getByRole("textbox", { name: "SCIM payload of a group" }).inputValue(), "");
    owner.assertQuiet();
  });
});
