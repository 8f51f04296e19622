import type { Logger } from "pino";
import type { Settings } from "../config/settings.ts";
import { type Clock, type Duration, type Instant, seconds } from "../lib/time.ts";
import { audienceOf } from "../oncall/audience.ts";
import type { Roster } from "../oncall/model.ts";
import type { PersonalVia } from "../oncall/ways.ts";
import type { AuditEvent } from "../sla/event.ts";
import type { AlertId, Via } from "../sla/model.ts";
import type { Audience } from "../sla/plan.ts";
import { type Cases, cases } from "./afterwards/cases.ts";
import { type Names, names } from "./afterwards/names.ts";
import { type WriteBack, writeBack } from "./afterwards/write-back.ts";
import { type Alarms, alarms } from "./alarms/alarms.ts";
import type { ConnectionHealth, CopiesNow, Health } from "./desk.ts";
import { type Escalating, escalating } from "./escalate/escalating.ts";
import { healthOf, isCycleGood } from "./health.ts";
import { membersOf, type Subject } from "./items/subject.ts";
import { type Meter, noMeter } from "./meter.ts";
import type { OutboxOptions } from "./outbox/box.ts";
import { type Outbox, outbox } from "./outbox/outbox.ts";
import { references } from "./outbox/references.ts";
import { ways } from "./outbox/ways.ts";
import { wordingOf } from "./outbox/wording.ts";
import type { AlertSource } from "./ports/alert-source.ts";
import type { Chat } from "./ports/chat.ts";
import type { Outside } from "./ports/outside.ts";
import type { Phones } from "./ports/phones.ts";
import type { Store } from "./ports/store.ts";
import type { Trail } from "./ports/trail.ts";
import { type Answers, answers } from "./respond/answers.ts";
import { type Replies, replies } from "./respond/replies.ts";
import { takingAll } from "./respond/take-all.ts";
import { type BoardKeeper, boardKeeper } from "./show/board.ts";
import type { CardSources } from "./show/card-facts.ts";
import { type Cards, cards } from "./show/cards.ts";
import { jobs as newJobs } from "./work/jobs.ts";
import { journal as newJournal } from "./work/journal.ts";
import { lanes as newLanes } from "./work/lanes.ts";
import { timetable as newTimetable } from "./work/timetable.ts";
import type { OnDisk } from "./work/troubles.ts";
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
  /** What is wrong with the calendars of groups, in plain words. */
  readonly calendars?: (() => readonly string[]) | undefined;
  /** Who else knows how ready everything is; nobody is asked unless given. */
  readonly outside?: Outside | undefined;
  /** Told after each good cycle: an outside dead-man switch. */
  readonly heartbeat: () => Promise<void>;
  /** Who measures; nobody unless given. */
  readonly meter?: Meter;
  /** Who leads and who stands by, where there may be several copies. */
  readonly copies?: (() => CopiesNow) | undefined;
  /** Since when another copy may have told what was written down at an instant; undefined = none has. */
  readonly maybeToldSince?: ((at: Instant) => Promise<Instant | undefined>) | undefined;
  /** Since when this copy leads, where there are several. */
  readonly ledSince?: Instant | undefined;
  /** What the codes of texts are made of, the same for all copies. Never shown. */
  readonly codeSecret?: string | undefined;
  /** A stop waits no longer for what hangs: somebody stands by. Six seconds unless given. */
  readonly stopsWithin?: Duration | undefined;
}

/** What all rooms stand on, and who can be told how at this moment. */
type Ground = ReturnType<typeof groundOf>;

/** The rooms of the engine, joined. */
export interface Rooms extends Ground {
  readonly sources: CardSources;
  readonly outbox: Outbox;
  readonly alarm: Alarms;
  readonly cards: Cards;
  readonly cases: Cases;
  readonly names: Names;
  readonly writeBack: WriteBack;
  readonly board: BoardKeeper;
  readonly escalate: Escalating;
  readonly answers: Answers;
  readonly replies: Replies;
  readonly health: () => Health;
}

