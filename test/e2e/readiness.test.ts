import { expect, test } from "vitest";
import { hours, minutes, type Night, night, people, seconds } from "./harness.ts";

/* Before anybody has to be told it is looked whether they can be, and the weekly test text proves it. */

const users = [
  { id: "U0ALICE", name: "alice", realName: "Alice" },
  { id: "U0BOB", name: "bob", realName: "Bob", isDeactivated: true },
  { id: "U0CAROL", name: "carol", realName: "Carol" },
];
const settings = {
  people: { ...people, erin: {} },
  groups: {
    oncall: {
      rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-03-02T09:00", every: "1w" },
    },
    seniors: { members: ["carol", "erin"] },
  },
  readiness: { at: "08:00", test: "tue 08:30" },
};

const said = (soc: Night, what: RegExp) =>
  soc.slack
    .channel("soc")
    .messages.map((message) => soc.read(message))
    .filter((text) => what.test(text));

test("in the morning one message names what is wrong; a restart repeats nothing; who asks is told the same", async () => {
  const soc = await night({
    at: "2026-03-03T07:50Z",
    settings: { ...settings, readiness: { at: "08:00" } },
    slack: { users, channels: [{ id: "C0000000SOC", name: "soc", members: ["U0ALICE", "U0CAROL"] }] },
  });
  await soc.advance(minutes(11));
  const [morning = "", ...more] = said(soc, /not ready/);
  expect(more).toEqual([]);
  expect(morning).toContain("2 things are not ready for the next 14 days");
  expect(morning).toContain("erin cannot be reached by call; on call from 2026-03-03 08:00 UTC");
  expect(morning).toContain("bob's Slack account is deactivated");
  await soc.stop();
  await soc.start();
  await soc.advance(hours(1));
  expect(said(soc, /not ready/)).toHaveLength(1);
  const { messages } = await soc.slack.command("U0ALICE", "/sla readiness");
  const answer = messages.map((message) => soc.read(message)).join("\n");
  expect(answer).toContain("bob's Slack account is deactivated. Take bob off call");
  expect(await soc.audit("readiness.checked")).toMatchObject([{ detail: { wrong: 2, unknown: 0 } }]);
});

test("run by cron, the first run after the time looks, and no other of that day", async () => {
  const soc = await night({
    at: "2026-03-03T07:45Z",
    settings: { ...settings, readiness: { at: "08:00" } },
    start: false,
  });
  for (let run = 0; run < 4; run++) {
    const monitor = await soc.create();
    expect(await soc.letPass(monitor.once())).toBe(true);
    await monitor.stop();
    await soc.advance(minutes(10));
  }
  expect(said(soc, /not ready/)).toHaveLength(1);
  expect((await soc.audit("readiness.checked")).map(({ at }) => at.slice(11, 16))).toEqual(["08:05"]);
});

test("the weekly test text is answered by its code; who has not answered in half an hour is named, once", async () => {
  const soc = await night({ at: "2026-03-03T08:29Z", settings, replies: true });
  await soc.advance(minutes(1) + seconds(1));
  const texts = soc.pages("Test of the SLA monitor");
  expect(texts).toEqual(["08:30 sms alice", "08:30 sms bob", "08:30 sms carol"]);
  const code = /Reply (\w{4}) /.exec(soc.phone("alice").sms[0]?.body ?? "")?.[1] ?? "";
  soc.phone("alice").reply(code);
  await soc.advance(seconds(10));
  await soc.until("2026-03-03T09:05:00Z");
  const verdicts = said(soc, /weekly test text/);
  expect(verdicts).toEqual([expect.stringContaining("2 of 3 did not answer the weekly test text")]);
  expect(verdicts[0]).toContain("@carol: no reply within 30 minutes");
  expect(said(soc, /Reply arrived/)).toEqual([]);
  expect(await soc.audit("test.unanswered")).toMatchObject([{ to: "bob" }, { to: "carol" }]);
});
