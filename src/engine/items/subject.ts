import { z } from "zod";
import { Instant } from "../../lib/time.ts";
import { HandOver } from "../../sla/hand-over.ts";
import { AlertId, system, TierRef } from "../../sla/model.ts";
import { CaseStep, Hold } from "../../sla/record.ts";
import type { Notice } from "../ports/notice.ts";
import type { PageSubject } from "../ports/phones.ts";

/** One alert in a digest, and for which of its firings. */
export const Member = z.strictObject({
  alertId: AlertId,
  tier: TierRef,
  /** Counts repeats of the last tier; 0 is the tier itself. */
  repeat: z.number().int().nonnegative(),
});
export type Member = Readonly<z.infer<typeof Member>>;

// Made by us and only read back after a restart.
const Words = z.custom<Notice | PageSubject>((value) => typeof value === "object" && value !== null);

/** What is told. `tier`, `hold-over`, `nobody`, `hand-over` and `case` are about one alert; a `digest` about many; a `notice` about none. */
export const Subject = z.discriminatedUnion("kind", [
  Member.extend({ kind: z.literal("tier") }),
  z.strictObject({
    kind: z.literal("hold-over"),
    alertId: AlertId,
    hold: Hold,
    /** What follows, as it was then: by the time it is read it may have happened. */
    next: z
      .strictObject({ tier: TierRef, repeat: z.number().int().nonnegative().default(0), at: Instant })
      .optional(),
  }),
  Member.extend({ kind: z.literal("nobody") }),
  /** Who has an alert has changed, or may. */
  z.strictObject({ kind: z.literal("hand-over"), alertId: AlertId, at: Instant, step: HandOver }),
  /** A step of its case was not done by its deadline. */
  z.strictObject({
    kind: z.literal("case"),
    alertId: AlertId,
    caseId: z.string(),
    step: CaseStep,
    deadline: Instant,
    /** TheHive could not be asked immediately before. */
    unconfirmed: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("digest"),
    /** Short and human: `D7`. */
    reference: z.string(),
    alerts: z.array(Member).readonly(),
  }),
  z.strictObject({
    kind: z.literal("notice"),
    /** Its own, so that the same thing is said once. */
    name: z.string(),
    notice: Words,
    /** A later notice of the same topic makes an unsent one pointless. */
    topic: z.string().optional(),
  }),
]);
export type Subject = Readonly<z.infer<typeof Subject>>;

/** The same for everything that tells the same thing. */
export function subjectKey(about: Subject): string {
  switch (about.kind) {
    case "tier":
      return `${about.alertId}/${rung(about)}`;
    case "hold-over":
      return `${about.alertId}/hold-over/${about.hold.until}`;
    case "nobody":
      return `${about.alertId}/nobody/${rung(about)}`;
    case "hand-over":
      return `${about.alertId}/${about.step.kind}/${about.at}`;
    case "case":
      return `${about.alertId}/case/${about.caseId}/${about.step}`;
    case "digest":
      return about.reference;
    case "notice":
      return about.name;
  }
}

function rung({ tier, repeat }: Pick<Member, "tier" | "repeat">): string {
  return repeat === 0 ? `${tier}` : `${tier}r${repeat}`;
}

/** The alerts it tells of. */
export function membersOf(about: Subject): readonly AlertId[] {
  switch (about.kind) {
    case "digest":
      return about.alerts.map(({ alertId }) => alertId);
    case "notice":
      return [];
    default:
      return [about.alertId];
  }
}

/** Asked for by whoever gets it, who waits: never held back, and nothing else will do. */
export function isAwaited(about: Subject): boolean {
  return about.kind === "notice" && awaited.has(about.notice.kind);
}
const awaited: ReadonlySet<string> = new Set(["test", "taken", "too-late", "not-understood", "test-passed"]);

export function isTest(about: Subject): boolean {
  return about.kind === "notice" && about.notice.kind === "test";
}

/** A test that nobody asked for: the weekly one. */
export function isDrill(about: Subject): boolean {
  return about.kind === "notice" && about.notice.kind === "test" && about.notice.by === system;
}

/** Whether a reply or a key can mean something. */
export function isAnswerable(about: Subject): boolean {
  return about.kind === "tier" || about.kind === "digest" || isTest(about);
}

/** Each alert once, for the latest of its firings. */
export function eachAlertOnce(alerts: readonly Member[]): readonly Member[] {
  return [...new Map(alerts.map((member) => [member.alertId, member])).values()];
}

type Rung = Pick<Member, "tier" | "repeat">;

/** Whether it tells of that firing of an alert it is about, alone or among others. */
export function tellsOf(about: Subject, id: AlertId, { tier, repeat }: Rung): boolean {
  const isIt = (one: Rung) => one.tier === tier && one.repeat === repeat;
  if (about.kind === "digest") return rungsIn(about.alerts).get(id)?.some(isIt) ?? false;
  return about.kind === "tier" && isIt(about);
}

// A digest of thousands is asked about each of them.
const indexed = new WeakMap<readonly Member[], ReadonlyMap<AlertId, readonly Rung[]>>();

function rungsIn(alerts: readonly Member[]): ReadonlyMap<AlertId, readonly Rung[]> {
  const known = indexed.get(alerts);
  if (known !== undefined) return known;
  const made = new Map<AlertId, Rung[]>();
  for (const member of alerts) {
    const own = made.get(member.alertId);
    if (own === undefined) made.set(member.alertId, [member]);
    else own.push(member);
  }
  indexed.set(alerts, made);
  return made;
}
