import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { milliseconds } from "../../src/lib/time.ts";
import { type Night, night, seconds } from "./harness.ts";
import { type DiskTrouble, troubledStore } from "./troubled-store.ts";

/*
 * Every provider and the disk, each failing in every way, from ten seconds before a deadline until well
 * after it. Everything else is told on time, and once it works again the rest within half a minute, once.
 */

const kinds = ["refuse", "hang", "stall", "drip", "429", "5xx", "garbage"] as const;
type Kind = (typeof kinds)[number];

const settings = {
  poll: { every: "25s" },
  sla: {
    high: { tiers: [{ after: "5m", notify: ["slack", "sms"] }] },
    critical: { tiers: [{ after: "5m", notify: ["slack", "call"] }] },
  },
  highRisk: { words: [] },
};
const titles = ["Beacon to C2", "Ransom note"];
const DUE = Date.parse("2026-03-03T02:05Z");
/** What hangs is given up after so long, in real time: longer than the test takes to see what did not wait for it. */
const PATIENCE = milliseconds(1000);
/** Silence costs the test real time: it lasts long enough for the first looks at what became of a request. */
const lasts = (kind: Kind) => seconds(["hang", "stall", "drip"].includes(kind) ? 30 : 65);

type Begin = (soc: Night) => Promise<() => unknown>;

const always =
  (begin: (soc: Night) => () => unknown): Begin =>
  async (soc) =>
    begin(soc);

const hive: Record<Kind, Begin> = {
  refuse: async ({ hive }) => {
    await hive.goDown();
    return () => hive.comeUp();
  },
  hang: always(({ hive }) => hive.faults.add({ kind: "hang" })),
  stall: always(({ hive }) => hive.faults.add({ kind: "stall" })),
  drip: always(({ hive }) => hive.faults.add({ kind: "drip", ms: 100 })),
  "429": always(({ hive }) =>
    hive.faults.add({ kind: "status", status: 429, headers: { "retry-after": "5" } }),
  ),
  "5xx": always(({ hive }) => hive.faults.add({ kind: "status", status: 503 })),
  garbage: always(({ hive }) => hive.faults.add({ kind: "html200" })),
};

const slack: Record<Kind, Begin> = {
  refuse: always(({ slack }) => slack.faults.add({ method: "*", effect: { kind: "reset" } })),
  hang: always(({ slack }) => slack.faults.add({ method: "*", effect: { kind: "hang" } })),
  stall: always(({ slack }) => slack.faults.add({ method: "*", effect: { kind: "stall", when: "after" } })),
  drip: always(({ slack }) =>
    slack.faults.add({ method: "*", effect: { kind: "drip", every: 100, when: "after" } }),
  ),
  "429": always(({ slack }) =>
    slack.faults.add({ method: "*", effect: { kind: "rate-limit", retryAfter: 5 } }),
  ),
  "5xx": always(({ slack }) => slack.faults.add({ method: "*", effect: { kind: "http", status: 503 } })),
  garbage: always(({ slack }) => slack.faults.add({ method: "*", effect: { kind: "html" } })),
};

const twilio: Record<Kind, Begin> = {
  refuse: always(({ twilio }) => twilio.faults.add({ kind: "reset" })),
  hang: always(({ twilio }) => twilio.faults.add({ kind: "hang" })),
  stall: always(({ twilio }) => twilio.faults.add({ kind: "stall" })),
  drip: always(({ twilio }) => twilio.faults.add({ kind: "drip", every: 100 })),
  "429": always(({ twilio }) => twilio.faults.add({ kind: "status", status: 429, retryAfter: "5" })),
  "5xx": always(({ twilio }) => twilio.faults.add({ kind: "status", status: 503 })),
  garbage: always(({ twilio }) => twilio.faults.add({ kind: "html" })),
};

const refusing = (code: string): DiskTrouble => ({
  kind: "refuse",
  error: Object.assign(new Error(`${code}: the disk`), { code }),
});
const disk: Record<Kind, DiskTrouble> = {
  refuse: refusing("SQLITE_FULL"),
  hang: { kind: "hang" },
  stall: { kind: "stall" },
  drip: { kind: "drip", job: () => pause(300) },
  "429": refusing("SQLITE_BUSY"),
  "5xx": refusing("SQLITE_IOERR"),
  garbage: { kind: "refuse", error: new TypeError("undefined is not a function") },
};

/** When each card and page about our alerts came: `card Beacon to C2`, late by so many ms. */
function told(soc: Night): Map<string, number[]> {
  const found = new Map<string, number[]>();
  const note = (what: string, at: number) => found.set(what, [...(found.get(what) ?? []), at - DUE]);
  for (const title of titles) {
    for (const card of soc.cards()) {
      if (card.kind === "posted" && soc.read(card).includes(title))
        note(`card ${title}`, Math.floor(Number(card.ts)) * 1000);
    }
  }
  for (const { at, body } of soc.phone("alice").sms) if (body.includes("Beacon to C2")) note("sms", at);
  for (const { at, spoken } of soc.phone("alice").calls)
    if (spoken.join().includes("Ransom note")) note("call", at);
  return found;
}

