import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished } from "vitest";
import { become, messageWith, test, write } from "./browsing.ts";

/** Runs `npm run demo` as a newcomer would and hands over the address it prints. */
async function startedDemo(): Promise<string> {
  const child = spawn(process.execPath, ["--import", "tsx", "sandbox/demo.ts", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    const exited = once(child, "exit");
    child.kill("SIGINT");
    await exited;
  });
  let printed = "";
  for await (const text of child.stdout) {
    printed += String(text);
    const url = /http:\/\/\S+/.exec(printed)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`The demo printed no address: ${printed}`);
}

test("a newcomer sees a breach, makes a case of it, answers a call, replies to a text and changes a tier", async ({
  visit,
}) => {
  const started = performance.now();
  const { page, context, complaints } = await visit(await startedDemo());

  // A breach.
  const card = messageWith(page, /SLA missed, at tier 1 of 3/).first();
  await card.waitFor({ timeout: 60_000 });
  expect(performance.now() - started).toBeLessThan(60_000);
  const title = await card.locator("strong").nth(2).innerText();

  // A case, and where it is.
  await card.getByRole("button", { name: "Promote to case" }).click();
  const handled = messageWith(page, title).filter({ hasText: "HANDLED" }).first();
  await handled.waitFor();
  await handled.getByRole("button", { name: "Promote to case" }).waitFor({ state: "detached" });
  const [opened] = await Promise.all([
    context.waitForEvent("page"),
    handled.getByRole("link", { name: /^#\d+$/ }).click(),
  ]);
  await opened.waitForLoadState();
  expect(await opened.locator("body").innerText()).toContain(title);
  await opened.close();

  // A call.
  const call = page.getByRole("region", { name: /^Call to / });
  await call.getByRole("button", { name: "Answer" }).first().click({ timeout: 90_000 });
  await call
    .getByText(/S L A monitor/)
    .first()
    .waitFor();
  await call.getByRole("button", { name: "Hang up" }).first().click();

  // A text.
  await page.getByRole("group", { name: "Whose phone" }).getByRole("button", { name: /Alice/ }).click();
  const phone = page.getByRole("region", { name: "Alice Archer’s phone" });
  await phone
    .getByText(/\w+ #\d+, \d+ min untriaged/)
    .first()
    .waitFor();
  await page.getByLabel("Reply by SMS as Alice Archer").fill("On my way");
  await page.getByLabel("Reply by SMS as Alice Archer").press("Enter");
  await phone.getByText("On my way").waitFor();

  // A setting.
  await become(page, "Carol");
  await write(page, "/sla config");
  const modal = page.getByRole("dialog");
  await modal.getByRole("button", { name: "Change" }).first().click();
  await modal.getByLabel("Tier 1: after").fill("soon");
  await modal.getByRole("button", { name: "Save" }).click();
  await modal
    .getByText(/duration/)
    .first()
    .waitFor();
  await modal.getByLabel("Tier 1: after").fill("12m");
  await modal.getByRole("button", { name: "Save" }).click();
  await modal.getByText(/^12m: Slack channel, SMS/m).waitFor();

  expect(complaints).toEqual([]);
}, 180_000);
