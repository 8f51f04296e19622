import { expect, test } from "vitest";
import { after, milliseconds, minutes, seconds } from "../../../src/lib/time.ts";
import { now } from "../cards.ts";
import { fakeDesk } from "../fake-desk.ts";
import { eventually, listening } from "../workspace.ts";

const people = (length: number) =>
  Array.from({ length }, (_, i) => ({ id: `U0P${1000 + i}`, name: `p${i}` }));
const crowd = people(200);

test("two hundred people who watch App Home stay within Slack's limit, the latest served first", async () => {
  const desk = fakeDesk();
  const { server, time } = await listening(desk, { users: crowd, rateLimits: true });
  let at = now;
  for (const { id } of crowd) {
    await server.openHome(id);
    at = after(at, seconds(1));
    time.moveTo(at);
  }
  time.moveTo(after(at, minutes(2)));
  const before = server.requests.length;
  const published = () => server.requests.slice(before).filter(({ method }) => method === "views.publish");
  desk.cards.clear();
  desk.changed();
  let turns = 0;
  await eventually(() => {
    // Not faster than what is under way can follow: the board is looked at every few seconds.
    const wake = turns++ % 25 === 0 ? time.nextWake() : undefined;
    if (wake !== undefined && wake <= time.now() + minutes(1)) time.moveTo(wake);
    return published().length === crowd.length;
  }, "everybody's board");
  expect(time.now() - at).toBeGreaterThan(minutes(2));
  expect(published().map(({ status }) => status)).not.toContain(429);
  const users = published().map(({ args }) => args.user_id);
  expect(users.slice(0, 3)).toEqual(["U0P1199", "U0P1198", "U0P1197"]);
  expect(new Set(users).size).toBe(crowd.length);
});

test("of five hundred people who watch App Home, one who presses is answered before the others' boards are drawn", async () => {
  const desk = fakeDesk();
  desk.answer = (facts) => ({ kind: "refused", why: "handled", facts, detail: "it was deleted in TheHive" });
  const watchers = people(500);
  const { server, time } = await listening(desk, { users: watchers, patience: { quiet: 1, most: 4000 } });
  await Promise.all(watchers.map(({ id }) => server.openHome(id)));
  time.moveTo(after(now, minutes(2)));
  const before = server.requests.length;
  const published = () => server.requests.slice(before).filter(({ method }) => method === "views.publish");
  const [key, card = fail()] = [...desk.cards][0] ?? fail();
  desk.cards.set(key, { ...card, alert: { ...card.alert, title: "Another title" } });
  desk.changed();
  let at = after(now, minutes(2));
  await eventually(() => {
    at = after(at, milliseconds(100));
    time.moveTo(at);
    return published().length > 0;
  }, "the first board");
  // Long before the crowd's boards are through, at so many a minute.
  await server.pressInView("U0P1007", "home", "I'm on it");
  expect(published().length).toBeLessThan(watchers.length / 2);
  const answer = published().find(({ args }) => args.user_id === "U0P1007");
  expect(JSON.stringify(answer?.args)).toContain("it was deleted in TheHive");
});

function fail(): never {
  throw new Error("there is no alert");
}
