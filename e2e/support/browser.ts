import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import packaged from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Debian's, where there is one; otherwise the one that comes as an npm package. */
const installed = "/usr/bin/chromium";

/**
 * In a single process the pages of one visit send the cookies of another; without web security nothing is tested. A
 * graphics card played by software keeps the process that carries every request from its work for one to three seconds
 * at every few pages.
 */
const unwanted: ReadonlySet<string> = new Set([
  "--single-process",
  "--no-zygote",
  "--disable-web-security",
  "--allow-running-insecure-content",
  "--ignore-gpu-blocklist",
  "--in-process-gpu",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
]);

/** Where the packaged one is unpacked: installing the dependencies anew empties it. */
const unpacked = fileURLToPath(new URL("../../node_modules/.cache/rollcall-browser", import.meta.url));

/**
 * Unpacks the packaged browser once for this checkout and says where it is. By itself it goes to one place for all of the
 * machine, where one user's is in the way of every other's, and one test meets what another has half written.
 */
async function unpackBrowser(): Promise<string> {
  const program = join(unpacked, "chromium");
  process.env["FONTCONFIG_FILE"] ??= fileURLToPath(new URL("fonts.conf", import.meta.url));
  if (existsSync(program)) return program;
  await mkdir(join(unpacked, ".."), { recursive: true });
  const aside = await mkdtemp(`${unpacked}-`);
  const usual = process.env["TMPDIR"];
  process.env["TMPDIR"] = aside;
  try {
    await packaged.executablePath();
    await rename(aside, unpacked);
  } catch (error) {
    // Another test was faster: what it unpacked is there whole.
    if (!existsSync(program)) throw error;
    await rm(aside, { recursive: true, force: true });
  } finally {
    if (usual === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = usual;
  }
  return program;
}

/** Starts a browser without a window. */
export async function openBrowser(): Promise<Browser> {
  const system = existsSync(installed);
  return chromium.launch({
    executablePath: system ? installed : await unpackBrowser(),
    args: [
      "--disable-gpu",
      ...(system
        ? ["--no-sandbox", "--disable-background-networking"]
        : packaged.args.filter((arg) => !unwanted.has(arg))),
    ],
    headless: true,
  });
}

/** A visit of the console in a browser of its own memory: notes every error of the page's console. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Fails where the page logged an error or asked another host for anything. */
  assertQuiet(): void;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark";
}

/** Begins a visit. */
export async function visit(
  browser: Browser,
  origin: string,
  { width = 1440, height = 900, theme = "light" }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
  });
  const page = await context.newPage();
  // Long enough for a machine that runs all tests at once: only what fails waits so long.
  page.setDefaultTimeout(45_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // Every answer of 4xx is an error for the browser's log; whether it was right is the test's to say.
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) errors.push(message.text());
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:")) errors.push(`asked ${url}`);
  });
  return {
    page,
    context,
    assertQuiet: () => assert.deepEqual(errors, []),
    close: () => context.close(),
  };
}

/** Waits until what was decided just now is on the screen: two frames later, colours that fade included. */
export async function onScreen(page: Page): Promise<void> {
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

/** Fails where the page has something that people with disabilities cannot use (WCAG 2.2 AA). */
export async function assertAccessible(page: Page): Promise<void> {
  await onScreen(page);
  const axe = new AxeBuilder({ page });
  // What lies behind an open dialog cannot be reached, so the <header> of the kit's dialogs is no second banner.
  const dialog = '[role="dialog"][aria-modal="true"]';
  if (await page.locator(dialog).first().isVisible()) axe.include(dialog).disableRules("landmark-no-duplicate-banner");
  const { violations } = await axe
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("; ")}`,
    ),
    [],
  );
}
