import { expect, test } from "vitest";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { minutes, seconds } from "../../../src/lib/time.ts";
import { engineWorld } from "../world.ts";

const settings = {
  people: { alice: { phone: "+12025550111", slack: "U0ALICE" } },
  groups: { oncall: { members: ["alice"] } },
};
const byWay = (...notify: string[]) => ({
  ...settings,
  sla: { high: { tiers: [{ after: "30m", notify }] } },
});
const busy: Outcome = { state: "failed", scope: "setup", detail: "busy", again: seconds(5) };
const lost: Outcome = { state: "unknown", detail: "no answer in time" };

test.each([
  ["refuses for now", busy],
  ["does not say what it did", lost],
])(
  "when Slack %s, somebody's phone tells it after a minute, and the card comes with Slack",
  async (_, how) => {
    const soc = engineWorld(byWay("slack"));
    soc.slack.answer = () => how;
    soc.slack.found = () => lost;
    soc.raise(1);
    await soc.engine.start();
    await soc.advance(minutes(31) - seconds(1));
    expect(soc.phone.sent).toEqual([]);
    await soc.advance(seconds(21));
    expect(soc.phone.sent.map(({ via, to }) => `${via} ${to}`)).toEqual(["sms alice"]);
    soc.slack.answer = () => undefined;
    soc.slack.found = () => "not-found";
    await soc.advance(seconds(30));
    expect(soc.posted.filter(({ id }) => id.startsWith("~1/1/slack/"))).toHaveLength(1);
    expect(soc.phone.sent).toHaveLength(1);
  },
);

test("when Twilio cannot take a text for a minute, the person gets a message and the channel hears of it", async () => {
  const soc = engineWorld(byWay("sms"));
  soc.phone.script.answer = () => busy;
  soc.raise(1);
  await soc.engine.start();
  await soc.advance(minutes(32));
  const told = soc.posted.map(({ id }) => id);
  expect(told).toContain("~1/1/oncall/dm/alice/1");
  expect(told.filter((id) => id.startsWith("~1/1/slack/"))).toHaveLength(1);
  soc.phone.script.answer = () => undefined;
  await soc.advance(minutes(1));
  expect(soc.phone.sent.map(({ via, to }) => `${via} ${to}`)).toEqual(["sms alice"]);
});

test("what cannot be put into words is told another way, and stands before nothing else", async () => {
  const soc = engineWorld(byWay("slack"));
  soc.slack.answer = (id) => {
    if (id.startsWith("~1/")) throw new TypeError("cannot read what an older version wrote");
    return undefined;
  };
  soc.raise(1);
  soc.raise(2);
  await soc.engine.start();
  await soc.advance(minutes(30) + seconds(5));
  expect(soc.phone.sent.map(({ via, to, id }) => `${via} ${to} ${id.split("/")[0]}`)).toEqual([
    "sms alice ~1",
  ]);
  expect(soc.posted.filter(({ id }) => id.startsWith("~2/1/slack/"))).toHaveLength(1);
  await soc.advance(minutes(10));
  expect(soc.phone.sent).toHaveLength(1);
});
