import ICAL from "ical.js";
import type { Instant } from "../lib/time.ts";
import type { People } from "../oncall/model.ts";
import type { Shift } from "../oncall/shifts.ts";

/**
 * Writes shifts as an iCalendar, times in UTC. The same shifts give the same events, so that whoever takes the file in
 * again changes them instead of having them twice.
 *
 * @param at when it was written
 */
export function writeCalendar(group: string, shifts: readonly Shift[], people: People, at: Instant): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.updatePropertyWithValue("version", "2.0");
  calendar.updatePropertyWithValue("prodid", "-//TheHive SLA Monitor//On call//EN");
  calendar.updatePropertyWithValue("x-wr-calname", `On call: ${group}`);
  for (const shift of shifts) calendar.addSubcomponent(eventOf(shift, people, at));
  return `${calendar.toString()}\r\n`;
}

function eventOf({ group, name, from, to }: Shift, people: People, at: Instant): ICAL.Component {
  const event = new ICAL.Component("vevent");
  event.updatePropertyWithValue("uid", `${group}/${name}/${from}@thehive-sla-monitor`);
  event.updatePropertyWithValue("dtstamp", utcTime(at));
  event.updatePropertyWithValue("dtstart", utcTime(from));
  event.updatePropertyWithValue("dtend", utcTime(to));
  event.updatePropertyWithValue("summary", `${name} (${group})`);
  const email = Object.hasOwn(people, name) ? people[name]?.email : undefined;
  if (email !== undefined) {
    const attendee = event.updatePropertyWithValue("attendee", `mailto:${email}`);
    attendee.setParameter("cn", name);
  }
  return event;
}

function utcTime(at: Instant): ICAL.Time {
  return ICAL.Time.fromJSDate(new Date(at), true);
}
