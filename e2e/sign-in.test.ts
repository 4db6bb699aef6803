import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { owner } from "./support/administrators.ts";
import { authenticatorCode } from "./support/authenticator.ts";
import { assertAccessible, openBrowser, type Visit, visit } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

describe("from the first start to a sign-in with a second factor", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let first: Visit;
  before(async () => {
    // One after the other: what was started is stopped where the other does not start.
    rollcall = await startRollcall();
    browser = await openBrowser();
    first = await visit(browser, rollcall.origin);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("before the set-up the sign-in says where the link is, and a wrong link says what to do", async () => {
    const { page } = first;
    await page.goto("/sign-in");
    await page.getByRole("heading", { name: "Not set up yet" }).waitFor();
    await page.goto("/setup?token=not-the-one");
    await page.getByRole("heading", { name: "This link is not good any more" }).waitFor();
    await assertAccessible(page);
  });

  test("three fields, by keyboard alone, lead to the first application", async () => {
    const { page } = first;
    await page.goto(rollcall.setupLink);
    await page.getByLabel("Organization").waitFor();
    await assertAccessible(page);
    await page.keyboard.type("Example Corp");
    await page.keyboard.press("Tab");
    await page.keyboard.type(owner.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type("too short");
    await page.keyboard.press("Enter");
    await page.getByText("It has 9 characters").waitFor();
    await takePictures(page, "setup");
    await page.getByRole("textbox", { name: "Password" }).fill(owner.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/o\/example-corp\/apps\/new$/);
    await page.goto(rollcall.setupLink);
    await page.getByRole("heading", { name: "Rollcall is set up already" }).waitFor();
  });

  test("signs out, and in again to the page that was wanted", async () => {
    const { page } = first;
    await page.goto("/o/example-corp/apps");
    await page.getByRole("button", { name: /^Olga/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in$/);
    await page.goto("/your-sign-in");
    await page.waitForURL(/\/sign-in\?next=/);
    await typePassword(page, "not the password at all");
    await page.getByRole("alert").waitFor();
    await assertAccessible(page);
    await takePictures(page, "sign-in");
    await page.getByRole("textbox", { name: "Password" }).fill(owner.password);
    await page.keyboard.press("Enter");
    await page.waitForURL(({ pathname }) => pathname === "/your-sign-in");
  });

  test("with an authenticator app the password alone is not enough; a recovery code works once", async () => {
    const { page, assertQuiet } = first;
    await page.getByRole("button", { name: "Turn on" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Current password" }).fill(owner.password);
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("img", { name: /QR code/ }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "second-factor");
    const secret = await page.getByRole("dialog").locator("code").innerText();
    await page.getByLabel("The code that the app shows").fill(authenticatorCode(secret));
    await page.getByRole("dialog").getByRole("button", { name: "Turn on" }).click();
    const list = page.getByRole("list", { name: "Recovery codes" });
    await list.waitFor();
    const codes = await list.getByRole("listitem").allInnerTexts();
    assert.equal(codes.length, 10);
    await takePictures(page, "recovery-codes");
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes are left").waitFor();

    const other = await visit(browser, rollcall.origin, { width: 360, height: 740 });
    await signInWith(other.page, authenticatorCode(secret, 1));
    await other.page.goto("/your-sign-in");
    await other.page.getByText("This browser", { exact: true }).waitFor();
    await takePictures(other.page, "your-sign-in-narrow");
    await page.reload();
    await page.getByRole("button", { name: /^Sign out Chrome/ }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "your-sign-in");
    await page.getByRole("button", { name: /^Sign out Chrome/ }).click();
    await page.getByRole("button", { name: /^Sign out Chrome/ }).waitFor({ state: "detached" });
    await other.page.reload();
    await other.page.waitForURL(/\/sign-in/);

    await signInWith(other.page, codes[0] ?? "");
    await other.page.context().clearCookies();
    await signInWith(other.page, codes[0] ?? "", { refused: true });
    await page.reload();
    await page.getByText("9 recovery codes are left").waitFor();
    assertQuiet();
    other.assertQuiet();
    await other.close();
  });

  test("who lost phone, codes and password gets in by a link that the server's command line prints", async () => {
    const printed = await rollcall.run("administrators", "reset", owner.email);
    const token = /\/reset\?token=(\S+)/.exec(printed)?.[1] ?? printed;
    const { page, assertQuiet, close } = await visit(browser, rollcall.origin);
    await page.goto(`/reset?token=${token}`);
    await page.getByText(`For ${owner.email}`).waitFor();
    await assertAccessible(page);
    await takePictures(page, "reset");
    await page.getByRole("textbox", { name: "New password" }).fill("another quiet morning in Porto");
    await page.keyboard.press("Enter");
    await page.waitForURL(({ pathname }) => pathname === "/your-sign-in");
    await page.getByRole("button", { name: "Turn on" }).waitFor();
    await page.goto(`/reset?token=${token}`);
    await page.getByRole("heading", { name: "This link leads nowhere" }).waitFor();
    assertQuiet();
    await close();
  });
});

async function typePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(owner.email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signInWith(page: Page, code: string, { refused = false } = {}): Promise<void> {
  await page.goto("/sign-in?next=/your-sign-in");
  await typePassword(page, owner.password);
  await page.getByLabel("Code").fill(code);
  if (!/^\d{6}$/.test(code)) await page.getByRole("button", { name: "Go on" }).click();
  if (refused) await page.getByRole("alert").waitFor();
  else await page.waitForURL(({ pathname }) => pathname === "/your-sign-in");
}
