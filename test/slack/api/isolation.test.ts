import { expect, test } from "vitest";
import type { Effect } from "../../../sandbox/slack/web-api/faults.ts";
import type { Outcome } from "../../../src/engine/ports/outcome.ts";
import { after, milliseconds, minutes, seconds } from "../../../src/lib/time.ts";
import { cardFacts, deliveryId, now } from "../cards.ts";
import { amidGarbage } from "../garbage.ts";
import { eventually, workspace } from "../workspace.ts";

const id = deliveryId("~4096/1/slack/#soc/1");
const patience = milliseconds(1000);
const lost = { state: "unknown" };
const refused = { state: "failed", scope: "person" };
const later = { ...refused, again: expect.any(Number) };

async function timed(work: Promise<Outcome>): Promise<Outcome & { took: number }> {
  const start = performance.now();
  const outcome = await work;
  return { ...outcome, took: performance.now() - start };
}

const faults: readonly [string, Effect, object][] = [
  ["hangs", { kind: "hang" }, lost],
  ["hangs after it did what was asked", { kind: "hang", when: "after" }, lost],
  ["stops in the middle of its answer", { kind: "stall" }, lost],
  ["stops in the middle after it did what was asked", { kind: "stall", when: "after" }, lost],
  ["drips", { kind: "drip", every: 50 }, lost],
  ["drips after it did what was asked", { kind: "drip", every: 50, when: "after" }, lost],
  ["breaks the connection", { kind: "reset" }, lost],
  ["breaks it after it did what was asked", { kind: "reset", when: "after" }, lost],
  ["answers 500", { kind: "http", status: 500 }, lost],
  ["answers 503 after it did what was asked", { kind: "http", status: 503, when: "after" }, lost],
  ["answers with a page of others", { kind: "html" }, lost],
  ["answers with half a line", { kind: "html", body: '{"ok":tr' }, lost],
  ["has an internal error", { kind: "error", error: "internal_error" }, lost],
  ["asks for five seconds", { kind: "rate-limit", retryAfter: 5 }, { ...later, again: seconds(5) }],
  ["asks for fourteen seconds", { kind: "rate-limit", retryAfter: 14 }, { ...later, again: seconds(14) }],
  ["asks for years", { kind: "rate-limit", retryAfter: 999_999_999 }, { ...later, again: minutes(5) }],
  ["asks for a while", { kind: "rate-limit", retryAfter: "a while" }, { ...later, again: seconds(30) }],
  ["asks without saying for how long", { kind: "rate-limit" }, { ...later, again: seconds(30) }],
  ["has archived it", { kind: "error", error: "is_archived" }, refused],
  ["revokes the token", { kind: "error", error: "token_revoked" }, { state: "failed", scope: "setup" }],
];

test.each(faults)(
  "when Slack %s for one channel, that ends in time and another is posted to at once",
  async (_, effect, expected) => {
    const { server, slack } = await workspace(
      { channels: [{ name: "soc" }, { name: "night" }] },
      { patience },
    );
    const isForSoc = ({ channel }: Readonly<Record<string, unknown>>) => channel === "#soc";
    server.faults.add({ method: "chat.postMessage", effect, where: isForSoc });
    const troubled = timed(slack.chat.postCard(id, "soc", cardFacts()));
    await eventually(() => server.requests.length > 0, "the troubled post");
    const other = await timed(slack.chat.postCard(deliveryId("other"), "night", cardFacts()));
    expect(other).toMatchObject({ state: "sent" });
    expect(other.took).toBeLessThan(patience);
    const outcome = await amidGarbage(troubled);
    expect(outcome).toMatchObject(expected);
    expect(outcome.took).toBeLessThan(2 * patience);
  },
);

test("when Slack refuses connections nothing has happened, and it is tried again", async () => {
  const { server, slack } = await workspace({}, { patience });
  await server.unplug();
  expect(await slack.chat.postCard(id, "soc", cardFacts())).toMatchObject(later);
  await server.plugIn();
  expect(await slack.chat.postCard(id, "soc", cardFacts())).toMatchObject({ state: "sent" });
});

test("a limit of one channel holds up no other, nor other methods of the same", async () => {
  const { server, slack, time } = await workspace({ channels: [{ name: "soc" }, { name: "night" }] });
  const sent = await slack.chat.postCard(id, "soc", cardFacts());
  const [channel = "", ts = ""] = sent.state === "sent" ? sent.ref.split("/") : [];
  server.faults.add({ method: "chat.postMessage", times: 1, effect: { kind: "rate-limit", retryAfter: 2 } });
  const limited = slack.chat.postCard(deliveryId("limited"), "soc", cardFacts());
  await eventually(() => time.nextWake() !== undefined, "a wait for Slack");
  expect(await slack.chat.postCard(deliveryId("other"), "night", cardFacts())).toMatchObject({
    state: "sent",
  });
  expect(await slack.chat.redrawCard({ channel, ts }, cardFacts())).toMatchObject({ state: "sent" });
  time.moveTo(after(now, seconds(2)));
  expect(await limited).toMatchObject({ state: "sent" });
});

test.each([
  ["one second", 1],
  ["no time", 0],
  ["less than nothing", -5],
])("two seconds are waited for Slack in all, however often it asks for %s", async (_, retryAfter) => {
  const { server, slack, time } = await workspace();
  server.faults.add({ method: "chat.postMessage", effect: { kind: "rate-limit", retryAfter } });
  const limited = slack.chat.postCard(id, "soc", cardFacts());
  for (const moved of [1, 2]) {
    await eventually(() => time.nextWake() === after(now, seconds(moved)), `wait ${moved}`);
    time.moveTo(after(now, seconds(moved)));
  }
  expect(await limited).toMatchObject(later);
});

const elsewhere: readonly [string, string, (slack: Slack, place: Place) => Promise<unknown>, object][] = [
  ["a redraw", "chat.update", (slack, place) => slack.chat.redrawCard(place, cardFacts()), later],
  [
    "a look in the channel",
    "conversations.history",
    (slack) => slack.chat.find(id, { channel: "soc" }, now),
    lost,
  ],
  [
    "a look in the thread",
    "conversations.replies",
    (slack, { ts }) => slack.chat.find(id, { channel: "soc", thread: ts }, now),
    lost,
  ],
  [
    "a look for a person",
    "conversations.open",
    (slack) => slack.chat.find(id, { channel: "U0BOB00001" }, now),
    lost,
  ],
];

test.each(elsewhere)(
  "%s ends in time too when Slack stops in the middle",
  async (_, method, act, expected) => {
    const { server, slack } = await workspace({}, { patience });
    const posted = await slack.chat.postCard(id, "soc", cardFacts());
    const [channel = "", ts = ""] = posted.state === "sent" ? posted.ref.split("/") : [];
    server.faults.add({ method, effect: { kind: "stall", when: "after" } });
    const start = performance.now();
    const answer = act(slack, { channel, ts });
    expect(await amidGarbage(answer)).toMatchObject(expected);
    expect(performance.now() - start).toBeLessThan(2 * patience);
  },
);

type Slack = Awaited<ReturnType<typeof workspace>>["slack"];
type Place = { channel: string; ts: string };
