import { expect, test } from "vitest";
import { calendarText, feedServer } from "../calendars/feed-server.ts";
import { minutes, type Night, night } from "./harness.ts";

const alice = ["20260302T000000Z", "20260304T000000Z", "Alice"] as const;
const bob = ["20260302T000000Z", "20260304T000000Z", "bob@example.org"] as const;
const mallory = ["20260305T000000Z", "20260306T000000Z", "Mallory <https://evil.example>"] as const;

const withFeed = (calendar: string) => ({ settings: { groups: { oncall: { calendar } } } });
const onCall = (soc: Night) => soc.app.engine.desk.onCall()[0]?.now;

/** What the channel was told of calendars, by its first line. */
function told(soc: Night): string[] {
  const texts = soc.slack.channel("soc").messages.map((message) => soc.read(message));
  return texts.filter((text) => text.includes("calendar of")).map((text) => text.split("\n")[0] ?? "");
}

/** Goes on for so long, and then until it holds: a feed answers in real time, and may take some of the clock's. */
async function pass(soc: Night, length: number, holds: () => boolean) {
  const end = soc.clock.now() + length;
  const latest = end + minutes(120);
  while (soc.clock.now() < end || (!holds() && soc.clock.now() < latest)) await soc.advance(minutes(1));
  await expect.poll(holds, { timeout: 5000 }).toBe(true);
}

test("whoever the feed has on duty is paged; an override lies on top", async () => {
  const feed = await feedServer(calendarText(alice));
  const soc = await night(withFeed(feed.url));
  expect(onCall(soc)).toEqual(["alice"]);
  soc.hive.raise({ severity: 3, title: "Beacon" });
  await soc.advance(minutes(32));
  expect(soc.pages("Beacon")).toEqual(["02:30 sms alice"]);
  await soc.slack.command("U0BOB", "/sla oncall take 4h");
  await soc.slack.command("U0CAROL", "/sla oncall take 4h");
  expect(onCall(soc)).toEqual(["carol"]);
});

test("a feed that fails is said once, what was read before counts over a restart, and that it is back is said", async () => {
  const feed = await feedServer(calendarText(alice));
  const soc = await night(withFeed(feed.url));
  await pass(soc, minutes(1), () => feed.asked() > 1);
  feed.status(503);
  await pass(soc, minutes(15), () => told(soc).length === 1);
  expect(told(soc)[0]).toMatch(/^⚠ The calendar of oncall cannot be read \(127\[\.\]0\[\.\]0\[\.\]1:\d+\)/);
  expect(soc.app.engine.desk.health().reasons.join()).toContain("HTTP 503; what was read before counts");
  await soc.stop();
  await soc.start();
  expect(onCall(soc)).toEqual(["alice"]);
  feed.text(calendarText(bob));
  await pass(soc, minutes(3), () => told(soc).length === 2);
  expect(told(soc)[1]).toBe("✅ The calendar of oncall can be read again");
  expect(onCall(soc)).toEqual(["bob"]);
  expect(soc.app.engine.desk.health().reasons).toEqual([]);
  const all = JSON.stringify([soc.lines, soc.slack.channel("soc").messages]);
  expect(all).not.toContain("5ec2e7a1");
});

test("what is no calendar does not take the place of one", async () => {
  const feed = await feedServer(calendarText(alice));
  const soc = await night(withFeed(feed.url));
  await pass(soc, minutes(1), () => feed.asked() > 1);
  feed.text("<html>Sign in</html>");
  await pass(soc, minutes(15), () => told(soc).length === 1);
  expect(onCall(soc)).toEqual(["alice"]);
});

test("a feed that was never read leaves nobody on call, and that is said", async () => {
  const feed = await feedServer("");
  feed.status(403);
  const soc = await night(withFeed(feed.url));
  await pass(soc, minutes(3), () => told(soc).length === 1);
  expect(onCall(soc)).toEqual([]);
  const said = soc.slack.channel("soc").messages.map((message) => soc.read(message));
  expect(said.join("\n")).toContain("Nobody is on call by it until it can be read.");
});

test("a holiday of a feed stops the clock of its calendar, and one that comes later moves deadlines at once", async () => {
  const day = (date: string) =>
    `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Closed\r\nDTSTART;VALUE=DATE:${date}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`;
  const feed = await feedServer(day("20260401"));
  const office = { timezone: "UTC", hours: { "mon-sun": "00:00-24:00" }, holidaysFrom: feed.url };
  const soc = await night({ settings: { calendars: { office }, sla: { high: { calendar: "office" } } } });
  const { id } = soc.hive.raise({ severity: 3, title: "Beacon" });
  await pass(soc, minutes(5), () => feed.asked() > 1);
  feed.text(day("20260303"));
  await pass(soc, minutes(40), () => feed.asked() > 2);
  expect(await soc.fired(id)).toEqual([]);
  feed.text(day("20260401"));
  await pass(soc, minutes(15), () => soc.cards().length === 1);
  expect((await soc.fired(id)).length).toBeGreaterThan(0);
});

test("names that are nobody's are said once, harmless", async () => {
  const feed = await feedServer(calendarText(alice, mallory));
  const soc = await night(withFeed(feed.url));
  const strangers = () =>
    soc.slack
      .channel("soc")
      .messages.map((message) => soc.read(message))
      .filter((text) => text.includes("has shifts that nobody gets"));
  await pass(soc, minutes(25), () => strangers().length === 1);
  expect(strangers()[0]).toContain("Mallory <hxxps[:]//evil[.]example>: not among the people");
});
