import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { openSoc, type Soc } from "../sandbox/demo/soc.ts";
import { servePage } from "../sandbox/page/server.ts";
import { SCENARIO_ALERTS } from "../sandbox/thehive/scenario-alerts.ts";
import { launchChromium } from "../test/browser/chromium.ts";

// Makes the README's pictures from the sandbox's page: `npm run screenshots`.

const FOLDER = new URL("../docs/images/", import.meta.url);
const MINUTE = 60_000;

const soc = await openSoc({
  at: Date.parse("2026-03-03T14:00Z"),
  speed: 60,
  version: "5",
  calls: { kind: "manual" },
});
await soc.begin();
const page = await servePage(soc, 0);
const browser = await launchChromium();
try {
  await tellTheStory(soc);
  await sandbox(await open(browser, { width: 1440, height: 860 }, "light"));
  await settings(await open(browser, { width: 1440, height: 860 }, "dark"));
  await phone(await open(browser, { width: 390, height: 780 }, "light"));
} finally {
  await browser.close();
  await page.stop();
  await soc.close();
}

/** Until the moment at which there is most to see: cards in every state, and a phone that rings. */
async function tellTheStory({ hive, slack, clock, twilio }: Soc): Promise<void> {
  const raise = (title: string, ageMinutes: number) => {
    const draft = SCENARIO_ALERTS.find((one) => one.title.startsWith(title));
    if (draft === undefined) throw new Error(`No scenario alert begins with "${title}"`);
    hive.raise({ ...draft, createdAt: Math.round(clock.now() - ageMinutes * MINUTE) });
  };
  raise("Credential phishing", 28);
  raise("Port scan", 5);
  raise("DNS tunnelling", 12);
  raise("Files renamed", 9);
  const card = (title: string) =>
    slack.channel("soc").messages.find((message) => message.text.includes(title));
  const shown = async (title: string) => {
    await slack.until(() => card(title) !== undefined, { within: 30_000, what: `the card of ${title}` });
    const message = card(title);
    if (message === undefined) throw new Error(`No card of ${title}`);
    return message;
  };
  await slack.press("U0BOB", await shown("Credential phishing"), "Promote to case");
  await shown("Files renamed");
  await new Promise<void>((resolve) => {
    const stop = twilio.onChange(() => {
      if (![...twilio.calls.values()].some(({ status }) => status === "ringing")) return;
      stop();
      resolve();
    });
  });
  clock.speed = 0;
}

async function open(
  browserOf: Browser,
  viewport: { width: number; height: number },
  colorScheme: "light" | "dark",
): Promise<Page> {
  const opened = await browserOf.newPage({
    viewport,
    colorScheme,
    locale: "en-GB",
    timezoneId: "Europe/London",
    reducedMotion: "reduce",
    deviceScaleFactor: 1.5,
  });
  await opened.goto(page.url);
  await opened.getByRole("article").first().waitFor();
  return opened;
}

async function sandbox(opened: Page): Promise<void> {
  await save(opened, "sandbox");
}

async function settings(opened: Page): Promise<void> {
  await opened.getByRole("group", { name: "You are" }).getByRole("button", { name: "Carol" }).click();
  await opened.getByRole("button", { name: "/sla config" }).click();
  await opened.getByRole("dialog").getByRole("button", { name: "Change" }).first().click();
  await opened.getByLabel("Tier 1: after").waitFor();
  await save(opened, "settings");
}

async function phone(opened: Page): Promise<void> {
  await opened.getByRole("navigation", { name: "Panes" }).getByRole("button", { name: "Phones" }).click();
  await opened.getByRole("button", { name: "Answer" }).first().click();
  await opened.getByText("S L A monitor").first().waitFor();
  await save(opened, "phone");
}

async function save(opened: Page, name: string): Promise<void> {
  await opened.mouse.move(0, 0);
  const path = fileURLToPath(new URL(`${name}.png`, FOLDER));
  await opened.screenshot({ path, animations: "disabled" });
  process.stdout.write(`docs/images/${name}.png\n`);
}
