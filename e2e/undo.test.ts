import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

const names = ["Ada Berg", "Bo Castillo", "Cleo Dahl", "Dev Eriksen", "Eva Fontaine"];

describe("an undo, in the browser", () => {
  let rollcall: Rollcall;
  let visit: OwnersVisit;
  withConsole((opened) => {
    ({ rollcall, owner: visit } = opened);
  });

  test("a bad sync is looked at field by field, undone with a reason, and is found in the person's values", async () => {
    const { page, organization, assertQuiet } = visit;
    const source = await connectSource(rollcall, organization.id, "Okta");
    const people = await Promise.all(
      names.map((name) => source.createUser({ email: `${name.toLowerCase().replace(" ", ".")}@example.com`, name })),
    );
    const group = await source.createGroup("Field sales", people);
    // What was before the window stays: it begins when all of this is over.
    const from = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const id of people.slice(0, 3)) await source.replace(id, "displayName", "Everybody Alike");
    await source.replace(people[1] ?? "", "active", false);
    await source.change(`/Groups/${group}`, "displayName", "Nobody");
    await source.createUser({ email: "made.up@example.com", name: "Made Up" });
    const until = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await source.replace(people[2] ?? "", "displayName", "Cleo Example");

    await page.goto(`/o/example-corp/activity?source=${source.applicationId}`);
    await page.getByRole("link", { name: "Undo" }).click();
    await page.getByRole("heading", { name: "When did it go wrong?" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "undo-window");
    await page.getByRole("combobox", { name: "Time" }).click();
    await page.getByRole("option", { name: "From … until …" }).click();
    const preview = page.getByRole("button", { name: "Preview" });
    assert.ok(await preview.isDisabled());
    await page.getByLabel("From").fill("2026-01-01T10:00:00");
    await page.getByLabel("Until").fill("2026-01-01T09:00:00");
    assert.ok(await preview.isDisabled(), "a window that ends before it begins is none");

    // To the millisecond the window is in the address only.
    const path = `/source-applications/${source.applicationId}/undo/preview`;
    const job = await rollcall.api<{ id: string }>("POST", path, { from, until });
    const query = new URLSearchParams({ from, until, preview: job.id });
    await page.goto(`/o/example-corp/apps/${source.applicationId}/undo?${query.toString()}`);
    await page.getByRole("heading", { name: "Field by field" }).waitFor();
    const list = page.getByRole("region", { name: "Field by field" });
    const row = (name: string) => list.getByRole("listitem").filter({ hasText: name });
    await row("Cleo Example").getByText("stays as it is: it was changed since, by Okta").waitFor();
    await row("Made Up").getByText("binned").waitFor();
    await row("Nobody (group)").getByText("Field sales").waitFor();
    assert.equal(await list.getByRole("listitem").count(), 5);
    await assertAccessible(page);
    await takePictures(page, "undo-preview");
    await page.setViewportSize({ width: 360, height: 740 });
    await takePictures(page, "undo-preview-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });

    await page.getByRole("button", { name: "Undo", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("3 people get back what they were, and so does a group").waitFor();
    assert.ok(await dialog.getByRole("button", { name: "Undo" }).isDisabled());
    await dialog.getByLabel("Why").fill("A bad sync of Okta");
    await assertAccessible(page);
    await takePictures(page, "undo-reason");
    await dialog.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: "What came back" }).waitFor();
    await row("Ada Berg").waitFor();
    await assertAccessible(page);
    await takePictures(page, "undo-done");

    await row("Ada Berg").getByRole("link", { name: "Ada Berg" }).click();
    await page.getByText("override until the source changes it; it says “Everybody Alike”").waitFor();
    await page.getByText("A bad sync of Okta").first().waitFor();
    await assertAccessible(page);
    await takePictures(page, "directory-user-override");
    assertQuiet();
  });
});
