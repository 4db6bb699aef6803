import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { startDnsServer, type TestDnsServer } from "../packages/server/test/support/dns-server.ts";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

describe("the proof of domains in the console", () => {
  let dns: TestDnsServer;
  let rollcall: Rollcall;
  let browser: Browser;
  let owner: OwnersVisit;
  let page: Page;
  before(async () => {
    dns = await startDnsServer();
    [rollcall, browser] = await Promise.all([startRollcall({ ROLLCALL_DNS_SERVERS: dns.address }), openBrowser()]);
    owner = await setUp(browser, rollcall);
    page = owner.page;
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
    await dns?.close();
  });

  test("a domain is declared, shown with its record, and proven when the record is found", async () => {
    await page.goto(`/o/${owner.organization.slug}/settings`);
    await page.getByText("No domain is declared yet.").waitFor();
    const domains = ["example.com", "a-rather-long-name-of-a-department.subsidiary.example.org"];
    await rollcall.api("PUT", `/organizations/${owner.organization.id}/domains`, { domains });
    await page.reload();
    const one = page.getByRole("listitem", { name: "example.com", exact: true });
    await one.getByText("Not proven").waitFor();
    await one.getByText("_rollcall.example.com", { exact: true }).waitFor();
    await one.getByRole("button", { name: "Check now: example.com" }).click();
    await one.getByText(/there is no TXT record at _rollcall\.example\.com/).waitFor();
    await page.getByRole("switch", { name: "Only proven domains count where people are linked" }).click();
    await one.getByText("does not count").waitFor();
    await assertAccessible(page);
    await one.scrollIntoViewIfNeeded();
    await takePictures(page, "own-domains");
    await page.setViewportSize({ width: 360, height: 780 });
    await one.scrollIntoViewIfNeeded();
    await takePictures(page, "own-domains-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });
    const { items } = await rollcall.api<{ items: { domain: string; record: { name: string; value: string } }[] }>(
      "GET",
      `/organizations/${owner.organization.id}/own-domains`,
    );
    const { record } = items.find(({ domain }) => domain === "example.com") ?? assert.fail("it is declared");
    dns.answers.set(record.name, [record.value]);
    await one.getByRole("button", { name: "Check now: example.com" }).click();
    await one.getByText("Proven", { exact: true }).waitFor();
    await one.getByText("does not count").waitFor({ state: "detached" });
    await assertAccessible(page);
    owner.assertQuiet();
  });
});
