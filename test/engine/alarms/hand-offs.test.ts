import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { handOffs } from "../../../src/engine/alarms/hand-offs.ts";
import type { Notice } from "../../../src/engine/ports/notice.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { after, hours, type Instant, instant } from "../../../src/lib/time.ts";
import type { Override } from "../../../src/oncall/model.ts";
import { sourcesOf, usual } from "../../slack/cards.ts";
import { handClock } from "../clock.ts";

// Bob is on call in these weeks until Monday, nine o'clock; then Alice.
const monday = instant("2026-03-02T09:00Z");

/** The duty alone: who was told what, where. */
function duty(begins: Instant) {
  const hand = handClock(begins);
  const told: { to: string; notice: Notice }[] = [];
  const roster = { people: usual.people, groups: usual.groups, overrides: [] as Override[] };
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const sources = sourcesOf(usual, begins);
  const shifts = handOffs({
    clock: hand.clock,
    store: { read: async () => undefined },
    journal: { write: async () => {} } as unknown as Journal,
    announcer: {
      say: async (_name, notice) => void told.push({ to: "#soc", notice }),
      message: async (_name, to, notice) => void told.push({ to, notice }),
      page: async () => {},
    },
    roster: () => roster,
    coverage: { look: async () => {} },
    sources: {
      ...sources,
      watch: { open: () => new Set(), get: () => undefined } as unknown as typeof sources.watch,
    },
    onError: (error) => pino({ enabled: false }).error(error),
  });
  shifts.run(stop.signal);
  return { ...hand, told, roster, shifts };
}

test("at a hand-off the channel, whoever comes and whoever goes are told, both by mention", async () => {
  const { advance, told } = duty((monday - hours(1)) as Instant);
  await advance(0);
  await advance(hours(2));
  expect(told.map(({ to }) => to)).toEqual(["#soc", "U0BOB00001", "U0ALICE001"]);
  for (const { notice } of told) {
    expect(notice).toMatchObject({
      kind: "handoff",
      group: "oncall",
      to: { name: "bob", slack: "U0BOB00001" },
      relieved: [{ name: "alice", slack: "U0ALICE001" }],
    });
  }
});

test("an override that somebody makes or calls off is told to both people; the channel has heard it already", async () => {
  const { advance, told, roster, shifts } = duty(monday);
  await advance(0);
  const window = { from: monday, until: after(monday, hours(8)) };
  roster.overrides = [
    { id: "1", group: "oncall", person: "alice", ...window, by: "U0X", at: monday, kind: "take" },
  ];
  shifts.look();
  await advance(1);
  const both = [
    { notice: { kind: "handoff" }, to: "U0ALICE001" },
    { notice: { kind: "handoff" }, to: "U0BOB00001" },
  ].map((one) => expect.objectContaining({ to: one.to, notice: expect.objectContaining(one.notice) }));
  expect(told).toHaveLength(2);
  expect(told).toEqual(expect.arrayContaining(both));
  told.length = 0;
  roster.overrides = [];
  shifts.look();
  await advance(1);
  expect(told).toHaveLength(2);
  expect(told).toEqual(expect.arrayContaining(both));
});
