import { expect, test } from "vitest";
import { minutes, type Night, night, seconds } from "./harness.ts";

const alice = "U0ALICE";
const bob = "U0BOB";

const byMessage = {
  sla: { high: { tiers: [{ after: "10m", notify: ["slack", "dm"] }], highRisk: [] } },
};

async function told(options: Parameters<typeof night>[0] = {}): Promise<{ soc: Night; id: string }> {
  const soc = await night({ settings: byMessage, ...options });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(12));
  return { soc, id };
}

function directTo(soc: Night, user: string) {
  const message = soc.slack.dm(user).find((one) => soc.read(one).includes("Beacon to C2"));
  if (message === undefined) throw new Error(`${user} was not written to`);
  return message;
}

test("a direct message reaches the person on call, and its buttons act", async () => {
  const { soc } = await told();
  const outcome = await soc.press(alice, directTo(soc, alice), "I'm on it");
  expect(outcome.messages.map((message) => soc.read(message)).join()).toContain("✅ Yours");
  await soc.slack.until(() => soc.read(soc.card("Beacon to C2")).includes("@alice"), { what: "the card" });
  expect(await soc.audit("alert.acknowledged")).toMatchObject([{ actor: alice }]);
}, 30_000);

test("a stale button in a direct message does not promote what is a case already", async () => {
  const { soc } = await told();
  const message = directTo(soc, alice);
  await soc.press(bob, soc.card("Beacon to C2"), "Promote to case");
  await soc.slack.until(() => soc.read(soc.card("Beacon to C2")).includes("case"), { what: "the case" });
  const outcome = await soc.press(alice, message, "Promote to case");
  expect(outcome.messages.map((one) => soc.read(one)).join()).toMatch(/already case #\d+, promoted by @bob/);
  expect(soc.hive.cases.size).toBe(1);
}, 30_000);

test("a stale button after the alert was deleted in TheHive is refused in words", async () => {
  const { soc, id } = await told();
  const message = directTo(soc, alice);
  soc.hive.remove(id);
  await soc.advance(minutes(2));
  const outcome = await soc.press(alice, message, "Ignore 30 min");
  expect(outcome.messages.map((one) => soc.read(one)).join()).toContain("already handled");
}, 30_000);

test("a card deleted by hand: the commands go on working", async () => {
  const { soc } = await told();
  soc.slack.workspace.deleteMessage(soc.card("Beacon to C2"));
  const outcome = await soc.slack.command(alice, "/sla ack #1");
  expect(outcome.messages.map((one) => soc.read(one)).join()).toContain("✅ Yours: Alert #1");
  await soc.advance(seconds(30));
  expect(
    (await soc.slack.command(alice, "/sla status")).messages.map((one) => soc.read(one)).join(),
  ).toContain("in hand until");
}, 30_000);

test("a channel that was archived: answers, windows and direct messages go on", async () => {
  const channels = [
    { id: "C0SOC", name: "soc" },
    { id: "C0OTHER", name: "other" },
  ];
  const soc = await night({ settings: byMessage, slack: { channels } });
  await soc.slack.workspace.setArchived(soc.slack.channel("soc"), true);
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  await soc.advance(minutes(12));
  expect(soc.read(directTo(soc, alice))).toContain("[I'm on it]");
  await soc.slack.command("U0CAROL", "/sla config");
  await soc.slack.until(() => soc.slack.modal("U0CAROL") !== undefined, { what: "the settings" });
}, 30_000);

test("without the scope to look people up nobody counts as admin, and everything else works", async () => {
  const scopes = ["chat:write", "commands", "channels:read", "channels:history", "im:write"];
  const { soc } = await told({ slack: { scopes } });
  const refused = await soc.slack.command("U0CAROL", "/sla oncall take 4h");
  expect(refused.messages.map((one) => soc.read(one)).join()).toContain("You may not change who is on call");
  const outcome = await soc.press(alice, soc.card("Beacon to C2"), "I'm on it");
  expect(outcome.error).toBeUndefined();
  expect(await soc.audit("alert.acknowledged")).toMatchObject([{ actor: alice }]);
}, 30_000);
