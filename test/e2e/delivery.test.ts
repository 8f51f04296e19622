import { expect, test } from "vitest";
import { minutes, type Night, type NightOptions, night, people, seconds } from "./harness.ts";

const quick = {
  sla: {
    high: { tiers: [{ after: "5m", notify: ["slack", "sms"] }] },
    critical: { tiers: [{ after: "5m", notify: ["slack", "call"] }] },
    medium: { tiers: [{ after: "5m", notify: ["slack", "call:seniors"] }] },
  },
  highRisk: { words: [] },
};

/** An alert of this severity that falls due at 02:05. */
async function due(severity: number, prepare: (soc: Night) => void = () => {}, options: NightOptions = {}) {
  const soc = await night({ settings: quick, ...options });
  soc.hive.raise({ severity, title: "Beacon to C2" });
  prepare(soc);
  await soc.until("2026-03-03T02:05:30Z");
  return soc;
}

const withoutTime = (page: string) => page.slice(page.indexOf(" ") + 1);
const told = (soc: Night) => soc.read(soc.card("Beacon to C2"));
const delivered = (soc: Night) =>
  soc.app.engine.desk.board().rows[0]?.told.map(({ via, to, state }) => `${via} ${to} ${state}`);

// ------------------------------------------------------------------ people

test("a call that nobody answers goes to the next of the rotation, then round once more", async () => {
  const soc = await due(4, ({ phone }) => {
    phone("alice").behaviour.call = { kind: "no-answer" };
    phone("bob").behaviour.call = { kind: "busy", after: 5000 };
  });
  await soc.advance(minutes(10));
  expect(soc.pages().map(withoutTime)).toEqual(["call alice", "call bob", "call alice", "call bob"]);
  expect(told(soc)).toMatch(/Call @alice: no answer, attempt 2/);
  expect(await soc.audit("notification.failed")).toHaveLength(4);
}, 30_000);

test("the next one answers: nobody else is called", async () => {
  const soc = await due(4, ({ phone }) => {
    phone("alice").behaviour.call = { kind: "no-answer" };
  });
  await soc.advance(minutes(10));
  expect(soc.pages().map(withoutTime)).toEqual(["call alice", "call bob"]);
  expect(told(soc)).toMatch(/Call @bob: answered/);
}, 30_000);

test("seniors are called all at once, each again who does not answer", async () => {
  const soc = await due(2, ({ phone }) => {
    phone("carol").behaviour.call = { kind: "no-answer" };
  });
  await soc.advance(minutes(10));
  expect(soc.pages().slice(0, 2)).toEqual(["02:05 call carol", "02:05 call dave"]);
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["carol", "dave", "carol"]);
}, 30_000);

test("handled while the phone rings: nobody else is called", async () => {
  const soc = await night({ settings: quick });
  const { id } = soc.hive.raise({ severity: 4, title: "Beacon to C2" });
  soc.phone("alice").behaviour.call = { kind: "no-answer" };
  await soc.until("2026-03-03T02:05:10Z");
  soc.hive.close(id);
  await soc.advance(minutes(10));
  expect(soc.pages()).toEqual(["02:05 call alice"]);
  expect(await soc.audit("alert.handled")).toHaveLength(1);
}, 30_000);

test("a person without a phone is passed over", async () => {
  const { phone: _, ...rest } = people.alice;
  const soc = await due(3, undefined, {
    settings: { ...quick, people: { ...people, alice: rest } },
  });
  expect(soc.pages()).toEqual(["02:05 sms bob"]);
}, 30_000);

test("a text to somebody who opted out goes to the next, and the card says why", async () => {
  const soc = await due(3, ({ phone }) => {
    phone("alice").behaviour.sms = { kind: "refuse", code: 21610 };
  });
  expect(soc.pages()).toEqual(["02:05 sms bob"]);
  expect(told(soc)).toMatch(/SMS @alice: failed \(alice has opted out/);
  expect(told(soc)).toMatch(/SMS @bob: (sent|delivered)/);
}, 30_000);

test("a text that the carrier loses for good goes to the next", async () => {
  const soc = await due(3, ({ phone }) => {
    phone("alice").behaviour.sms = { kind: "undelivered", code: 30003 };
  });
  await soc.advance(minutes(1));
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["alice", "bob"]);
  expect(told(soc)).toMatch(/SMS @alice: failed/);
}, 30_000);

test("a text lost by chance is sent again, three times at most, then goes to the next", async () => {
  const soc = await due(3, ({ phone }) => {
    phone("alice").behaviour.sms = { kind: "undelivered", code: 30008 };
  });
  await soc.advance(minutes(8));
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["alice", "alice", "alice", "bob"]);
}, 30_000);

test("where nobody can be texted or called, the channel hears of it", async () => {
  const soc = await due(3, undefined, {
    settings: {
      ...quick,
      sla: { high: { tiers: [{ after: "5m", notify: ["sms"] }] } },
      people: { alice: { slack: "U0ALICE" } },
      groups: { oncall: { members: ["alice"] } },
    },
  });
  expect(told(soc)).toMatch(/SMS oncall: failed \(alice has no phone number\)/);
}, 30_000);

test("where every text fails, the channel hears of it", async () => {
  const soc = await due(
    3,
    ({ phone }) => {
      for (const name of ["alice", "bob"] as const) {
        phone(name).behaviour.sms = { kind: "refuse", code: 21610 };
        phone(name).behaviour.call = { kind: "refuse", code: 21214 };
      }
    },
    { settings: { ...quick, sla: { high: { tiers: [{ after: "5m", notify: ["sms"] }] } } } },
  );
  expect(told(soc)).toMatch(/SMS @bob: failed/);
}, 30_000);