/** Puts the rooms together. They need each other: what is made later is asked for only when something happens. */
export function roomsOf(options: EngineOptions): Rooms {
  const ground = groundOf(options, (...told) => alarm.onDisk(...told));
  const ask = {
    itemsOf: (id: AlertId) => box.itemsOf(id),
    pausedUntil: () => alarm.pauses.current()?.until,
  };
  const { clock, source, settings, roster } = options;
  const sources: CardSources = { clock, source, settings, roster, watch: ground.watch, ...ask };
  const shared = { ...ground, ...ask, sources };
  const box: Outbox = outbox({
    ...shared,
    ways: ways({
      ...options,
      wording: wordingOf({ ...sources, audience: ground.audience, channel: ground.channel }),
    }),
    sameAs: (via, person) => sameAs(roster(), ground.audience(), via, person),
    confirm: (about) => confirmAll(rooms, about),
    takesReplies: options.phones?.inbox !== undefined,
    ...heardBy(() => rooms),
  });
  const alarm: Alarms = alarms({ ...shared, outbox: box, readReplies: () => rooms.replies.look() });
  const deck = cards(shared);
  const escalate: Escalating = escalating({
    ...shared,
    outbox: box,
    cards: deck,
    onSilence: () => alarm.unattended.replan(),
    onRead: (trouble) => afterPoll(rooms, options, trouble),
    onMalformed: alarm.tellMalformed,
  });
  const followed: Cases = cases({ ...shared, outbox: box, cards: deck });
  const acquaintances = names(roster);
  const results = writeBack({ ...shared, nameOf: acquaintances.of });
  const health = () =>
    healthOf({
      ...shared,
      outbox: box,
      polls: escalate.polls,
      ways: alarm.ways,
      theHive: alarm.blindness.health,
      slack: options.slackHealth,
      calendars: options.calendars,
      paused: alarm.pauses.current,
    });
  const board = boardKeeper(sources, roster, health);
  const takeAll = takingAll({ ...shared, escalation: escalate.escalation, outbox: box, cards: deck });
  const byPhone = { ...shared, outbox: box, say: alarm.announcer.say, takeAll };
  const answered = answers(byPhone);
  const incoming = replies({ ...byPhone, answers: answered });
  const rooms: Rooms = {
    ...ground,
    sources,
    outbox: box,
    alarm,
    cards: deck,
    cases: followed,
    names: acquaintances,
    writeBack: results,
    board,
    escalate,
    answers: answered,
    replies: incoming,
    health,
  };
  ground.watch.onChange((id) => box.reconsider(id));
  return rooms;
}

function groundOf(options: EngineOptions, onDisk: OnDisk) {
  const { clock, log, store, chat, meter = noMeter } = options;
  const jobs = newJobs(log);
  const timetable = newTimetable(clock);
  const journal = newJournal({ ...options, timetable, jobs, onDisk, meter });
  const digests = references(store);
  return {
    ...options,
    meter,
    jobs,
    timetable,
    lanes: newLanes(),
    journal,
    watch: watchlist(journal, clock, () => options.settings().reports.flatMap(({ field }) => field ?? [])),
    digests,
    nextReference: digests.next,
    channel: chat?.channel,
    audience: (at?: Instant) => audienceAt(options, at ?? options.clock.now()),
  };
}

type Heard = "onOutcome" | "onCode" | "onKey" | "onChange" | "onNobody";

/** Who hears of what becomes of an item. */
function heardBy(rooms: () => Rooms): Pick<OutboxOptions, Heard> {
  return {
    onOutcome(item, outcome) {
      const { ways: alarm, numbers } = rooms().alarm;
      alarm.onOutcome(item, outcome);
      numbers.onOutcome(item, outcome);
    },
    onCode: () => rooms().replies.replan(),
    onKey: (item) => rooms().answers.byKey(item),
    onChange(item) {
      const { cards, board, alarm } = rooms();
      for (const id of membersOf(item.about)) {
        cards.outdate(id, seconds(1));
        board.touch(id);
      }
      if (item.state === "failed" || item.state === "unanswered") alarm.remark(item);
    },
    onNobody(item, tried) {
      const { alarm, escalate } = rooms();
      alarm.remarkNobody(item, tried);
      for (const id of membersOf(item.about)) escalate.escalation.attend(id);
    },
  };
}

/** Whether it is still so is asked of TheHive immediately before anybody is told. */
async function confirmAll({ escalate, cases }: Rooms, about: readonly Subject[]): Promise<void> {
  const overdue = about.flatMap((one) => (one.kind === "case" ? one.alertId : []));
  await Promise.all([
    escalate.confirm.renew(about.flatMap(membersOf), escalate.escalation.see),
    cases.renew(overdue),
  ]);
}

async function afterPoll(
  { alarm, health, cases, jobs }: Rooms,
  { heartbeat }: EngineOptions,
  trouble: unknown,
): Promise<void> {
  if (trouble !== undefined) return alarm.blindness.bad(trouble);
  await alarm.blindness.good();
  jobs.start("cases that are told of", cases.look);
  await alarm.clocks();
  if (isCycleGood(health(), alarm.ways)) await heartbeat();
}

/** Who can be told how at an instant, by the roster and by what is set up. */
function audienceAt({ roster, chat, phones }: EngineOptions, at: Instant): Audience {
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
