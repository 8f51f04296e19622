import { describe, expect, test } from "vitest";
import { instant } from "../../src/lib/time.ts";
import { whoIsOnCall } from "../../src/oncall/roster.ts";
import { hours, minutes, type Night, night } from "./harness.ts";

const alice = "U0ALICE";
const bob = "U0BOB";
const carol = "U0CAROL";
const eve = "U0EVE";

/** Types a command and reads the answer. */
async function typed(soc: Night, line: string, user = alice): Promise<string> {
  const { messages } = await soc.slack.command(user, line);
  await soc.settle();
  return messages.map((message) => soc.read(message)).join("\n");
}

/** A night in which a high alert has fired its first tier: 02:30, the next at 02:45. */
async function fired(options: Parameters<typeof night>[0] = {}, severity = 3) {
  const soc = await night(options);
  const { id } = soc.hive.raise({ severity, title: "Beacon" });
  await soc.advance(minutes(32));
  return { soc, id, card: () => soc.card("Beacon") };
}

/** What the channel has heard of the alert since its card. */
const replies = (soc: Night) => soc.card("Beacon").thread.map((message) => soc.read(message));

function dm(soc: Night, user: string, text: string) {
  const found = soc.slack.dm(user).find((message) => soc.read(message).includes(text));
  if (found === undefined)
    throw new Error(`no "${text}" in ${soc.slack.dm(user).map(soc.read).join("\n---\n")}`);
  return found;
}

/** Waits until a window asks for something. */
async function window(soc: Night, asks: string, user = alice): Promise<void> {
  const shows = () => {
    const view = soc.slack.modal(user);
    return view !== undefined && soc.slack.plainText(view).includes(asks);
  };
  await soc.slack.until(shows, { what: `a window that asks "${asks}"` });
}

const hold = (soc: Night) => [...soc.app.engine.desk.board().rows][0]?.record.hold;

