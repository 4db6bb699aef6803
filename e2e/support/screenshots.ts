import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { onScreen } from "./browser.ts";

/** Set to 1 where a run is to renew the pictures in docs/screenshots; otherwise they go to the cache, for looking at. */
const renews = process.env["ROLLCALL_TEST_SCREENSHOTS"] === "1";
const folder = fileURLToPath(new URL(renews ? "../../docs/screenshots" : "../../.cache/screenshots", import.meta.url));

/** Takes a picture of what is seen, in both themes: `{name}-light.png`, `{name}-dark.png`. */
export async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const theme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.locator(`html[data-mantine-color-scheme="${theme}"]`).waitFor();
    await onScreen(page);
    await page.screenshot({ path: `${folder}/${name}-${theme}.png`, animations: "disabled" });
  }
}
