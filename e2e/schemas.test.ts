import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Page } from "playwright-core";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource, type Source } from "./support/source.ts";

const urn = "urn:example:params:scim:schemas:extension:badge:1.0:User";

describe("the schemas of an application in the console", () => {
  let rollcall: Rollcall;
  let owner: OwnersVisit;
  let page: Page;
  let source: Source;
  withConsole(async (opened) => {
    ({ rollcall, owner, page } = opened);
    source = await connectSource(rollcall, owner.organization.id, "HR feed");
  });

  const push = (name: string, badge: object) =>
    source.createUser({ email: `${name}@example.com`, name: `${name} Example`, more: { [urn]: badge } });

  test("an extension is created with its attributes, and its types hold from the next request on", async () => {
    await page.goto(`/o/${owner.organization.slug}/apps/${source.applicationId}`);
    await page.getByRole("link", { name: "Schemas" }).click();
    await page.getByRole("heading", { name: "No extension of its own yet" }).waitFor();
    await page.getByRole("region", { name: "Resource types" }).getByText("/Users", { exact: true }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "schemas-empty");
    await page.getByRole("button", { name: "Create extension" }).click();
    const dialog = page.getByRole("dialog", { name: "Create extension" });
    await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Badge");
    const address = dialog.getByRole("textbox", { name: "URN" });
    await address.fill("urn:ietf:params:scim:schemas:core:2.0:User");
    await dialog.getByRole("textbox", { name: "Name of attribute 1" }).fill("badgeNumber");
    await dialog.getByRole("button", { name: "Create extension" }).click();
    await dialog.getByText(/is reserved for the standard’s own|is reserved for the standard's own/).waitFor();
    await address.fill(urn);
    await dialog.getByRole("button", { name: "Add attribute" }).click();
    await dialog.getByRole("textbox", { name: "Name of attribute 2" }).fill("floor");
    await dialog.getByRole("combobox", { name: "Type of attribute 2" }).click();
    await page.getByRole("option", { name: "Whole number" }).click();
    await assertAccessible(page);
    await takePictures(page, "schemas-create");
    await address.press("Enter");
    const card = page.getByRole("region", { name: "Badge", exact: true });
    await card.getByText("badgeNumber").waitFor();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await card.getByRole("checkbox", { name: "User" }).isChecked(), true);
    await assertAccessible(page);
    await takePictures(page, "schemas");
    await push("ann", { badgeNumber: "B-7", floor: 3 });
    await assert.rejects(push("bo", { badgeNumber: "B-8", floor: "three" }), /floor: expected a whole number/);
  });

  test("it is offered in the mapping by its type", async () => {
    const { items } = await rollcall.api<{ items: { path: string; inSchema: boolean; sentBy: number }[] }>(
      "GET",
      `/source-applications/${source.applicationId}/attribute-paths`,
    );
    const found = items.find(({ path }) => path === `${urn}:badgeNumber`);
    assert.deepEqual([found?.inSchema, found?.sentBy], [true, 1]);
  });

  test("who carries it can be changed; deleted, what it held is kept as it was sent", async () => {
    const card = page.getByRole("region", { name: "Badge", exact: true });
    await card.getByRole("checkbox", { name: "Group" }).press("Space");
    await page.getByRole("region", { name: "Resource types" }).getByText(urn).nth(1).waitFor();
    await page.getByRole("button", { name: "More for Badge" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page.getByRole("dialog", { name: "Delete Badge?" }).getByText("stays, and is kept as it was sent").waitFor();
    await takePictures(page, "schemas-delete");
    await page.getByRole("button", { name: "Delete extension" }).click();
    await page.getByRole("heading", { name: "No extension of its own yet" }).waitFor();
    await push("cy", { badgeNumber: "B-9", floor: "three" });
    owner.assertQuiet();
  });

  test("a schema that is a resource type's base is not deleted, and the page says why", async () => {
    const device = "urn:example:params:scim:schemas:device:1.0";
    const base = `/source-applications/${source.applicationId}`;
    await rollcall.api("PUT", `${base}/schemas`, {
      schemas: [{ id: device, name: "Device", attributes: [{ name: "serialNumber", required: true }] }],
    });
    await rollcall.api("PUT", `${base}/resource-types`, {
      resourceTypes: [{ name: "Device", endpoint: "/Devices", schema: device }],
    });
    await page.reload();
    await page.getByText("The base schema of Device at").waitFor();
    await page.getByRole("button", { name: "More for Device" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await page.getByRole("button", { name: "Delete extension" }).click();
    await page.getByText(`The resource type Device needs ${device}`).waitFor();
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 780 });
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.equal(wide <= 360, true, `fits 360 px: ${wide}`);
    await takePictures(page, "schemas-narrow");
  });
});
