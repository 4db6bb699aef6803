import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

describe("the evidence of leavers", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let receiver: Server;
  withConsole(
    (opened) => {
      ({ rollcall, owner, page } = opened);
    },
    { ROLLCALL_PRIVATE_RECEIVERS: "allow" },
  );
  before(async () => {
    receiver = createServer((request, response) => {
      request.resume();
      response.writeHead(request.url === "/failing" ? 500 : 204).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  });
  after(() => {
    receiver?.closeAllConnections();
    receiver?.close();
  });

  async function hook(name: string, path: string): Promise<void> {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
    const webhooks = `/organizations/${owner.organization.id}/webhooks`;
    await rollcall.api("POST", webhooks, { name, url, eventTypes: ["user.disabled", "user.binned"] });
  }
  const width = () => page.evaluate<number>("document.documentElement.scrollWidth");

  test("an application's leavers say who has not acknowledged them, and each leads to the proof of one person", async () => {
    const source = await connectSource(rollcall, owner.organization.id, "HR feed");
    const ann = await source.createUser({ email: "ann@example.com", name: "Ann Example" });
    const bo = await source.createUser({ email: "bo@example.com", name: "Bo Example" });
    const address = `/o/${owner.organization.slug}/apps/${source.applicationId}/leavers`;
    await page.goto(address);
    await page.getByRole("heading", { name: "Nobody has left" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "leavers-empty");

    await hook("Badge system", "/well");
    await source.replace(bo, "active", false);
    const row = (name: string) => page.getByRole("row").filter({ hasText: name });
    await page.goto(address);
    await row("Bo Example").getByText("Acknowledged", { exact: true }).waitFor();
    await hook("Payroll", "/failing");
    await source.replace(ann, "active", false);
    await page.goto(address);
    await row("Ann Example").getByText("Not acknowledged: Payroll", { exact: true }).waitFor();
    await page.getByText("Payroll acknowledged 0").waitFor();
    await assertAccessible(page);
    await takePictures(page, "leavers");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export CSV" }).click();
    assert.equal((await download).suggestedFilename(), "leaver-evidence.csv");

    await page.getByRole("checkbox", { name: "Only what waits" }).check();
    await row("Bo Example").waitFor({ state: "detached" });
    assert.match(page.url(), /open=yes/);
    await page.getByLabel("Until").fill("2026-01-01");
    await page.getByRole("heading", { name: "Nobody within this" }).waitFor();
    await page.goto(address);
    await page.setViewportSize({ width: 360, height: 740 });
    await row("Ann Example").waitFor();
    assert.ok((await width()) <= 360, `${await width()} px wide`);
    await takePictures(page, "leavers-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });

    await row("Ann Example").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Ann Example: leaver evidence" }).waitFor();
    const request = page.getByRole("link", { name: `PATCH /Users/${ann}` });
    await request.waitFor();
    const told = page.getByRole("list", { name: "Receivers" });
    await told.getByText("Acknowledged with 204").waitFor();
    await told.getByText("Not acknowledged yet").waitFor();
    await told.getByText(/attempts?: the receiver answered 500, expected 2xx/).waitFor();
    await assertAccessible(page);
    await takePictures(page, "leaver-evidence");
    await page.setViewportSize({ width: 360, height: 740 });
    assert.ok((await width()) <= 360, `${await width()} px wide`);
    await takePictures(page, "leaver-evidence-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await request.click();
    await page.waitForURL(/\/activity\?.*exchange=/);
  });

  test("what is held waits for a person, and its proof is reached from the person's page", async () => {
    const source = await connectSource(rollcall, owner.organization.id, "Second feed");
    const cy = await source.createUser({ email: "cy@example.com", name: "Cy Example" });
    const users = `/organizations/${owner.organization.id}/directory-users`;
    const { items } = await rollcall.api<{ items: { id: string }[] }>("GET", `${users}?search=cy@example.com`);
    const id = items[0]?.id ?? "";
    await rollcall.api("POST", `${users}/${id}/protect`, { reason: "on call" });
    await source.replace(cy, "active", false);
    await page.goto(`/o/${owner.organization.slug}/directory/users/${id}/evidence`);
    await page.getByText("Held: the person is protected").waitFor();
    await page.getByText("waits for a person").waitFor();
    await assertAccessible(page);
    await takePictures(page, "leaver-evidence-held");
    await rollcall.api("POST", `/source-applications/${source.applicationId}/held-changes/decide`, {
      decision: "approve",
      reason: "asked for",
    });
    await page.getByText(/^approved by /).waitFor();
    await page.getByRole("link", { name: "The person" }).click();
    await page.getByRole("link", { name: "Leaver evidence" }).click();
    await page.getByRole("heading", { name: "Cy Example: leaver evidence" }).waitFor();
  });

  test("nothing of all this made the page complain", () => owner.assertQuiet());
});
