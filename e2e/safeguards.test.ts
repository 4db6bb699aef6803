import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("safeguards over people in the console", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  let ana: string;
  withConsole((opened) => {
    ({ rollcall, owner, page } = opened);
  });
  const path = () => `/o/${owner.organization.slug}/directory/users`;

  test("somebody is protected by hand, found by it, and what a source takes away waits with its reason", async () => {
    source = await connectSource(rollcall, owner.organization.id, "Okta workforce");
    ana = await source.createUser({ email: "ana@example.com", name: "Ana Silva" });
    await source.createUser({ email: "bo@example.com", name: "Bo Lindqvist" });
    await page.goto(path());
    await page.getByRole("link", { name: "Ana Silva" }).click();
    await page.getByRole("button", { name: "More about this person" }).click();
    await page.getByRole("menuitem", { name: "Protect from sources…" }).click();
    const dialog = page.getByRole("dialog", { name: "Protect Ana Silva?" });
    await dialog.getByLabel("Reason").fill("Break-glass account of the operations team");
    await assertAccessible(page);
    await dialog.getByRole("button", { name: "Protect", exact: true }).press("Enter");
    const notes = page.getByRole("list", { name: "Safeguards" });
    await notes.getByText("Break-glass account of the operations team").waitFor();

    await source.replace(ana, "active", false);
    await page.getByText("disabling is held: the person is protected").waitFor();
    await assertAccessible(page);
    await takePictures(page, "person-protected");

    await page.goto(path());
    await page.getByRole("link", { name: "Bo Lindqvist" }).waitFor();
    await page.getByRole("combobox", { name: "Attention" }).click();
    await page.getByRole("option", { name: "Protected" }).click();
    await page.getByRole("link", { name: "Bo Lindqvist" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Ana Silva" }).waitFor();
    await takePictures(page, "users-protected");

    await page.goto(`/o/${owner.organization.slug}/held`);
    const row = page.getByRole("row").filter({ hasText: "Ana Silva" });
    await row.getByText("Somebody protected is concerned").waitFor();
    await assertAccessible(page);
    await takePictures(page, "held-protected");
    await page.getByRole("button", { name: "Reject all" }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("She stays");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Nothing is held" }).waitFor();
  });

  test("a legal hold takes the bin from the menu until it is lifted", async () => {
    await page.goto(path());
    await page.getByRole("link", { name: "Bo Lindqvist" }).click();
    await page.getByRole("button", { name: "More about this person" }).click();
    await page.getByRole("menuitem", { name: "Place legal hold…" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("Litigation 2026-11");
    await page.getByRole("dialog").getByRole("button", { name: "Place legal hold" }).press("Enter");
    const lift = page.getByRole("list", { name: "Safeguards" }).getByRole("button", { name: "Lift legal hold" });
    await lift.waitFor();
    await page.getByRole("button", { name: "More about this person" }).click();
    await page.getByRole("menuitem", { name: "Protect from sources…" }).waitFor();
    assert.equal(await page.getByRole("menuitem", { name: "Put into the bin…" }).count(), 0);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 740 });
    await takePictures(page, "person-legal-hold-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await lift.click();
    await page.getByRole("dialog").getByLabel("Reason").fill("It ended");
    await page.getByRole("dialog").getByRole("button", { name: "Lift legal hold" }).press("Enter");
    await lift.waitFor({ state: "detached" });
    await page.getByText("Legal hold lifted").waitFor();
    owner.assertQuiet();
  });
});