const byWay = {
  slack: ["card Beacon to C2", "card Ransom note"],
  twilio: ["call", "sms"],
};
const everything = [...byWay.slack, ...byWay.twilio];

async function dueSoon(options: Parameters<typeof night>[0] = {}): Promise<Night> {
  const soc = await night({ settings, patience: PATIENCE, mayBreak: true, ...options });
  soc.hive.raise({ severity: 3, title: "Beacon to C2" });
  soc.hive.raise({ severity: 4, title: "Ransom note" });
  await soc.until("2026-03-03T02:04:50Z");
  return soc;
}

/** Both alerts are told by these ways, each once, and within `late` of their deadline. */
async function expectOnTime(soc: Night, ways: readonly string[], late: number): Promise<void> {
  const seen = () => [...told(soc)].filter(([way]) => ways.includes(way));
  // What waits for a disk waits in real time.
  for (let look = 0; look < 4 && seen().length < ways.length; look++) await soc.settle();
  if (late > 1000) await soc.advance(late);
  expect(new Set(seen().map(([way]) => way))).toEqual(new Set(ways));
  expect(seen().filter(([, times]) => times.length !== 1 || times.some((ms) => ms < 0 || ms > late))).toEqual(
    [],
  );
}

async function recover(soc: Night, kind: Kind, end: () => unknown): Promise<void> {
  await soc.advance(lasts(kind));
  await end();
  // What still hangs is given up.
  await soc.app.engine.idle();
  await soc.advance(seconds(30));
}

function expectAllOnce(soc: Night): void {
  const all = told(soc);
  expect(new Set(all.keys())).toEqual(new Set(everything));
  expect([...all].filter(([, times]) => times.length !== 1)).toEqual([]);
}

test.each(kinds)(
  "TheHive: %s: all are told in time and unconfirmed, and afterwards it is read again",
  async (kind) => {
    const soc = await dueSoon();
    const end = await hive[kind](soc);
    await soc.until("2026-03-03T02:05:00Z");
    // At once when it refuses, after ten seconds when it does not answer.
    await expectOnTime(soc, everything, ["hang", "stall", "drip"].includes(kind) ? 10_000 : 1000);
    expect((await soc.audit("tier.fired")).map(({ detail }) => detail)).toEqual([
      { unconfirmed: true },
      { unconfirmed: true },
    ]);
    const { id } = soc.hive.raise({ severity: 1, title: "Later" });
    await recover(soc, kind, end);
    expect(soc.app.engine.desk.health().theHive.ok).toBe(true);
    expect(soc.app.engine.desk.find(id)).toBe(id);
    expectAllOnce(soc);
  },
);

test.each(kinds)(
  "Slack: %s: texts and calls go on time, and the cards come when it works again",
  async (kind) => {
    const soc = await dueSoon();
    const end = await slack[kind](soc);
    await soc.until("2026-03-03T02:05:00Z");
    await expectOnTime(soc, byWay.twilio, 1000);
    await recover(soc, kind, end);
    expectAllOnce(soc);
  },
);

test.each(kinds)("Twilio: %s: cards come on time, and text and call when it works again", async (kind) => {
  const soc = await dueSoon();
  const end = await twilio[kind](soc);
  await soc.until("2026-03-03T02:05:00Z");
  await expectOnTime(soc, byWay.slack, 1000);
  await recover(soc, kind, end);
  expectAllOnce(soc);
});

test.each(kinds)(
  "the disk: %s: everybody is told on time, and records and trail are complete afterwards",
  async (kind) => {
    const store = troubledStore();
    onTestFinished(store.end);
    const soc = await dueSoon({ overStore: store.over });
    store.begin(disk[kind]);
    await soc.until("2026-03-03T02:05:00Z");
    await expectOnTime(soc, everything, 1000);
    await recover(soc, kind, store.end);
    expectAllOnce(soc);
    expect(soc.app.engine.desk.health()).toMatchObject({ ok: true, disk: { ok: true } });
    await soc.stop();
    const sent = (await soc.audit("notification.sent")).filter(({ alertId }) => alertId !== undefined);
    expect(sent.map(({ via }) => via).sort(byText)).toEqual(["call", "slack", "slack", "sms"]);
    await soc.start();
    const { rows } = soc.app.engine.desk.board();
    expect(rows.map(({ record }) => record.firings.length)).toEqual([1, 1]);
    const states = rows.flatMap((row) => row.told.map(({ state }) => state)).sort(byText);
    expect(states).toEqual(["delivered", "delivered", "sent", "sent"]);
  },
);

const byText = (one = "", other = "") => one.localeCompare(other);
