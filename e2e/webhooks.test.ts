import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { type OwnersVisit, setUp } from "./support/administrators.ts";
import { assertAccessible, openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

describe("webhooks in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  let source: Source;
  let receiver: Server;
  let answers = 204;
  const received: Received[] = [];
  before(async () => {
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
        response.writeHead(answers, { "content-type": "text/plain" }).end(answers === 204 ? "" : "the disk is full");
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    [rollcall, browser] = await Promise.all([startRollcall({ ROLLCALL_PRIVATE_RECEIVERS: "allow" }), openBrowser()]);
    visit = await setUp(browser, rollcall);
    source = await connectSource(rollcall, visit.organization.id, "Okta");
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
    receiver?.close();
  });

  let secret = "";

  test("is added by keyboard, shows its secret once, and its test arrives signed", async () => {
    const { page } = visit;
    await page.goto("/o/example-corp/webhooks");
    await page.getByRole("heading", { name: "No webhook yet" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "webhooks-empty");
    await page.getByRole("button", { name: "Add webhook" }).first().focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByLabel("Name").waitFor();
    await page.keyboard.type("Ticket system");
    await page.keyboard.press("Tab");
    await page.keyboard.type(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/rollcall`);
    await assertAccessible(page);
    await takePictures(page, "webhook-add");
    await page.keyboard.press("Enter");
    const shown = page.getByRole("dialog").locator("code").filter({ hasText: "whsec_" });
    secret = await shown.innerText();
    await takePictures(page, "webhook-secret");
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();

    await page.getByRole("row").filter({ hasText: "Ticket system" }).click();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("Answered 204").waitFor();
    const [first] = received;
    assert.ok(first !== undefined);
    assert.ok(new Webhook(secret).verify(first.body, first.headers));
    await page.keyboard.press("Escape");
  });

  test("the log says what was delivered, and sends it again", async () => {
    const { page } = visit;
    await source.createUser({ email: "noor.haddad@example.com", name: "Noor Haddad" });
    const log = page.getByRole("table", { name: "Deliveries" });
    const created = log.getByRole("row").filter({ hasText: "Created" });
    await created.filter({ hasText: "Delivered" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "webhook");
    const last = received.at(-1);
    assert.ok(last !== undefined);
    assert.ok(new Webhook(secret).verify(last.body, last.headers));
    assert.match(last.body, /"type":"user.created"/);

    await created.focus();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Created" });
    await drawer.getByRole("button", { name: "Send it again" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "webhook-delivery");
    await drawer.getByRole("button", { name: "Send it again" }).click();
    await log.getByRole("row").filter({ hasText: "Created" }).filter({ hasText: "Delivered" }).waitFor();
    const again = await eventually(
      () => received.filter((one) => one.headers["webhook-id"] === last.headers["webhook-id"]),
      2,
    );
    assert.equal(again.length, 2);
  });

  test("a receiver that fails is said to, and the webhook goes by its name alone", async () => {
    const { page, assertQuiet } = visit;
    answers = 507;
    await source.createUser({ email: "omar.ito@example.com", name: "Omar Ito" });
    const waiting = page.getByRole("table", { name: "Deliveries" }).getByRole("row").filter({ hasText: "Waiting" });
    await waiting.filter({ hasText: "507" }).waitFor();
    await page.getByText("Failing, tries again").waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await takePictures(page, "webhook-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto("/o/example-corp/webhooks");
    await page.getByRole("row").filter({ hasText: "Ticket system" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "webhooks");
    await page.getByRole("row").filter({ hasText: "Ticket system" }).click();
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Delete webhook…" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("Ticket system");
    await assertAccessible(page);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "No webhook yet" }).waitFor();
    assertQuiet();
  });
});

/** Waits until a list is as long as it should be, five seconds at most. */
async function eventually<Item>(list: () => readonly Item[], length: number): Promise<readonly Item[]> {
  for (let attempt = 0; attempt < 100 && list().length < length; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return list();
}
