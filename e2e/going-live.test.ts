import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OwnersVisit } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

describe("an application that observes, in the browser", () => {
  let rollcall: Rollcall;
  let visit: OwnersVisit;
  withConsole((opened) => {
    ({ rollcall, owner: visit } = opened);
  });

  test("its page says in numbers what going live would do, counts again when asked, and goes live", async () => {
    const { page, organization, assertQuiet } = visit;
    const there = await connectSource(rollcall, organization.id, "First");
    await there.createUser({ email: "ada@example.org", name: "Ada Berg" });
    const source = await connectSource(rollcall, organization.id, "Okta");
    const bo = await source.createUser({ email: "bo@example.com", name: "Bo Castillo" });
    await rollcall.api("PATCH", `/source-applications/${source.applicationId}`, { mode: "observe" });
    await source.replace(bo, "active", false);
    const people = await Promise.all(
      ["Cleo Dahl", "Dev Eriksen"].map((name) =>
        source.createUser({ email: `${name.toLowerCase().replace(" ", ".")}@example.com`, name }),
      ),
    );
    await source.createUser({ email: "ada@example.org", name: "Ada Berg" });
    await source.createGroup("Field sales", people);

    await page.goto(`/o/example-corp/apps/${source.applicationId}`);
    const card = page.getByRole("region", { name: "What going live would do" });
    await card.getByText("Would create").waitFor();
    const numbers = async () => {
      const [names, values] = await Promise.all([
        card.locator("dt").allInnerTexts(),
        card.locator("dt + dd").allInnerTexts(),
      ]);
      return Object.fromEntries(names.map((name, index) => [name.toLowerCase(), values[index]]));
    };
    const expected = {
      "would create": "2",
      "would link": "0",
      "would change": "0",
      "would enable": "0",
      "would disable": "1",
      "held by the guard": "0",
      conflicts: "1",
      memberships: "2",
    };
    assert.deepEqual(await numbers(), expected);
    await card.getByText("and a group").waitFor();
    await assertAccessible(page);
    await takePictures(page, "going-live");
    await page.setViewportSize({ width: 360, height: 740 });
    // By then the page has taken its narrow form.
    await takePictures(page, "going-live-narrow");
    const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(wide <= 360, `${wide} px in a window of 360 px`);
    await page.setViewportSize({ width: 1440, height: 900 });

    await source.createUser({ email: "eva@example.com", name: "Eva Fontaine" });
    await card.getByRole("button", { name: "Count again" }).click();
    await card.locator("dt + dd").first().filter({ hasText: "3" }).waitFor();
    assert.deepEqual(await numbers(), { ...expected, "would create": "3" });

    await card.getByRole("button", { name: "Go live" }).click();
    await card.waitFor({ state: "detached" });
    // What was stored meanwhile is caught up in the background.
    const eva = `/organizations/${organization.id}/directory-users?search=eva`;
    while ((await rollcall.api<{ items: unknown[] }>("GET", eva)).items.length === 0);
    await page.goto("/o/example-corp/directory/users");
    await page.getByRole("link", { name: "Eva Fontaine" }).waitFor();
    assertQuiet();
  });
});
