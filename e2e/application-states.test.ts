import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page, Route } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const longName = "إدارة الهويات والصلاحيات لموظفي الفروع الإقليمية في المنطقة الشرقية";

/** The pages of an application, each with what it shows only once its answers are there. */
const pages = [
  ["apps", "", "Last call"],
  ["overview", "/{id}", "Calls of the last 24 hours"],
  ["basic-settings", "/{id}/basic-settings", "Display Application Name"],
  ["authorization", "/{id}/authorization", "Last used"],
  ["mapping", "/{id}/mapping", "Required"],
  ["provisioning", "/{id}/provisioning", "When the source deletes somebody"],
  ["schemas", "/{id}/schemas", "Resource types"],
] as const;

describe("the pages of an application, whatever befalls them", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  withConsole(async (opened) => {
    ({ rollcall, owner, page } = opened);
    source = await connectSource(rollcall, owner.organization.id, longName);
    const ann = await source.createUser({ email: "ann@example.com", name: longName });
    await source.createGroup(longName, [ann]);
  });

  const addressOf = (path: string) => `/o/${owner.organization.slug}/apps${path.replace("{id}", source.applicationId)}`;
  /** What the pages of an application ask, and the frame around them does not. */
  const asked = "**/api/v1/source-applications/**";
  const width = () => page.evaluate<number>("document.documentElement.scrollWidth");

  test("at 1024 px, with a long name in a right-to-left script, nothing runs out of the page", async () => {
    await page.setViewportSize({ width: 1024, height: 768 });
    for (const [name, path, shown] of pages) {
      await page.goto(addressOf(path));
      await page.getByText(shown, { exact: true }).first().waitFor();
      assert.equal((await width()) <= 1024, true, `${name}: ${await width()}`);
      await takePictures(page, `long-name-${name}`);
    }
  });

  test("while answers are on their way the page stands as it will be", async () => {
    const waiting: Route[] = [];
    let holds = true;
    await page.route(asked, (route) => {
      if (holds && !/\/source-applications\/[^/]+$/.test(new URL(route.request().url()).pathname)) waiting.push(route);
      else void route.continue();
    });
    for (const [name, path, shown] of pages.slice(1)) {
      if (name === "basic-settings") continue;
      holds = true;
      await page.goto(addressOf(path));
      await page.locator('[aria-label="Loading"]').first().waitFor();
      await takePictures(page, `loading-${name}`);
      holds = false;
      for (const route of waiting.splice(0)) await route.continue();
      await page.getByText(shown, { exact: true }).first().waitFor();
    }
    await page.unroute(asked);
  });

  test("what fails says so, and goes on when it is tried again", async () => {
    let fails = true;
    await page.route(asked, (route) => {
      const { pathname } = new URL(route.request().url());
      if (fails && !/\/source-applications\/[^/]+$/.test(pathname)) {
        void route.fulfill({ status: 503, contentType: "application/problem+json", body: '{"title":"Not now"}' });
      } else void route.continue();
    });
    for (const [name, path, shown] of pages.slice(1)) {
      if (name === "basic-settings") continue;
      fails = true;
      await page.goto(addressOf(path));
      const again = page.getByRole("button", { name: "Try again" }).first();
      await again.waitFor();
      // The two that have most on them; without anything failing, each has its own test.
      if (name === "overview" || name === "mapping") await assertAccessible(page);
      await takePictures(page, `failing-${name}`);
      fails = false;
      // What is asked every few seconds may have come back by itself.
      await again.click({ timeout: 2_000 }).catch(() => undefined);
      await page.getByText(shown, { exact: true }).first().waitFor();
    }
    await page.unroute(asked);
  });
});
