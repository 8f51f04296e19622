import type { Logger } from "pino";
import { z } from "zod";
import { mask } from "../../lib/mask.ts";
import { type Repeated, repeat } from "../../lib/repeat.ts";
import { after, before, type Clock, days, Instant, iso, minutes, seconds } from "../../lib/time.ts";
import type { Roster } from "../../oncall/model.ts";
import type { AuditEvent } from "../../sla/event.ts";
import { type AlertId, system } from "../../sla/model.ts";
import {
  ANSWERABLE_FOR,
  type Answerable,
  judgeReply,
  lockedUntil,
  type ReplyVerdict,
  recent,
} from "../../sla/reply.ts";
import { type Item, newItem } from "../items/item.ts";
import { isTest, membersOf } from "../items/subject.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { Inbound, PhoneAnswer, Phones } from "../ports/phones.ts";
import type { Entry, Store } from "../ports/store.ts";
import type { Jobs } from "../work/jobs.ts";
import type { Watchlist } from "../work/watchlist.ts";
import type { Answers, AnswersOptions } from "./answers.ts";
import type { TakeAll } from "./take-all.ts";

export interface RepliesOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly jobs: Pick<Jobs, "start">;
  readonly store: Pick<Store, "list">;
  readonly roster: () => Roster;
  readonly watch: Pick<Watchlist, "get">;
  readonly outbox: Pick<Outbox, "add" | "coded" | "answered">;
  readonly phones: Pick<Phones, "inbox"> | undefined;
  readonly say: AnswersOptions["say"];
  readonly answers: Answers;
  readonly takeAll: TakeAll;
}

/** Texts that come in: looked for while one may, each heeded once. */
export interface Replies {
  /** Reads which were heeded before. */
  load(): Promise<void>;
  /** Looks once, if one may have come. @returns false when nobody could be asked */
  look(): Promise<boolean>;
  run(signal: AbortSignal): void;
  /** A text went out that can be answered. */
  replan(): void;
  /** @returns what to remove from the disk */
  sweep(now: Instant): readonly Entry[];
}

const KEPT_FOR = days(2);
const WHILE_OPEN = seconds(5);
const WHILE_HELD = minutes(1);
/** Whoever tries out a test does so at once. */
const TRIED_WITHIN = minutes(10);
/** Between the clocks of a phone, of the provider and of this machine. */
const SKEW = minutes(10);

const HEEDED = "reply:";
/** One that was heeded, and whose guess it was if it was one. */
const Heeded = z.strictObject({ version: z.literal(1), at: Instant, guessBy: z.string().optional() });
type Heeded = Readonly<z.infer<typeof Heeded>>;

