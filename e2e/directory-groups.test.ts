import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, signInAs } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const longName = "مجموعة المهندسين والمهندسات في المكتب الإقليمي لشمال أفريقيا";

describe("groups of the directory in the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  let cem: string;
  let engineering: string;
  withConsole((opened) => {
    ({ rollcall, browser, owner, page } = opened);
  });

  test("say what brings them here while there are none", async () => {
    await page.goto(path());
    await page.getByRole("heading", { name: "No groups yet" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "groups-empty");
  });

  test("appear as sources push them, by name, and are found as somebody types", async () => {
    source = await connectSource(rollcall, owner.organization.id, "Okta workforce");
    const ana = await source.createUser({ email: "ana@example.com", name: "Ana Silva" });
    const bo = await source.createUser({ email: "bo@example.com", name: "Bo Lindqvist", active: false });
    cem = await source.createUser({ email: "cem@example.com", name: "Cem Yilmaz" });
    engineering = await source.createGroup("Engineering", [ana, bo, cem]);
    await source.createGroup("Everyone", [engineering]);
    await source.createGroup("Accounting");
    await source.createGroup(longName, [ana]);
    await page.reload();
    await row("Engineering").waitFor();
    assert.deepEqual(
      (await page.getByRole("table", { name: "Groups" }).getByRole("link").allTextContents()).slice(0, 3),
      ["Accounting", "Engineering", "Everyone"],
    );
    assert.match(await row("Engineering").innerText(), /\b3\b/);
    await assertAccessible(page);
    await takePictures(page, "groups");
    await page.getByRole("searchbox", { name: "Search groups" }).fill("every");
    await page.waitForURL(/[?&]q=every/);
    await row("Accounting").waitFor({ state: "detached" });
    await row("Everyone").waitFor();
    await page.getByRole("searchbox", { name: "Search groups" }).fill("no such group");
    await page.getByRole("heading", { name: "No group matches “no such group” here" }).waitFor();
    await page.getByRole("link", { name: "Show all groups" }).click();
    await row("Accounting").waitFor();
  });

  test("open by keyboard, and say who is in them and what of that is in force", async () => {
    await row("Accounting").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Engineering", level: 1 }).waitFor();
    await page.getByText("3 members as the sources say; 2 in force").waitFor();
    assert.match(await member("Bo Lindqvist").innerText(), /Not in force: disabled/);
    assert.match(await member("Ana Silva").innerText(), /In force/);
    await page.getByRole("link", { name: "Okta workforce" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "group");
    await page.getByRole("combobox", { name: "All members" }).click();
    await page.getByRole("option", { name: "In force only" }).click();
    await member("Bo Lindqvist").waitFor({ state: "detached" });
    await member("Ana Silva").waitFor();
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export as CSV" }).click(),
    ]);
    assert.equal(csv.suggestedFilename(), "members.csv");
    await page.getByRole("link", { name: "Show in Users" }).click();
    await person("Bo Lindqvist").waitFor();
    assert.equal(await page.getByRole("combobox", { name: "Group" }).inputValue(), "Engineering");
    await person("Cem Yilmaz").getByRole("link").click();
    await page.waitForURL(/\/directory\/users\/./);
  });

  test("tell everything that happened to them, newest first, and who came and went", async () => {
    await page.goto(path());
    await row("Engineering").getByRole("link").click();
    await page.getByRole("tab", { name: "Timeline" }).click();
    await page.waitForURL(/tab=timeline/);
    await timeline().filter({ hasText: "Member added" }).first().waitFor();
    assert.equal(await timeline().count(), 4);
    assert.match(await timeline().last().innerText(), /Group created[^]*Okta workforce/);
    await source.remove(`/Users/${cem}`);
    await source.change(`/Groups/${engineering}`, "displayName", "Engineering and research");
    await timeline().filter({ hasText: "Engineering and research" }).first().waitFor();
    assert.deepEqual(
      (await timeline().allInnerTexts()).slice(0, 2).map((text) => text.split("\n", 1)[0]),
      ["Group changed", "Member removed"],
    );
    await assertAccessible(page);
    await takePictures(page, "group-timeline");
    await timeline().filter({ hasText: "Member removed" }).getByRole("link", { name: "Cem Yilmaz" }).click();
    await page.getByRole("heading", { name: "Cem Yilmaz", level: 1 }).waitFor();
    await source.change(`/Groups/${engineering}`, "displayName", "Engineering");
  });

  test("are exported as CSV, those that are shown", async () => {
    await page.goto(path("?q=every"));
    await row("Everyone").waitFor();
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export these as CSV" }).click(),
    ]);
    assert.equal(csv.suggestedFilename(), "groups.csv");
    const text = await readFile(await csv.path(), "utf8");
    assert.match(text, /^id,status,displayName,provisionedMembers\r\n[^,]+,active,Everyone,1\r\n$/);
  });

  test("that a source deletes wait in the bin, and are told apart there", async () => {
    const { items } = await rollcall.api<{ items: { id: string; displayName: string }[] }>(
      "GET",
      `/organizations/${owner.organization.id}/directory-groups?search=Accounting`,
    );
    const [accounting] = items;
    const details = await rollcall.api<{ links: { scimId: string }[] }>(
      "GET",
      `/organizations/${owner.organization.id}/directory-groups/${accounting?.id}`,
    );
    await source.remove(`/Groups/${details.links[0]?.scimId}`);
    await page.goto(path("?status=binned"));
    await row("Accounting").waitFor();
    await row("Everyone").waitFor({ state: "detached" });
    assert.match(await row("Accounting").innerText(), /In the bin/);
    await row("Accounting").getByRole("link").click();
    await page.getByText(/In the recycle bin for/).waitFor();
    await takePictures(page, "group-binned");
  });

  test("fit a telephone, and an auditor's browser", async () => {
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
    await takePictures(auditor.page, "groups-narrow");
    await auditor.page.getByRole("link", { name: "Engineering" }).click();
    await auditor.page.getByRole("row", { name: /Bo Lindqvist/ }).waitFor();
    await assertAccessible(auditor.page);
    await takePictures(auditor.page, "group-narrow");
    const wide: number = await auditor.page.evaluate("document.documentElement.scrollWidth");
    assert.ok(wide <= 360, `${wide} px in a window of 360 px`);
    auditor.assertQuiet();
    await auditor.close();
    await page.goto(path("/00000000-0000-7000-8000-000000000000"));
    await page.getByRole("heading", { name: "There is no such group" }).waitFor();
    owner.assertQuiet();
  });

  const path = (rest = "") => `/o/${owner.organization.slug}/directory/groups${rest}`;
  const row = (name: string) =>
    page.getByRole("table", { name: "Groups" }).getByRole("row", { name: new RegExp(name) });
  const person = (name: string) =>
    page.getByRole("table", { name: "People" }).getByRole("row", { name: new RegExp(name) });
  const timeline = () => page.getByRole("region", { name: "Timeline" }).getByRole("listitem");
  const member = (name: string) =>
    page.getByRole("table", { name: "Members" }).getByRole("row", { name: new RegExp(name) });
});
