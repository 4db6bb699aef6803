import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { type OwnersVisit, signInAs } from "./support/administrators.ts";
import { assertAccessible } from "./support/browser.ts";
import { withConsole } from "./support/console.ts";
import type { Rollcall } from "./support/rollcall.ts";
import { takePictures } from "./support/screenshots.ts";
import { connectSource } from "./support/source.ts";

const names = ["Ada Berg", "Bo Castillo", "Cleo Dahl", "Dev Eriksen", "نور الهدى عبد الرحمن المصري الطويلة الاسم"];
const emailOf = (name: string, index: number) =>
  index === 4 ? "nour@example.com" : `${name.toLowerCase().replace(" ", ".")}@example.com`;

function file(name: string, text: string) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(text) };
}

describe("a source's own export, in the browser", () => {
  let rollcall: Rollcall;
  let browser: Browser;
  let visit: OwnersVisit;
  withConsole((opened) => {
    ({ rollcall, browser, owner: visit } = opened);
  });

  test("a file is read, compared person by person, and what the source did not do is done for whom was chosen", async () => {
    const { page, organization, assertQuiet } = visit;
    const source = await connectSource(rollcall, organization.id, "Okta");
    for (const [index, name] of names.entries()) {
      await source.createUser({ email: emailOf(name, index), name, more: { title: "Engineer" } });
    }
    await page.goto(`/o/example-corp/apps/${source.applicationId}`);
    await page.getByRole("link", { name: "Reconcile" }).click();
    await page.getByRole("heading", { name: "Nothing has been compared" }).waitFor();
    await assertAccessible(page);
    await takePictures(page, "reconciliation-empty");

    const input = page.locator("input[type=file]");
    await input.setInputFiles({ ...file("utf16.csv", ""), buffer: Buffer.from("\ufefflogin\nann\n", "utf16le") });
    await page.getByText("expected CSV or JSON in UTF-8, found UTF-16").waitFor();
    await input.setInputFiles(
      file("own.csv", "Mitarbeiter;Lage\nada.berg@example.com;da\nbo.castillo@example.com;weg\n"),
    );
    await page.getByText("This file has 2 columns. Choose the column that people are found by.").waitFor();
    const compare = page.getByRole("button", { name: "Compare" });
    assert.ok(await compare.isDisabled());
    await page.getByRole("combobox", { name: "People are found by" }).click();
    await page.getByRole("option", { name: "Mitarbeiter" }).click();
    await page.getByRole("combobox", { name: "Which is here their" }).click();
    await page.getByRole("option", { name: "Username" }).click();
    await page.getByRole("combobox", { name: "Status" }).click();
    await page.getByRole("option", { name: "Lage" }).click();
    await page.getByLabel("Active means").fill("da");
    await assertAccessible(page);
    await takePictures(page, "reconciliation-columns");
    await page.setViewportSize({ width: 360, height: 740 });
    await takePictures(page, "reconciliation-columns-narrow");
    await page.setViewportSize({ width: 1440, height: 900 });
    await compare.click();
    await page.getByText("2 people, found by “Mitarbeiter”; “Lage” says who is active.").waitFor();
    await page.getByRole("button", { name: "Another file" }).click();
    await page.getByText("4 still active here, 0 missing, 0 different").waitFor();

    const rows = [
      "login,firstName,lastName,title,status,shoe size",
      "ada.berg@example.com,Ada,Berg,Engineer,ACTIVE,38",
      "bo.castillo@example.com,Bo,Castillo,Lead,ACTIVE,44",
      "cleo.dahl@example.com,Cleo,Dahl,Engineer,SUSPENDED,",
      "fay.guo@example.com,Fay,Guo,Engineer,ACTIVE,",
    ];
    await input.setInputFiles(file("twice.csv", [...rows, rows[1]].join("\n")));
    await page.getByText("This is an export of Okta.").waitFor();
    await compare.click();
    await page.getByText('line 6, column "login": expected everybody once').first().waitFor();
    await assertAccessible(page);
    await takePictures(page, "reconciliation-refused");
    await input.setInputFiles(file("okta-people.csv", rows.join("\n")));
    await page.getByText("This is an export of Okta.").waitFor();
    await compare.click();
    await page.getByText("Not compared: shoe size.").waitFor();
    const list = page.getByRole("list", { name: "Person by person" });
    const row = (name: string) => list.getByRole("listitem").filter({ hasText: name });
    await row("Bo Castillo").getByText("Lead").waitFor();
    await row("Fay Guo").getByText("The source has to send them").waitFor();
    await row("Cleo Dahl").getByText("Active here, inactive there").waitFor();
    await row("Dev Eriksen").getByText("Active here, gone there").waitFor();
    assert.equal(await list.getByRole("listitem").count(), 5);
    await assertAccessible(page);
    await takePictures(page, "reconciliation-found");
    await page.setViewportSize({ width: 360, height: 740 });
    await row("Fay Guo").scrollIntoViewIfNeeded();
    await takePictures(page, "reconciliation-found-narrow");
    assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
    await page.setViewportSize({ width: 1440, height: 900 });

    await page.getByRole("combobox", { name: "What was found" }).click();
    await page.getByRole("option", { name: "Missing here (1)" }).click();
    await page.getByText("Rollcall cannot make a source send anybody.").waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export as CSV" }).click();
    assert.equal((await download).suggestedFilename(), "reconciliation.csv");
    await page.getByRole("button", { name: "Clear What was found" }).click();

    await row("Dev Eriksen").getByRole("checkbox", { name: "Choose Dev Eriksen" }).check();
    await page.getByRole("button", { name: "Act on 1" }).click();
    const dialog = page.getByRole("dialog");
    const submit = dialog.getByRole("button", { name: "Deactivate 1 person" });
    await submit.waitFor();
    assert.ok(await submit.isDisabled(), "a reason is needed");
    await dialog.getByLabel("Why").fill("Gone from Okta");
    await assertAccessible(page);
    await takePictures(page, "reconciliation-act");
    await submit.click();
    await row("Dev Eriksen").getByText("Deactivated").waitFor();
    await page.getByText("Act on findings: done, 1 people.").waitFor();
    await takePictures(page, "reconciliation-acted");
    await row("Dev Eriksen").getByRole("link", { name: "Dev Eriksen" }).click();
    await page.getByText("Gone from Okta").first().waitFor();
    assertQuiet();

    const auditor = await signInAs(browser, rollcall, {
      role: "auditor",
      organizationIds: [organization.id],
      name: "Ana",
      email: "ana@example.com",
    });
    await auditor.page.goto(`/o/example-corp/apps/${source.applicationId}/reconcile`);
    await auditor.page.getByRole("button", { name: "okta-people.csv" }).click();
    await auditor.page.getByText("Not compared: shoe size.").waitFor();
    await auditor.page.getByText("Fay Guo").waitFor();
    assert.equal(await auditor.page.getByRole("button", { name: /^Act on/ }).count(), 0, "an auditor changes nobody");
  });
});
