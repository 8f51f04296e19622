import type { Logger } from "pino";
import type { Settings } from "../config/settings.ts";
import { after, type Clock, days, hours, iso } from "../lib/time.ts";
import type { Roster } from "../oncall/model.ts";
import type { AuditEvent } from "../sla/event.ts";
import { type AlertId, system } from "../sla/model.ts";
import { alertDeliveries } from "./alert-deliveries.ts";
import { type Attendant, attendant } from "./attend.ts";
import { boardKeeper, onCallNow } from "./board.ts";
import { cards } from "./cards.ts";
import { clockSkewWatch } from "./clock-skew.ts";
import type { Context } from "./context.ts";
import { courier } from "./courier.ts";
import type { ConnectionHealth, Desk, Health } from "./desk.ts";
import { explain } from "./explain.ts";
import { factsOf } from "./facts.ts";
import { findAlert } from "./find-alert.ts";
import { handoffs } from "./handoffs.ts";
import { lanes } from "./lanes.ts";
import { type Notices, notices } from "./notices.ts";
import { pauses } from "./pauses.ts";
import { phoneTrouble } from "./phone-trouble.ts";
import { poller } from "./poller.ts";
import type { AlertSource, Chat, Phones, Store, Trail } from "./ports.ts";
import { promotions } from "./promotions.ts";
import { responses } from "./responses.ts";
import { sight } from "./sight.ts";
import { gotThrough, settleRun } from "./single-run.ts";
import { storms } from "./storms.ts";
import { sendTest } from "./test-message.ts";
import { timetable } from "./timetable.ts";
import { watchlist } from "./watchlist.ts";
import { workload } from "./workload.ts";

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
}

export interface Engine {
  readonly desk: Desk;
  readonly notices: Notices;
  /** Watches until `stop`. */
  start(): Promise<void>;
  /** One poll and everything due. @returns false when TheHive could not be read or something failed to be delivered */
  once(): Promise<boolean>;
  /** Takes up nothing new and finishes what is in flight. */
  stop(): Promise<void>;
  /** Resolves once nothing is in flight. @returns whether there was anything to wait for */
  idle(): Promise<boolean>;
  /** Settings or people changed: every deadline is worked out anew. */
  reconsider(): void;
}

/** How long a handled alert is remembered. */
const KEEP_HANDLED = days(90);

