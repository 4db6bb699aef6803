import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const urn = "urn:example:params:scim:schemas:extension:hr:1.0";

describe("the mapping in the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  let annId: string;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
    source = await connectSource(rollcall, owner.organization.id, "HR feed");
    const more = (badge: string, shoeSize: number) => ({ [urn]: { badgeNumber: badge }, shoeSize });
    annId = await source.createUser({ email: "ann@example.com", name: "Ann Example", more: more("B-7", 38) });
    await source.createUser({ email: "bo@example.com", name: "Bo Example", more: more("B-8", 41) });
    await source.createUser({ email: "cy@example.com", name: "Cy Example" });
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  /** Ann's values in the directory. */
  async function attributesOfAnn(): Promise<Readonly<Record<string, unknown>>> {
    const { items } = await rollcall.api<{ items: { attributes: Record<string, unknown> }[] }>(
      "GET",
      `/organizations/${owner.organization.id}/directory-users?search=ann%40example.com`,
    );
    return items[0]?.attributes ?? {};
  }
  async function save() {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("region", { name: "Save" }).waitFor({ state: "detached" });
  }

  test("an attribute that no schema has is mapped by one click to an attribute made in place", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}/mapping`);
    await page.getByText("B-8 · not in any schema, 2 of 3").waitFor();
    await page.getByRole("button", { name: `Map ${urn}:badgeNumber` }).click();
    const dialog = page.getByRole("dialog", { name: "Create attribute" });
    await dialog.getByText("No attribute of the directory is called badgeNumber").waitFor();
    assert.equal(await dialog.getByRole("textbox", { name: "Label" }).inputValue(), "Badge number");
    await assertAccessible(page);
    await takePictures(page, "mapping-create-attribute");
    await page.keyboard.press("Enter");
    await page.getByText("not in any schema; kept as received, sent by 2 of the 3 latest users").waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-not-in-schema");
    await save();
    await source.replace(annId, "title", "Engineer");
    assert.equal((await attributesOfAnn())["badgeNumber"], "B-7");
  });

  test("an attribute that nothing keeps is kept from now on, mapped, and arrives with the next write", async () => {
    const map = page.getByRole("button", { name: "Map shoeSize" });
    await map.waitFor();
    await page.getByText("2 times, not kept · ••").waitFor();
    await map.click();
    await page.getByRole("dialog", { name: "Keep shoeSize" }).getByText("No schema of this application has").waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Its values are" }).inputValue(), "Numbers");
    await assertAccessible(page);
    await takePictures(page, "mapping-keep-attribute");
    await page.getByRole("button", { name: "Keep and map" }).click();
    const dialog = page.getByRole("dialog", { name: "Create attribute" });
    await dialog.waitFor();
    assert.equal(await dialog.getByRole("combobox", { name: "Type" }).inputValue(), "Number");
    await dialog.getByRole("button", { name: "Create attribute" }).click();
    await dialog.waitFor({ state: "detached" });
    await save();
    await source.replace(annId, "shoeSize", 39);
    assert.equal((await attributesOfAnn())["shoeSize"], 39);
    owner.assertQuiet();
  });

  test("an expression is checked as it is typed, shows what it gives, and fills the directory from the next write", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}/mapping`);
    const row = page.getByRole("group", { name: "Nickname" });
    await row.getByRole("button", { name: "Source of Nickname: Attribute paths" }).click();
    await page.getByRole("radio", { name: "Expression" }).check();
    await page.getByRole("button", { name: "Done" }).click();
    const field = row.getByRole("textbox", { name: "Expression for Nickname" });
    await field.fill("lower(usrName)");
    await row.getByText("at character 7: unknown variable: usrName").waitFor();
    assert.ok(await page.getByRole("button", { name: "Save", exact: true }).isDisabled());
    await assertAccessible(page);
    await takePictures(page, "mapping-expression-problem");

    await field.fill("name.middleName");
    await row.getByText("Nothing for the latest user: middleName did not arrive").waitFor();
    await field.fill("");
    await row.getByRole("button", { name: "Attributes and functions" }).click();
    const names = page.getByRole("dialog", { name: "Attributes and functions" });
    await names.getByRole("button", { name: /^upper/ }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-expression-names");
    await names.getByRole("textbox", { name: "Search attributes and functions" }).fill("upper");
    await names.getByRole("button", { name: /^upper/ }).click();
    // What is chosen is put in once the dialog has given the focus back, a frame after it is gone.
    await names.waitFor({ state: "detached" });
    await field.getByText("upper(", { exact: true }).waitFor();
    await field.pressSequentially('name.givenName) + "!"');
    await row.getByText("CY!").waitFor();
    await page.getByRole("button", { name: "See what changes" }).hover();
    await page
      .getByText('Nickname is filled from the expression upper(name.givenName) + "!", no longer from nickName.')
      .waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-expression");
    await save();
    await source.replace(annId, "title", "Director");
    assert.equal((await attributesOfAnn())["nickName"], "ANN!");
    await page.reload();
    await field.getByText('upper(name.givenName) + "!"').waitFor();
  });

  test("a constant fills an attribute of everybody", async () => {
    const row = page.getByRole("group", { name: "Company" });
    await row.getByRole("button", { name: "Source of Company: Attribute paths" }).click();
    await page.getByRole("radio", { name: "Constant" }).check();
    await page.getByRole("button", { name: "Done" }).click();
    await row.getByRole("textbox", { name: "Constant for Company" }).fill("Example Corp");
    await row.getByText("Example Corp", { exact: true }).waitFor();
    await save();
    await source.replace(annId, "title", "Chair");
    assert.equal((await attributesOfAnn())["company"], "Example Corp");
  });

  test("a rule says when it applies, and what stands for nothing", async () => {
    const row = page.getByRole("group", { name: "Time Zone" });
    await row.getByRole("button", { name: "Source of Time Zone: Attribute paths" }).click();
    await assertAccessible(page);
    await takePictures(page, "mapping-rule-settings");
    await page.getByRole("radio", { name: "Use a default" }).check();
    await page.getByRole("radio", { name: "Never overwrite" }).check();
    await page.getByRole("button", { name: "Done" }).click();
    await row.getByText("expected text for when nothing arrives, found nothing").waitFor();
    await row.getByRole("textbox", { name: "Default for Time Zone" }).fill("Europe/Berlin");
    await row.getByText("Europe/Berlin", { exact: true }).waitFor();
    await row.getByText("Never overwrite").waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-rule-manner");
    await save();
    await source.replace(annId, "title", "Founder");
    assert.equal((await attributesOfAnn())["timezone"], "Europe/Berlin");
    await page.reload();
    assert.equal(await row.getByRole("textbox", { name: "Default for Time Zone" }).inputValue(), "Europe/Berlin");
  });

  test("every saved mapping is kept, can be named, and restored", async () => {
    await page.getByRole("button", { name: "Versions" }).click();
    const dialog = page.getByRole("dialog");
    const versions = dialog.getByRole("region", { name: /^Version \d+$/ });
    await versions.first().waitFor();
    const saved = await versions.count();
    await dialog.getByRole("button", { name: `Name version ${saved}` }).click();
    await dialog.getByRole("textbox", { name: "Name" }).fill("With a time zone");
    await page.keyboard.press("Enter");
    await dialog.getByText("With a time zone").waitFor();
    await assertAccessible(page);
    await takePictures(page, "mapping-versions");
    await dialog.getByRole("button", { name: `Restore version ${saved - 1}` }).click();
    await dialog.getByText("Time Zone is filled from timezone, always, and cleared when nothing arrives.").waitFor();
    await assertAccessible(page);
    await dialog.getByRole("button", { name: "Restore", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("textbox", { name: "Default for Time Zone" }).waitFor({ state: "detached" });
  });

  test("an attribute of the directory is made where a row needs one", async () => {
    await page.getByRole("button", { name: "Add A Row" }).click();
    await page.getByRole("combobox", { name: "Rollcall attribute" }).last().click();
    await page.getByRole("option", { name: "Create attribute…" }).click();
    const dialog = page.getByRole("dialog", { name: "Create attribute" });
    await dialog.getByRole("textbox", { name: "Label" }).fill("Profile page");
    assert.equal(await dialog.getByRole("textbox", { name: "Name" }).inputValue(), "profilePage");
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "SCIM attribute for Profile page" }).fill("profileUrl");
    await page.getByText(/1 rule changes/).waitFor();
    await save();
    await source.replace(annId, "profileUrl", "https://people.example.com/ann");
    assert.equal((await attributesOfAnn())["profilePage"], "https://people.example.com/ann");
    owner.assertQuiet();
  });
});