// ------------------------------------------------------------------ Slack

test("Slack down for minutes: the text goes, and one card is posted when it is back", async () => {
  let isBack = () => {};
  const soc = await due(3, ({ slack }) => {
    isBack = slack.faults.add({ method: "chat.postMessage", effect: { kind: "http", status: 503 } });
  });
  expect(soc.pages()).toEqual(["02:05 sms alice"]);
  await soc.advance(minutes(4));
  expect(soc.cards()).toEqual([]);
  isBack();
  await soc.advance(minutes(3));
  expect(soc.cards()).toHaveLength(1);
  expect(told(soc)).toMatch(/SMS @alice: delivered/);
}, 30_000);

test("two tiers while Slack is down: one card, which shows the later tier", async () => {
  const sla = {
    high: {
      tiers: [
        { after: "5m", notify: ["slack"] },
        { after: "6m", notify: ["slack"] },
      ],
    },
  };
  let isBack = () => {};
  const soc = await due(
    3,
    ({ slack }) => {
      isBack = slack.faults.add({ method: "chat.postMessage", effect: { kind: "reset" } });
    },
    { settings: { ...quick, sla } },
  );
  await soc.advance(minutes(2));
  isBack();
  await soc.advance(minutes(3));
  expect(soc.cards()).toHaveLength(1);
  expect(told(soc)).toMatch(/SLA missed, at tier 2 of 2/);
  expect(soc.card("Beacon to C2").thread).toEqual([]);
}, 30_000);

test("a rate limit is waited for, and nothing is lost or doubled", async () => {
  const soc = await due(3, ({ slack }) => {
    slack.faults.add({
      method: "chat.postMessage",
      effect: { kind: "rate-limit", retryAfter: 40 },
      times: 1,
    });
  });
  expect(soc.cards()).toEqual([]);
  await soc.advance(seconds(9));
  expect(soc.cards()).toEqual([]);
  await soc.advance(seconds(10));
  expect(soc.cards()).toHaveLength(1);
}, 30_000);

test("a message whose answer was lost is found, not posted again", async () => {
  const soc = await due(3, ({ slack }) => {
    slack.faults.add({ method: "chat.postMessage", effect: { kind: "reset", when: "after" }, times: 1 });
  });
  await soc.advance(minutes(2));
  expect(soc.cards()).toHaveLength(1);
  expect(delivered(soc)).toContain("slack #soc sent");
}, 30_000);

test("an archived channel keeps no text back, and gets the card when it is there again", async () => {
  const soc = await due(3, ({ slack }) => {
    void slack.workspace.setArchived(slack.channel("soc"), true);
  });
  expect(soc.pages()).toEqual(["02:05 sms alice"]);
  expect(delivered(soc)).toContain("slack #soc pending");
  await soc.slack.workspace.setArchived(soc.slack.channel("soc"), false);
  await soc.advance(seconds(30));
  expect(soc.cards()).toHaveLength(1);
}, 30_000);

test("a card deleted by hand: the next tier posts a new one", async () => {
  const sla = {
    high: {
      tiers: [
        { after: "5m", notify: ["slack"] },
        { after: "6m", notify: ["slack"] },
        { after: "9m", notify: ["slack"] },
      ],
    },
  };
  const soc = await due(3, undefined, { settings: { ...quick, sla } });
  soc.slack.workspace.deleteMessage(soc.card("Beacon to C2"));
  await soc.advance(minutes(6));
  const cards = soc.cards().filter(({ kind }) => kind === "posted");
  expect(cards.map((card) => soc.read(card))).toEqual([expect.stringMatching(/SLA missed, at tier 3 of 3/)]);
}, 30_000);

// ------------------------------------------------------------------ Twilio

test("Twilio failing is said in Slack once, and the text goes when it works again", async () => {
  let isBack = () => {};
  const soc = await due(3, ({ twilio }) => {
    isBack = twilio.faults.add({ kind: "status", status: 503 });
  });
  await soc.advance(minutes(3));
  const complaints = () => soc.slack.channel("soc").messages.filter((one) => /Texts/.test(soc.read(one)));
  expect(complaints().filter((one) => !soc.cards().includes(one))).toHaveLength(1);
  expect(soc.pages()).toEqual([]);
  isBack();
  await soc.advance(minutes(3));
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["alice"]);
}, 30_000);

test("wrong Twilio credentials are said in Slack once", async () => {
  const soc = await due(3, ({ twilio }) => {
    twilio.account.authToken = "0ddba11c0ffee0ddba11c0ffee0ddba1";
  });
  await soc.advance(minutes(1));
  const complaints = soc.slack
    .channel("soc")
    .messages.filter((one) => /TWILIO_AUTH_TOKEN/.test(soc.read(one)) && !soc.cards().includes(one));
  expect(complaints).toHaveLength(1);
}, 30_000);

test("a text whose answer was lost is found by its mark, not sent again", async () => {
  const soc = await due(3, ({ twilio }) => {
    twilio.faults.add({ kind: "reset", when: "after", method: "POST", times: 1 });
  });
  await soc.advance(minutes(2));
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["alice"]);
  expect(delivered(soc)).toContain("sms alice delivered");
}, 30_000);

test("a text that was never taken is sent again after looking for it", async () => {
  const soc = await due(3, ({ twilio }) => {
    twilio.faults.add({ kind: "reset", when: "before", method: "POST", times: 1 });
  });
  await soc.advance(minutes(2));
  expect(soc.pages().map((page) => page.split(" ")[2])).toEqual(["alice"]);
}, 30_000);
