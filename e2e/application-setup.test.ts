import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

describe("the set-up of an application", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let apps: string;
  withConsole((opened) => {
    ({ rollcall, owner, page } = opened);
    apps = `/o/${owner.organization.slug}/apps`;
  });

  const tokenShown = () => page.getByText("You will not see it again");

  test("a product that cannot push leads nowhere, by its tile or by its address", async () => {
    await page.goto(`${apps}/new?kind=google-workspace`);
    const tile = page.getByRole("listitem").filter({ hasText: "Google Workspace" });
    await tile.getByText("Cannot push here.").waitFor();
    assert.equal(await tile.getByRole("link").count(), 0);
    assert.equal(await page.getByRole("textbox", { name: "Display Application Name" }).count(), 0);
    assert.deepEqual(await rollcall.api("GET", `/organizations/${owner.organization.id}/source-applications`), {
      items: [],
      nextCursor: null,
    });
  });

  test("a token is seen until the page is left, and no longer", async () => {
    await page.goto(`${apps}/new?kind=okta`);
    await page.getByRole("button", { name: "Save" }).click();
    await tokenShown().waitFor();
    await page.getByText("The token is not copied yet, and is not shown again.").waitFor();
    const token = await tokenShown().locator("xpath=ancestor::*[2]//code").first().innerText();
    assert.match(token, /^\S{20,}$/);
    await page.getByRole("button", { name: "Save & Next" }).click();
    await page.getByRole("heading", { name: "Required" }).waitFor();
    await page.goBack();
    await page.getByText(/The first token was shown/).waitFor();
    assert.equal((await page.content()).includes(token), false);
  });

  test("a token that was copied is put away by whoever has it in the source", async () => {
    await page.getByRole("button", { name: "Create token" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
    await tokenShown().waitFor();
    await page.getByRole("button", { name: "Copy Bearer Token" }).first().click();
    await page.getByText("Copied. Once it is in the source, put it away.").waitFor();
    // A tooltip stands outside of the page's parts.
    await page.mouse.move(0, 0);
    await page.getByRole("tooltip").waitFor({ state: "detached" });
    await assertAccessible(page);
    await takePictures(page, "authorization-copied");
    await page.getByRole("button", { name: "Put it away" }).click();
    await page.getByText(/The first token was shown/).waitFor();
    await page.getByText("You can go on at once").waitFor();
  });

  test("left at any step, it is gone on with there, from the table or from any of its pages", async () => {
    for (const [step, button] of [
      ["Attributes Mapping", "Save & Next"],
      ["Attributes Mapping", "Save & Next"],
      ["SCIM Client (Source) to Rollcall", "Save"],
    ] as const) {
      await page.goto(apps);
      await page.getByRole("table").getByText("Set-up unfinished").waitFor();
      await page.getByRole("link", { name: "Okta" }).click();
      await page.waitForURL(/\/(mapping|provisioning)/);
      // Its overview says where it was left, and leads back.
      await page.goto(page.url().replace(/\/(mapping|provisioning).*$/, ""));
      await page.getByText(`The set-up was left at ${step}. What is saved is in force already.`).waitFor();
      if (button === "Save") await takePictures(page, "setup-left");
      await page.getByRole("link", { name: "Continue set-up" }).click();
      await page.waitForURL(/\/(mapping|provisioning)/);
      const before = page.url();
      await page.getByRole("button", { name: button, exact: true }).click();
      await page.waitForURL((url) => url.href !== before);
    }
    await page.getByText("Calls of the last 24 hours").waitFor();
    assert.equal(await page.getByText("The set-up was left").count(), 0);
    owner.assertQuiet();
  });
});
