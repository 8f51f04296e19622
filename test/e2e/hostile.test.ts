import { expect, test } from "vitest";
import { HOSTILE_ALERTS } from "../../sandbox/thehive/hostile-alerts.ts";
import { minutes, night } from "./harness.ts";

const everyWay = [{ after: "5m", notify: ["slack", "sms", "call"] }];
const settings = {
  sla: Object.fromEntries(["low", "medium", "high", "critical"].map((name) => [name, { tiers: everyWay }])),
  storm: { window: "60s", threshold: 100 },
  limits: { sms: "100 per 15m", call: "100 per 15m" },
};

test("attackers' words neither mention, link, break a call nor pass a link to a phone", async () => {
  const soc = await night({ settings });
  // One after the other: calls of the same moment are one call.
  for (const draft of HOSTILE_ALERTS) {
    soc.hive.raise(draft);
    await soc.advance(minutes(8));
  }
  const messages = [...soc.slack.channel("soc").byTs.values()];
  expect(soc.cards()).toHaveLength(HOSTILE_ALERTS.length);
  for (const message of messages) {
    const live = soc.slack.mentions(message);
    const theirs = live.filter(
      ({ kind, target }) =>
        !(kind === "link" && target.startsWith(soc.hive.publicUrl)) &&
        // Who is told is mentioned; no title asks for her.
        !(kind === "user" && target === "U0ALICE"),
    );
    expect(theirs).toEqual([]);
  }
  const { sms, calls } = soc.phone("alice");
  expect(sms).toHaveLength(HOSTILE_ALERTS.length);
  expect(calls).toHaveLength(HOSTILE_ALERTS.length);
  for (const { body } of sms) {
    expect(body).not.toMatch(/https?:\/\/|evil\.example|example\.org|\p{Cc}|\p{Cf}/u);
    expect(body.length).toBeLessThanOrEqual(320);
  }
  const troubles = [...soc.twilio.calls.values()].flatMap(({ notifications }) => notifications);
  expect(troubles).toEqual([]);
  for (const { twiml, spoken } of calls) {
    expect(twiml).toMatch(/^<\?xml[^>]*>\s*<Response>.*<\/Response>\s*$/s);
    expect(twiml?.match(/<(Dial|Hangup|Response|Redirect|Play)\b/g)).toEqual(["<Response"]);
    expect(spoken.join(" ")).not.toMatch(/https?:\/\//);
    expect(twiml?.length ?? 0).toBeLessThanOrEqual(4000);
  }
  // The audit trail stays one JSON line per event.
  expect((await soc.audit("tier.fired")).length).toBe(HOSTILE_ALERTS.length);
}, 60_000);
