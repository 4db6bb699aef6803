import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

describe("how a source gets in and how much it may take away, in the browser", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  withConsole(async (opened) => {
    ({ rollcall, owner, page } = opened);
    source = await connectSource(rollcall, owner.organization.id, "Okta");
  });

  test("an OAuth client is created, says who used it, and is revoked with its access tokens", async () => {
    await page.goto(`/o/example-corp/apps/${source.applicationId}/authorization`);
    await page.getByRole("button", { name: "Create client" }).click();
    const dialog = page.getByRole("dialog", { name: "Create OAuth client" });
    await dialog.getByLabel("Name").fill("Okta production");
    await assertAccessible(page);
    await page.keyboard.press("Enter");
    const shown = (label: string) =>
      dialog.locator("code").nth(["Token URL", "Client id", "Client secret"].indexOf(label));
    await dialog.getByText("Client secret", { exact: true }).waitFor();
    const [url, id, secret] = await Promise.all(
      ["Token URL", "Client id", "Client secret"].map(async (label) => (await shown(label).textContent()) ?? ""),
    );
    await assertAccessible(page);
    await takePictures(page, "oauth-client-created");
    await dialog.getByRole("button", { name: "Done" }).click();

    const row = page.getByRole("region", { name: "Tokens" }).getByRole("row", { name: /Okta production/ });
    await row.getByText("Never", { exact: true }).nth(1).waitFor();
    const form = { grant_type: "client_credentials", client_id: id ?? "", client_secret: secret ?? "" };
    const granted = await fetch(url ?? "", { method: "POST", body: new URLSearchParams(form) });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    const ask = () =>
      fetch(`${(url ?? "").replace("/oauth/token", "/v2")}/Users`, {
        headers: { authorization: `Bearer ${token}`, "user-agent": "Okta SCIM Client 1.0.0" },
      });
    assert.equal((await ask()).status, 200);
    await row.getByText("Okta · 127.0.0.1").waitFor();
    await assertAccessible(page);
    await takePictures(page, "tokens-and-clients");

    await row.getByRole("button", { name: "Revoke Okta production" }).click();
    await page
      .getByRole("dialog")
      .getByText(/access tokens that it has/)
      .waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke client" }).click();
    await row.getByText("Revoked").waitFor();
    assert.equal((await ask()).status, 401);
  });

  test("a stranger's call is told of beside the token, and moves nothing", async () => {
    await source.createUser({ email: "ana@example.com", name: "Ana Silva" });
    await page.goto(`/o/example-corp/apps/${source.applicationId}/authorization`);
    await page.getByText("Token accepted").waitFor();
    await fetch(`${rollcall.origin}/scim/${source.applicationId}/v2/Users`, {
      headers: { authorization: "Bearer of-somebody-else" },
    });
    const told = page.getByRole("group", { name: "What came from elsewhere" });
    await told.getByText(/A call with an unknown token came/).waitFor();
    await page.getByText("Token accepted").waitFor();
    await page.getByText("Flowing", { exact: true }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "stranger-told");
  });

  test("a guard's thresholds are saved, and say what they let through", async () => {
    await page.goto(`/o/example-corp/apps/${source.applicationId}`);
    const guard = page.getByRole("region", { name: "Guard" });
    await guard.getByText(/0 of 25 departures/).waitFor();
    await guard.getByLabel("Let through per hour").fill("40");
    await guard.getByLabel("Or of its enabled people").fill("0");
    await guard.getByRole("button", { name: "Save guard" }).click();
    await guard.getByText(/0 of 40 departures.* 0 of 20 into/).waitFor();
    await guard.getByRole("button", { name: "Save guard" }).waitFor({ state: "detached" });
    await page.reload();
    await guard.getByText(/0 of 40 departures/).waitFor();
    assert.equal(await guard.getByLabel("Let through per hour").inputValue(), "40");
    await assertAccessible(page);
    owner.assertQuiet();
  });

  test("a call limit is saved, and what goes beyond it stands under Activity as what it is", async () => {
    await page.goto(`/o/example-corp/apps/${source.applicationId}`);
    const limit = page.getByRole("region", { name: "Call limit" });
    await limit.getByLabel("Calls per second").fill("1");
    await limit.getByLabel("In an initial sync").fill("1");
    await limit.getByRole("button", { name: "Save call limit" }).click();
    await limit.getByRole("button", { name: "Save call limit" }).waitFor({ state: "detached" });
    await assertAccessible(page);
    await limit.scrollIntoViewIfNeeded();
    await takePictures(page, "call-limit");
    // The limit may be in force on the node a moment later.
    while ((await source.ask("GET", "/Users?count=0")) !== 429);
    // Of refusals alone: what else arrives while the pointer is on its way would move the row.
    await page.goto("/o/example-corp/activity?tab=exchanges&status=4xx");
    await page
      .getByRole("row")
      .filter({ has: page.getByText("429", { exact: true }) })
      .first()
      .click();
    await page.getByText(/calls more often than the call limit/).waitFor();
    await assertAccessible(page);
    await takePictures(page, "call-limit-refusal");
    owner.assertQuiet();
  });
});
