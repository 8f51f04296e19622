import { expect, test } from "vitest";
import { minutes, type NightOptions, night, seconds } from "./harness.ts";

const rule = { assigned: "15m", closed: "1h", notify: ["slack", "call"] };
const soc = (options: NightOptions = {}) =>
  night({ ...options, settings: { cases: { high: rule }, ...options.settings } });
type Soc = Awaited<ReturnType<typeof soc>>;

/** An alert that was told of at 02:30, and promoted by alice. */
async function promoted(night: Soc): Promise<{ id: string; caseId: string }> {
  const { id } = night.hive.raise({ severity: 3, title: "Beacon to C2" });
  await night.advance(minutes(30));
  await night.letPass(night.press("U0EVE", night.card("Beacon to C2"), "Promote to case"));
  await night.advance(seconds(5));
  return { id, caseId: night.hive.caseOf(id)?.id ?? "" };
}

/** What is said of the case, in the channel and below the card. */
const said = (night: Soc) =>
  night.slack
    .channel("soc")
    .messages.flatMap((message) => [message, ...message.thread])
    .map((message) => night.read(message))
    .filter((text) => text.includes("⏰ Case"));

test("a case that nobody has by its deadline is told in the thread and by phone, to the second, across a restart", async () => {
  const night = await soc();
  const { id, caseId } = await promoted(night);
  expect(night.read(night.card("Beacon"))).toMatch(/Case\W+#\d+\S*, to be assigned by .*, to be closed by/);
  await night.stop();
  await night.start();
  await night.advance(minutes(14));
  expect(said(night)).toEqual([]);
  await night.advance(minutes(2));
  expect(said(night)).toEqual([expect.stringMatching(/not assigned by .*Beacon to C2/s)]);
  expect(night.pages("assign it").map((line) => line.slice(6))).toEqual(["call alice"]);
  expect(await night.audit("case.overdue")).toMatchObject([
    { alertId: id, detail: { step: "assigned", case: { id: caseId } } },
  ]);
  night.hive.closeCase(caseId);
  await night.until("2026-03-03T03:40Z");
  expect(said(night)).toHaveLength(1);
  await night.letPass(night.slack.command("U0ALICE", "/sla why #1"));
  const answers = night.slack.ephemerals("U0ALICE").map((message) => night.read(message));
  expect(answers.join()).toMatch(/to be assigned, \+15 min = 2026-03-03 02:45 UTC, Slack, Call: told/);
});

test("a case made in TheHive counts too; with somebody on it nobody is told, and neither once it is gone", async () => {
  const night = await soc({
    settings: { cases: { high: { assigned: "15m", closed: "1h", notify: ["slack"] } } },
  });
  const { id } = night.hive.raise({ severity: 3, title: "Beacon to C2" });
  await night.advance(minutes(3));
  const made = night.hive.import(id);
  await night.advance(minutes(30));
  expect(said(night)).toEqual([]);
  night.hive.removeCase(made.id);
  await night.advance(minutes(60));
  expect(said(night)).toEqual([]);

  const other = night.hive.raise({ severity: 3, title: "Odd login" });
  await night.advance(minutes(3));
  const odd = night.hive.import(other.id);
  night.hive.assignCase(odd.id, undefined);
  await night.advance(minutes(20));
  // It had no card: it is said by itself.
  expect(said(night)).toEqual([expect.stringMatching(/not assigned by .*Odd login/s)]);
});

test("a case that is assigned while a phone rings in vain: nobody else is called", async () => {
  const night = await soc();
  night.phone("alice").behaviour.call = { kind: "no-answer" };
  const { caseId } = await promoted(night);
  await night.advance(minutes(15));
  night.hive.assignCase(caseId, "alice@example.org");
  await night.advance(minutes(10));
  expect(night.pages("assign it")).toHaveLength(1);
});

test("while TheHive refuses, a case is told all the same and said to be unconfirmed; a pause holds it", async () => {
  const night = await soc();
  await promoted(night);
  night.hive.faults.add({ kind: "status", status: 503 });
  await night.letPass(night.slack.command("U0CAROL", "/sla pause 20m upgrade"));
  await night.advance(minutes(19));
  expect(said(night)).toEqual([]);
  await night.advance(minutes(3));
  expect(said(night)).toEqual([expect.stringMatching(/Unconfirmed/)]);
});
