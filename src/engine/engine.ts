import type { Logger } from "pino";
import type { Settings } from "../config/settings.ts";
import { after, type Clock, days, hours, type Instant, iso, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { audienceOf } from "../oncall/audience.ts";
import type { Roster } from "../oncall/model.ts";
import type { PersonalVia } from "../oncall/ways.ts";
import type { AuditEvent } from "../sla/event.ts";
import { type AlertId, system, type Via } from "../sla/model.ts";
import type { Audience } from "../sla/plan.ts";
import { alarms } from "./alarms/alarms.ts";
import type { Announcer } from "./alarms/announcer.ts";
import type { ConnectionHealth, Desk, Health } from "./desk.ts";
import { escalating } from "./escalate/escalating.ts";
import { finishing } from "./finish/finish.ts";
import { healthOf, isCycleGood } from "./health.ts";
import { type Meter, noMeter } from "./meter.ts";
import { entryOf } from "./outbox/box.ts";
import { membersOf } from "./outbox/item.ts";
import { outbox } from "./outbox/outbox.ts";
import { references } from "./outbox/references.ts";
import { ways } from "./outbox/ways.ts";
import { wordingOf } from "./outbox/wording.ts";
import type { AlertSource, Chat, Entry, Phones, Store, Trail } from "./ports.ts";
import { type Readings, readingsOf } from "./readings.ts";
import { type Answers, answers } from "./respond/answers.ts";
import { findAlert } from "./respond/find-alert.ts";
import { promotions } from "./respond/promotions.ts";
import { type Replies, replies } from "./respond/replies.ts";
import { responses } from "./respond/responses.ts";
import { testMessages } from "./respond/test-message.ts";
import { boardKeeper, onCallNow } from "./show/board.ts";
import { type CardSources, cardFacts } from "./show/card-facts.ts";
import { cards } from "./show/cards.ts";
import { explain } from "./show/explain.ts";
import { jobs as newJobs } from "./work/jobs.ts";
import { type Journal, journal as newJournal } from "./work/journal.ts";
import { lanes as newLanes } from "./work/lanes.ts";
import { gotThrough, settleRun } from "./work/single-run.ts";
import { timetable as newTimetable } from "./work/timetable.ts";
import { watchlist } from "./work/watchlist.ts";

export interface EngineOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Store;
  readonly trail: Trail;
  /** Reads the audit trail back, latest first. */
  readonly history: (id: AlertId | undefined, limit: number) => Promise<readonly AuditEvent[]>;
  readonly source: AlertSource;
  readonly chat: Chat | undefined;
  readonly phones: Phones | undefined;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly slackHealth: () => ConnectionHealth;
  /** Told after each good cycle: an outside dead-man switch. */
  readonly heartbeat: () => Promise<void>;
  /** Who measures; nobody unless given. */
  readonly meter?: Meter;
}

export interface Engine {
  readonly desk: Desk;
  readonly announcer: Announcer;
  /** Where whatever else is remembered is written. */
  readonly journal: Journal;
  /** Watches until `stop`. */
  start(): Promise<void>;
  /** One poll and everything due. @returns false when TheHive could not be read or something failed to be delivered */
  once(): Promise<boolean>;
  /** Takes up nothing new and finishes what is in flight, for some seconds at most: the rest is taken up at the next start. */
  stop(): Promise<void>;
  /** Resolves once nothing is in flight. @returns whether there was anything to wait for */
  idle(): Promise<boolean>;
  /** What there is to measure at this moment. */
  readings(): Readings;
  /** Settings or people changed: every deadline is worked out anew. */
  reconsider(): void;
  /** Writes all that is remembered once more: the state was lost under us. */
  rewrite(): Promise<void>;
}

/** How long a handled alert is remembered. */
const KEEP_HANDLED = days(90);
/** A stop waits no longer for what hangs. */
const STOPS_WITHIN = seconds(6);

