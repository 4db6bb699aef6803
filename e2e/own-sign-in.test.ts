import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, owner, setUp, signIn } from "./support/administrators.ts";
import { authenticatorCode } from "./support/authenticator.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

describe("what is one's own, in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  let page: Page;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    visit = await setUp(browser, rollcall);
    page = visit.page;
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  const card = (name: string) => page.getByRole("region", { name, exact: true });

  test("another name stands where the old one stood; another e-mail address asks for the password", async () => {
    await page.goto("/your-sign-in");
    const you = card("You");
    await you.getByLabel("Name").fill("Olga Okafor-Lindqvist");
    await page.keyboard.press("Enter");
    await you.getByText("Saved").waitFor();
    await you.getByLabel("E-mail").fill("olga.lindqvist@example.com");
    await page.keyboard.press("Enter");
    await you.getByText("Another e-mail address asks for your password").waitFor();
    await assertAccessible(page);
    await you.getByRole("textbox", { name: "Current password" }).fill(owner.password);
    await page.keyboard.press("Enter");
    await you.getByText("Saved").waitFor();
    assert.equal(await you.getByLabel("E-mail").inputValue(), "olga.lindqvist@example.com");
    await page.goto("/o/example-corp/settings/administrators");
    await page.getByText("Olga Okafor-Lindqvist (you)").waitFor();
    await page.getByText("olga.lindqvist@example.com").waitFor();
  });

  test("one session of several is ended, and only that one", async () => {
    const email = "olga.lindqvist@example.com";
    const narrow = await signIn(browser, rollcall, { email, width: 360, height: 740 });
    const other = await signIn(browser, rollcall, { email });
    await Promise.all([narrow.page.goto("/your-sign-in"), other.page.goto("/your-sign-in")]);
    await Promise.all([narrow, other].map((one) => one.page.getByText("This browser", { exact: true }).waitFor()));
    await page.goto("/your-sign-in");
    const ends = card("Sessions").getByRole("button", { name: /^Sign out Chrome/ });
    await ends.nth(1).waitFor();
    assert.equal(await ends.count(), 2);
    await ends.first().click();
    await ends.nth(1).waitFor({ state: "detached" });
    await Promise.all([narrow, other].map((one) => one.page.reload()));
    const signedOut = async (one: Page) => {
      const signIns = one.getByRole("button", { name: "Sign in", exact: true });
      await signIns.or(one.getByText("This browser", { exact: true })).waitFor();
      return signIns.isVisible();
    };
    const ended = await Promise.all([signedOut(narrow.page), signedOut(other.page)]);
    assert.equal(ended.filter((one) => one).length, 1);
    await Promise.all([narrow.close(), other.close()]);
  });

  test("another password signs out every other browser, and the old one is refused", async () => {
    const email = "olga.lindqvist@example.com";
    const other = await signIn(browser, rollcall, { email });
    await page.goto("/your-sign-in");
    const password = card("Password");
    await password.getByRole("textbox", { name: "Current password" }).fill("a quiet evening in Lisbon");
    await password.getByRole("textbox", { name: "New password" }).fill("short");
    await page.keyboard.press("Enter");
    await password.getByText(/It has 5 characters/).waitFor();
    await password.getByRole("textbox", { name: "New password" }).fill("a loud evening in Recife");
    await page.keyboard.press("Enter");
    await password.getByRole("alert").waitFor();
    await assertAccessible(page);
    await takePictures(page, "own-password-refused");
    await password.getByRole("textbox", { name: "Current password" }).fill(owner.password);
    await page.keyboard.press("Enter");
    await password.getByText("Changed; other browsers are signed out").waitFor();
    await other.page.goto("/your-sign-in");
    await other.page.waitForURL(/\/sign-in\?/);
    const attempt = (typed: string) =>
      other.context.request.post("/api/v1/session", { data: { email, password: typed } });
    assert.equal((await attempt(owner.password)).status(), 401);
    assert.equal((await attempt("a loud evening in Recife")).status(), 200);
    await other.close();
  });

  test("new recovery codes kill the old ones", async () => {
    const password = "a loud evening in Recife";
    await page.goto("/your-sign-in");
    await page.getByRole("button", { name: "Turn on" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Current password" }).fill(password);
    await page.keyboard.press("Enter");
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    const secret = await dialog.locator("code").innerText();
    await dialog.getByLabel("The code that the app shows").fill(authenticatorCode(secret));
    await page.keyboard.press("Enter");
    const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await codes.first().waitFor();
    const [old = ""] = await codes.allInnerTexts();
    await dialog.getByRole("button", { name: "I have kept them" }).click();
    await dialog.waitFor({ state: "detached" });

    await page.getByRole("button", { name: "New recovery codes" }).click();
    await dialog.getByRole("textbox", { name: "Current password" }).fill("not the password");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").waitFor();
    await assertAccessible(page);
    await dialog.getByRole("textbox", { name: "Current password" }).fill(password);
    await dialog.getByRole("button", { name: "Make new codes" }).click();
    await codes.nth(9).waitFor();
    const renewed = await codes.allInnerTexts();
    assert.ok(renewed.length === 10 && !renewed.includes(old));
    await dialog.getByRole("button", { name: "I have kept them" }).click();
    await page.getByText("10 recovery codes are left").waitFor();

    const other = await browser.newContext({ baseURL: rollcall.origin });
    const email = "olga.lindqvist@example.com";
    const step = await other.request.post("/api/v1/session", { data: { email, password } });
    assert.deepEqual(await step.json(), { next: "second-factor" });
    const pass = (code: string) => other.request.post("/api/v1/session/second-factor", { data: { code } });
    assert.equal((await pass(old)).status(), 401);
    assert.equal((await pass(renewed[0] ?? "")).status(), 200);
    await other.close();
    await page.reload();
    await page.getByText("9 recovery codes are left").waitFor();
    visit.assertQuiet();
  });
});
