import { pino } from "pino";
import { settingsFrom } from "../../../src/config/settings-from.ts";
import type { Tree } from "../../../src/config/tree.ts";
import { type Item, itemKey } from "../../../src/engine/items/item.ts";
import { noMeter } from "../../../src/engine/meter.ts";
import { type Box, queueFor } from "../../../src/engine/outbox/box.ts";
import { shelf } from "../../../src/engine/outbox/shelf.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import type { Entry } from "../../../src/engine/ports/store.ts";
import { jobs } from "../../../src/engine/work/jobs.ts";
import type { Journal } from "../../../src/engine/work/journal.ts";
import { timetable } from "../../../src/engine/work/timetable.ts";
import { watchlist } from "../../../src/engine/work/watchlist.ts";
import type { Instant } from "../../../src/lib/time.ts";
import { audienceOf } from "../../../src/oncall/audience.ts";
import type { AuditEvent } from "../../../src/sla/event.ts";
import type { AlertRecord } from "../../../src/sla/record.ts";
import { handClock } from "../clock.ts";
import { alert, at, record } from "../items/items.ts";

/** Alice is on call, and bob after her. */
const team: Tree = {
  people: { alice: { phone: "+12025550111", slack: "U0ALICE" }, bob: { phone: "+12025550112" } },
  groups: {
    oncall: {
      rotation: { members: ["alice", "bob"], timezone: "UTC", start: "2026-03-02T09:00", every: "1w" },
    },
  },
};

type Find = (
  item: Item,
  since: number,
  isAnothers: (ref: string) => boolean,
  ledSince?: Instant,
) => Outcome | "not-found";

interface Given {
  /** What is in memory before; it takes its place in its queue unless it is over. */
  items?: readonly Item[];
  /** The alerts that are known; unless told, the first one, which waits for somebody. */
  records?: readonly AlertRecord[];
  settings?: Tree;
  /** In minutes after the alert was created. */
  now?: number;
  /** What a provider says of a send; unless told, that it went. May throw. */
  answer?: (item: Item) => Outcome | Promise<Outcome>;
  /** What a provider knows of an earlier try; unless told, nothing. May throw. */
  find?: Find;
  /** Anything else of the box. */
  more?: Partial<Box>;
}

/**
 * What the outbox's parts work on, made by hand: a clock that stands until it is moved, and fakes that write down
 * what they are told. Nothing goes on by itself, as nobody looks queues through.
 */
export function handBox(given: Given = {}) {
  const { records = [record()], find = () => "not-found", answer = taken } = given;
  const { clock, advance, settle } = handClock(at(given.now ?? 31));
  /** What was done, in its order: `write`, `wake`, `changed` ..., and to what. */
  const did: string[] = [];
  const note = (what: string, whom: string) => void did.push(`${what} ${whom}`);
  const writes: (readonly Entry[])[] = [];
  const trail: AuditEvent[] = [];
  const sent: Item[] = [];
  const tables = { jobs: jobs(pino({ enabled: false })), timetable: timetable(clock) };
  const journal: Journal = {
    async write(entries, events = []) {
      writes.push(entries);
      trail.push(...events);
      note("write", entries.map(([key]) => key).join(" "));
      return true;
    },
    insist: () => Promise.reject(new Error("nobody insists here")),
    load: async () => {},
    trouble: () => undefined,
    close: async () => {},
  };
  const watch = watchlist(journal, clock);
  watch.load(records.map((one) => ({ ...one, alert: { ...one.alert, id: one.alertId } })));
  for (const { alertId } of records) watch.refresh({ ...alert, id: alertId });
  const settings = settingsOf({ ...team, ...given.settings });
  const way = {
    async send(item: Item) {
      sent.push(item);
      note("send", item.id);
      return answer(item);
    },
    find: async (...asked: Parameters<Find>) => {
      note("find", asked[0].id);
      return find(...asked);
    },
  };
  const cancel = async (ref: string) => {
    note("cancel", ref);
    return true;
  };
  const box: Box = {
    ...tables,
    clock,
    journal,
    watch,
    log: pino({ enabled: false }),
    store: { list: async () => [] },
    ways: {
      slack: way,
      dm: way,
      sms: way,
      call: { ...way, hangUp: async (ref) => note("hang up", ref), cancel },
    },
    settings: () => settings,
    audience: () => audienceOf({ ...settings, overrides: [] }, new Set(["sms", "call", "dm"]), clock.now()),
    sameAs: (_via, person) => person,
    channel: "#soc",
    pausedUntil: () => undefined,
    confirm: async (about) => note("confirm", `${about.length}`),
    nextReference: () => ({ reference: "D1", entry: ["digests", 1] }),
    takesReplies: false,
    onCode: () => note("code", ""),
    onKey: async ({ id }) => note("key", id),
    onOutcome: ({ id }, { state }) => note(`outcome ${state}`, id),
    onChange: ({ id }) => note("changed", id),
    onNobody: ({ id }, tried) => note(`nobody of ${tried.length}`, id),
    meter: {
      ...noMeter,
      told: (via, went) => note("told", `${via} ${went.outcome} ${went.reason}`),
      sent: (via, late) => note("late", `${via} ${late}`),
    },
    items: shelf(),
    queues: new Map(),
    changed: new Set(),
    nextLook: new Map(),
    waitingFor: new Map(),
    wake: ({ key }) => note("wake", key),
    follow: (id) => note("follow", id),
    inTurn: async () => note("turn", ""),
    ...given.more,
  };
  for (const item of given.items ?? []) {
    box.items.put(item);
    queueFor(box, item).waiting.add(item.id);
  }

  return {
    box,
    advance,
    settle,
    did,
    writes,
    trail,
    sent,
    /** What is written under an item's id, last. */
    written: (id: string) => writes.flat().findLast(([key]) => key === itemKey(id))?.[1],
    /** Whatever was done of one kind. */
    done: (what: string) =>
      did.filter((one) => one.startsWith(`${what} `)).map((one) => one.slice(what.length + 1)),
  };
}

const taken = (): Outcome => ({ state: "sent", ref: "SM1" });

function settingsOf(file: Tree) {
  const judged = settingsFrom({ file }, "ready");
  if (!judged.ok) throw new Error(JSON.stringify(judged.problems));
  return judged.settings;
}
