import { expect } from "vitest";
import { become, messageWith, test } from "./browsing.ts";
import { violations } from "./judge.ts";
import { quietSandbox } from "./sandbox.ts";

const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { name: "dark, on a phone", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const;

test.for(looks)(
  "has no serious barrier: $name",
  { timeout: 60_000 },
  async ({ colorScheme, viewport }, { visit }) => {
    const { url, hive, slack, age } = await quietSandbox({ speed: 60 });
    const { page, complaints } = await visit(url, { colorScheme, viewport });
    const isNarrow = viewport.width < 1000;
    hive.raise({ title: "URGENT: odd login", severity: 2, createdAt: age(1), tags: ["vpn"] });
    hive.raise({ title: "Web shell", severity: 4, createdAt: age(14) });
    hive.raise({ title: "Handled", severity: 1 });
    hive.close([...hive.alerts.keys()].at(-1) ?? "");
    await slack.say("U0BOB", "soc", "Looks *bad*, see <https://example.org|the wiki> and `x`");
    await messageWith(page, "Web shell").first().waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    expect(await violations(page), "the channel").toEqual([]);
    await page.getByRole("button", { name: "/sla status" }).click();
    await messageWith(page, "Only visible to you").first().waitFor();
    await messageWith(page, "Web shell").first().getByRole("button", { name: "More actions" }).click();
    expect(await violations(page), "a menu and an answer").toEqual([]);
    await page.keyboard.press("Escape");
    if (isNarrow) {
      for (const pane of ["Phones", "TheHive", "Slack"]) {
        await page.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: pane }).click();
        expect(await violations(page), pane).toEqual([]);
      }
    }
    await become(page, "Carol");
    await page.getByRole("button", { name: "/sla config" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Change" }).first().click();
    await page.getByLabel("Tier 1: after").waitFor();
    expect(await violations(page), "a modal").toEqual([]);
    await page.keyboard.press("Escape");
    expect(complaints).toEqual([]);
  },
);

test("the whole page is reached by keyboard, and a modal takes and gives back the focus", async ({
  visit,
}) => {
  const { url } = await quietSandbox({ speed: 1 });
  const { page } = await visit(url);
  await become(page, "Carol");
  const box = page.getByLabel(/^Message #soc/);
  await page.keyboard.press("Tab");
  await box.focus();
  await box.fill("/sla config");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await dialog.locator(":focus").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await expect.poll(() => page.locator(":focus").getAttribute("id")).toBe("slack-input");
});
