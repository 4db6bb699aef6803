import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { startMailServer, type TestMailServer } from "../packages/server/test/support/mail-server.ts";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

describe("notices in the browser", () => {
  let mail: TestMailServer;
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  before(async () => {
    mail = await startMailServer();
    const { host, port } = mail.settings;
    const environment = {
      ROLLCALL_SMTP_URL: `smtp://${host}:${port}?tls=never`,
      ROLLCALL_MAIL_FROM: "Rollcall <rollcall@example.com>",
    };
    [rollcall, browser] = await Promise.all([startRollcall(environment), openBrowser()]);
    visit = await setUp(browser, rollcall);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
    await mail?.close();
  });

  test("an administrator chooses who is told of what, and tries it", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/settings");
    await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Notices" }).click();
    await page.getByText("Nobody is told by e-mail yet.").waitFor();
    await assertAccessible(page);
    await takePictures(page, "settings-notices-empty");
    await page.getByRole("button", { name: "Add a recipient" }).focus();
    await page.keyboard.press("Enter");
    const first = page.getByRole("group", { name: "Recipient 1" });
    await first.getByLabel("E-mail address").fill("ola.nordby@example.com");
    await first.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("The mail server took it").waitFor();
    await takePictures(page, "settings-notices-test");
    await page.keyboard.press("Escape");
    assert.match(mail.received[0]?.content ?? "", /a test of notices/);
    await page.getByLabel("A source has gone quiet after").fill("7");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Save", disabled: true }).waitFor();
    await page.goto("/o/example-corp/settings/notices");
    await page.getByRole("group", { name: "Recipient 1" }).waitFor();
    assert.equal(await page.getByLabel("E-mail address").inputValue(), "ola.nordby@example.com");
    assert.match(await page.getByLabel("A source has gone quiet after").inputValue(), /^7/);
  });

  test("what is held is told by e-mail, and stands in the list with who was told", { timeout: 120_000 }, async () => {
    const { page, assertQuiet } = visit;
    const source = await connectSource(rollcall, visit.organization.id, "Okta");
    const id = await source.createUser({ email: "noor.haddad@example.com", name: "Noor Haddad" });
    const guard = { enabled: true, atLeast: 0, percent: 0 };
    await rollcall.api("PUT", `/source-applications/${source.applicationId}/guard`, guard);
    await source.change(`/Users/${id}`, "active", false);
    const row = page.getByRole("table", { name: "Notices" }).getByRole("row").filter({ hasText: "Changes are held" });
    await row.filter({ hasText: "ola.nordby@example.com: sent" }).waitFor({ timeout: 90_000 });
    assert.match(mail.received.at(-1)?.content ?? "", /1 change of "Okta" is held: approve or reject/);
    await assertAccessible(page);
    await takePictures(page, "settings-notices");
    await page.setViewportSize({ width: 360, height: 740 });
    await takePictures(page, "settings-narrow-notices");
    assertQuiet();
  });
});
