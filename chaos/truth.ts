import type { StoredAlert } from "../sandbox/thehive/model.ts";
import type { Life } from "./app-process.ts";
import type { Version } from "./settings.ts";
import type { Provider, World } from "./world.ts";

/** From when to when something was so; `until` is endless while it lasts. Instants are the world's. */
export interface Span {
  readonly from: number;
  until: number;
}

/** One alert of the story, as TheHive knows it. */
export interface AlertTruth {
  readonly stored: StoredAlert;
  readonly raisedAt: number;
  /** Out of the open states. */
  readonly handled: Span[];
}

/** Something that went wrong on purpose. */
export interface Trouble extends Span {
  readonly where: Provider;
  readonly kind: string;
}

/** A reply that somebody sent, or a key pressed while it was waited for. */
export interface Answer {
  readonly at: number;
  readonly by: "sms" | "call";
  readonly from: string;
  /** The SID of the text or call. */
  readonly ref: string;
  /** The code is of a text that went to this phone. */
  readonly isRight: boolean;
}

/** What really happened, written down while it happens: the judge's side of the comparison. */
export interface Truth {
  readonly alerts: Map<string, AlertTruth>;
  readonly versions: { readonly at: number; readonly version: Version }[];
  readonly troubles: Trouble[];
  readonly lives: Life[];
  /** When a leader was cut off from the database, or it stood still: two may have told the same. */
  readonly cutOffs: Span[];
  /** When a leader stood still, until it has read TheHive again. */
  readonly frozen: Span[];
  readonly answers: Answer[];
}

/** Keeps the truth about alerts from TheHive's own changes, whoever made them. */
export function truthOf({ hive, clock }: World): Truth {
  const alerts = new Map<string, AlertTruth>();
  const look = (id: string) => {
    const stored = hive.alerts.get(id);
    if (stored === undefined) return;
    const known = alerts.get(id) ?? { stored, raisedAt: clock.now(), handled: [] };
    alerts.set(id, known);
    const last = known.handled.at(-1);
    const open = waits(stored);
    if (!open && (last === undefined || last.until < Number.POSITIVE_INFINITY))
      known.handled.push({ from: clock.now(), until: Number.POSITIVE_INFINITY });
    if (open && last !== undefined) last.until = Math.min(last.until, clock.now());
  };
  hive.onChange((change) => {
    if (change.kind === "alertsRaised") for (const id of change.ids) look(id);
    else if (change.kind === "alertChanged") look(change.id);
    else if (change.kind === "caseOpened" && change.alertId !== undefined) look(change.alertId);
  });
  return { alerts, versions: [], troubles: [], lives: [], cutOffs: [], frozen: [], answers: [] };
}

function waits({ stage, caseId }: StoredAlert): boolean {
  return stage === "New" && caseId === undefined;
}

/** The settings in force at an instant; a change needs a moment to be noticed. */
export function versionAt({ versions }: Truth, at: number): Version {
  const found = versions.findLast((one) => one.at <= at) ?? versions[0];
  if (found === undefined) throw new Error("the story has no settings yet");
  return found.version;
}

export const covers = ({ from, until }: Span, at: number): boolean => from <= at && at < until;
export const touches = (one: Span, from: number, until: number): boolean =>
  one.from < until && one.until > from;

/**
 * Whether what was so at `at` was perhaps on no disk when the app died of it, before `then`, or in no database when
 * the app was cut off from it: rule 10 allows that.
 */
export function diedUnsaved({ lives, cutOffs }: Truth, at: number, then: number): boolean {
  if (cutOffs.some(({ from, until }) => at < until && then > from)) return true;
  return lives.some(({ bornAt, diedAt = Number.POSITIVE_INFINITY, sabotage: { diskFull } }) => {
    if (diskFull === undefined) return false;
    const from = bornAt + diskFull.from;
    return from < diedAt && at >= from - 200 && at <= diedAt + 200 && then > diedAt;
  });
}
