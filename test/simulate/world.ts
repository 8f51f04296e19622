import { settingsFrom } from "../../src/config/settings-from.ts";
import type { Tree } from "../../src/config/tree.ts";
import { instant } from "../../src/lib/time.ts";
import { replayedAlerts } from "../../src/simulate/alerts-file.ts";
import type { Action, ReplayedResponse, Simulation, SimulationRequest } from "../../src/simulate/model.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { AlertId } from "../../src/sla/model.ts";

/** A time on 2 March 2026, in UTC, or with its date. */
export const at = (time: string) => instant(time.length > 12 ? `${time}Z` : `2026-03-02T${time}Z`);

const PEOPLE = ["alice", "bob", "carol", "dave"];

/** Alice and bob take turns by the week; carol and dave are told together. */
export const team: Tree = {
  people: Object.fromEntries(PEOPLE.map((name, index) => [name, { phone: `+44770090000${index}` }])),
  groups: {
    oncall: {
      rotation: {
        members: ["alice", "bob"],
        timezone: "Europe/London",
        start: "2026-01-05T09:00",
        every: "1w",
      },
    },
    seniors: { members: ["carol", "dave"] },
  },
};

export function settings(changes: Tree = {}) {
  const judged = settingsFrom({ file: { ...team, ...changes } });
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}

/** One of TheHive 5's alerts; what is not said is a high one of 09:00 that waits. */
export function row(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    _id: "~1",
    _createdAt: at("09:00"),
    title: "Beacon to a known C2 host",
    severity: 3,
    type: "siem",
    source: "wazuh",
    stage: "New",
    status: "New",
    tags: [],
    ...parts,
  };
}

export function pressed(
  time: string,
  action: Action,
  parts: Partial<ReplayedResponse> = {},
): ReplayedResponse {
  return { at: at(time), alertId: AlertId.parse("~1"), action, by: "alice", ...parts };
}

/** Replays rows over 2 March 2026. */
export function replay(
  rows: readonly Record<string, unknown>[],
  changes: Partial<SimulationRequest> = {},
): Simulation {
  return simulate({
    settings: settings(),
    overrides: [],
    alerts: replayedAlerts(rows).alerts,
    responses: [],
    from: at("00:00"),
    to: at("2026-03-03T00:00"),
    channel: "#soc",
    setUp: new Set(["sms", "call", "dm"]),
    ...changes,
  });
}

/** One line per notification: `09:30 1 sms alice@oncall`. */
export function lines({ notifications }: Simulation): string[] {
  return notifications.map(
    ({ at: time, tier, via, group, to }) =>
      `${time.slice(11, 16)} ${tier} ${via} ${to}${group === null ? "" : `@${group}`}`,
  );
}
