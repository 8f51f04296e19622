import { Gauge, type Registry } from "prom-client";
import type { Board, Desk, Health } from "../engine/desk.ts";
import type { Readings } from "../engine/readings.ts";
import { connections } from "./health-answer.ts";

export interface GaugeSources {
  readonly desk: Pick<Desk, "board" | "prepareBoard" | "health">;
  readonly readings: () => Readings;
  /** Open WebSockets; undefined = Slack is off. */
  readonly slackConnections: (() => number) | undefined;
  readonly version: string;
}

type Labels = Readonly<Record<string, string>>;
type Set = (value: number, labels?: Labels) => void;

/** Everything that is looked at when it is asked for. */
export function addGauges(registry: Registry, sources: GaugeSources): void {
  const { version, slackConnections } = sources;
  addAlerts(registry, sources);
  addHealth(registry, sources);
  addOutbox(registry, sources);
  addDuty(registry, sources);
  addCopies(registry, sources);
  gauge(registry, "sla_build_info", "Always 1; which version runs", ["version"], (set) =>
    set(1, { version }),
  );
  if (slackConnections !== undefined)
    gauge(registry, "sla_slack_connections", "WebSockets open to Slack; two when all is well", [], (set) =>
      set(slackConnections()),
    );
}

function addAlerts(registry: Registry, { desk }: GaugeSources): void {
  const ofBoard = (name: string, help: string, label: string, read: (board: Board, set: Set) => void) =>
    gauge(registry, name, help, [label], (set) => read(desk.board(), set), desk.prepareBoard);
  ofBoard("sla_open_alerts", "Open alerts, by severity", "severity", ({ counts }, set) => {
    for (const [severity, count] of Object.entries(counts)) set(count, { severity });
  });
  ofBoard("sla_alerts_by_state", "Open alerts, by where their SLA clock stands", "state", ({ rows }, set) => {
    const counts = { waiting: 0, breached: 0, ignored: 0, acknowledged: 0, quiet: 0 };
    for (const { state } of rows) counts[state]++;
    for (const [state, count] of Object.entries(counts)) set(count, { state });
  });
}

function addHealth(registry: Registry, { desk, readings }: GaugeSources): void {
  const ofHealth = (name: string, help: string, read: (health: Health) => number) =>
    gauge(registry, name, help, [], (set) => set(read(desk.health())));
  gauge(registry, "sla_connection_up", "Whether TheHive, Slack and Twilio answer", ["system"], (set) => {
    for (const [system, ok] of Object.entries(connections(desk.health()))) set(ok ? 1 : 0, { system });
  });
  ofHealth("sla_healthy", "Whether people would be told in time, as /healthz says", ({ ok }) => (ok ? 1 : 0));
  ofHealth("sla_storage_up", "Whether state and audit trail can be written", ({ disk }) => (disk.ok ? 1 : 0));
  ofHealth("sla_paused", "Whether the monitor is paused", ({ paused }) => (paused === undefined ? 0 : 1));
  ofHealth(
    "sla_last_poll_timestamp_seconds",
    "When TheHive was last polled; 0 before the first time",
    ({ lastPollAt }) => (lastPollAt ?? 0) / 1000,
  );
  ofHealth(
    "sla_last_successful_poll_timestamp_seconds",
    "When TheHive could last be read; 0 before the first time",
    ({ lastGoodPollAt }) => (lastGoodPollAt ?? 0) / 1000,
  );
  gauge(
    registry,
    "sla_clock_step_seconds",
    "By how much this machine's clock was set since the start; negative: back",
    [],
    (set) => set(readings().clockStep / 1000),
  );
}

function addOutbox(registry: Registry, { desk, readings }: GaugeSources): void {
  gauge(registry, "sla_outbox_items", "Tellings that wait, by way", ["via"], (set) => {
    for (const [via, { count }] of Object.entries(readings().waiting)) set(count, { via });
  });
  const age = "Age of the oldest telling that waits, by way; 0 when none does";
  gauge(registry, "sla_outbox_oldest_item_age_seconds", age, ["via"], (set) => {
    for (const [via, waiting] of Object.entries(readings().waiting)) set(waiting.age / 1000, { via });
  });
  const limited = "Tellings held back by limits";
  gauge(registry, "sla_outbox_limited_items", limited, [], (set) => set(desk.health().waiting.limited));
  const overdue = "Tellings that wait for more than a minute, by no limit and no pause";
  gauge(registry, "sla_outbox_overdue_items", overdue, [], (set) => set(desk.health().waiting.overdue));
}

function addCopies(registry: Registry, { desk }: Pick<GaugeSources, "desk">): void {
  gauge(registry, "sla_leader", leaderHelp, [], (set) => set(1));
  const standbys = "Copies that stand by and would lead, as the leader sees them";
  gauge(registry, "sla_standby_copies", standbys, [], (set) => {
    const copies = desk.health().copies?.standbys ?? [];
    set(copies.filter(({ refuses }) => refuses === undefined).length);
  });
}

const leaderHelp = "Whether this copy leads; always 1 where there is one only";

/** Of a copy that stands by. */
export function addStandByGauges(registry: Registry, isFit: () => boolean): void {
  gauge(registry, "sla_leader", leaderHelp, [], (set) => set(0));
  const fit = "Whether this copy stands by and would lead, as /healthz says";
  gauge(registry, "sla_stands_by", fit, [], (set) => set(isFit() ? 1 : 0));
}

function addDuty(registry: Registry, { readings }: GaugeSources): void {
  const unreachable = "People on call who cannot be told in a way that a policy asks for";
  gauge(registry, "sla_people_unreachable", unreachable, [], (set) => set(readings().unreachable));
  const uncovered = "Groups that a policy names and in which nobody is on call";
  gauge(registry, "sla_groups_without_on_call", uncovered, [], (set) => set(readings().uncovered));
}

/**
 * A gauge that is worked out when it is asked for.
 * @param prepare what has to be done before, for as long as it takes
 */
function gauge(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly string[],
  read: (set: Set) => void,
  prepare?: () => Promise<void>,
): void {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      await prepare?.();
      this.reset();
      read((value, labels = {}) => this.set(labels, value));
    },
  });
}
