import { expect, test } from "vitest";
import { everybody, minutes, type Night, night, seconds } from "./harness.ts";

/* A phone rings, and somebody deals with the alert: it falls silent, and nobody else is called. */

const settings = {
  poll: { every: "10s" },
  sla: { critical: { tiers: [{ after: "5m", notify: ["slack", "call"] }] } },
  highRisk: { words: [] },
};

async function ringing(): Promise<{ soc: Night; id: string }> {
  const soc = await night({ settings });
  const { id } = soc.hive.raise({ severity: 4, title: "Ransom note" });
  for (const name of everybody) soc.phone(name).behaviour.call = { kind: "manual" };
  await soc.until("2026-03-03T02:05:08Z");
  expect(soc.phone("alice").calls.map(({ status }) => status)).toEqual(["ringing"]);
  return { soc, id };
}

/** Critical alerts are ignored with a reason only. */
async function ignore(soc: Night): Promise<void> {
  await soc.press("U0BOB", soc.card("Ransom note"), "Ignore 30 min");
  await soc.slack.until(() => soc.slack.modal("U0BOB") !== undefined);
  await soc.slack.submitModal("U0BOB", { "Why may it wait?": "a drill" });
}

const ways: [what: string, within: number, deal: (soc: Night, id: string) => unknown][] = [
  ["ignores it for a reason", 5, ignore],
  ["presses I'm on it", 5, (soc) => soc.press("U0BOB", soc.card("Ransom note"), "I'm on it")],
  ["promotes it", 5, (soc) => soc.press("U0BOB", soc.card("Ransom note"), "Promote to case")],
  ["pauses everything", 5, (soc) => soc.slack.command("U0CAROL", "/sla pause 2h upgrade")],
  // It is learnt by the next poll.
  ["closes it in TheHive", 5 + 10, (soc, id) => soc.hive.close(id)],
  ["deletes it in TheHive", 5 + 10, (soc, id) => soc.hive.remove(id)],
];

test.each(ways)(
  "somebody %s while the phone rings: it is hung up within %i s, and nobody else is called",
  async (_what, most, deal) => {
    const { soc, id } = await ringing();
    const dealtAt = soc.clock.now();
    await deal(soc, id);
    await soc.settle();
    await soc.advance(seconds(most));
    const [call] = soc.phone("alice").calls;
    expect(call).toMatchObject({ answeredAt: null });
    expect((call?.endedAt ?? Number.POSITIVE_INFINITY) - dealtAt).toBeLessThanOrEqual(seconds(most));
    await soc.advance(minutes(20));
    expect(everybody.flatMap((name) => soc.phone(name).calls)).toHaveLength(1);
  },
);

test("one of ten that a call is about is taken: the phone goes on ringing for the others", async () => {
  const soc = await night({ settings });
  const [first] = soc.hive.raiseMany(3, (index) => ({ severity: 4, title: `Ransom note ${index}` }));
  soc.phone("alice").behaviour.call = { kind: "manual" };
  await soc.until("2026-03-03T02:05:08Z");
  expect(soc.phone("alice").calls.map(({ status }) => status)).toEqual(["ringing"]);
  soc.hive.close(first?.id ?? "");
  await soc.advance(seconds(12));
  expect(soc.phone("alice").calls.map(({ status }) => status)).toEqual(["ringing"]);
});
