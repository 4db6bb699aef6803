import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { type OwnersVisit, setUp, signInAs } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

const people = ["Ada Berg", "Bo Castillo", "Cleo Dahl", "Dev Eriksen", "Eva Fontaine"];

describe("what the guard holds, in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    visit = await setUp(browser, rollcall);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("nothing is held at first", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/held");
    await page.getByRole("heading", { name: "Nothing is held" }).waitFor();
    await assertAccessible(page);
  });

  test("one is rejected, one disabled, the rest approved; each reaches the directory", async () => {
    const { page, organization, assertQuiet } = visit;
    const source = await connectSource(rollcall, organization.id, "Okta");
    await rollcall.api("PUT", `/source-applications/${source.applicationId}/guard`, {
      enabled: true,
      atLeast: 1,
      percent: 0,
    });
    const users = await Promise.all(people.map((name) => source.createUser({ email: emailOf(name), name })));
    await page.goto("/o/example-corp/apps");
    await page.getByRole("link", { name: "Live" }).waitFor();
    for (const id of users) await source.replace(id, "active", false);

    // The notice stands above each page as soon as something is held.
    const notice = page.getByRole("status").filter({ hasText: "wait for a decision" });
    await notice.waitFor();
    await takePictures(page, "notice-held");
    await notice.getByRole("link", { name: /4 changes wait/ }).click();
    const table = page.getByRole("table", { name: "Held changes" });
    const rows = table.getByRole("row").filter({ hasText: "@example.com" });
    await rows.nth(3).waitFor();
    assert.equal(await rows.count(), 4);
    await assertAccessible(page);
    await takePictures(page, "held");

    await table.getByRole("checkbox", { name: "Choose Bo Castillo" }).check();
    await page.getByRole("button", { name: "Reject 1" }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("Bo is back on Monday");
    await assertAccessible(page);
    await takePictures(page, "held-reject");
    await page.keyboard.press("Enter");
    await rows.filter({ hasText: "Bo Castillo" }).waitFor({ state: "detached" });

    await table.getByRole("checkbox", { name: "Choose Cleo Dahl" }).check();
    await page.getByRole("button", { name: "Disable only 1" }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("On leave");
    await page.keyboard.press("Enter");
    await rows.filter({ hasText: "Cleo Dahl" }).waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Approve all" }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("They really left");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Nothing is held" }).waitFor();

    const { items } = await rollcall.api<{ items: { userName: string; status: string }[] }>(
      "GET",
      `/organizations/${organization.id}/directory-users`,
    );
    assert.deepEqual(
      items.filter(({ status }) => status === "enabled").map(({ userName }) => userName),
      ["bo.castillo@example.com"],
    );
    assertQuiet();
  });

  test("an auditor reads what is held and decides nothing", async () => {
    const { organization } = visit;
    const source = await connectSource(rollcall, organization.id, "Entra");
    await rollcall.api("PUT", `/source-applications/${source.applicationId}/guard`, {
      enabled: true,
      atLeast: 0,
      percent: 0,
    });
    const id = await source.createUser({ email: "finn.gupta@example.com", name: "Finn Gupta" });
    await source.replace(id, "active", false);
    const auditor = await signInAs(browser, rollcall, {
      role: "auditor",
      organizationIds: [organization.id],
      name: "Anna Auditor",
      email: "anna@example.com",
      width: 360,
      height: 740,
    });
    await auditor.page.goto("/o/example-corp/held");
    await auditor.page.getByRole("link", { name: "Finn Gupta" }).waitFor();
    assert.equal(await auditor.page.getByRole("button", { name: /Approve|Reject/ }).count(), 0);
    assert.equal(await auditor.page.getByRole("checkbox").count(), 0);
    await takePictures(auditor.page, "held-narrow");
    auditor.assertQuiet();
    await auditor.close();
  });
});

function emailOf(name: string): string {
  return `${name.toLowerCase().replace(" ", ".")}@example.com`;
}
