import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished, test as plain } from "vitest";
import { launchChromium } from "./chromium.ts";

/** Opens an address in a window of its own, which closes with the test. What the page complains about is kept. */
async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Europe/London", ...options });
  onTestFinished(async () => await context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error") complaints.push(line.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith("http://127.0.0.1:")) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, context, complaints };
}

interface Browsing {
  readonly browser: Browser;
  readonly visit: (url: string, options?: BrowserContextOptions) => ReturnType<typeof visit>;
}

/** A test with a browser; the tests of a file share one. */
export const test = plain.extend<Browsing>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads in the pattern which fixtures are needed
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  visit: async ({ browser }, use) => {
    await use((url, options) => visit(browser, url, options));
  },
});

/** Makes the visitor somebody else, in one click. */
export async function become(page: Page, name: string): Promise<void> {
  const people = page.getByRole("group", { name: "You are" });
  await people.getByRole("button", { name }).click();
  await people.getByRole("button", { name, pressed: true }).waitFor();
}

/** Has the visitor write in #soc. */
export async function write(page: Page, line: string): Promise<void> {
  await page.getByLabel(/^Message #soc/).fill(line);
  await page.getByLabel(/^Message #soc/).press("Enter");
}

/** The message of a channel that holds some words. */
export function messageWith(page: Page, words: string | RegExp) {
  return page.getByRole("article").filter({ hasText: words });
}
