import { expect, onTestFinished, test } from "vitest";
import { after, hours, minutes } from "../../../src/lib/time.ts";
import { slackPeople } from "../../../src/slack/api/people.ts";
import { slackWeb } from "../../../src/slack/api/web.ts";
import { slackZones, zoneAsSeen } from "../../../src/slack/api/zones.ts";
import { now } from "../cards.ts";
import { appClock, eventually, workspace } from "../workspace.ts";

const [ann, bob] = ["U0ANN00001", "U0BOB00001"];

/** People of the settings whose clocks are looked up. */
async function looking() {
  const all = await workspace({
    users: [{ id: ann, name: "ann", tz: "America/New_York" }],
  });
  const { server, time, log } = all;
  const clock = appClock(time);
  const people = slackPeople(slackWeb({ botToken: server.botToken, apiUrl: server.url, clock, log }), clock);
  const roster = {
    people: { bob: { slack: bob }, ann: { slack: ann }, dave: {} },
    groups: {},
    overrides: [],
  };
  const zones = slackZones({ people, clock, log, roster: () => roster });
  onTestFinished(() => zones.stop());
  const zone = (user: string) => zoneAsSeen(people, user);
  const asked = () => server.requests.filter(({ method }) => method === "users.info").length;
  const sleepsUntil = (at: number) => eventually(() => time.nextWake() === at, "the wait for the next look");
  return { ...all, zones, zone, asked, sleepsUntil };
}

test("people's zones are known before anybody needs them, and followed from time to time", async () => {
  const { server, time, zones, zone, asked, sleepsUntil } = await looking();
  const begun = now;
  expect(zone(ann)).toBeUndefined();
  zones.follow();
  await eventually(() => zone(ann) === "America/New_York", "the zone of ann");
  // Slack knows no bob, and whoever has no Slack is not asked for.
  expect([asked(), zone(bob)]).toEqual([2, undefined]);
  const user = server.store.users.get(ann);
  if (user !== undefined) server.store.users.set(ann, { ...user, tz: "Asia/Tokyo" });
  await sleepsUntil(after(begun, hours(6)));
  time.moveTo(after(begun, hours(6)));
  await eventually(() => zone(ann) === "Asia/Tokyo", "the zone she travelled to");
});

test("while Slack's directory fails nothing is known, what was known stays, and it is asked again soon", async () => {
  const { server, time, zones, zone, sleepsUntil } = await looking();
  const begun = now;
  const restore = server.faults.add({
    method: "users.info",
    effect: { kind: "error", error: "ratelimited" },
  });
  zones.follow();
  await sleepsUntil(after(begun, minutes(5)));
  expect(zone(ann)).toBeUndefined();
  restore();
  time.moveTo(after(begun, minutes(5)));
  await eventually(() => zone(ann) === "America/New_York", "the zone of ann");
  server.faults.add({ method: "users.info", effect: { kind: "error", error: "ratelimited" } });
  zones.follow();
  await sleepsUntil(after(begun, minutes(10)));
  expect(zone(ann)).toBe("America/New_York");
});

test("a zone that does not exist is none", () => {
  const seen = (zone: string | undefined) => zoneAsSeen({ lastProfile: () => ({ ...profile, zone }) }, ann);
  expect(["Europe/Berlin", "Mars/Olympus_Mons", "", undefined].map(seen)).toEqual([
    "Europe/Berlin",
    undefined,
    undefined,
    undefined,
  ]);
});

const profile = {
  name: "Ann",
  names: ["ann"],
  email: undefined,
  isWorkspaceAdmin: false,
  standing: "full",
  teams: [],
} as const;