export function createEngine(options: EngineOptions): Engine {
  const parts = assemble(options);
  const { clock, log, store, settings, roster } = options;
  const { jobs, timetable, journal, watch, box, escalate, alarm, deck, sources, pausedNow } = parts;
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  function health(): Health {
    return healthOf({
      clock,
      settings,
      watch,
      outbox: box,
      journal,
      polls: escalate.polls,
      ways: alarm.ways,
      theHive: alarm.blindness.health,
      slack: options.slackHealth,
      paused: pausedNow,
    });
  }

  async function load(): Promise<void> {
    await journal.load();
    const { records, damaged } = await store.records();
    watch.load(records);
    const unread = [...damaged.map(({ key, why }) => `${key}: ${why}`), ...(await box.load())];
    await Promise.all([alarm.load(), escalate.storms.load(), parts.digests.load(), parts.replies.load()]);
    await journal.write([], [{ at: iso(clock.now()), event: "monitor.started", actor: system }]);
    if (unread.length > 0) await alarm.tellDamaged(unread);
  }

  /** The first look after a start: what TheHive holds now decides whether what was left open is still wanted. */
  async function firstPoll(): Promise<boolean> {
    const seen = await escalate.polls.poll(stopping.signal);
    for (const { record } of watch.all()) {
      const id = record.alertId;
      if (record.handled === undefined) jobs.start(`take up ${id}`, () => escalate.escalation.attend(id));
      if (record.card !== undefined && (record.card.stale || record.handled === undefined)) deck.outdate(id);
    }
    box.resume();
    escalate.storms.resume();
    return seen;
  }

  function sweep(): void {
    const limit = clock.now() - KEEP_HANDLED;
    const handled = [...watch.all()].filter(
      ({ record: { handled } }) => handled !== undefined && handled.at < limit,
    );
    const gone = handled.flatMap(({ record }): readonly Entry[] => watch.forget(record.alertId));
    const old = [...box.sweep(clock.now()), ...parts.replies.sweep(clock.now())];
    jobs.start("sweep", () => journal.write([...gone, ...old]));
    timetable.at("sweep", after(clock.now(), hours(24)), sweep);
  }

  function reconsider(): void {
    parts.board.changed();
    alarm.reconsider();
    escalate.polls.replan();
    box.reconsider();
    deck.reconsider();
    for (const id of watch.open()) jobs.start(`attend ${id}`, () => escalate.escalation.attend(id));
  }

  const { respond } = parts;
  const desk: Desk = {
    find: (name) => findAlert(name, watch.byNumber, (id) => watch.get(id) !== undefined),
    facts: (id) => {
      const entry = watch.get(id);
      return entry === undefined ? undefined : cardFacts(sources, entry);
    },
    record: (id) => watch.get(id)?.record,
    respond: respond.respond,
    ...finishing({ ...options, sources, timetable, cards: deck, jobs }),
    board: () => parts.board.board(),
    health,
    onCall: () => onCallNow(roster(), clock.now()),
    why: (id) => explain(sources, roster(), id, (alertId) => options.history(alertId, 100)),
    audit: options.history,
    pause: (until, reason, actor) => alarm.pauses.pause(until, reason, actor).finally(reconsider),
    resume: (actor) => alarm.pauses.resume(actor).finally(reconsider),
    test: testMessages({ clock, outbox: box, journal, roster, channel: options.chat?.channel }),
    onChange: (listener) => watch.onChange(() => listener()),
  };
  parts.board.use(health);
  parts.onGoodPoll(async () => {
    if (isCycleGood(health(), alarm.ways)) await options.heartbeat();
  });

  return {
    desk,
    announcer: alarm.announcer,
    journal,
    async start() {
      await load();
      const first = firstPoll();
      jobs.start("first poll", () => first);
      running = timetable.run(stopping.signal);
      const go = () => {
        if (stopping.signal.aborted) return;
        escalate.polls.run(stopping.signal);
        alarm.run(stopping.signal);
        parts.replies.run(stopping.signal);
      };
      first.then(go, go);
      sweep();
    },
    async once() {
      const start = clock.now();
      await load();
      running = timetable.run(stopping.signal);
      // What came in since the last run; nobody is called for what was taken by it.
      await parts.replies.look();
      const seen = await firstPoll();
      await settleRun({ clock, timetable, jobs, items: box.all });
      const isWritten = journal.trouble("state") === undefined && journal.trouble("audit") === undefined;
      return seen && isWritten && gotThrough(box.all(), start);
    },
    async stop() {
      stopping.abort();
      await within(systemClock, STOPS_WITHIN, jobs.idle).catch(() =>
        log.warn({ jobs: jobs.names().slice(0, 20) }, "stopped although not everything had ended"),
      );
      await running;
      await journal.write([], [{ at: iso(clock.now()), event: "monitor.stopped", actor: system }]);
      await journal.close();
    },
    idle: jobs.idle,
    readings: () => readingsOf({ clock, outbox: box, settings, audience: audienceNow(options, clock.now()) }),
    reconsider,
    async rewrite() {
      const records = [...watch.all()].flatMap(({ record }) => watch.change(record.alertId, record));
      await journal.write([...records, ...[...box.all()].map(entryOf)]);
    },
  };
}

