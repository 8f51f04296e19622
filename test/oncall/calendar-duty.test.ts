import { expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { audienceOf } from "../../src/oncall/audience.ts";
import { CalendarPlace, placeText } from "../../src/oncall/calendar-place.ts";
import { Roster } from "../../src/oncall/model.ts";
import { onCallUntil } from "../../src/oncall/report.ts";
import { callOrder, whoIsOnCall } from "../../src/oncall/roster.ts";
import { justBefore, overrideOf } from "./rosters.ts";

const at = (time: string) => instant(`2026-03-02T${time}Z`);
const stretch = (from: string, until: string, ...people: string[]) => ({
  from: at(from),
  until: at(until),
  people,
});

const people = Object.fromEntries(
  ["alice", "bob", "carol"].map((name) => [name, { phone: "+447700900001" }]),
);
const stretches = [stretch("08:00", "10:00", "alice"), stretch("10:00", "12:00", "bob", "carol")];
const roster = Roster.parse({
  people,
  groups: { night: { calendar: "https://example.org/oncall.ics" }, unread: { calendar: "oncall.ics" } },
  overrides: [],
  duties: { night: { timezone: "Europe/Berlin", stretches } },
});

test.each([
  ["before the first shift nobody is on duty", justBefore(at("08:00")), [], at("08:00")],
  ["a shift begins with its first instant", at("08:00"), ["alice"], at("10:00")],
  ["a shift lasts until just before its end", justBefore(at("10:00")), ["alice"], at("10:00")],
  ["two shifts at once are two people", at("10:00"), ["bob", "carol"], at("12:00")],
  ["after the last shift nobody is on duty", at("12:00"), [], undefined],
])("%s", (_rule, now, names, until) => {
  expect(whoIsOnCall(roster, "night", now)).toEqual({ people: names, because: "calendar", until });
});

test("a calendar that was never read has nobody", () => {
  expect(whoIsOnCall(roster, "unread", at("09:00")).people).toEqual([]);
});

test("an override lies on top of a calendar", () => {
  const bob = overrideOf("bob", "2026-03-02T09:00Z", "2026-03-02T11:00Z", { group: "night" });
  const rows = onCallUntil({ ...roster, overrides: [bob] }, at("08:00"), at("12:00"), "night");
  expect(rows.shifts.map(({ name, from, to }) => [name, from.slice(11), to.slice(11)].join(" "))).toEqual([
    "alice 09:00:00+01:00 10:00:00+01:00",
    "bob 10:00:00+01:00 13:00:00+01:00",
    "carol 12:00:00+01:00 13:00:00+01:00",
  ]);
});

test("whoever has the next shift is tried next, and nobody in a gap", () => {
  expect(callOrder(roster, "night", at("09:00"))).toEqual(["alice", "bob", "carol"]);
  expect(callOrder(roster, "night", at("07:00"))).toEqual([]);
});

test("two on duty at once are told at once", () => {
  const tellsAll = (time: string) => audienceOf(roster, new Set(["sms"]), at(time)).tellsAll("night");
  expect([tellsAll("09:00"), tellsAll("11:00")]).toEqual([false, true]);
});

test("of a private feed's address people see the host alone", () => {
  expect(placeText("webcal://calendar.example.org/private-5ec2e7/basic.ics")).toBe("calendar.example.org");
  expect(placeText("rota/oncall.ics")).toBe("rota/oncall.ics");
});

test.each(["https://example.org/a.ics?token=1", "webcal://example.org/a.ics", "rota.ics", "/etc/rota.ics"])(
  "a place may be %s",
  (place) => {
    expect(CalendarPlace.safeParse(place).success).toBe(true);
  },
);

test.each(["", "ftp://example.org/a.ics", "javascript:alert(1)"])("a place may not be %j", (place) => {
  expect(CalendarPlace.safeParse(place).success).toBe(false);
});
