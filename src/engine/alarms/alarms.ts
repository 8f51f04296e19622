import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import { type Clock, type Instant, seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import type { Roster } from "../../oncall/model.ts";
import type { Audience } from "../../sla/plan.ts";
import { DeliveryId } from "../../sla/record.ts";
import type { Item } from "../items/item.ts";
import { membersOf } from "../items/subject.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { AlertSource, Malformed } from "../ports/alert-source.ts";
import type { Chat, Remark } from "../ports/chat.ts";
import type { Outside } from "../ports/outside.ts";
import type { Phones } from "../ports/phones.ts";
import type { Store } from "../ports/store.ts";
import type { CardSources } from "../show/card-facts.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";
import type { OnDisk } from "../work/troubles.ts";
import { type Announcer, announcer } from "./announcer.ts";
import { type Blindness, blindness } from "./blindness.ts";
import { clockWatch } from "./clock-watch.ts";
import { diskAlarm } from "./disk.ts";
import { handOffs } from "./hand-offs.ts";
import type { Numbers } from "./numbers.ts";
import { type Pauses, pauses } from "./pauses.ts";
import type { ReadinessAlarm } from "./readiness.ts";
import { ready } from "./ready.ts";
import { type Unattended, unattended } from "./unattended.ts";
import { type WaysAlarm, waysAlarm } from "./ways.ts";

export interface AlarmsOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly store: Store;
  readonly journal: Journal;
  readonly jobs: Jobs;
  readonly source: AlertSource;
  readonly chat: Chat | undefined;
  readonly phones: Phones | undefined;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly audience: () => Audience;
  readonly outbox: Outbox;
  readonly sources: CardSources;
  readonly channel: string | undefined;
  readonly pausedUntil: () => Instant | undefined;
  /** Calendars that cannot be read, in plain words. */
  readonly calendars?: (() => readonly string[]) | undefined;
  /** Absent: nobody outside is asked how ready everything is. */
  readonly outside?: Outside | undefined;
  /** Reads the texts that came in. @returns false when they could not be read */
  readonly readReplies: () => Promise<boolean>;
}

/** What the monitor says about itself. */
export interface Alarms {
  readonly announcer: Announcer;
  readonly blindness: Blindness;
  readonly pauses: Pauses;
  readonly ways: WaysAlarm;
  readonly unattended: Unattended;
  readonly numbers: Pick<Numbers, "onOutcome">;
  readonly readiness: Pick<ReadinessAlarm, "look" | "lookIfDue">;
  readonly onDisk: OnDisk;
  /** Looks at the clocks of both machines. */
  readonly clocks: () => Promise<void>;
  load(): Promise<void>;
  run(signal: AbortSignal): void;
  /** Settings or people have changed, or a pause has. */
  reconsider(): void;
  tellMalformed(malformed: readonly Malformed[]): Promise<void>;
  /** Entries of the state that could not be read. */
  tellDamaged(what: readonly string[]): Promise<void>;
  /** A line below the card: how a try failed. Seen sooner than the card, and nobody waits for it. */
  remark(item: Item): void;
  /** Everybody was tried, and nobody answered. */
  remarkNobody(item: Item, tried: readonly Item[]): void;
}

const MOST_NAMED = 5;

export function alarms(options: AlarmsOptions): Alarms {
  const { clock, log, jobs, chat, settings, sources } = options;
  const say = announcer(options);
  const failed = (what: string) => (error: unknown) => log.error({ err: error }, `${what} stumbled`);
  const readying = ready({ ...options, announcer: say, failed });
  const shifts = handOffs({
    ...options,
    announcer: say,
    coverage: readying.coverage,
    onError: failed("hand-offs"),
  });
  const blind = blindness({ ...options, announcer: say });
  const pause = pauses({ ...options, announcer: say });
  const silent = unattended({ ...options, announcer: say, onError: failed("the unattended list") });

  function remarkOn(item: Item, what: string, remark: Remark): void {
    for (const id of membersOf(item.about)) {
      const card = sources.watch.get(id)?.record.card;
      if (chat === undefined || card === undefined) continue;
      const name = DeliveryId.parse(`${item.id}/${what}`);
      jobs.start(`remark ${name}`, () =>
        within(systemClock, seconds(30), () => chat.remark(name, card, remark, settings().language)).catch(
          () => undefined,
        ),
      );
    }
  }

  return {
    announcer: say,
    blindness: blind,
    pauses: pause,
    ways: waysAlarm({ ...options, announcer: say }),
    unattended: silent,
    numbers: readying.numbers,
    readiness: readying.readiness,
    onDisk: diskAlarm({ clock, jobs, announcer: () => say }),
    clocks: clockWatch({ ...options, announcer: say }),
    async load() {
      await Promise.all([blind.load(), pause.load(), shifts.load(), silent.load(), readying.load()]);
    },
    run(signal) {
      shifts.run(signal);
      silent.run(signal);
      readying.run(signal);
    },
    reconsider() {
      shifts.look();
      silent.replan();
      readying.replan();
    },
    async tellMalformed(malformed) {
      const [first] = malformed;
      if (first === undefined) return;
      const ids = malformed.slice(0, MOST_NAMED).map(({ id }) => id);
      const notice = { kind: "malformed-alerts", ids, total: malformed.length, why: first.why } as const;
      await say.say(`malformed/${first.id}`, notice);
    },
    async tellDamaged(what) {
      log.error({ entries: what }, "entries of the state could not be read and are set aside");
      const named = what.slice(0, MOST_NAMED).join("; ");
      const more = what.length > MOST_NAMED ? ` and ${what.length - MOST_NAMED} more` : "";
      const why = `${what.length === 1 ? "An entry" : `${what.length} entries`} of the state could not be read and ${what.length === 1 ? "is" : "are"} set aside: ${named}${more}`;
      await say.say(`damaged/${clock.now()}`, { kind: "setup-problem", why });
    },
    remark(item) {
      const { via, to, detail, reason } = item;
      if (via === "slack") return;
      remarkOn(item, "remark", {
        kind: "not-through",
        via,
        to,
        why: detail === undefined ? undefined : { detail, reason },
      });
    },
    remarkNobody(item, tried) {
      remarkOn(item, "nobody", { kind: "nobody", tried: [...new Set(tried.map(({ to }) => to))] });
    },
  };
}