/** Puts the rooms together. What comes late is asked for when it is needed. */
function assemble(options: EngineOptions) {
  const { clock, log, store, trail, chat, phones, settings, roster, source, meter = noMeter } = options;
  const jobs = newJobs(log);
  const timetable = newTimetable(clock);
  const lanes = newLanes();
  const channel = chat?.channel;
  const onDisk = (...told: Parameters<typeof alarm.onDisk>) => alarm.onDisk(...told);
  const journal = newJournal({ store, trail, clock, timetable, jobs, log, onDisk, meter });
  const watch = watchlist(journal, clock);
  const digests = references(store);
  const pausedNow = () => alarm.pauses.current();
  const pausedUntil = () => pausedNow()?.until;
  const itemsOf = (id: AlertId) => box.itemsOf(id);
  const sources: CardSources = { clock, source, settings, roster, watch, itemsOf, pausedUntil };
  const audience = () => audienceNow(options, clock.now());
  const shared = {
    ...options,
    meter,
    jobs,
    timetable,
    lanes,
    journal,
    watch,
    sources,
    channel,
    audience,
    pausedUntil,
  };

  const box = outbox({
    ...shared,
    ways: ways({ chat, phones, roster, wording: wordingOf(sources) }),
    sameAs: (via, person) => sameAs(roster(), audience(), via, person),
    nextReference: digests.next,
    confirm: (ids) => escalate.confirm.renew(ids, escalate.escalation.see),
    onOutcome: (item, outcome) => alarm.ways.onOutcome(item, outcome),
    takesReplies: phones?.inbox !== undefined,
    onKey: (item) => answered.byKey(item),
    onCode: () => incoming.replan(),
    onChange: (item) => {
      for (const id of membersOf(item.about)) {
        deck.outdate(id, seconds(1));
        board.touch(id);
      }
      if (item.state === "failed" || item.state === "unanswered") alarm.remark(item);
    },
    onNobody: (item, tried) => {
      alarm.remarkNobody(item, tried);
      for (const id of membersOf(item.about))
        jobs.start(`attend ${id}`, () => escalate.escalation.attend(id));
    },
  });
  const alarm = alarms({ ...shared, outbox: box });
  const deck = cards({ ...shared, ...sources, chat });
  let board = boardKeeper(sources, roster, () => {
    throw new Error("no health yet");
  });
  let onGood = async () => {};
  const escalate = escalating({
    ...shared,
    outbox: box,
    cards: deck,
    nextReference: digests.next,
    onSilence: () => alarm.unattended.replan(),
    onRead: async (trouble) => {
      if (trouble !== undefined) return alarm.blindness.bad(trouble);
      await alarm.blindness.good();
      await alarm.clocks();
      await onGood();
    },
    onMalformed: alarm.tellMalformed,
  });
  const respond = responses({
    ...shared,
    escalation: escalate.escalation,
    outbox: box,
    cards: deck,
    promotions: promotions({ source, sources, timetable, cards: deck }),
  });
  const phone = { ...shared, outbox: box, announcer: alarm.announcer, takeAll: respond.takeAll };
  const answered: Answers = answers(phone);
  const incoming: Replies = replies({ ...phone, answers: answered });
  watch.onChange((id) => box.reconsider(id));
  const keeper = {
    board: () => board.board(),
    changed: () => board.changed(),
    use: (health: () => Health) => {
      board = boardKeeper(sources, roster, health);
    },
  };
  return {
    jobs,
    timetable,
    journal,
    watch,
    box,
    escalate,
    alarm,
    deck,
    sources,
    digests,
    pausedNow,
    respond,
    replies: incoming,
    board: keeper,
    onGoodPoll: (job: () => Promise<void>) => {
      onGood = job;
    },
  };
}

/** Who can be told how at this instant, by the roster and by what is set up. */
function audienceNow({ roster, chat, phones }: EngineOptions, at: Instant): Audience {
  const setUp = new Set<PersonalVia>(phones?.methods);
  if (chat !== undefined) setUp.add("dm");
  return audienceOf(roster(), setUp, at);
}

/** The first of the people who share an address: a name that may stand in a log. */
function sameAs(roster: Roster, audience: Audience, via: Via, person: string): string {
  const address = via === "slack" ? undefined : audience.address(via, person);
  if (via === "slack" || address === undefined) return person;
  return Object.keys(roster.people).find((name) => audience.address(via, name) === address) ?? person;
}
