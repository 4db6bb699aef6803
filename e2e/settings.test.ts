import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { type OwnersVisit, setUp, signInAs } from "./support/administrators.ts";
import { assertAccessible, openBrowser, visit } from "./support/browser.ts";
import { type Rollcall, startRollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";

describe("the settings", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let first: OwnersVisit;
  before(async () => {
    [rollcall, browser] = await Promise.all([startRollcall(), openBrowser()]);
    first = await setUp(browser, rollcall);
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });

  test("an organization is renamed, declares its domains, and says what is kept of exchanges", async () => {
    const { page } = first;
    await page.goto("/o/example-corp/settings");
    await page.getByRole("textbox", { name: "Name" }).fill("Example Group");
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("button", { name: /Example Group/ }).waitFor();
    await page.getByRole("combobox", { name: "Own domains" }).fill("@Example.com");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Save domains" }).click();
    await page.getByLabel("Their bodies are kept").fill("3");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Save", exact: true, disabled: true }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "settings-organization");
    const { id } = first.organization;
    assert.deepEqual(await rollcall.api("GET", `/organizations/${id}/domains`), { domains: ["example.com"] });
  });

  test("a custom attribute is made, relabelled and deleted by its name", async () => {
    const { page } = first;
    await page.goto("/o/example-corp/settings/attributes");
    await page.getByRole("button", { name: "Create attribute" }).first().click();
    await page.getByRole("textbox", { name: "Label" }).fill("Badge number");
    assert.equal(await page.getByRole("textbox", { name: "Name" }).inputValue(), "badgeNumber");
    await page.getByRole("dialog").getByRole("button", { name: "Create attribute", disabled: false }).waitFor();
    await takePictures(page, "create-attribute");
    await assertAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Create attribute" }).click();
    const row = page.getByRole("table", { name: "Custom" }).getByRole("row", { name: /badgeNumber/ });
    await row.waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await assertAccessible(page);
    await takePictures(page, "settings-attributes");
    await row.getByRole("button").click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("textbox", { name: /^Type badgeNumber/ }).fill("badgeNumber");
    await page.getByRole("dialog").getByRole("button", { name: "Delete attribute" }).click();
    await page.getByRole("heading", { name: "No custom attribute yet" }).waitFor();
  });

  test("somebody is invited by a link, joins, and is removed by name", async () => {
    const { page } = first;
    await page.goto("/o/example-corp/settings/administrators");
    await page.getByRole("button", { name: "Invite administrator" }).click();
    await page.getByRole("textbox", { name: "E-mail" }).fill("ada@example.com");
    await page.getByRole("radio", { name: "Auditor" }).check();
    await takePictures(page, "invite");
    await assertAccessible(page);
    await page.getByRole("button", { name: "Create link" }).click();
    const link = await page.getByRole("dialog").locator("code").innerText();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("table", { name: "Invitations" }).getByText("ada@example.com").waitFor();

    const ada = await visit(browser, rollcall.origin);
    await ada.page.goto(link);
    await ada.page.getByText("Olga Okafor invited you as an auditor").waitFor();
    await assertAccessible(ada.page);
    await takePictures(ada.page, "invitation");
    await ada.page.getByRole("textbox", { name: "Your name" }).fill("Ada Lovelace");
    await ada.page.getByRole("textbox", { name: "Password" }).fill("an engine of many wheels");
    await ada.page.keyboard.press("Enter");
    await ada.page.getByRole("heading", { name: "Apps" }).waitFor();
    await ada.page.goto("/o/example-corp/settings/administrators");
    await ada.page.getByText("Ada Lovelace (you)").waitFor();
    assert.equal(await ada.page.getByRole("button", { name: "Invite administrator" }).count(), 0);
    assert.equal(await ada.page.getByRole("button", { name: /^What to do with/ }).count(), 0);
    await ada.page.goto("/o/example-corp/settings/api-keys");
    await ada.page.getByRole("heading", { name: "Only owners see API keys" }).waitFor();
    ada.assertQuiet();

    await page.reload();
    await page.getByRole("button", { name: "What to do with Ada Lovelace" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "settings-administrators");
    await page.getByRole("button", { name: "What to do with Ada Lovelace" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await page.getByRole("textbox", { name: /^Type ada@example.com/ }).fill("ada@example.com");
    await page.getByRole("button", { name: "Remove administrator" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await ada.page.reload();
    await ada.page.waitForURL(/\/sign-in/);
    await ada.close();
  });

  test("an API key is shown once, works, and is refused once it is revoked", async () => {
    const { page } = first;
    await page.goto("/o/example-corp/settings/api-keys");
    await page.getByRole("button", { name: "Create API key" }).click();
    await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
    await takePictures(page, "create-api-key");
    await page.getByRole("dialog").getByRole("button", { name: "Create API key" }).click();
    const key = await page.getByRole("dialog").locator("code").innerText();
    await page.getByRole("button", { name: "Done" }).click();
    const ask = () => fetch(`${rollcall.origin}/api/v1/about`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal((await ask()).status, 200);
    await page.getByRole("button", { name: "Revoke Nightly export" }).click();
    await page.getByRole("textbox", { name: /^Type Nightly export/ }).fill("Nightly export");
    await page.getByRole("button", { name: "Revoke API key" }).click();
    await page.getByText("Revoked", { exact: true }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal((await ask()).status, 401);
    await assertAccessible(page);
    await takePictures(page, "settings-api-keys");
  });

  test("the audit trail shows what was, who changed it, and exports it", async () => {
    const { page, assertQuiet } = first;
    await page.goto("/o/example-corp/settings/audit-trail");
    const table = page.getByRole("table", { name: "Audit trail" });
    const renamed = table.getByRole("row", { name: /Changed organization Example Corp/ });
    await renamed.waitFor();
    assert.match(await renamed.innerText(), /Olga Okafor[\s\S]*Example Corp → Example Group/);
    await assertAccessible(page);
    await takePictures(page, "settings-audit-trail");
    await renamed.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("After").waitFor();
    await assertAccessible(page);
    await takePictures(page, "audit-entry");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "audit-trail.csv");
    const exported = await readFile(await download.path(), "utf8");
    assert.match(exported, /^at,actor,[^\r]*\r\n/);
    assert.match(exported, /Olga Okafor,administrator,changeOrganization,[^\r]*,name,Example Corp,Example Group,/);
    await page.goto("/o/example-corp/settings/audit-trail?scope=installation&action=createInvitation");
    await table.getByText("Created invitation").waitFor();
    assert.equal(await table.getByRole("row").count(), 2);
    const [ofInstallation] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Export CSV" }).click(),
    ]);
    const [, ...lines] = (await readFile(await ofInstallation.path(), "utf8")).trimEnd().split("\r\n");
    assert.ok(lines.length > 0 && lines.every((line) => line.includes(",createInvitation,")), lines.join("\n"));
    await page.goto("/o/example-corp/settings/about");
    await page.getByText(/^PostgreSQL \d+/).waitFor();
    await assertAccessible(page);
    await takePictures(page, "settings-about");
    assertQuiet();
  });

  test("a further organization has a directory of its own, and nobody else's settings", async () => {
    const { page } = first;
    await page.goto("/organizations/new");
    await page.getByRole("textbox", { name: "Name" }).fill("תאגיד הדוגמה לאספקה תעשייתית ושירותים לוגיסטיים משולבים");
    await assertAccessible(page);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Apps" }).waitFor();
    assert.notEqual(new URL(page.url()).pathname, "/o/example-corp/apps");
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("heading", { name: "Own domains" }).waitFor();
    await takePictures(page, "settings-long-name");
    // How the others are is asked for once somebody looks at them.
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/organization-health")) asked.push(request.url());
    });
    await page.reload();
    await page.getByRole("heading", { name: "Own domains" }).waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(asked, []);
    await page.keyboard.press("Control+o");
    const other = page.getByRole("link", { name: "no application has called yet Example Group" });
    await other.waitFor();
    assert.ok(asked.length > 0);
    await assertAccessible(page);
    await takePictures(page, "organization-switcher");
    await page.keyboard.type("group");
    await page.getByRole("link", { name: /תאגיד/ }).waitFor({ state: "detached" });
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/o\/example-corp\/overview$/);
    await other.waitFor({ state: "detached" });
  });

  test("fit a telephone, and offer an auditor nothing to change", async () => {
    const { page, assertQuiet } = await signInAs(browser, rollcall, {
      role: "auditor",
      organizationIds: [first.organization.id],
      name: "Anna Auditor",
      email: "anna@example.com",
      width: 360,
      height: 740,
    });
    for (const place of ["", "/attributes", "/administrators", "/audit-trail", "/about"]) {
      await page.goto(`/o/example-corp/settings${place}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      const wide = await page.evaluate<number>(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      assert.ok(wide <= 0, `settings${place} is ${wide} px too wide`);
      assert.equal(await page.getByRole("button", { name: /^(Save|Rename|Create|Invite|Delete)/ }).count(), 0, place);
      await takePictures(page, `settings-narrow${place.replace("/", "-")}`);
    }
    assertQuiet();
  });
});
