import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { LiveSettings } from "../src/control/live-settings.ts";
import type { Health } from "../src/engine/desk.ts";
import type { Notice, StartFacts } from "../src/engine/ports/notice.ts";
import { noticeMessage } from "../src/slack/blocks/notices.ts";
import { type StartNotices, tellAtStart } from "../src/start-notices.ts";
import { handClock } from "./engine/clock.ts";
import { settingsOf } from "./slack/cards.ts";
import { boardOf, fakeDesk, health } from "./slack/fake-desk.ts";

/** A start with its memory, and what is said. */
function starting(changes: Partial<StartNotices> = {}, saved: Record<string, unknown> = {}) {
  const hand = handClock();
  const memory = new Map<string, unknown>(Object.entries(saved));
  const said: Notice[] = [];
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const { lastGoodPollAt: _, lastPollAt: __, ...unread } = health;
  const hive: { health: Health } = { health: unread };
  const settings = settingsOf();
  const desk = {
    ...fakeDesk(),
    health: () => hive.health,
    firstAct: async () => ({ at: hand.clock.now(), number: 2 }),
    onCall: () => boardOf([]).onCall,
  };
  const parts: StartNotices = {
    live: {
      settings: () => settings,
      roster: () => ({ people: settings.people, groups: settings.groups, overrides: [] }),
      setAside: [],
    } as unknown as LiveSettings,
    engine: {
      desk,
      announcer: { say: async (_name: string, notice: Notice) => void said.push(notice) },
      journal: {
        write: async (entries: readonly (readonly [string, unknown])[]) => {
          for (const [key, value] of entries) memory.set(key, value);
        },
      },
    } as unknown as StartNotices["engine"],
    store: { read: async (key) => memory.get(key) },
    clock: hand.clock,
    log: pino({ enabled: false }),
    twilio: true,
    statuses: async () => undefined,
    theHive: { version: async () => 5, url: "https://thehive.example.org" },
    channel: "#soc",
    signal: stop.signal,
    ...changes,
  };
  const read = () => {
    hive.health = { ...health, openAlerts: 2 };
  };
  return { ...hand, memory, said, read, go: () => tellAtStart(parts) };
}

const factsOf = (said: readonly Notice[]): StartFacts | undefined =>
  said.flatMap((notice) => (notice.kind === "started" ? [notice.facts] : []))[0];

test("the first words come once TheHive was read, and tell what is watched and what comes next", async () => {
  const { go, said, read, advance } = starting();
  await go();
  await advance(30_000);
  expect(said).toEqual([]);
  read();
  await advance(2000);
  expect(factsOf(said)).toMatchObject({
    watching: "TheHive 5 at https://thehive.example.org",
    open: 2,
    phones: true,
    onCall: [
      { group: "oncall", people: [{ name: "alice", slack: "U0ALICE001" }] },
      { group: "seniors", people: [] },
    ],
  });
  expect(factsOf(said)?.next?.number).toBe(2);
});

test("they are said once in a channel", async () => {
  const { go, said, read, advance } = starting({}, { "greeted:#soc": 1 });
  read();
  await go();
  await advance(5000);
  expect(said).toEqual([]);
});

test("without Twilio that is a state, said once, and no problem", async () => {
  const { go, said, read, advance, memory } = starting({ twilio: false });
  read();
  await go();
  await advance(2000);
  expect(said.map(({ kind }) => kind)).toEqual(["started"]);
  const [first] = said;
  expect(first && noticeMessage(first).text.match(/Slack alone/g)).toHaveLength(1);
  const again = starting({ twilio: false }, Object.fromEntries(memory));
  await again.go();
  await again.advance(2000);
  expect(again.said).toEqual([]);
});

test("that Twilio is gone is said once", async () => {
  const { go, said, advance, memory } = starting({ twilio: false }, { "greeted:#soc": 1 });
  await go();
  await advance(2000);
  await go();
  await advance(2000);
  expect(said.map(({ kind }) => kind)).toEqual(["setup-problem"]);
  expect(memory.get("said:phones")).toMatch(/^Twilio is no longer set up/);
});

test("a TheHive that does not tell its version is named by its address", async () => {
  const { go, said, read, advance } = starting({
    theHive: { version: () => Promise.reject(new Error("no")), url: "https://thehive.example.org" },
  });
  read();
  await go();
  await advance(2000);
  expect(factsOf(said)?.watching).toBe("TheHive at https://thehive.example.org");
});