export function replies(options: RepliesOptions): Replies {
  const { clock, log, jobs, store, roster, watch, outbox, phones, say, answers, takeAll } = options;
  const heeded = new Map<string, Heeded>();
  let lookedAt: Instant | undefined;
  let loop: Repeated | undefined;

  function answerable(): readonly Item[] {
    const since = before(clock.now(), ANSWERABLE_FOR);
    return outbox.coded().filter(({ startedAt }) => startedAt !== undefined && startedAt > since);
  }

  function isOpen(id: AlertId): boolean {
    const record = watch.get(id)?.record;
    if (record === undefined || record.handled !== undefined) return false;
    return record.hold === undefined || record.hold.until <= clock.now();
  }

  function mayComeSoon({ about, answeredAt, startedAt }: Item): boolean {
    if (answeredAt !== undefined || startedAt === undefined) return false;
    if (isTest(about)) return clock.now() < after(startedAt, TRIED_WITHIN);
    return membersOf(about).some(isOpen);
  }

  function nextLook(): Instant | undefined {
    const texts = phones?.inbox === undefined ? [] : answerable();
    if (texts.length === 0) return undefined;
    if (lookedAt === undefined) return clock.now();
    return after(lookedAt, texts.some(mayComeSoon) ? WHILE_OPEN : WHILE_HELD);
  }

  async function look(): Promise<boolean> {
    const sent = answerable().flatMap(({ startedAt }) => startedAt ?? []);
    if (phones?.inbox === undefined || sent.length === 0) return true;
    lookedAt = clock.now();
    const earliest = Instant.parse(Math.min(...sent));
    const found = await phones.inbox(before(earliest, SKEW));
    for (const reply of found ?? []) if (!heeded.has(reply.sid)) await heed(reply);
    return found !== undefined;
  }

  /** A stop waits for it. */
  async function lookAsJob(): Promise<void> {
    const looked = look();
    jobs.start("look for replies", () => looked);
    await looked;
  }

  async function heed(reply: Inbound): Promise<void> {
    const now = clock.now();
    const people = Object.entries(roster().people);
    const from = people.filter(([, { phone }]) => phone === reply.from).map(([name]) => name);
    const at = reply.at === undefined || reply.at > now ? now : reply.at;
    const verdict = judgeReply(
      { body: reply.body, from, at },
      outbox.coded().flatMap(asText),
      guessesOf(from),
    );
    if (verdict.kind === "refused") await refuse(reply, verdict, from, now);
    else await take(reply, verdict.texts, now);
  }

  /** Remembers it, in memory first: no second look may find it meanwhile. */
  function heededEntry({ sid }: Inbound, at: Instant, guessBy?: string): Entry {
    const value: Heeded = { version: 1, at, ...(guessBy === undefined ? {} : { guessBy }) };
    heeded.set(sid, value);
    return [`${HEEDED}${sid}`, value];
  }

  async function take(reply: Inbound, texts: readonly Answerable[], now: Instant): Promise<void> {
    const [text] = texts;
    if (text === undefined) return;
    const items = texts.flatMap(({ id }) => outbox.coded().find((item) => item.id === id) ?? []);
    const ids = [...new Set(items.flatMap(({ about }) => membersOf(about)))];
    const tests = items.filter(({ about }) => isTest(about));
    const entries = [heededEntry(reply, now), ...texts.flatMap(({ id }) => outbox.answered(id, now))];
    await takeAll(ids, answers.person(text.to, "sms"), (taken) => {
      const isTooLate = ids.length > 0 && taken.numbers.length === 0;
      return {
        entries,
        ref: reply.sid,
        items: [
          answerTo(reply, text.to, ids.length === 0 ? { kind: "test-passed" } : answers.wordsFor(taken), now),
        ],
        events: [
          ...tests.map((item) => answers.testAnswered(item, now)),
          ...(isTooLate ? [refusal(reply, "handled", text.to, now)] : []),
        ],
      };
    });
    log.info({ sid: reply.sid, to: text.to, texts: texts.map(({ id }) => id) }, "a reply took what it names");
    for (const item of tests) await answers.tellTested(item, "reply");
  }

  async function refuse(
    reply: Inbound,
    { why, isGuess }: ReplyVerdict & { kind: "refused" },
    from: readonly string[],
    now: Instant,
  ): Promise<void> {
    const [name] = from;
    const isAnswered = isGuess && name !== undefined;
    await outbox.add(isAnswered ? [answerTo(reply, name, { kind: "not-understood" }, now)] : [], {
      entries: [heededEntry(reply, now, isAnswered ? name : undefined)],
      events: [refusal(reply, why, name, now)],
    });
    log.info({ sid: reply.sid, why, ...(name === undefined ? {} : { to: name }) }, "a reply was refused");
    const until = lockedUntil(guessesOf(from), now);
    if (isAnswered && until !== undefined)
      await say(`guesses/${name}/${until}`, {
        kind: "setup-problem",
        why: lockedText(name, until),
      });
  }

  /** When replies of these people's number took nothing, earliest first. */
  function guessesOf(from: readonly string[]): readonly Instant[] {
    const theirs = [...heeded.values()].filter(
      ({ guessBy }) => guessBy !== undefined && from.includes(guessBy),
    );
    return recent(
      theirs.map(({ at }) => at).sort((one, other) => one - other),
      clock.now(),
    );
  }

  return {
    async load() {
      for (const [key, value] of await store.list(HEEDED)) {
        const { data = { version: 1, at: clock.now() } } = Heeded.safeParse(value);
        heeded.set(key.slice(HEEDED.length), data);
      }
    },
    look,
    run(signal) {
      const onError = (error: unknown) => log.error({ err: error }, "the look for replies stumbled");
      loop = repeat(lookAsJob, { clock, next: nextLook, onError, signal });
    },
    replan: () => loop?.replan(),
    sweep(now) {
      const old = [...heeded].filter(([, { at }]) => now > after(at, KEPT_FOR)).map(([sid]) => sid);
      for (const sid of old) heeded.delete(sid);
      return old.map((sid): Entry => [`${HEEDED}${sid}`, undefined]);
    },
  };
}

function asText({ id, code, to, startedAt, answeredAt }: Item): Answerable[] {
  if (code === undefined || startedAt === undefined) return [];
  return [{ id, code, to, sentAt: startedAt, answered: answeredAt !== undefined }];
}

/** One text back. */
function answerTo({ sid }: Inbound, to: string, answer: PhoneAnswer, now: Instant): Item {
  const about = { kind: "notice", name: `reply/${sid}`, notice: answer } as const;
  return newItem(about, { via: "sms", group: "reply", to, attempt: 1 }, now);
}

function refusal({ sid, from }: Inbound, why: string, to: string | undefined, now: Instant): AuditEvent {
  const who = to === undefined ? { from: mask(from) } : {};
  return {
    ...{ at: iso(now), event: "reply.refused", actor: system, via: "sms" },
    ...(to === undefined ? {} : { to }),
    detail: { why, ...who, ref: sid },
  };
}

function lockedText(name: string, until: Instant): string {
  return `Five replies from ${name}'s number within ten minutes held no code of theirs. Replies from it are not looked into until ${iso(until).slice(11, 16)} UTC; Slack, and the key in a call, still work. If ${name} did not write them, somebody sends in their name.`;
}
