import { pino } from "pino";
import { expect, test } from "vitest";
import type { Announcer } from "../../../src/engine/alarms/announcer.ts";
import { waysAlarm } from "../../../src/engine/alarms/ways.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import type { Phones } from "../../../src/engine/ports/phones.ts";
import { jobs } from "../../../src/engine/work/jobs.ts";
import { minutes } from "../../../src/lib/time.ts";
import { handClock } from "../clock.ts";
import { item } from "../items/items.ts";

const phones: Phones = {
  methods: new Set(["sms", "call"]),
  send: async () => ({ state: "sent", ref: "1" }),
  find: async () => "not-found",
  follow: async (_via, ref) => ({ state: "sent", ref }),
  answer: async () => true,
  hangUp: async () => {},
  cancel: async () => true,
};

function watching() {
  const hand = handClock();
  const said: string[] = [];
  const announcer: Announcer = {
    say: async (name) => void said.push(name.split("/").slice(0, 2).join(" ")),
    message: async () => {},
    page: async () => {},
  };
  const log = pino({ enabled: false });
  const alarm = waysAlarm({ clock: hand.clock, log, jobs: jobs(log), phones, announcer });
  return { ...hand, alarm, said };
}

const lost: Outcome = { state: "unknown", detail: "no answer in time" };
const busy: Outcome = { state: "failed", scope: "setup", detail: "busy", again: minutes(1) };
const refused: Outcome = { state: "failed", scope: "setup", detail: "credentials refused" };
const optedOut: Outcome = { state: "failed", scope: "person", detail: "opted out" };
const forbidden: Outcome = { state: "failed", scope: "way", detail: "not registered" };
const undelivered: Outcome = { ...forbidden, ref: "1" };
const sent: Outcome = { state: "sent", ref: "1" };
const arrived: Outcome = { state: "delivered", ref: "1" };
const inVain: Outcome = { state: "unanswered", ref: "1", detail: "busy" };

const fails = "way-failing sms";
const works = "way-working sms";

test.each<[rule: string, outcomes: Outcome[], said: string[], isBad: boolean]>([
  ["one answer that is lost is nobody's failure", [lost], [], false],
  ["two in a row are the provider's", [lost, lost], [fails], true],
  ["two with an answer between them are not", [lost, sent, lost], [], false],
  ["one refusal for now is nobody's failure", [busy], [], false],
  ["refused for now and then lost is the provider's", [busy, lost], [fails], true],
  ["what speaks of one person says nothing of the way", [optedOut, optedOut], [], false],
  ["what speaks of the way is said at once", [forbidden], [fails], true],
  ["what speaks of the whole provider likewise", [refused], [fails], true],
  ["and is said once", [refused, refused, lost, busy], [fails], true],
  ["it works again when one is taken", [refused, sent], [fails, works], false],
  ["what is taken shows nothing where the taken got lost", [undelivered, sent], [fails], true],
  ["what arrives does", [undelivered, sent, arrived], [fails, works], false],
  ["so does what rang", [refused, inVain], [fails, works], false],
  ["what fails again is said again", [refused, sent, refused], [fails, works, fails], true],
])("%s", async (_rule, outcomes, expected, isBad) => {
  const { alarm, said, settle } = watching();
  for (const outcome of outcomes) alarm.onOutcome(item(), outcome);
  await settle();
  expect(said).toEqual(expected);
  expect(alarm.twilio()).toMatchObject({ ok: !isBad });
});

test("answers missed are counted for each way by itself", () => {
  const { alarm } = watching();
  alarm.onOutcome(item({ via: "sms" }), lost);
  alarm.onOutcome(item({ via: "call" }), lost);
  expect(alarm.twilio()).toMatchObject({ ok: true, detail: "not used yet" });
});

test("health says which way fails, or that both do, and since when", async () => {
  const { alarm, clock, advance } = watching();
  const since = clock.now();
  alarm.onOutcome(item({ via: "call" }), refused);
  expect(alarm.twilio()).toEqual({ ok: false, detail: "calls fail: credentials refused", since });
  await advance(minutes(1));
  alarm.onOutcome(item({ via: "sms" }), forbidden);
  expect(alarm.twilio()).toMatchObject({ ok: false, detail: "not registered" });
  alarm.onOutcome(item({ via: "call" }), sent);
  expect(alarm.twilio()).toMatchObject({ ok: false, detail: "texts fail: not registered" });
  alarm.onOutcome(item({ via: "sms" }), sent);
  expect(alarm.twilio()).toEqual({ ok: true, detail: "working", since: clock.now() });
});

test("a channel is a way of its own, and is said by health alone", async () => {
  const { alarm, said, settle } = watching();
  const channel = item({ via: "slack", to: "#soc" });
  alarm.onOutcome(channel, optedOut);
  alarm.onOutcome(item({ via: "slack", to: "#night" }), sent);
  expect(alarm.slack()).toMatchObject({ detail: "opted out" });
  alarm.onOutcome(channel, sent);
  expect(alarm.slack()).toBeUndefined();
  await settle();
  expect(said).toEqual([]);
});

test("what becomes of a direct message says nothing of Slack", () => {
  const { alarm } = watching();
  alarm.onOutcome(item({ via: "dm" }), refused);
  expect(alarm.slack()).toBeUndefined();
});
