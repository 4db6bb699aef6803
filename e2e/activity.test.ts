import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("what happens, in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  let source: Source;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    visit = await setUp(browser, rollcall);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("an empty organization says the next step", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/overview");
    await page.getByRole("heading", { name: "Add your first application" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "overview-empty");
  });

  test("a write of a source stands in the list a moment later, without a reload, and says what changed", async () => {
    const { page, organization } = visit;
    source = await connectSource(rollcall, organization.id, "Okta");
    await page.goto("/o/example-corp/activity");
    await page.getByRole("link", { name: "Live" }).waitFor();
    const created = await source.createUser({ email: "mira.lindqvist@example.com", name: "Mira Lindqvist" });
    const table = page.getByRole("table", { name: "Events" });
    const arrived = table.getByRole("row").filter({ hasText: "Mira Lindqvist" });
    await arrived.first().waitFor();
    await source.replace(created, "active", false);
    const disabled = arrived.filter({ hasText: "Disabled" });
    await disabled.waitFor();
    await assertAccessible(page);
    await takePictures(page, "activity-events");

    await disabled.focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Disabled" });
    await drawer.getByRole("link", { name: "Mira Lindqvist" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "activity-event");
    await drawer.getByRole("link", { name: "What Okta asked" }).click();
    await page
      .getByRole("dialog")
      .getByText(/PATCH .*\/Users\//)
      .waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("what comes after the list was asked for and before the stream stands is shown too", async () => {
    const { page } = visit;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await page.route("**/live", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/o/example-corp/activity");
    const table = page.getByRole("table", { name: "Events" });
    await table.getByRole("row").filter({ hasText: "Mira Lindqvist" }).first().waitFor();
    await source.createUser({ email: "oda.berg@example.com", name: "Oda Berg" });
    // The stream begins behind what the feed has by then.
    const feed = `/organizations/${visit.organization.id}/provisioning-events?limit=1000`;
    while (!JSON.stringify(await rollcall.api("GET", feed)).includes("oda.berg@example.com"));
    release();
    await table.getByRole("row").filter({ hasText: "Oda Berg" }).first().waitFor();
    await page.unroute("**/live");
  });

  test("a request with a revoked token is explained, and the filters stay over a reload", async () => {
    const { page } = visit;
    const tokens = await rollcall.api<{ items: { id: string }[] }>(
      "GET",
      `/source-applications/${source.applicationId}/bearer-tokens`,
    );
    await rollcall.api("DELETE", `/source-applications/${source.applicationId}/bearer-tokens/${tokens.items[0]?.id}`);
    await page.goto("/o/example-corp/activity?tab=exchanges");
    const table = page.getByRole("table", { name: "Exchanges" });
    await table.getByRole("row").nth(1).waitFor();
    const refused = table.getByRole("row").filter({ hasText: "401" });
    await Promise.all([refused.first().waitFor(), refuse(source)]);

    await page.getByLabel("All statuses").first().click();
    await page.getByRole("option", { name: /4/ }).first().click();
    await page.waitForURL(/status=4xx/);
    await page.reload();
    await refused.first().waitFor();
    assert.equal(
      await table
        .getByRole("row")
        .filter({ hasText: /\b20[01]\b/ })
        .count(),
      0,
    );
    await takePictures(page, "activity-exchanges");
    await refused.first().click();
    const meaning = page.getByRole("region", { name: "What this means" });
    await meaning.getByText(/revoked/).waitFor();
    await assertAccessible(page);
    await takePictures(page, "activity-exchange");
    const drawer = page.getByRole("dialog");
    await drawer.getByText(/^Okta at 127\.0\.0\.1$/).waitFor();
    await drawer.getByRole("link", { name: "First token" }).click();
    await page.waitForURL(/\/authorization#tokens$/);
    await page
      .getByRole("table")
      .getByRole("row", { name: /First token.*Revoked/ })
      .waitFor();
  });

  test("somebody is found by keyboard alone, and their page opens", async () => {
    const { page, assertQuiet } = visit;
    await page.goto("/o/example-corp/overview");
    await page.getByRole("heading", { name: "Example Corp" }).waitFor();
    await page.getByRole("heading", { name: "Calls of the last 24 hours" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "overview");
    await page.setViewportSize({ width: 360, height: 740 });
    await takePictures(page, "overview-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder(/^Search people/).waitFor();
    await page.keyboard.type("lindq");
    await page.getByRole("dialog").getByText("Mira Lindqvist").waitFor();
    await takePictures(page, "palette");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/directory\/users\/[\w-]+$/);
    assertQuiet();
  });
});

/** Asks with a token that is no longer good until the server has noticed. */
async function refuse(source: Source): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const filter = encodeURIComponent('userName eq "mira.lindqvist@example.com"');
    const status = await source.ask("GET", `/Users?filter=${filter}`);
    if (status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("a revoked token was still accepted after five seconds");
}
