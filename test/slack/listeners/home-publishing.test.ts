import { expect, test } from "vitest";
import { after, minutes, seconds } from "../../../src/lib/time.ts";
import { now } from "../cards.ts";
import { fakeDesk } from "../fake-desk.ts";
import { eventually, listening } from "../workspace.ts";

const crowd = Array.from({ length: 200 }, (_, i) => ({ id: `U0P${1000 + i}`, name: `p${i}` }));

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
