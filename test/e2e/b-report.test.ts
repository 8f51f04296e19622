import { expect, test } from "vitest";
import { minutes, type Night, night } from "./harness.ts";

const eve = "U0EVE";

async function late(options: Parameters<typeof night>[0] = {}): Promise<Night> {
  const soc = await night(options);
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(minutes(33));
  return soc;
}

const picturesIn = (soc: Night) => soc.slack.channel("soc").messages.flatMap(({ files }) => files);

test("report tells how the SLA was kept at once, and the picture follows with its words", async () => {
  const soc = await late();
  const { messages } = await soc.slack.command(eve, "/sla report");
  const text = messages.map((message) => soc.read(message)).join();
  expect(text).toContain("SLA report, 24 Feb 02:33 to 3 Mar 02:33 (Europe/London)");
  expect(text).toMatch(/high +1 +0 +1/);
  expect(text).toContain("Breaches: tier 1: 1");
  await soc.slack.until(() => picturesIn(soc).length === 1, { within: 20_000, what: "the picture" });
  const [picture] = picturesIn(soc);
  expect(picture).toMatchObject({
    name: "sla-report.png",
    altText: expect.stringContaining("0 % of 1 alerts handled within SLA"),
  });
  expect(
    Buffer.from(picture?.bytes ?? [])
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
}, 30_000);

test("where the app may not post, the picture comes to whoever asked", async () => {
  const channels = [
    { id: "C0SOC", name: "soc", botIsMember: true },
    { id: "C0OTHER", name: "other", botIsMember: false },
  ];
  const soc = await late({ slack: { channels } });
  await soc.slack.command(eve, "/sla report 1d", { channel: "other" });
  await soc.slack.until(() => soc.slack.dm(eve).some(({ files }) => files.length === 1), {
    within: 20_000,
    what: "the picture",
  });
}, 30_000);

test("without the scope for files the text comes all the same, and what is missing is said", async () => {
  const scopes = ["chat:write", "commands", "channels:read", "channels:history", "im:write", "users:read"];
  const soc = await late({ slack: { scopes } });
  await soc.slack.command(eve, "/sla report");
  const said = () =>
    soc.slack
      .ephemerals(eve)
      .map((message) => soc.read(message))
      .join("\n");
  await soc.slack.until(() => said().includes("picture could not be sent"), { within: 20_000, what: "why" });
  expect(said()).toContain("SLA report, ");
  expect(said()).toContain("Add the scope files:write and install the app again");
}, 30_000);

test.each([
  ["/sla report soon", "For which time?"],
  ["/sla report 9999d", "400 days at most."],
])("%s is explained", async (line, answer) => {
  const soc = await night();
  const { messages } = await soc.slack.command(eve, line);
  expect(messages.map((message) => soc.read(message)).join()).toContain(answer);
});
