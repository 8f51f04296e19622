import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** What axe finds serious or critical, in few words; `within` is a CSS selector. */
export async function violations(page: Page, within = "html"): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(within)})`);
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

// Tests are checked without the browser's types.
const TOO_WIDE = `
  [...document.querySelectorAll("html, body *")]
    .filter((element) => element.tagName === "HTML" || /auto|scroll/.test(getComputedStyle(element).overflowX))
    .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
    .map(({ tagName, className, scrollWidth, clientWidth }) =>
      tagName + "." + className + ": " + scrollWidth + " in " + clientWidth)
`;

/** What would have to be scrolled sideways. */
export async function tooWide(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(TOO_WIDE);
}

/** Of an open window: nothing sticks out, and neither in the light nor in the dark does axe find a serious barrier. */
export async function judgeWindow(page: Page, what: string): Promise<void> {
  expect(await tooWide(page), `${what}: sideways`).toEqual([]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page, "[role=dialog]"), `${what}, ${colorScheme}`).toEqual([]);
  }
}
