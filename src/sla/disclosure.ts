import type { AuditEvent } from "./event.ts";
import type { Alert, AlertSnapshot, Pap, Tlp } from "./model.ts";
import type { AlertRecord } from "./record.ts";

/** How much of an alert a way carries, most first: all that it shows of others, the title, or no word of it. */
export const levels = ["full", "title", "number"] as const;
export type Level = (typeof levels)[number];

/** Where alerts are shown: Slack with its direct messages, texts, and calls. */
const places = ["slack", "sms", "call"] as const;
export type Place = (typeof places)[number];

type Carried = Readonly<Partial<Record<Place, Level | undefined>>>;

/** What each way may carry, by the alert's TLP, and by its PAP where that is stricter. */
export type Disclosure = Readonly<
  Partial<Record<Tlp, Carried | undefined>> & {
    pap?: Readonly<Partial<Record<Pap, Carried | undefined>>> | undefined;
  }
>;

export interface Disclosed {
  readonly level: Level;
  /** Why it is no more: `TLP:RED`. Absent where it is all. */
  readonly because?: string;
}

// What nobody has decided otherwise: a phone is not the organisation's.
const NUMBER_ONLY: Carried = { sms: "number", call: "number" };
const usualByTlp: Readonly<Partial<Record<Tlp, Carried>>> = {
  "amber+strict": NUMBER_ONLY,
  red: NUMBER_ONLY,
};
const usualByPap: Readonly<Partial<Record<Pap, Carried>>> = { red: NUMBER_ONLY };

/** How much of this alert may be shown there: the stricter of what its TLP and its PAP allow. */
export function disclosedTo(
  { tlp, pap }: Pick<AlertSnapshot, "tlp" | "pap">,
  rules: Disclosure,
  place: Place,
): Disclosed {
  const byTlp = tlp === undefined ? "full" : (rules[tlp]?.[place] ?? usualByTlp[tlp]?.[place] ?? "full");
  const byPap =
    pap === undefined ? "full" : (rules.pap?.[pap]?.[place] ?? usualByPap[pap]?.[place] ?? "full");
  const level = levels.indexOf(byPap) > levels.indexOf(byTlp) ? byPap : byTlp;
  if (level === "full") return { level };
  return { level, because: level === byTlp ? `TLP:${tlp?.toUpperCase()}` : `PAP:${pap?.toUpperCase()}` };
}

/** The places in which this alert is not shown in full. */
export function heldBack(
  alert: Pick<AlertSnapshot, "tlp" | "pap">,
  rules: Disclosure,
): (Disclosed & { readonly place: Place })[] {
  return places
    .map((place) => ({ place, ...disclosedTo(alert, rules, place) }))
    .filter(({ level }) => level !== "full");
}

/** The alert as it may be shown: what is held back is not in it. */
export function shown<Any extends Alert | AlertSnapshot>(alert: Any, { level, because }: Disclosed): Any {
  if (level === "full") return alert;
  const { sourceRef: _, observables: __, ...rest }: Alert = alert;
  return {
    ...rest,
    ...(level === "number" ? { title: `${because}, see TheHive` } : {}),
    type: "",
    source: "",
    tags: [],
    customFields: {},
  } as unknown as Any;
}

/** The same of what is remembered of it. */
export function shownRecord(record: AlertRecord, disclosed: Disclosed): AlertRecord {
  if (disclosed.level === "full") return record;
  const { highRisk } = record;
  return {
    ...record,
    alert: shown(record.alert, disclosed),
    ...(highRisk === undefined ? {} : { highRisk: { ...highRisk, ...HIDDEN } }),
  };
}

/** The same of what the trail says of it. */
export function shownEvent(event: AuditEvent, { level }: Disclosed): AuditEvent {
  return level === "full" || event.event !== "highRisk.fired" ? event : { ...event, detail: HIDDEN };
}

/** What stands for a high-risk word, and for the place in which it was found. */
const HIDDEN = { word: "not shown", where: "the alert" };
