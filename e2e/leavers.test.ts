import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("leavers of an application", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  withConsole((opened) => {
    ({ rollcall, owner, page } = opened);
  });

  const connect = (name: string) => connectSource(rollcall, owner.organization.id, name);
  const addressOf = ({ applicationId }: Source) => `/o/${owner.organization.slug}/apps/${applicationId}`;

  async function statusOf(email: string): Promise<string | undefined> {
    const { items } = await rollcall.api<{ items: { status: string }[] }>(
      "GET",
      `/organizations/${owner.organization.id}/directory-users?search=${encodeURIComponent(email)}`,
    );
    return items[0]?.status;
  }
  /** What is settled in the background. */
  async function becomes(email: string, status: string): Promise<void> {
    for (let turn = 0; turn < 100 && (await statusOf(email)) !== status; turn++) await page.waitForTimeout(100);
    assert.equal(await statusOf(email), status);
  }

  test("those who were disabled before the switch went on stay so, until it is applied to them", async () => {
    const source = await connect("HR feed");
    const ann = await source.createUser({ email: "ann@example.com", name: "Ann Example" });
    await source.createUser({ email: "bo@example.com", name: "Bo Example" });
    await source.replace(ann, "active", false);
    await page.goto(`${addressOf(source)}/provisioning`);
    const turn = page.getByRole("switch", { name: "Delete the Deactivated/Suspended/Inactive Users" });
    await turn.waitFor();
    assert.equal(await page.getByRole("button", { name: "Apply to them" }).count(), 0);
    await turn.click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "1 already disabled stays as they are" }).waitFor();
    assert.equal(await statusOf("ann@example.com"), "disabled");
    await assertAccessible(page);
    await takePictures(page, "provisioning-already-disabled");
    await page.getByRole("button", { name: "Apply to them" }).click();
    const dialog = page.getByRole("dialog", { name: "Move 1 person to the recycle bin?" });
    await dialog.getByText("nobody loses access").waitFor();
    await dialog.getByRole("button", { name: "Move 1 person" }).press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Apply to them" }).waitFor({ state: "detached" });
    assert.deepEqual([await statusOf("ann@example.com"), await statusOf("bo@example.com")], ["binned", "enabled"]);
  });

  for (const [choice, status] of [
    ["Keep them as they are", "enabled"],
    ["Disable them", "disabled"],
    ["Move them to the recycle bin", "binned"],
  ] as const) {
    test(`an application is deleted: ${choice.toLowerCase()}`, async () => {
      const name = `Feed ${status}`;
      const email = `of-${status}@example.com`;
      const source = await connect(name);
      await source.createUser({ email, name: "Cy Example" });
      // From its own page this time: the row's menu has its own test.
      await page.goto(addressOf(source));
      await page.getByRole("button", { name: "Delete application" }).click();
      const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });
      await dialog.getByText("What becomes of its 1 person?").waitFor();
      await dialog.getByRole("radio", { name: choice }).check();
      assert.equal(await dialog.getByRole("button", { name: "Delete application" }).isDisabled(), true);
      await dialog.getByRole("textbox").fill(name);
      if (status === "binned") {
        await assertAccessible(page);
        await takePictures(page, "application-delete");
      }
      await dialog.getByRole("button", { name: "Delete application" }).click();
      await page.getByRole("button", { name: `Restore ${name}` }).waitFor();
      assert.equal(await source.ask("GET", "/Users"), 401);
      await becomes(email, status);
    });
  }

  test("nothing of all this made the page complain", () => owner.assertQuiet());
});
