import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, signInAs } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

/** Waits for what happens in the background; the test's own time ends it. */
async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 150 && !(await holds()); turn++) await new Promise((resolve) => setTimeout(resolve, 200));
  assert.equal(await holds(), true);
}

describe("a source of made-up people", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  withConsole((opened) => {
    ({ rollcall, browser, owner, page } = opened);
  });

  const people = async () =>
    (
      await rollcall.api<{ items: { status: string }[] }>(
        "GET",
        `/organizations/${owner.organization.id}/directory-users?limit=200`,
      )
    ).items;

  test("an auditor is not offered to play one", async () => {
    const auditor = await signInAs(browser, rollcall, {
      role: "auditor",
      organizationIds: [owner.organization.id],
      name: "Anna Auditor",
      email: "anna@example.com",
    });
    await auditor.page.goto(`/o/${owner.organization.slug}/apps`);
    await auditor.page.getByRole("heading", { name: "No application yet" }).waitFor();
    assert.equal(await auditor.page.getByRole("button", { name: "Play a made-up source" }).count(), 0);
    auditor.assertQuiet();
    await auditor.close();
  });

  test("is played by one click, says how far it is, and where its people are", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps`);
    await page.getByRole("button", { name: "Play a made-up source" }).press("Enter");
    const card = page.getByRole("region", { name: "Made-up people" });
    await card.getByRole("status").filter({ hasText: "% played" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "apps-playing");
    await card.getByText(/^19\d people and 9 groups arrived with \d+ requests, none refused/).waitFor();
    await page.getByRole("table").getByText("Made-up people").waitFor();
    await assertAccessible(page);
    await takePictures(page, "apps-played");
    assert.equal((await people()).length, 200);
  });

  test("is removed with its people", async () => {
    const card = page.getByRole("region", { name: "Made-up people" });
    await card.getByRole("button", { name: "Remove…" }).click();
    const bin = page.getByRole("radio", { name: /Move them to the recycle bin/ });
    assert.equal(await bin.isChecked(), true);
    const name = page.getByRole("textbox", { name: "Type Made-up people to confirm" });
    await name.fill("Made-up people");
    await name.press("Enter");
    await card.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Play a made-up source" }).waitFor();
    await waitUntil(async () => (await people()).every(({ status }) => status === "binned"));
    owner.assertQuiet();
  });
});
