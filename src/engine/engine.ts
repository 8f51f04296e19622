import { A_FEW, paced } from "../lib/paced.ts";
import { iso, seconds, systemClock } from "../lib/time.ts";
import { within } from "../lib/within.ts";
import { system } from "../sla/model.ts";
import type { Announcer } from "./alarms/announcer.ts";
import { counter } from "./counter.ts";
import type { Desk } from "./desk.ts";
import { entryOf } from "./outbox/box.ts";
import { type Readings, readingsOf } from "./readings.ts";
import { type EngineOptions, type Rooms, roomsOf } from "./rooms.ts";
import { firstPoll, load, sweep } from "./start.ts";
import type { Journal } from "./work/journal.ts";
import { gotThrough, settleRun } from "./work/single-run.ts";

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

/** A stop waits no longer for what hangs. */
const STOPS_WITHIN = seconds(6);

export function createEngine(options: EngineOptions): Engine {
  const rooms = roomsOf(options);
  const { jobs, journal } = rooms;
  return {
    desk: counter(rooms, () => reconsider(rooms)),
    announcer: rooms.alarm.announcer,
    journal,
    ...running(rooms),
    idle: jobs.idle,
    readings: () => readingsOf({ ...rooms, audience: rooms.audience() }),
    reconsider: () => reconsider(rooms),
    rewrite: () => rewrite(rooms),
  };
}

function running(rooms: Rooms): Pick<Engine, "start" | "once" | "stop"> {
  const { clock, jobs, journal, timetable, outbox, escalate, alarm, replies } = rooms;
  const stopping = new AbortController();
  const { signal } = stopping;
  let deadlines: Promise<unknown> = Promise.resolve();

  return {
    async start() {
      await load(rooms);
      const first = firstPoll(rooms, signal);
      jobs.start("first poll", () => first);
      deadlines = timetable.run(signal);
      const go = () => {
        if (signal.aborted) return;
        escalate.polls.run(signal);
        alarm.run(signal);
        replies.run(signal);
      };
      first.then(go, go);
      sweep(rooms);
    },
    async once() {
      const start = clock.now();
      await load(rooms);
      deadlines = timetable.run(signal);
      // What came in since the last run; nobody is called for what it takes.
      await replies.look();
      const seen = await firstPoll(rooms, signal);
      await alarm.readiness.lookIfDue();
      await settleRun({ clock, timetable, jobs, items: outbox.all });
      const isWritten = journal.trouble("state") === undefined && journal.trouble("audit") === undefined;
      return seen && isWritten && gotThrough(outbox.all(), start);
    },
    async stop() {
      stopping.abort();
      await within(systemClock, rooms.stopsWithin ?? STOPS_WITHIN, jobs.idle).catch(() =>
        rooms.log.warn({ jobs: jobs.names().slice(0, 20) }, "stopped although not everything had ended"),
      );
      await deadlines;
      await journal.write([], [{ at: iso(clock.now()), event: "monitor.stopped", actor: system }]);
      await journal.close();
    },
  };
}

function reconsider({ board, alarm, escalate, outbox, cards, cases, writeBack, watch, jobs }: Rooms): void {
  board.changed();
  alarm.reconsider();
  escalate.polls.replan();
  outbox.reconsider();
  cards.reconsider();
  cases.reconsider();
  writeBack.reconsider();
  jobs.start("attend to all", () => paced([...watch.open()], escalate.escalation.attend, A_FEW));
}

async function rewrite({ watch, outbox, journal }: Rooms): Promise<void> {
  const records = [...watch.all()].flatMap(({ record }) => watch.change(record.alertId, record));
  await journal.write([...records, ...[...outbox.all()].map(entryOf)]);
}
