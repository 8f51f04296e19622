import ICAL from "ical.js";
import { wallMillis } from "../lib/local-time.ts";
import type { Instant } from "../lib/time.ts";
import { fromWallClock, TimeZone, utc } from "../lib/zoned.ts";

/** A zone by its IANA name: the machine's own rules, newer than the copy of them that a feed may carry. */
class IanaZone extends ICAL.Timezone {
  readonly zone: TimeZone;

  constructor(zone: TimeZone) {
    super({ tzid: zone });
    this.zone = zone;
  }

  /** In seconds, of a wall-clock time. */
  override utcOffset(time: ICAL.Time): number {
    const wall = localTimeOf(time);
    return (wallMillis(wall) - fromWallClock(wall, this.zone)) / 1000;
  }
}

/** How the times of one calendar become instants. */
export interface Zones {
  /** In which its times are told. */
  readonly shown: TimeZone;
  instantOf(time: ICAL.Time): Instant;
}

// Dates, and times that name no zone, are everywhere the calendar is.
const DATED = ["dtstart", "dtend", "recurrence-id", "exdate", "rdate"];

/**
 * Reads the zones of a calendar, and gives its times those of the machine wherever their name is known here. Others,
 * such as Outlook's `GMT Standard Time`, follow the rules that the calendar carries.
 */
export function zonesOf(calendar: ICAL.Component, events: readonly ICAL.Component[]): Zones {
  const known = new Map<string, IanaZone | undefined>();
  const named = (tzid: string) => {
    if (!known.has(tzid)) {
      const zone = TimeZone.safeParse(tzid.replace(/^.*\/(?=[A-Z][A-Za-z]+\/[A-Z])/, "")).data;
      known.set(tzid, zone === undefined ? undefined : new IanaZone(zone));
    }
    return known.get(tzid);
  };
  for (const event of events) inTheirZones(event, named);
  // One that bears no name is nobody's.
  const carried = calendar
    .getAllSubcomponents("vtimezone")
    .filter((one) => typeof one.getFirstPropertyValue("tzid") === "string")
    .map((one) => new ICAL.Timezone(one));
  const usual =
    named(textOf(calendar.getFirstPropertyValue("x-wr-timezone")) ?? "") ??
    carried.map((zone) => named(zone.tzid) ?? zone)[0] ??
    new IanaZone(utc);
  return {
    shown: usual instanceof IanaZone ? usual.zone : utc,
    instantOf(time) {
      const zone = isFloating(time) ? usual : time.zone;
      if (zone instanceof IanaZone) return fromWallClock(localTimeOf(time), zone.zone);
      const placed = time.clone();
      placed.isDate = false;
      placed.zone = zone;
      return (placed.toUnixTime() * 1000) as Instant;
    },
  };
}

function inTheirZones(event: ICAL.Component, named: (tzid: string) => IanaZone | undefined): void {
  try {
    for (const property of event.getAllProperties().filter(({ name }) => DATED.includes(name))) {
      const zone = named(textOf(property.getParameter("tzid")) ?? "");
      if (zone === undefined) continue;
      for (const value of property.getValues()) if (value instanceof ICAL.Time) value.zone = zone;
    }
  } catch {
    // A time that is none: whoever reads the event says so.
  }
}

/** A time as the wall shows it. */
export function localTimeOf({ year, month, day, hour, minute, second }: ICAL.Time) {
  return { year, month, day, hour, minute, second };
}

function isFloating({ isDate, zone }: ICAL.Time): boolean {
  return isDate || zone === ICAL.Timezone.localTimezone;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
