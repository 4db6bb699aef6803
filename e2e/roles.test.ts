import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, owner, setUp, signIn, signInAs } from "./support/administrators.ts";
import { openBrowser } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";

describe("roles in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let first: OwnersVisit;
  before(async () => {
    // One after the other: what was started is stopped where the other does not start.
    rollcall = await startRollcall();
    browser = await openBrowser();
    first = await setUp(browser, rollcall);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("what an auditor's pages do not offer, the server refuses their browser", async () => {
    const { id, slug } = first.organization;
    const { page, assertQuiet, close } = await signInAs(browser, rollcall, {
      role: "auditor",
      organizationIds: [id],
      name: "Anna Auditor",
      email: "anna@example.com",
    });
    await page.goto(`/o/${slug}/apps`);
    await page.getByRole("heading", { name: "Apps" }).waitFor();
    assert.equal(await page.getByRole("link", { name: "Add Application" }).count(), 0);
    assert.equal(await call(page, "POST", `/organizations/${id}/source-applications`, { kind: "okta" }), 403);
    assert.equal(await call(page, "POST", "/invitations", { email: "eve@example.com", role: "owner" }), 403);
    assert.equal(await call(page, "GET", `/organizations/${id}/directory-users`), 200);
    assertQuiet();
    await close();
  });

  test("an administrator changes their organizations and no other, and makes no owner", async () => {
    const { id } = first.organization;
    const other = await rollcall.api<{ id: string }>("POST", "/organizations", { name: "Other Corp" });
    const { page, close } = await signInAs(browser, rollcall, {
      role: "administrator",
      organizationIds: [id],
      name: "Ada Administrator",
      email: "ada@example.com",
    });
    await page.goto("/");
    await page.getByRole("heading", { name: "Apps" }).waitFor();
    assert.equal(await call(page, "PATCH", `/organizations/${id}`, { name: "Example Corp" }), 200);
    assert.equal(await call(page, "PATCH", `/organizations/${other.id}`, { name: "Mine" }), 404);
    assert.equal(await call(page, "POST", "/organizations", { name: "Third Corp" }), 403);
    assert.equal(await call(page, "POST", "/invitations", { email: "eve@example.com", role: "owner" }), 403);
    await close();
  });

  test("whoever is signed out everywhere is led to the sign-in, in every browser", async () => {
    const second = await signIn(browser, rollcall, { email: owner.email });
    await second.page.goto(`/o/${first.organization.slug}/apps`);
    await second.page.getByRole("heading", { name: "Apps" }).waitFor();
    await first.page.goto("/");
    assert.equal(await call(first.page, "DELETE", "/sessions"), 204);
    await second.page.getByRole("link", { name: "Users" }).click();
    await second.page.waitForURL(/\/sign-in\?next=/);
    await second.close();
  });
});

/** Calls the admin API as a script of the page can; answers the status. */
function call(page: Page, method: string, path: string, body?: object): Promise<number> {
  return page.evaluate(
    async ([how, where, what]) => {
      const headers: Record<string, string> = what === undefined ? {} : { "content-type": "application/json" };
      const sent = what === undefined ? {} : { body: JSON.stringify(what) };
      return (await fetch(`/api/v1${where}`, { method: how, headers, ...sent })).status;
    },
    [method, path, body] as const,
  );
}