describe("ownership", () => {
  test("takes over what another holds: the thread hears who took it from whom", async () => {
    const { soc, id, card } = await fired();
    await soc.press(alice, card(), "I'm on it");
    expect(soc.read(card())).toContain("[Take over]");
    expect(await typed(soc, "/sla take #1", bob)).toMatch(/Yours: Alert #1 until .*, 1 h from now/);
    expect(hold(soc)).toMatchObject({ kind: "acknowledged", by: bob });
    expect(replies(soc).at(-1)).toContain("@bob took it over from @alice, until");
    expect(await soc.audit("alert.acknowledged")).toMatchObject([
      { actor: alice, alertId: id },
      { actor: bob, alertId: id, detail: { from: alice } },
    ]);
    await soc.press(carol, card(), "Take over");
    expect(hold(soc)).toMatchObject({ by: carol });
  });

  test("hands it to somebody who accepts by button, and who holds it then", async () => {
    const { soc, card } = await fired();
    await soc.press(alice, card(), "I'm on it");
    expect(await typed(soc, "/sla give #1 <@U0BOB>")).toMatch(
      /#1 is offered to @bob, who has until .* to accept/,
    );
    expect(hold(soc)).toMatchObject({ by: alice, until: soc.clock.now() + minutes(5) });
    const reply = soc.card("Beacon").thread.at(-1);
    if (reply === undefined) throw new Error("no reply");
    expect(soc.read(reply)).toContain("@alice hands it to @bob, who has until");
    const stranger = await soc.press(eve, reply, "Accept");
    expect(stranger.messages.map(soc.read).join()).toContain("it is not offered to you");
    const accepted = await soc.press(bob, dm(soc, bob, "hands you this alert"), "Accept");
    expect(accepted.messages.map(soc.read).join()).toMatch(/Yours: Alert #1/);
    expect(hold(soc)).toMatchObject({ kind: "acknowledged", by: bob, until: soc.clock.now() + hours(1) });
    expect(replies(soc).at(-1)).toContain("@bob took it over from @alice");
    await soc.advance(minutes(30));
    expect(soc.pages("Beacon").filter((page) => page.includes("call"))).toEqual([]);
  });

  test("nobody accepts within five minutes: the hold ends, even across a restart, and the ladder goes on", async () => {
    const { soc, card } = await fired();
    await soc.press(alice, card(), "I'm on it");
    await typed(soc, "/sla give #1 bob");
    await soc.stop();
    await soc.start();
    await soc.advance(minutes(4));
    expect(hold(soc)).toMatchObject({ by: alice });
    await soc.until("2026-03-03T02:40Z");
    expect(hold(soc)).toBeUndefined();
    expect(replies(soc).at(-1)).toContain("@bob was to take it and did not accept");
    expect(await soc.audit("alert.holdOver")).toMatchObject([{ detail: { by: alice, offeredTo: bob } }]);
    const late = await soc.press(bob, dm(soc, bob, "hands you this alert"), "Accept");
    expect(late.messages.map(soc.read).join()).toContain("the five minutes to accept are over");
    await soc.until("2026-03-03T02:46Z");
    expect(soc.pages("Beacon")).toContain("02:45 call alice");
  });

  test("what nobody holds and nobody accepts is said, and fired on time meanwhile", async () => {
    const { soc } = await fired();
    await soc.until("2026-03-03T02:43Z");
    await typed(soc, "/sla give #1 bob");
    await soc.until("2026-03-03T02:49Z");
    expect(soc.pages("Beacon")).toContain("02:45 call alice");
    // The firing ended the offer.
    expect(await soc.audit("alert.offered")).toMatchObject([{ actor: alice, detail: { to: bob } }]);
    await typed(soc, "/sla give #1 bob");
    await soc.until("2026-03-03T02:55Z");
    expect(replies(soc).join("\n")).toContain("@bob did not accept it, @alice. Nobody has it.");
    expect(await soc.audit("alert.offerOver")).toMatchObject([{ detail: { to: bob, why: "not accepted" } }]);
  });

  test("whoever cannot says so, and the thread hears until when it is in hand", async () => {
    const { soc, card } = await fired();
    await soc.press(alice, card(), "I'm on it");
    await typed(soc, "/sla give #1 bob");
    await soc.press(bob, dm(soc, bob, "hands you this alert"), "I cannot");
    expect(replies(soc).at(-1)).toContain("@bob cannot take it, @alice. It stays in hand until");
    expect(hold(soc)).toMatchObject({ by: alice });
  });

  test("Hand to… asks for the person in a window", async () => {
    const { soc, card } = await fired();
    await soc.slack.choose(alice, card(), "alert.menu", "Hand to…");
    await window(soc, "To whom?");
    await soc.slack.submitModal(alice, { "To whom?": bob });
    await soc.settle();
    expect(await soc.audit("alert.offered")).toMatchObject([{ actor: alice, detail: { to: bob } }]);
    expect(dm(soc, bob, "hands you this alert")).toBeDefined();
  });

  test.each([
    ["/sla give #1", "To whom?"],
    ["/sla give #1 nobody", "Nobody is called nobody"],
    ["/sla give #1 dave", "dave has no Slack user in the settings"],
    ["/sla give #1 <@U0ALICE>", "That is yourself"],
    ["/sla give #1 <@U0EVE>", "@eve may not answer alerts"],
    ["/sla give #9 bob", "There is no alert #9"],
  ])("%s is explained and changes nothing", async (line, answer) => {
    const { soc } = await fired({ settings: { responders: [alice, bob] } });
    expect(await typed(soc, line)).toContain(answer);
    expect(await soc.audit("alert.offered")).toEqual([]);
  });

  test("escalates now: the next tier in the name of whoever asked, the one after at its own deadline", async () => {
    const { soc, id, card } = await fired();
    await soc.press(alice, card(), "I'm on it");
    await soc.slack.choose(bob, card(), "alert.menu", "Escalate now");
    await soc.settle();
    await soc.slack.submitModal(bob, {});
    await soc.settle();
    const said = soc.slack.modal(bob);
    expect(said === undefined ? "" : soc.slack.plainText(said)).toContain(
      "Alert #1: tier 2 of 3 is being told now.",
    );
    expect(hold(soc)).toBeUndefined();
    expect(soc.pages("Beacon").at(-1)).toBe("02:32 call alice");
    expect(await soc.fired(id)).toEqual(["02:30 1", "02:32 2"]);
    expect((await soc.audit("tier.fired")).at(-1)).toMatchObject({
      actor: bob,
      tier: 2,
      detail: { deadline: "2026-03-03T02:45:00.000Z" },
    });
    await soc.until("2026-03-03T03:01Z");
    expect(await soc.fired(id)).toEqual(["02:30 1", "02:32 2", "03:00 3"]);
    expect(await typed(soc, "/sla escalate #1")).toContain("all of its tiers have fired");
  });

  test("does not escalate what was handled meanwhile, nor while the monitor is paused", async () => {
    const { soc, id } = await fired();
    await typed(soc, "/sla pause 1h upgrade", carol);
    expect(await typed(soc, "/sla escalate #1")).toContain("the monitor is paused");
    await typed(soc, "/sla resume", carol);
    soc.hive.close(id);
    expect(await typed(soc, "/sla escalate #1")).toContain("already handled");
    expect(await soc.fired(id)).toEqual(["02:30 1"]);
  });
});

describe("ignoring", () => {
  test("a critical alert asks why first, and everybody can read the reason", async () => {
    const { soc, card } = await fired({}, 4);
    await soc.slack.press(alice, card(), "Ignore 30 min");
    await window(soc, "Why may it wait?");
    expect(hold(soc)).toBeUndefined();
    const view = soc.slack.modal(alice);
    expect(view && soc.slack.plainText(view)).toMatch(/that is 30 min from now/);
    await soc.slack.submitModal(alice, { "Why may it wait?": "planned failover" });
    await soc.settle();
    expect(hold(soc)).toMatchObject({ kind: "ignored", by: alice, reason: "planned failover" });
    expect(await soc.audit("alert.ignored")).toMatchObject([{ detail: { reason: "planned failover" } }]);
  });

  test.each([
    ["/sla ignore #1", 4, "It is critical: please say why it may wait."],
    ["/sla ignore #1 2h", 4, "It is critical: please say why it may wait."],
    ["/sla ignore #1 2x", 3, "That is not a length of time"],
  ])("%s of severity %i is explained", async (line, severity, answer) => {
    const { soc } = await fired({}, severity);
    expect(await typed(soc, line)).toContain(answer);
    expect(await soc.audit("alert.ignored")).toEqual([]);
  });

  test.each([
    ["/sla ignore #1 2h planned failover", 4, hours(2), "planned failover"],
    ["/sla ignore #1 planned failover", 4, minutes(30), "planned failover"],
    ["/sla ignore #1 2h", 3, hours(2), undefined],
  ])("%s of severity %i holds it", async (line, severity, length, reason) => {
    const { soc } = await fired({}, severity);
    await typed(soc, line);
    expect(hold(soc)).toMatchObject({ kind: "ignored", until: soc.clock.now() + length });
    expect(hold(soc)?.reason).toBe(reason);
  });

  test("until 09:00 is the next one, and how long that is is said", async () => {
    const { soc, card } = await fired();
    const { messages } = await soc.slack.choose(alice, card(), "alert.menu", "Ignore until 09:00");
    expect(messages.map(soc.read).join()).toContain("6 h 28 min from now");
    expect(hold(soc)?.until).toBe(Date.parse("2026-03-03T09:00Z"));
  });
});

describe("duty", () => {
  const onCall = (soc: Night, group = "oncall") =>
    soc.app.engine.desk.onCall().find((one) => one.group === group)?.now;
  const channel = (soc: Night) => soc.slack.channel("soc").messages.map(soc.read).join("\n");

  test("swaps when the other accepts, once, and the channel hears of both", async () => {
    const soc = await night();
    expect(await typed(soc, "/sla oncall swap @bob sat")).toMatch(
      /bob is asked to swap\. oncall: bob instead of alice from Sat 7 Mar 00:00 to Sun 8 Mar 00:00/,
    );
    expect(await soc.audit("oncall.changed")).toEqual([]);
    const asked = dm(soc, bob, "@alice asks you to swap duty");
    await soc.press(bob, asked, "Accept");
    expect(await soc.audit("oncall.changed")).toMatchObject([{ actor: bob, detail: { change: "swap" } }]);
    expect(channel(soc)).toMatch(/📟 @bob is on call for oncall from .* relieving @alice/);
    const then = (at: string) => whoIsOnCall(soc.app.live.roster(), "oncall", instant(at)).people;
    expect(then("2026-03-06T23:59Z")).toEqual(["alice"]);
    expect(then("2026-03-07T12:00Z")).toEqual(["bob"]);
    expect(then("2026-03-08T12:00Z")).toEqual(["alice"]);
  });

  test("a swap that the other cannot make changes nothing, and whoever asked hears of it", async () => {
    const soc = await night();
    await typed(soc, "/sla oncall swap bob sat-sun");
    await soc.press(bob, dm(soc, bob, "asks you to swap duty"), "I cannot");
    expect(soc.read(dm(soc, alice, "cannot swap oncall"))).toContain("Nothing was changed.");
    expect(await soc.audit("oncall.changed")).toEqual([]);
  });

  test("whoever is on call takes, hands over and calls off what is theirs, without being an admin", async () => {
    const soc = await night();
    expect(await typed(soc, "/sla oncall take 4h", bob)).toContain("It relieves alice.");
    expect(onCall(soc)).toEqual(["bob"]);
    expect(channel(soc)).toMatch(/📟 @bob is on call for oncall .* relieving @alice/);
    expect(await typed(soc, "/sla oncall override carol 2h", bob)).toMatch(
      /It relieves bob\.\s+It goes before the override for bob/,
    );
    expect(onCall(soc)).toEqual(["carol"]);
    expect(await typed(soc, "/sla oncall override bob 4h", alice)).toContain(
      "You may not change who is on call",
    );
    expect(await typed(soc, "/sla oncall take 4h seniors", bob)).toContain(
      "You may not change who is on call",
    );
  });

  test("asks which night is meant while one runs", async () => {
    const soc = await night({ at: "2026-03-03T04:36Z" });
    const { messages } = await soc.slack.command(carol, "/sla oncall override @bob 22:00-08:00");
    const [question] = messages;
    if (question === undefined) throw new Error("no question");
    expect(soc.read(question)).toContain("Which night is bob to have oncall?");
    expect(await soc.audit("oncall.changed")).toEqual([]);
    const { messages: answers, changed } = await soc.press(
      carol,
      question,
      "The next: Tue 3 Mar 22:00 to Wed 4 Mar 08:00",
    );
    expect([...answers, ...changed].map(soc.read).join()).toContain(
      "bob is on call for oncall: Tue 3 Mar 22:00 to Wed 4 Mar 08:00",
    );
    expect(onCall(soc)).toEqual(["alice"]);
  });
});
