import type { Page } from "playwright-core";
import { expect } from "vitest";
import { become, messageWith, test, write } from "./browsing.ts";
import { judgeWindow } from "./judge.ts";
import { quietSandbox } from "./sandbox.ts";

const sizes = [
  { name: "on a desk", viewport: { width: 1440, height: 900 } },
  { name: "on a phone", viewport: { width: 360, height: 740 } },
] as const;

/** The card of an alert, as the channel shows it. */
function cardOf(page: Page, title: string) {
  return messageWith(page, title)
    .filter({ has: page.getByRole("button", { name: /^Details/ }) })
    .first();
}

async function goTo(page: Page, place: RegExp): Promise<void> {
  await page.getByRole("navigation", { name: "Channels" }).getByRole("button", { name: place }).click();
}

/** As the person asked: takes what was offered by a direct message. */
async function accept(page: Page, name: string, words: RegExp): Promise<void> {
  await become(page, name);
  await goTo(page, /SLA Monitor/);
  await page.getByRole("button", { name: "Messages" }).click();
  await messageWith(page, words)
    .last()
    .getByRole("button", { name: /^Accept/ })
    .click();
}

async function close(page: Page): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).first().click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

test.for(sizes)(
  "an alert is read, put off, handed on and closed: $name",
  { timeout: 90_000 },
  async ({ viewport }, { visit }) => {
    const { url, hive, age } = await quietSandbox({ speed: 60 });
    const ransom = hive.raise({
      title: "Ransom note",
      severity: 4,
      createdAt: age(16),
      observables: [{ dataType: "ip", data: "203.0.113.7" }],
    });
    const beacon = hive.raise({ title: "Odd beacon", severity: 3, createdAt: age(31) });
    const { page, complaints } = await visit(url, { viewport });
    await cardOf(page, "Odd beacon").waitFor();
    await page.getByLabel("1×", { exact: true }).check();
    const dialog = page.getByRole("dialog");

    await cardOf(page, "Ransom note")
      .getByRole("button", { name: /^Ignore/ })
      .click();
    await dialog.getByLabel("Why may it wait?").fill("It is our own test");
    await judgeWindow(page, "the reason");
    await dialog.getByRole("button", { name: "Ignore", exact: true }).click();
    await dialog
      .getByText(/ignored/i)
      .first()
      .waitFor();
    await close(page);
    await cardOf(page, "Ransom note")
      .getByRole("button", { name: /^Resume now/ })
      .click();

    await cardOf(page, "Ransom note").getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Hand to…" }).click();
    await dialog.getByLabel("To whom?").selectOption({ label: "Bob Baker" });
    await judgeWindow(page, "the colleague");
    await dialog.getByRole("button", { name: "Hand over" }).click();
    await dialog
      .getByText(/Bob Baker/)
      .first()
      .waitFor();
    await close(page);
    await accept(page, "Bob", /hands you this alert/);
    await goTo(page, /soc/);
    await cardOf(page, "Ransom note")
      .getByText(/in hand/)
      .first()
      .waitFor();

    await cardOf(page, "Odd beacon")
      .getByRole("button", { name: /^Close…/ })
      .click();
    await dialog.getByLabel("Duplicate").check();
    await dialog.getByLabel("Note").fill("see the other one");
    await judgeWindow(page, "closing one");
    await dialog.getByRole("button", { name: "Close alert" }).click();
    await expect
      .poll(() => hive.alerts.get(beacon.id))
      .toMatchObject({
        stage: "Closed",
        status: "Duplicate",
        summary: "see the other one",
      });
    await close(page);

    await cardOf(page, "Ransom note")
      .getByRole("button", { name: /^Details/ })
      .click();
    await dialog.getByText("203[.]0[.]113[.]7").waitFor();
    await judgeWindow(page, "the details");
    await dialog.getByLabel("Promote with template…").selectOption({ label: "phishing" });
    await expect.poll(() => hive.caseOf(ransom.id)).toBeDefined();
    expect(complaints).toEqual([]);
  },
);

test.for(sizes)(
  "many are closed after a look, and duty is swapped: $name",
  { timeout: 90_000 },
  async ({ viewport }, { visit }) => {
    const { url, hive, age } = await quietSandbox({ speed: 60 });
    hive.raiseMany(25, (index) => ({
      title: `Noise ${index}`,
      severity: 3,
      source: "noisy-ids",
      createdAt: age(31) + index,
    }));
    const { page, complaints } = await visit(url, { viewport });
    const digest = messageWith(page, /alerts missed their SLA at once/).first();
    await digest.waitFor();
    await page.getByLabel("1×", { exact: true }).check();
    const dialog = page.getByRole("dialog");

    await digest.getByRole("button", { name: "Close many…" }).click();
    await dialog.getByLabel(/^source noisy-ids/).check();
    await dialog.getByLabel("FalsePositive").check();
    await dialog.getByLabel("Note").fill("known scanner");
    await judgeWindow(page, "which ones");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("and 20 more, none of them worse").waitFor();
    await judgeWindow(page, "the preview");
    await dialog.getByRole("button", { name: "Close 25 alerts" }).click();
    await dialog.getByText("25 alerts are closed as FalsePositive").waitFor();
    await close(page);
    expect(new Set([...hive.alerts.values()].map(({ status, summary }) => `${status}: ${summary}`))).toEqual(
      new Set(["FalsePositive: known scanner"]),
    );

    await write(page, "/sla oncall swap @bob sat");
    await messageWith(page, "Only visible to you").first().waitFor();
    await accept(page, "Bob", /asks you to swap duty/);
    await page.getByText("Swapped.").waitFor();

    await become(page, "Carol");
    await goTo(page, /soc/);
    await write(page, "/sla oncall");
    await page.getByRole("button", { name: "Edit groups and rotations" }).click();
    await dialog.getByLabel("Change a group").selectOption({ label: "oncall" });
    await dialog.getByLabel("Carol Chen").check();
    await judgeWindow(page, "people of a group");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog
      .getByText(/alice, bob, carol/)
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  },
);
