import { commentText, plainText } from "../../lib/untrusted.ts";
import type { Actor, AlertId } from "../../sla/model.ts";
import type { WrittenBack } from "../../sla/record.ts";
import { resultOf, resultText, resultWritten, type WriteBackTo } from "../../sla/result.ts";
import type { WriteBackOptions } from "./write-back.ts";

/** What somebody is called; undefined where nobody knows. */
export type NameOf = (actor: Actor) => string | undefined;

const LONGEST_NAME = 80;

/** Writes one result, after it was written down here: a crash in between finds it there. @throws HiveError */
export async function leave(options: WriteBackOptions, id: AlertId, to: WriteBackTo): Promise<void> {
  const { watch, source, clock, log } = options;
  const written = await worded(options, id, to);
  if (written === undefined) return;
  const outcome = await source.leaveResult(id, to, written.text);
  const record = watch.get(id)?.record;
  // Opened again meanwhile: it will have another result.
  if (record?.handled === undefined) return;
  if (outcome === "written") return watch.commit(id, resultWritten(record, written, clock.now()));
  if (outcome === "unsupported")
    log.warn({ alertId: id }, "this TheHive has no comments on alerts: see writeBack");
  await giveUp(options, id);
}

/** It will not be tried again. */
export async function giveUp({ watch }: WriteBackOptions, id: AlertId): Promise<void> {
  const record = watch.get(id)?.record;
  if (record?.writtenBack === undefined) return;
  const writtenBack: WrittenBack = { ...record.writtenBack, state: "given-up" };
  await watch.commit(id, { record: { ...record, writtenBack }, events: [] });
}

/** The words, the same at each try: by them it is seen whether they are there already. */
async function worded(
  { watch, source, settings, clock, nameOf }: WriteBackOptions,
  id: AlertId,
  to: WriteBackTo,
): Promise<WrittenBack | undefined> {
  const known = watch.get(id)?.record.writtenBack;
  if (known !== undefined) return known;
  const by = watch.get(id)?.record.handled?.by;
  const who = by === undefined ? await source.handledBy(id) : nameOf(by);
  const entry = watch.get(id);
  const result = entry && resultOf(entry, settings());
  const { handled, respondedAt } = entry?.record ?? {};
  if (entry === undefined || result === undefined || handled === undefined) return undefined;
  const isComment = to === "comment";
  const theirs = (text: string) =>
    isComment ? commentText(text, LONGEST_NAME) : plainText(text, LONGEST_NAME);
  const facts = { handled, ...(respondedAt === undefined ? {} : { respondedAt }) };
  const text = `${isComment ? "SLA " : ""}${resultText(result, facts, who, theirs)}`;
  const writtenBack: WrittenBack = { text, at: clock.now(), state: "due" };
  await watch.commit(id, { record: { ...entry.record, writtenBack }, events: [] });
  return writtenBack;
}
