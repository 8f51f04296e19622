import { join } from "node:path";
import { expect, test } from "vitest";
import { keyOf } from "../../src/calendars/kept.ts";
import { readCalendar } from "../../src/calendars/read.ts";
import { instant, iso } from "../../src/lib/time.ts";
import { openStore } from "../../src/store/store.ts";
import { calendarText } from "../calendars/feed-server.ts";
import { commandLine, environment } from "./process-edge.ts";

const people = { alice: { email: "alice@example.org" }, bob: {} };
const files = {
  "sla.yml": `
people: ${JSON.stringify(people)}
groups:
  oncall: { rotation: { members: [alice, bob], timezone: Europe/London, start: 2026-01-05T09:00, every: 1w } }
  night: { calendar: night.ics }
`,
  "night.ics": calendarText(
    ["20260301T180000Z", "20260302T080000Z", "alice"],
    ["20260302T180000Z", "20260303T080000Z", "Bob"],
    ["20260303T180000Z", "20260304T080000Z", "Zoë"],
  ),
};

test("our shifts, read back by our reader, are the same shifts, over a change of hour", async () => {
  const { run } = await commandLine({ files });
  const { out, code } = await run("calendar", "oncall", "--until", "2026-04-07");
  expect(code).toBe(0);
  const window = { from: instant("2026-02-28T00:00Z"), until: instant("2026-04-07T00:00Z") };
  const { duty } = readCalendar(out, people, window);
  expect(duty.stretches.map((one) => [iso(one.from).slice(0, 16), ...one.people].join(" "))).toEqual([
    "2026-02-23T09:00 bob",
    "2026-03-02T09:00 alice",
    "2026-03-09T09:00 bob",
    "2026-03-16T09:00 alice",
    "2026-03-23T09:00 bob",
    "2026-03-30T08:00 alice",
    "2026-04-06T08:00 bob",
  ]);
});

test("asked twice, the events are the same", async () => {
  const { run } = await commandLine({ files });
  const uids = async () => (await run("calendar", "oncall", "--until", "2026-04-07")).out.match(/^UID:.*/gm);
  expect(await uids()).toEqual(await uids());
});

test("oncall tells who is on call by a calendar, and says whom nobody knows", async () => {
  const { run } = await commandLine({ files });
  const { out, errors } = await run("oncall", "--json", "--group", "night", "--until", "2026-03-05");
  expect(JSON.parse(out)).toEqual({
    shifts: [
      { group: "night", name: "alice", from: "2026-03-02T02:00:00+00:00", to: "2026-03-02T08:00:00+00:00" },
      { group: "night", name: "bob", from: "2026-03-02T18:00:00+00:00", to: "2026-03-03T08:00:00+00:00" },
    ],
  });
  expect(errors).toEqual(["groups.night.calendar (night.ics): Zoë is not among the people"]);
});

test("a calendar that cannot be had is a failure, not nobody", async () => {
  const { run } = await commandLine({ files: { ...files, "night.ics": "Sign in" } });
  const { errors, code } = await run("oncall", "--group", "night");
  expect(code).toBe(1);
  expect(errors.join()).toContain("groups.night.calendar (night.ics): it is no iCalendar");
});

/** As the service kept the calendar, 15 hours before. */
async function kept(folder: string, places: Record<string, string>) {
  const store = await openStore(join(folder, "data/state.sqlite"));
  const at = instant("2026-03-01T11:00Z");
  await store.write(Object.entries(places).map(([place, text]) => [keyOf(place), { text, at }]));
  await store.close();
}

test.each([
  ["is not there", undefined, "there is no such file"],
  ["is none any more", "Sign in", "it is no iCalendar"],
])("for a calendar that %s counts what the service kept, and how old that is is said", async (...row) => {
  const [_what, text, why] = row;
  const { "night.ics": good, ...others } = files;
  const { folder, run } = await commandLine({
    files: text === undefined ? others : { ...others, "night.ics": text },
  });
  await kept(folder, { "night.ics": good });
  const { out, errors, code } = await run("oncall", "--json", "--group", "night");
  expect([JSON.parse(out).groups, code]).toEqual([{ night: [{ name: "alice" }] }, 0]);
  expect(errors[0]).toMatch(`groups.night.calendar (night.ics): ${why}`);
  expect(errors[0]).toContain("; what the service kept of it counts, at most 15 h old");
});

test("where what the service kept cannot be read either, one line says what is wrong with the calendar", async () => {
  const { "night.ics": _gone, ...others } = files;
  const { folder, run } = await commandLine({
    files: others,
    env: { ...environment, THEHIVE_URL: "http://127.0.0.1:9" },
  });
  await kept(folder, { "night.ics": "Sign in" });
  const { errors, code } = await run("oncall", "--group", "night");
  expect(errors).toEqual([
    expect.stringMatching(/^groups\.night\.calendar \(night\.ics\): there is no such file/),
  ]);
  expect(code).toBe(1);
  const checked = await run("check", "--people");
  expect(checked.out).toContain("groups.night.calendar (night.ics): there is no such file");
});

test("check and simulate go by kept calendars and holidays too, and say so", async () => {
  const day =
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:20260302\nEND:VEVENT\nEND:VCALENDAR\n";
  const office = { timezone: "UTC", hours: { "mon-sun": "00:00-24:00" }, holidaysFrom: "days.ics" };
  const settings = `${files["sla.yml"]}\ncalendars: ${JSON.stringify({ office })}\nsla: { high: { calendar: office } }\n`;
  const alert = {
    _id: "~1",
    _createdAt: instant("2026-03-02T09:00Z"),
    title: "Beacon",
    severity: 3,
    status: "New",
    stage: "New",
  };
  const { folder, run } = await commandLine({
    files: { "sla.yml": settings, "alerts.json": JSON.stringify([alert]) },
    env: { ...environment, THEHIVE_URL: "http://127.0.0.1:9" },
  });
  await kept(folder, { "night.ics": files["night.ics"], "days.ics": day });
  const told = await run(
    "simulate",
    "--alerts",
    "alerts.json",
    "--from",
    "2026-03-02",
    "--to",
    "2026-03-03",
    "--json",
  );
  expect(JSON.parse(told.out).notifications).toEqual([]);
  const said = "there is no such file; what the service kept of it counts, at most 15 h old";
  expect(told.errors).toEqual([
    `groups.night.calendar (night.ics): ${said}`,
    `calendars.office.holidaysFrom (days.ics): ${said}`,
  ]);
  const people = (await run("check", "--people")).out;
  expect(people).toContain(`groups.night.calendar (night.ics): ${said}`);
  expect(people).toMatch(/people\.groups\.night .*from 2026-03-02T08:00/);
});

test.each([
  [["calendar"], "--group: found nothing, expected the name of a group"],
  [["calendar", "nights"], 'group: found "nights", expected'],
  [["calendar", "oncall", "--until", "2026-01-01"], "expected a time that is still to come"],
])("%j is refused", async (argv, why) => {
  const { run } = await commandLine({ files });
  const { errors, code } = await run(...argv);
  expect(errors.join()).toContain(why);
  expect(code).toBe(2);
});

test("a feed that anybody can change on the way is refused, its address left out", async () => {
  const calendar = "http://calendar.example.org/private-5ec2e7a1/basic.ics";
  const { run } = await commandLine({
    files: { "sla.yml": `groups: { night: { calendar: "${calendar}" } }` },
  });
  const { errors, code } = await run("oncall");
  expect(errors).toEqual([
    'groups.night.calendar: found "http://calendar.example.org/…", expected https, or an address in a private network',
  ]);
  expect(code).toBe(2);
});
