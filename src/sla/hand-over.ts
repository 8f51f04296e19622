import { z } from "zod";
import { after, Instant, iso, minutes } from "../lib/time.ts";
import { Actor, system } from "./model.ts";
import { type AlertRecord, Offer } from "./record.ts";
import { type Change, event, hold, stale } from "./respond.ts";

/** Whoever is handed an alert has so long to accept it. */
const ACCEPT_WITHIN = minutes(5);

/**
 * What is said of who has an alert, in its thread. `lapsed`: nobody held it meanwhile, so that nothing else says
 * that the offer is over.
 */
export const HandOver = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("taken"), by: Actor, from: Actor, until: Instant }),
  z.strictObject({ kind: z.literal("offered"), offer: Offer }),
  z.strictObject({
    kind: z.literal("declined"),
    by: Actor,
    offer: Offer,
    heldUntil: Instant.optional(),
  }),
  z.strictObject({ kind: z.literal("lapsed"), offer: Offer }),
]);
export type HandOver = Readonly<z.infer<typeof HandOver>>;

/** A change of who has an alert, and what its thread is told, if anything. */
export type Handed = Change & { readonly say?: HandOver };

/** A person takes an alert, from whomever holds it. @param until when the taker's hold ends */
export function takeOver(record: AlertRecord, until: Instant, now: Instant, by: Actor): Handed {
  const from = holderOf(record, now);
  const { record: taken, events } = hold(record, "acknowledged", until, now, by);
  if (from === undefined || from === by) return { record: taken, events };
  const detail = { until: iso(until), from };
  return {
    record: taken,
    events: [event(record, now, "alert.acknowledged", by, detail)],
    say: { kind: "taken", by, from, until },
  };
}

/**
 * Hands an alert to somebody, who has five minutes to accept. Whoever holds it does so for these minutes and no
 * longer; where nobody holds it, its clock runs on.
 */
export function offerTo(record: AlertRecord, to: Actor, now: Instant, by: Actor): Handed {
  const offer: Offer = { to, by, at: now, until: after(now, ACCEPT_WITHIN) };
  const { offer: _, hold: held, ...rest } = record;
  const isHeld = held !== undefined && held.until > now;
  return {
    record: stale({ ...rest, offer, ...(isHeld ? { hold: { ...held, until: offer.until } } : {}) }),
    events: [event(record, now, "alert.offered", by, { to, until: iso(offer.until) })],
    say: { kind: "offered", offer },
  };
}

/** The person it was offered to takes it; undefined when no such offer stands. */
export function accept(record: AlertRecord, until: Instant, now: Instant, by: Actor): Handed | undefined {
  const offer = offerOf(record, now);
  if (offer?.to !== by) return undefined;
  const from = holderOf(record, now) ?? offer.by;
  const { record: taken } = hold(record, "acknowledged", until, now, by);
  const detail = { until: iso(until), from, offered: true };
  return {
    record: taken,
    events: [event(record, now, "alert.acknowledged", by, detail)],
    say: { kind: "taken", by, from, until },
  };
}

/** The person it was offered to cannot take it: the old hold stays for what is left of the five minutes. */
export function decline(record: AlertRecord, now: Instant, by: Actor): Handed | undefined {
  const offer = offerOf(record, now);
  if (offer?.to !== by) return undefined;
  const { offer: _, ...rest } = record;
  const until = record.hold !== undefined && record.hold.until > now ? record.hold.until : undefined;
  return {
    record: stale(rest),
    events: [event(record, now, "alert.offerOver", by, { to: offer.to, why: "declined" })],
    say: { kind: "declined", by, offer, ...(until === undefined ? {} : { heldUntil: until }) },
  };
}

/** Five minutes are over and nobody held the alert; undefined when that is not so. A hold ends for itself. */
export function offerOver(record: AlertRecord, now: Instant): Handed | undefined {
  const { offer, ...rest } = record;
  if (offer === undefined || offer.until > now || record.hold !== undefined) return undefined;
  return {
    record: stale(rest),
    events: [event(record, now, "alert.offerOver", system, { to: offer.to, why: "not accepted" })],
    say: { kind: "lapsed", offer },
  };
}

/** The offer that stands. */
export function offerOf({ offer }: AlertRecord, now: Instant): Offer | undefined {
  return offer !== undefined && offer.until > now ? offer : undefined;
}

function holderOf({ hold: held }: AlertRecord, now: Instant): Actor | undefined {
  return held !== undefined && held.until > now ? held.by : undefined;
}
