import { after, before } from "node:test";
import type { Browser, Page } from "playwright-core";
import { type OwnersVisit, setUp } from "./administrators.ts";
import { openBrowser } from "./browser.ts";
import { type Rollcall, startRollcall } from "./rollcall.ts";

/** The whole program, a browser, and its first administrator, signed in. */
export interface OpenedConsole {
  readonly rollcall: Rollcall;
  readonly browser: Browser;
  readonly owner: OwnersVisit;
  /** The owner's; no page of the console is open yet. */
  readonly page: Page;
}

/**
 * Opens a console before the tests of a `describe`, hands it over, and ends it after them.
 *
 * @param settings what the program finds in its environment besides
 */
export function withConsole(
  use: (opened: OpenedConsole) => void | Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): void {
  let rollcall: Rollcall | undefined;
  let browser: Browser | undefined;
  before(async () => {
    // One after the other: what was started is stopped where the other does not start.
    rollcall = await startRollcall(settings);
    browser = await openBrowser();
    const owner = await setUp(browser, rollcall);
    await use({ rollcall, browser, owner, page: owner.page });
  });
  after(async () => {
    await Promise.all([browser?.close(), rollcall?.stop()]);
  });
}
