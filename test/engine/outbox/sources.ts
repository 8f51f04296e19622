import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Tree } from "../../../src/config/tree.ts";
import type { NextSources } from "../../../src/engine/outbox/next-told.ts";
import type { Watched } from "../../../src/engine/work/watchlist.ts";
import type { Instant } from "../../../src/lib/time.ts";
import { audienceOf } from "../../../src/oncall/audience.ts";
import type { Alert } from "../../../src/sla/model.ts";
import { AlertId } from "../../../src/sla/model.ts";
import { type AlertRecord, newRecord } from "../../../src/sla/record.ts";
import { alert, at } from "../items/items.ts";

export const people = {
  alice: { phone: "+12025550111", slack: "U0ALICE" },
  bob: { phone: "+12025550112", slack: "U0BOB" },
  carol: { phone: "+12025550113" },
  dave: { phone: "+12025550114" },
  erin: { slack: "U0ERIN" },
};
const groups = {
  oncall: {
    rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-03-02T09:00", every: "1w" },
  },
  seniors: { members: ["carol", "dave"] },
  desk: { members: ["erin"] },
};

/** Alice is on call, then bob; carol and dave are told together; erin has no phone. */
export function settingsWith(more: Tree = {}) {
  const judged = settingsFrom({ file: { people, groups, ...more } }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}

/** Every severity is told like that: one tier after the other, at 30 minutes, 40, 50 ... */
export function told(...tiers: readonly (readonly string[])[]): Tree {
  const policy = {
    tiers: tiers.map((notify, index) => ({ after: `${30 + 10 * index}m`, notify: [...notify] })),
  };
  return { sla: { low: policy, medium: policy, high: policy, critical: policy } };
}

/** An alert created at minute 0 of which nobody was told, unless said otherwise. */
export function entry(
  number: number,
  { alert: changed = {}, record = {} }: { alert?: Partial<Alert>; record?: Partial<AlertRecord> } = {},
): Watched {
  const one: Alert = { ...alert, id: AlertId.parse(`~${number}`), title: `Alert ${number}`, ...changed };
  return { alert: one, record: { ...newRecord(one, number, at(0)), ...record } };
}

interface Given {
  entries?: readonly Watched[];
  settings?: ReturnType<typeof settingsWith>;
  now?: Instant;
  channel?: string | undefined;
}

/** What words are made of: at minute 20, with Slack, and all ways set up. */
export function sources({
  entries = [],
  settings = settingsWith(),
  now = at(20),
  ...given
}: Given = {}): NextSources {
  const roster = { people: settings.people, groups: settings.groups, overrides: [] };
  return {
    clock: { now: () => now, sleep: () => Promise.reject(new Error("nobody sleeps")) },
    source: { alertUrl: (id) => (id === "~2" ? undefined : `https://hive.test/${id}`) },
    settings: () => settings,
    roster: () => roster,
    watch: { get: (id: AlertId) => entries.find((one) => one.alert.id === id) } as NextSources["watch"],
    itemsOf: () => [],
    pausedUntil: () => undefined,
    audience: (instant) => audienceOf(roster, new Set(["sms", "call", "dm"]), instant),
    channel: "channel" in given ? given.channel : "#soc",
  };
}
