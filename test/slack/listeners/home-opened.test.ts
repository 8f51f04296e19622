import { expect, test } from "vitest";
import { after, seconds } from "../../../src/lib/time.ts";
import { cardFacts, now } from "../cards.ts";
import { another, fakeDesk } from "../fake-desk.ts";
import { eventually, listening } from "../workspace.ts";

const ann = "U0ANN00001";

/** App Home as ann reads it. */
function homeOf({ server }: Awaited<ReturnType<typeof listening>>): string {
  const home = server.home(ann);
  return home === undefined ? "" : server.plainText(home);
}

test("opening App Home shows the board with buttons, who is on call and health", async () => {
  const all = await listening(fakeDesk());
  await all.server.openHome(ann);
  expect(homeOf(all)).toContain("#17  Beacon to a known C2 host");
  expect(homeOf(all)).toContain("[Promote to case] [Ignore 30 min] [I'm on it]");
  expect(homeOf(all)).toContain("On call  oncall: alice");
  expect(homeOf(all)).toContain("Twilio  ✗ refuses the credentials");
});

test("the messages tab is left alone", async () => {
  const all = await listening(fakeDesk(), { patience: { quiet: 10, most: 50 } });
  await all.server.openHome(ann, "messages");
  expect(all.server.home(ann)).toBeUndefined();
});

test("App Home follows the board, many changes by one drawing", async () => {
  const desk = fakeDesk();
  const all = await listening(desk);
  await all.server.openHome(ann);
  desk.cards.clear();
  for (let i = 0; i < 10; i += 1) desk.changed();
  const asked = all.server.requests.length;
  all.time.moveTo(after(now, seconds(2)));
  await eventually(() => homeOf(all).includes("No open alerts"), "the new board");
  expect(all.server.requests).toHaveLength(asked + 1);
});

test("a change that shows nothing new draws nothing", async () => {
  const desk = fakeDesk();
  const all = await listening(desk);
  await all.server.openHome(ann);
  const asked = all.server.requests.length;
  desk.changed();
  all.time.moveTo(after(now, seconds(2)));
  await all.server.command(ann, "/sla help");
  expect(all.server.requests.slice(asked).map(({ method }) => method)).toEqual(["response_url"]);
});

test("a press in App Home is answered above the board", async () => {
  const desk = fakeDesk();
  desk.answer = (facts) => ({ kind: "refused", why: "handled", facts, detail: "it was deleted in TheHive" });
  const all = await listening(desk);
  await all.server.openHome(ann);
  await all.server.pressInView(ann, "home", "I'm on it");
  expect(homeOf(all)).toMatch(/^Alert #17: already handled\nit was deleted in TheHive\nSLA board/);
});

test("App Home is turned page by page", async () => {
  const all = await listening(fakeDesk(Array.from({ length: 50 }, (_, i) => another(i + 1))));
  await all.server.openHome(ann);
  expect(homeOf(all)).toContain("Alert number 20");
  await all.server.pressInView(ann, "home", "Page 2 of 3");
  expect(homeOf(all)).toContain("Alert number 21");
  expect(homeOf(all)).not.toContain("Alert number 20\n");
});

test("people who never opened App Home cost nothing", async () => {
  const desk = fakeDesk([cardFacts()]);
  const all = await listening(desk);
  const asked = all.server.requests.length;
  desk.changed();
  expect(all.time.nextWake()).not.toBe(after(now, seconds(2)));
  expect(all.server.requests).toHaveLength(asked);
});
