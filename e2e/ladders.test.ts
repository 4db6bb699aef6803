import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

describe("ladders of leavers in the console", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  withConsole((opened) => {
    ({ rollcall, owner, page } = opened);
  });

  test("a ladder is said in a sentence, applied to who left before, and followed on the person's page", async () => {
    const source = await connectSource(rollcall, owner.organization.id, "HR feed");
    const ann = await source.createUser({ email: "ann@example.com", name: "Ann Example" });
    await source.createUser({ email: "bo@example.com", name: "Bo Example" });
    await source.replace(ann, "active", false);
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}/provisioning`);
    const card = page.getByRole("region", { name: "By and by" });
    await card.getByText("1 person left before and is on none: 1 would go down none.").waitFor();
    await card.getByRole("button", { name: "Add a ladder" }).click();
    await card
      .getByText("Disabled at once, out of all groups after 7 days, in the recycle bin after 30 days.")
      .waitFor();
    await card.getByLabel("Erased after").fill("90");
    await card.getByText("in the recycle bin after 30 days, erased after 90 days.").waitFor();
    await card.getByText("1 person left before and is on none: 1 would go down “Everybody”.").waitFor();
    await assertAccessible(page);
    await takePictures(page, "provisioning-ladder");
    await page.setViewportSize({ width: 360, height: 900 });
    await card.scrollIntoViewIfNeeded();
    await takePictures(page, "provisioning-ladder-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await card.getByRole("button", { name: "Put 1 person who left before on it" }).click();
    await card.getByText("1 person is on a ladder now: next come 1 out of their groups.").waitFor();

    await page.goto(`/o/${owner.organization.slug}/directory/users?attention=leaving`);
    await page.getByRole("link", { name: "Ann Example" }).click();
    const leaving = page.getByRole("region", { name: "Next: Out of all groups" });
    await leaving.getByText("Ladder “Everybody” of HR feed").waitFor();
    await assertAccessible(page);
    await takePictures(page, "person-leaving");
    await leaving.getByRole("button", { name: "Skip this step" }).click();
    await answer("Was in none");
    const bin = page.getByRole("region", { name: "Next: To the recycle bin" });
    await bin.getByRole("button", { name: "Do now" }).click();
    await answer("Asked for by HR");
    const erase = page.getByRole("region", { name: "Next: Erased" });
    await erase.getByRole("button", { name: "Stop" }).click();
    await answer("The case is open");
    await erase.getByText("The ladder stands still.").waitFor();
    assert.equal(await erase.getByRole("button", { name: "Do now" }).count(), 0);
    await page.getByText("In the bin", { exact: true }).first().waitFor();
    owner.assertQuiet();
  });

  async function answer(reason: string): Promise<void> {
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Reason").fill(reason);
    await dialog.getByRole("button").last().press("Enter");
    await dialog.waitFor({ state: "detached" });
  }
});
