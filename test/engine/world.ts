import { pino } from "pino";
import { onTestFinished } from "vitest";
import { settingsFrom } from "../../src/config/settings-from.ts";
import type { Tree } from "../../src/config/tree.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { HiveError } from "../../src/engine/hive-error.ts";
import { type Meter, noMeter } from "../../src/engine/meter.ts";
import type { AlertSource } from "../../src/engine/ports/alert-source.ts";
import type { Chat } from "../../src/engine/ports/chat.ts";
import type { Outcome } from "../../src/engine/ports/outcome.ts";
import type { Inbound, Page, PhoneAnswer, Phones } from "../../src/engine/ports/phones.ts";
import type { Store } from "../../src/engine/ports/store.ts";
import type { Clock } from "../../src/lib/time.ts";
import type { CaseState } from "../../src/sla/case-watch.ts";
import type { AuditEvent } from "../../src/sla/event.ts";
import { type Alert, AlertId } from "../../src/sla/model.ts";
import { AlertRecord } from "../../src/sla/record.ts";
import { handClock } from "./clock.ts";

interface Trouble {
  full: boolean;
  failing: (key: string) => boolean;
  hangs: boolean;
  /** What hung is answered, and nothing hangs any more. */
  release(): void;
}

/** Memory that can be made to fail: altogether, or for the next writes of some keys. */
export function memory() {
  const values = new Map<string, unknown>();
  let answer: (() => void)[] = [];
  const trouble: Trouble = {
    full: false,
    failing: () => false,
    hangs: false,
    release() {
      trouble.hangs = false;
      for (const go of answer) go();
      answer = [];
    },
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
      if (trouble.hangs) await new Promise<void>((resolve) => answer.push(resolve));
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

/** Phones that answer as they are told to; unless told, texts arrive and calls ring until they are ended. */
function fakePhones(clock: Clock) {
  const sent: (Pick<Page, "id" | "via" | "to" | "about" | "code"> & { at: number })[] = [];
  const state = new Map<string, Outcome>();
  const hungUp: { ref: string; at: number }[] = [];
  const answered: { ref: string; words: PhoneAnswer }[] = [];
  /** Texts that came in. */
  const inbox: Inbound[] = [];
  const script: {
    answer: (page: Page) => Outcome | undefined;
    found: (id: string) => Outcome | "not-found";
    inboxFails: boolean;
  } = { answer: () => undefined, found: () => "not-found", inboxFails: false };
  const phones: Phones = {
    methods: new Set(["sms", "call"]),
    async send(page) {
      const { id, via, to, about, code } = page;
      const refused = script.answer(page);
      if (refused !== undefined) return refused;
      sent.push({ id, via, to, at: clock.now(), about, ...(code === undefined ? {} : { code }) });
      const ref = `${via}-${sent.length}`;
      state.set(ref, via === "sms" ? { state: "delivered", ref } : { state: "sent", ref });
      return { state: "sent", ref };
    },
    find: async (page) => script.found(page.id),
    follow: async (_via, ref) => state.get(ref) ?? { state: "sent", ref },
    answer: async (ref, words) => answered.push({ ref, words }) > 0,
    inbox: async () => (script.inboxFails ? undefined : inbox),
    hangUp: async (ref) => void hungUp.push({ ref, at: clock.now() }),
    async cancel(ref) {
      const { state: now, line }: { state?: string; line?: string } = state.get(ref) ?? {};
      return now === "sent" && line === undefined && hungUp.push({ ref, at: clock.now() }) > 0;
    },
  };
  return {
    phones,
    script,
    sent,
    hungUp,
    answered,
    inbox,
    /** What a call that goes on meets. */
    meets(index: number, line: "taken" | "machine" | "key"): void {
      state.set(`call-${index}`, { state: "sent", ref: `call-${index}`, line });
    },
    /** How a call goes on: asked for within seconds. */
    ends(index: number, outcome: "answered" | "unanswered"): void {
      const ref = `call-${index}`;
      state.set(
        ref,
        outcome === "answered"
          ? { state: "delivered", ref }
          : { state: "unanswered", ref, detail: "nobody answered" },
      );
    },
  };
}

/** The engine between an in-memory TheHive, an in-memory disk and a Slack that takes everything. */
export function engineWorld(settingsText: Tree = {}, disk = memory(), meter: Meter = noMeter) {
  const hand = handClock();
  const { clock } = hand;
  const { store, values, trouble } = disk;
  const alerts = new Map<string, Alert>();
  const hanging = new Set<string>();
  const cases = new Map<string, CaseState>();
  const audit: AuditEvent[] = [];
  const trail: { broken: boolean } = { broken: false };
  const posted: { id: string; at: number }[] = [];

  const hive: { fails: Error | undefined } = { fails: undefined };
  const source: AlertSource = {
    async poll() {
      if (hive.fails !== undefined) throw hive.fails;
      return { kind: "full", alerts: [...alerts.values()], malformed: [] };
    },
    read(id, signal) {
      if (!hanging.has(id)) return Promise.resolve(alerts.get(id));
      return new Promise((_resolve, reject) =>
        signal?.addEventListener("abort", () => reject(new HiveError("unreachable", "gave up")), {
          once: true,
        }),
      );
    },
    async promote(id) {
      const state = cases.get(id) ?? { link: { id: `case-${id}` }, closed: false };
      cases.set(id, state);
      const alert = alerts.get(id);
      if (alert !== undefined) alerts.set(id, { ...alert, stage: "imported", status: "Imported" });
      return { case: state.link, alreadyImported: false };
    },
    mergeInto: () => Promise.reject(new HiveError("refused", "not here")),
    close: () => Promise.reject(new HiveError("refused", "not here")),
    closingStatuses: async () => ({ names: ["Ignored"], keepsNote: false, limits: [] }),
    caseTemplates: async () => [],
    details: async () => undefined,
    caseOf: async () => undefined,
    readCase: async (caseId) => [...cases.values()].find(({ link }) => link.id === caseId),
    handledBy: async () => undefined,
    leaveResult: async () => "unsupported",
    assign: async () => false,
    comment: async () => false,
    alertUrl: () => undefined,
    clockSkew: () => undefined,
  };
  const take = async (id: string): Promise<Outcome> => {
    posted.push({ id, at: clock.now() });
    return { state: "sent", ref: `C1/${posted.length}` };
  };
  const slack: { answer: (id: string) => Outcome | undefined; found: (id: string) => Outcome | "not-found" } =
    {
      answer: () => undefined,
      found: () => "not-found",
    };
  const post = async (id: string): Promise<Outcome> => slack.answer(id) ?? take(id);
  const chat: Chat = {
    channel: "#soc",
    postCard: post,
    reply: post,
    say: post,
    remark: async () => ({ state: "sent", ref: "C1/0" }),
    redrawCard: async () => ({ state: "sent", ref: "C1/1" }),
    find: async (id) => slack.found(id),
    zoneOf: () => undefined,
  };
  const phone = fakePhones(clock);
  const beats: number[] = [];
  const begun = clock.now();
  const judged = settingsFrom({ file: settingsText }, "ready");
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
    phones: phone.phones,
    settings: () => judged.settings,
    roster: () => ({ people: judged.settings.people, groups: judged.settings.groups, overrides: [] }),
    slackHealth: () => ({ ok: true, detail: "fine" }),
    heartbeat: async () => void beats.push(clock.now()),
    meter,
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
    /** By the alert they were made of. */
    cases,
    hive,
    start: begun,
    slack,
    phone,
    beats,
    /** What TheHive shows of an alert from now on. */
    set: (id: AlertId, change: Partial<Alert>): void => {
      const alert = alerts.get(id);
      if (alert !== undefined) alerts.set(id, { ...alert, ...change });
    },
    raise(number: number, more: Partial<Alert> = {}): Alert {
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
        ...more,
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
