import { randomInt } from "node:crypto";
import { after, between, type Instant, seconds, systemClock } from "../../lib/time.ts";
import { within } from "../../lib/within.ts";
import { traitsOf } from "../../oncall/ways.ts";
import { because } from "../../sla/reason.ts";
import type { Firing } from "../../sla/record.ts";
import { newCode } from "../../sla/reply.ts";
import { type Item, released } from "../items/item.ts";
import { isAnswerable } from "../items/subject.ts";
import type { Outcome } from "../ports/outcome.ts";
import type { Entry } from "../ports/store.ts";
import { apply } from "./apply.ts";
import { auditOf } from "./audit.ts";
import { add, type Box, entryOf, judge, save } from "./box.ts";
import { dueAt, wentOf } from "./measure.ts";
import { picksFor } from "./picks.ts";
import { ended, noteSent, type Queue, unsend } from "./queue.ts";
import { usesRoom } from "./room.ts";
import { settle } from "./settle.ts";
import { everybodyTried, instead } from "./stand-in.ts";
import { toldElsewhere } from "./told-elsewhere.ts";
import type { Verdict } from "./wanted.ts";

/** The adapters have deadlines of their own; this one holds whatever they do. */
const ANSWERED_WITHIN = seconds(45);
/** How long a way that takes nothing is left alone, for all that wait for it. */
const CLOSED_FOR = seconds(20);

/** What we cannot word today we cannot word in a minute: others are told another way, and the queue goes on. */
const unspeakable: Outcome = {
  state: "failed",
  scope: "person",
  detail: "the monitor could not put it into words",
  reason: { name: "no words for it" },
};

const isLate = (error: unknown) => error instanceof DOMException && error.name === "TimeoutError";

/** Sends an item, and does what follows from how that went. Nobody waits for it. */
export function send(box: Box, queue: Queue, item: Item): void {
  queue.underWay.add(item.id);
  const now = box.clock.now();
  const due = dueAt(item, firingOf(box, item), queue.freeFrom);
  const sending: Item = {
    ...withCode(box, released(item)),
    state: "sending",
    startedAt: now,
    tries: item.tries + 1,
  };
  const { limit } = traitsOf(queue.via);
  if (limit !== undefined && usesRoom(item)) noteSent(queue, now, box.settings().limits[limit].per);
  box.items.put(sending);
  box.jobs.start(`send ${item.id}`, async () => {
    try {
      await attempt(box, queue, sending, due);
    } finally {
      queue.underWay.delete(item.id);
      box.wake(queue);
    }
  });
}

/** A text that can be answered gets its code before it is written down, and keeps it. */
function withCode({ items, takesReplies, codeSecret }: Box, item: Item): Item {
  if (!takesReplies || item.via !== "sms" || item.code !== undefined || !isAnswerable(item.about))
    return item;
  const pick = codeSecret === undefined ? randomInt : picksFor(codeSecret, item.id);
  return { ...item, code: newCode(pick, new Set(items.coded().map(({ code = "" }) => code))) };
}

async function attempt(box: Box, queue: Queue, sending: Item, due: Instant | undefined): Promise<void> {
  await save(box, sending);
  const elsewhere = await toldElsewhere(box, sending);
  if (elsewhere !== undefined) return conclude(box, queue, sending, elsewhere);
  if (sending.about.kind === "digest") await box.inTurn();
  await box.ways[sending.via].ready?.();
  // Something may have come between while it was written, looked for, or got ready.
  const verdict = judge(box, sending);
  if (verdict.kind !== "tell") {
    unsend(queue, sending.startedAt);
    const unsent: Item = { ...sending, state: "pending", tries: sending.tries - 1 };
    box.items.put(unsent);
    return apply(box, unsent, verdict);
  }
  if (sending.code !== undefined) box.onCode();
  if (due !== undefined) box.meter.sent(sending.via, between(due, box.clock.now()));
  const outcome = await within(systemClock, ANSWERED_WITHIN, () => box.ways[sending.via].send(sending)).catch(
    (error: unknown): Outcome => {
      box.log.error({ err: error, item: sending.id }, "a send did not end as it should");
      return isLate(error) ? { state: "unknown", ...because("no answer in time") } : unspeakable;
    },
  );
  await conclude(box, queue, sending, outcome);
}

/** What became known of an item. */
export async function conclude(box: Box, queue: Queue, asked: Item, outcome: Outcome): Promise<void> {
  // As it stands now: it may have been answered while the provider was asked.
  const before = box.items.get(asked.id);
  // Ended otherwise meanwhile: a call that was hung up has no say any more.
  if (before === undefined || before.state !== asked.state) return;
  box.onOutcome(before, outcome);
  const now = box.clock.now();
  const { item, setback, isNews } = settle(before, outcome, now);
  if (outcome.state === "failed" && outcome.ref === undefined) unsend(queue, before.startedAt);
  // It says nothing of the way: another item may well get through.
  if (outcome !== unspeakable) noteWay(queue, outcome, now);
  const further = setback === undefined ? [] : instead(box, item, setback);
  const stoodIn = setback !== undefined && item.state !== "failed" && item.state !== "unanswered";
  const final: Item = stoodIn ? { ...item, stoodIn: true } : item;
  box.meter.told(final.via, wentOf(final, outcome));
  ended(queue, item.id, now);
  if (item.via === "call" && item.state === "sent") queue.ringing = item.id;
  const news = isNews ? [auditOf(final, now)] : [];
  await save(box, final, { entries: [...cardEntries(box, final), ...further.map(entryOf)], events: news });
  if (further.length > 0) await add(box, further);
  if (isNews) box.onChange(final);
  if (final.state === "unanswered") everybodyTried(box, final);
  afterwards(box, queue, final);
}

function afterwards(box: Box, queue: Queue, item: Item): void {
  if (item.state === "sent") {
    box.follow(item.id);
    // It may have been taken or closed while the request was under way.
    const verdict: Verdict = item.via === "call" ? judge(box, item) : { kind: "tell" };
    if (verdict.kind === "drop" || verdict.kind === "wait")
      box.jobs.start(`hang up ${item.id}`, () => apply(box, item, verdict));
  }
  box.wake(queue);
}

function noteWay(queue: Queue, outcome: Outcome, now: Instant): void {
  if (outcome.state === "sent" || outcome.state === "delivered") queue.closed = undefined;
  if (outcome.state !== "failed") return;
  const { scope, again, detail, reason } = outcome;
  const closes = queue.via === "slack" ? again !== undefined || scope !== "way" : scope === "setup";
  if (!closes) return;
  queue.closed = {
    until: after(now, again ?? CLOSED_FOR),
    setback: again === undefined ? scope : "struggling",
    because: { detail, reason },
  };
}

/** The first message of an alert is its card. */
function cardEntries(box: Box, { about, via, state, ref }: Item): readonly Entry[] {
  if (via !== "slack" || state !== "sent" || ref === undefined || about.kind !== "tier") return [];
  const record = box.watch.get(about.alertId)?.record;
  if (record === undefined || record.card !== undefined) return [];
  const [channel = "", ts = ""] = ref.split("/");
  return box.watch.change(about.alertId, { ...record, card: { channel, ts, stale: true } });
}

function firingOf({ watch }: Box, { about }: Item): Firing | undefined {
  if (about.kind !== "tier") return undefined;
  const firings = watch.get(about.alertId)?.record.firings ?? [];
  return firings.find(({ tier, repeat }) => tier === about.tier && repeat === about.repeat);
}
