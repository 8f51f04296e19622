import { z } from "zod";
import type { Settings } from "../../config/settings.ts";
import { nextOf } from "../../lib/recurring.ts";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { after, before, type Clock, days, hours, Instant, iso, minutes } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import { named } from "../../oncall/people.ts";
import { contactOf } from "../../oncall/person.ts";
import { concerned } from "../../oncall/readiness.ts";
import type { PersonalVia } from "../../oncall/ways.ts";
import { system } from "../../sla/model.ts";
import { type Item, newItem } from "../items/item.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { DrillRow } from "../ports/notice.ts";
import type { Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Journal } from "../work/journal.ts";
import type { Announcer } from "./announcer.ts";
import { changedAt } from "./changed-at.ts";
import { usesSetUp } from "./look-ahead.ts";
import { dayOf, latest, readinessZone } from "./readiness.ts";

const KEY = "drill";
const Memory = z.strictObject({
  sentAt: Instant,
  /** Its own, and that of its texts. */
  name: z.string(),
  asked: z.array(z.string()).readonly(),
  judged: z.boolean(),
});
type Memory = Readonly<z.infer<typeof Memory>>;

const AHEAD = days(7);
const ANSWERED_WITHIN = minutes(30);
/** A test that was missed is not made up for at night. */
const LATE = hours(1);
const ASK_AGAIN = minutes(5);
/** Replies that cannot be read are waited for so long. */
const GIVEN_UP = hours(2);

/** A test text each week to whoever is on call in the coming one; says once who has not answered it. */
export interface Drill {
  load(): Promise<void>;
  run(signal: AbortSignal): void;
  /** The settings have changed. */
  replan(): void;
}

export interface DrillOptions {
  readonly clock: Clock;
  readonly store: Pick<Store, "read">;
  readonly journal: Journal;
  readonly announcer: Announcer;
  readonly jobs: Pick<Jobs, "run">;
  readonly outbox: Pick<Outbox, "add" | "all">;
  readonly settings: () => Settings;
  readonly roster: () => Roster;
  readonly setUp: () => ReadonlySet<PersonalVia>;
  readonly takesReplies: boolean;
  /** Reads the texts that came in. @returns false when they could not be read */
  readonly readReplies: () => Promise<boolean>;
  readonly pausedUntil: () => Instant | undefined;
  readonly onError: (error: unknown) => void;
}

export function drill(options: DrillOptions): Drill {
  const { clock, store, journal, announcer, outbox, settings, roster, pausedUntil } = options;
  const begun = clock.now();
  const setAt = changedAt(clock, () => settings().readiness);
  let last: Memory | undefined;
  let askAgainAt: Instant | undefined;
  let loop: Repeated | undefined;

  function next(): Instant | undefined {
    const since = latest(last?.sentAt ?? begun, setAt(), before(clock.now(), LATE));
    if (last !== undefined && !last.judged) return askAgainAt ?? after(last.sentAt, ANSWERED_WITHIN);
    const { test } = settings().readiness;
    if (test === "off" || !options.takesReplies) return undefined;
    return nextOf(test, readinessZone(settings(), roster()), since);
  }

  /** Whoever is on duty in the coming week and may be told by phone. */
  function toAsk(now: Instant): string[] {
    const uses = usesSetUp(settings(), options.setUp()).filter(({ via }) => via !== "dm");
    return concerned(roster(), uses, now, AHEAD)
      .filter(({ from }) => from !== undefined)
      .map(({ person }) => person)
      .filter((person) => contactOf(roster().people[person] ?? {}, "sms") !== undefined);
  }

  async function send(): Promise<void> {
    const now = clock.now();
    const paused = pausedUntil();
    // Nobody is told of anything meanwhile; the next one comes in a week.
    const asked = paused !== undefined && paused > now ? [] : toAsk(now);
    const name = `drill/${dayOf(now, readinessZone(settings(), roster()))}`;
    const about = { kind: "notice", name, notice: { kind: "test", by: system } } as const;
    last = { sentAt: now, name, asked, judged: asked.length === 0 };
    await outbox.add(
      asked.map((to) => newItem(about, { via: "sms", group: "test", to, attempt: 1 }, now)),
      {
        entries: [[KEY, last]],
        events: [{ at: iso(now), event: "readiness.tested", actor: system, detail: { asked } }],
      },
    );
  }

  async function judge({ sentAt, name, asked }: Memory): Promise<void> {
    const isRead = await options.readReplies();
    const now = clock.now();
    if (!isRead && now < after(sentAt, GIVEN_UP)) {
      askAgainAt = after(now, ASK_AGAIN);
      return;
    }
    const texts = new Map(
      [...outbox.all()]
        .filter(({ about }) => about.kind === "notice" && about.name === name)
        .map((item) => [item.to, item]),
    );
    const rows = asked.flatMap((person) => {
      const how = outcomeOf(texts.get(person), isRead);
      return how === undefined ? [] : [{ who: named(roster().people, person), ...how }];
    });
    if (rows.length > 0)
      await announcer.say(`${name}/verdict`, { kind: "drill", sentAt, asked: asked.length, rows });
    askAgainAt = undefined;
    last = { sentAt, name, asked, judged: true };
    await journal.write(
      [[KEY, last]],
      rows.map(({ who, how }) => ({
        at: iso(now),
        event: "test.unanswered",
        actor: system,
        via: "sms",
        to: who.name,
        detail: { how },
      })),
    );
  }

  return {
    async load() {
      const saved = Memory.safeParse(await store.read(KEY));
      if (saved.success) last = saved.data;
    },
    run(signal) {
      const turn = () => (last !== undefined && !last.judged ? judge(last) : send());
      const job = () => options.jobs.run("the weekly test text", turn);
      loop = repeat(job, { clock, signal, next, onError: options.onError });
    },
    replan: () => loop?.replan(),
  };
}

/** What is to be said of a text; undefined when it was answered. */
function outcomeOf(text: Item | undefined, isRead: boolean): Omit<DrillRow, "who"> | undefined {
  if (text?.answeredAt !== undefined) return undefined;
  // It is forgotten after a day: we were away for longer.
  if (text === undefined) return { how: "unknown" };
  if (text.state === "pending" || text.state === "sending" || text.state === "failed")
    return { how: "unsent", ...(text.detail === undefined ? {} : { why: text.detail }) };
  return { how: isRead ? "silent" : "unknown" };
}
