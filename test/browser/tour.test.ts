import { expect } from "vitest";
import { become, messageWith, test, write } from "./browsing.ts";
import { tooWide } from "./judge.ts";
import { quietSandbox } from "./sandbox.ts";

test("the tour ticks itself off, and what is broken shows what the app does about it", async ({ visit }) => {
  const { url, hive, age } = await quietSandbox({ speed: 60 });
  const { page, complaints } = await visit(url);
  const tour = page.getByRole("region", { name: "Tour" });
  const at = async (step: number) => await tour.getByText(`${step} of 8`).waitFor();
  await at(0);
  await tour.getByRole("button", { name: "Show me" }).click();
  await page.locator("summary:focus").press("Enter");
  await page.getByRole("button", { name: "Raise", exact: true }).click();
  // Its card follows within a minute of the sandbox.
  await at(2);
  await page.getByRole("button", { name: "Answer" }).first().click();
  await at(3);
  await messageWith(page, "URGENT")
    .first()
    .getByRole("button", { name: /^I'm on it/ })
    .click();
  await at(4);
  await become(page, "Carol");
  await at(5);
  await page.getByRole("button", { name: "/sla status" }).click();
  await at(6);

  const seen = page.getByRole("region", { name: "What the app does about it" });
  const slack = page.getByRole("group", { name: "Break things" }).getByLabel("Slack");
  hive.raise({ title: "Web shell", severity: 4, createdAt: age(13) });
  await slack.selectOption("down");
  await seen
    .getByText(/healthz answers 503: Slack/)
    .first()
    .waitFor();
  await seen.getByText(/SMS to Alice Archer: .*CRITICAL #2/).waitFor();
  await at(7);
  await slack.selectOption("works");
  await tour.getByText("That was the tour").waitFor();
  await seen.getByText(/healthz answers 200/).waitFor();
  await seen
    .getByText(/#soc: .*Web shell/)
    .first()
    .waitFor();

  await tour.getByRole("button", { name: "End the tour" }).click();
  await page.reload();
  await page.getByRole("button", { name: "Tour" }).waitFor();
  expect(await tour.count()).toBe(0);
  // Chromium says so itself when the stream ends with the old page.
  expect(complaints).toEqual([]);
}, 60_000);

test("nothing is scrolled sideways at any width, and severity needs no font with emoji", async ({
  visit,
}) => {
  const { url, hive, age } = await quietSandbox({ speed: 60 });
  const { page } = await visit(url);
  hive.raise({ title: `A${"a".repeat(200)} file`, severity: 4, createdAt: age(14), tags: ["x".repeat(99)] });
  hive.raise({ title: "Port scan", severity: 1, createdAt: age(1) });
  await messageWith(page, /file/).first().waitFor();
  await page.getByLabel("1×", { exact: true }).check();
  const answers = messageWith(page, "Only visible to you");
  for (const [index, line] of [
    "/sla status",
    "/sla help",
    "/sla why 1",
    "/sla audit",
    "/sla oncall",
  ].entries()) {
    await write(page, line);
    await answers.nth(index).waitFor();
  }
  // Tests are checked without the browser's types.
  const colours = await page.evaluate<string[]>(
    `[...document.querySelectorAll(".blocks[data-tone]")].map((bar) => getComputedStyle(bar).borderLeftColor)`,
  );
  expect(new Set(colours).size).toBeGreaterThanOrEqual(2);
  expect(await page.getByRole("main").innerText()).not.toMatch(/\p{Emoji_Presentation}/u);
  for (const width of [320, 360, 480, 620, 800, 1180, 1181, 1280, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await tooWide(page), `at ${width}`).toEqual([]);
  }
  await page
    .getByRole("navigation", { name: "Channels" })
    .getByRole("button", { name: /SLA Monitor/ })
    .click();
  await page.getByText("SLA board").waitFor();
  for (const width of [320, 360, 800, 1181]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await tooWide(page), `Home at ${width}`).toEqual([]);
  }
});
