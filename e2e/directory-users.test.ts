import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, owner as olga, signInAs } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const longName = "عبد الرحمن بن عبد العزيز بن محمد الهاشمي المقيم في الدار البيضاء";

describe("people of the directory in the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  let ana: string;
  withConsole((opened) => {
    ({ rollcall, browser, owner, page } = opened);
  });

  test("whom a source pushes is found as somebody types, and opens by keyboard", async () => {
    await page.goto(path());
    await page.getByRole("heading", { name: "Nobody yet" }).waitFor();
    await takePictures(page, "users-empty");
    source = await connectSource(rollcall, owner.organization.id, "Okta workforce");
    ana = await source.createUser({ email: "ana@example.com", name: "Ana Silva" });
    await source.createUser({ email: "bo@example.com", name: "Bo Lindqvist", active: false });
    await source.createUser({ email: "rahman@example.com", name: longName });
    await source.createGroup("Engineering", [ana]);
    await page.reload();
    await row("Bo Lindqvist").waitFor();
    assert.match(await row("Bo Lindqvist").innerText(), /Disabled/);
    await assertAccessible(page);
    await takePictures(page, "users");
    await page.getByRole("searchbox", { name: "Search people" }).fill("silva ana@");
    await page.waitForURL(/[?&]q=/);
    await row("Bo Lindqvist").waitFor({ state: "detached" });
    await row("Ana Silva").focus();
    await page.keyboard.press("Enter");
    await heading("Ana Silva").waitFor();
    await page.getByText("Okta workforce says active.").waitFor();
    await page
      .getByRole("region", { name: /^Groups/ })
      .getByRole("link", { name: "Engineering" })
      .waitFor();
  });

  test("are found by a source's external id, narrowed by a group that is found by typing, and sorted", async () => {
    await page.goto(path());
    await page.getByRole("searchbox", { name: "Search people" }).fill("ext-rahman@example.com");
    await row("Ana Silva").waitFor({ state: "detached" });
    await page.getByRole("link", { name: longName }).waitFor();
    await page.getByRole("searchbox", { name: "Search people" }).fill("");
    await row("Ana Silva").waitFor();
    const group = page.getByRole("combobox", { name: "Group" });
    await group.click();
    await group.pressSequentially("engin");
    await page.getByRole("option", { name: "Engineering" }).click();
    await page.waitForURL(/[?&]group=/);
    await row("Bo Lindqvist").waitFor({ state: "detached" });
    assert.equal(await row("Ana Silva").count(), 1);
    await assertAccessible(page);
    await takePictures(page, "users-of-group");
    const csv = await exported("Export these people");
    assert.deepEqual(
      csv.map((line) => line.split(",")[2]),
      ["userName", "ana@example.com"],
    );
    await page.reload();
    await row("Ana Silva").waitFor();
    await group.and(page.locator('[value="Engineering"]')).waitFor();
    await page.getByRole("button", { name: "Clear Group" }).click();
    await row("Bo Lindqvist").waitFor();
    assert.equal((await exported("Export everybody")).length, 4);
    await page.getByRole("combobox", { name: "Order" }).click();
    await page.getByRole("option", { name: "By e-mail" }).click();
    await page.waitForURL(/[?&]sort=email/);
    assert.deepEqual(await page.getByRole("table", { name: "People" }).getByRole("link").allTextContents(), [
      "Ana Silva",
      "Bo Lindqvist",
      longName,
    ]);
    await row("Ana Silva").getByRole("link").click();
  });

  test("what a source changes stands in the timeline with what it was", async () => {
    await source.replace(ana, "displayName", "Ana Silva Costa");
    await heading("Ana Silva Costa").waitFor();
    const renamed = timeline().filter({ hasText: "Ana Silva Costa" }).first();
    await renamed.waitFor();
    assert.equal(await renamed.locator("del").first().innerText(), "Ana Silva");
    await assertAccessible(page);
    await takePictures(page, "user");
  });

  test("whom an administrator disables stays so, whatever the source sends, until an administrator enables", async () => {
    await change("Disable", "lost their laptop");
    await page.getByText(`Disabled by ${olga.name}: “lost their laptop”.`).waitFor();
    await source.replace(ana, "active", true);
    await source.replace(ana, "title", "Engineer");
    await page.reload();
    await page.getByText(`Disabled by ${olga.name}: “lost their laptop”.`).waitFor();
    await takePictures(page, "user-disabled");
    await change("Enable", "found it again");
    await page.getByText("Okta workforce says active.").waitFor();
  });

  test("what an administrator just did is undone by one click: a status, a value, a link", async () => {
    await change("Disable", "the wrong Ana");
    await page.getByText(`Disabled by ${olga.name}: “the wrong Ana”.`).waitFor();
    await page.getByRole("alert").filter({ hasText: "Ana Silva Costa is enabled." }).waitFor({ state: "detached" });
    await assertAccessible(page);
    await takePictures(page, "user-undo");
    await undo("Ana Silva Costa is disabled.");
    await page.getByText("Okta workforce says active.").waitFor();
    await page.getByRole("button", { name: "Add a value" }).click();
    await page.getByRole("combobox", { name: "Attribute" }).click();
    await page.getByRole("option", { name: "Nickname" }).click();
    await page.getByRole("textbox", { name: "Value" }).fill("Anita");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("row", { name: /^Nickname Anita/ }).waitFor();
    await undo("Nickname of Ana Silva Costa is changed.");
    await page.getByRole("row", { name: /^Nickname/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "What can be done with the resource of Okta workforce" }).click();
    await page.getByRole("menuitem", { name: "Unlink…" }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("somebody else");
    await page.getByRole("dialog").getByRole("button", { name: "Unlink" }).click();
    await page.getByText("No source writes this person").waitFor();
    await undo("The resource of Okta workforce is not Ana Silva Costa any more.");
    await page.getByText("Okta workforce says active.").waitFor();
    await page.getByRole("row", { name: /^Title Engineer Okta workforce/ }).waitFor();
  });

  test("whom an administrator enables against the source differs from it until it is re-applied", async () => {
    await source.replace(ana, "active", false);
    await page.reload();
    await page.getByText("Okta workforce says inactive.").waitFor();
    await change("Enable", "works until Friday");
    const differences = page.getByRole("region", { name: "The directory differs from Okta workforce" });
    await differences.getByRole("row", { name: /not active/ }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "user-differs");
    await differences.getByRole("button", { name: "Re-apply from source" }).click();
    await page.getByText("Okta workforce says inactive.").waitFor();
    await differences.waitFor({ state: "detached" });
  });

  test("whom an administrator puts into the bin waits there until restored", async () => {
    await page.getByRole("button", { name: "More about this person" }).click();
    await page.getByRole("menuitem", { name: "Put into the bin…" }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill("asked to be forgotten");
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Put into the bin" }).click();
    await page.getByText("An administrator put this person into the recycle bin.").waitFor();
    await page.goto(path("?status=binned"));
    await row("Bo Lindqvist").waitFor({ state: "detached" });
    await row("Ana Silva Costa").click();
    await change("Restore", "a mistake");
    await page.getByText("Okta workforce says inactive.").waitFor();
    assert.match(await timeline().first().innerText(), /Restored[^]*a mistake[^]*Olga Okafor/);
    await timeline().filter({ hasText: "Created" }).getByRole("link", { name: "the request" }).click();
    await page
      .getByRole("dialog", { name: /^POST .*\/Users$/ })
      .getByRole("tab", { name: "Effect (1)" })
      .waitFor();
    await assertAccessible(page);
  });

  test("who is added by hand is in the directory, and a user name that is taken is refused", async () => {
    await page.goto(path());
    await page.getByRole("button", { name: "Add person" }).click();
    const dialog = page.getByRole("dialog", { name: "Add person" });
    await dialog.getByRole("textbox", { name: "Username" }).fill("bo@example.com");
    await dialog.getByRole("textbox", { name: "Display Name" }).fill("Eva Horvat");
    await dialog.getByRole("button", { name: "Add person" }).click();
    await dialog.getByText("A directory user with this user name exists").waitFor();
    await assertAccessible(page);
    await takePictures(page, "users-add-refused");
    await dialog.getByRole("textbox", { name: "Username" }).fill("eva@example.com");
    await dialog.getByRole("textbox", { name: "Username" }).press("Enter");
    await heading("Eva Horvat").waitFor();
    await page.getByText("No source writes this person").waitFor();
  });

  test("a CSV file is imported whole, or its wrong lines are named", async () => {
    await page.goto(path());
    await row("Bo Lindqvist").waitFor();
    await page.getByRole("button", { name: "CSV" }).click();
    await page.getByRole("menuitem", { name: "Import people…" }).click();
    const dialog = page.getByRole("dialog", { name: "Import people" });
    const choose = (text: string) =>
      dialog
        .locator('input[type="file"]')
        .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    const header = "userName,email,displayName\n";
    await choose(`${header}dora@example.com,dora@example.com,Dora Novak\nbo@example.com,bo2@example.com,Bo Again\n`);
    await dialog.getByRole("button", { name: "Import 2 people" }).click();
    await dialog.getByRole("cell", { name: /^line 3/ }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "users-import-refused");
    await choose(`${header}dora@example.com,dora@example.com,Dora Novak\n`);
    await dialog.getByRole("button", { name: "Import 1 person" }).click();
    await dialog.getByText("1 person was added.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await row("Dora Novak").waitFor();
  });

  test("fit a telephone, and an auditor's browser offers no change", async () => {
    const auditor = await signInAs(browser, rollcall, {
      role: "auditor",
      organizationIds: [owner.organization.id],
      name: "Anna Auditor",
      email: "anna@example.com",
      width: 360,
      height: 740,
    });
    await auditor.page.goto(path());
    await auditor.page.getByRole("link", { name: longName }).waitFor();
    assert.equal(await auditor.page.getByRole("button", { name: "Add person" }).count(), 0);
    await takePictures(auditor.page, "users-narrow");
    await auditor.page.getByRole("link", { name: "Ana Silva Costa" }).click();
    await auditor.page.getByText("Okta workforce says inactive.").waitFor();
    assert.equal(await auditor.page.getByRole("button", { name: "Enable" }).count(), 0);
    await assertAccessible(auditor.page);
    await takePictures(auditor.page, "user-narrow");
    const wide: number = await auditor.page.evaluate("document.documentElement.scrollWidth");
    assert.ok(wide <= 360, `${wide} px in a window of 360 px`);
    auditor.assertQuiet();
    await auditor.close();
    owner.assertQuiet();
  });

  const path = (rest = "") => `/o/${owner.organization.slug}/directory/users${rest}`;
  const heading = (name: string) => page.getByRole("heading", { name, level: 1, exact: true });
  const row = (name: string) =>
    page.getByRole("table", { name: "People" }).getByRole("row", { name: new RegExp(name) });
  const timeline = () => page.getByRole("region", { name: "Timeline" }).getByRole("listitem");

  /** The lines of a CSV that the menu downloads. */
  async function exported(item: string): Promise<string[]> {
    await page.getByRole("button", { name: "CSV" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item }).click(),
    ]);
    assert.equal(file.suggestedFilename(), "people.csv");
    return (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n");
  }

  /** Undoes what a notification says. */
  async function undo(says: string): Promise<void> {
    const said = page.getByRole("alert").filter({ hasText: says });
    await said.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.", { exact: true }).first().waitFor();
    await said.waitFor({ state: "detached" });
  }

  /** Changes a person's status by hand, with the reason. */
  async function change(verb: string, reason: string): Promise<void> {
    await page.getByRole("button", { name: verb, exact: true }).click();
    await page.getByRole("textbox", { name: "Reason" }).fill(reason);
    await page.getByRole("dialog").getByRole("button", { name: verb, exact: true }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});
