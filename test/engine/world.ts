import { pino } from "pino";
import { onTestFinished } from "vitest";
import { settingsFrom } from "../../src/config/settings-from.ts";
import type { Tree } from "../../src/config/tree.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { HiveError } from "../../src/engine/hive-error.ts";
import type { AlertSource, Chat, Outcome, Store } from "../../src/engine/ports.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { type Alert, AlertId } from "../../src/sla/model.ts";
import { AlertRecord } from "../../src/sla/record.ts";
import { handClock } from "./clock.ts";

/** Memory that can be made to fail: altogether, or for the next writes of some keys. */
export function memory() {
  const values = new Map<string, unknown>();
  const trouble: { full: boolean; failing: (key: string) => boolean; hangs: boolean } = {
    full: false,
    failing: () => false,
    hangs: false,
  };
  const store: Store = {
    records: async () => ({
      records: [...values]
        .filter(([key]) => key.startsWith("record:"))
        .map(([, value]) => AlertRecord.parse(value)),
      damaged: [],
    }),
    read: async (key) => values.get(key),
    list: async (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
    async write(entries) {
      if (trouble.hangs) return new Promise<void>(() => {});
      if (trouble.full || entries.some(([key]) => trouble.failing(key))) throw new Error("the disk is full");
      for (const [key, value] of entries) {
        if (value === undefined) values.delete(key);
        else values.set(key, structuredClone(value));
      }
    },
    close: async () => {},
  };
  return { store, values, trouble };
}

/** The engine between an in-memory TheHive, an in-memory disk and a Slack that takes everything. */
export function engineWorld(settingsText: Tree = {}, disk = memory()) {
  const hand = handClock();
  const { clock } = hand;
  const { store, values, trouble } = disk;
  const alerts = new Map<string, Alert>();
  const hanging = new Set<string>();
  const audit: AuditEvent[] = [];
  const trail: { broken: boolean } = { broken: false };
  const posted: { id: string; at: number }[] = [];

  const source: AlertSource = {
    poll: async () => ({ kind: "full", alerts: [...alerts.values()], malformed: [] }),
    read(id, signal) {
      if (!hanging.has(id)) return Promise.resolve(alerts.get(id));
      return new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(new HiveError("unreachable", "gave up")), {
          once: true,
        }),
      );
    },
    promote: () => Promise.reject(new HiveError("refused", "not here")),
    caseOf: async () => undefined,
    assign: async () => false,
    comment: async () => false,
    alertUrl: () => undefined,
    clockSkew: () => undefined,
  };
  const take = async (id: string): Promise<Outcome> => {
    posted.push({ id, at: clock.now() });
    return { state: "sent", ref: `C1/${posted.length}` };
  };
  const chat: Chat = {
    channel: "#soc",
    postCard: take,
    reply: take,
    say: take,
    remark: take,
    redrawCard: async () => ({ state: "sent", ref: "C1/1" }),
    find: async () => "not-found",
  };
  const judged = settingsFrom({ file: settingsText }, "off");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  const engine = createEngine({
    clock,
    log: pino({ enabled: false }),
    store,
    trail: {
      async append(events) {
        if (trail.broken) throw new Error("the audit trail cannot be written");
        audit.push(...events);
      },
      latest: async (limit) => audit.slice(-limit).reverse(),
    },
    history: async () => [],
    source,
    chat,
    phones: undefined,
    settings: () => judged.settings,
    roster: () => ({ people: {}, groups: {}, overrides: [] }),
    slackHealth: () => ({ ok: true, detail: "fine" }),
    heartbeat: async () => {},
  });
  onTestFinished(() => engine.stop());

  return {
    ...hand,
    engine,
    values,
    trouble,
    trail,
    audit,
    posted,
    hanging,
    raise(number: number): Alert {
      const alert: Alert = {
        id: AlertId.parse(`~${number}`),
        title: `Alert ${number}`,
        severity: "high",
        createdAt: clock.now(),
        type: "siem",
        source: "test",
        tags: [],
        stage: "new",
        status: "New",
        observableCount: 0,
        customFields: {},
      };
      alerts.set(alert.id, alert);
      return alert;
    },
    firedAt: (id: string) =>
      (AlertRecord.safeParse(values.get(`record:${id}`)).data?.firings ?? []).map(
        ({ tier, at, deadline }) => ({ tier, late: at - deadline }),
      ),
  };
}
