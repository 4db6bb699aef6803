import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { assertAccessible, openBrowser, visit } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

describe("the console", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  before(async () => {
    // One after the other: what was started is stopped where the other does not start.
    rollcall = await startRollcall();
    browser = await openBrowser();
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("runs no inline script, loads nothing from another host, and its files are kept for good", async () => {
    const answer = await fetch(`${rollcall.origin}/sign-in`);
    const html = await answer.text();
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(answer.headers.get("content-security-policy") ?? "", /script-src 'self';/);
    assert.equal(answer.headers.get("cache-control"), "no-cache");
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? "no script";
    const asset = await fetch(rollcall.origin + script, { headers: { "accept-encoding": "br" } });
    assert.equal(asset.headers.get("content-encoding"), "br");
    assert.equal(asset.headers.get("cache-control"), "public, max-age=31536000, immutable");
    assert.equal((await fetch(`${rollcall.origin}/assets/nothing.js`)).status, 404);
  });

  test("its sign-in is usable by everybody", async () => {
    const { page, assertQuiet, close } = await visit(browser, rollcall.origin);
    await page.goto("/sign-in");
    await page.getByText("rollcall", { exact: true }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "sign-in");
    assertQuiet();
    await close();
  });
});