export function createEngine(options: EngineOptions): Engine {
  const { clock, log, store, trail } = options;
  const context: Context = {
    ...options,
    watch: watchlist({ store, trail, clock }),
    lanes: lanes(),
    timetable: timetable(clock),
    work: workload(log),
  };
  const { watch, work } = context;
  const trouble = phoneTrouble(context, () => announcements);
  const postman = courier({ ...context, onOutcome: trouble.onOutcome });
  const announcements: Notices = notices(context, postman);
  const deck = cards(context);
  const deliveries = alertDeliveries(context, {
    courier: postman,
    cards: deck,
    lookFor: (id) => attend.lookFor(id),
  });
  const pause = pauses(context, announcements);
  const storm = storms(context, announcements);
  const attend: Attendant = attendant(context, {
    deliveries,
    cards: deck,
    storms: storm,
    pausedUntil: () => pause.current()?.until,
  });
  const eyes = sight(context, announcements);
  const shifts = handoffs(context, announcements);
  const skewed = clockSkewWatch(context, announcements);
  const polls = poller(context, {
    attendant: attend,
    sight: eyes,
    onGood: async () => {
      await skewed();
      await options.heartbeat();
    },
    onMalformed: async ({ id, why }) => {
      const { chat } = context;
      if (chat !== undefined)
        await announcements.say(`malformed/${id}`, chat.channel, { kind: "malformed-alert", id, why });
    },
  });
  const board = boardKeeper(context, health);
  const { respond } = responses(context, {
    attendant: attend,
    cards: deck,
    promotions: promotions(context, deck),
  });
  const stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  function health(): Health {
    const last = polls.lastPoll();
    const next = polls.nextPollAt();
    const paused = pause.current();
    return {
      now: clock.now(),
      openAlerts: watch.open().size,
      theHive: eyes.health(),
      slack: options.slackHealth(),
      twilio: trouble.health(),
      ...(last === undefined ? {} : { lastPollAt: last.at }),
      ...(next === undefined ? {} : { nextPollAt: next }),
      ...(paused === undefined ? {} : { paused }),
    };
  }

  async function load(): Promise<void> {
    await watch.load();
    await eyes.load();
    await pause.load();
    await shifts.load();
    await storm.load();
    await announcements.load();
    for (const { record } of watch.all()) record.deliveries.forEach(postman.foresee);
    await trail.append([{ at: iso(clock.now()), event: "monitor.started", actor: system }]);
  }

  /** The first look after a start: what TheHive holds now decides whether what was left open is still wanted. */
  async function firstPoll(): Promise<boolean> {
    const seen = await polls.poll(stopping.signal);
    for (const { record } of watch.all()) {
      const id = record.alertId;
      // In the alert's lane, and so after whatever the poll brought about it.
      work.start(`take up ${id}`, async () => {
        if (!seen && record.handled === undefined) await attend.attend(id);
        await context.lanes.inLane(id, async () => deliveries.resume(id));
        if (record.card?.stale) deck.refresh(id);
      });
    }
    announcements.resume();
    storm.resume();
    shifts.plan();
    return seen;
  }

  function sweep(): void {
    const limit = clock.now() - KEEP_HANDLED;
    for (const { record } of watch.all()) {
      if (record.handled !== undefined && record.handled.at < limit)
        work.start("sweep", () => watch.forget(record.alertId));
    }
    context.timetable.at("sweep", after(clock.now(), hours(24)), sweep);
  }

  const desk: Desk = {
    find: (name) => findAlert(name, watch.byNumber, (id) => watch.get(id) !== undefined),
    facts: (id) => {
      const entry = watch.get(id);
      return entry === undefined ? undefined : factsOf(context, entry);
    },
    record: (id) => watch.get(id)?.record,
    respond,
    board: board.board,
    health,
    onCall: () => onCallNow(context, clock.now()),
    why: (id) => explain(context, id, (alertId) => options.history(alertId, 100)),
    audit: options.history,
    pause: async (until, reason, actor) => {
      const made = await pause.pause(until, reason, actor);
      reconsider();
      return made;
    },
    resume: async (actor) => {
      const resumed = await pause.resume(actor);
      reconsider();
      return resumed;
    },
    test: (via, person, actor) => sendTest(context, via, person, actor),
    onChange: (listener) => watch.onChange(() => listener()),
  };

  function reconsider(): void {
    board.changed();
    shifts.plan();
    for (const id of watch.open()) work.start(`attend ${id}`, () => attend.attend(id));
  }

  return {
    desk,
    notices: announcements,
    async start() {
      await load();
      const first = firstPoll();
      work.start("first poll", () => first);
      running = Promise.all([
        context.timetable.run(stopping.signal),
        first.then(() => polls.run(stopping.signal)),
      ]);
      sweep();
    },
    async once() {
      const start = clock.now();
      await load();
      running = context.timetable.run(stopping.signal);
      const seen = await firstPoll();
      await settleRun(context);
      const records = [...watch.all()].map(({ record }) => record);
      return seen && gotThrough(records, start) && announcements.allSettled();
    },
    async stop() {
      stopping.abort();
      await work.idle();
      await running;
      const stopped = { at: iso(clock.now()), event: "monitor.stopped" as const, actor: system };
      // The rest must be let go of all the same.
      await trail.append([stopped]).catch((error: unknown) => log.error({ err: error }, "stop not audited"));
    },
    idle: work.idle,
    reconsider,
  };
}
